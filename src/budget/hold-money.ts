import { chart, type Pool } from '../accounting';
import { businessDate, yearOf } from '../calendar';
import { DomainError } from '../errors';
import type { CostCategory } from '../law';
import { type HoldChange, placeHold, readBalance, releaseHold } from '../ledger';
import { type Fen, formatYuan, negateFen } from '../money';
import type { Work } from '../platform/work';
import { findBudget, holdBudget, releaseBudget, spendBudget, takeBackBudget } from './hold-budget';

/**
 * Requires that a pool has an amount available.
 *
 * @throws DomainError INSUFFICIENT_FUNDS with both amounts in yuan
 */
export async function requireAvailable(
  work: Pick<Work, 'tx' | 'bookId'>,
  pool: Pool,
  amount: Fen,
): Promise<void> {
  const { posted, held } = await readBalance(work.tx, work.bookId, chart.quota(pool));
  if (amount > posted - held) {
    throw new DomainError('INSUFFICIENT_FUNDS', 'refused', {
      pool,
      amount: formatYuan(amount),
      available: formatYuan(posted - held),
    });
  }
}

/**
 * Sets money of a pool aside for a purpose, and as much of the year's budget; returns the hold's id.
 *
 * @param category the kind of cost, where it is held of the special fund
 * @throws DomainError INSUFFICIENT_FUNDS the pool has less
 * @throws DomainError BUDGET_EXCEEDED the budget has less; not where the book has none (see findBudget)
 */
export async function holdMoney(
  work: Work,
  pool: Pool,
  amount: Fen,
  purpose: string,
  category?: CostCategory,
): Promise<bigint> {
  await requireAvailable(work, pool, amount);
  const year = yearOf(businessDate(work.on));
  const parts = await findBudget(work, { pool, category, year, amount });
  // The kernel looks again, under its lock: somebody may have been faster.
  const holdId = await placeHold(work.tx, {
    bookId: work.bookId,
    account: chart.quota(pool),
    amount,
    purpose,
    placedBy: work.by,
  });
  await holdBudget(work, holdId, parts);
  return holdId;
}

/** Gives back money that was set aside and will not be spent, and its budget. */
export async function releaseMoney(work: Work, holdId: bigint, amount: Fen): Promise<void> {
  await releaseBudget(work, holdId, amount);
  await releaseHold(work.tx, holdId, amount);
}

/** Money that was set aside is spent: counts its budget, and tells what the ledger is to be asked. */
export async function spendHeld(work: Work, holdId: bigint, amount: Fen): Promise<HoldChange> {
  await spendBudget(work, holdId, amount);
  return { hold: holdId, amount: negateFen(amount) };
}

/** Money that was spent came back and is set aside again: as {@link spendHeld}, the other way. */
export async function takeBackSpent(work: Work, holdId: bigint, amount: Fen): Promise<HoldChange> {
  await takeBackBudget(work, holdId, amount);
  return { hold: holdId, amount };
}

/** Money that was spent came back and is not set aside again: its budget is free, as the ledger counts it. */
export async function giveBackSpent(work: Work, holdId: bigint, amount: Fen): Promise<void> {
  await takeBackBudget(work, holdId, amount);
  await releaseBudget(work, holdId, amount);
}
