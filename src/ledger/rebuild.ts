import type { DataSource } from 'typeorm';
import { allowWholeBook } from '../platform/database/transaction';

/** The first account whose stored figure is not what its entries say. */
export interface Difference {
  readonly figure: 'posted' | 'entries' | 'last_entry' | 'held' | 'snapshot';
  readonly account: bigint;
  readonly code: string;
  /** First day of the month, where a snapshot differs. */
  readonly month: string | null;
  readonly stored: bigint | null;
  /** What the entries, or the holds, come to. */
  readonly recomputed: bigint;
}

interface Row {
  readonly figure: Difference['figure'];
  readonly id: string;
  readonly code: string;
  readonly month: string | null;
  readonly stored: string | null;
  readonly recomputed: string;
}

// One statement, so that all of it is of one moment.
const DIFFERENCES = `
  WITH recomputed AS MATERIALIZED (
    SELECT a.id, a.code, coalesce(sum(e.amount), 0) AS posted, count(e.seq) AS entries
      FROM ledger.account a LEFT JOIN ledger.entry e ON e.account_id = a.id
     WHERE a.book_id = $1 GROUP BY a.id
  ), compared AS (
    SELECT x.figure, r.id, r.code, NULL::date AS month, x.stored, x.recomputed
      FROM recomputed r
      LEFT JOIN ledger.account_balance b ON b.account_id = r.id
      LEFT JOIN ledger.entry l ON l.account_id = r.id AND l.seq = r.entries
     CROSS JOIN LATERAL (VALUES
             ('posted', b.posted, r.posted), ('entries', b.seq, r.entries),
             ('last_entry', coalesce(l.balance_after, CASE r.entries WHEN 0 THEN 0 END), r.posted),
             ('held', b.held, (SELECT coalesce(sum(h.remaining), 0) FROM ledger.hold h WHERE h.account_id = r.id))
           ) AS x(figure, stored, recomputed)
    UNION ALL
    SELECT 'snapshot', r.id, r.code, c.month, s.posted, x.posted
      FROM ledger.period_closing c
     CROSS JOIN recomputed r
     CROSS JOIN LATERAL (SELECT coalesce(sum(e.amount), 0) AS posted FROM ledger.entry e
                          WHERE e.account_id = r.id AND e.journal_number <= c.through_journal
                            AND e.business_on < c.month + interval '1 month') x
      LEFT JOIN ledger.period_snapshot s
        ON s.account_id = r.id AND s.month = c.month AND s.version = c.version
     WHERE c.book_id = $1 AND (s.account_id IS NOT NULL OR x.posted <> 0)
  )
  SELECT figure, id, code, month, stored, recomputed FROM compared
   WHERE stored IS DISTINCT FROM recomputed ORDER BY code, id, month NULLS FIRST, figure LIMIT 1`;

/**
 * Recomputes every balance and snapshot of a book from its entries and compares them; changes nothing.
 *
 * @returns the first account that differs, or undefined where all is whole
 */
export async function rebuildCheck(
  dataSource: DataSource,
  bookId: number,
): Promise<Difference | undefined> {
  const rows = await dataSource.transaction(async (tx) => {
    await allowWholeBook(tx);
    return tx.query<Row[]>(DIFFERENCES, [bookId]);
  });
  const first = rows[0];
  return (
    first && {
      figure: first.figure,
      account: BigInt(first.id),
      code: first.code,
      month: first.month,
      stored: first.stored === null ? null : BigInt(first.stored),
      recomputed: BigInt(first.recomputed),
    }
  );
}
