import { Button, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LegalEngagement } from '../api-types';
import { may, useSession } from '../session';
import { Evaluation, ToRequest } from './legal-parts';
import { Money } from './money';
import { TableScroll } from './table-scroll';

interface Props {
  readonly engagements: readonly LegalEngagement[];
  readonly onEvaluate?: (engagement: LegalEngagement) => void;
}

/** Engagements on cases, each with its evaluation. */
export function EngagementTable({ engagements, onEvaluate }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const mayEvaluate = onEvaluate !== undefined && may.evaluateEngagements(session);
  return (
    <section className="panel">
      <h2>{t('legal.engagements')}</h2>
      <TableScroll label={t('legal.engagements')}>
        <Table<LegalEngagement>
          size="small"
          pagination={false}
          rowKey={({ id }) => id}
          dataSource={[...engagements]}
          locale={{ emptyText: t('legal.noEngagements') }}
          columns={[
            {
              key: 'engagedOn',
              title: t('content.engagedOn'),
              render: (_, { engagedOn }) => <span className="instant">{engagedOn}</span>,
            },
            {
              key: 'case',
              title: t('content.case'),
              render: (_, { case: { number, court }, instance, approval }) => (
                <>
                  <div>
                    <ToRequest id={approval}>{number}</ToRequest>
                  </div>
                  {court} {t(`legal.instanceOf.${String(instance) as '1'}`)}
                </>
              ),
            },
            {
              key: 'organization',
              title: t('content.represented'),
              render: (_, { organization }) => organization.name,
            },
            {
              key: 'lawyers',
              title: t('content.engagedLawyers'),
              render: (_, { lawyers }) => lawyers.join('、'),
            },
            {
              key: 'fee',
              title: t('content.fee'),
              align: 'right',
              render: (_, { fee }) => <Money amount={fee} />,
            },
            {
              key: 'evaluation',
              title: t('legal.evaluation'),
              render: (_, engagement) => {
                if (engagement.evaluation !== null)
                  return <Evaluation of={engagement.evaluation} />;
                if (!mayEvaluate) return t('legal.notEvaluated');
                return (
                  <Button
                    onClick={() => {
                      onEvaluate(engagement);
                    }}
                  >
                    {t('legal.evaluate')}
                  </Button>
                );
              },
            },
          ]}
        />
      </TableScroll>
    </section>
  );
}
