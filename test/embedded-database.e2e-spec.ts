import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  defaultDataFolder,
  openEmbeddedDatabase,
  type EmbeddedDatabase,
} from '../src/platform/embedded-database';
import { findBinaryPackage } from '../src/platform/embedded-database/binaries';
import { createClusterIfMissing } from '../src/platform/embedded-database/cluster';
import { prepareDataFolder } from '../src/platform/embedded-database/data-folder';
import { withLauncherLock } from '../src/platform/embedded-database/launcher-lock';
import { runningProcess } from '../src/platform/embedded-database/running-process';
import { NOBODY, Workshop, isRoot, serverPid, until } from './support/launcher-workshop';

const workshop = new Workshop();
const itAsRoot = isRoot ? it : it.skip;
const asNormalUser = isRoot ? NOBODY : undefined;

afterEach(() => workshop.clear());
afterAll(() => workshop.remove());

async function query(database: EmbeddedDatabase, sql: string): Promise<Record<string, unknown>[]> {
  const { host, port, superuser } = database;
  const client = new Client({ host, port, user: superuser, database: 'postgres' });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function isRunning(folder: string): boolean {
  return serverPid(folder) !== 0;
}

/** A folder that a normal user of the tests may write. */
function folderOfNormalUser(name: string): string {
  const folder = workshop.dataFolder(name);
  mkdirSync(folder, { mode: 0o777 });
  chmodSync(folder, 0o777);
  return folder;
}

describe('the server', () => {
  it('starts on a new folder with the settings of the design and keeps its data', async () => {
    const folder = workshop.dataFolder('new', 'data');
    const said: string[] = [];
    const first = await openEmbeddedDatabase({ folder, say: ({ en }) => said.push(en) });
    expect(first).toMatchObject({ folder, startedHere: true, superuser: 'postgres' });
    expect(said).toEqual([`Created a new database in ${folder}.`]);
    await query(first, 'create table kept as select 42 as answer');
    const settings = await query(
      first,
      `select name, setting from pg_settings where name in ('data_checksums', 'fsync',
         'listen_addresses', 'max_connections', 'server_encoding', 'TimeZone') order by name`,
    );
    expect(settings.map(({ name, setting }) => [name, setting])).toEqual([
      ['TimeZone', 'UTC'],
      ['data_checksums', 'on'],
      ['fsync', 'on'],
      ['listen_addresses', ''],
      ['max_connections', '200'],
      ['server_encoding', 'UTF8'],
    ]);
    expect(
      await query(
        first,
        `select datlocprovider, datlocale from pg_database where datname = 'postgres'`,
      ),
    ).toEqual([{ datlocprovider: 'b', datlocale: 'C.UTF-8' }]);
    await first.release();
    await first.release();
    expect(isRunning(folder)).toBe(false);

    const second = await openEmbeddedDatabase({ folder });
    expect(await query(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.release();
  });

  it('lets nobody but the owner reach the socket and leaves no password about', async () => {
    const folder = workshop.dataFolder('private');
    const database = await openEmbeddedDatabase({ folder });
    const access = readFileSync(join(folder, 'cluster', 'pg_hba.conf'), 'utf8');
    expect(access).toBe('local all all trust\n');
    expect(statSync(database.host).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'cluster')).mode & 0o777).toBe(0o700);
    expect(statSync(database.host).uid).not.toBe(0);
    await database.release();
    expect(readdirSync(folder).sort()).toEqual([
      'cluster',
      expect.stringMatching(/^launcher\.lock\.\d+$/),
      'postgres.log',
      'socket',
    ]);
  });

  it('does not care that TCP port 5432 is taken', async () => {
    const listener = createServer().listen(5432, '127.0.0.1');
    // Taken by somebody else is taken all the same.
    await Promise.race([once(listener, 'listening'), once(listener, 'error')]).catch(() => null);
    try {
      const database = await openEmbeddedDatabase({ folder: workshop.dataFolder('port-taken') });
      expect(await query(database, 'select 1 as one')).toEqual([{ one: 1 }]);
      await database.release();
    } finally {
      listener.close();
    }
  });

  it('works in a folder with a very long path and odd characters', async () => {
    const folder = workshop.dataFolder(`it's, "long" $HOME; ${'x'.repeat(90)}`, 'y'.repeat(90));
    const first = await openEmbeddedDatabase({ folder });
    const second = await openEmbeddedDatabase({ folder });
    expect(Buffer.byteLength(first.host)).toBeLessThan(87);
    expect(second).toMatchObject({ startedHere: false, host: first.host });
    expect(statSync(first.host).mode & 0o777).toBe(0o700);
    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
    await first.release();
    await second.release();
    expect(existsSync(first.host)).toBe(false);
  });

  it('works in a folder with odd characters whose path is short', async () => {
    const database = await openEmbeddedDatabase({ folder: workshop.dataFolder(`a, 'b" c`) });
    expect(await query(database, 'select 1 as one')).toEqual([{ one: 1 }]);
    await database.release();
  });
});

describe('the user it runs as', () => {
  it('is the caller when that is a normal user, also without the library links', async () => {
    const folder = folderOfNormalUser('normal-user');
    const holder = workshop.hold(folder, workshop.project(false), asNormalUser);
    expect(await holder.next()).toMatchObject({ open: { startedHere: true } });
    expect(statSync(join(folder, 'cluster')).uid).toBe(asNormalUser ?? process.getuid?.());
    expect(readdirSync(folder)).toContainEqual(expect.stringMatching(/^binaries-18\./));
    await holder.release();
    expect(isRunning(folder)).toBe(false);
  });

  itAsRoot('is another than root, also below a closed folder (needs root)', async () => {
    const closed = mkdtempSync(join(workshop.root, 'closed-'));
    const project = join(closed, 'project');
    mkdirSync(project);
    const holder = workshop.hold(join(project, '.data'), workshop.project(false));
    const { failed } = await holder.next();
    expect(failed?.code).toBe('DATA_FOLDER_UNREACHABLE');
    expect(failed?.message).toContain(closed);
    expect(failed?.whatToDo).toContain('FUND_DATA_DIR');
    expect(defaultDataFolder(project)).toMatch(
      /^\/var\/lib\/litigation-fund-ledger\/[0-9a-f]{12}$/,
    );
    expect(defaultDataFolder(workshop.root)).toBe(join(workshop.root, '.data'));
  });

  itAsRoot('gets its own copy of binaries it cannot reach (needs root)', async () => {
    const closed = workshop.project(false);
    chmodSync(closed, 0o700);
    const folder = workshop.dataFolder('from-closed-project');
    mkdirSync(folder, { mode: 0o700 });
    const holder = workshop.hold(folder, closed);
    expect(await holder.next()).toMatchObject({ open: { startedHere: true } });
    expect(statSync(join(folder, 'cluster')).uid).not.toBe(0);
    await holder.release();
    chmodSync(closed, 0o755);
  });

  itAsRoot('is the owner of the folder when root opens it (needs root)', async () => {
    const folder = folderOfNormalUser('shared-with-root');
    const holder = workshop.hold(folder, workshop.project(), NOBODY);
    expect(await holder.next()).toMatchObject({ open: { startedHere: true } });
    const root = await openEmbeddedDatabase({ folder });
    expect(root.startedHere).toBe(false);
    await holder.release();
    await root.release();
    const again = await openEmbeddedDatabase({ folder });
    expect(again.startedHere).toBe(true);
    await again.release();
    const back = workshop.hold(folder, workshop.project(), NOBODY);
    expect(await back.next()).toMatchObject({ open: { startedHere: true } });
    await back.release();
  });

  itAsRoot('is refused a folder of another user (needs root)', async () => {
    const folder = workshop.dataFolder('of-root');
    await (await openEmbeddedDatabase({ folder })).release();
    const holder = workshop.hold(folder, workshop.project(), NOBODY);
    const { failed } = await holder.next();
    expect(failed?.code).toBe('DATA_FOLDER_OF_ANOTHER_USER');
    expect(failed?.message).toContain(folder);
  });
});

describe('several processes', () => {
  it('share one server, and the last one out stops it', async () => {
    const folder = workshop.dataFolder('shared');
    const starter = await openEmbeddedDatabase({ folder });
    const other = workshop.hold(folder);
    expect(await other.next()).toMatchObject({ open: { startedHere: false } });
    await starter.release();
    expect(await other.query('select 1 as one')).toEqual([{ one: 1 }]);
    await other.release();
    expect(isRunning(folder)).toBe(false);
  });

  it('may open at the same instant and end in any order and way', async () => {
    const folder = workshop.dataFolder('ten');
    const holders = Array.from({ length: 10 }, () => workshop.hold(folder));
    const told = await Promise.all(holders.map((holder) => holder.next()));
    expect(told.filter(({ open }) => open?.startedHere === true)).toHaveLength(1);
    expect(told.filter(({ open }) => open?.startedHere === false)).toHaveLength(9);
    const last = holders.pop();
    await Promise.all(
      holders.map((holder, index) => (index % 3 === 0 ? holder.kill() : holder.release())),
    );
    expect(await last?.query('select 1 as one')).toEqual([{ one: 1 }]);
    await last?.release();
    expect(isRunning(folder)).toBe(false);
  });

  it('may all be let go at the same instant', async () => {
    const folder = workshop.dataFolder('all-out');
    const holders = Array.from({ length: 4 }, () => workshop.hold(folder));
    await Promise.all(holders.map((holder) => holder.next()));
    await Promise.all(holders.map((holder) => holder.release()));
    expect(isRunning(folder)).toBe(false);
  });

  it('inherit the server of a starter that was killed', async () => {
    const folder = workshop.dataFolder('starter-killed');
    const starter = workshop.hold(folder);
    await starter.next();
    await starter.kill();
    expect(isRunning(folder)).toBe(true);
    const database = await openEmbeddedDatabase({ folder });
    expect(database.startedHere).toBe(false);
    await database.release();
    expect(isRunning(folder)).toBe(false);
  });

  it('keep the server when Ctrl-C ends the one that started it', async () => {
    const folder = workshop.dataFolder('ctrl-c');
    const starter = workshop.hold(folder);
    await starter.next();
    const database = await openEmbeddedDatabase({ folder });
    // The holder leads a process group of its own, as a command at a terminal does.
    process.kill(-starter.pid, 'SIGINT');
    expect(await starter.next()).toEqual({ released: true });
    expect(await query(database, 'select 1 as one')).toEqual([{ one: 1 }]);
    await database.release();
    expect(isRunning(folder)).toBe(false);
  });

  it('stay attached when the server ends their idle connections', async () => {
    const folder = workshop.dataFolder('lease-lost');
    const holder = workshop.hold(folder);
    await holder.next();
    const database = await openEmbeddedDatabase({ folder });
    const leaseOfHolder = `select pid from pg_stat_activity
      where application_name = 'attached by process ${holder.pid}'`;
    const [before] = await query(database, leaseOfHolder);
    await query(database, `select pg_terminate_backend(pid) from (${leaseOfHolder}) as lease`);
    await until(async () => {
      const [now] = await query(database, leaseOfHolder);
      return now !== undefined && now['pid'] !== before?.['pid'];
    });
    await database.release();
    expect(await holder.query('select 1 as one')).toEqual([{ one: 1 }]);
    await holder.release();
    expect(isRunning(folder)).toBe(false);
  });
});

describe('after an accident', () => {
  it('recovers from kill -9 of the server and all its children', async () => {
    const folder = workshop.dataFolder('killed');
    const database = await openEmbeddedDatabase({ folder });
    await query(database, 'create table kept as select 42 as answer');
    const children = await query(database, 'select pid from pg_stat_activity');
    for (const pid of [serverPid(folder), ...children.map(({ pid }) => Number(pid))]) {
      if (runningProcess(pid) !== undefined) process.kill(pid, 'SIGKILL');
    }
    const again = await openEmbeddedDatabase({ folder });
    expect(again.startedHere).toBe(true);
    expect(await query(again, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await again.release();
    await database.release();
    expect(isRunning(folder)).toBe(false);
  });

  it('can be let go when the server is dead', async () => {
    const folder = workshop.dataFolder('dead');
    const database = await openEmbeddedDatabase({ folder });
    process.kill(serverPid(folder), 'SIGKILL');
    await database.release();
    const again = await openEmbeddedDatabase({ folder });
    await again.release();
    expect(isRunning(folder)).toBe(false);
  });

  it('makes the cluster anew when its making was interrupted', async () => {
    const folder = workshop.dataFolder('half-made');
    const holder = workshop.hold(folder);
    await until(
      () =>
        existsSync(folder) &&
        readdirSync(folder).some(
          (name) =>
            name.startsWith('cluster.unfinished-') && existsSync(join(folder, name, 'PG_VERSION')),
        ),
    );
    await holder.kill();
    expect(existsSync(join(folder, 'cluster'))).toBe(false);
    const database = await openEmbeddedDatabase({ folder });
    expect(await query(database, 'select 1 as one')).toEqual([{ one: 1 }]);
    await database.release();
  });

  it('takes over the lock of a dead process and waits for a living one in bounds', async () => {
    const folder = workshop.dataFolder('locked');
    mkdirSync(folder);
    writeFileSync(join(folder, 'launcher.lock.7'), '999999999 1');
    await withLauncherLock(folder, async () => {
      await expect(withLauncherLock(folder, () => Promise.resolve(), 100)).rejects.toMatchObject({
        code: 'LAUNCHER_BUSY',
        message: expect.stringContaining(`Process ${process.pid} `) as string,
      });
    });
    expect(await withLauncherLock(folder, () => Promise.resolve('free again'))).toBe('free again');
    expect(readdirSync(folder)).toEqual(['launcher.lock.9']);
  });
});

describe('refusals in plain words', () => {
  async function openClosedFolder(name: string): Promise<string> {
    const folder = workshop.dataFolder(name);
    await (await openEmbeddedDatabase({ folder })).release();
    return folder;
  }

  it('names the living process that postmaster.pid points to', async () => {
    const folder = await openClosedFolder('foreign-process');
    const sleeper = spawn('sleep', ['60'], { stdio: 'ignore' });
    const note = join(folder, 'cluster', 'postmaster.pid');
    writeFileSync(note, `${sleeper.pid ?? 0}\n${join(folder, 'cluster')}\n1700000000\n5432\n`);
    await expect(openEmbeddedDatabase({ folder })).rejects.toMatchObject({
      name: 'EmbeddedDatabaseError',
      code: 'DATA_FOLDER_IN_USE',
      message: expect.stringMatching(`${folder} .*process ${sleeper.pid ?? 0}.*sleep`) as string,
      whatToDo: expect.stringContaining(note) as string,
    });
    sleeper.kill();
    await once(sleeper, 'exit');
    const database = await openEmbeddedDatabase({ folder });
    expect(database.startedHere).toBe(true);
    await database.release();
  });

  it('names a server on the folder that somebody else started', async () => {
    const folder = workshop.dataFolder('foreign-server');
    const database = await openEmbeddedDatabase({ folder });
    const note = join(folder, 'cluster', 'postmaster.pid');
    const original = readFileSync(note, 'utf8');
    writeFileSync(note, original.replace(database.host, '/run/elsewhere'));
    await expect(openEmbeddedDatabase({ folder })).rejects.toMatchObject({
      code: 'SERVER_NOT_REACHABLE',
      message: expect.stringContaining(`process id ${serverPid(folder)}`) as string,
    });
    writeFileSync(note, original);
    await database.release();
    expect(isRunning(folder)).toBe(false);
  });

  it('names both versions when the data is of another major version', async () => {
    const folder = await openClosedFolder('old-version');
    writeFileSync(join(folder, 'cluster', 'PG_VERSION'), '17\n');
    await expect(openEmbeddedDatabase({ folder })).rejects.toMatchObject({
      code: 'DATA_OF_ANOTHER_VERSION',
      message: expect.stringMatching(/PostgreSQL 17.*PostgreSQL 18/) as string,
    });
  });

  it('does not make a new cluster over a damaged one', async () => {
    const folder = await openClosedFolder('damaged');
    rmSync(join(folder, 'cluster', 'PG_VERSION'));
    const opening = openEmbeddedDatabase({ folder });
    await expect(opening).rejects.toMatchObject({ code: 'DATA_FOLDER_DAMAGED' });
  });

  it('quotes the log of a server that does not start', async () => {
    const folder = await openClosedFolder('bad-settings');
    writeFileSync(join(folder, 'cluster', 'postgresql.conf'), 'no_such_setting = 1\n');
    await expect(openEmbeddedDatabase({ folder })).rejects.toMatchObject({
      code: 'START_FAILED',
      message: expect.stringContaining('no_such_setting') as string,
      whatToDo: expect.stringContaining(join(folder, 'postgres.log')) as string,
    });
  });

  it('says that the disk is full when initdb does, and keeps nothing half-made', async () => {
    const data = prepareDataFolder(workshop.dataFolder('disk-full'));
    const binaries = join(workshop.root, 'failing');
    mkdirSync(join(binaries, 'bin'), { recursive: true });
    const script = '#!/bin/sh\necho "initdb: error: No space left on device" >&2\nexit 1\n';
    writeFileSync(join(binaries, 'bin', 'initdb'), script, { mode: 0o755 });
    await expect(createClusterIfMissing(data, binaries)).rejects.toMatchObject({
      code: 'DISK_FULL',
    });
    writeFileSync(join(binaries, 'bin', 'initdb'), '#!/bin/sh\nkill -9 $$\n');
    await expect(createClusterIfMissing(data, binaries)).rejects.toMatchObject({
      code: 'INIT_FAILED',
      message: expect.stringContaining('SIGKILL') as string,
    });
    rmSync(join(binaries, 'bin', 'initdb'));
    await expect(createClusterIfMissing(data, binaries)).rejects.toMatchObject({
      code: 'BINARIES_NOT_RUNNABLE',
    });
    expect(readdirSync(data.root)).toEqual([]);
  });

  it('says that the data folder is a file or cannot be written', async () => {
    const folder = workshop.dataFolder('a-file');
    writeFileSync(folder, '');
    await expect(openEmbeddedDatabase({ folder })).rejects.toMatchObject({
      code: 'DATA_FOLDER_NOT_WRITABLE',
      message: expect.stringContaining(folder) as string,
    });
    const readOnly = workshop.dataFolder('read-only');
    mkdirSync(readOnly, { mode: 0o555 });
    const holder = workshop.hold(join(readOnly, 'data'), workshop.project(), asNormalUser);
    expect((await holder.next()).failed?.code).toBe('DATA_FOLDER_NOT_WRITABLE');
  });

  it('says when there are no binaries for the platform or none installed', () => {
    const missing = (): never => {
      throw new Error('Cannot find module');
    };
    expect(() => findBinaryPackage('win32-x64')).toThrow(
      expect.objectContaining({ code: 'PLATFORM_NOT_SUPPORTED' }) as Error,
    );
    expect(() => findBinaryPackage('darwin-arm64', missing)).toThrow(
      expect.objectContaining({ code: 'BINARIES_NOT_INSTALLED' }) as Error,
    );
  });
});
