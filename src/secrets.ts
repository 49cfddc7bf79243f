import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FundDatabase } from './database';
import { Secrets } from './identity';
import { type Config, ConfigError } from './platform/config';

const BASE64_OF_32_BYTES = /^[A-Za-z0-9+/]{43}=$/;

/**
 * The installation's secret, which stored secrets are sealed with. On the embedded database it is made
 * on first use; for a database of the user's own it is configured, because it must not lie beside it.
 *
 * @throws ConfigError there is none, or the file does not hold one
 */
export function openSecrets(
  config: Config,
  { embedded, place }: Pick<FundDatabase, 'embedded' | 'place'>,
): Secrets {
  const own = embedded ? join(place, 'secret-key') : undefined;
  const path = config.secretKeyFile ?? own;
  if (path === undefined) throw noKey();
  if (path === own && !existsSync(path)) {
    writeFileSync(path, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return new Secrets(readKey(path));
}

const noKey = (): ConfigError => new ConfigError(['FUND_SECRET_KEY_FILE']);

function readKey(path: string): Buffer {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch {
    throw noKey();
  }
  if (!BASE64_OF_32_BYTES.test(text)) throw noKey();
  return Buffer.from(text, 'base64');
}
