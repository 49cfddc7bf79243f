import { spawn, type SpawnOptions } from 'node:child_process';
import type { DatabaseUser } from './database-user';
import { EmbeddedDatabaseError, wordsOf } from './embedded-database-error';

/** How a program ended; `output` is what it wrote to either stream. */
export interface ProgramResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/**
 * The options for PostgreSQL's programs: as the server's user, from a folder every user can enter,
 * and without the caller's environment, in which PG* variables could bend their behaviour.
 */
export function programOptions(runAs: DatabaseUser | undefined): SpawnOptions {
  return {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' },
    ...(runAs === undefined ? {} : { uid: runAs.uid, gid: runAs.gid }),
  };
}

/** Runs a program to its end. Fails with BINARIES_NOT_RUNNABLE when it cannot be started at all. */
export async function runProgram(
  program: string,
  programArguments: readonly string[],
  runAs: DatabaseUser | undefined,
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, {
      ...programOptions(runAs),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => {
      reject(notRunnable(program, error));
    });
    child.once('close', (exitCode, signal) => {
      resolve({ exitCode, signal, output });
    });
  });
}

/** The error for a PostgreSQL program that the operating system does not run. */
export function notRunnable(program: string, cause: unknown): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    'BINARIES_NOT_RUNNABLE',
    {
      en: [
        `The embedded PostgreSQL program ${program} cannot be run on this system (${wordsOf(cause)}).`,
        'Set DATABASE_URL to a PostgreSQL database (15 or newer), or run npm ci again if the installation is damaged.',
      ],
      zh: [
        `内置 PostgreSQL 的程序 ${program} 不能在本系统上运行（${wordsOf(cause)}）。`,
        '请设置 DATABASE_URL，指向 PostgreSQL 数据库（15 或更高版本）；如安装已损坏，请重新运行 npm ci。',
      ],
    },
    { cause },
  );
}
