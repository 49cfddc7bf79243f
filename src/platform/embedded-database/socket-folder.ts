import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, rmSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { giveTo, lstatIfThere, makePrivateFolder, type DataFolder } from './data-folder';
import { firstClosedFolder, userName } from './database-user';
import { runningProcess } from './running-process';
import { EmbeddedDatabaseError } from './embedded-database-error';

/** Only a part of the socket's file name: the server opens no TCP port, so none can be taken. */
export const SOCKET_PORT = 5432;

/** The system's own limit is 104 bytes on macOS and 108 on Linux, the closing zero included. */
const SOCKET_PATH_LIMIT_BYTES = 100;

const SOCKET_NAME = `.s.PGSQL.${SOCKET_PORT}`;

/**
 * A private folder (mode 0700) for the server's socket: `socket` in the data root, or, where that
 * path would be too long for a socket, a short one below the temporary folder.
 */
export function prepareSocketFolder(data: DataFolder): string {
  const folder = socketFolderCandidates(data).find(fits);
  if (folder === undefined) {
    throw new EmbeddedDatabaseError('SOCKET_PATH_TOO_LONG', {
      en: [
        `Neither ${data.root} nor the temporary folder ${tmpdir()} has a path short enough for a database socket.`,
        'Set FUND_DATA_DIR to a folder with a shorter path.',
      ],
      zh: [
        `${data.root} 和临时目录 ${tmpdir()} 的路径都太长，不能存放数据库套接字。`,
        '请把 FUND_DATA_DIR 设为路径较短的目录。',
      ],
    });
  }
  const there = lstatIfThere(folder);
  const owner = data.runAs?.uid ?? process.getuid?.();
  if (there === undefined) {
    makePrivateFolder(folder, data.runAs);
  } else if (there.isDirectory() && there.uid === 0 && process.getuid?.() === 0) {
    // A killed root process may have made it without handing it over.
    giveTo(folder, data.runAs);
  } else if (!there.isDirectory() || there.uid !== owner || (there.mode & 0o077) !== 0) {
    throw new EmbeddedDatabaseError('SOCKET_FOLDER_NOT_PRIVATE', {
      en: [
        `The socket folder ${folder} is not a private folder of the database's user (owner: ${userName(there.uid)}).`,
        `Remove ${folder} and try again.`,
      ],
      zh: [
        `套接字目录 ${folder} 不是数据库用户的私有目录（所有者：${userName(there.uid)}）。`,
        `请删除 ${folder} 后重试。`,
      ],
    });
  }
  return folder;
}

/** Whether a server that announces this socket folder was started by us for this data root. */
export function isOurSocketFolder(data: DataFolder, folder: string): boolean {
  return folder === join(data.root, 'socket') || folder.endsWith(`/${shortName(data)}`);
}

/**
 * Removes what a killed server left in its socket folder. PostgreSQL does it too, but keeps off when
 * the pid of the dead one belongs to another process by now.
 */
export function removeDeadSocket(folder: string): void {
  const socket = join(folder, SOCKET_NAME);
  const note = `${socket}.lock`;
  if (!existsSync(note)) return;
  const [pid = ''] = readFileSync(note, 'utf8').split('\n');
  const holder = /^\d+$/.test(pid) ? runningProcess(Number(pid)) : undefined;
  if (holder !== undefined && ['', 'postgres'].includes(holder.name)) return;
  rmSync(note, { force: true });
  rmSync(socket, { force: true });
}

/** Removes the socket folder of a stopped server when it lies outside the data root. */
export function removeTemporarySocketFolder(data: DataFolder, folder: string): void {
  if (folder === join(data.root, 'socket') || !isOurSocketFolder(data, folder)) return;
  try {
    rmdirSync(folder);
  } catch {
    // An empty private folder in the temporary folder harms nobody.
  }
}

function socketFolderCandidates(data: DataFolder): string[] {
  const temporary = [tmpdir(), '/tmp']
    .filter((folder) => existsSync(folder))
    .map((folder) => realpathSync(folder))
    .filter(
      (folder) => data.runAs === undefined || firstClosedFolder(folder, data.runAs) === undefined,
    )
    .map((folder) => join(folder, shortName(data)));
  return [join(data.root, 'socket'), ...temporary];
}

function shortName(data: DataFolder): string {
  return `fund-${createHash('sha256').update(data.root).digest('hex').slice(0, 16)}`;
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, SOCKET_NAME)) <= SOCKET_PATH_LIMIT_BYTES;
}
