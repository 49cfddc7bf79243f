import { useQuery } from '@tanstack/react-query';
import { Descriptions, Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router-dom';
import { callTagged } from '../api';
import type { ApprovalDetail } from '../api-types';
import { amountInWords } from '../parts/amount';
import { ApprovalStateTag, WaitingFor } from '../parts/approval-columns';
import { Decide } from '../parts/decide';
import { Instant } from '../parts/instant';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { Content, namesOfFields } from '../requests/content';
import { Resubmit } from '../requests/resubmit';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { ResetLink } from '../parts/reset-link';

export function ApprovalPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['approval', id],
    queryFn: ({ signal }) =>
      callTagged<ApprovalDetail>({ path: `/api/v1/approvals/${encodeURIComponent(id)}`, signal }),
    // What is decided on is what was seen: it does not change under the reader's eyes.
    staleTime: Infinity,
    gcTime: 0,
  });
  const approval = data?.answer;
  const above = [{ to: '/console/todo', name: t('approval.todo') }];
  return (
    <PageShell title={approval?.title ?? ''} above={above}>
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {approval && (
        <>
          <Card approval={approval} />
          {approval.state === 'returned' && approval.actions.includes('revise') && (
            <Resubmit key={data.etag} approval={data} onStale={() => void refetch()} />
          )}
          <Decide key={approval.contentHash} approval={approval} onStale={() => void refetch()} />
          <ResetLink approval={approval} />
          <History approval={approval} />
        </>
      )}
    </PageShell>
  );
}

function Card({ approval }: { readonly approval: ApprovalDetail }) {
  const { t } = useTranslation();
  const { amount, maker, madeAt, state, version, versions, dueOn } = approval;
  const changed = versions.find((one) => one.version === version)?.changed ?? [];
  return (
    <section className="panel">
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2 }}
        items={[
          {
            key: 'state',
            label: t('approval.state'),
            children: <ApprovalStateTag state={state} />,
          },
          {
            key: 'waiting',
            label: t('approval.waiting'),
            children: <WaitingFor of={approval} />,
          },
          { key: 'maker', label: t('approval.maker'), children: maker.name },
          { key: 'madeAt', label: t('approval.madeAt'), children: <Instant at={madeAt} /> },
          ...(amount === null
            ? []
            : [
                { key: 'amount', label: t('approval.amount'), children: <Money amount={amount} /> },
                { key: 'words', label: t('approval.inWords'), children: amountInWords(amount) },
              ]),
          { key: 'due', label: t('approval.due'), children: dueOn },
        ]}
      />
      <h2>{t('approval.content')}</h2>
      {changed.length > 0 && (
        <p>
          <strong>{t('approval.version', { version })}</strong>{' '}
          {t('approval.changed', { fields: namesOfFields(changed).join(t('list.comma')) })}
        </p>
      )}
      <Content approval={approval} />
    </section>
  );
}

function History({ approval }: { readonly approval: ApprovalDetail }) {
  const { t } = useTranslation();
  return (
    <section className="panel">
      <h2>{t('approval.history')}</h2>
      <p>
        {t('approval.steps')}：{approval.steps.map((role) => t(`role.${role}`)).join(' → ')}
      </p>
      <Timeline
        items={approval.decisions.map(
          ({ version, role, decision, person, onBehalfOf, reason, decidedAt }) => ({
            key: `${decidedAt} ${role}`,
            content: (
              <>
                <strong>{t(`approval.decided.${decision}`)}</strong> {person?.name}（
                {t(`role.${role}`)}
                {onBehalfOf && `，${t('approval.onBehalfOf', { name: onBehalfOf.name })}`}）{' '}
                <Instant at={decidedAt} /> <small>{t('approval.version', { version })}</small>
                {reason !== null && <div className="value">{reason}</div>}
              </>
            ),
          }),
        )}
      />
    </section>
  );
}
