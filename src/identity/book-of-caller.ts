import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { DomainError } from '../errors';
import { Book } from '../ledger';
import { type Prepared, queryPrepared } from '../platform/database/prepared';
import type { Caller } from './caller';

/** SQL: whether a row of `book` may be read by a caller, of whom the two parameters tell. */
const mayRead = (sandbox: string, bureau: string): string => `
  (book.kind = 'sandbox') = ${sandbox} AND (
    EXISTS (SELECT FROM fund.bureau_book o WHERE o.book_id = book.id AND (o.bureau_id = ${bureau}
              OR EXISTS (SELECT FROM fund.bureau_reading r WHERE r.bureau_id = o.bureau_id AND r.reader_id = ${bureau})))
    OR ${sandbox} AND ${bureau}::uuid IS NOT NULL
       AND NOT EXISTS (SELECT FROM fund.bureau_book o WHERE o.book_id = book.id))`;

const BY_CODE: Prepared = {
  name: 'book.by_code',
  text: `SELECT book.id, book.code, book.kind, book.title, book.opened_at AS "openedAt" FROM ledger.book AS book
          WHERE ${mayRead('$1', '$2')} AND book.code = $3`,
};
const OWN_BY_CODE: Prepared = {
  name: 'book.own_by_code',
  text: `${BY_CODE.text} AND book.id = ANY (fund.own_books())`,
};

/**
 * The books that a caller may read: those of the own bureau and of the bureaus that it may read; in
 * the sandbox those that belong to nobody as well. Row-level security says the same once more.
 */
export function booksOf(tx: EntityManager, caller: Caller): SelectQueryBuilder<Book> {
  return tx.createQueryBuilder(Book, 'book').where(mayRead(':sandbox', ':bureauId'), {
    sandbox: caller.sandbox,
    bureauId: caller.bureauId,
  });
}

async function theBook(
  tx: EntityManager,
  caller: Caller,
  code: string,
  statement: Prepared,
): Promise<Book> {
  const [book] = await queryPrepared<Book>(tx, statement, [caller.sandbox, caller.bureauId, code]);
  if (book === undefined) throw new DomainError('NOT_FOUND', 'not_found', { book: code });
  return book;
}

/**
 * A book of the caller's, by its code.
 *
 * @throws DomainError NOT_FOUND there is none, or not for the caller
 */
export async function bookOf(tx: EntityManager, caller: Caller, code: string): Promise<Book> {
  return theBook(tx, caller, code, BY_CODE);
}

/**
 * A book of the caller's own bureau, by its code; those of other bureaus may be read, but not changed.
 *
 * @throws DomainError NOT_FOUND there is none, or not of the caller's bureau
 */
export async function ownBookOf(tx: EntityManager, caller: Caller, code: string): Promise<Book> {
  return theBook(tx, caller, code, OWN_BY_CODE);
}
