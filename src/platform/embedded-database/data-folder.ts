import {
  accessSync,
  chmodSync,
  constants,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  statSync,
  type Stats,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  firstClosedFolder,
  mayEnter,
  ownerOf,
  runsAsRoot,
  serviceUser,
  userName,
  type DatabaseUser,
} from './database-user';
import { EmbeddedDatabaseError, explainFileError, systemCode } from './embedded-database-error';

/** The data root and what lies below it. All paths are real paths. */
export interface DataFolder {
  readonly root: string;
  /** The PostgreSQL data directory. */
  readonly cluster: string;
  readonly log: string;
  /** Whom the server runs as; undefined means ourselves. */
  readonly runAs: DatabaseUser | undefined;
}

const OUR_NAMES =
  /^(cluster|binaries-|socket$|launcher\.lock|postgres\.log|seal-key\.pem|checkpoints$)/;

/**
 * Creates the data root when it is not there and settles whom the server runs as. Fails with
 * DATA_FOLDER_NOT_WRITABLE, DATA_FOLDER_OF_ANOTHER_USER, DATA_FOLDER_UNREACHABLE or DISK_FULL.
 */
export function prepareDataFolder(folder: string): DataFolder {
  const wanted = resolve(folder);
  try {
    createMissingFolders(wanted);
    const root = realpathSync(wanted);
    const cluster = join(root, 'cluster');
    const runAs = runsAsRoot() ? userForRoot(root, cluster) : undefined;
    if (runAs === undefined) checkAccess(root, cluster);
    else openWayFor(runAs, root);
    return { root, cluster, log: join(root, 'postgres.log'), runAs };
  } catch (error) {
    throw explainFileError(error, wanted);
  }
}

/** Creates a folder that only the server's user can enter. */
export function makePrivateFolder(path: string, runAs: DatabaseUser | undefined): void {
  mkdirSync(path, { mode: 0o700 });
  chmodSync(path, 0o700);
  giveTo(path, runAs);
}

/** Hands a file or folder (never the target of a link) to the server's user. */
export function giveTo(path: string, runAs: DatabaseUser | undefined): void {
  if (runAs !== undefined) lchownSync(path, runAs.uid, runAs.gid);
}

/** lstat that answers undefined when there is nothing. */
export function lstatIfThere(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function createMissingFolders(path: string): void {
  const parent = dirname(path);
  const firstMade = mkdirSync(parent, { recursive: true });
  // A strict umask of root would shut the server's user out of what we have just made ourselves.
  if (firstMade !== undefined && runsAsRoot()) {
    for (let made = parent; made.length >= firstMade.length; made = dirname(made)) {
      chmodSync(made, 0o755);
    }
  }
  try {
    mkdirSync(path, { mode: runsAsRoot() ? 0o711 : 0o700 });
    if (runsAsRoot()) chmodSync(path, 0o711);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST' || !statSync(path).isDirectory()) throw error;
  }
}

function userForRoot(root: string, cluster: string): DatabaseUser {
  const owners = [lstatIfThere(cluster), statSync(root)];
  const owner = owners.find((stats) => stats !== undefined && stats.uid !== 0);
  // Only the owner of a cluster can run it; so root serves the folder of a normal user as that user.
  return owner === undefined ? serviceUser() : ownerOf(owner);
}

function openWayFor(runAs: DatabaseUser, root: string): void {
  if (!mayEnter(statSync(root), runAs) && readdirSync(root).every((name) => OUR_NAMES.test(name))) {
    chmodSync(root, statSync(root).mode | 0o011);
  }
  const closed = firstClosedFolder(root, runAs);
  if (closed === undefined) return;
  throw new EmbeddedDatabaseError('DATA_FOLDER_UNREACHABLE', {
    en: [
      `PostgreSQL does not run as root but as user ${runAs.name}, who may not enter ${closed}; so it cannot use the data folder ${root}.`,
      `Set FUND_DATA_DIR to a folder outside ${closed}, for example one below /var/lib, or set DATABASE_URL to a PostgreSQL database (15 or newer).`,
    ],
    zh: [
      `PostgreSQL 不以 root 身份运行，而以用户 ${runAs.name} 运行；该用户不能进入 ${closed}，因此无法使用数据目录 ${root}。`,
      `请把 FUND_DATA_DIR 设为 ${closed} 以外的目录，例如 /var/lib 之下；或设置 DATABASE_URL，指向 PostgreSQL 数据库（15 或更高版本）。`,
    ],
  });
}

function checkAccess(root: string, cluster: string): void {
  const owner = ownerUid(cluster) ?? statSync(root).uid;
  const isOurs = owner === process.getuid?.();
  if (isOurs || (ownerUid(cluster) === undefined && isWritable(root))) {
    accessSync(root, constants.R_OK | constants.W_OK | constants.X_OK);
    return;
  }
  throw new EmbeddedDatabaseError('DATA_FOLDER_OF_ANOTHER_USER', {
    en: [
      `The data folder ${root} belongs to another user (${userName(owner)}), and only its owner can run the database in it.`,
      `Run the command as ${userName(owner)}, or set FUND_DATA_DIR to a folder of your own, or set DATABASE_URL.`,
    ],
    zh: [
      `数据目录 ${root} 属于另一用户（${userName(owner)}），只有其所有者能运行其中的数据库。`,
      `请以 ${userName(owner)} 的身份运行，或把 FUND_DATA_DIR 设为您自己的目录，或设置 DATABASE_URL。`,
    ],
  });
}

function ownerUid(path: string): number | undefined {
  try {
    return lstatIfThere(path)?.uid;
  } catch (error) {
    if (systemCode(error) === 'EACCES') return undefined;
    throw error;
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
