import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
} from 'node:crypto';

/** The installation's secret, and what is derived from it: each use has a key of its own. */
export class Secrets {
  private readonly sealingKey: Buffer;
  private readonly fingerprintKey: Buffer;
  /** Signs the tokens against cross-site requests. */
  readonly csrfKey: string;

  /** @param key 32 random bytes */
  constructor(key: Buffer) {
    if (key.length !== 32) throw new RangeError('a secret key has 32 bytes');
    this.sealingKey = derive(key, 'seal stored secrets');
    this.fingerprintKey = derive(key, 'fingerprint stored secrets');
    this.csrfKey = derive(key, 'sign csrf tokens').toString('base64');
  }

  /** Encrypts for storing (AES-256-GCM): 12 bytes nonce, 16 bytes tag, text. `context` must be given again to open it. */
  seal(text: string, context: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.sealingKey, nonce);
    cipher.setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** Tells equal texts from different ones without telling them (HMAC-SHA256), within one `context`. */
  fingerprint(text: string, context: string): Buffer {
    return createHmac('sha256', this.fingerprintKey).update(`${context}\n${text}`).digest();
  }

  /** Decrypts what `seal` made; throws where key, context or content differ. */
  open(sealed: Buffer, context: string): string {
    const decipher = createDecipheriv('aes-256-gcm', this.sealingKey, sealed.subarray(0, 12));
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(sealed.subarray(12, 28));
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
  }
}

const derive = (key: Buffer, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), use, 32));

/** A new unguessable token: 256 bits, for a cookie, a header or a link. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of a token, so that whoever reads the database cannot use it. */
export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest();
