import { setTimeout as pause } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import type { DataSource } from 'typeorm';
import type { StopListening, WakeUp } from './wake-up';

const CHANNEL = 'ledger_ready';
const RECONNECT_AFTER_MS = 500;
/** Anybody may notify a channel: what cannot be the id of a book is no hint. */
const BOOK_ID = /^[1-9]\d{0,8}$/;

/** Hints by LISTEN/NOTIFY: the wake-up of an installation without Redis. */
export class PostgresWakeUp implements WakeUp {
  constructor(
    private readonly dataSource: DataSource,
    private readonly listenerSettings: ClientConfig,
  ) {}

  async announce(bookId: number): Promise<void> {
    await this.dataSource.query('SELECT pg_notify($1, $2)', [CHANNEL, String(bookId)]);
  }

  async listen(onBook: (bookId: number) => void): Promise<StopListening> {
    let stopped = false;
    const isStopped = (): boolean => stopped;
    let client = await this.connect(onBook);
    const keepAlive = (current: Client): void => {
      current.on('end', () => {
        if (!isStopped()) void reconnect();
      });
    };
    const reconnect = async (): Promise<void> => {
      for (;;) {
        await pause(RECONNECT_AFTER_MS, undefined, { ref: false });
        if (isStopped()) return;
        try {
          const again = await this.connect(onBook);
          // Somebody may have stopped listening meanwhile, and so closed the old connection only.
          if (isStopped()) {
            await again.end();
            return;
          }
          client = again;
          keepAlive(client);
          return;
        } catch {
          // Hints are not facts: until PostgreSQL is back the sweeper finds nothing to do either.
        }
      }
    };
    keepAlive(client);
    return async () => {
      stopped = true;
      await client.end().catch(() => undefined);
    };
  }

  private async connect(onBook: (bookId: number) => void): Promise<Client> {
    const client = new Client(this.listenerSettings);
    client.on('error', () => undefined);
    client.on('notification', ({ payload }) => {
      if (payload !== undefined && BOOK_ID.test(payload)) onBook(parseInt(payload, 10));
    });
    await client.connect();
    try {
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    return client;
  }
}
