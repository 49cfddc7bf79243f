import { type EntityManager, IsNull } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { awardPolicyOf, type AwardPolicyInForce } from '../approvals';
import { recordAct, recordComputation } from '../audit';
import { type LitigationCase, lockCase } from '../cases';
import { DomainError } from '../errors';
import { type AwardResult, computeAward, type Explained } from '../law';
import { formatYuan } from '../money';
import type { Work } from '../platform/work';
import { once, requireSame } from './act-once';
import { AwardAssessment, AwardAssessmentShare } from './assessment.entity';
import { Award } from './award.entity';
import { awardInputs, inputsHash, lastJudgment, type Plaintiff } from './award-inputs';
import { plaintiffsOf } from './case-of-award';
import { type AwardCondition, checkConditions, requireConditions } from './conditions';

/** The award of a case as it would be now. */
export interface AwardNow {
  readonly plaintiffs: readonly Plaintiff[];
  readonly inForce: AwardPolicyInForce;
  /** Null where there is no judgment to compute it by. */
  readonly computed: Explained<AwardResult> | null;
  readonly conditions: readonly AwardCondition[];
}

/** Computes the award of a case as things stand, under the policy in force or a version of it. */
export async function awardNow(
  tx: EntityManager,
  litigationCase: LitigationCase,
  asked: { readonly plaintiffs?: readonly Plaintiff[]; readonly policyVersion?: number } = {},
): Promise<AwardNow> {
  const { id: caseId, bookId } = litigationCase;
  const suing = await plaintiffsOf(tx, caseId);
  const plaintiffs = asked.plaintiffs ?? suing.map((organizationId) => ({ organizationId }));
  const inForce = await awardPolicyOf(tx, bookId, asked.policyVersion);
  const judgment = await lastJudgment(tx, caseId);
  const computed =
    judgment === undefined || plaintiffs.length === 0
      ? null
      : computeAward(await awardInputs(tx, litigationCase, judgment, plaintiffs), inForce.policy);
  const ids = plaintiffs.map(({ organizationId }) => organizationId);
  const conditions = await checkConditions(tx, litigationCase, ids, computed?.value ?? null);
  return { plaintiffs, inForce, computed, conditions };
}

/** The assessment of a case that stands; null where there is none. */
export const standingAssessment = (
  tx: EntityManager,
  caseId: string,
): Promise<AwardAssessment | null> => tx.findOneBy(AwardAssessment, { caseId, voidedAt: IsNull() });

/** The shares as they were assessed, in their order. */
export const sharesAssessed = (
  tx: EntityManager,
  assessmentId: string,
): Promise<AwardAssessmentShare[]> =>
  tx.find(AwardAssessmentShare, { where: { assessmentId }, order: { ordinal: 'ASC' } });

export interface AssessmentToMake {
  readonly caseId: string;
  readonly assessedById: string;
  readonly plaintiffs: readonly Plaintiff[];
}

/** @throws DomainError AWARD_PLAINTIFFS every eligible plaintiff of the case, and no other, has a share */
async function requirePlaintiffs(
  tx: EntityManager,
  caseId: string,
  plaintiffs: readonly Plaintiff[],
): Promise<void> {
  const suing = await plaintiffsOf(tx, caseId);
  const named = plaintiffs.map(({ organizationId }) => organizationId);
  if (suing.length === new Set(named).size && suing.every((id) => named.includes(id))) return;
  throw new DomainError('AWARD_PLAINTIFFS', 'refused', { plaintiffs: suing });
}

/**
 * Keeps the award of a case as it is computed now (核定); again under the same key it is the same. Returns its id.
 *
 * @throws DomainError IDEMPOTENCY_KEY_REUSED, ALREADY_AWARDED, AWARD_ASSESSED, AWARD_PLAINTIFFS, AWARD_PRECONDITION
 */
