import { useQuery } from '@tanstack/react-query';
import { Alert, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { call } from '../api';
import { AGES, type ClearingAccount } from '../api-types';
import { BookAndDay, useBookAndDay } from '../parts/book-and-day';
import { Dimensions } from '../parts/dimensions';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { TableScroll } from '../parts/table-scroll';

type Item = ClearingAccount['items'][number];

/** What is on the accounts that must return to zero, since when, and what clears it. */
export function ClearingPage() {
  const { t } = useTranslation();
  const chosen = useBookAndDay();
  const { book, on } = chosen;
  const { data, error, refetch } = useQuery({
    queryKey: ['clearing', book, on],
    queryFn: () =>
      call<{ accounts: readonly ClearingAccount[] }>({
        path: `/api/v1/clearing-accounts?${new URLSearchParams({ book: book ?? '', on }).toString()}`,
      }),
    enabled: book !== undefined,
  });
  return (
    <PageShell title={t('clearing.title')}>
      <p>{t('clearing.help')}</p>
      <BookAndDay name="clearing" of={chosen} />
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {data && (
        <>
          <Overview accounts={data.accounts} />
          {data.accounts
            .filter(({ count }) => count > 0)
            .map((account) => (
              <Waiting key={account.code} of={account} />
            ))}
        </>
      )}
    </PageShell>
  );
}

function useWords(): (words: ClearingAccount['name']) => string {
  const { i18n } = useTranslation();
  return (words) => words[i18n.language === 'zh' ? 'zh' : 'en'];
}

function Overview({ accounts }: { readonly accounts: readonly ClearingAccount[] }) {
  const { t } = useTranslation();
  const inWords = useWords();
  const isWhole = accounts.every(({ balance, ledger }) => balance === ledger);
  return (
    <section className="panel" aria-label={t('clearing.all')}>
      <h2>{t('clearing.all')}</h2>
      <Alert
        type={isWhole ? 'success' : 'warning'}
        showIcon
        title={t(isWhole ? 'clearing.addsUp' : 'clearing.differs')}
      />
      <TableScroll label={t('clearing.all')}>
        <Table<ClearingAccount>
          size="small"
          pagination={false}
          rowKey={({ code }) => code}
          dataSource={[...accounts]}
          columns={[
            {
              key: 'code',
              title: t('clearing.code'),
              render: (_, { code, name }) => `${code} ${inWords(name)}`,
            },
            ...AGES.map((age) => ({
              key: age,
              title: t(`bank.ageOf.${age}`),
              align: 'right' as const,
              render: (_: unknown, { ages }: ClearingAccount) => <Money amount={ages[age]} />,
            })),
            {
              key: 'balance',
              title: t('clearing.balance'),
              align: 'right',
              render: (_, { balance }) => <Money amount={balance} />,
            },
          ]}
        />
      </TableScroll>
    </section>
  );
}

function Waiting({ of }: { readonly of: ClearingAccount }) {
  const { t } = useTranslation();
  const inWords = useWords();
  const { items, count, code } = of;
  const name = `${code} ${inWords(of.name)}`;
  return (
    <section className="panel" aria-label={name}>
      <h2>{name}</h2>
      <p>
        {t('clearing.clearedBy')}：{inWords(of.clearedBy)}
      </p>
      <TableScroll label={name}>
        <Table<Item>
          size="small"
          pagination={false}
          rowKey={({ account }) => account}
          dataSource={[...items]}
          columns={[
            {
              key: 'of',
              title: t('clearing.of'),
              render: (_, { caseId, dimensions }) =>
                caseId === null ? (
                  <Dimensions of={dimensions} />
                ) : (
                  <Link to={`/console/cases/${caseId}`}>
                    <Dimensions of={dimensions} />
                  </Link>
                ),
            },
            { key: 'since', title: t('clearing.since'), render: (_, { since }) => since },
            {
              key: 'days',
              title: t('clearing.days'),
              align: 'right',
              render: (_, { days }) => days,
            },
            {
              key: 'balance',
              title: t('clearing.balance'),
              align: 'right',
              render: (_, { balance }) => <Money amount={balance} />,
            },
          ]}
        />
      </TableScroll>
      {items.length < count && <p>{t('clearing.more', { shown: items.length, count })}</p>}
    </section>
  );
}
