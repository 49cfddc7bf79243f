import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sealTrailBehind } from './audit';
import type { FundDatabase } from './database';
import {
  CheckpointFolder,
  makeSealKeyIfMissing,
  readPublicKey,
  readSealKey,
  type Sealing,
} from './ledger';
import type { Config } from './platform/config';

type Place = Pick<FundDatabase, 'embedded' | 'place'>;

/** The embedded database has a folder of ours beside it; on another one nothing is ours. */
const ownPlace = ({ embedded, place }: Place, name: string): string | undefined =>
  embedded ? join(place, name) : undefined;

/**
 * The key and the folder for sealing. On the embedded database a key is made on first use; with a
 * database of the user's own and no key configured, sealing is off.
 *
 * @throws SealKeyError the configured key cannot be used
 */
export function openSealing(config: Config, database: Place): Sealing | undefined {
  const ownKey = ownPlace(database, 'seal-key.pem');
  const path = config.sealKeyFile ?? ownKey;
  if (path === undefined) return undefined;
  if (path === ownKey) makeSealKeyIfMissing(path);
  const folder = config.checkpointFolder ?? ownPlace(database, 'checkpoints');
  return {
    key: readSealKey(path),
    folder: folder === undefined ? undefined : new CheckpointFolder(folder),
    alongside: sealTrailBehind,
  };
}

/** The key that the checkpoints of this installation are signed with, where there is one already. */
export function sealPublicKey(config: Config, database: Place): KeyObject | undefined {
  const own = ownPlace(database, 'seal-key.pem');
  const path = config.sealKeyFile ?? (own !== undefined && existsSync(own) ? own : undefined);
  return path === undefined ? undefined : readPublicKey(path);
}
