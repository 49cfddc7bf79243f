import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import type { BusinessDate } from '../calendar';
import { DomainError } from '../errors';
import type { Procedure } from '../law';
import { CaseStep, CaseStepDocument, type RecordedKind, type StepFacts } from './case-step.entity';
import { LitigationCase } from './case.entity';
import { requireProcedure, standingSteps, toLaw } from './procedure';

/** A step as it is to be kept. */
export interface StepToKeep {
  readonly kind: RecordedKind;
  readonly on: BusinessDate;
  readonly facts: StepFacts;
  readonly documents: readonly string[];
  /** Id of the step that it revokes; of a revocation only. */
  readonly revokes: string | null;
  readonly recordedById: string;
  readonly actKey: string;
  readonly bodyHash: Buffer;
}

/**
 * Adds a step to a case that is locked; the case then stands where all its steps together lead. A revocation is looked
 * at in the same way: what is left must still be a procedure.
 *
 * @throws DomainError NOT_FOUND no such step stands; those of requireProcedure
 */
export async function keepStep(
  tx: EntityManager,
  litigationCase: LitigationCase,
  given: StepToKeep,
): Promise<{ readonly id: string; readonly procedure: Procedure }> {
  const { id: caseId } = litigationCase;
  const standing = await standingSteps(tx, caseId);
  const step = tx.create(CaseStep, {
    id: uuidv7(),
    caseId,
    ordinal: (await tx.countBy(CaseStep, { caseId })) + 1,
    kind: given.kind,
    happenedOn: given.on,
    facts: given.facts,
    revokesId: given.revokes,
    recordedById: given.recordedById,
    actKey: given.actKey,
    bodyHash: given.bodyHash,
  });
  if (given.revokes !== null && !standing.some(({ id }) => id === given.revokes)) {
    throw new DomainError('NOT_FOUND', 'not_found', { step: given.revokes });
  }
  const left = standing.filter(({ id }) => id !== given.revokes);
  const procedure = await requireProcedure(tx, litigationCase, toLaw([...left, step]));
  await tx.insert(CaseStep, step);
  for (const [index, documentId] of given.documents.entries()) {
    await tx.insert(CaseStepDocument, { stepId: step.id, ordinal: index + 1, documentId });
  }
  await tx.update(LitigationCase, caseId, { state: procedure.state });
  return { id: step.id, procedure };
}
