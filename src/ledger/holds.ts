import type { EntityManager } from 'typeorm';
import type { AccountKey } from './account-key';
import { askKernel } from './kernel-error';

/**
 * Sets money of an account aside, now and in the caller's transaction, so that nothing else can
 * spend it before the request that consumes it is posted.
 *
 * @returns the hold's id
 * @throws DomainError INSUFFICIENT_FUNDS less than `amount` fen is free on the account
 */
export async function placeHold(
  tx: EntityManager,
  hold: {
    readonly bookId: number;
    readonly account: AccountKey;
    readonly amount: bigint;
    readonly purpose: string;
    readonly placedBy: string;
  },
): Promise<bigint> {
  const rows = await askKernel(() =>
    tx.query<{ id: string }[]>('SELECT ledger.place_hold($1, $2, $3, $4, $5, $6) AS id', [
      hold.bookId,
      hold.account.code,
      hold.account.dimensions,
      hold.amount.toString(),
      hold.purpose,
      hold.placedBy,
    ]),
  );
  return BigInt(rows[0]?.id ?? '');
}

/** Gives back `amount` fen of a hold that will not be consumed. */
export async function releaseHold(tx: EntityManager, hold: bigint, amount: bigint): Promise<void> {
  await tx.query('SELECT ledger.release_hold($1, $2)', [hold.toString(), amount.toString()]);
}
