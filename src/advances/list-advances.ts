import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { booksOf, type Caller } from '../identity';
import { formatYuan } from '../money';
import type { advanceItem } from './advance-schemas';
import {
  type AdvanceState,
  STATE_OF_APPLICATION,
  STATE_OF_REQUEST,
  SUMS_OF_ITEMS,
} from './advance-states';
import { APPLICATION_KIND } from './asked-in-case';

export type AdvanceRow = z.infer<typeof advanceItem>;

/** Which applications are listed. */
export interface AdvanceFilter {
  /** Code of the book. */
  readonly book?: string | undefined;
  readonly state?: AdvanceState | undefined;
  /** Part of the number, the case's number or the organization's name. */
  readonly q?: string | undefined;
}

interface Row extends Omit<AdvanceRow, 'total' | 'paid' | 'settled'> {
  readonly total: string;
  readonly paid: string;
  readonly settled: string;
}

// What is not approved is a request; what is approved is an application of the same id. $1: the books of
// the caller's, $2: the bureau, $3: the organization's credit code, $4: whether all is invented.
const REQUESTS = `
  SELECT r.id, NULL::text AS number, b.code AS book, coalesce(c.number, own.number) AS "case",
         o.name AS organization, ${STATE_OF_REQUEST} AS state, r.amount_fen AS total, 0::numeric AS paid,
         0::numeric AS settled, (r.made_at AT TIME ZONE 'Asia/Shanghai')::date AS "appliedOn"
    FROM fund.approval_request r
    JOIN ledger.book b ON b.id = r.book_id
    JOIN fund.approval_version v ON v.request_id = r.id AND v.version = r.version
    LEFT JOIN fund.organization o ON o.id = (v.document -> 'content' ->> 'organization')::uuid
    LEFT JOIN fund.litigation_case c ON c.id = (v.document -> 'content' ->> 'case')::uuid
    LEFT JOIN fund.own_cases() own ON own.id = (v.document -> 'content' ->> 'case')::uuid
   WHERE r.kind = '${APPLICATION_KIND}' AND r.state <> 'approved'
     AND (r.book_id = ANY ($1::integer[]) AND r.bureau_id = $2::uuid
          OR r.credit_code = $3 AND (b.kind = 'sandbox') = $4)`;

const OF_CALLER = `
  a.status = 'approved'
  AND CASE WHEN $3::text IS NULL THEN a.book_id = ANY ($1::integer[]) AND $2::uuid IS NOT NULL
           ELSE a.organization_id IN (SELECT o.id FROM fund.organization o JOIN ledger.book b ON b.id = o.book_id
                                       WHERE o.uscc = $3 AND (b.kind = 'sandbox') = $4) END`;

const applications = (from: string): string => `
  SELECT a.id, a.ref AS number, b.code AS book, coalesce(c.number, own.number) AS "case", o.name AS organization,
         ${STATE_OF_APPLICATION} AS state, a.total_fen AS total, s.paid, s.settled, a.applied_on AS "appliedOn"
    FROM (${from}) a
    JOIN ledger.book b ON b.id = a.book_id
    JOIN fund.organization o ON o.id = a.organization_id
    LEFT JOIN fund.litigation_case c ON c.id = a.case_id
    LEFT JOIN fund.own_cases() own ON own.id = a.case_id
    ${SUMS_OF_ITEMS}`;

/** @param most SQL of how many are looked at, the newest first */
const newest = (most: string): string =>
  applications(`
  SELECT a.* FROM fund.advance_application a
   WHERE ${OF_CALLER} AND ($8::uuid IS NULL OR a.id < $8)
     AND ($5::text IS NULL OR a.book_id IN (SELECT k.id FROM ledger.book k WHERE k.code = $5))
   ORDER BY a.id DESC ${most}`);

const ONE = applications(
  `SELECT a.* FROM fund.advance_application a WHERE ${OF_CALLER} AND a.id = $5`,
);

/** The rights of the caller, as the first four parameters. */
export async function rightsOf(tx: EntityManager, caller: Caller): Promise<unknown[]> {
  const { bureauId, creditCode, sandbox } = caller;
  const books =
    bureauId === null
      ? []
      : await booksOf(tx, caller).select('book.id', 'id').getRawMany<{ id: number }>();
  return [books.map(({ id }) => id), bureauId, creditCode, sandbox];
}

const FILTER = `($5::text IS NULL OR x.book = $5) AND ($6::text IS NULL OR x.state = $6)
  AND ($7::text IS NULL OR position($7 IN coalesce(x.number, '')) > 0 OR position($7 IN coalesce(x."case", '')) > 0
       OR position($7 IN coalesce(x.organization, '')) > 0)
  AND ($8::uuid IS NULL OR x.id < $8)`;

const itemOf = ({ total, paid, settled, ...row }: Row): AdvanceRow => ({
  ...row,
  total: formatYuan(BigInt(total)),
  paid: formatYuan(BigInt(paid)),
  settled: formatYuan(BigInt(settled)),
});

/** Applications that the caller may see, decided or not, the newest first. */
export async function listAdvances(
  tx: EntityManager,
  caller: Caller,
  { book, state, q }: AdvanceFilter,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<AdvanceRow[]> {
  // Each half is cut by itself, so that neither is read to its end.
  const half = (sql: string): string =>
    `(SELECT * FROM (${sql}) x WHERE ${FILTER} ORDER BY x.id DESC LIMIT $9)`;
  // Where neither the state nor words are asked for, the newest are all that need be looked at.
  const most = state === undefined && q === undefined ? 'LIMIT $9' : '';
  const rows = await tx.query<Row[]>(
    `SELECT * FROM (${half(REQUESTS)} UNION ALL ${half(newest(most))}) y ORDER BY y.id DESC LIMIT $9`,
    [
      ...(await rightsOf(tx, caller)),
      book ?? null,
      state ?? null,
      q ?? null,
      page.after ?? null,
      page.limit,
    ],
  );
  return rows.map(itemOf);
}

/** One application that the caller may see; undefined where there is none. */
export async function findAdvance(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<AdvanceRow | undefined> {
  const [row] = await tx.query<Row[]>(`(${REQUESTS} AND r.id = $5) UNION ALL (${ONE})`, [
    ...(await rightsOf(tx, caller)),
    id,
  ]);
  return row && itemOf(row);
}
