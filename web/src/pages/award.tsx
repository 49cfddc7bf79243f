import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { call } from '../api';
import type { AwardOfCase } from '../award-types';
import { AssessAward } from '../parts/assess-award';
import { AwardNoticePanel } from '../parts/award-notice';
import { AwardStateTag } from '../parts/award-parts';
import { AwardShares } from '../parts/award-shares';
import { AwardConditions, AwardSheetPanel } from '../parts/award-sheet';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { TableScroll } from '../parts/table-scroll';

/** The award of a case: what it still lacks, how it is computed, and what became of it. */
export function AwardPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['award', id],
    queryFn: () => call<AwardOfCase>({ path: `/api/v1/cases/${encodeURIComponent(id)}/award` }),
  });
  return (
    <PageShell
      title={data === undefined ? '' : `${t('nav.awards')} ${data.case.number}`}
      above={[{ to: '/console/awards', name: t('nav.awards') }]}
      actions={<Link to={`/console/cases/${id}`}>{t('award.toCase')}</Link>}
    >
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {data && <Parts of={data} />}
    </PageShell>
  );
}

function Parts({ of }: { readonly of: AwardOfCase }) {
  const { t } = useTranslation();
  const { assessment, now, awards, state } = of;
  const isDecided = awards.some(({ recalledOn }) => recalledOn === null);
  return (
    <>
      <p>
        <AwardStateTag state={state} />
      </p>
      {awards.map((award) => (
        <AwardShares key={award.id} of={of} award={award} />
      ))}
      {!isDecided && <AwardConditions of={of.conditions} />}
      {!isDecided && <AssessAward of={of} />}
      {assessment !== null && <AwardNoticePanel of={of} assessment={assessment} />}
      {assessment !== null && (
        <AwardSheetPanel
          title={t('award.assessedSheet', { on: assessment.assessedOn })}
          of={assessment}
          caseId={of.case.id}
        />
      )}
      {assessment === null && now !== null && (
        <AwardSheetPanel title={t('award.sheetNow')} of={now} caseId={of.case.id} />
      )}
      <Sanctions of={of.sanctions} />
      {of.former.map(({ id, assessedOn, total, voided }) => (
        <p key={id}>{t('award.voided', { on: assessedOn, total, reason: voided?.reason ?? '' })}</p>
      ))}
    </>
  );
}

function Sanctions({ of }: Pick<{ of: AwardOfCase['sanctions'] }, 'of'>) {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  return (
    <section className="panel" aria-label={t('award.sanctions')}>
      <h2>{t('award.sanctions')}</h2>
      <TableScroll label={t('award.sanctions')}>
        <Table<AwardOfCase['sanctions'][number]>
          size="small"
          pagination={false}
          rowKey={({ id }) => id}
          dataSource={[...of]}
          columns={[
            { key: 'paidOn', title: t('content.paidOn'), render: (_, { paidOn }) => paidOn },
            {
              key: 'amount',
              title: t('content.amount'),
              align: 'right',
              render: (_, { amount }) => <Money amount={amount} />,
            },
            { key: 'grade', title: t('content.sanctionGrade'), render: (_, { grade }) => grade },
          ]}
        />
      </TableScroll>
    </section>
  );
}