export async function assessAward(work: Work, given: AssessmentToMake): Promise<string> {
  const { tx, bookId } = work;
  const { caseId, assessedById, plaintiffs } = given;
  const body = { caseId, plaintiffs: plaintiffs.map((one) => ({ ...one })) };
  const kept = await once(tx, 'awards', { personId: assessedById, key: work.key, body });
  const made = await tx.findOneBy(AwardAssessment, { assessedById, actKey: kept.actKey });
  if (made !== null) {
    requireSame(made, kept);
    return made.id;
  }
  const litigationCase = await lockCase(work, caseId);
  const standing = await standingAssessment(tx, caseId);
  if (standing !== null && !(await tx.existsBy(Award, { assessmentId: standing.id }))) {
    throw new DomainError('AWARD_ASSESSED', 'conflict', { assessment: standing.id });
  }
  await requirePlaintiffs(tx, caseId, plaintiffs);
  const { inForce, computed, conditions } = await awardNow(tx, litigationCase, { plaintiffs });
  requireConditions(conditions);
  if (computed === null || inForce.version === null) {
    throw new DomainError('AWARD_PRECONDITION', 'refused', { missing: 'judgment' });
  }
  const { value, explanation } = computed;
  const id = uuidv7();
  await tx.insert(AwardAssessment, {
    ...{ id, bookId, caseId, assessedById, assessedOn: work.on, ...kept },
    policyVersion: inForce.version,
    inputs: explanation.inputs as object,
    inputsHash: inputsHash(explanation),
    sheet: explanation as object,
    baseFen: value.base,
    fromSanctionQuotaFen: value.fromSanctionQuota,
    fromAwardFundFen: value.fromAwardFund,
  });
  for (const [ordinal, { organizationId, share }] of plaintiffs.entries()) {
    const amountFen = value.shares[ordinal]?.amount;
    if (amountFen === undefined) throw new Error('a plaintiff has no share');
    const row = { assessmentId: id, organizationId, ordinal, ratio: share ?? null, amountFen };
    await tx.insert(AwardAssessmentShare, row);
  }
  await recordComputation(work, `award assessment ${id}`, explanation, {
    total: formatYuan(value.total),
  });
  await recordAct(work, 'award.assess', {
    ...{ assessment: id, case: caseId, policy: explanation.ruleVersion },
    total: formatYuan(value.total),
  });
  return id;
}

/**
 * The assessment and its case, locked.
 *
 * @throws DomainError NOT_FOUND
 */
export async function lockAssessment(
  work: Work,
  id: string,
): Promise<{ readonly assessment: AwardAssessment; readonly litigationCase: LitigationCase }> {
  const { bookId } = work;
  const found = await work.tx.findOneBy(AwardAssessment, { id, bookId });
  if (found === null) throw new DomainError('NOT_FOUND', 'not_found', { assessment: id });
  const litigationCase = await lockCase(work, found.caseId);
  // As it is under the lock of its case.
  const assessment = await work.tx.findOneByOrFail(AwardAssessment, { id });
  return { assessment, litigationCase };
}

/** @throws DomainError AWARD_NOT_ASSESSED it is void */
export function requireStanding({ voidReason }: AwardAssessment): void {
  if (voidReason !== null) {
    throw new DomainError('AWARD_NOT_ASSESSED', 'conflict', { reason: voidReason });
  }
}

/**
 * An assessment is void, and the award may be assessed anew.
 *
 * @throws DomainError ALREADY_AWARDED it was decided on
 */
export async function voidAssessment(
  work: Work,
  { id: assessmentId, caseId }: AwardAssessment,
  { reason, personId }: { readonly reason: string; readonly personId: string },
): Promise<void> {
  const { tx } = work;
  if (await tx.existsBy(Award, { assessmentId, recalledOn: IsNull() })) {
    throw new DomainError('ALREADY_AWARDED', 'conflict', { assessment: assessmentId });
  }
  await tx.update(AwardAssessment, assessmentId, {
    voidReason: reason,
    voidedById: personId,
    voidedAt: () => 'clock_timestamp()',
  });
  await recordAct(work, 'award.void', { assessment: assessmentId, case: caseId, reason });
}
