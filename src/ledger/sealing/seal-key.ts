import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { ExplainedError } from '../../errors';
import { type Checkpoint, checkpointBody, keyHash } from '../../verifier';

/** The key that signs checkpoints: kept in a file, never in the database. */
export interface SealKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A key file is missing or holds no Ed25519 key. */
export class SealKeyError extends ExplainedError {
  constructor(en: string, zh: string) {
    const command = 'openssl genpkey -algorithm ed25519 -out FILE';
    super({
      en: [en, `Set FUND_SEAL_KEY_FILE to a private key; \`${command}\` makes one.`],
      zh: [zh, `请把 FUND_SEAL_KEY_FILE 设为私钥文件；可用 \`${command}\` 生成。`],
    });
  }
}

const isThereAlready = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code === 'EEXIST';

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new SealKeyError(
      `The key file ${path} cannot be read (${code}).`,
      `无法读取密钥文件 ${path}（${code}）。`,
    );
  }
}

function ed25519(path: string, read: (pem: string) => KeyObject): KeyObject {
  const pem = readKeyFile(path);
  try {
    const key = read(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below: whatever is in the file, it is no key of ours.
  }
  throw new SealKeyError(
    `The file ${path} holds no Ed25519 key in PEM form.`,
    `文件 ${path} 中没有 PEM 格式的 Ed25519 密钥。`,
  );
}

/**
 * Reads the signing key: a private Ed25519 key, PEM (PKCS #8).
 *
 * @throws SealKeyError
 */
export function readSealKey(path: string): SealKey {
  const privateKey = ed25519(path, createPrivateKey);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/**
 * Reads a key to verify with; a private key will do, too.
 *
 * @throws SealKeyError
 */
export const readPublicKey = (path: string): KeyObject => ed25519(path, createPublicKey);

/** Makes a key file that only its owner can read, unless it is there. Safe in several processes. */
export function makeSealKeyIfMissing(path: string): void {
  const { privateKey } = generateKeyPairSync('ed25519');
  const draft = `${path}.${randomUUID()}`;
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(draft, pem, { mode: 0o600, flag: 'wx', flush: true });
  try {
    // A link appears with its whole content, and only where nothing was.
    linkSync(draft, path);
  } catch (error) {
    if (!isThereAlready(error)) throw error;
  } finally {
    rmSync(draft);
  }
}

/** The note of a checkpoint with its signature (C2SP tlog-checkpoint, signed-note). */
export function signCheckpoint(checkpoint: Checkpoint, key: SealKey): string {
  const body = checkpointBody(checkpoint);
  const signature = sign(null, Buffer.from(body), key.privateKey);
  const bytes = Buffer.concat([keyHash(checkpoint.origin, key.publicKey), signature]);
  return `${body}\n— ${checkpoint.origin} ${bytes.toString('base64')}\n`;
}
