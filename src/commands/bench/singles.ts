import { setTimeout as pause } from 'node:timers/promises';
import { PostgresWakeUp, PostingWorker } from '../../ledger';
import { APP_ROLE, clientSettings } from '../../platform/database/connection';
import type { BenchDatabase } from './bench-database';
import { ACCEPT_ONE, ENTRIES, measureDrain } from './draining';

let sent = 0;

/** Entries a second, accepted singly by `clients` at once while one connection drains. */
export async function measureSingles(
  database: BenchDatabase,
  bookId: number,
  clients: number,
  forMs: number,
): Promise<number> {
  const connections = await Promise.all(
    Array.from({ length: clients + 1 }, () => database.connect()),
  );
  const [drainer, ...senders] = connections;
  if (drainer === undefined) throw new Error('no connection');
  try {
    const started = performance.now();
    const before = sent;
    let sending = true;
    const send = async (sender: (typeof senders)[number]): Promise<void> => {
      while (performance.now() - started < forMs) {
        sent += 1;
        await sender.query({ name: 'accept', text: ACCEPT_ONE, values: [bookId, sent] });
      }
    };
    const isSending = (): boolean => sending;
    const drain = async (): Promise<void> => {
      while (isSending()) {
        await measureDrain(drainer, bookId, 500, forMs);
        // What a worker waits before it looks again for requests that came meanwhile.
        await pause(2);
      }
      await measureDrain(drainer, bookId, 500, 60_000);
    };
    const draining = drain();
    await Promise.all(senders.map(send)).finally(() => {
      sending = false;
    });
    await draining;
    return ((sent - before) * ENTRIES * 1_000) / (performance.now() - started);
  } finally {
    await Promise.all(connections.map((connection) => connection.end()));
  }
}

/** Milliseconds from accepting to posted, one after the other, as a caller with a worker sees it. */
export async function measureLatency(
  database: BenchDatabase,
  bookId: number,
  forMs: number,
): Promise<number[]> {
  const { dataSource } = database;
  const wakeUp = new PostgresWakeUp(dataSource, clientSettings(database.service, APP_ROLE));
  const faults: unknown[] = [];
  const worker = new PostingWorker(dataSource, wakeUp, (_book, error) => faults.push(error));
  await worker.start();
  const times: number[] = [];
  try {
    const started = performance.now();
    while (performance.now() - started < forMs) {
      sent += 1;
      const sentAt = performance.now();
      const [request] = await dataSource.query<{ request_id: string }[]>(ACCEPT_ONE, [
        bookId,
        sent,
      ]);
      await wakeUp.announce(bookId);
      for (;;) {
        const [state] = await dataSource.query<{ posted: boolean }[]>(
          `SELECT status = 'posted' AS posted FROM ledger.posting_request WHERE id = $1`,
          [request?.request_id],
        );
        if (state?.posted === true) break;
        if (performance.now() - sentAt > 10_000)
          throw new Error('a request was not posted in 10 s');
        await pause(1);
      }
      times.push(performance.now() - sentAt);
      await pause(5);
    }
  } finally {
    await worker.stop();
  }
  if (faults.length > 0) throw new Error('the worker met a fault', { cause: faults[0] });
  return times;
}
