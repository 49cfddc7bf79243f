import { useTranslation } from 'react-i18next';
import type { BudgetAmounts } from '../api-types';

/** How many whole hundredths of an amount another is; amounts are yuan with two decimals. */
function hundredths(part: string, whole: string): number {
  const [partFen, wholeFen] = [part, whole].map((amount) => BigInt(amount.replace('.', '')));
  if (partFen === undefined || wholeFen === undefined || wholeFen <= 0n) return 0;
  return parseInt(((partFen * 100n) / wholeFen).toString(), 10);
}

/** How far a budget is used: what is spent, and after it what is held. */
export function BudgetBar({ budgeted, held, spent }: Omit<BudgetAmounts, 'available'>) {
  const { t } = useTranslation();
  const parts = { spent: hundredths(spent, budgeted), held: hundredths(held, budgeted) };
  return (
    <span className="budget-bar" role="img" aria-label={t('budget.usedOf', parts)}>
      <span className="is-spent" style={{ width: `${String(parts.spent)}%` }} />
      <span className="is-held" style={{ width: `${String(parts.held)}%` }} />
    </span>
  );
}
