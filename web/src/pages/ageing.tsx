import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { call } from '../api';
import { AGE_BANDS, type Ageing } from '../claim-types';
import { BookAndDay, useBookAndDay } from '../parts/book-and-day';
import { Loading } from '../parts/loading';
import { Money } from '../parts/money';
import { PageShell } from '../parts/page-shell';
import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { TableScroll } from '../parts/table-scroll';

/** What is outstanding in a book by debtor, case and age. */
export function AgeingPage() {
  const { t } = useTranslation();
  const chosen = useBookAndDay();
  const { book, on } = chosen;
  const { data, error, refetch } = useQuery({
    queryKey: ['ageing', book, on],
    queryFn: () => call<Ageing>({ path: `/api/v1/ageing?book=${book ?? ''}&on=${on}` }),
    enabled: book !== undefined,
  });
  return (
    <PageShell title={t('nav.ageing')}>
      <BookAndDay name="ageing" of={chosen} />
      {error !== null && (
        <ProblemNotice problem={problemOfError(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Loading />}
      {data && <AgeingTable of={data} />}
    </PageShell>
  );
}

type Row = Ageing['items'][number];

function AgeingTable({ of: { items, outstanding, bands, books } }: { readonly of: Ageing }) {
  const { t } = useTranslation();
  if (items.length === 0) return <p>{t('claims.noneOutstanding')}</p>;
  return (
    <>
      <TableScroll label={t('claims.ageing')}>
        <Table<Row>
          size="small"
          pagination={false}
          rowKey={(row) => items.indexOf(row)}
          dataSource={[...items]}
          columns={[
            {
              key: 'case',
              title: t('claims.case'),
              render: (_, row) => (
                <Link to={`/console/cases/${row.case}/recoveries`}>{row.number}</Link>
              ),
            },
            {
              key: 'debtors',
              title: t('claims.debtor'),
              render: (_, { debtors }) => debtors.map(({ name }) => name).join('、'),
            },
            ...AGE_BANDS.map((band) => ({
              key: band,
              title: t(`claims.bandOf.${band}`),
              align: 'right' as const,
              render: (_: unknown, row: Row) => <Money amount={row.bands[band]} />,
            })),
            {
              key: 'outstanding',
              title: t('claims.outstanding'),
              align: 'right',
              render: (_, row) => <Money amount={row.outstanding} />,
            },
          ]}
          summary={() => (
            <Table.Summary.Row>
              <Table.Summary.Cell index={0} colSpan={2}>
                {t('claims.total')}
              </Table.Summary.Cell>
              {AGE_BANDS.map((band, index) => (
                <Table.Summary.Cell key={band} index={index + 2} align="right">
                  <Money amount={bands[band]} />
                </Table.Summary.Cell>
              ))}
              <Table.Summary.Cell index={AGE_BANDS.length + 2} align="right">
                <Money amount={outstanding} />
              </Table.Summary.Cell>
            </Table.Summary.Row>
          )}
        />
      </TableScroll>
      <p>
        {t('claims.inBooks')} <Money amount={books.total} /> {t('field.yuan')}：
        {t(books.total === outstanding ? 'claims.addsUp' : 'claims.differs')}
      </p>
    </>
  );
}
