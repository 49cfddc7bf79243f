import { type Document, type Documents, type InvoiceData, readInvoice } from '../documents';
import type { ReadInvoice } from './compare-invoice';

/** How long the files of one submission are read; those that are left are compared by a person. */
const READ_WITHIN_MS = 30_000;

const readOf = ({
  kind,
  number,
  code,
  issuer,
  buyer,
  issuedOn,
  total,
}: InvoiceData): ReadInvoice => ({
  kind,
  number: `${code ?? ''}${number}`,
  issuer: issuer.name,
  issuerTaxId: issuer.taxId,
  buyer: buyer.name,
  buyerTaxId: buyer.taxId,
  issuedOn,
  total,
});

/**
 * What the files of receipts say of themselves, by the id of the document; one after the other, and not
 * while anything is locked. A file that holds nothing for programs is not among them.
 *
 * @throws DomainError DOCUMENT_ALTERED, DOCUMENT_READER_BUSY
 */
export async function readFiles(
  documents: Documents,
  files: readonly Document[],
  within = READ_WITHIN_MS,
): Promise<ReadonlyMap<string, ReadInvoice>> {
  const read = new Map<string, ReadInvoice>();
  const until = performance.now() + within;
  for (const file of files) {
    if (performance.now() >= until) break;
    const reading = await readInvoice(documents, file);
    if (reading.state === 'read') read.set(file.id, readOf(reading.invoice));
  }
  return read;
}
