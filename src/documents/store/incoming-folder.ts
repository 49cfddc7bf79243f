import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ReceivedFile } from './document-store';
import { receiveFile } from './receive-file';

/** No upload lasts so long. */
const LEFT_AFTER_MS = 86_400_000;

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;

/** Makes durable what was entered into a folder. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Names in a folder in their order; none where it is not there. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Where uploads lie until it is known what they are; only its owner reads it. */
export class IncomingFolder {
  constructor(private readonly folder: string) {}

  /** @throws DomainError BODY_TOO_LARGE, BODY_INCOMPLETE, DOCUMENT_EMPTY */
  async receive(source: Readable, mostBytes: number): Promise<ReceivedFile> {
    const made = await mkdir(this.folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) await syncFolder(dirname(made));
    return receiveFile(this.folder, source, mostBytes);
  }

  async discard({ path }: ReceivedFile): Promise<void> {
    await rm(path, { force: true });
  }

  /** Takes away uploads that broke off with their process. @returns how many */
  async removeLeftovers(): Promise<number> {
    let removed = 0;
    for (const name of await namesIn(this.folder)) {
      const path = join(this.folder, name);
      const { mtimeMs } = await stat(path);
      if (Date.now() - mtimeMs < LEFT_AFTER_MS) continue;
      await rm(path, { force: true });
      removed += 1;
    }
    return removed;
  }
}
