import type { EntityManager } from 'typeorm';
import { LitigationCase } from '../cases';
import { DomainError } from '../errors';
import { type Caller, doneBy } from '../identity';
import { today } from '../platform/database/today';
import type { Work } from '../platform/work';

/**
 * An act of the caller on a case of the own bureau's books; cases of other bureaus may be read, but not changed.
 *
 * @throws DomainError NOT_FOUND
 */
export async function workOnCase(
  tx: EntityManager,
  caller: Caller,
  id: string,
  key: string,
): Promise<{ readonly work: Work; readonly litigationCase: LitigationCase }> {
  const litigationCase = await tx
    .createQueryBuilder(LitigationCase, 'c')
    .where('c.id = :id AND c.book_id = ANY (fund.own_books())', { id })
    .getOne();
  if (litigationCase === null) throw new DomainError('NOT_FOUND', 'not_found', { case: id });
  const bookKind = caller.sandbox ? 'sandbox' : 'real';
  const { bookId } = litigationCase;
  const work = { tx, bookId, bookKind, on: await today(tx), key, ...doneBy(caller) } as const;
  return { work, litigationCase };
}
