import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DomainError } from '../../errors';
import type { ReceivedFile } from './document-store';

const tooLarge = (most: number): DomainError =>
  new DomainError('BODY_TOO_LARGE', 'too_large', { most: `${most} bytes` });

/** The pieces of a stream; whoever stops reading leaves it open, so that its sender can be answered. */
async function* piecesOf(source: Readable): AsyncGenerator<Buffer> {
  try {
    yield* source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } catch (error) {
    throw new DomainError('BODY_INCOMPLETE', 'invalid', { fault: String(error) });
  }
}

async function writeAll(
  source: Readable,
  file: FileHandle,
  most: number,
): Promise<Pick<ReceivedFile, 'sha256' | 'size'>> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of piecesOf(source)) {
    size += piece.length;
    if (size > most) throw tooLarge(most);
    hash.update(piece);
    await file.writeFile(piece);
  }
  if (size === 0) throw new DomainError('DOCUMENT_EMPTY', 'invalid');
  await file.sync();
  return { sha256: hash.digest(), size };
}

/**
 * Writes a stream into a new file of a folder, hashing it on the way; of what is refused nothing stays.
 *
 * @throws DomainError BODY_TOO_LARGE, BODY_INCOMPLETE, DOCUMENT_EMPTY
 */
export async function receiveFile(
  folder: string,
  source: Readable,
  most: number,
): Promise<ReceivedFile> {
  const path = join(folder, randomUUID());
  const file = await open(path, 'wx', 0o600);
  try {
    return { path, ...(await writeAll(source, file, most)) };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
    // The rest is read and dropped, so that the answer reaches who is still sending.
    source.resume();
  }
}
