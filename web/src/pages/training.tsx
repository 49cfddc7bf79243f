import { useTranslation } from 'react-i18next';
import type { TrainingItem } from '../api-types';
import { DataTable } from '../parts/data-table';
import { DocumentList } from '../parts/legal-parts';
import { PageShell } from '../parts/page-shell';

/** What is on record of training and guidance. */
export function TrainingPage() {
  const { t } = useTranslation();
  return (
    <PageShell
      title={t('legal.training')}
      above={[{ to: '/console/legal-teams', name: t('nav.legalTeams') }]}
    >
      <DataTable<TrainingItem>
        label={t('legal.training')}
        path="/api/v1/training-records"
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'heldOn',
            title: t('legal.heldOn'),
            render: ({ heldOn }) => <span className="instant">{heldOn}</span>,
          },
          {
            key: 'kind',
            title: t('legal.trainingKind'),
            render: ({ kind }) => t(`legal.trainingOf.${kind}`),
          },
          { key: 'topic', title: t('legal.topic'), render: ({ topic }) => topic },
          { key: 'heldBy', title: t('legal.heldBy'), render: ({ heldBy }) => heldBy },
          {
            key: 'attended',
            title: t('legal.attended'),
            render: ({ attended }) => attended.join('、'),
          },
          {
            key: 'documents',
            title: t('content.documents'),
            render: ({ documents }) => <DocumentList documents={documents} />,
          },
          { key: 'recordedBy', title: t('legal.recordedBy'), render: (row) => row.recordedBy },
        ]}
      />
    </PageShell>
  );
}
