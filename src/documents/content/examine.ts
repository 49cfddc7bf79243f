import { open, readFile } from 'node:fs/promises';
import { DomainError } from '../../errors';
import type { InvoiceReading } from '../e-invoice/invoice';
import type { InvoiceReader } from '../e-invoice/invoice-reader';
import type { ReceivedFile } from '../store/document-store';
import { examineArchive } from './archive';
import type { Format } from './media-types';
import { requireWholePng } from './png';
import { readEnds, recognise, typeRefused } from './recognise';

/** An e-invoice has some kilobytes; this is what is parsed at most. */
export const MOST_XML_BYTES = 2 * 1_024 * 1_024;

/**
 * What an upload is, by its content alone, and whether it is whole and harmless to keep.
 *
 * @throws DomainError DOCUMENT_TYPE_REFUSED, DOCUMENT_AMBIGUOUS, DOCUMENT_DAMAGED,
 *   DOCUMENT_ARCHIVE_REFUSED, DOCUMENT_XML_REFUSED, DOCUMENT_READER_BUSY, BODY_TOO_LARGE
 */
export async function examine(
  { path, size }: ReceivedFile,
  reader: InvoiceReader,
): Promise<Format> {
  const file = await open(path, 'r');
  try {
    const kind = recognise(await readEnds(file, size));
    if (kind === 'png') await requireWholePng(file, size);
    if (kind === 'xml') await requireHarmlessXml(path, size, reader);
    if (kind !== 'archive') return kind;
    const format = await examineArchive(file.fd);
    if (format === undefined) throw typeRefused('archive');
    return format;
  } finally {
    await file.close();
  }
}

async function requireHarmlessXml(
  path: string,
  size: number,
  reader: InvoiceReader,
): Promise<void> {
  if (size > MOST_XML_BYTES) {
    throw new DomainError('BODY_TOO_LARGE', 'too_large', { most: `${MOST_XML_BYTES} bytes` });
  }
  const reading = await reader.read('xml', await readFile(path));
  const fault = faultOf(reading);
  if (fault === 'active_content') throw typeRefused('web page or SVG');
  if (fault !== undefined) throw new DomainError('DOCUMENT_XML_REFUSED', 'invalid', { fault });
}

/** Why XML is not kept; what nobody could read to its end is not known to be harmless. */
function faultOf(reading: InvoiceReading): string | undefined {
  if (reading.state === 'refused') return reading.fault;
  if (reading.state === 'read') return undefined;
  return ['too_slow', 'too_large'].find((reason) => reason === reading.reason);
}
