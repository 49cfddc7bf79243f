import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { type EmbeddedDatabase, openEmbeddedDatabase } from '../src/platform/embedded-database';
import { runFund } from './support/fund-process';
import { createTestDatabase, type TestDatabase } from './support/test-database';

const READ_AGAIN_WITHIN_MS = 30_000;

describe('npx fund on a server that could lose commits in a crash', () => {
  let server: EmbeddedDatabase;
  let environment: Record<string, string>;
  beforeAll(async () => {
    server = await openEmbeddedDatabase({ folder: mkdtempSync(join(tmpdir(), 'fund-unsafe-')) });
    environment = { FUND_DATA_DIR: server.folder };
    expect(await runFund(['migrate'], environment)).toMatchObject({ status: 0 });
    await turnOff('full_page_writes');
  }, 180_000);
  afterAll(async () => {
    await server.release();
    rmSync(server.folder, { recursive: true, force: true });
  });

  const turnOff = async (setting: string): Promise<void> => {
    const { host, port, superuser } = server;
    const client = new Client({ host, port, user: superuser, database: 'postgres' });
    await client.connect();
    try {
      await client.query(`ALTER SYSTEM SET ${setting} = off`);
      await client.query('SELECT pg_reload_conf()');
      const deadline = Date.now() + READ_AGAIN_WITHIN_MS;
      const isOff = async (): Promise<boolean> => {
        const { rows } = await client.query<Record<string, string>>(`SHOW ${setting}`);
        return rows[0]?.[setting] === 'off';
      };
      while (!(await isOff())) {
        if (Date.now() > deadline) throw new Error('the server did not read its settings again');
        await pause(10);
      }
    } finally {
      await client.end();
    }
  };

  it('starts nothing and says which setting is off', async () => {
    const { status, stdout, stderr } = await runFund(['work'], environment);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^The database server may lose .*: full_page_writes off\.\nTurn it on/);
  });

  it('is told by the doctor', async () => {
    const { status, stdout } = await runFund(['doctor'], environment);
    expect(status).toBe(1);
    expect(stdout).toContain('✗ durability: full_page_writes off: a crash can lose commits');
  });
});

describe('a session of the service', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  it('commits to disk, whatever the login is used to', async () => {
    const client = new Client(database.superuserClient);
    await client.connect();
    await client.query(`ALTER DATABASE ${database.name} SET synchronous_commit = off`);
    await client.end();
    const service = new Client(database.serviceClient);
    await service.connect();
    const { rows } = await service.query('SHOW synchronous_commit');
    await service.end();
    expect(rows).toEqual([{ synchronous_commit: 'on' }]);
  });
});
