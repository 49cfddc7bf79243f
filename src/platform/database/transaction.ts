import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { traced } from '../tracing';
import { WHOLE_BOOK_LIMIT } from './connection';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const MAX_TRIES = 5;

/** The SQLSTATE of a database error, also when TypeORM wraps it; undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** True where trying the whole transaction once more can help. */
export function isTransient(error: unknown): boolean {
  const state = sqlState(error);
  return state === SERIALIZATION_FAILURE || state === DEADLOCK_DETECTED;
}

/**
 * Runs `work` in one transaction; on a deadlock or serialization failure the whole of it again, at
 * most five times. `work` must touch the database only, so that a second run repeats nothing else.
 */
export async function inTransaction<T>(
  dataSource: DataSource,
  work: (tx: EntityManager) => Promise<T>,
): Promise<T> {
  return traced('transaction', {}, async (span) => {
    for (let tried = 1; ; tried += 1) {
      span.setAttribute('fund.tries', tried);
      try {
        return await dataSource.transaction(work);
      } catch (error) {
        if (tried === MAX_TRIES || !isTransient(error)) throw error;
        await pause(Math.random() * 20 * tried);
      }
    }
  });
}

/** Lets a transaction that goes through whole books take its time, from the next statement on. */
export async function allowWholeBook(tx: EntityManager): Promise<void> {
  await tx.query(`SET LOCAL statement_timeout = '${WHOLE_BOOK_LIMIT}'`);
}
