import { Table } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FIGURES, type Figures } from '../damage-types';
import { Money } from './money';
import { TableScroll } from './table-scroll';

export interface PanelColumn<Row> {
  readonly key: string;
  readonly title: string;
  readonly isAmount?: boolean;
  readonly render: (row: Row) => ReactNode;
}

interface Props<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly columns: readonly PanelColumn<Row>[];
  /** What is said where there is nothing. */
  readonly none: string;
  /** What one can do here. */
  readonly actions?: ReactNode;
}

/** A part of a page with a table of its own. */
export function TablePanel<Row extends object>(props: Props<Row>) {
  const { label, rows, keyOf, columns, none, actions } = props;
  return (
    <section className="panel" aria-label={label}>
      <h2>{label}</h2>
      {actions !== undefined && <div className="row-actions">{actions}</div>}
      {rows.length === 0 ? (
        <p>{none}</p>
      ) : (
        <TableScroll label={label}>
          <Table<Row>
            size="small"
            pagination={false}
            rowKey={keyOf}
            dataSource={[...rows]}
            columns={columns.map(({ key, title, isAmount = false, render }) => ({
              key,
              title,
              ...(isAmount && { align: 'right' as const }),
              render: (_: unknown, row: Row) => render(row),
            }))}
          />
        </TableScroll>
      )}
    </section>
  );
}

/** The figures of a case, one beside the other. */
export function FiguresPanel({ of }: { readonly of: Figures }) {
  const { t } = useTranslation();
  return (
    <section className="panel" aria-label={t('damage.figures')}>
      <h2>{t('damage.figures')}</h2>
      <dl className="voucher-totals order-totals">
        {FIGURES.map((figure) => {
          const amount = of[figure];
          return (
            amount !== null && (
              <div key={figure} className="total">
                <dt>{t(`damage.figureOf.${figure}`)}</dt>
                <dd>
                  <Money amount={amount} />
                </dd>
              </div>
            )
          );
        })}
      </dl>
    </section>
  );
}
