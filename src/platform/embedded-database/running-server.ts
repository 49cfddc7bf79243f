import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Connection, type ServerAddress } from './connection';
import type { DataFolder } from './data-folder';
import { EmbeddedDatabaseError, systemCode, wordsOf } from './embedded-database-error';
import { runningProcess, type RunningProcess } from './running-process';
import { readServerNote, removeServerNote, serverNotePath, type ServerNote } from './server-files';
import { isOurSocketFolder, removeTemporarySocketFolder } from './socket-folder';

/** A server that answers, and the first connection to it. */
export interface ReachedServer {
  readonly address: ServerAddress;
  readonly connection: Connection;
}

const POLL_MS = 10;
/** Recovery after a crash and a shutdown both have to finish before the server answers. */
const TRANSITION_WAIT_MS = 120_000;
/** How long a server that says it is ready, or that says nothing yet, may stay silent. */
const SILENCE_WAIT_MS = 3_000;
const STOP_WAIT_MS = 60_000;
const CANNOT_CONNECT_NOW = '57P03';

/**
 * Connects to the server that runs on the data folder, waiting while it starts, recovers or stops;
 * undefined when none runs (what a dead one left behind is then cleared away). Call it under the
 * launcher lock. Fails with DATA_FOLDER_IN_USE, SERVER_NOT_REACHABLE or SERVER_TOO_SLOW.
 */
export async function reachRunningServer(
  data: DataFolder,
  connectionName: string,
): Promise<ReachedServer | undefined> {
  const begin = Date.now();
  for (;;) {
    const note = readServerNote(data);
    const waited = Date.now() - begin;
    if (note === undefined) return undefined;
    if (note === 'unreadable') {
      if (waited > SILENCE_WAIT_MS) removeServerNote(data);
    } else {
      const process = serverProcess(data, note);
      if (process === undefined) return undefined;
      const reached = await tryConnect(data, note, connectionName);
      if ('connection' in reached) return reached;
      failWhenTooLate(data, note, process, waited, reached.failure);
    }
    await sleep(POLL_MS);
  }
}

/**
 * Stops the server in the way of `pg_ctl stop -m fast` (the same signal, without its polling every
 * 100 ms and without a program that refuses to run as root) and waits for it. False when it still
 * runs after a minute.
 */
export async function stopServer(data: DataFolder): Promise<boolean> {
  const note = readServerNote(data);
  if (note === undefined || note === 'unreadable') return true;
  try {
    process.kill(note.pid, 'SIGINT');
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
  const deadline = Date.now() + STOP_WAIT_MS;
  // The server removes its note last of all; its pid may stay behind as a zombie for ever.
  while (isSameServer(data, note) && runningProcess(note.pid) !== undefined) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS / 2);
  }
  removeTemporarySocketFolder(data, note.socketFolder);
  return true;
}

function isSameServer(data: DataFolder, note: ServerNote): boolean {
  const now = readServerNote(data);
  return now !== undefined && now !== 'unreadable' && now.pid === note.pid;
}

function serverProcess(data: DataFolder, note: ServerNote): RunningProcess | undefined {
  const found = runningProcess(note.pid);
  // In a restarted container pids repeat, and the old server's may be our own now.
  if (found === undefined || found.pid === process.pid || found.pid === process.ppid) {
    removeNoteOfDeadServer(data, note);
    return undefined;
  }
  if (found.name === '' || found.name === 'postgres') return found;
  throw new EmbeddedDatabaseError('DATA_FOLDER_IN_USE', {
    en: [
      `The data folder ${data.root} is marked as in use by process ${note.pid}, which is not a PostgreSQL server but ${found.name}.`,
      `Make sure that no database runs on this folder (after a crash or from another container), then delete ${serverNotePath(data)} or stop process ${note.pid}; or set FUND_DATA_DIR to another folder.`,
    ],
    zh: [
      `数据目录 ${data.root} 标明由进程 ${note.pid} 使用，但该进程不是 PostgreSQL 服务器，而是 ${found.name}。`,
      `请先确认没有数据库在使用该目录（例如崩溃之后，或在另一容器中），再删除 ${serverNotePath(data)} 或停止进程 ${note.pid}；或把 FUND_DATA_DIR 设为另一目录。`,
    ],
  });
}

function removeNoteOfDeadServer(data: DataFolder, note: ServerNote): void {
  try {
    process.kill(note.pid, 0);
  } catch {
    // PostgreSQL clears it itself, after it has made sure that no child of the dead one is left.
    return;
  }
  // It would take a zombie, or us, for the living server.
  removeServerNote(data);
}

async function tryConnect(
  data: DataFolder,
  note: ServerNote,
  name: string,
): Promise<ReachedServer | { readonly failure: unknown }> {
  if (note.socketFolder === '') return { failure: undefined };
  if (!isOurSocketFolder(data, note.socketFolder)) {
    throw notReachable(data, note, `it listens in ${note.socketFolder}`);
  }
  const address = { host: note.socketFolder, port: note.port };
  try {
    return { address, connection: await connect(address, name) };
  } catch (failure) {
    return { failure };
  }
}

function failWhenTooLate(
  data: DataFolder,
  note: ServerNote,
  found: RunningProcess,
  waitedMs: number,
  failure: unknown,
): void {
  const inTransition =
    systemCode(failure) === CANNOT_CONNECT_NOW || ['starting', 'stopping'].includes(note.status);
  if (!inTransition && waitedMs > SILENCE_WAIT_MS) {
    throw notReachable(data, note, failure === undefined ? 'it opens no socket' : wordsOf(failure));
  }
  if (waitedMs <= TRANSITION_WAIT_MS) return;
  throw new EmbeddedDatabaseError('SERVER_TOO_SLOW', {
    en: [
      `The database server of ${data.root} (process ${found.pid}) has been ${note.status || 'starting'} for more than ${TRANSITION_WAIT_MS / 1000} seconds.`,
      `See ${data.log}; wait for it to finish and try again, or stop process ${found.pid}.`,
    ],
    zh: [
      `数据库服务器（${data.root}，进程 ${found.pid}）处于 ${note.status || 'starting'} 状态已超过 ${TRANSITION_WAIT_MS / 1000} 秒。`,
      `请查看 ${data.log}；等它完成后重试，或停止进程 ${found.pid}。`,
    ],
  });
}

function notReachable(data: DataFolder, note: ServerNote, why: string): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError('SERVER_NOT_REACHABLE', {
    en: [
      `The data folder ${data.root} is in use by the PostgreSQL server with process id ${note.pid}, which this program cannot reach (${why}).`,
      `Stop process ${note.pid} (kill -INT ${note.pid}), or set FUND_DATA_DIR to another folder, or set DATABASE_URL.`,
    ],
    zh: [
      `数据目录 ${data.root} 正由 PostgreSQL 服务器（进程号 ${note.pid}）使用，而本程序无法连接它（${why}）。`,
      `请停止进程 ${note.pid}（kill -INT ${note.pid}），或把 FUND_DATA_DIR 设为另一目录，或设置 DATABASE_URL。`,
    ],
  });
}
