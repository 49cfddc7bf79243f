import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { awardPolicyOf } from '../approvals';
import { recordAct } from '../audit';
import { addDays, businessDate, nextWorkingDay } from '../calendar';
import { DomainError } from '../errors';
import { today } from '../platform/database/today';
import type { Work } from '../platform/work';
import { readCalendar } from '../working-days';
import { once, requireSame } from './act-once';
import { lockAssessment, requireStanding, voidAssessment } from './assess';
import {
  type AwardAssessment,
  AwardNotice,
  AwardObjection,
  AwardObjectionDecision,
} from './assessment.entity';
import { Award } from './award.entity';

export interface NoticeToPublish {
  readonly assessmentId: string;
  readonly publishedById: string;
  readonly fromOn: string;
  readonly untilOn: string;
  readonly way: string;
}

/**
 * The earliest day on which a notice may end: its first day does not count, and a last day off moves on to the next
 * working day. Source: 民法典 arts 201, 203; how many days is the bureau's policy.
 */
export async function earliestEnd(
  tx: EntityManager,
  { bookId, policyVersion }: Pick<AwardAssessment, 'bookId' | 'policyVersion'>,
  fromOn: string,
): Promise<string> {
  const { noticeDays } = await awardPolicyOf(tx, bookId, policyVersion);
  return nextWorkingDay(addDays(businessDate(fromOn), noticeDays), await readCalendar(tx));
}

/**
 * Shows an assessment to the public (公示). The same again changes nothing.
 *
 * @throws DomainError NOT_FOUND, AWARD_NOT_ASSESSED, AWARD_NOTICED, AWARD_NOTICE_DAY_WRONG, AWARD_NOTICE_TOO_SHORT
 */
export async function publishNotice(work: Work, given: NoticeToPublish): Promise<void> {
  const { tx } = work;
  const { assessmentId, fromOn, untilOn, way } = given;
  const { assessment } = await lockAssessment(work, assessmentId);
  requireStanding(assessment);
  const known = await tx.findOneBy(AwardNotice, { assessmentId });
  if (known !== null) {
    if (known.fromOn === fromOn && known.untilOn === untilOn && known.way === way) return;
    throw new DomainError('AWARD_NOTICED', 'conflict', { from: known.fromOn, to: known.untilOn });
  }
  if (fromOn < work.on) {
    throw new DomainError('AWARD_NOTICE_DAY_WRONG', 'refused', { earliest: work.on });
  }
  const earliest = await earliestEnd(tx, assessment, fromOn);
  if (untilOn < earliest) {
    throw new DomainError('AWARD_NOTICE_TOO_SHORT', 'refused', { earliest });
  }
  await tx.insert(AwardNotice, given);
  await recordAct(work, 'award.notice', {
    ...{ assessment: assessmentId, from: fromOn, to: untilOn, way },
  });
}

export interface ObjectionToRecord {
  readonly assessmentId: string;
  readonly recordedById: string;
  readonly objector: string;
  readonly objectedOn: string;
  readonly objection: string;
  readonly documentId: string | null;
}

/**
 * Records that somebody objects, in the period of the notice; again under the same key it is the same. Returns its id.
 *
 * @throws DomainError NOT_FOUND, IDEMPOTENCY_KEY_REUSED, AWARD_NOT_ASSESSED, AWARD_NOT_NOTICED, ALREADY_AWARDED,
 *   OBJECTION_LATE
 */
export async function recordObjection(work: Work, given: ObjectionToRecord): Promise<string> {
  const { tx } = work;
  const { assessmentId, recordedById, objectedOn, documentId, ...said } = given;
  const body = { assessmentId, objectedOn, objector: said.objector, objection: said.objection };
  const kept = await once(tx, 'objections', {
    personId: recordedById,
    key: work.key,
    body: { ...body, ...(documentId !== null && { documentId }) },
  });
  const made = await tx.findOneBy(AwardObjection, { recordedById, actKey: kept.actKey });
  if (made !== null) {
    requireSame(made, kept);
    return made.id;
  }
  const { assessment } = await lockAssessment(work, assessmentId);
  requireStanding(assessment);
  if (await tx.existsBy(Award, { assessmentId })) {
    throw new DomainError('ALREADY_AWARDED', 'conflict', { assessment: assessmentId });
  }
  const notice = await tx.findOneBy(AwardNotice, { assessmentId });
  if (notice === null) throw new DomainError('AWARD_NOT_NOTICED', 'refused');
  const latest = await today(tx);
  if (objectedOn < notice.fromOn || objectedOn > notice.untilOn || objectedOn > latest) {
    throw new DomainError('OBJECTION_LATE', 'refused', { from: notice.fromOn, to: notice.untilOn });
  }
  const id = uuidv7();
  await tx.insert(AwardObjection, { id, ...given, ...kept });
  await recordAct(work, 'award.object', {
    ...{ objection: id, assessment: assessmentId, objector: given.objector, on: objectedOn },
  });
  return id;
}

/** Objections of an assessment that nobody has decided on. */
export async function openObjections(tx: EntityManager, assessmentId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }[]>(
    `SELECT o.id FROM fund.award_objection o WHERE o.assessment_id = $1
        AND NOT EXISTS (SELECT FROM fund.award_objection_decision d WHERE d.objection_id = o.id) ORDER BY o.id`,
    [assessmentId],
  );
  return rows.map(({ id }) => id);
}

export interface ObjectionToDecide {
  readonly objectionId: string;
  readonly upheld: boolean;
  readonly reason: string;
  readonly decidedById: string;
}

/**
 * Another person decides on an objection: where it is upheld the assessment is void. The same again changes nothing.
 *
 * @throws DomainError NOT_FOUND, OBJECTION_DECIDED, AWARD_NOT_ASSESSED, SAME_PERSON
 */
export async function decideObjection(work: Work, given: ObjectionToDecide): Promise<void> {
  const { tx } = work;
  const { objectionId, upheld, reason, decidedById } = given;
  const objection = await tx.findOneBy(AwardObjection, { id: objectionId });
  if (objection === null) throw new DomainError('NOT_FOUND', 'not_found', { objectionId });
  const { assessment } = await lockAssessment(work, objection.assessmentId);
  const known = await tx.findOneBy(AwardObjectionDecision, { objectionId });
  if (known !== null) {
    if (known.decidedById === decidedById && known.upheld === upheld && known.reason === reason)
      return;
    throw new DomainError('OBJECTION_DECIDED', 'conflict', { upheld: known.upheld });
  }
  requireStanding(assessment);
  if ([objection.recordedById, assessment.assessedById].includes(decidedById)) {
    throw new DomainError('SAME_PERSON', 'forbidden');
  }
  await tx.insert(AwardObjectionDecision, given);
  await recordAct(work, 'award.objection_decide', { objection: objectionId, upheld, reason });
  if (upheld) await voidAssessment(work, assessment, { reason, personId: decidedById });
}
