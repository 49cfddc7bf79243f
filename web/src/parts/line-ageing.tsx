import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { AGES, type BankLineAgeing } from '../api-types';
import { BANK_LINES } from './bank-parts';
import { Money } from './money';
import { TableScroll } from './table-scroll';
import { useUrlParameters } from './url-parameters';

type Row = BankLineAgeing['items'][number];

/** What of the lines of the book that the address names is open, by age; nothing where all is matched. */
export function LineAgeing() {
  const { t } = useTranslation();
  const { get } = useUrlParameters();
  const book = get('book');
  const account = get('account');
  const { data } = useQuery({
    queryKey: ['list', 'bank-line-ageing', book],
    queryFn: ({ signal }) =>
      call<BankLineAgeing>({
        path: `${BANK_LINES}/ageing?${new URLSearchParams({ book: book ?? '' }).toString()}`,
        signal,
      }),
    enabled: book !== undefined,
  });
  const items = (data?.items ?? []).filter(
    (row) => row.count > 0 && (account === undefined || row.account === account),
  );
  if (items.length === 0) return null;
  const label = t('bank.lineAgeing');
  return (
    <section className="panel" aria-label={label}>
      <h2>{label}</h2>
      <TableScroll label={label}>
        <Table<Row>
          size="small"
          pagination={false}
          rowKey={(row) => row.account}
          dataSource={[...items]}
          columns={[
            { key: 'account', title: t('bank.account'), render: (_, row) => row.account },
            ...AGES.map((age) => ({
              key: age,
              title: t(`bank.ageOf.${age}`),
              align: 'right' as const,
              render: (_: unknown, { ages }: Row) => ages[age].count,
            })),
            {
              key: 'count',
              title: t('bank.openCount'),
              align: 'right',
              render: (_, { count }) => count,
            },
            {
              key: 'into',
              title: t('bank.into'),
              align: 'right',
              render: (_, { into }) => <Money amount={into} />,
            },
            {
              key: 'out',
              title: t('bank.out'),
              align: 'right',
              render: (_, { out }) => <Money amount={out} />,
            },
          ]}
        />
      </TableScroll>
    </section>
  );
}
