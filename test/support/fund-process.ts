import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sized } from './reliability';
import type { TestDatabase } from './test-database';
import { UNLIMITED } from './unlimited';

const PROJECT = join(__dirname, '..', '..');
const FUND = join(PROJECT, 'scripts', 'fund.cjs');

/** Optimizing what runs for seconds costs more than it saves. In the long run, which measures, all is as users have it. */
const FOR_A_SHORT_LIFE = sized(['--no-opt'], []);

/** The key of stored secrets that the tests' processes share; it protects nothing. */
export const SECRET_KEY = join(__dirname, 'secret-key');

/** How a run of `npx fund …` ended. */
export interface FundRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The settings that point a process at a test database. */
export function environmentOf(database: TestDatabase): Record<string, string> {
  const url = (address: TestDatabase['serviceAddress']): string => {
    if ('url' in address) return address.url;
    const { host, port, user, database: name } = address;
    return `postgresql://${user}@localhost/${name}?host=${encodeURIComponent(host)}&port=${String(port)}`;
  };
  return {
    DATABASE_URL: url(database.serviceAddress),
    MIGRATION_DATABASE_URL: url(database.superuserAddress),
    FUND_SECRET_KEY_FILE: SECRET_KEY,
    ...UNLIMITED,
  };
}

/** Starts `npx fund …` as a process of its own; `done` resolves when it has ended. */
export function startFund(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): {
  process: ChildProcess;
  done: Promise<FundRun>;
  output: () => string;
  errors: () => string;
} {
  const child = spawn(process.execPath, [...FOR_A_SHORT_LIFE, FUND, ...args], {
    cwd: PROJECT,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TZ: process.env['TZ'],
      TMPDIR: process.env['TMPDIR'],
      LANG: 'C',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const done = new Promise<FundRun>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      resolve({ status, stdout, stderr });
    });
  });
  return { process: child, done, output: () => stdout, errors: () => stderr };
}

/** Runs `npx fund …` to its end. */
export function runFund(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<FundRun> {
  return startFund(args, environment).done;
}

/** Says to the processes of the tests that what they start is built. */
const BUILT_VARIABLE = 'FUND_TESTS_BUILT';

/**
 * Builds what has changed, as every start does, and does so once: a build can take longer than a test may.
 *
 * @throws Error with what the build said
 */
export async function buildOnce(): Promise<void> {
  if (process.env[BUILT_VARIABLE] !== undefined) return;
  const { status, stderr } = await runFund(['schema'], {});
  if (status !== 0) throw new Error(stderr);
  process.env[BUILT_VARIABLE] = 'yes';
}

const STARTS_WITHIN_MS = 60_000;

/** Starts `npx fund start` on a free port; returns when it serves. */
export async function startService(
  environment: Readonly<Record<string, string>>,
): Promise<{ url: string; errors: () => string; stop: () => Promise<FundRun> }> {
  const run = startFund(['start'], { ...environment, PORT: '0' });
  const deadline = Date.now() + STARTS_WITHIN_MS;
  while (!run.output().includes('Serving on') && run.process.exitCode === null) {
    if (Date.now() > deadline) throw new Error('the service did not start');
    await pause(20);
  }
  const url = /Serving on (\S+)/.exec(run.output())?.[1];
  if (url === undefined) throw new Error(`the service did not start: ${run.errors()}`);
  return {
    url,
    errors: run.errors,
    stop: () => {
      run.process.kill('SIGINT');
      return run.done;
    },
  };
}
