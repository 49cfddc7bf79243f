import { type EntityManager, In } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { facts, post } from '../accounting';
import { recordAct } from '../audit';
import { releaseMoney } from '../budget';
import { LitigationCase, lockCase } from '../cases';
import { DomainError } from '../errors';
import { addFen, type Fen, formatYuan, subtractFen, sumFen, ZERO_FEN } from '../money';
import { Organization } from '../organizations';
import type { Work } from '../platform/work';
import { awardNow, sharesAssessed, voidAssessment } from './assess';
import { AwardAssessment } from './assessment.entity';
import { Award, AwardShare } from './award.entity';
import { byHold, payableOf } from './pay-award';
import { AwardRecall, AwardRecallPart } from './recall.entity';
import { awardedOf, type RecalledShare, type ShareToRecall, spreadRecall } from './spread-recall';

export interface RecallToMake {
  readonly awardId: string;
  readonly whole: boolean;
  readonly reason: string;
  readonly approvalRequestId: string;
  readonly makerId: string;
}

/** What a recall would do to an award as things stand. Amounts in fen. */
export interface PlannedRecall {
  readonly award: Award;
  readonly former: Fen;
  readonly left: Fen;
  readonly parts: readonly RecalledShare[];
}

const toRecall = (share: AwardShare): ShareToRecall => ({
  id: share.id,
  unpaid: payableOf(share),
  paid: {
    sanction_quota: subtractFen(share.paidSanctionQuotaFen, share.owedSanctionQuotaFen),
    award_fund: subtractFen(share.paidAwardFundFen, share.owedAwardFundFen),
  },
});

/** What the rule gives now, under the policy that the award was assessed by, in fen. */
async function amountNow(tx: EntityManager, { caseId, assessmentId }: Award): Promise<Fen> {
  const litigationCase = await tx.findOneByOrFail(LitigationCase, { id: caseId });
  if (assessmentId === null) {
    const { computed } = await awardNow(tx, litigationCase);
    return computed?.value.total ?? ZERO_FEN;
  }
  const { policyVersion } = await tx.findOneByOrFail(AwardAssessment, { id: assessmentId });
  const shares = await sharesAssessed(tx, assessmentId);
  const plaintiffs = shares.map(({ organizationId, ratio }) => ({
    organizationId,
    ...(ratio !== null && { share: ratio }),
  }));
  const { computed } = await awardNow(tx, litigationCase, { plaintiffs, policyVersion });
  return computed?.value.total ?? ZERO_FEN;
}

/**
 * What a recall of an award would do: in whole, or down to what its rule gives now.
 *
 * @throws DomainError NOT_FOUND it is not in force; AWARD_RECALL_NOTHING it is not above what the rule gives
 */
export async function planRecall(
  tx: EntityManager,
  { awardId, caseId, whole }: { awardId: string; caseId: string; whole: boolean },
): Promise<PlannedRecall> {
  const award = await tx.findOneBy(Award, { id: awardId, caseId });
  if (award?.recalledOn !== null) throw new DomainError('NOT_FOUND', 'not_found', { awardId });
  const rows = await tx.find(AwardShare, { where: { awardId }, order: { ordinal: 'ASC' } });
  const shares = rows.map(toRecall);
  const former = awardedOf(shares);
  const left = whole ? ZERO_FEN : await amountNow(tx, award);
  if (left >= former) {
    throw new DomainError('AWARD_RECALL_NOTHING', 'refused', {
      former: formatYuan(former),
      now: formatYuan(left),
    });
  }
  const held = {
    sanction_quota: subtractFen(
      award.fromSanctionQuotaFen,
      addFen(award.paidFromSanctionQuotaFen, award.releasedSanctionQuotaFen),
    ),
    award_fund: subtractFen(
      award.fromAwardFundFen,
      addFen(award.paidFromAwardFundFen, award.releasedAwardFundFen),
    ),
  };
  return { award, former, left, parts: spreadRecall(shares, held, subtractFen(former, left)) };
}

const sumOf = (parts: readonly RecalledShare[], pool: string, of: 'released' | 'owed'): Fen =>
  sumFen(parts.filter((part) => part.pool === pool).map((part) => part[of]));

async function keepOnShares(work: Work, parts: readonly RecalledShare[]): Promise<void> {
  const { tx } = work;
  for (const id of new Set(parts.map((part) => part.id))) {
    const own = parts.filter((part) => part.id === id);
    const share = await tx.findOneByOrFail(AwardShare, { id });
    await tx.update(AwardShare, id, {
      releasedFen: addFen(share.releasedFen, sumFen(own.map(({ released }) => released))),
      owedSanctionQuotaFen: addFen(
        share.owedSanctionQuotaFen,
        sumOf(own, 'sanction_quota', 'owed'),
      ),
      owedAwardFundFen: addFen(share.owedAwardFundFen, sumOf(own, 'award_fund', 'owed')),
    });
  }
}

async function bookRecall(work: Work, { award, parts }: PlannedRecall): Promise<void> {
  const shares = await work.tx.findBy(AwardShare, { id: In(parts.map(({ id }) => id)) });
  const ids = shares.map(({ organizationId }) => organizationId);
  const organizations = await work.tx.findBy(Organization, { id: In(ids) });
  const partyOf = (id: string): string => {
    const organizationId = shares.find((share) => share.id === id)?.organizationId;
    return organizations.find((one) => one.id === organizationId)?.ref ?? '';
  };
  const told = parts.map(({ id, pool, released, owed }) => ({
    ...{ pool, released, owed },
    party: partyOf(id),
  }));
  await post(work, facts.awardRecalled(award.caseId, award.ref, told));
}

/**
 * Takes an award back: what was not paid is free again, what was paid is owed back by the organization (应退回奖励).
 *
 * @throws DomainError NOT_FOUND, AWARD_RECALL_NOTHING
 */
export async function recallAward(work: Work, caseId: string, given: RecallToMake): Promise<void> {
  const { tx, on } = work;
  const { awardId, reason, approvalRequestId } = given;
  await lockCase(work, caseId);
  const plan = await planRecall(tx, { awardId, caseId, whole: given.whole });
  const { award, former, left, parts } = plan;
  const whole = left === 0n;
  const recallId = uuidv7();
  await tx.insert(AwardRecall, {
    ...{ id: recallId, awardId, whole, formerFen: former, leftFen: left, reason },
    ...{ recalledOn: on, approvalRequestId },
  });
  for (const { id: shareId, pool, released: releasedFen, owed: owedFen } of parts) {
    await tx.insert(AwardRecallPart, { recallId, shareId, pool, releasedFen, owedFen });
  }
  const quota = sumOf(parts, 'sanction_quota', 'released');
  const fund = sumOf(parts, 'award_fund', 'released');
  for (const [hold, amount] of byHold(award, quota, fund)) await releaseMoney(work, hold, amount);
  await tx.update(Award, awardId, {
    releasedSanctionQuotaFen: addFen(award.releasedSanctionQuotaFen, quota),
    releasedAwardFundFen: addFen(award.releasedAwardFundFen, fund),
    ...(whole && { recalledOn: on }),
  });
  await keepOnShares(work, parts);
  await bookRecall(work, plan);
  if (whole && award.assessmentId !== null) {
    const assessment = await tx.findOneByOrFail(AwardAssessment, { id: award.assessmentId });
    const personId = work.from?.personId ?? given.makerId;
    await voidAssessment(work, assessment, { reason, personId });
  }
  await recordAct(work, 'award.recall', {
    ...{ case: caseId, award: award.ref, reason },
    ...{ former: formatYuan(former), left: formatYuan(left) },
  });
}
