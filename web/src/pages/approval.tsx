import { useQuery } from '@tanstack/react-query';
import { Descriptions, Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router-dom';
import { call } from '../api';
import type { ApprovalDetail } from '../api-types';
import { amountInWords } from '../parts/amount';
import { ApprovalStateTag, WaitingFor } from '../parts/approval-columns';
import { Decide } from '../parts/decide';
import { Instant } from '../parts/instant';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';

export function ApprovalPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['approval', id],
    queryFn: ({ signal }) => call<ApprovalDetail>({ path: `/api/v1/approvals/${id}`, signal }),
    // What is decided on is what was seen: it does not change under the reader's eyes.
    staleTime: Infinity,
    gcTime: 0,
  });
  const above = [{ to: '/console/todo', name: t('approval.todo') }];
  return (
    <PageShell title={data?.title ?? ''} above={above}>
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {data && (
        <>
          <Card approval={data} />
          <Decide key={data.contentHash} approval={data} onStale={() => void refetch()} />
          <History approval={data} />
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
        column={2}
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
          {t('approval.changed', { fields: changed.join(' ') })}
        </p>
      )}
      <Content of={approval.content} />
    </section>
  );
}

/** Whatever a kind of request consists of, field by field. */
function Content({ of }: { readonly of: unknown }) {
  const fields = typeof of === 'object' && of !== null ? Object.entries(of) : [['', of] as const];
  return (
    <Descriptions
      size="small"
      column={1}
      bordered
      items={fields.map(([name, value]: readonly [string, unknown]) => ({
        key: name,
        label: name,
        children: (
          <span className="value">
            {typeof value === 'string' ? value : JSON.stringify(value, undefined, 1)}
          </span>
        ),
      }))}
    />
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
            key: `${decidedAt} ${person.id}`,
            content: (
              <>
                <strong>{t(`approval.decided.${decision}`)}</strong> {person.name}（
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
