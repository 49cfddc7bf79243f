import type { FileHandle } from 'node:fs/promises';
import { DomainError } from '../../errors';
import { readAt } from './recognise';

const SIGNATURE_BYTES = 8;
/** Length, type and checksum of a chunk. */
const FRAME_BYTES = 12;
/** A picture of 20 MB has some thousands. */
const MOST_CHUNKS = 100_000;

/**
 * Follows the chunks of a PNG: from IHDR to IEND, and nothing after it (ISO/IEC 15948, clause 5.6).
 *
 * @throws DomainError DOCUMENT_DAMAGED
 */
export async function requireWholePng(file: FileHandle, size: number): Promise<void> {
  let position = SIGNATURE_BYTES;
  for (let chunk = 0; chunk < MOST_CHUNKS; chunk += 1) {
    const frame = await readAt(file, position, 8);
    if (frame.length < 8) break;
    const type = frame.toString('latin1', 4);
    if (chunk === 0 && type !== 'IHDR') break;
    position += FRAME_BYTES + frame.readUInt32BE(0);
    if (type === 'IEND' && position === size) return;
    if (type === 'IEND' || position > size) break;
  }
  throw new DomainError('DOCUMENT_DAMAGED', 'invalid', { format: 'png' });
}
