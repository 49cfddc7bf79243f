import type { DataSource, EntityManager } from 'typeorm';
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
    /** RFC 3339: when what is left of it is given back; absent: never. */
    readonly expiresAt?: string;
  },
): Promise<bigint> {
  const rows = await askKernel(() =>
    tx.query<{ id: string }[]>('SELECT ledger.place_hold($1, $2, $3, $4, $5, $6, $7) AS id', [
      hold.bookId,
      hold.account.code,
      hold.account.dimensions,
      hold.amount.toString(),
      hold.purpose,
      hold.placedBy,
      hold.expiresAt ?? null,
    ]),
  );
  return BigInt(rows[0]?.id ?? '');
}

/** Gives back `amount` fen of a hold that will not be consumed. */
export async function releaseHold(tx: EntityManager, hold: bigint, amount: bigint): Promise<void> {
  await tx.query('SELECT ledger.release_hold($1, $2)', [hold.toString(), amount.toString()]);
}

/** How many holds one sweep gives back; the next sweep takes the rest. */
const RELEASE_AT_ONCE = 200;

/** A hold that was over and what was left of it. */
export interface ReleasedHold {
  readonly hold: bigint;
  readonly amount: bigint;
}

/** Gives back what is left of holds that are over, unless an accepted request is to consume them. */
export async function releaseExpiredHolds(
  reader: DataSource | EntityManager,
): Promise<ReleasedHold[]> {
  const rows = await reader.query<{ hold_id: string; released: string }[]>(
    'SELECT * FROM ledger.release_expired_holds($1)',
    [RELEASE_AT_ONCE],
  );
  return rows.map(({ hold_id: hold, released }) => ({
    hold: BigInt(hold),
    amount: BigInt(released),
  }));
}
