import type { Readable } from 'node:stream';
import { DomainError } from '../errors';
import type { Document } from './document.entity';
import { hashOf, HashGate } from './hash-stream';
import type { DocumentStore } from './store/document-store';

/** What is kept of a document is missing, or is not what was uploaded. */
export const altered = (
  { id, sha256 }: Pick<Document, 'id' | 'sha256'>,
  fault: 'missing' | 'altered',
): DomainError =>
  new DomainError('DOCUMENT_ALTERED', 'conflict', {
    document: id,
    sha256: sha256.toString('hex'),
    fault,
  });

async function bytesOf(
  store: DocumentStore,
  document: Pick<Document, 'id' | 'sha256'>,
): Promise<Readable> {
  const bytes = await store.read(document.sha256);
  if (bytes === undefined) throw altered(document, 'missing');
  return bytes;
}

/**
 * Checks the kept bytes of a document against its row.
 *
 * @throws DomainError DOCUMENT_ALTERED
 */
export async function requireUnaltered(
  store: DocumentStore,
  document: Pick<Document, 'id' | 'sha256'>,
): Promise<void> {
  const found = await hashOf(await bytesOf(store, document));
  if (!found.equals(document.sha256)) throw altered(document, 'altered');
}

/**
 * The bytes of a document, checked before the first of them is given, and once more on the way: should
 * they change in between, the stream fails with HashDiffers before its end.
 *
 * @throws DomainError DOCUMENT_ALTERED
 */
export async function openDocument(
  store: DocumentStore,
  document: Pick<Document, 'id' | 'sha256'>,
): Promise<Readable> {
  await requireUnaltered(store, document);
  const source = await bytesOf(store, document);
  const gate = new HashGate(document.sha256);
  source.once('error', (error) => gate.destroy(error));
  gate.once('close', () => source.destroy());
  return source.pipe(gate);
}
