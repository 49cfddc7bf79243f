import { uuidv7 } from 'uuidv7';
import { recordAct } from '../audit';
import type { FundDatabase } from '../database';
import { DomainError } from '../errors';
import { type OpenRequest, readOpenRequests, retryRequest } from '../ledger';
import { inTransaction } from '../platform/database/transaction';

/** What to list; with neither, both. */
export interface QueueSelection {
  readonly failed: boolean;
  readonly waiting: boolean;
}

/** Reads what is not posted: first what failed, because somebody has to look at it. */
export async function* listQueue(
  { dataSource }: FundDatabase,
  { failed, waiting }: QueueSelection,
): AsyncGenerator<OpenRequest> {
  if (failed || !waiting) yield* readOpenRequests(dataSource, 'failed');
  if (waiting || !failed) yield* readOpenRequests(dataSource, 'ready');
}

/** What `fund queue retry` answers. */
export interface Retried {
  readonly request: string;
  readonly book: string;
  readonly status: 'ready';
}

/**
 * Puts a failed request back, says so in the audit trail in the same transaction, and wakes a worker.
 *
 * @throws DomainError PARAMETER_INVALID nobody is named as doing it
 * @throws DomainError as `retryRequest`
 */
export async function retryFailed(
  { dataSource, wakeUp }: FundDatabase,
  request: string,
  by: string,
): Promise<Retried> {
  const person = by.trim();
  if (person === '') {
    throw new DomainError('PARAMETER_INVALID', 'invalid', {
      faults: [{ pointer: '/by', message: 'must name who does it' }],
    });
  }
  const { bookId, book } = await inTransaction(dataSource, async (tx) => {
    const { failureCode, failureDetail, ...retried } = await retryRequest(tx, request);
    const [today] = await tx.query<{ on: string }[]>(
      `SELECT (clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date::text AS "on"`,
    );
    if (today === undefined) throw new Error('the database has no clock');
    const key = `retry:${request}:${uuidv7()}`;
    const work = { tx, ...retried, on: today.on, by: person, key };
    await recordAct(work, 'posting.retry', { request, failureCode, failureDetail });
    return retried;
  });
  await wakeUp.announce(bookId);
  return { request, book, status: 'ready' };
}
