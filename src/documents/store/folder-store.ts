import { link, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { DocumentStore, ReceivedFile } from './document-store';
import { IncomingFolder, namesIn, syncFolder } from './incoming-folder';
import { requireKept } from './require-kept';

const SHELF = /^[0-9a-f]{2}$/;
const KEPT = /^[0-9a-f]{64}$/;

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;

/** A folder with a file for each hash, `ab/ab12…`; only its owner reads it. */
export class FolderStore implements DocumentStore {
  private readonly incoming: IncomingFolder;

  constructor(readonly folder: string) {
    this.incoming = new IncomingFolder(join(folder, 'incoming'));
  }

  receive(source: Readable, mostBytes: number): Promise<ReceivedFile> {
    return this.incoming.receive(source, mostBytes);
  }

  async keep({ path, sha256 }: ReceivedFile): Promise<void> {
    const kept = this.pathOf(sha256);
    const shelf = dirname(kept);
    await mkdir(shelf, { recursive: true, mode: 0o700 });
    try {
      // A link appears with its whole content, and only where nothing was.
      await link(path, kept);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      await requireKept(this, sha256);
    }
    for (const folder of [shelf, this.folder]) await syncFolder(folder);
  }

  discard(file: ReceivedFile): Promise<void> {
    return this.incoming.discard(file);
  }

  async read(sha256: Buffer): Promise<Readable | undefined> {
    try {
      const handle = await open(this.pathOf(sha256), 'r');
      return handle.createReadStream();
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  async *list(): AsyncGenerator<Buffer> {
    for (const shelf of await namesIn(this.folder)) {
      if (!SHELF.test(shelf)) continue;
      for (const name of await namesIn(join(this.folder, shelf))) {
        if (KEPT.test(name)) yield Buffer.from(name, 'hex');
      }
    }
  }

  async remove(sha256: Buffer): Promise<void> {
    await rm(this.pathOf(sha256), { force: true });
  }

  removeLeftovers(): Promise<number> {
    return this.incoming.removeLeftovers();
  }

  private pathOf(sha256: Buffer): string {
    const name = sha256.toString('hex');
    return join(this.folder, name.slice(0, 2), name);
  }
}
