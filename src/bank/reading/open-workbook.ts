import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { FileRefused } from './statement';

const MOST_ENTRIES = 200;
/** Of one part, in bytes, unpacked. */
const MOST_PART_BYTES = 20 * 1_024 * 1_024;
/** Of all parts together, in bytes, unpacked. */
const MOST_UNPACKED_BYTES = 50 * 1_024 * 1_024;
const MACROS = /(^|\/)vbaProject\.bin$/i;

/** Parts of a workbook, by name; unpacked when they are asked for. */
export interface Workbook {
  /** @throws FileRefused ARCHIVE it is longer than it says */
  part(name: string): Promise<Buffer | undefined>;
}

/** What an archive says of itself, before anything is unpacked. */
async function readDirectory(archive: ZipFile): Promise<Map<string, Entry>> {
  if (archive.entryCount > MOST_ENTRIES) throw new FileRefused('ARCHIVE');
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  for await (const entry of archive.eachEntry()) {
    const { fileName, uncompressedSize } = entry;
    unpacked += uncompressedSize;
    const fits = uncompressedSize <= MOST_PART_BYTES && unpacked <= MOST_UNPACKED_BYTES;
    const isOpen = !entry.isEncrypted() && entry.canDecodeFileData();
    if (!fits || !isOpen || MACROS.test(fileName) || entries.has(fileName)) {
      throw new FileRefused('ARCHIVE');
    }
    entries.set(fileName, entry);
  }
  return entries;
}

async function unpack(archive: ZipFile, entry: Entry): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  const stream = await archive.openReadStreamPromise(entry);
  for await (const piece of stream as AsyncIterable<Buffer>) {
    size += piece.length;
    // The directory may lie about the size; what comes is counted.
    if (size > entry.uncompressedSize || size > MOST_PART_BYTES) throw new FileRefused('ARCHIVE');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** What yauzl throws is about the archive; what we throw says more. */
async function asRefusal<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof FileRefused ? error : new FileRefused('ARCHIVE');
  }
}

/**
 * Opens an archive that may be hostile: its directory is looked at first, and no part is unpacked that is not used.
 *
 * @throws FileRefused NOT_XLSX, ARCHIVE
 */
export async function openWorkbook(bytes: Buffer): Promise<Workbook> {
  if (!bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) {
    throw new FileRefused('NOT_XLSX');
  }
  const archive = await asRefusal(() => fromBufferPromise(bytes));
  const entries = await asRefusal(() => readDirectory(archive));
  if (!entries.has('[Content_Types].xml') || !entries.has('xl/workbook.xml')) {
    throw new FileRefused('NOT_XLSX');
  }
  return {
    part: async (name) => {
      const entry = entries.get(name);
      return entry && asRefusal(() => unpack(archive, entry));
    },
  };
}
