import type { EntityManager } from 'typeorm';
import { allowWholeBook } from '../platform/database/transaction';
import { askKernel } from './kernel-error';

/** What closing a month made, or would make. */
export interface Closing {
  /** 1 the first time, one more after each reopening. */
  readonly version: number;
  /** The last journal that the snapshot has seen. */
  readonly throughJournal: bigint;
  readonly accounts: number;
}

/**
 * Closes a month with a snapshot of every balance.
 *
 * @param month its first day, `YYYY-MM-01`
 * @throws DomainError MONTH_ALREADY_CLOSED
 * @throws DomainError MONTH_NOT_ON_HOLD only a month on hold was to be closed
 * @throws DomainError CLOSING_NEEDS_ANOTHER whoever put the month on hold does not close it
 * @throws DomainError MONTH_HAS_UNPOSTED requests of the month wait or have failed
 * @throws DomainError MONTH_OUT_OF_ORDER an earlier month is still open, or a later one closed
 * @throws DomainError BALANCES_DIFFER a balance is not the sum of its entries
 */
export async function closeMonth(
  tx: EntityManager,
  closing: {
    readonly bookId: number;
    readonly month: string;
    readonly by: string;
    /** Only says what closing would do. */
    readonly checkOnly: boolean;
    /** Refuses a month that is not on hold. */
    readonly heldOnly?: boolean;
  },
): Promise<Closing> {
  await allowWholeBook(tx);
  const rows = await askKernel(() =>
    tx.query<{ closed_version: number; through: string; account_count: number }[]>(
      'SELECT * FROM ledger.close_month($1, $2, $3, $4, $5)',
      [closing.bookId, closing.month, closing.by, closing.checkOnly, closing.heldOnly ?? false],
    ),
  );
  const row = rows[0];
  if (row === undefined) throw new Error('the kernel gave no answer to a closing');
  return {
    version: row.closed_version,
    throughJournal: BigInt(row.through),
    accounts: row.account_count,
  };
}

/**
 * Opens the last closed month of a book again; two people answer for it.
 *
 * @returns the version of the closing that no longer holds
 * @throws DomainError REOPENING_NEEDS_TWO the two are one, or there is no reason
 * @throws DomainError MONTH_NOT_CLOSED
 * @throws DomainError MONTH_OUT_OF_ORDER a later month is closed
 */
export async function reopenMonth(
  tx: EntityManager,
  reopening: {
    readonly bookId: number;
    readonly month: string;
    readonly by: string;
    readonly second: string;
    readonly reason: string;
  },
): Promise<number> {
  const { bookId, month, by, second, reason } = reopening;
  const rows = await askKernel(() =>
    tx.query<{ version: number }[]>('SELECT ledger.reopen_month($1, $2, $3, $4, $5) AS version', [
      bookId,
      month,
      by,
      second,
      reason,
    ]),
  );
  const version = rows[0]?.version;
  if (version === undefined) throw new Error('the kernel gave no answer to a reopening');
  return version;
}

/**
 * Puts an open month on hold, where it takes adjusting entries and nothing else, or takes it off again.
 * It is closed by somebody else than put it on hold.
 *
 * @throws DomainError PERIOD_NOT_OPEN the month to be put on hold is not open
 * @throws DomainError MONTH_NOT_ON_HOLD the month to be taken off is not on hold
 */
export async function putMonthOnHold(
  tx: EntityManager,
  holding: {
    readonly bookId: number;
    /** Its first day, `YYYY-MM-01`. */
    readonly month: string;
    readonly hold: boolean;
    readonly by: string;
  },
): Promise<void> {
  const { bookId, month, hold, by } = holding;
  await askKernel(() =>
    tx.query('SELECT ledger.put_month_on_hold($1, $2, $3, $4)', [bookId, month, hold, by]),
  );
}

/** A month of a book, `YYYY-MM`, and whether it takes entries. */
export interface Month {
  readonly month: string;
  readonly state: 'open' | 'on_hold' | 'closed';
}

/** The months that a book has opened, the latest first. */
export const readMonths = (tx: EntityManager, bookId: number): Promise<Month[]> =>
  tx.query<Month[]>(
    `SELECT to_char(p.month, 'YYYY-MM') AS month, p.state FROM ledger.period p
      WHERE p.book_id = $1 ORDER BY p.month DESC`,
    [bookId],
  );

/** Whether a day of a book can still be posted to: its month is neither closed nor on hold, and none after it was closed. */
export async function isMonthOpen(
  tx: EntityManager,
  bookId: number,
  day: string,
): Promise<boolean> {
  const [row] = await tx.query<{ is_open: boolean }[]>(
    `SELECT coalesce(
         (SELECT p.state = 'open' FROM ledger.period p
           WHERE p.book_id = $1 AND p.month = date_trunc('month', $2::date)::date),
         NOT EXISTS (SELECT FROM ledger.period p
                      WHERE p.book_id = $1 AND p.month > $2::date AND p.state = 'closed')) AS is_open`,
    [bookId, day],
  );
  return row?.is_open === true;
}
