import type { EntityManager } from 'typeorm';
import { Person } from '../identity';
import { Book } from '../ledger';
import type { Document } from './document.entity';
import type { InvoiceReading } from './e-invoice/invoice';
import type { SignatureResult } from './e-invoice/signature';
import type { DocumentShown, InvoiceShown } from './schemas';

/** A document as its reader may see it: of books and people what the database shows. */
export async function showDocument(
  tx: EntityManager,
  { id, name, mediaType, size, sha256, bookId, creditCode, uploadedById, uploadedAt }: Document,
): Promise<DocumentShown> {
  const book = await tx.findOneBy(Book, { id: bookId });
  const person = await tx.findOneBy(Person, { id: uploadedById });
  return {
    ...{ id, name, mediaType, size, creditCode },
    sha256: sha256.toString('hex'),
    book: book?.code ?? null,
    uploadedBy: person?.name ?? null,
    uploadedAt: uploadedAt.toISOString(),
  };
}

/** What was read of an invoice, with what is known of its signature. */
export function showReading(reading: InvoiceReading, signature: SignatureResult): InvoiceShown {
  const nothing = { signature, structure: null, invoice: null, fields: [] };
  switch (reading.state) {
    case 'read':
      return { ...nothing, ...reading, reason: null };
    case 'unreadable':
      return {
        ...nothing,
        state: 'unreadable',
        reason: reading.reason,
        fields: [...(reading.fields ?? [])],
      };
    case 'refused':
      return { ...nothing, state: 'unreadable', reason: reading.fault };
  }
}
