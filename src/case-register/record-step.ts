import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { recordAct } from '../audit';
import { businessDate } from '../calendar';
import { CaseStep, keepStep, LitigationCase, lockCase, type StepToKeep } from '../cases';
import { requireDocuments } from '../documents';
import { DomainError } from '../errors';
import { asService, type Caller } from '../identity';
import type { CaseState } from '../law';
import { contentHash } from '../platform/json/content-hash';
import type { Work } from '../platform/work';
import { workOnCase } from './own-case';
import { requireReasonToClose } from './outstanding-of-case';
import { addParty } from './step-parties';
import type { NewStep } from './step-schemas';
import { undoStep } from './undo-step';

interface Recorded {
  readonly id: string;
  readonly state: CaseState;
}

interface ActOnCase {
  readonly work: Work;
  readonly litigationCase: LitigationCase;
  readonly act: Pick<StepToKeep, 'recordedById' | 'actKey' | 'bodyHash'>;
  /** What the same key did before. */
  readonly done: Recorded | null;
}

/** @throws DomainError NOT_FOUND, IDEMPOTENCY_KEY_REUSED */
async function actOn(
  tx: EntityManager,
  caller: Caller,
  caseId: string,
  key: string,
  body: Parameters<typeof contentHash>[0],
): Promise<ActOnCase> {
  const { work } = await workOnCase(tx, caller, caseId, key);
  const litigationCase = await asService(tx, () => lockCase(work, caseId));
  const act = {
    recordedById: caller.personId,
    actKey: createHash('sha256').update(key).digest('hex'),
    bodyHash: contentHash({ case: caseId, body }),
  };
  const { recordedById, actKey } = act;
  const made = await tx.findOneBy(CaseStep, { recordedById, actKey });
  if (made !== null && !made.bodyHash.equals(act.bodyHash)) {
    throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'refused');
  }
  const done = made && { id: made.id, state: litigationCase.state ?? 'filed' };
  // What a step changes has a key of its own, so that two people may send the same one.
  return {
    work: { ...work, key: `case-step:${recordedById}:${actKey}` },
    litigationCase,
    act,
    done,
  };
}

/**
 * Records a step of the procedure of a case (案件进程), with what it changes: who sues and who is sued. The same key
 * again records nothing.
 *
 * @param key idempotency key, unique to the caller for ever
 * @throws DomainError NOT_FOUND, IDEMPOTENCY_KEY_REUSED, CASE_STEP_IN_FUTURE, DOCUMENT_NOT_FOUND,
 *   PARTY_ALREADY_IN_CASE, CLOSING_REASON_REQUIRED, and those of a procedure that cannot be
 */
export async function recordStep(
  tx: EntityManager,
  caller: Caller,
  caseId: string,
  given: NewStep,
  key: string,
): Promise<Recorded> {
  const { work, litigationCase, act, done } = await actOn(tx, caller, caseId, key, given);
  if (done !== null) return done;
  const { kind, documents, on: day, ...said } = given;
  const on = businessDate(day);
  if (on > work.on) throw new DomainError('CASE_STEP_IN_FUTURE', 'refused', { today: work.on });
  await requireDocuments(tx, caller, documents, { bookId: work.bookId });
  if (kind === 'closed') await requireReasonToClose(tx, caseId, given);
  return asService(tx, async () => {
    const party = await addParty(work, litigationCase, given);
    const { id, procedure } = await keepStep(tx, litigationCase, {
      kind,
      on,
      facts: { ...said, ...party } as StepToKeep['facts'],
      documents,
      revokes: null,
      ...act,
    });
    const { state } = procedure;
    await recordAct(work, 'case.step', { case: caseId, step: id, kind, on, state });
    return { id, state };
  });
}

/**
 * Revokes a step that was recorded by mistake; both stay on record.
 *
 * @throws DomainError NOT_FOUND, IDEMPOTENCY_KEY_REUSED, CASE_STEP_IN_USE, and those of a procedure that cannot be
 *   without the step
 */
export async function revokeStep(
  tx: EntityManager,
  caller: Caller,
  target: { readonly caseId: string; readonly stepId: string },
  { reason }: { readonly reason: string },
  key: string,
): Promise<Recorded> {
  const { caseId, stepId } = target;
  const body = { revokes: stepId, reason };
  const { work, litigationCase, act, done } = await actOn(tx, caller, caseId, key, body);
  if (done !== null) return done;
  return asService(tx, async () => {
    await undoStep(tx, caseId, stepId);
    const { id, procedure } = await keepStep(tx, litigationCase, {
      kind: 'revoked',
      on: businessDate(work.on),
      facts: { reason },
      documents: [],
      revokes: stepId,
      ...act,
    });
    const { state } = procedure;
    await recordAct(work, 'case.step_revoke', { case: caseId, step: stepId, reason, state });
    return { id, state };
  });
}
