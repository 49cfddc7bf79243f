import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { DomainError } from '../errors';
import { drainBatch } from './drain';

const LOOK_AGAIN_MS = 5;
const GIVE_UP_AFTER_MS = 60_000;

/**
 * Returns when nothing of the book waits any more, posting it here unless another worker does.
 *
 * @throws DomainError POSTING_FAILED a request of the book could not be posted (a defect)
 * @throws DomainError POSTING_TIMED_OUT the book was still being written after a minute
 */
export async function settleBook(dataSource: DataSource, bookId: number): Promise<void> {
  const started = performance.now();
  for (;;) {
    await drainBatch(dataSource, bookId);
    const rows = await dataSource.query<
      { id: string; status: string; failure_code: string | null }[]
    >(
      // Two small questions, because each status has its own partial index and no index has both.
      `(SELECT id, status, failure_code FROM ledger.posting_request
         WHERE book_id = $1 AND status = 'ready' ORDER BY id LIMIT 1)
       UNION ALL
       (SELECT id, status, failure_code FROM ledger.posting_request
         WHERE book_id = $1 AND status = 'failed' ORDER BY id LIMIT 1)
       ORDER BY id LIMIT 1`,
      [bookId],
    );
    const first = rows[0];
    if (first === undefined) return;
    if (first.status === 'failed') {
      throw new DomainError('POSTING_FAILED', 'failed', {
        request: first.id,
        failure: first.failure_code,
      });
    }
    if (performance.now() - started > GIVE_UP_AFTER_MS) {
      throw new DomainError('POSTING_TIMED_OUT', 'failed', { request: first.id });
    }
    await pause(LOOK_AGAIN_MS);
  }
}
