import { Checkbox, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PayableCost } from '../api-types';
import { isAtMost, parseAmount } from './amount';
import { Money } from './money';
import { MoneyInput } from './money-input';
import { CaseOfCost, CostName, Payee } from './payment-parts';
import { TableScroll } from './table-scroll';

/** What of each cost is to be paid, by the id of the cost. */
export interface ChosenCosts {
  readonly ticked: ReadonlySet<string>;
  /** Only where something was typed; else all that may be paid. */
  readonly typed: Readonly<Record<string, string>>;
}

export const isPayable = ({ payable }: PayableCost): boolean => payable !== '0.00';

export const amountOf = ({ typed }: ChosenCosts, { item, payable }: PayableCost): string =>
  typed[item] ?? payable;

/** Why an amount cannot be ordered. */
export function faultOf(chosen: ChosenCosts, cost: PayableCost): 'amount' | 'most' | undefined {
  const amount = parseAmount(amountOf(chosen, cost));
  if (amount === undefined || amount === '0.00') return 'amount';
  return isAtMost(amount, cost.payable) ? undefined : 'most';
}

interface Props {
  readonly costs: readonly PayableCost[];
  readonly chosen: ChosenCosts;
  readonly onChosen: (chosen: ChosenCosts) => void;
}

/** Costs that may be paid: each is ticked, and of each as much as is typed. */
export function PayableCosts({ costs, chosen, onChosen }: Props) {
  const { t } = useTranslation();
  const { ticked, typed } = chosen;
  const payable = costs.filter(isPayable);
  const count = payable.filter(({ item }) => ticked.has(item)).length;
  const tick = (items: readonly string[], isTicked: boolean): void => {
    const rest = [...ticked].filter((item) => !items.includes(item));
    onChosen({ ticked: new Set(isTicked ? [...rest, ...items] : rest), typed });
  };
  const amount = (key: 'approved' | 'paid' | 'underway' | 'payable') => ({
    key,
    title: t(`payment.${key}`),
    align: 'right' as const,
    render: (_: unknown, cost: PayableCost) => <Money amount={cost[key]} />,
  });
  return (
    <TableScroll label={t('payment.payableCosts')}>
      <Table<PayableCost>
        size="small"
        pagination={false}
        rowKey={({ item }) => item}
        dataSource={[...costs]}
        locale={{ emptyText: t('payment.nothingPayable') }}
        columns={[
          {
            key: 'tick',
            title: (
              <Checkbox
                aria-label={t('payment.tickAll')}
                checked={count > 0 && count === payable.length}
                indeterminate={count > 0 && count < payable.length}
                disabled={payable.length === 0}
                onChange={({ target }) => {
                  tick(
                    payable.map(({ item }) => item),
                    target.checked,
                  );
                }}
              />
            ),
            render: (_, cost) => (
              <Checkbox
                aria-label={t('payment.tick', { item: cost.itemRef })}
                checked={isPayable(cost) && ticked.has(cost.item)}
                disabled={!isPayable(cost)}
                onChange={({ target }) => {
                  tick([cost.item], target.checked);
                }}
              />
            ),
          },
          { key: 'cost', title: t('content.cost'), render: (_, cost) => <CostName of={cost} /> },
          { key: 'case', title: t('content.case'), render: (_, cost) => <CaseOfCost of={cost} /> },
          { key: 'payee', title: t('content.payee'), render: (_, cost) => <Payee of={cost} /> },
          amount('approved'),
          amount('paid'),
          amount('underway'),
          amount('payable'),
          {
            key: 'amount',
            title: t('payment.toPay'),
            width: 170,
            render: (_, cost) => (
              <Amount
                cost={cost}
                chosen={chosen}
                onTyped={(value) => {
                  const now = { ...typed, [cost.item]: value };
                  onChosen({ ticked: new Set([...ticked, cost.item]), typed: now });
                }}
              />
            ),
          },
        ]}
      />
    </TableScroll>
  );
}

interface AmountProps {
  readonly cost: PayableCost;
  readonly chosen: ChosenCosts;
  readonly onTyped: (amount: string) => void;
}

/** How much of a cost is paid now; whoever types it means to pay it. */
function Amount({ cost, chosen, onTyped }: AmountProps) {
  const { t } = useTranslation();
  if (!isPayable(cost)) return <>{t('payment.restAfterSettling')}</>;
  const fault = chosen.ticked.has(cost.item) ? faultOf(chosen, cost) : undefined;
  return (
    <>
      <MoneyInput
        label={t('payment.amountOf', { item: cost.itemRef })}
        inWords={false}
        value={amountOf(chosen, cost)}
        onChange={onTyped}
      />
      {fault !== undefined && (
        <div className="voucher-error" role="alert">
          ! {t(fault === 'most' ? 'payment.atMost' : 'field.amount', { amount: cost.payable })}
        </div>
      )}
    </>
  );
}
