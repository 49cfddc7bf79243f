import { isDeepStrictEqual } from 'node:util';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import type { InvoiceReading } from './invoice';
import { unreadable } from './invoice';
import { readInvoiceXml } from './structures';

/** Where an OFD holds what programs read: its own statement, and the XML that is attached. */
const FOR_PROGRAMS = /^(OFD|Doc_\d{1,3}\/Attachs?\/[^/]+)\.xml$/i;
const MOST_PARTS = 10;
/** Of one part, in bytes, unpacked. */
const MOST_PART_BYTES = 2 * 1_024 * 1_024;

async function unpack(archive: ZipFile, entry: Entry): Promise<Buffer | undefined> {
  if (entry.uncompressedSize > MOST_PART_BYTES) return undefined;
  const pieces: Buffer[] = [];
  let size = 0;
  const stream = await archive.openReadStreamPromise(entry);
  for await (const piece of stream as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MOST_PART_BYTES) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

const isRead = (reading: InvoiceReading) => reading.state === 'read';

/** Whether two readings tell of the same invoice, as far as both say something. */
function agree(one: InvoiceReading, other: InvoiceReading): boolean {
  if (one.state !== 'read' || other.state !== 'read') return true;
  const known = ({ number, code, issuedOn, amount, tax, kind }: typeof one.invoice) => ({
    ...{ number, code, issuedOn, amount, tax, kind },
  });
  return isDeepStrictEqual(known(one.invoice), known(other.invoice));
}

/** What is read of all parts together; attachments say more than the OFD's own statement. */
function together(readings: readonly InvoiceReading[]): InvoiceReading {
  const read = readings.filter(isRead);
  const [first] = read;
  if (first !== undefined) {
    return read.every((each) => agree(first, each)) ? first : unreadable('contradictory');
  }
  const said = readings.find(
    (reading) => reading.state === 'unreadable' && reading.reason === 'values_invalid',
  );
  return said ?? unreadable('unknown_structure');
}

/** Reads the invoice that an OFD holds for programs; what lies on its pages is not looked at. */
export async function readInvoiceOfd(bytes: Buffer): Promise<InvoiceReading> {
  const attached: InvoiceReading[] = [];
  const own: InvoiceReading[] = [];
  const archive = await fromBufferPromise(bytes);
  for await (const entry of archive.eachEntry()) {
    if (!FOR_PROGRAMS.test(entry.fileName)) continue;
    if (attached.length + own.length === MOST_PARTS) return unreadable('too_large');
    const part = await unpack(archive, entry);
    if (part === undefined) return unreadable('too_large');
    (entry.fileName.includes('/') ? attached : own).push(readInvoiceXml(part));
  }
  return together([...attached, ...own]);
}
