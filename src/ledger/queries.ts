import type { DataSource, EntityManager } from 'typeorm';
import { type AccountFilter, matching, valuesOf } from './account-filter';

type Reader = DataSource | EntityManager;

/** An account with its balance; amounts in fen. */
export interface AccountBalance {
  readonly id: bigint;
  readonly code: string;
  readonly dimensions: readonly string[];
  readonly section: 'main' | 'memo';
  /** Signed, debit positive. */
  readonly posted: bigint;
  readonly held: bigint;
}

export interface JournalEntry {
  readonly line: number;
  readonly code: string;
  readonly dimensions: readonly string[];
  /** Signed fen, debit positive. */
  readonly amount: bigint;
  readonly balanceAfter: bigint;
  readonly facets: Readonly<Record<string, string>> | null;
}

export interface Journal {
  readonly number: bigint;
  /** Voucher word, month and number, e.g. `记-2024-03-0007`. */
  readonly voucher: string;
  readonly businessOn: string;
  readonly bookedAt: Date;
  readonly fact: string;
  readonly summary: string;
  readonly madeBy: string;
  readonly reverses: bigint | null;
  readonly entries: readonly JournalEntry[];
}

/** SQL for the voucher of the journal `j`. */
export const VOUCHER = `j.voucher_word || '-' || to_char(j.voucher_month, 'YYYY-MM') || '-' ||
              CASE WHEN j.voucher_number < 10000 THEN lpad(j.voucher_number::text, 4, '0')
                   ELSE j.voucher_number::text END`;

const DIMENSIONS = 'ARRAY[a.dimension_1, a.dimension_2, a.dimension_3, a.dimension_4]';

/** Accounts of a book that match, in the order of their codes, after the given one, at most `limit`. */
export async function readAccounts(
  reader: Reader,
  bookId: number,
  page: { readonly after?: { readonly code: string; readonly id: bigint }; readonly limit: number },
  filter: AccountFilter = {},
): Promise<AccountBalance[]> {
  const rows = await reader.query<
    {
      id: string;
      code: string;
      dimensions: string[];
      section: 'main' | 'memo';
      posted: string;
      held: string;
    }[]
  >(
    `SELECT a.id, a.code, ${DIMENSIONS} AS dimensions, a.section, b.posted, b.held
       FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
      WHERE a.book_id = $1 AND (a.code, a.id) > ($2, $3::bigint) AND ${matching(5)} ORDER BY a.code, a.id LIMIT $4`,
    [
      bookId,
      page.after?.code ?? '',
      (page.after?.id ?? 0n).toString(),
      page.limit,
      ...valuesOf(filter),
    ],
  );
  return rows.map(({ id, posted, held, ...rest }) => ({
    ...rest,
    id: BigInt(id),
    posted: BigInt(posted),
    held: BigInt(held),
  }));
}

/** The sum of the balances of a book's accounts that match: debit positive, fen. */
export async function readTotal(
  reader: Reader,
  bookId: number,
  filter: AccountFilter,
): Promise<bigint> {
  const rows = await reader.query<{ total: string }[]>(
    `SELECT coalesce(sum(b.posted), 0) AS total
       FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
      WHERE a.book_id = $1 AND ${matching(2)}`,
    [bookId, ...valuesOf(filter)],
  );
  return BigInt(rows[0]?.total ?? 0);
}

/** Net of every account code that is not zero: debit positive, fen. */
export async function readTrialBalance(
  reader: Reader,
  bookId: number,
): Promise<Map<string, bigint>> {
  const rows = await reader.query<{ code: string; net: string }[]>(
    `SELECT a.code, sum(b.posted) AS net
       FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
      WHERE a.book_id = $1 GROUP BY a.code HAVING sum(b.posted) <> 0 ORDER BY a.code`,
    [bookId],
  );
  return new Map(rows.map(({ code, net }) => [code, BigInt(net)]));
}

/** Sum of the entries of one account by the value of a facet, debit positive, fen. */
export async function readFacetTotals(
  reader: Reader,
  bookId: number,
  code: string,
  facet: string,
): Promise<{ dimension: string; value: string; total: bigint }[]> {
  const rows = await reader.query<{ dimension: string; value: string; total: string }[]>(
    `SELECT a.dimension_1 AS dimension, e.facets ->> $3 AS value, sum(e.amount) AS total
       FROM ledger.account a JOIN ledger.entry e ON e.account_id = a.id
      WHERE a.book_id = $1 AND a.code = $2 AND e.facets ? $3 GROUP BY 1, 2`,
    [bookId, code, facet],
  );
  return rows.map((row) => ({ ...row, total: BigInt(row.total) }));
}

