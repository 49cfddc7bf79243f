import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { APP_ROLE, clientSettings, EMBEDDED_LOGIN } from '../../src/platform/database/connection';
import { type EmbeddedDatabase, openEmbeddedDatabase } from '../../src/platform/embedded-database';
import { runningProcess } from '../../src/platform/embedded-database/running-process';
import { serverPid, until } from '../support/launcher-workshop';
import { createMigratedDatabase } from '../support/start-database';
import { type ChangeSession, connectAsService, type TestDatabase } from '../support/test-database';

const DATABASE = 'killed';
/**
 * The worst defaults: a commit is acknowledged at once and reaches the disk ten seconds later, unless
 * the session itself asks for more.
 */
const DEFAULTS = {
  synchronous_commit: 'off',
  wal_writer_delay: '10s',
  wal_writer_flush_after: '1GB',
} as const;

/** A PostgreSQL of its own, all of whose processes can be killed at once. */
export class KillableServer {
  private readonly sharedMemory: string[] = [];
  private running = true;

  private constructor(
    private readonly folder: string,
    private server: EmbeddedDatabase,
  ) {}

  static async start(): Promise<KillableServer> {
    const folder = mkdtempSync(join(tmpdir(), 'fund-crash-'));
    const server = new KillableServer(folder, await openEmbeddedDatabase({ folder }));
    await createMigratedDatabase(server.server, DATABASE);
    for (const [name, value] of Object.entries(DEFAULTS)) {
      await server.asSuperuser(`ALTER SYSTEM SET ${name} = '${value}'`);
    }
    await server.asSuperuser('SELECT pg_reload_conf()');
    return server;
  }

  /** False from just before the kill until it answers again. */
  get isUp(): boolean {
    return this.running;
  }

  /** The connections of a service, which is not told of the kills. */
  async connect(poolSize: number, changeSession?: ChangeSession): Promise<TestDatabase> {
    const { host, port, superuser } = this.server;
    const serviceAddress = { host, port, user: EMBEDDED_LOGIN, database: DATABASE };
    const superuserAddress = { host, port, user: superuser, database: DATABASE };
    const dataSource = await connectAsService(serviceAddress, poolSize, changeSession);
    return {
      name: DATABASE,
      dataSource,
      serviceAddress,
      serviceClient: clientSettings(serviceAddress, APP_ROLE),
      superuserAddress,
      superuserClient: superuserAddress,
      drop: () => dataSource.destroy(),
    };
  }

  async asSuperuser(sql: string): Promise<void> {
    const { host, port, superuser } = this.server;
    const client = new Client({ host, port, user: superuser, database: DATABASE });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  /** kill -9 of every process of the server; the postmaster is stopped first, so that it mends nothing. */
  async kill(): Promise<void> {
    const postmaster = serverPid(this.folder);
    this.sharedMemory.push(...sharedMemoryOf(this.folder, postmaster));
    process.kill(postmaster, 'SIGSTOP');
    await until(() => statOf(postmaster)?.state === 'T');
    this.running = false;
    const all = [...childrenOf(postmaster), postmaster];
    for (const pid of all) killIfThere(pid);
    await until(() => all.every((pid) => runningProcess(pid) === undefined));
    await this.server.release();
  }

  /** Starts it again on what it has left; returns when it has recovered and answers. */
  async restart(): Promise<void> {
    this.server = await openEmbeddedDatabase({ folder: this.folder });
    this.running = true;
  }

  /** Shared memory of the servers that were killed, as far as it is still there. */
  sharedMemoryLeft(): string[] {
    const segments = readFileSync('/proc/sysvipc/shm', 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/)[1]);
    return this.sharedMemory.filter((memory) =>
      memory.startsWith('/') ? existsSync(memory) : segments.includes(memory),
    );
  }

  async remove(): Promise<void> {
    if (this.running) await this.server.release();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Files below /dev/shm and ids of System V segments that the server uses. */
function sharedMemoryOf(folder: string, postmaster: number): string[] {
  const mapped = readFileSync(`/proc/${String(postmaster)}/maps`, 'utf8').match(/\/dev\/shm\/\S+/g);
  const note = readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n');
  // Line 7 is the key and the id of the segment that keeps a second server off the folder.
  const segment = note[6]?.trim().split(/\s+/)[1] ?? '';
  expect(segment).toMatch(/^\d+$/);
  return [segment, ...new Set(mapped)];
}

function statOf(pid: number): { readonly state: string; readonly parent: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const [state = '', parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, parent: parseInt(parent, 10) };
  } catch {
    return undefined;
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => parseInt(name, 10))
    .filter((pid) => statOf(pid)?.parent === parent);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as { code?: string }).code !== 'ESRCH') throw error;
  }
}
