import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { firstOnPath, installAsRoot, PATIENCE, run } from './system-packages';

/** A redis-server that can be run, and what it needs around it. */
export interface RedisBinary {
  readonly path: string;
  readonly libraries: string | undefined;
}

const CACHE = join(__dirname, '..', '..', '.cache', 'redis');
/** Debian keeps the program in redis-tools under another name; the name it is called by decides. */
const DEBIAN_PROGRAM = join('usr', 'bin', 'redis-check-rdb');

function works(path: string, libraries?: string): RedisBinary | undefined {
  if (!existsSync(path)) return undefined;
  const environment = libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries };
  const { isWell } = run(path, ['--version'], { environment });
  return isWell ? { path, libraries } : undefined;
}

function onPath(): RedisBinary | undefined {
  return firstOnPath('redis-server', works);
}

/** A link with the name that makes Debian's program a server. */
function linkTo(program: string): string {
  const link = join(CACHE, 'redis-server');
  mkdirSync(CACHE, { recursive: true });
  const present = lstatSync(link, { throwIfNoEntry: false });
  // Left alone where it is right: another test process may be starting from it.
  if (present?.isSymbolicLink() === true && readlinkSync(link) === program) return link;
  rmSync(link, { force: true });
  symlinkSync(program, link);
  return link;
}

/** Installs redis-tools, not redis-server: the same program without a service that would start. */
function installed(): RedisBinary | undefined {
  return installAsRoot('redis-tools') ? works(linkTo(join('/', DEBIAN_PROGRAM))) : undefined;
}

/** Downloads redis-tools and its libraries without touching the system, and unpacks them. */
function unpacked(): RedisBinary | undefined {
  const packages = join(CACHE, 'packages');
  const root = join(CACHE, 'root');
  for (const folder of ['lists/partial', 'archives/partial', 'deb']) {
    mkdirSync(join(packages, folder), { recursive: true });
  }
  const own = [
    ...PATIENCE,
    ...['-o', `Dir::State::Lists=${join(packages, 'lists')}`],
    ...['-o', `Dir::Cache=${packages}`],
  ];
  if (!run('apt-get', [...own, 'update']).isWell) return undefined;
  const { output } = run('apt-cache', [...own, 'depends', '--important', 'redis-tools']);
  const libraries = [...output.matchAll(/Depends: (lib[\w.+-]+)/g)].flatMap(([, name]) =>
    name === undefined || name === 'libc6' ? [] : [name],
  );
  for (const name of ['redis-tools', ...libraries]) {
    run('apt-get', [...own, 'download', name], { cwd: join(packages, 'deb') });
  }
  for (const file of readdirSync(join(packages, 'deb'))) {
    run('dpkg-deb', ['-x', join(packages, 'deb', file), root]);
  }
  rmSync(packages, { recursive: true, force: true });
  return fromCache();
}

function libraryFolders(): string {
  const base = join(CACHE, 'root', 'usr', 'lib');
  if (!existsSync(base)) return '';
  const folders = readdirSync(base, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => join(base, name)).join(delimiter);
}

function fromCache(): RedisBinary | undefined {
  const program = join(CACHE, 'root', DEBIAN_PROGRAM);
  if (existsSync(program)) return works(linkTo(program), libraryFolders());
  return works(join(CACHE, 'redis-server'));
}

let found: RedisBinary | undefined;

/**
 * Finds redis-server, or gets it: from PATH, from the cache of the project, installed with apt as
 * root, else unpacked from Debian's packages into the cache.
 *
 * @throws Error that says what to install, where none of it works
 */
export function findRedis(): RedisBinary {
  found ??= onPath() ?? fromCache() ?? installed() ?? unpacked();
  if (found !== undefined) return found;
  throw new Error(
    'These tests need a real Redis and could not get one. Install redis-server 6.2 or newer so that ' +
      '"redis-server --version" works (Debian and Ubuntu: "apt-get install redis-server", ' +
      'macOS: "brew install redis"), and run them again.',
  );
}

/** Of the redis-server that the tests run; undefined where there is none. */
export function redisVersion(): string | undefined {
  if (found === undefined) return undefined;
  const { path, libraries } = found;
  const environment = libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries };
  return /\bv=(\S+)/.exec(run(path, ['--version'], { environment }).output)?.[1];
}

/**
 * Gets redis-server once for a whole run, so that the test processes do not all try to. Failing is
 * left to the tests that need it.
 */
export function prepareRedis(): void {
  try {
    findRedis();
  } catch {
    // The tests that need it say what to install.
  }
}
