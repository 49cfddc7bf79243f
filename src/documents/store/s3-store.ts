import type { Readable } from 'node:stream';
import type { DocumentStore, ReceivedFile } from './document-store';
import { IncomingFolder } from './incoming-folder';
import { requireKept } from './require-kept';
import { S3Bucket, type S3Settings } from './s3-bucket';

const KEY = /^[0-9a-f]{2}\/([0-9a-f]{64})$/;

/** Named as in a folder, so that one can be copied into the other. */
function keyOf(sha256: Buffer): string {
  const name = sha256.toString('hex');
  return `${name.slice(0, 2)}/${name}`;
}

/**
 * A bucket of an S3-compatible store with an object for each hash, `ab/ab12…`. Uploads pass through a folder of
 * this machine, where it is found out what they are.
 *
 * Where the store does not answer, or refuses, everything throws DomainError DOCUMENT_STORE_AWAY.
 */
export class S3Store implements DocumentStore {
  private readonly incoming: IncomingFolder;
  private readonly bucket: S3Bucket;

  /** @param incoming folder through which uploads pass */
  constructor(settings: S3Settings, incoming: string) {
    this.incoming = new IncomingFolder(incoming);
    this.bucket = new S3Bucket(settings);
  }

  receive(source: Readable, mostBytes: number): Promise<ReceivedFile> {
    return this.incoming.receive(source, mostBytes);
  }

  async keep(file: ReceivedFile): Promise<void> {
    const key = keyOf(file.sha256);
    // Not every store knows conditions, so it is asked first.
    if (!(await this.bucket.has(key)) && (await this.bucket.put(key, file))) return;
    await requireKept(this, file.sha256);
  }

  discard(file: ReceivedFile): Promise<void> {
    return this.incoming.discard(file);
  }

  read(sha256: Buffer): Promise<Readable | undefined> {
    return this.bucket.get(keyOf(sha256));
  }

  async *list(): AsyncGenerator<Buffer> {
    for await (const key of this.bucket.keys()) {
      const [, name] = KEY.exec(key) ?? [];
      if (name !== undefined && key.startsWith(name.slice(0, 2))) yield Buffer.from(name, 'hex');
    }
  }

  remove(sha256: Buffer): Promise<void> {
    return this.bucket.remove(keyOf(sha256));
  }

  removeLeftovers(): Promise<number> {
    return this.incoming.removeLeftovers();
  }

  /** Why the bucket cannot be reached, in one word; undefined where it can. */
  fault(): Promise<string | undefined> {
    return this.bucket.fault();
  }
}
