import type { DataSource, EntityManager } from 'typeorm';
import { type AccountFilter, matching, valuesOf } from './account-filter';
import type { AccountBalance } from './queries';

/** A moment of the books; what is absent sets no limit. */
export interface Moment {
  /** Business day `YYYY-MM-DD`: entries dated up to it. */
  readonly asOf?: string;
  /** RFC 3339: what was booked up to it. */
  readonly knownAt?: string;
}

/** The balance of an account at a moment. What was held then is not kept. */
export type BalanceAt = Omit<AccountBalance, 'held'> & { readonly held: null };

/** Accounts of a book at a moment that match, in the order of their codes, after the given one, at most `limit`. */
export async function readAccountsAt(
  reader: DataSource | EntityManager,
  bookId: number,
  moment: Moment,
  page: { readonly after?: { readonly code: string; readonly id: bigint }; readonly limit: number },
  filter: AccountFilter = {},
): Promise<BalanceAt[]> {
  const rows = await reader.query<
    {
      id: string;
      code: string;
      dimensions: string[];
      section: 'main' | 'memo';
      posted: string;
    }[]
  >(
    `WITH page AS MATERIALIZED (
       SELECT a.* FROM ledger.account a WHERE a.book_id = $1 AND (a.code, a.id) > ($4, $5::bigint)
          AND ${matching(7)}
        ORDER BY a.code, a.id LIMIT $6)
     SELECT a.id, a.code, ARRAY[a.dimension_1, a.dimension_2, a.dimension_3, a.dimension_4] AS dimensions,
            a.section, b.posted
       FROM page a
       JOIN ledger.balances_at($1, $2, $3, ARRAY(SELECT id FROM page)) b ON b.account_id = a.id
      ORDER BY a.code, a.id`,
    [
      bookId,
      moment.asOf ?? null,
      moment.knownAt ?? null,
      page.after?.code ?? '',
      (page.after?.id ?? 0n).toString(),
      page.limit,
      ...valuesOf(filter),
    ],
  );
  return rows.map(({ id, posted, ...rest }) => ({
    ...rest,
    id: BigInt(id),
    posted: BigInt(posted),
    held: null,
  }));
}

/** The sum over the accounts of a book that match, at a moment: debit positive, fen. */
export async function readTotalAt(
  reader: DataSource | EntityManager,
  bookId: number,
  moment: Moment,
  filter: AccountFilter,
): Promise<bigint> {
  const rows = await reader.query<{ total: string }[]>(
    `SELECT coalesce(sum(b.posted), 0) AS total
       FROM ledger.balances_at($1, $2, $3, ARRAY(SELECT a.id FROM ledger.account a
                                                  WHERE a.book_id = $1 AND ${matching(4)})) b`,
    [bookId, moment.asOf ?? null, moment.knownAt ?? null, ...valuesOf(filter)],
  );
  return BigInt(rows[0]?.total ?? 0);
}
