import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AuditEvent } from '../api-types';
import { DataTable } from '../parts/data-table';
import { DateFilter, Filters, TextFilter } from '../parts/filters';
import { Instant } from '../parts/instant';
import { PageShell } from '../parts/page-shell';

export function AuditTrailPage() {
  const { t } = useTranslation();
  return (
    <PageShell title={t('audit.title')}>
      <Filters>
        <TextFilter name="q" label={t('audit.q')} />
        <TextFilter name="person" label={t('audit.person')} />
        <TextFilter name="action" label={t('audit.action')} />
        <DateFilter name="from" label={t('audit.from')} />
        <DateFilter name="to" label={t('audit.to')} />
      </Filters>
      <DataTable<AuditEvent>
        label={t('audit.title')}
        path="/api/v1/audit-events"
        filters={['q', 'person', 'action', 'from', 'to']}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'at',
            title: t('audit.at'),
            render: ({ recordedAt }) => <Instant at={recordedAt} />,
          },
          { key: 'person', title: t('audit.person'), render: ({ person }) => person },
          {
            key: 'action',
            title: t('audit.action'),
            render: ({ action }) => <code>{action}</code>,
          },
          {
            key: 'subject',
            title: t('audit.subject'),
            render: ({ subject }) => <code>{subject}</code>,
          },
          {
            key: 'outcome',
            title: t('audit.outcome'),
            render: ({ outcome, refusalCode }) => (
              <>
                <Tag color={outcome === 'accepted' ? 'green' : 'red'}>
                  {outcome === 'accepted' ? '✓' : '✕'} {t(`audit.outcomeOf.${outcome}`)}
                </Tag>
                {refusalCode !== null && <code>{refusalCode}</code>}
              </>
            ),
          },
          { key: 'address', title: t('audit.address'), render: ({ address }) => address },
        ]}
      />
    </PageShell>
  );
}
