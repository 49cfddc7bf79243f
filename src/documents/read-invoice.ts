import { buffer } from 'node:stream/consumers';
import { MEDIA_TYPES, type MediaType } from './content/media-types';
import type { Document } from './document.entity';
import type { Documents } from './documents';
import { type InvoiceReading, unreadable } from './e-invoice/invoice';
import { openDocument } from './open-document';

const READABLE: Readonly<Partial<Record<MediaType, 'xml' | 'ofd'>>> = {
  [MEDIA_TYPES.xml]: 'xml',
  [MEDIA_TYPES.ofd]: 'ofd',
};

/**
 * The invoice that a document holds for programs, or why there is none to read.
 *
 * @throws DomainError DOCUMENT_ALTERED, DOCUMENT_READER_BUSY
 */
export async function readInvoice(
  { store, reader }: Pick<Documents, 'store' | 'reader'>,
  document: Document,
): Promise<InvoiceReading> {
  const format = READABLE[document.mediaType];
  if (format === undefined) return unreadable('not_machine_readable');
  return reader.read(format, await buffer(await openDocument(store, document)));
}
