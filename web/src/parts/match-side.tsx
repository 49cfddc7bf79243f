import { Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MatchReason } from '../bank-types';
import { parseAmount, sumOfAmounts } from './amount';
import { Money } from './money';
import { MoneyInput } from './money-input';
import { TableScroll } from './table-scroll';

/** What is taken of each row that is chosen, by its key: the size, as it is typed. */
export type Chosen = Readonly<Record<string, string>>;

export interface MatchRow {
  readonly key: string;
  readonly on: string;
  /** What is not matched of it, with its sign. */
  readonly left: string;
  readonly what: string;
  readonly reasons: readonly MatchReason[];
}

/** An amount without its sign. */
export const size = (amount: string): string => amount.replace(/^-/, '');

/** The sum of what is taken, each with the sign of what it is taken of. */
export const signedSum = (
  parts: readonly { readonly left: string; readonly amount: string }[],
): string =>
  sumOfAmounts(
    parts.map(({ left, amount }) => {
      const taken = parseAmount(amount) ?? '0.00';
      return left.startsWith('-') ? `-${taken}` : taken;
    }),
  );

interface Props {
  readonly label: string;
  readonly rows: readonly MatchRow[];
  readonly chosen: Chosen;
  readonly onChange: (chosen: Chosen) => void;
}

/** One side of a match: rows to choose, whole or in part. */
export function MatchSide({ label, rows, chosen, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-label={label}>
      <h2>{label}</h2>
      <TableScroll label={label}>
        <Table<MatchRow>
          size="small"
          pagination={false}
          rowKey={({ key }) => key}
          dataSource={[...rows]}
          locale={{ emptyText: t('bank.noneOpen') }}
          rowSelection={{
            selectedRowKeys: Object.keys(chosen),
            getCheckboxProps: ({ on, left, what }) => ({
              'aria-label': t('bank.chooseRow', { row: `${on} ${left} ${what}` }),
            }),
            columnTitle: ' ',
            onChange: (keys) => {
              const left = new Map(rows.map((row) => [row.key, size(row.left)]));
              onChange(
                Object.fromEntries(
                  keys.map((key) => [
                    String(key),
                    chosen[String(key)] ?? left.get(String(key)) ?? '',
                  ]),
                ),
              );
            },
          }}
          columns={[
            {
              key: 'on',
              title: t('bank.on'),
              render: (_, { on }) => <span className="instant">{on}</span>,
            },
            {
              key: 'what',
              title: t('bank.remark'),
              render: (_, { what, reasons }) => (
                <div className="match-what">
                  {what}{' '}
                  {reasons.map((reason) => (
                    <Tag key={reason}>{t(`bank.reasonOf.${reason}`)}</Tag>
                  ))}
                </div>
              ),
            },
            {
              key: 'left',
              title: t('bank.left'),
              align: 'right',
              render: (_, { left }) => <Money amount={left} />,
            },
            {
              key: 'taken',
              title: t('bank.taken'),
              align: 'right',
              render: (_, { key, on, what }) => {
                const taken = chosen[key];
                return (
                  taken !== undefined && (
                    <MoneyInput
                      inWords={false}
                      label={t('bank.takenOf', { row: `${on} ${what}` })}
                      value={taken}
                      onChange={(amount) => {
                        onChange({ ...chosen, [key]: amount });
                      }}
                    />
                  )
                );
              },
            },
          ]}
        />
      </TableScroll>
    </section>
  );
}
