import type { DataSource } from 'typeorm';
import { sqlState } from '../platform/database/transaction';

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

async function drainOnce(
  dataSource: DataSource,
  bookId: number,
  limit: number,
): Promise<DrainResult> {
  const rows = await dataSource.query<DrainResult[]>('SELECT * FROM ledger.drain($1, $2)', [
    bookId,
    limit,
  ]);
  const result = rows[0];
  if (result === undefined) throw new Error('the posting function gave no answer');
  return result;
}

const sqlStateClass = (error: unknown): string => sqlState(error)?.slice(0, 2) ?? '';

/** Data and integrity faults (SQLSTATE classes 22, 23, LG) come from a request, not from the moment. */
const comesFromARequest = (error: unknown): boolean =>
  ['22', '23', 'LG'].includes(sqlStateClass(error));

async function putAsideTheFirst(
  dataSource: DataSource,
  bookId: number,
  error: unknown,
): Promise<void> {
  const { message, detail } = error as { message?: string; detail?: string };
  await dataSource.query(
    `SELECT ledger.fail_request(min(id), 'POSTING_REFUSED', $2) FROM ledger.posting_request
      WHERE book_id = $1 AND status = 'ready' AND run_after <= clock_timestamp()`,
    [bookId, [message, detail].filter(Boolean).join(': ')],
  );
}

/**
 * Posts one batch of a book. Where a single request makes the whole batch fail, the requests are
 * taken one by one until that one is found and put aside as failed.
 */
export async function drainBatch(dataSource: DataSource, bookId: number): Promise<DrainResult> {
  try {
    return await drainOnce(dataSource, bookId, BATCH_SIZE);
  } catch (error) {
    if (!comesFromARequest(error)) throw error;
  }
  let posted = 0;
  for (let taken = 0; taken < BATCH_SIZE; taken += 1) {
    try {
      const one = await drainOnce(dataSource, bookId, 1);
      if (one.busy || one.posted + one.failed === 0) return { ...one, posted, waiting: one.busy };
      posted += one.posted;
      if (one.failed > 0) return { busy: false, posted, failed: one.failed, waiting: true };
    } catch (error) {
      if (!comesFromARequest(error)) throw error;
      await putAsideTheFirst(dataSource, bookId, error);
      return { busy: false, posted, failed: 1, waiting: true };
    }
  }
  return { busy: false, posted, failed: 0, waiting: true };
}
