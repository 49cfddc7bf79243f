import type { EntityManager } from 'typeorm';
import { DomainError } from '../errors';
import { booksOf, type Caller } from '../identity';

const notFound = (book: string): DomainError => new DomainError('NOT_FOUND', 'not_found', { book });

/** The book that an organization names; it sees no book, and is told of this one only that it is there. */
async function bookNamedByOrganization(tx: EntityManager, code: string): Promise<number> {
  const [book] = await tx.query<{ id: number }[]>(
    'SELECT book_id AS id FROM fund.book_for_organizations($1)',
    [code],
  );
  if (book === undefined) throw notFound(code);
  return book.id;
}

/**
 * The book that a caller may upload for: staff for those of the own bureau, in the sandbox those of
 * nobody as well; an organization for any book of its kind.
 *
 * @throws DomainError NOT_FOUND
 */
export async function bookOfUpload(
  tx: EntityManager,
  caller: Caller,
  code: string,
): Promise<number> {
  if (caller.creditCode !== null) return bookNamedByOrganization(tx, code);
  const book = await booksOf(tx, caller)
    .andWhere('book.code = :code', { code })
    .andWhere(
      `NOT EXISTS (SELECT FROM fund.bureau_book x WHERE x.book_id = book.id AND x.bureau_id <> :bureauId)`,
    )
    .getOne();
  if (book === null) throw notFound(code);
  return book.id;
}
