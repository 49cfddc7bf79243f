import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedDatabaseError, explainFileError, systemCode } from './embedded-database-error';
import { ownStartMark, runningProcess } from './running-process';

/** Longer than the slowest honest holder: a server that recovers from a crash. */
const LOCK_WAIT_MS = 150_000;
const POLL_MS = 10;
const LOCK_NAME = /^launcher\.lock\.(\d+)$/;
const RELEASED = 'released';

/**
 * Runs `work` while no other process runs its own on the same data folder. A lock whose holder is
 * dead is taken over. Fails with LAUNCHER_BUSY when a living holder keeps it for `waitMs`
 * (milliseconds).
 *
 * The lock is the file `launcher.lock.<n>` with the highest n; to lock means to create the next n,
 * which only one can. A single file that is deleted and made anew would not do: of two processes
 * that find it stale the slower one would delete the fresh lock of the faster one.
 */
export async function withLauncherLock<T>(
  folder: string,
  work: () => Promise<T>,
  waitMs = LOCK_WAIT_MS,
): Promise<T> {
  const lock = await acquire(folder, waitMs);
  try {
    return await work();
  } finally {
    giveBack(lock);
  }
}

async function acquire(folder: string, waitMs: number): Promise<string> {
  const deadline = Date.now() + waitMs;
  const draft = join(folder, `launcher.lock.draft-${process.pid}-${process.hrtime.bigint()}`);
  try {
    // Linked into place with its content: a lock file without a holder in it never exists.
    writeFileSync(draft, `${process.pid} ${ownStartMark()}`, { flag: 'wx', mode: 0o644 });
    for (;;) {
      const current = newestLock(folder);
      const holder = livingHolder(folder, current);
      if (holder === undefined) {
        const lock = tryTake(folder, draft, current + 1);
        if (lock !== undefined) return lock;
      } else if (Date.now() > deadline) {
        throw new EmbeddedDatabaseError('LAUNCHER_BUSY', {
          en: [
            `Process ${holder} has been starting or stopping the database of ${folder} for more than ${Math.ceil(waitMs / 1000)} seconds.`,
            `Wait for process ${holder} to end, or stop it, and try again.`,
          ],
          zh: [
            `进程 ${holder} 正在启动或停止 ${folder} 的数据库，已超过 ${Math.ceil(waitMs / 1000)} 秒。`,
            `请等待进程 ${holder} 结束，或停止它，然后重试。`,
          ],
        });
      }
      await sleep(POLL_MS * (0.5 + Math.random()));
    }
  } catch (error) {
    throw explainFileError(error, folder);
  } finally {
    rmSync(draft, { force: true });
  }
}

function tryTake(folder: string, draft: string, generation: number): string | undefined {
  const lock = join(folder, `launcher.lock.${generation}`);
  try {
    linkSync(draft, lock);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return undefined;
    throw error;
  }
  // We looked before we linked: in between others may have gone through several generations and
  // have cleared ours away. The newest file always stays, so a second look tells.
  if (newestLock(folder) > generation) {
    rmSync(lock, { force: true });
    return undefined;
  }
  for (const older of lockGenerations(folder)) {
    if (older < generation) rmSync(join(folder, `launcher.lock.${older}`), { force: true });
  }
  return lock;
}

function giveBack(lock: string): void {
  const note = `${lock}.${RELEASED}`;
  try {
    writeFileSync(note, RELEASED, { mode: 0o644 });
    renameSync(note, lock);
  } catch {
    // The folder is gone or the disk is full; the lock falls when this process ends.
    rmSync(note, { force: true });
  }
}

function livingHolder(folder: string, generation: number): number | undefined {
  let content: string;
  try {
    content = readFileSync(join(folder, `launcher.lock.${generation}`), 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const [pidText = '', startMark = ''] = content.split(' ');
  if (!/^\d+$/.test(pidText)) return undefined;
  const holder = runningProcess(Number(pidText));
  if (holder === undefined) return undefined;
  const sameProcess = startMark === '' || holder.startMark === '' || startMark === holder.startMark;
  return sameProcess ? holder.pid : undefined;
}

function newestLock(folder: string): number {
  return Math.max(0, ...lockGenerations(folder));
}

function lockGenerations(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => {
    const generation = LOCK_NAME.exec(name)?.[1];
    return generation === undefined ? [] : [Number(generation)];
  });
}