/** Journals of a book after number `after`, at most `limit`, each with its entries. */
export async function readJournals(
  reader: Reader,
  bookId: number,
  page: { readonly after?: bigint; readonly limit: number },
): Promise<Journal[]> {
  const rows = await reader.query<
    {
      number: string;
      voucher: string;
      business_on: string;
      booked_at: Date;
      fact: string;
      summary: string;
      made_by: string;
      reverses: string | null;
      entries: {
        line: number;
        code: string;
        dimensions: string[];
        amount: string;
        balance_after: string;
        facets: Record<string, string> | null;
      }[];
    }[]
  >(
    `SELECT j.number, ${VOUCHER} AS voucher,
            j.business_on, j.booked_at, j.fact, j.summary, j.made_by, j.reverses,
            (SELECT jsonb_agg(jsonb_build_object('line', e.line, 'code', a.code, 'dimensions', ${DIMENSIONS},
                                                 'amount', e.amount::text, 'balance_after', e.balance_after::text,
                                                 'facets', e.facets) ORDER BY e.line)
               FROM ledger.entry e JOIN ledger.account a ON a.id = e.account_id
              WHERE e.journal_number = j.number AND e.book_id = j.book_id) AS entries
       FROM ledger.journal j WHERE j.book_id = $1 AND j.number > $2 ORDER BY j.number LIMIT $3`,
    [bookId, (page.after ?? 0n).toString(), page.limit],
  );
  return rows.map((row) => ({
    number: BigInt(row.number),
    voucher: row.voucher,
    businessOn: row.business_on,
    bookedAt: row.booked_at,
    fact: row.fact,
    summary: row.summary,
    madeBy: row.made_by,
    reverses: row.reverses === null ? null : BigInt(row.reverses),
    entries: row.entries.map(({ balance_after: balanceAfter, amount, ...entry }) => ({
      ...entry,
      amount: BigInt(amount),
      balanceAfter: BigInt(balanceAfter),
    })),
  }));
}

/** The journal that a request became; undefined while it waits or after it failed. */
export async function journalOfRequest(
  reader: Reader,
  requestId: bigint,
): Promise<{ readonly number: bigint; readonly businessOn: string } | undefined> {
  const [row] = await reader.query<{ number: string; businessOn: string }[]>(
    `SELECT r.journal_number AS number, r.business_on::text AS "businessOn" FROM ledger.posting_request r
      WHERE r.id = $1 AND r.journal_number IS NOT NULL`,
    [requestId.toString()],
  );
  return row && { ...row, number: BigInt(row.number) };
}

/** Free and held fen of one account; zero when nothing was ever posted to it. */
export async function readBalance(
  reader: Reader,
  bookId: number,
  account: { readonly code: string; readonly dimensions: readonly string[] },
): Promise<{ posted: bigint; held: bigint }> {
  const [d1, d2, d3, d4] = account.dimensions;
  const rows = await reader.query<{ posted: string; held: string }[]>(
    `SELECT b.posted, b.held FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
      WHERE a.code = $2 AND a.dimension_1 = $3 AND a.dimension_2 = $4 AND a.dimension_3 = $5
        AND a.dimension_4 = $6 AND a.book_id = $1`,
    [bookId, account.code, d1, d2, d3, d4],
  );
  return { posted: BigInt(rows[0]?.posted ?? 0), held: BigInt(rows[0]?.held ?? 0) };
}

/** Sum of all balances of a book by section, fen: zero as long as the books are whole. */
export async function readSectionTotals(
  reader: Reader,
  bookId: number,
): Promise<{ section: 'main' | 'memo'; total: bigint }[]> {
  const rows = await reader.query<{ section: 'main' | 'memo'; total: string }[]>(
    `SELECT a.section, sum(b.posted) AS total
       FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
      WHERE a.book_id = $1 GROUP BY a.section ORDER BY a.section`,
    [bookId],
  );
  return rows.map(({ section, total }) => ({ section, total: BigInt(total) }));
}

/** How posting stands, over all books. */
export interface PostingState {
  readonly ready: number;
  /** Age of the oldest request that waits; 0 when none does. */
  readonly oldestReadySeconds: number;
  readonly journals: number;
  readonly entries: number;
  readonly failed: readonly { readonly code: string; readonly requests: number }[];
}

/** How posting stands now, by the indexes of what waits and what failed. */
export async function readPostingState(reader: Reader): Promise<PostingState> {
  const [waiting] = await reader.query<
    { ready: number; oldest: number; journals: number; entries: number }[]
  >(
    // An account counts its own entries, so nothing has to be counted here.
    `SELECT (SELECT count(*)::int FROM ledger.posting_request WHERE status = 'ready') AS ready,
            coalesce((SELECT extract(epoch FROM clock_timestamp() - min(accepted_at))::float8
                        FROM ledger.posting_request WHERE status = 'ready'), 0) AS oldest,
            (SELECT coalesce(sum(last_journal), 0)::float8 FROM ledger.book_head) AS journals,
            (SELECT coalesce(sum(seq), 0)::float8 FROM ledger.account_balance) AS entries`,
  );
  const failed = await reader.query<{ code: string; requests: number }[]>(
    `SELECT failure_code AS code, count(*)::int AS requests
       FROM ledger.posting_request WHERE status = 'failed' GROUP BY failure_code`,
  );
  return {
    ready: waiting?.ready ?? 0,
    oldestReadySeconds: waiting?.oldest ?? 0,
    journals: waiting?.journals ?? 0,
    entries: waiting?.entries ?? 0,
    failed,
  };
}
