import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { DomainError } from '../errors';
import { LARGEST_STATEMENT } from './reading/read-statement';

/** A file as it came. */
export interface ReceivedStatement {
  readonly bytes: Buffer;
  readonly hash: Buffer;
}

export const hashOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** @throws DomainError BODY_TOO_LARGE, BODY_INCOMPLETE */
export async function receiveFile(body: Readable): Promise<ReceivedStatement> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      size += piece.length;
      // What is too large is read to its end, so that the answer reaches who is still sending, and kept nowhere.
      if (size <= LARGEST_STATEMENT) pieces.push(piece);
    }
  } catch {
    throw new DomainError('BODY_INCOMPLETE', 'invalid');
  }
  if (size > LARGEST_STATEMENT) {
    throw new DomainError('BODY_TOO_LARGE', 'too_large', { most: `${LARGEST_STATEMENT} bytes` });
  }
  const bytes = Buffer.concat(pieces);
  return { bytes, hash: hashOf(bytes) };
}
