import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { lstatIfThere, makePrivateFolder, type DataFolder } from './data-folder';
import { EmbeddedDatabaseError, explainFileError, systemCode } from './embedded-database-error';
import { runProgram, type ProgramResult } from './run-program';

/** The only role that the server has until the caller makes others. */
export const SUPERUSER = 'postgres';

const UNFINISHED_PREFIX = 'cluster.unfinished-';

// The server listens on nothing but a socket in a folder of mode 0700. Whoever can reach it is the
// owner of the data or root, and both could read the files as well; a password would protect
// nothing and would have to lie around in a file.
const HOST_BASED_ACCESS = `local all all trust\n`;

/**
 * Fails with DATA_OF_ANOTHER_VERSION when the cluster was made by another major version of
 * PostgreSQL than `major`, and with DATA_FOLDER_DAMAGED when it is no cluster at all.
 */
export function checkClusterVersion(data: DataFolder, major: string): void {
  if (lstatIfThere(data.cluster) === undefined) return;
  let found: string;
  try {
    found = readFileSync(join(data.cluster, 'PG_VERSION'), 'utf8').trim();
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw explainFileError(error, data.root);
    throw new EmbeddedDatabaseError(
      'DATA_FOLDER_DAMAGED',
      {
        en: [
          `The folder ${data.cluster} is there but holds no PostgreSQL data (no file PG_VERSION).`,
          'Restore the data folder from a backup, or set FUND_DATA_DIR to another folder.',
        ],
        zh: [
          `目录 ${data.cluster} 存在，但其中没有 PostgreSQL 数据（没有 PG_VERSION 文件）。`,
          '请从备份恢复数据目录，或把 FUND_DATA_DIR 设为另一目录。',
        ],
      },
      { cause: error },
    );
  }
  if (found === major) return;
  throw new EmbeddedDatabaseError('DATA_OF_ANOTHER_VERSION', {
    en: [
      `The data folder ${data.root} was made by PostgreSQL ${found}, but this program brings PostgreSQL ${major}.`,
      `Carry the data over with pg_dump of version ${found} and restore it, or set FUND_DATA_DIR to a new folder, or set DATABASE_URL.`,
    ],
    zh: [
      `数据目录 ${data.root} 由 PostgreSQL ${found} 建立，而本程序自带的是 PostgreSQL ${major}。`,
      `请用 ${found} 版的 pg_dump 导出数据再恢复，或把 FUND_DATA_DIR 设为新目录，或设置 DATABASE_URL。`,
    ],
  });
}

/**
 * Makes the cluster when there is none: in a sibling folder that is renamed when it is complete, so
 * that an interruption leaves nothing that looks like a cluster. Call it under the launcher lock.
 * Fails with INIT_FAILED or DISK_FULL.
 */
export async function createClusterIfMissing(data: DataFolder, binaries: string): Promise<boolean> {
  if (lstatIfThere(data.cluster) !== undefined) return false;
  removeUnfinished(data.root);
  // A name of its own each time: the initdb of a killed process may still be writing into its own.
  const draft = join(data.root, `${UNFINISHED_PREFIX}${process.pid}-${process.hrtime.bigint()}`);
  try {
    makePrivateFolder(draft, data.runAs);
    const result = await runProgram(
      join(binaries, 'bin', 'initdb'),
      initArguments(draft),
      data.runAs,
    );
    if (result.exitCode !== 0) throw initFailed(data, result);
    writeFileSync(join(draft, 'pg_hba.conf'), HOST_BASED_ACCESS, { flush: true });
    renameSync(draft, data.cluster);
    flushFolder(data.root);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw explainFileError(error, data.root);
  }
  return true;
}

/** Without it a power failure could undo the rename and take the first commits with it. */
function flushFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function initArguments(folder: string): string[] {
  return [
    ['-D', folder],
    ['-U', SUPERUSER],
    '--encoding=UTF8',
    '--locale=C',
    // Sorts by code point, the same on every machine and for ever: no system library can change
    // the order under an index.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--auth-local=trust',
    '--auth-host=reject',
    '--no-instructions',
  ].flat();
}

function initFailed(data: DataFolder, result: ProgramResult): EmbeddedDatabaseError {
  if (result.output.includes('No space left on device')) {
    return new EmbeddedDatabaseError('DISK_FULL', {
      en: [
        `No space is left on the disk of the data folder ${data.root}; the database could not be created.`,
        'Free some space, or set FUND_DATA_DIR to a folder on another disk.',
      ],
      zh: [
        `数据目录 ${data.root} 所在磁盘空间不足，未能建立数据库。`,
        '请腾出空间，或把 FUND_DATA_DIR 设为另一磁盘上的目录。',
      ],
    });
  }
  const lines = result.output.split('\n').filter((line) => /error|fatal|hint|detail/i.test(line));
  const end = result.signal ?? `exit code ${result.exitCode ?? '?'}`;
  const reason = lines.length > 0 ? lines.join(' ') : `it ended with ${end}`;
  return new EmbeddedDatabaseError('INIT_FAILED', {
    en: [
      `The database could not be created in ${data.root}: ${reason}`,
      'Remove the cause and try again, or set FUND_DATA_DIR to another folder, or set DATABASE_URL.',
    ],
    zh: [
      `未能在 ${data.root} 建立数据库：${reason}`,
      '请排除原因后重试，或把 FUND_DATA_DIR 设为另一目录，或设置 DATABASE_URL。',
    ],
  });
}

function removeUnfinished(root: string): void {
  for (const name of readdirSync(root)) {
    if (!name.startsWith(UNFINISHED_PREFIX)) continue;
    try {
      rmSync(join(root, name), { recursive: true, force: true });
    } catch (error) {
      // An orphaned initdb may add files while we remove them; the next start sweeps again.
      if (systemCode(error) !== 'ENOTEMPTY') throw error;
    }
  }
}
