import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Input } from 'antd';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { call } from '../api';
import type { BookedLine, DamageTrace } from '../trace-types';
import { parseAmount } from '../parts/amount';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { TableScroll } from '../parts/table-scroll';

const FlowChart = lazy(async () => ({ default: (await import('../parts/flow-chart')).FlowChart }));

const STAGES = ['received', 'remitted', 'appropriated', 'paid'] as const;

/** Where the damage money of a case went (专款专用): as bands, as a table, and for one fen. */
export function EarmarkingPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['case', id, 'trace'],
    queryFn: () => call<DamageTrace>({ path: `/api/v1/cases/${id}/damage-fund/trace` }),
  });
  return (
    <PageShell
      title={t('trace.title')}
      above={[
        { to: '/console/cases', name: t('nav.cases') },
        { to: `/console/cases/${id}`, name: data?.caseNumber ?? '…' },
      ]}
    >
      <p>{t('trace.help')}</p>
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {data &&
        (data.ways.length === 0 ? <Empty description={t('trace.empty')} /> : <Whole of={data} />)}
    </PageShell>
  );
}

interface Props {
  readonly of: DamageTrace;
}

function Whole({ of }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <dl className="voucher-totals order-totals">
        {([...STAGES, 'left'] as const).map((field) => (
          <div key={field} className="total">
            <dt>{t(`trace.total.${field}`)}</dt>
            <dd>
              <Money amount={of.totals[field]} />
            </dd>
          </div>
        ))}
      </dl>
      <Chart of={of} />
      <Ways of={of} />
      <OneFen of={of} />
    </>
  );
}

type NameOf = (stage: (typeof STAGES)[number], id: string | null) => string;

/** What people call a portion; the same function as long as the money is the same. */
function useNames(of: DamageTrace): NameOf {
  const { t } = useTranslation();
  return useCallback(
    (stage, id) => {
      if (id === null) return t(`trace.none.${stage}`);
      if (stage === 'received') {
        const portion = of.received.find((one) => one.id === id);
        if (portion?.receipt) return t('trace.receipt', { ref: portion.receipt.ref });
        return t(`trace.source.${portion?.source ?? 'interest'}`);
      }
      if (stage === 'remitted') {
        const portion = of.remitted.find((one) => one.id === id);
        return t('trace.remitted', { day: portion?.on ?? '' });
      }
      if (stage === 'appropriated') {
        const portion = of.appropriated.find((one) => one.id === id);
        return t('trace.appropriated', { day: portion?.on ?? '' });
      }
      const { plan, milestone, elsewhere } = of.paid.find((one) => one.id === id) ?? {};
      if (elsewhere) return t(`trace.elsewhereTo.${elsewhere.goesTo}`, { ...elsewhere });
      if (plan === null || plan === undefined) return t('trace.elsewhere');
      return t('trace.paid', { plan, milestone: milestone ?? '' });
    },
    [of, t],
  );
}

function Chart({ of }: Props) {
  const { t } = useTranslation();
  const nameOf = useNames(of);
  const { nodes, flows } = useMemo(() => flowsOf(of, nameOf), [of, nameOf]);
  return (
    <section className="panel" aria-label={t('trace.chart')}>
      <h2>{t('trace.chart')}</h2>
      <Suspense fallback={<Loading />}>
        <FlowChart
          label={t('trace.chartLabel', { received: of.totals.received, paid: of.totals.paid })}
          nodes={nodes}
          flows={flows}
        />
      </Suspense>
    </section>
  );
}

const WHOLE = 100_000n;

const inFen = (amount: string): bigint => BigInt(amount.replace('.', ''));

/** Bands between what stands beside each other, in parts of the whole; the table has the amounts. */
function flowsOf(of: DamageTrace, nameOf: NameOf) {
  const stages = of.route === 'treasury' ? STAGES : (['received', 'paid'] as const);
  const whole = inFen(of.ways.at(-1)?.to ?? '0.01');
  const sums = new Map<string, { source: string; target: string; fen: bigint }>();
  for (const way of of.ways) {
    const names = stages.map((stage) => nameOf(stage, way[stage]));
    names.slice(1).forEach((target, index) => {
      const source = names[index] ?? '';
      const key = JSON.stringify([source, target]);
      const flow = sums.get(key) ?? { source, target, fen: 0n };
      flow.fen += inFen(way.amount);
      sums.set(key, flow);
    });
  }
  const flows = [...sums.values()].map(({ source, target, fen }) => ({
    source,
    target,
    value: parseInt(String((fen * WHOLE) / whole), 10) + 1,
  }));
  return { flows, nodes: [...new Set(flows.flatMap(({ source, target }) => [source, target]))] };
}

