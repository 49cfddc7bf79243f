import { DomainError } from '../errors';
import type { InvoiceReader } from './e-invoice/invoice-reader';
import type { DocumentStore } from './store/document-store';

/** What the routes of documents work with. */
export class Documents {
  constructor(
    private readonly configured: DocumentStore | undefined,
    readonly reader: InvoiceReader,
  ) {}

  /** @throws DomainError DOCUMENT_STORE_MISSING */
  get store(): DocumentStore {
    if (this.configured === undefined) throw new DomainError('DOCUMENT_STORE_MISSING', 'failed');
    return this.configured;
  }
}
