import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataFolder } from './data-folder';
import { EmbeddedDatabaseError, explainFileError } from './embedded-database-error';
import { notRunnable, programOptions } from './run-program';
import { runningProcess } from './running-process';
import { logSince, logSize, openLog, readServerNote } from './server-files';
import { SOCKET_PORT, prepareSocketFolder, removeDeadSocket } from './socket-folder';

/** How long children of a killed server may take to notice that it is gone. */
const ORPHANS_WAIT_MS = 10_000;
const START_WAIT_MS = 120_000;
const POLL_MS = 5;

/**
 * Starts the server on a complete cluster and waits until it announces that it is ready. Call it under the launcher lock. Fails with START_FAILED, DISK_FULL or
 * BINARIES_NOT_RUNNABLE.
 */
export async function startServer(data: DataFolder, binaries: string): Promise<void> {
  const deadline = Date.now() + ORPHANS_WAIT_MS;
  for (;;) {
    const before = logSize(data);
    if (await launch(data, binaries)) return;
    const log = logSince(data, before);
    const orphansLeft = /shared memory block .* is still in use/.test(log);
    if (!orphansLeft || Date.now() > deadline) throw startFailed(data, log);
    await sleep(100);
  }
}

/** True when a server is there: ours, or that of a process that was killed while starting it. */
async function launch(data: DataFolder, binaries: string): Promise<boolean> {
  const server = join(binaries, 'bin', 'postgres');
  const socketFolder = prepareSocketFolder(data);
  removeDeadSocket(socketFolder);
  const log = openLogOrExplain(data);
  // detached: out of the terminal's process group, so that Ctrl-C there ends the command but leaves
  // the server to it, and to other commands that use it too.
  const child = spawn(server, serverArguments(data, socketFolder), {
    ...programOptions(data.runAs),
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  let ended: { readonly error?: Error } | undefined;
  child.once('error', (error) => (ended = { error }));
  child.once('exit', () => (ended ??= {}));
  const deadline = Date.now() + START_WAIT_MS;
  while (Date.now() < deadline) {
    const note = readServerNote(data);
    if (note !== undefined && note !== 'unreadable') {
      // A connection before the server is ready would only leave an alarming line in its log.
      if (note.pid === child.pid && note.status === 'ready') break;
      if (ended !== undefined && runningProcess(note.pid) !== undefined) break;
    }
    if (ended?.error !== undefined) throw notRunnable(server, ended.error);
    if (ended !== undefined) return false;
    await sleep(POLL_MS);
  }
  child.unref();
  return true;
}

function serverArguments(data: DataFolder, socketFolder: string): string[] {
  // Given with each start and not written into postgresql.conf: an old data folder, or one that was
  // moved, runs with the settings of this version.
  const settings = {
    listen_addresses: '',
    port: String(SOCKET_PORT),
    unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    max_connections: '200',
    fsync: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_destination: 'stderr',
    logging_collector: 'off',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', data.cluster, ...flags];
}

function openLogOrExplain(data: DataFolder): number {
  try {
    return openLog(data);
  } catch (error) {
    throw explainFileError(error, data.root);
  }
}

function startFailed(data: DataFolder, log: string): EmbeddedDatabaseError {
  if (log.includes('No space left on device')) {
    return new EmbeddedDatabaseError('DISK_FULL', {
      en: [
        `No space is left on the disk of the data folder ${data.root}; the database could not start.`,
        'Free some space and try again.',
      ],
      zh: [`数据目录 ${data.root} 所在磁盘空间不足，数据库无法启动。`, '请腾出空间后重试。'],
    });
  }
  const reason = log.trim().split('\n').slice(-5).join(' ') || 'its log says nothing';
  return new EmbeddedDatabaseError('START_FAILED', {
    en: [
      `The database server of ${data.root} did not start: ${reason}`,
      `See ${data.log}; remove the cause and try again, or set FUND_DATA_DIR to another folder, or set DATABASE_URL.`,
    ],
    zh: [
      `数据库服务器（${data.root}）未能启动：${reason}`,
      `请查看 ${data.log}，排除原因后重试；或把 FUND_DATA_DIR 设为另一目录，或设置 DATABASE_URL。`,
    ],
  });
}
