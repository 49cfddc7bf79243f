import { createReadStream } from 'node:fs';
import { link, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { DomainError } from '../../errors';
import { hashOf } from '../hash-stream';
import type { DocumentStore, ReceivedFile } from './document-store';
import { receiveFile } from './receive-file';

const INCOMING = 'incoming';
const SHELF = /^[0-9a-f]{2}$/;
const KEPT = /^[0-9a-f]{64}$/;
/** No upload lasts so long. */
const LEFT_AFTER_MS = 86_400_000;

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;

/** Makes durable what was entered into a folder. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A folder with a file for each hash, `ab/ab12…`; only its owner reads it. */
export class FolderStore implements DocumentStore {
  constructor(readonly folder: string) {}

  async receive(source: Readable, mostBytes: number): Promise<ReceivedFile> {
    const incoming = join(this.folder, INCOMING);
    const made = await mkdir(incoming, { recursive: true, mode: 0o700 });
    if (made !== undefined) await syncFolder(dirname(made));
    return receiveFile(incoming, source, mostBytes);
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
      await this.requireUnaltered(sha256);
    }
    for (const folder of [shelf, this.folder]) await syncFolder(folder);
  }

  async discard({ path }: ReceivedFile): Promise<void> {
    await rm(path, { force: true });
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
    for (const shelf of await this.namesIn(this.folder)) {
      if (!SHELF.test(shelf)) continue;
      for (const name of await this.namesIn(join(this.folder, shelf))) {
        if (KEPT.test(name)) yield Buffer.from(name, 'hex');
      }
    }
  }

  async remove(sha256: Buffer): Promise<void> {
    await rm(this.pathOf(sha256), { force: true });
  }

  async removeLeftovers(): Promise<number> {
    const incoming = join(this.folder, INCOMING);
    let removed = 0;
    for (const name of await this.namesIn(incoming)) {
      const path = join(incoming, name);
      const { mtimeMs } = await stat(path);
      if (Date.now() - mtimeMs < LEFT_AFTER_MS) continue;
      await rm(path, { force: true });
      removed += 1;
    }
    return removed;
  }

  private async requireUnaltered(sha256: Buffer): Promise<void> {
    const found = await hashOf(createReadStream(this.pathOf(sha256)));
    if (found.equals(sha256)) return;
    throw new DomainError('DOCUMENT_ALTERED', 'conflict', {
      sha256: sha256.toString('hex'),
      fault: 'altered',
    });
  }

  private async namesIn(folder: string): Promise<string[]> {
    try {
      return (await readdir(folder)).sort();
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    }
  }

  private pathOf(sha256: Buffer): string {
    const name = sha256.toString('hex');
    return join(this.folder, name.slice(0, 2), name);
  }
}
