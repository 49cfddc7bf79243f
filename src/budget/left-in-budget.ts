import type { EntityManager } from 'typeorm';
import type { Pool } from '../accounting';
import { DomainError } from '../errors';
import type { BudgetCategory } from '../law';
import { type Fen, fen, formatYuan, subtractFen } from '../money';
import { readBudget } from './read-budget';

/** What a category of a pool has left in a year, all its lines together; undefined without a budget. */
export async function leftInBudget(
  tx: EntityManager,
  bookId: number,
  {
    pool,
    category,
    year,
  }: { readonly pool: Pool; readonly category: BudgetCategory; readonly year: number },
): Promise<Fen | undefined> {
  const pools = await readBudget(tx, bookId, year);
  if (pools.every(({ lines }) => lines.length === 0)) return undefined;
  const lines = pools.find((one) => one.pool === pool)?.lines ?? [];
  return lines
    .filter((line) => line.category === category)
    .reduce((left, { available }) => fen(left + available), fen(0n));
}

/**
 * Requires that a category has an amount left, before anything is held: what holds it looks again.
 *
 * @throws DomainError BUDGET_EXCEEDED with what is available, in yuan
 */
export async function requireLeftInBudget(
  tx: EntityManager,
  book: { readonly id: number; readonly kind: 'real' | 'sandbox' },
  need: { readonly pool: Pool; readonly category: BudgetCategory; readonly year: number },
  amount: Fen,
): Promise<void> {
  const found = await leftInBudget(tx, book.id, need);
  if (found === undefined && book.kind === 'sandbox') return;
  const available = found ?? fen(0n);
  if (amount <= available) return;
  throw new DomainError('BUDGET_EXCEEDED', 'refused', {
    ...need,
    amount: formatYuan(amount),
    available: formatYuan(available),
    missing: formatYuan(subtractFen(amount, available)),
  });
}
