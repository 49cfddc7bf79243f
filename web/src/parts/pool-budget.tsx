import { Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BudgetLine, PoolBudget } from '../api-types';
import { withThousands } from './amount';
import { BudgetBar } from './budget-bar';
import { Money } from './money';
import { TableScroll } from './table-scroll';

const AMOUNTS = ['budgeted', 'held', 'spent', 'available'] as const;

interface Props {
  readonly budget: PoolBudget;
  readonly year: number;
}

/** The budget of one pool, line by line, with its sums. */
export function PoolBudgetPanel({ budget: { pool, lines, total, outside }, year }: Props) {
  const { t } = useTranslation();
  const name = t(`budget.poolOf.${pool}`);
  const label = t('budget.lines', { pool: name });
  if (lines.length === 0) {
    return (
      <section className="panel" aria-label={label}>
        <h2>{name}</h2>
        <p>{t('budget.none')}</p>
        <Outside amount={outside} />
      </section>
    );
  }
  return (
    <section className="panel" aria-label={label}>
      <h2>{name}</h2>
      <TableScroll label={label}>
        <Table<BudgetLine>
          size="small"
          pagination={false}
          rowKey={({ category, originYear }) => `${category} ${String(originYear)}`}
          dataSource={[...lines]}
          columns={[
            {
              key: 'category',
              title: t('budget.category'),
              render: (_, { category, originYear }) => (
                <>
                  {t(`budget.categoryOf.${category}`)}{' '}
                  {originYear !== year && (
                    <Tag color="blue">↷ {t('budget.carriedOver', { year: originYear })}</Tag>
                  )}
                </>
              ),
            },
            ...AMOUNTS.map((amount) => ({
              key: amount,
              title: t(`budget.${amount}`),
              align: 'right' as const,
              render: (_: unknown, line: BudgetLine) => <Money amount={line[amount]} />,
            })),
            {
              key: 'used',
              title: t('budget.used'),
              width: 160,
              render: (_, line) => <BudgetBar {...line} />,
            },
          ]}
          {...(lines.length > 1 && {
            summary: () => (
              <Table.Summary.Row>
                <Table.Summary.Cell index={0}>{t('budget.total')}</Table.Summary.Cell>
                {AMOUNTS.map((amount, index) => (
                  <Table.Summary.Cell key={amount} index={index + 1} align="right">
                    <Money amount={total[amount]} />
                  </Table.Summary.Cell>
                ))}
                <Table.Summary.Cell index={AMOUNTS.length + 1}>
                  <BudgetBar {...total} />
                </Table.Summary.Cell>
              </Table.Summary.Row>
            ),
          })}
        />
      </TableScroll>
      <Outside amount={outside} />
    </section>
  );
}

/** Says where the pool and its lines differ. */
function Outside({ amount }: { readonly amount: string | null }) {
  const { t } = useTranslation();
  if (amount === null || amount === '0.00') return null;
  return amount.startsWith('-') ? (
    <p>⚠ {t('budget.over', { amount: withThousands(amount.slice(1)) })}</p>
  ) : (
    <p>ⓘ {t('budget.outside', { amount: withThousands(amount) })}</p>
  );
}
