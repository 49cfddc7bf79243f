import { setTimeout as pause } from 'node:timers/promises';
import type { BenchDatabase } from './bench-database';
import { ACCEPT_ONE, ENTRIES, measureDrain, nextRequest } from './draining';

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
    let sent = 0;
    let sending = true;
    const send = async (sender: (typeof senders)[number]): Promise<void> => {
      while (performance.now() - started < forMs) {
        await sender.query({ name: 'accept', text: ACCEPT_ONE, values: [bookId, nextRequest()] });
        sent += 1;
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
    return (sent * ENTRIES * 1_000) / (performance.now() - started);
  } finally {
    await Promise.all(connections.map((connection) => connection.end()));
  }
}
