import type { EntityManager } from 'typeorm';
import { DomainError } from '../errors';
import { Book, type BookKind } from './book.entity';
import { askKernel } from './kernel-error';

/**
 * Opens a book, or finds the one that has the code already.
 *
 * @returns the book's id
 * @throws DomainError BOOK_OF_OTHER_KIND the code belongs to a book of the other kind
 */
export async function openBook(
  tx: EntityManager,
  book: { readonly code: string; readonly kind: BookKind; readonly title: string },
): Promise<number> {
  const rows = await askKernel(() =>
    tx.query<{ id: number }[]>('SELECT ledger.open_book($1, $2, $3) AS id', [
      book.code,
      book.kind,
      book.title,
    ]),
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('the kernel opened no book');
  return id;
}

/**
 * The book that has the code.
 *
 * @throws DomainError NOT_FOUND
 */
export async function bookByCode(manager: EntityManager, code: string): Promise<Book> {
  const book = await manager.findOneBy(Book, { code });
  if (book === null) throw new DomainError('NOT_FOUND', 'not_found', { book: code });
  return book;
}
