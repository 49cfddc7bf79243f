export { bookOfUpload } from './book-of-upload';
export { Document } from './document.entity';
export { Documents } from './documents';
export type { InvoiceData, InvoiceReading } from './e-invoice/invoice';
export { InvoiceReader } from './e-invoice/invoice-reader';
export type { SignatureChecker, SignatureResult } from './e-invoice/signature';
export { openDocument } from './open-document';
export { type RequiredDocument, requireDocuments, requireNamedDocuments } from './read-document';
export { readInvoice } from './read-invoice';
export type { DocumentStore, ReceivedFile } from './store/document-store';
export { FolderStore } from './store/folder-store';
export { S3Store } from './store/s3-store';
export {
  type DocumentFinding,
  type Swept,
  sweepDocuments,
  verifyDocuments,
} from './verify-documents';
