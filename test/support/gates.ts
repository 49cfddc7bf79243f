import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { TestDatabase } from './test-database';

const REACHED_WITHIN_MS = 60_000;

/**
 * Where a session can be made to wait: a statement of the program writes there, and a trigger asks
 * for a lock that the test holds. `commit` waits when the transaction is about to commit.
 */
const GATES = {
  'request accepted': { table: 'ledger.posting_request', at: 'statement' },
  'acceptance commit': { table: 'ledger.posting_request', at: 'commit' },
  'event commit': { table: 'fund.case_file_event', at: 'commit' },
  'entries of a drain': { table: 'ledger.entry', at: 'statement' },
  'drain commit': { table: 'ledger.journal', at: 'commit' },
  'nodes of a seal': { table: 'ledger.tree_node', at: 'statement' },
  'seal commit': { table: 'ledger.checkpoint', at: 'commit' },
} as const;

/** `claim of a drain` needs no trigger: the claim locks a row of a table that the test has locked. */
export type GateName = keyof typeof GATES | 'claim of a drain';

const TRIGGERS = Object.entries(GATES).map(([name, { table, at }]) =>
  at === 'commit'
    ? `CREATE CONSTRAINT TRIGGER test_gate_commit AFTER INSERT ON ${table} DEFERRABLE INITIALLY DEFERRED
         FOR EACH ROW EXECUTE FUNCTION test_gate.pass('${name}')`
    : `CREATE TRIGGER test_gate AFTER INSERT ON ${table}
         FOR EACH STATEMENT EXECUTE FUNCTION test_gate.pass('${name}')`,
);

const lockOf = (name: GateName): string =>
  name === 'claim of a drain'
    ? 'LOCK TABLE ledger.book_head IN EXCLUSIVE MODE'
    : `SELECT pg_advisory_xact_lock(hashtext('test_gate'), hashtext('${name}'))`;

/** A session of the program that waits at a gate. */
export interface WaitingSession {
  readonly pid: number;
  /** The statement in which it waits. */
  readonly statement: string;
}

/** A place in the program's transactions where, while it is closed, whoever comes there waits. */
export class Gate {
  private constructor(private readonly client: Client) {}

  /** Puts the gates into a database; open, they stop nobody. */
  static async build(database: TestDatabase): Promise<void> {
    const client = new Client(database.superuserClient);
    await client.connect();
    try {
      await client.query('CREATE SCHEMA test_gate');
      await client.query(`
        CREATE FUNCTION test_gate.pass() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock_shared(hashtext('test_gate'), hashtext(TG_ARGV[0]));
          RETURN NULL;
        END $$`);
      for (const trigger of TRIGGERS) await client.query(trigger);
    } finally {
      await client.end();
    }
  }

  static async close(database: TestDatabase, name: GateName): Promise<Gate> {
    const client = new Client(database.superuserClient);
    // Else the death of the server would be that of the test; a query that it cuts off says so.
    client.on('error', () => undefined);
    await client.connect();
    await client.query('BEGIN');
    await client.query(lockOf(name));
    return new Gate(client);
  }

  /** The session that waits here; undefined when `isAlive` says that nobody will come any more. */
  async untilReached(isAlive: () => boolean): Promise<WaitingSession | undefined> {
    const deadline = performance.now() + REACHED_WITHIN_MS;
    while (isAlive()) {
      const [session] = await this.waiting();
      if (session !== undefined) {
        // Looked at once, it may have come here after its statement was read and before its lock was.
        return (await this.waiting()).find(({ pid }) => pid === session.pid) ?? session;
      }
      if (performance.now() > deadline) throw new Error('nobody came to the gate');
      await pause(5);
    }
    return undefined;
  }

  /** Ends whoever waits here, as the server does when it notices that its client is gone. */
  async endWaiting(): Promise<void> {
    for (const { pid } of await this.waiting()) {
      await this.client.query('SELECT pg_terminate_backend($1)', [pid]);
      await this.until(pid, 'gone');
    }
  }

  /** Lets whoever waits here go on. */
  async open(): Promise<void> {
    await this.client.query('ROLLBACK');
  }

  /** Waits until a session has done what it was told, or is gone. */
  async until(pid: number, state: 'idle' | 'gone'): Promise<void> {
    const deadline = performance.now() + REACHED_WITHIN_MS;
    for (;;) {
      // Else the transaction would see the same state of the sessions for ever.
      await this.client.query('SELECT pg_stat_clear_snapshot()');
      const { rows } = await this.client.query<{ state: string }>(
        'SELECT state FROM pg_stat_activity WHERE pid = $1',
        [pid],
      );
      if ((rows[0]?.state ?? 'gone') === state) return;
      if (performance.now() > deadline) throw new Error(`the session did not become ${state}`);
      await pause(2);
    }
  }

  async remove(): Promise<void> {
    await this.client.end();
  }

  /** What remains to be done where the server itself is gone. */
  async abandon(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }

  private async waiting(): Promise<WaitingSession[]> {
    await this.client.query('SELECT pg_stat_clear_snapshot()');
    const { rows } = await this.client.query<WaitingSession>(
      `SELECT pid, query AS statement FROM pg_stat_activity
        WHERE datname = current_database() AND pg_backend_pid() = ANY (pg_blocking_pids(pid))`,
    );
    return rows;
  }
}
