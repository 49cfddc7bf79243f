import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { DomainError } from '../errors';
import { Book } from '../ledger';
import type { Caller } from './caller';

/**
 * The books that a caller may read: those of the own bureau and of the bureaus that it may read; in
 * the sandbox those that belong to nobody as well. Row-level security says the same once more.
 */
export function booksOf(tx: EntityManager, caller: Caller): SelectQueryBuilder<Book> {
  return tx.createQueryBuilder(Book, 'book').where(
    `(book.kind = 'sandbox') = :sandbox AND (
       EXISTS (SELECT FROM fund.bureau_book o WHERE o.book_id = book.id AND (o.bureau_id = :bureauId
                 OR EXISTS (SELECT FROM fund.bureau_reading r WHERE r.bureau_id = o.bureau_id AND r.reader_id = :bureauId)))
       OR :sandbox AND :bureauId::uuid IS NOT NULL
          AND NOT EXISTS (SELECT FROM fund.bureau_book o WHERE o.book_id = book.id))`,
    { sandbox: caller.sandbox, bureauId: caller.bureauId },
  );
}

/**
 * A book of the caller's, by its code.
 *
 * @throws DomainError NOT_FOUND there is none, or not for the caller
 */
export async function bookOf(tx: EntityManager, caller: Caller, code: string): Promise<Book> {
  const book = await booksOf(tx, caller).andWhere('book.code = :code', { code }).getOne();
  if (book === null) throw new DomainError('NOT_FOUND', 'not_found', { book: code });
  return book;
}

/**
 * A book of the caller's own bureau, by its code; those of other bureaus may be read, but not changed.
 *
 * @throws DomainError NOT_FOUND there is none, or not of the caller's bureau
 */
export async function ownBookOf(tx: EntityManager, caller: Caller, code: string): Promise<Book> {
  const book = await booksOf(tx, caller)
    .andWhere('book.code = :code AND book.id = ANY (fund.own_books())', { code })
    .getOne();
  if (book === null) throw new DomainError('NOT_FOUND', 'not_found', { book: code });
  return book;
}
