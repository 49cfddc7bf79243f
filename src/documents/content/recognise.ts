import type { FileHandle } from 'node:fs/promises';
import { DomainError } from '../../errors';
import { MEDIA_TYPES, type ArchiveFormat, type Format } from './media-types';

const HEAD_BYTES = 1_024;
/** A ZIP ends with 22 bytes and a comment of at most 65,535. */
const TAIL_BYTES = 22 + 65_535;

/** What a file begins like; of archives and XML the content decides what they are. */
export type Kind = Exclude<Format, ArchiveFormat> | 'archive';

/** The parts of a file that tell what it is. */
export interface Ends {
  readonly size: number;
  readonly head: Buffer;
  readonly tail: Buffer;
}

/** Reads so many bytes from a place on, or what is left from there. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

export async function readEnds(file: FileHandle, size: number): Promise<Ends> {
  const tailFrom = Math.max(0, size - TAIL_BYTES);
  return {
    size,
    head: await readAt(file, 0, Math.min(HEAD_BYTES, size)),
    tail: await readAt(file, tailFrom, size - tailFrom),
  };
}

const BEGINNINGS: readonly (readonly [Kind, RegExp])[] = [
  ['pdf', /^%PDF-[12]\.\d/],
  ['png', /^\x89PNG\r\n\x1a\n/],
  ['jpg', /^\xff\xd8\xff/],
  ['archive', /^PK\x03\x04/],
  ['xml', /^(\xef\xbb\xbf)?[\t\n\r ]*</],
];

/** Where a page or a drawing with scripts begins, in whichever case. */
const WEB_PAGE = /<(!doctype html|html|svg|script|iframe)\b/i;

/** Bytes as text, one character each. */
const asText = (bytes: Buffer): string => bytes.toString('latin1');

const refused = (found?: string): DomainError =>
  new DomainError('DOCUMENT_TYPE_REFUSED', 'invalid', {
    ...(found !== undefined && { found }),
    accepted: Object.values(MEDIA_TYPES),
  });

export { refused as typeRefused };

/** Whether the file ends as an archive does, whatever it begins with. */
function endsAsArchive(tail: Buffer): boolean {
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== 0x06054b50) continue;
    if (at + 22 + tail.readUInt16LE(at + 20) === tail.length) return true;
  }
  return false;
}

/** What else a file is, besides what it begins as. */
function alsoIs(kind: Kind, { head, tail }: Ends): string | undefined {
  if (kind !== 'pdf' && asText(head).includes('%PDF-')) return 'pdf';
  if (kind !== 'archive' && endsAsArchive(tail)) return 'archive';
  if (kind !== 'xml' && WEB_PAGE.test(asText(head))) return 'web page';
  return undefined;
}

/**
 * What a file is, by its first bytes; what begins as two things is none.
 *
 * @throws DomainError DOCUMENT_TYPE_REFUSED, DOCUMENT_AMBIGUOUS, DOCUMENT_DAMAGED
 */
export function recognise(ends: Ends): Kind {
  const head = asText(ends.head);
  const kind = BEGINNINGS.find(([, beginning]) => beginning.test(head))?.[0];
  if (kind === undefined) throw refused();
  if (kind === 'xml' && WEB_PAGE.test(head)) throw refused('web page or SVG');
  const also = alsoIs(kind, ends);
  if (also !== undefined) {
    throw new DomainError('DOCUMENT_AMBIGUOUS', 'invalid', { format: kind, also });
  }
  requireEnd(kind, ends);
  return kind;
}

/** ISO 32000-1, 7.5.5: the last line of a PDF; ISO/IEC 10918-1, B.1.1.3: the last marker of a JPEG. */
function requireEnd(kind: Kind, { tail }: Ends): void {
  const isWhole = {
    pdf: () => asText(tail.subarray(-HEAD_BYTES)).includes('%%EOF'),
    jpg: () => tail.includes(Buffer.from([0xff, 0xd9])),
    png: () => true,
    archive: () => endsAsArchive(tail),
    xml: () => true,
  }[kind];
  if (!isWhole()) throw new DomainError('DOCUMENT_DAMAGED', 'invalid', { format: kind });
}
