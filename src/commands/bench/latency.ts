import { setTimeout as pause } from 'node:timers/promises';
import { BullWakeUp, PostgresWakeUp, PostingWorker, type WakeUp } from '../../ledger';
import { APP_ROLE, clientSettings } from '../../platform/database/connection';
import type { BenchDatabase } from './bench-database';
import { ACCEPT_ONE, nextRequest } from './draining';

/** Nobody listens on this port of the loopback interface: a Redis that is gone. */
const NO_REDIS = 'redis://127.0.0.1:1';
const PATIENCE_MS = 30_000;
const SEND_EVERY_MS = 20;
const LOOK_EVERY_MS = 4;

/** Runs `work` while a worker of the service posts what it hears of, or finds. */
async function whileWorking<T>(
  { dataSource }: BenchDatabase,
  wakeUp: WakeUp,
  work: () => Promise<T>,
): Promise<T> {
  const faults: unknown[] = [];
  const worker = new PostingWorker(dataSource, wakeUp, (_book, error) => faults.push(error));
  await worker.start();
  const result = await work().finally(() => worker.stop());
  if (faults.length > 0) throw new Error('the worker met a fault', { cause: faults[0] });
  return result;
}

/**
 * Sends single requests one after the other at a light pace, without waiting for them to be posted.
 *
 * @returns milliseconds from sending to posted, of each
 */
async function sendAndWatch(
  { dataSource }: BenchDatabase,
  wakeUp: WakeUp,
  bookId: number,
  forMs: number,
): Promise<number[]> {
  const times: number[] = [];
  const waiting = new Map<string, number>();
  const started = performance.now();
  let isOver = false;
  const send = async (): Promise<void> => {
    do {
      const sentAt = performance.now();
      const [request] = await dataSource.query<{ request_id: string }[]>(ACCEPT_ONE, [
        bookId,
        nextRequest(),
      ]);
      if (request === undefined) throw new Error('a request was not accepted');
      waiting.set(request.request_id, sentAt);
      // Whoever accepts does not wait for the hint to be taken either.
      void wakeUp.announce(bookId);
      await pause(SEND_EVERY_MS);
    } while (performance.now() - started < forMs);
  };
  const look = async (): Promise<void> => {
    while (!isOver || waiting.size > 0) {
      const rows = await dataSource.query<{ id: string }[]>(
        `SELECT id FROM ledger.posting_request WHERE id = ANY ($1::bigint[]) AND status = 'posted'`,
        [[...waiting.keys()]],
      );
      const now = performance.now();
      for (const { id } of rows) {
        times.push(now - (waiting.get(id) ?? now));
        waiting.delete(id);
      }
      if (now - started > forMs + PATIENCE_MS) throw new Error('a request was not posted in time');
      await pause(LOOK_EVERY_MS);
    }
  };
  const sending = send().finally(() => {
    isOver = true;
  });
  await Promise.all([sending, look()]);
  return times;
}

/** Milliseconds from accepting to posted under light load, with the hints of an installation without Redis. */
export async function measureLatency(
  database: BenchDatabase,
  bookId: number,
  forMs: number,
): Promise<number[]> {
  const wakeUp = new PostgresWakeUp(
    database.dataSource,
    clientSettings(database.service, APP_ROLE),
  );
  return whileWorking(database, wakeUp, () => sendAndWatch(database, wakeUp, bookId, forMs));
}

/** The same where Redis should carry the hints and is gone: only the sweeper finds what waits. */
export async function measureLatencyWithoutRedis(
  database: BenchDatabase,
  bookId: number,
  forMs: number,
): Promise<number[]> {
  const wakeUp = await BullWakeUp.open(NO_REDIS);
  try {
    return await whileWorking(database, wakeUp, () =>
      sendAndWatch(database, wakeUp, bookId, forMs),
    );
  } finally {
    await wakeUp.close();
  }
}
