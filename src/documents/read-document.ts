import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { DomainError } from '../errors';
import { booksOf, type Caller } from '../identity';
import { Document } from './document.entity';
import { recordOfDocument } from './record';

/** The documents of the caller's books, or of the own organization; row-level security says it once more. */
function documentsOf(tx: EntityManager, caller: Caller): SelectQueryBuilder<Document> {
  const books = booksOf(tx, caller).select('book.id');
  return tx.createQueryBuilder(Document, 'document').where(
    `(document.book_id IN (${books.getQuery()})
        OR document.credit_code = :creditCode AND document.book_id = ANY (fund.books_of_own_kind()))`,
    { ...books.getParameters(), creditCode: caller.creditCode },
  );
}

/**
 * A document of the caller's; reading it stands in the trail.
 *
 * @param action what is read: `document.read`, `document.download`, `document.read_invoice`
 * @throws DomainError NOT_FOUND
 */
export async function readDocument(
  tx: EntityManager,
  caller: Caller,
  id: string,
  action: string,
): Promise<Document> {
  const document = await documentsOf(tx, caller).andWhere('document.id = :id', { id }).getOne();
  if (document === null) throw new DomainError('NOT_FOUND', 'not_found');
  await recordOfDocument(tx, caller, document, { action });
  return document;
}

/** A document as the content of a request names it: by id and by hash, so that the hash covers both. */
export interface RequiredDocument {
  readonly id: string;
  /** In hexadecimal digits. */
  readonly sha256: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly creditCode: string | null;
}

/**
 * The documents that something rests on, in the order in which they are named.
 *
 * @param place `bookId`: the book that all of them must be for
 * @throws DomainError DOCUMENT_NOT_FOUND with the ids of those that are not there for the caller, or
 *   belong to another book
 */
export async function requireDocuments(
  tx: EntityManager,
  caller: Caller,
  ids: readonly string[],
  { bookId }: { readonly bookId: number },
): Promise<RequiredDocument[]> {
  if (ids.length === 0) return [];
  const rows = await documentsOf(tx, caller)
    .andWhere('document.id = ANY (:ids) AND document.book_id = :bookId', { ids, bookId })
    .getMany();
  const found = new Map(rows.map((row) => [row.id, row]));
  const documents = ids.filter((id) => !found.has(id));
  if (documents.length > 0) throw new DomainError('DOCUMENT_NOT_FOUND', 'not_found', { documents });
  return ids.flatMap((id) => {
    const row = found.get(id);
    if (row === undefined) return [];
    const { sha256, name, mediaType, size, creditCode } = row;
    return [{ id, sha256: sha256.toString('hex'), name, mediaType, size, creditCode }];
  });
}

/**
 * The same for documents that are named by hash as well.
 *
 * @throws DomainError DOCUMENT_NOT_FOUND also for a document with another hash
 */
export async function requireNamedDocuments(
  tx: EntityManager,
  caller: Caller,
  named: readonly { readonly id: string; readonly sha256: string }[],
  place: { readonly bookId: number },
): Promise<RequiredDocument[]> {
  const ids = named.map(({ id }) => id);
  const found = await requireDocuments(tx, caller, ids, place);
  const documents = named.filter(({ sha256 }, index) => sha256 !== found[index]?.sha256);
  if (documents.length === 0) return found;
  throw new DomainError('DOCUMENT_NOT_FOUND', 'not_found', {
    documents: documents.map(({ id }) => id),
  });
}
