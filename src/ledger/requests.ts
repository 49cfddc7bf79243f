import type { DataSource, EntityManager } from 'typeorm';
import { DomainError } from '../errors';
import { askKernel } from './kernel-error';
import { VOUCHER } from './queries';

const PAGE = 500;
/** What PostgreSQL takes as the id of a request. */
const REQUEST_ID = /^[1-9]\d{0,17}$/;

/** A request that is not posted: it waits, or posting it failed. */
export interface OpenRequest {
  readonly request: string;
  /** Code of the book. */
  readonly book: string;
  readonly status: 'ready' | 'failed';
  readonly fact: string;
  readonly summary: string;
  /** `YYYY-MM-DD` */
  readonly businessOn: string;
  readonly madeBy: string;
  /** RFC 3339, UTC. */
  readonly acceptedAt: string;
  /** When it may be tried, RFC 3339, UTC. */
  readonly runAfter: string;
  readonly attempts: number;
  readonly failureCode: string | null;
  readonly failureDetail: string | null;
}

interface Row extends OpenRequest {
  readonly bookId: number;
}

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
// The status is written out, so that the partial index of each can be used.
const pageOf = (status: OpenRequest['status']): string => `
  SELECT r.id::text AS request, b.code AS book, r.book_id AS "bookId", r.status, r.fact, r.summary,
         r.business_on::text AS "businessOn", r.made_by AS "madeBy", r.attempts,
         to_char(r.accepted_at AT TIME ZONE 'UTC', ${INSTANT}) AS "acceptedAt",
         to_char(greatest(r.run_after, r.accepted_at) AT TIME ZONE 'UTC', ${INSTANT}) AS "runAfter",
         r.failure_code AS "failureCode", r.failure_detail AS "failureDetail"
    FROM ledger.posting_request r JOIN ledger.book b ON b.id = r.book_id
   WHERE r.status = '${status}' AND (r.book_id, r.id) > ($1, $2)
   ORDER BY r.book_id, r.id LIMIT ${PAGE}`;

/** Reads what is not posted, book by book in the order of acceptance, a page at a time. */
export async function* readOpenRequests(
  dataSource: DataSource,
  status: OpenRequest['status'],
): AsyncGenerator<OpenRequest> {
  let after: readonly [book: number, request: string] = [0, '0'];
  for (;;) {
    const rows = await dataSource.query<Row[]>(pageOf(status), [...after]);
    for (const { bookId, ...request } of rows) {
      after = [bookId, request.request];
      yield request;
    }
    if (rows.length < PAGE) return;
  }
}

/** A request as it stands, with what stands against it. */
export interface FoundRequest {
  readonly request: string;
  readonly bookId: number;
  readonly book: string;
  readonly bookKind: 'real' | 'sandbox';
  readonly status: 'ready' | 'posted' | 'failed' | 'withdrawn';
  readonly failureCode: string | null;
  readonly failureDetail: string | null;
}

/**
 * Looks a request up by its number.
 *
 * @throws DomainError REQUEST_NOT_FOUND there is no such request
 */
export async function findRequest(
  reader: DataSource | EntityManager,
  request: string,
): Promise<FoundRequest> {
  const rows = !REQUEST_ID.test(request)
    ? []
    : await reader.query<FoundRequest[]>(
        `SELECT r.id::text AS request, r.book_id AS "bookId", b.code AS book, b.kind AS "bookKind", r.status,
                r.failure_code AS "failureCode", r.failure_detail AS "failureDetail"
           FROM ledger.posting_request r JOIN ledger.book b ON b.id = r.book_id WHERE r.id = $1`,
        [request],
      );
  if (rows[0] === undefined) throw new DomainError('REQUEST_NOT_FOUND', 'not_found', { request });
  return rows[0];
}

/**
 * Puts a failed request back among those that wait.
 *
 * @throws DomainError REQUEST_NOT_FAILED it waits, is posted or was withdrawn
 * @throws DomainError PERIOD_NOT_OPEN the month of its business date takes no entries now
 */
export async function retryRequest(
  tx: EntityManager,
  { request, status }: FoundRequest,
): Promise<void> {
  const [answer] = await askKernel(() =>
    tx.query<{ isBack: boolean }[]>('SELECT ledger.retry_request($1) AS "isBack"', [request]),
  );
  if (answer?.isBack !== true) {
    throw new DomainError('REQUEST_NOT_FAILED', 'conflict', { request, status });
  }
}

/**
 * Withdraws a failed request for good: it is never posted, and what it held is free again. Two people
 * answer for it, with a reason.
 *
 * @throws DomainError REQUEST_NOT_FAILED it waits, is posted or was withdrawn
 * @throws DomainError DISCARD_NEEDS_TWO the two are one, or there is no reason
 */
export async function discardRequest(
  tx: EntityManager,
  { request, status }: FoundRequest,
  people: { readonly by: string; readonly second: string; readonly reason: string },
): Promise<void> {
  const { by, second, reason } = people;
  const [answer] = await askKernel(() =>
    tx.query<{ isGone: boolean }[]>('SELECT ledger.discard_request($1, $2, $3, $4) AS "isGone"', [
      request,
      by,
      second,
      reason,
    ]),
  );
  if (answer?.isGone !== true) {
    throw new DomainError('REQUEST_NOT_FAILED', 'conflict', { request, status });
  }
}

/** How far a request has come. */
export interface RequestState {
  readonly request: string;
  readonly status: 'ready' | 'posted' | 'failed' | 'withdrawn';
  /** Number of the journal, where it is posted. */
  readonly journal: string | null;
  /** Voucher word, month and number, e.g. `记-2024-03-0007`, where it is posted. */
  readonly voucher: string | null;
  /** Why it could not be posted, where that is so. */
  readonly failure: string | null;
}

/**
 * The state of requests of one book, in their order.
 *
 * @throws DomainError REQUEST_NOT_FOUND one of them is not a request of the book
 */
export async function readRequestStates(
  reader: DataSource | EntityManager,
  bookId: number,
  requests: readonly string[],
): Promise<RequestState[]> {
  const missing = (request: string): DomainError =>
    new DomainError('REQUEST_NOT_FOUND', 'not_found', { request });
  const misnamed = requests.find((request) => !REQUEST_ID.test(request));
  if (misnamed !== undefined) throw missing(misnamed);
  const rows = await reader.query<RequestState[]>(
    `SELECT r.id::text AS request, r.status, r.journal_number::text AS journal, ${VOUCHER} AS voucher,
            r.failure_code AS failure
       FROM ledger.posting_request r
       LEFT JOIN ledger.journal j ON j.number = r.journal_number AND j.book_id = r.book_id
      WHERE r.id = ANY ($1) AND r.book_id = $2`,
    [requests, bookId],
  );
  const found = new Map(rows.map((state) => [state.request, state]));
  return requests.map((request) => {
    const state = found.get(request);
    if (state === undefined) throw missing(request);
    return state;
  });
}
