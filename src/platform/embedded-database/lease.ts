import { connect, type Connection, type ServerAddress } from './connection';
import { runningProcess } from './running-process';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The advisory lock, in the database `postgres`, that every attached process holds shared. Whoever
 * gets it exclusively is alone.
 */
const ATTACHED_LOCK_KEY = 7_016_341_825;

const NAME_PREFIX = 'attached by process ';
const REJOIN_ATTEMPTS = 40;
const REJOIN_PAUSE_MS = 250;
/** How long the server may take to notice that an attached process was killed. */
const DEAD_LEASE_WAIT_MS = 5_000;
const POLL_MS = 10;

/** The application name of this process's lease; others read the pid from it. */
export const LEASE_NAME = `${NAME_PREFIX}${process.pid}`;

/**
 * Says to the server, by a connection that lives as long as the process is attached, that the
 * server is needed. The system closes the connection even of a process that is killed.
 */
export class Lease {
  private connection: Connection | undefined;
  private readonly over = new AbortController();
  private rejoining: Promise<void> = Promise.resolve();

  private constructor(private readonly address: ServerAddress) {}

  /** Takes the lease on an open connection. Call it under the launcher lock. */
  static async take(address: ServerAddress, connection: Connection): Promise<Lease> {
    const lease = new Lease(address);
    await lease.hold(connection);
    return lease;
  }

  /**
   * Drops the lease and tells whether no living process is attached any more; false as well when
   * the server is gone. Call it under the launcher lock, and `close` after it.
   */
  async drop(): Promise<boolean> {
    this.over.abort();
    await this.rejoining;
    this.connection?.ref();
    try {
      // A lease that was lost with a crashed backend can still find out whether it was the last.
      this.connection ??= await connect(this.address, LEASE_NAME);
      await this.connection.client.query('select pg_advisory_unlock_all()');
      return await isAlone(this.connection);
    } catch {
      return false;
    }
  }

  /** Closes the connection, also when the server is gone. */
  async close(): Promise<void> {
    await this.connection?.client.end().catch(() => undefined);
    this.connection = undefined;
  }

  private async hold(connection: Connection): Promise<void> {
    await connection.client.query('select pg_advisory_lock_shared($1)', [ATTACHED_LOCK_KEY]);
    this.connection = connection;
    connection.client.once('end', () => {
      this.connection = undefined;
      if (!this.over.signal.aborted) this.rejoining = this.rejoin();
    });
    connection.unref();
  }

  /** One crashed backend makes the server end all others and go on; then the lease is due again. */
  private async rejoin(): Promise<void> {
    for (let attempt = 0; attempt < REJOIN_ATTEMPTS && !this.over.signal.aborted; attempt += 1) {
      try {
        await sleep(REJOIN_PAUSE_MS, undefined, { ref: false, signal: this.over.signal });
        await this.hold(await connect(this.address, LEASE_NAME));
        return;
      } catch {
        continue;
      }
    }
  }
}

async function isAlone({ client }: Connection): Promise<boolean> {
  const deadline = Date.now() + DEAD_LEASE_WAIT_MS;
  for (;;) {
    const { rows } = await client.query<{ got: boolean }>(
      'select pg_try_advisory_lock($1) as got',
      [ATTACHED_LOCK_KEY],
    );
    if (rows[0]?.got === true) return true;
    const others = await client.query<{ name: string }>(
      `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
        where l.locktype = 'advisory' and l.pid <> pg_backend_pid()
          and l.database = (select oid from pg_database where datname = current_database())
          and l.classid::bigint << 32 | l.objid::bigint = $1`,
      [ATTACHED_LOCK_KEY],
    );
    const someoneLives = others.rows.some(({ name }) => isAlive(name));
    if (someoneLives || Date.now() > deadline) return false;
    // The processes are dead, only the server does not know it yet.
    await sleep(POLL_MS);
  }
}

function isAlive(leaseName: string): boolean {
  const pid = leaseName.startsWith(NAME_PREFIX) ? leaseName.slice(NAME_PREFIX.length) : '';
  return !/^\d+$/.test(pid) || runningProcess(Number(pid)) !== undefined;
}
