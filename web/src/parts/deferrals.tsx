import { Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseJudgments } from '../api-types';
import { today } from './instant';
import { TableScroll } from './table-scroll';
import { useCaseJudgments } from './use-case-judgments';

type Deferral = CaseJudgments['deferrals'][number];

/** Against which defendants enforcement is deferred on security, from when until when. */
export function DeferralsPanel({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation();
  const { deferrals = [] } = useCaseJudgments(caseId).data ?? {};
  if (deferrals.length === 0) return null;
  return (
    <section className="panel" aria-label={t('claims.deferrals')}>
      <h2>{t('claims.deferrals')}</h2>
      <p>{t('claims.deferralsHelp')}</p>
      <TableScroll label={t('claims.deferrals')}>
        <Table<Deferral>
          size="small"
          pagination={false}
          rowKey={({ id }) => id}
          dataSource={[...deferrals]}
          columns={[
            { key: 'debtor', title: t('claims.debtor'), render: (_, { name }) => name },
            {
              key: 'days',
              title: t('claims.deferredFrom'),
              render: (_, { from, until }) => (
                <span className="instant">{t('claims.deferredFromUntil', { from, until })}</span>
              ),
            },
            {
              key: 'security',
              title: t('claims.security'),
              render: (_, { security, securedBy }) =>
                `${t(`case.securityOf.${security}`)} ${securedBy}`,
            },
            {
              key: 'state',
              title: t('claims.deferralState'),
              render: (_, deferral) => <DeferralTag of={deferral} />,
            },
          ]}
        />
      </TableScroll>
    </section>
  );
}

/** Both days belong to it. */
function DeferralTag({ of: { from, until } }: { readonly of: Deferral }) {
  const { t } = useTranslation();
  const on = today();
  if (on < from) return <Tag>○ {t('claims.deferralOf.coming')}</Tag>;
  if (on > until) return <Tag>✓ {t('claims.deferralOf.over')}</Tag>;
  return <Tag color="orange">◷ {t('claims.deferralOf.running')}</Tag>;
}
