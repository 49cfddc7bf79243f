import { DomainError } from '../../errors';
import { hashOf } from '../hash-stream';
import type { DocumentStore } from './document-store';

/**
 * Compares what is kept under a hash with it.
 *
 * @throws DomainError DOCUMENT_ALTERED
 */
export async function requireKept(
  store: Pick<DocumentStore, 'read'>,
  sha256: Buffer,
): Promise<void> {
  const bytes = await store.read(sha256);
  if (bytes !== undefined && (await hashOf(bytes)).equals(sha256)) return;
  throw new DomainError('DOCUMENT_ALTERED', 'conflict', {
    sha256: sha256.toString('hex'),
    fault: bytes === undefined ? 'missing' : 'altered',
  });
}
