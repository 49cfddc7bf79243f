import { chart, type Pool } from '../accounting';
import { DomainError } from '../errors';
import { placeHold, readBalance } from '../ledger';
import { type Fen, formatYuan } from '../money';
import type { Work } from '../platform/work';

/**
 * Requires that a pool has an amount available.
 *
 * @throws DomainError INSUFFICIENT_FUNDS with both amounts in yuan
 */
export async function requireAvailable(work: Work, pool: Pool, amount: Fen): Promise<void> {
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
 * Sets money of a pool aside for a purpose; returns the hold's id.
 *
 * @throws DomainError INSUFFICIENT_FUNDS
 */
export async function holdMoney(
  work: Work,
  pool: Pool,
  amount: Fen,
  purpose: string,
): Promise<bigint> {
  await requireAvailable(work, pool, amount);
  // The kernel looks again, under its lock: somebody may have been faster.
  return placeHold(work.tx, {
    bookId: work.bookId,
    account: chart.quota(pool),
    amount,
    purpose,
    placedBy: work.by,
  });
}
