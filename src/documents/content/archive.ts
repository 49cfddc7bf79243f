import type { Readable } from 'node:stream';
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl';
import { DomainError } from '../../errors';
import type { ArchiveFormat } from './media-types';

export const MOST_ENTRIES = 200;
/** Of one entry, in bytes, unpacked. */
export const MOST_ENTRY_BYTES = 20 * 1_024 * 1_024;
/** Of all entries together, in bytes, unpacked. */
export const MOST_UNPACKED_BYTES = 50 * 1_024 * 1_024;

const NESTED_NAME =
  /\.(zip|7z|rar|gz|tgz|bz2|xz|zst|tar|cab|jar|ofd|docx?|docm|xlsx?|xlsm|pptx?|pptm)$/i;
/** Beginnings of ZIP, gzip, 7z, RAR, bzip2, xz, Zstandard and OLE. */
const NESTED_CONTENT =
  /^(PK\x03\x04|\x1f\x8b\x08|7z\xbc\xaf|Rar!|BZh[1-9]|\xfd7zXZ|\x28\xb5\x2f\xfd|\xd0\xcf\x11\xe0)/;
const MACROS = /(^|\/)vbaProject\.bin$/i;

const refusal = (fault: string, more: object = {}): DomainError =>
  new DomainError('DOCUMENT_ARCHIVE_REFUSED', 'invalid', { fault, ...more });

/** What an archive says of itself, before anything is unpacked. */
async function readDirectory(archive: ZipFile): Promise<Entry[]> {
  if (archive.entryCount > MOST_ENTRIES) throw refusal('too_many_entries', { most: MOST_ENTRIES });
  const entries: Entry[] = [];
  let unpacked = 0;
  for await (const entry of archive.eachEntry()) {
    unpacked += entry.uncompressedSize;
    requireFit(entry, unpacked);
    entries.push(entry);
  }
  const names = new Set(entries.map(({ fileName }) => fileName.toLowerCase()));
  if (names.size < entries.length) throw refusal('name_twice');
  return entries;
}

function requireFit(entry: Entry, unpacked: number): void {
  const { fileName, uncompressedSize } = entry;
  if (uncompressedSize > MOST_ENTRY_BYTES) {
    throw refusal('entry_too_large', { most: `${MOST_ENTRY_BYTES} bytes` });
  }
  if (unpacked > MOST_UNPACKED_BYTES) {
    throw refusal('unpacked_too_large', { most: `${MOST_UNPACKED_BYTES} bytes` });
  }
  if (entry.isEncrypted() || !entry.canDecodeFileData()) throw refusal('cannot_be_unpacked');
  if (NESTED_NAME.test(fileName)) throw refusal('nested_archive');
  if (MACROS.test(fileName)) throw refusal('macros');
}

/** Unpacks an entry into nothing, counting; what it says of its size was checked, what comes is as well. */
async function unpack(archive: ZipFile, entry: Entry, before: number): Promise<number> {
  const stream: Readable = await archive.openReadStreamPromise(entry);
  let size = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    if (size === 0 && NESTED_CONTENT.test(piece.toString('latin1', 0, 8))) {
      throw refusal('nested_archive');
    }
    size += piece.length;
    if (size > entry.uncompressedSize || before + size > MOST_UNPACKED_BYTES) {
      throw refusal('unpacked_too_large', { most: `${MOST_UNPACKED_BYTES} bytes` });
    }
  }
  return size;
}

/** What marks each format: the part that must be there. */
const PARTS: readonly (readonly [ArchiveFormat, readonly string[]])[] = [
  ['ofd', ['OFD.xml']],
  ['xlsx', ['[Content_Types].xml', 'xl/workbook.xml']],
  ['docx', ['[Content_Types].xml', 'word/document.xml']],
];

/** The formats that an archive with these entries is of. */
function formatsOf(entries: readonly Entry[]): ArchiveFormat[] {
  const names = new Set(entries.map(({ fileName }) => fileName));
  return PARTS.filter(([, parts]) => parts.every((part) => names.has(part))).map(([one]) => one);
}

/** What yauzl throws is about the archive; what we throw says more. */
const asRefusal = (error: unknown): DomainError =>
  error instanceof DomainError ? error : refusal('malformed', { detail: String(error) });

/**
 * Looks into an archive: first at its directory, then at what is really packed, a piece at a time.
 *
 * @param fd of a file that begins and ends as a ZIP
 * @returns what it is; undefined where it is an archive of something else
 * @throws DomainError DOCUMENT_ARCHIVE_REFUSED, DOCUMENT_AMBIGUOUS
 */
export async function examineArchive(fd: number): Promise<ArchiveFormat | undefined> {
  try {
    const archive = await fromFdPromise(fd, { autoClose: false });
    const entries = await readDirectory(archive);
    const [format, also] = formatsOf(entries);
    if (format !== undefined && also !== undefined) {
      throw new DomainError('DOCUMENT_AMBIGUOUS', 'invalid', { format, also });
    }
    let unpacked = 0;
    for (const entry of entries) unpacked += await unpack(archive, entry, unpacked);
    return format;
  } catch (error) {
    throw asRefusal(error);
  }
}
