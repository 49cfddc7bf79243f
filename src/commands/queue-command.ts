import type { DataSource } from 'typeorm';
import type { EventToRecord } from '../audit';
import type { FundDatabase } from '../database';
import { DomainError } from '../errors';
import { findRequest, type OpenRequest, readOpenRequests, readSealJobs } from '../ledger';
import { inTransaction } from '../platform/database/transaction';
import { retryOnTheRecord } from '../queue';
import { refusalOnRecord } from './refusal-on-record';

/** What to list; with none of them, everything. */
export interface QueueSelection {
  readonly failed: boolean;
  readonly waiting: boolean;
  readonly running: boolean;
}

/** Work that a worker has in hand, or is to take, as Redis tells it. */
export interface LongWork {
  readonly work: 'seal';
  readonly book: string;
  readonly status: 'running' | 'waiting';
  /** Journals that are sealed, of all that the book has; null until the work has begun. */
  readonly sealed: string | null;
  readonly journals: string | null;
}

/**
 * Reads what is not posted, first what failed, because somebody has to look at it; then the long work.
 *
 * @param redisUrl where the long work is told; without Redis each process keeps it to itself
 */
export async function* listQueue(
  { dataSource }: FundDatabase,
  { failed, waiting, running }: QueueSelection,
  redisUrl: string | undefined,
): AsyncGenerator<OpenRequest | LongWork> {
  const all = !(failed || waiting || running);
  if (failed || all) yield* readOpenRequests(dataSource, 'failed');
  if (waiting || all) yield* readOpenRequests(dataSource, 'ready');
  if ((running || all) && redisUrl !== undefined) yield* await readLongWork(dataSource, redisUrl);
}

async function readLongWork(dataSource: DataSource, redisUrl: string): Promise<LongWork[]> {
  const jobs = await readSealJobs(redisUrl);
  const books = await dataSource.query<{ id: number; code: string }[]>(
    'SELECT id, code FROM ledger.book WHERE id = ANY ($1)',
    [jobs.map(({ bookId }) => bookId)],
  );
  const codes = new Map(books.map(({ id, code }) => [id, code]));
  return jobs.flatMap(({ bookId, status, progress }) => {
    const book = codes.get(bookId);
    const { sealed = null, journals = null } = progress ?? {};
    return book === undefined ? [] : [{ work: 'seal', book, status, sealed, journals } as const];
  });
}

/** What `fund queue retry` answers. */
export interface Retried {
  readonly request: string;
  readonly book: string;
  readonly status: 'ready';
}

/** A name that nobody could read is no subject of the trail. */
const LONGEST_SUBJECT = 100;

/**
 * Puts a failed request back and wakes a worker. The audit trail says who did it, or who was refused and
 * why: that of the request's book, or of no book where the number names no request.
 *
 * @throws DomainError PARAMETER_INVALID nobody is named as doing it
 * @throws DomainError REQUEST_NOT_FOUND there is no such request
 * @throws DomainError as `retryRequest`
 */
export async function retryFailed(
  database: FundDatabase,
  request: string,
  by: string,
): Promise<Retried> {
  const { dataSource, wakeUp } = database;
  const person = by.trim();
  const tried = async (): Promise<EventToRecord> => {
    const known = await findRequest(dataSource, request).catch(() => undefined);
    return {
      action: 'posting.retry',
      subject: `posting_request/${request}`.slice(0, LONGEST_SUBJECT),
      ...(person !== '' && { person }),
      ...(known && { bookId: known.bookId }),
    };
  };
  const found = await refusalOnRecord(database, tried, () => {
    if (person === '') {
      throw new DomainError('PARAMETER_INVALID', 'invalid', {
        faults: [{ pointer: '/by', message: 'must name who does it' }],
      });
    }
    return findRequest(dataSource, request);
  });
  // It records by itself what it refuses.
  await retryOnTheRecord((work) => inTransaction(dataSource, work), found, { by: person });
  await wakeUp.announce(found.bookId);
  return { request, book: found.book, status: 'ready' };
}
