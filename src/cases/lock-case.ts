import { DomainError } from '../errors';
import type { Work } from '../platform/work';
import { LitigationCase } from './case.entity';

/**
 * Takes the case for the rest of the transaction: acts on one case follow each other, so a limit
 * that was checked cannot be passed by somebody else before the commit.
 *
 * @throws DomainError NOT_FOUND no such case in the book
 */
export async function lockCase(work: Work, caseId: string): Promise<LitigationCase> {
  const found = await work.tx.findOne(LitigationCase, {
    where: { id: caseId, bookId: work.bookId },
    lock: { mode: 'pessimistic_write' },
  });
  if (found === null) throw new DomainError('NOT_FOUND', 'not_found', { case: caseId });
  return found;
}
