import type { DataSource } from 'typeorm';
import { isTransient, sqlState } from '../platform/database/transaction';
import { traced } from '../platform/tracing';

/** How many requests one call of the posting function takes. */
export const BATCH_SIZE = 500;

export interface DrainResult {
  /** Another writer has the book; it will see our requests too. */
  readonly busy: boolean;
  readonly posted: number;
  readonly failed: number;
  /** More requests were ready than one batch takes. */
  readonly waiting: boolean;
}

const MAX_TRIES = 5;

/** The request that was being posted when an error came up. */
const REQUESTS = new WeakMap<object, string>();

/** The number of the request that an error of {@link drainBatch} is about, where it is about one. */
export const requestOfFault = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null ? REQUESTS.get(error) : undefined;

function noteRequest(error: unknown, request: string): void {
  if (typeof error === 'object' && error !== null) REQUESTS.set(error, request);
}

/** Calls the posting function; again, where an act had locked the same accounts in another order. */
async function drainOnce(
  dataSource: DataSource,
  bookId: number,
  limit: number,
  request: string | null = null,
): Promise<DrainResult> {
  for (let tried = 1; ; tried += 1) {
    try {
      const rows = await dataSource.query<DrainResult[]>('SELECT * FROM ledger.drain($1, $2, $3)', [
        bookId,
        limit,
        request,
      ]);
      const result = rows[0];
      if (result === undefined) throw new Error('the posting function gave no answer');
      return result;
    } catch (error) {
      if (tried === MAX_TRIES || !isTransient(error)) throw error;
    }
  }
}

/** Data and integrity faults (SQLSTATE classes 22, 23, LG) come from a request, not from the moment. */
const comesFromARequest = (error: unknown): boolean =>
  ['22', '23', 'LG'].includes((sqlState(error) ?? '').slice(0, 2));

/** Whatever else happens meanwhile, this marks the request that was tried and no other. */
async function putAside(dataSource: DataSource, request: string, error: unknown): Promise<void> {
  const { message, detail } = error as { message?: string; detail?: string };
  await dataSource.query(`SELECT ledger.fail_request($1, 'POSTING_REFUSED', $2)`, [
    request,
    [message, detail].filter(Boolean).join(': '),
  ]);
}

/** Posts one request, or puts it aside as failed where it cannot be posted. */
async function postAlone(
  dataSource: DataSource,
  bookId: number,
  request: string,
): Promise<DrainResult> {
  try {
    return await drainOnce(dataSource, bookId, 1, request);
  } catch (error) {
    if (!comesFromARequest(error)) throw error;
    await putAside(dataSource, request, error);
    return { busy: false, posted: 0, failed: 1, waiting: true };
  }
}

/** Takes the requests of a batch one by one, up to the first that cannot be posted. */
async function drainSingly(dataSource: DataSource, bookId: number): Promise<DrainResult> {
  const batch = await dataSource.query<{ id: string }[]>(
    `SELECT id FROM ledger.posting_request
      WHERE book_id = $1 AND status = 'ready' AND run_after <= clock_timestamp()
      ORDER BY id LIMIT $2`,
    [bookId, BATCH_SIZE],
  );
  let posted = 0;
  for (const { id } of batch) {
    try {
      const one = await postAlone(dataSource, bookId, id);
      if (one.busy) return { ...one, posted };
      posted += one.posted;
      if (one.failed > 0) return { busy: false, posted, failed: one.failed, waiting: true };
    } catch (error) {
      noteRequest(error, id);
      throw error;
    }
  }
  return { busy: false, posted, failed: 0, waiting: batch.length === BATCH_SIZE };
}

async function drainWhole(dataSource: DataSource, bookId: number): Promise<DrainResult> {
  try {
    return await drainOnce(dataSource, bookId, BATCH_SIZE);
  } catch (error) {
    if (!comesFromARequest(error)) throw error;
    return await drainSingly(dataSource, bookId);
  }
}

/**
 * Posts one batch of a book. Where a single request makes the whole batch fail, the requests are
 * taken one by one until that one is found and put aside as failed.
 */
export async function drainBatch(dataSource: DataSource, bookId: number): Promise<DrainResult> {
  return traced('ledger.drain', { 'fund.book': bookId }, async (span) => {
    const result = await drainWhole(dataSource, bookId);
    const { busy, posted, failed } = result;
    span.setAttributes({ 'fund.busy': busy, 'fund.posted': posted, 'fund.failed': failed });
    return result;
  });
}
