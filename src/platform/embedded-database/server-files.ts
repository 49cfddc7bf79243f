import {
  closeSync,
  constants,
  openSync,
  readFileSync,
  readSync,
  fstatSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { giveTo, lstatIfThere, type DataFolder } from './data-folder';
import { systemCode } from './embedded-database-error';

/** What a running server says of itself in its postmaster.pid. */
export interface ServerNote {
  readonly pid: number;
  readonly port: number;
  /** '' while the server has not opened its socket yet. */
  readonly socketFolder: string;
  /** 'starting', 'stopping', 'ready', 'standby' or '' before the first of them. */
  readonly status: string;
}

const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
const LOG_TAIL_BYTES = 4096;

/**
 * Reads postmaster.pid: undefined when there is none, 'unreadable' when it holds no process id (the
 * server is writing it this moment, or died over it).
 */
export function readServerNote(data: DataFolder): ServerNote | 'unreadable' | undefined {
  let text: string;
  try {
    text = readFileSync(serverNotePath(data), 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const lines = text.split('\n');
  const [pid = '', , , port = '', socketFolder = '', , , status = ''] = lines;
  // A standalone backend writes its pid with a minus.
  if (!/^-?\d+$/.test(pid.trim())) return 'unreadable';
  return {
    pid: Math.abs(Number(pid)),
    port: /^\d+$/.test(port) ? Number(port) : 0,
    socketFolder,
    status: status.trim(),
  };
}

/** Removes the note of a server that is known to be dead. */
export function removeServerNote(data: DataFolder): void {
  rmSync(serverNotePath(data), { force: true });
}

/** The path of postmaster.pid. */
export function serverNotePath(data: DataFolder): string {
  return join(data.cluster, 'postmaster.pid');
}

/** Opens the log for appending, after putting a grown one aside. The caller closes it. */
export function openLog(data: DataFolder): number {
  const there = lstatIfThere(data.log);
  if (there !== undefined && there.size > LOG_LIMIT_BYTES) renameSync(data.log, `${data.log}.1`);
  // Not through a link: root appends here in a folder that another user may own.
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
  const file = openSync(data.log, flags, 0o600);
  giveTo(data.log, data.runAs);
  return file;
}

/** The size of the log in bytes, to be given to `logSince` later. */
export function logSize(data: DataFolder): number {
  return lstatIfThere(data.log)?.size ?? 0;
}

/** The newest lines (at most 4 KiB) that came after the log had `size` bytes. */
export function logSince(data: DataFolder, size: number): string {
  const file = openSync(data.log, 'r');
  try {
    const end = fstatSync(file).size;
    const start = Math.max(Math.min(size, end), end - LOG_TAIL_BYTES);
    const buffer = Buffer.alloc(end - start);
    readSync(file, buffer, 0, buffer.length, start);
    return buffer.toString('utf8');
  } finally {
    closeSync(file);
  }
}
