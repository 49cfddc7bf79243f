import { readFileSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedDatabaseError } from './embedded-database-error';

/** The operating-system user that the server runs as, when it must be another than ourselves. */
export interface DatabaseUser {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/** PostgreSQL refuses to run as root, so root must hand the server to somebody else. */
export function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The user for a new data folder of root: `postgres` where there is one, else `nobody`. */
export function serviceUser(): DatabaseUser {
  const users = passwdEntries();
  const user = ['postgres', '_postgres', 'nobody']
    .map((name) => users.find((entry) => entry.name === name))
    .find((entry) => entry !== undefined && entry.uid !== 0);
  if (user !== undefined) return user;
  throw new EmbeddedDatabaseError('NO_DATABASE_USER', {
    en: [
      'PostgreSQL does not run as root, and this system has neither a user postgres nor a user nobody.',
      'Run the command as a normal user, or create a system user named postgres.',
    ],
    zh: [
      'PostgreSQL 不以 root 身份运行，而本系统既没有用户 postgres，也没有用户 nobody。',
      '请以普通用户身份运行，或建立名为 postgres 的系统用户。',
    ],
  });
}

/** The owner of existing files, as the user to run the server as. */
export function ownerOf(stats: Stats): DatabaseUser {
  return { uid: stats.uid, gid: stats.gid, name: userName(stats.uid) };
}

/** The login name of a uid, or "uid N" where it has none. */
export function userName(uid: number): string {
  return passwdEntries().find((entry) => entry.uid === uid)?.name ?? `uid ${uid}`;
}

/** Whether `user` may enter a folder (undefined: somebody of whom nothing is known but "others"). */
export function mayEnter(stats: Stats, user: DatabaseUser | undefined): boolean {
  return hasBit(stats, user, 0o1);
}

/** Whether `user` may read and execute a file or list and enter a folder. */
export function mayReadAndExecute(stats: Stats, user: DatabaseUser): boolean {
  return hasBit(stats, user, 0o5);
}

/** The first folder from `/` down to `path` itself that `user` may not enter. */
export function firstClosedFolder(
  path: string,
  user: DatabaseUser | undefined,
): string | undefined {
  const parent = dirname(path);
  const above = parent === path ? undefined : firstClosedFolder(parent, user);
  if (above !== undefined) return above;
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined || mayEnter(stats, user) ? undefined : path;
}

function hasBit(stats: Stats, user: DatabaseUser | undefined, bits: number): boolean {
  // spawn() with a uid drops all supplementary groups, so the one gid is the whole truth.
  const shift = user?.uid === stats.uid ? 6 : user?.gid === stats.gid ? 3 : 0;
  return ((stats.mode >> shift) & bits) === bits;
}

function passwdEntries(): DatabaseUser[] {
  let passwd: string;
  try {
    passwd = readFileSync('/etc/passwd', 'utf8');
  } catch {
    return [];
  }
  return passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name === undefined || !/^-?\d+$/.test(uid ?? '') || !/^-?\d+$/.test(gid ?? '')
      ? []
      : [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}
