import { useQuery } from '@tanstack/react-query';
import { Button, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import type { Claims, InKindPerformance } from '../claim-types';
import { may, useSession } from '../session';
import { DocumentLink } from './document-upload';
import { ProblemNotice, problemOfError } from './problem-notice';
import { RecordInKind } from './record-in-kind';
import { TableScroll } from './table-scroll';

interface Props {
  readonly caseId: string;
  readonly claims: Claims;
}

/** What defendants did themselves of what they were ordered; information, it changes no claim. */
export function InKindPerformances({ caseId, claims }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const [isRecording, setIsRecording] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['in-kind', caseId],
    queryFn: () =>
      call<{ readonly items: readonly InKindPerformance[] }>({
        path: `/api/v1/cases/${encodeURIComponent(caseId)}/in-kind`,
      }),
  });
  return (
    <section className="panel" aria-label={t('claims.inKind')}>
      <h2>{t('claims.inKind')}</h2>
      <p>{t('claims.inKindHelp')}</p>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {data && data.items.length > 0 && <Performances of={data.items} />}
      {may.recordReceipts(session) && claims.items.length > 0 && (
        <div className="row-actions">
          <Button
            onClick={() => {
              setIsRecording(true);
            }}
          >
            {t('claims.recordInKind')}
          </Button>
        </div>
      )}
      {isRecording && (
        <RecordInKind
          caseId={caseId}
          claims={claims}
          onClose={() => {
            setIsRecording(false);
          }}
        />
      )}
    </section>
  );
}

function Performances({ of }: { readonly of: readonly InKindPerformance[] }) {
  const { t } = useTranslation();
  return (
    <TableScroll label={t('claims.inKind')}>
      <Table<InKindPerformance>
        size="small"
        pagination={false}
        rowKey={({ id }) => id}
        dataSource={[...of]}
        columns={[
          {
            key: 'performedOn',
            title: t('claims.performedOn'),
            render: (_, { performedOn }) => <span className="instant">{performedOn}</span>,
          },
          { key: 'item', title: t('claims.item'), render: (_, { itemRef }) => itemRef },
          {
            key: 'debtor',
            title: t('claims.debtor'),
            render: (_, { defendant }) => defendant.name,
          },
          {
            key: 'description',
            title: t('claims.performed'),
            render: (_, { description }) => <span className="value">{description}</span>,
          },
          {
            key: 'document',
            title: t('content.attachment'),
            render: (_, { document }) =>
              document !== null && <DocumentLink id={document} name={t('claims.inKindPaper')} />,
          },
          { key: 'by', title: t('claims.recordedBy'), render: (_, row) => row.recordedBy },
        ]}
      />
    </TableScroll>
  );
}
