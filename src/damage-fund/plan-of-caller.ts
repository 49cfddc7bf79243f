import type { EntityManager } from 'typeorm';
import { caseToRead } from '../claims';
import { RestorationPlan } from '../damages';
import { DomainError } from '../errors';
import type { Caller } from '../identity';

/**
 * A plan of a case that the caller may read, with the reading on the trail.
 *
 * @throws DomainError NOT_FOUND
 */
export async function planToRead(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<{ readonly plan: RestorationPlan; readonly book: string }> {
  const plan = await tx.findOneBy(RestorationPlan, { id });
  if (plan === null) throw new DomainError('NOT_FOUND', 'not_found', { plan: id });
  const { book } = await caseToRead(tx, caller, plan.caseId, 'restoration_plan.read');
  return { plan, book: book.code };
}
