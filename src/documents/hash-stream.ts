import { createHash } from 'node:crypto';
import { type Readable, Transform, type TransformCallback } from 'node:stream';

/** SHA-256 of a stream's bytes. */
export async function hashOf(source: Readable): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const piece of source as AsyncIterable<Buffer>) hash.update(piece);
  return hash.digest();
}

/** Bytes on their way out are not those that were uploaded. */
export class HashDiffers extends Error {}

/**
 * Passes bytes on while it hashes them. The last piece is held back until the hash is known: of
 * anything else than the expected bytes nobody gets the whole.
 */
export class HashGate extends Transform {
  private readonly hash = createHash('sha256');
  private held: Buffer | undefined;

  constructor(private readonly expected: Buffer) {
    super();
  }

  override _transform(piece: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.hash.update(piece);
    const ready = this.held;
    this.held = piece;
    done(null, ready);
  }

  override _flush(done: TransformCallback): void {
    if (this.hash.digest().equals(this.expected)) done(null, this.held);
    else done(new HashDiffers('the bytes have another hash'));
  }
}
