import type { EntityManager } from 'typeorm';
import { AdvanceApplication } from '../advances';
import { CaseStep, Defendant } from '../cases';
import { DomainError } from '../errors';
import { Qualification } from '../organizations';
import { ItemDebtor, Judgment } from '../recoveries';

/**
 * Takes back what a step changed beside the procedure: whom it made a party of the case.
 *
 * @throws DomainError NOT_FOUND no such step of the case, CASE_STEP_IN_USE something rests on it
 */
export async function undoStep(tx: EntityManager, caseId: string, stepId: string): Promise<void> {
  const step = await tx.findOneBy(CaseStep, { id: stepId, caseId });
  if (step === null) throw new DomainError('NOT_FOUND', 'not_found', { step: stepId });
  const { organization: organizationId, defendant: id } = step.facts;
  if (await tx.existsBy(Judgment, { caseStepId: stepId })) inUse('judgment');
  if (step.kind === 'plaintiff_joined' && organizationId !== undefined) {
    if (await tx.existsBy(AdvanceApplication, { caseId, organizationId })) inUse('advance');
    await tx.update(Qualification, { caseId, organizationId }, { isRevoked: true });
  }
  if (step.kind === 'defendant_added' && id !== undefined) {
    if (await tx.existsBy(ItemDebtor, { defendantId: id })) inUse('debt');
    await tx.update(Defendant, { id, caseId }, { isRevoked: true });
  }
}

function inUse(usedBy: 'advance' | 'debt' | 'judgment'): never {
  throw new DomainError('CASE_STEP_IN_USE', 'refused', { usedBy });
}