function Ways({ of }: Props) {
  const { t } = useTranslation();
  const nameOf = useNames(of);
  const linesOf = (stage: (typeof STAGES)[number], id: string | null): readonly BookedLine[] =>
    of[stage].find((one) => one.id === id)?.lines ?? [];
  const papersOf = (id: string | null) => of.paid.find((one) => one.id === id)?.papers ?? [];
  return (
    <section className="panel">
      <h2>{t('trace.ways')}</h2>
      <TableScroll label={t('trace.ways')}>
        <table className="comparison">
          <thead>
            <tr>
              <th scope="col">{t('trace.from')}</th>
              <th scope="col">{t('trace.to')}</th>
              <th scope="col">{t('trace.amount')}</th>
              {STAGES.map((stage) => (
                <th key={stage} scope="col">
                  {t(`trace.total.${stage}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.ways.map((way) => (
              <tr key={way.from}>
                <td>
                  <Money amount={way.from} />
                </td>
                <td>
                  <Money amount={way.to} />
                </td>
                <td>
                  <Money amount={way.amount} />
                </td>
                {STAGES.map((stage) => (
                  <td key={stage}>
                    {nameOf(stage, way[stage])}{' '}
                    <Lines of={linesOf(stage, way[stage])} book={of.book} />
                    {stage === 'paid' && <Papers of={papersOf(way.paid)} />}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );
}

type PaperList = DamageTrace['paid'][number]['papers'];

/** What a milestone was paid on, to be downloaded. */
function Papers({ of }: { readonly of: PaperList }) {
  return of.map(({ document, name, issuer, number }) => (
    <a key={`${document} ${number ?? ''}`} href={`/api/v1/documents/${document}/content`} download>
      {issuer === null ? name : `${issuer} ${number ?? ''}`}{' '}
    </a>
  ));
}

function Lines({ of, book }: { readonly of: readonly BookedLine[]; readonly book: string }) {
  return of.map(({ journal, line, voucher, request }) => (
    <Link key={`${journal} ${String(line)}`} to={`/console/ledger/${book}/requests/${request}`}>
      {voucher}{' '}
    </Link>
  ));
}

/** The way of the fen that completes an amount of all that was received. */
function OneFen({ of }: Props) {
  const { t } = useTranslation();
  const nameOf = useNames(of);
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState<string>();
  const { data, error } = useQuery({
    queryKey: ['case', of.case, 'trace', asked],
    queryFn: () =>
      call<DamageTrace>({ path: `/api/v1/cases/${of.case}/damage-fund/trace?fen=${asked ?? ''}` }),
    enabled: asked !== undefined,
  });
  const fen = parseAmount(typed)?.replace('.', '').replace(/^0+/, '');
  return (
    <section className="panel">
      <h2>{t('trace.oneFen')}</h2>
      <form
        className="form-line"
        onSubmit={(event) => {
          event.preventDefault();
          if (fen !== undefined && fen !== '') setAsked(fen);
        }}
      >
        <label htmlFor="trace-fen">{t('trace.upTo')}</label>
        <Input
          id="trace-fen"
          inputMode="decimal"
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
          }}
        />
        <Button htmlType="submit">{t('trace.look')}</Button>
      </form>
      {error !== null && <ProblemNotice problem={problemOfError(error)} />}
      {data?.fen && (
        <ol aria-label={t('trace.oneFen')}>
          {STAGES.map((stage) => {
            const portion = data.fen?.[stage];
            return (
              <li key={stage}>
                {t(`trace.total.${stage}`)}：{nameOf(stage, portion?.id ?? null)}{' '}
                <Lines of={portion?.lines ?? []} book={of.book} />
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}
