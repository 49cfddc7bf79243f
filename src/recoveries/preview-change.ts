import type { EntityManager } from 'typeorm';
import { LitigationCase } from '../cases';
import { DomainError } from '../errors';
import { booksOf, type Caller } from '../identity';
import { type ChangeStep, changeSteps } from './change-steps';
import type { JudgmentContent } from './judgment-schemas';
import { requireJudgment } from './judgment-setting';
import { changeOf } from './plan-change';

/**
 * What a judgment would change of the one in whose place it comes, step by step; nothing where it comes in place of
 * none. Records nothing.
 *
 * @throws DomainError NOT_FOUND, BODY_INVALID it is of another case, those of requireJudgment and of planChange
 */
export async function previewChange(
  tx: EntityManager,
  caller: Caller,
  caseId: string,
  content: JudgmentContent,
): Promise<ChangeStep[]> {
  const of = await tx.findOneBy(LitigationCase, { id: caseId });
  const book =
    of && (await booksOf(tx, caller).andWhere('book.id = :id', { id: of.bookId }).getOne());
  if (of === null || book === null) {
    throw new DomainError('NOT_FOUND', 'not_found', { case: caseId });
  }
  const { happenedOn } = await requireJudgment(tx, of, { ...content, case: caseId });
  if (content.case !== caseId) {
    throw new DomainError('BODY_INVALID', 'invalid', {
      faults: [{ pointer: '/case', message: 'must be the case of the path' }],
    });
  }
  const change = await changeOf(tx, of, content, happenedOn);
  return change === undefined ? [] : changeSteps(change, content);
}
