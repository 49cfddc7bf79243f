import { type KeyObject, verify as verifySignature } from 'node:crypto';
import { sha256 } from './tree';

/** Signed checkpoints by C2SP tlog-checkpoint and signed-note. */

/** Names the book and how it is hashed: the first line of a checkpoint. */
export const originOf = (book: string): string => `fund-ledger/${book}/rfc6962-sha256`;

/** What a checkpoint says: the log had `size` journals or events, and their tree this root. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Buffer;
}

/** What is signed: everything before the blank line, with its last line feed (C2SP signed-note). */
export const checkpointBody = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${root.toString('base64')}\n`;

/** The four bytes by which a signature names its key (C2SP signed-note, type 1 = Ed25519). */
export function keyHash(name: string, publicKey: KeyObject): Buffer {
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return sha256(Buffer.concat([Buffer.from(`${name}\n\x01`), raw])).subarray(0, 4);
}

const NOTE =
  /^((?:\S+)\n(?:0|[1-9]\d{0,17})\n[A-Za-z0-9+/]{43}=\n)\n((?:— \S+ [A-Za-z0-9+/]+={0,2}\n)+)$/;

/** Reads a checkpoint without looking at its signatures; undefined where it is none. */
export function readCheckpoint(note: string): Checkpoint | undefined {
  const [origin = '', size = '', root = ''] = NOTE.exec(note)?.[1]?.split('\n') ?? [];
  return origin === ''
    ? undefined
    : { origin, size: BigInt(size), root: Buffer.from(root, 'base64') };
}

/** Whether one of the signatures of a checkpoint is the key's, under the name of the origin. */
export function isSignedBy(note: string, publicKey: KeyObject): boolean {
  const [, body = '', lines = ''] = NOTE.exec(note) ?? [];
  const name = body.slice(0, body.indexOf('\n'));
  const hash = keyHash(name, publicKey);
  return lines.split('\n').some((line) => {
    const [, signer, encoded = ''] = line.split(' ');
    const bytes = Buffer.from(encoded, 'base64');
    // The last letter has two bits that say nothing: another spelling of the same bytes is no signature.
    if (signer !== name || bytes.toString('base64') !== encoded) return false;
    if (bytes.length !== 68 || !bytes.subarray(0, 4).equals(hash)) return false;
    return verifySignature(null, Buffer.from(body), publicKey, bytes.subarray(4));
  });
}
