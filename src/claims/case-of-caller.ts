import type { EntityManager } from 'typeorm';
import { recordEvent } from '../audit';
import { LitigationCase } from '../cases';
import { DomainError } from '../errors';
import { actorFacts, booksOf, type Caller, doneBy, ownBookOf } from '../identity';
import type { Book } from '../ledger';
import { today } from '../platform/database/today';
import type { Work } from '../platform/work';

/**
 * A case in a book that the caller may read; organizations read no book.
 *
 * @throws DomainError NOT_FOUND
 */
export async function caseOfCaller(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<{ readonly litigationCase: LitigationCase; readonly book: Book }> {
  const litigationCase = await tx.findOneBy(LitigationCase, { id });
  const book =
    litigationCase &&
    (await booksOf(tx, caller).andWhere('book.id = :id', { id: litigationCase.bookId }).getOne());
  if (litigationCase === null || book === null) {
    throw new DomainError('NOT_FOUND', 'not_found', { case: id });
  }
  return { litigationCase, book };
}

/**
 * The same, with the reading of it on the trail.
 *
 * @param action what is read, e.g. `claims.read`
 * @throws DomainError NOT_FOUND
 */
export async function caseToRead(
  tx: EntityManager,
  caller: Caller,
  id: string,
  action: string,
): ReturnType<typeof caseOfCaller> {
  const found = await caseOfCaller(tx, caller, id);
  await recordEvent(tx, {
    action,
    ...actorFacts(caller),
    bookId: found.book.id,
    subject: `litigation_case/${id}`,
  });
  return found;
}

/**
 * An act of the caller on a case of the own bureau, today unless another day is given.
 *
 * @throws DomainError NOT_FOUND
 */
export async function workOnCase(
  tx: EntityManager,
  caller: Caller,
  id: string,
  { key, on }: { readonly key: string; readonly on?: string },
): Promise<Work> {
  const { book } = await caseOfCaller(tx, caller, id);
  const { id: bookId, kind: bookKind } = await ownBookOf(tx, caller, book.code);
  return { tx, bookId, bookKind, on: on ?? (await today(tx)), key, ...doneBy(caller) };
}
