import { uuidv7 } from 'uuidv7';
import { recordAct } from '../audit';
import { lockCase } from '../cases';
import { madeBefore, requirePast, sendingOf } from '../claims';
import { PlanOpinion } from '../damages';
import type { Work } from '../platform/work';
import type { NewOpinion } from './plan-schemas';

/**
 * Keeps what an agency said of a plan that is to be asked for. The same key again is the same opinion; returns its id.
 *
 * @throws DomainError IDEMPOTENCY_KEY_REUSED, RECEIPT_DAY_WRONG
 */
export async function recordOpinion(
  work: Work,
  caseId: string,
  recordedById: string,
  given: NewOpinion,
): Promise<string> {
  const { tx, bookId } = work;
  const { plan: planRef, of: ofAgency, agency, givenOn, stance, conditions = null } = given;
  const sending = sendingOf(work, recordedById, { caseId, ...given });
  const before = await madeBefore(work, PlanOpinion, sending);
  if (before !== undefined) return before;
  await lockCase(work, caseId);
  await requirePast(tx, givenOn);
  const id = uuidv7();
  const said = { planRef, ofAgency, agency, givenOn, stance, conditions };
  const documentId = given.document.id;
  await tx.insert(PlanOpinion, { id, bookId, caseId, ...said, documentId, ...sending });
  await recordAct(work, 'plan_opinion.record', { id, case: caseId, ...said, document: documentId });
  return id;
}
