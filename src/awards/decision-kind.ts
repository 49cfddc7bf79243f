import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { approvalKind, type ApprovedRequest, workInBook } from '../approvals';
import { recordAct } from '../audit';
import { LitigationCase, lockCase } from '../cases';
import { DomainError, type Language } from '../errors';
import { type AwardResult, type Explained, NO_LAW_IN_WORDS } from '../law';
import { addFen, formatYuan } from '../money';
import { Organization } from '../organizations';
import type { ContentJson } from '../platform/json/content-hash';
import { today } from '../platform/database/today';
import type { Work } from '../platform/work';
import { awardNow, requireStanding, sharesAssessed } from './assess';
import { AwardAssessment, AwardNotice } from './assessment.entity';
import { Award } from './award.entity';
import { inputsHash, type Plaintiff } from './award-inputs';
import { requireConditions } from './conditions';
import { bookAward } from './decide-award';
import { openObjections } from './public-notice';
import { stepInChinese } from './sheet-words';

const content = z.strictObject({
  case: z.uuid(),
  assessment: z.uuid(),
}) satisfies z.ZodType<ContentJson>;
type Content = z.output<typeof content>;

const totalOf = ({ fromSanctionQuotaFen, fromAwardFundFen }: AwardAssessment) =>
  addFen(fromSanctionQuotaFen, fromAwardFundFen);

/** @throws DomainError AWARD_NOT_NOTICED, AWARD_NOTICE_RUNNING, OBJECTION_OPEN */
async function requireNoticeOver(
  tx: EntityManager,
  { id: assessmentId }: AwardAssessment,
  day: string,
): Promise<void> {
  const notice = await tx.findOneBy(AwardNotice, { assessmentId });
  if (notice === null) throw new DomainError('AWARD_NOT_NOTICED', 'refused');
  if (day <= notice.untilOn) {
    throw new DomainError('AWARD_NOTICE_RUNNING', 'refused', { until: notice.untilOn });
  }
  const objections = await openObjections(tx, assessmentId);
  if (objections.length > 0) throw new DomainError('OBJECTION_OPEN', 'refused', { objections });
}

/** An award that may be decided on now. */
interface Ready {
  readonly assessment: AwardAssessment;
  readonly plaintiffs: readonly Plaintiff[];
  readonly computed: Explained<AwardResult>;
}

/**
 * The assessment of a case, where the award may be decided on now and is still what it was.
 *
 * @throws DomainError NOT_FOUND, AWARD_NOT_ASSESSED, ALREADY_AWARDED, AWARD_NOT_NOTICED, AWARD_NOTICE_RUNNING,
 *   OBJECTION_OPEN, AWARD_PRECONDITION, AWARD_INPUTS_CHANGED
 */
async function readyToDecide(
  { tx, bookId, on }: Pick<Work, 'tx' | 'bookId' | 'on'>,
  { case: caseId, assessment: id }: Content,
): Promise<Ready> {
  const litigationCase = await tx.findOneBy(LitigationCase, { id: caseId, bookId });
  const assessment = await tx.findOneBy(AwardAssessment, { id, caseId });
  if (litigationCase === null || assessment === null) {
    throw new DomainError('NOT_FOUND', 'not_found', { assessment: id });
  }
  if (await tx.existsBy(Award, { assessmentId: id })) {
    throw new DomainError('ALREADY_AWARDED', 'conflict', { assessment: id });
  }
  requireStanding(assessment);
  await requireNoticeOver(tx, assessment, on);
  const shares = await sharesAssessed(tx, id);
  const plaintiffs = shares.map(({ organizationId, ratio }) => ({
    organizationId,
    ...(ratio !== null && { share: ratio }),
  }));
  const { policyVersion } = assessment;
  const { computed, conditions } = await awardNow(tx, litigationCase, {
    ...{ plaintiffs, policyVersion },
  });
  if (computed === null || !inputsHash(computed.explanation).equals(assessment.inputsHash)) {
    throw new DomainError('AWARD_INPUTS_CHANGED', 'conflict', {
      assessed: formatYuan(totalOf(assessment)),
      now: formatYuan(computed?.value.total ?? 0n),
    });
  }
  requireConditions(conditions);
  return { assessment, plaintiffs, computed };
}

async function present(
  { case: caseId, assessment: id }: Content,
  language: Language,
  tx: EntityManager,
) {
  const litigationCase = await tx.findOneBy(LitigationCase, { id: caseId });
  const assessment = await tx.findOneBy(AwardAssessment, { id });
  const notice = await tx.findOneBy(AwardNotice, { assessmentId: id });
  if (assessment === null) return [];
  const shares = await sharesAssessed(tx, id);
  const rows = [];
  for (const { organizationId, amountFen } of shares) {
    const { name } = await tx.findOneByOrFail(Organization, { id: organizationId });
    const cells = { organization: name, amount: formatYuan(amountFen) };
    rows.push({ field: 'awardShare', value: Object.values(cells).join(' '), cells });
  }
  return [
    { field: 'caseNumber', value: litigationCase?.number ?? caseId },
    { field: 'amount', value: formatYuan(totalOf(assessment)) },
    { field: 'fromSanctionQuota', value: formatYuan(assessment.fromSanctionQuotaFen) },
    { field: 'fromAwardFund', value: formatYuan(assessment.fromAwardFundFen) },
    ...rows,
    { field: 'ruleVersion', value: assessment.sheet.ruleVersion },
    { field: 'noLaw', value: NO_LAW_IN_WORDS[language] },
    ...(notice === null
      ? []
      : [{ field: 'awardNotice', value: `${notice.fromOn} – ${notice.untilOn}` }]),
    ...assessment.sheet.steps.map((step) => {
      const { what, gives } = language === 'zh' ? stepInChinese(step) : step;
      return { field: 'sheetStep', value: `${what} = ${gives}`, cells: { what, gives } };
    }),
  ];
}

async function carryOut(work: Work, asked: Content, { id }: ApprovedRequest): Promise<void> {
  await lockCase(work, asked.case);
  const { assessment, plaintiffs, computed } = await readyToDecide(work, asked);
  const { case: caseId } = asked;
  const number = (await work.tx.countBy(Award, { caseId })) + 1;
  await bookAward(work, {
    ...{ caseId, ref: `award-${String(number)}`, plaintiffs, computed },
    decidedBy: { assessmentId: assessment.id, approvalRequestId: id },
  });
  await recordAct(work, 'award.decide', {
    ...{ case: caseId, assessment: assessment.id },
    total: formatYuan(computed.value.total),
  });
}

/** An award is decided on, after its public notice: who decides follows from the amount. */
export const awardDecision = approvalKind<Content>({
  kind: 'award_decision',
  makers: ['finance_officer'],
  inBook: true,
  schema: content,

  async describe(setting, asked) {
    const { tx, book } = setting;
    const at = { tx, bookId: book?.id ?? 0, on: await today(tx) };
    const { assessment } = await readyToDecide(at, asked);
    const { number } = await tx.findOneByOrFail(LitigationCase, { id: asked.case });
    return {
      title: `胜诉奖励：${number}`,
      amountFen: totalOf(assessment),
      subject: `litigation_case/${asked.case}`,
    };
  },

  present,

  async execute(approval, asked, request) {
    await carryOut(workInBook(approval, request), asked, request);
  },
});
