import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { firstClosedFolder, runsAsRoot } from './database-user';

const SYSTEM_DATA_FOLDER = '/var/lib/litigation-fund-ledger';

/**
 * Where the data of a project lives when nobody says otherwise: `.data` in the project. As root the
 * server runs as another user, so a project below a folder that is closed to others keeps its data
 * in a folder of its own below /var/lib.
 */
export function defaultDataFolder(projectFolder: string): string {
  const given = resolve(projectFolder);
  const project = existsSync(given) ? realpathSync(given) : given;
  if (!runsAsRoot() || firstClosedFolder(project, undefined) === undefined) {
    return join(project, '.data');
  }
  return join(SYSTEM_DATA_FOLDER, shortHash(project));
}

/** Enough of a hash to keep the folders of one machine apart. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
