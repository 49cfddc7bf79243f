import { IsNull } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { AdvanceItem } from '../advances';
import { type AwardPart, facts, post } from '../accounting';
import { recordComputation } from '../audit';
import { holdMoney } from '../budget';
import { lockCase } from '../cases';
import { DomainError } from '../errors';
import { type AwardInputs, type AwardResult, computeAward, isDamages } from '../law';
import { type Fen, formatYuan, minFen, subtractFen, sumFen } from '../money';
import { Organization, requireQualified } from '../organizations';
import type { Work } from '../platform/work';
import { Judgment, JudgmentItem } from '../recoveries';
import { Award, AwardShare, Sanction } from './award.entity';

export interface AwardToDecide {
  readonly caseId: string;
  readonly ref: string;
  readonly plaintiffs: readonly {
    readonly organizationId: string;
    readonly share: string | undefined;
  }[];
}

/** Records what a defendant paid to the treasury: it sizes the sanction quota's part of an award. */
export async function recordSanction(
  work: Work,
  sanction: { readonly caseId: string; readonly amountPaid: Fen; readonly grade: 1 | 2 | 3 },
): Promise<void> {
  await lockCase(work, sanction.caseId);
  await work.tx.insert(Sanction, {
    id: uuidv7(),
    caseId: sanction.caseId,
    paidOn: work.on,
    amountPaidFen: sanction.amountPaid,
    grade: sanction.grade,
  });
}

/**
 * Decides the award of a case by the award rule and holds its money in both pools.
 *
 * @throws DomainError ALREADY_AWARDED, AWARD_PRECONDITION, ORG_NOT_QUALIFIED, AWARD_PRECONDITION (nothing
 *   to award), INSUFFICIENT_FUNDS (in this order)
 */
export async function decideAward(work: Work, decision: AwardToDecide): Promise<void> {
  const { caseId, ref, plaintiffs } = decision;
  const litigationCase = await lockCase(work, caseId);
  if (await work.tx.existsBy(Award, { caseId }))
    throw new DomainError('ALREADY_AWARDED', 'conflict');

  const judgments = await work.tx.find(Judgment, {
    where: { caseId, reversedOn: IsNull() },
    order: { ordinal: 'ASC' },
  });
  const last = judgments.at(-1);
  if (last === undefined)
    throw new DomainError('AWARD_PRECONDITION', 'refused', { missing: 'judgment' });
  await requireAdvancesSettled(work, caseId);
  for (const { organizationId } of plaintiffs) await requireQualified(work, caseId, organizationId);

  const items = await work.tx.findBy(JudgmentItem, { caseId, reversed: false });
  const sanctions = await work.tx.findBy(Sanction, { caseId });
  const organizations: Organization[] = [];
  for (const { organizationId } of plaintiffs) {
    organizations.push(await work.tx.findOneByOrFail(Organization, { id: organizationId }));
  }
  const inputs: AwardInputs = {
    outcome: last.outcome,
    base: litigationCase.damagesReceivedFen,
    damagesOrdered: sumFen(
      items.filter(({ kind }) => isDamages(kind)).map(({ orderedFen }) => orderedFen),
    ),
    claimed: last.claimedFen,
    sanctions: sanctions.map(({ amountPaidFen, grade }) => ({ amountPaid: amountPaidFen, grade })),
    plaintiffs: plaintiffs.map(({ share }, index) => ({
      id: organizations[index]?.ref ?? '',
      ...(share !== undefined && { share }),
    })),
  };
  const { value, explanation } = computeAward(inputs);
  if (value.total === 0n)
    throw new DomainError('AWARD_PRECONDITION', 'refused', { missing: 'amount' });

  const awardId = uuidv7();
  await work.tx.insert(Award, {
    id: awardId,
    caseId,
    ref,
    decidedOn: work.on,
    baseFen: value.base,
    fromSanctionQuotaFen: value.fromSanctionQuota,
    fromAwardFundFen: value.fromAwardFund,
    sanctionQuotaHoldId: await hold(work, ref, 'sanction_quota', value.fromSanctionQuota),
    awardFundHoldId: await hold(work, ref, 'award_fund', value.fromAwardFund),
  });
  for (const [ordinal, { amount }] of value.shares.entries()) {
    await work.tx.insert(AwardShare, {
      id: uuidv7(),
      awardId,
      organizationId: plaintiffs[ordinal]?.organizationId ?? '',
      ordinal,
      amountFen: amount,
    });
  }
  await post(work, facts.awardAccrued(caseId, ref, byPool(value)));
  await recordComputation(work, `award ${ref}`, explanation, {
    base: formatYuan(value.base),
    total: formatYuan(value.total),
    fromSanctionQuota: formatYuan(value.fromSanctionQuota),
    fromAwardFund: formatYuan(value.fromAwardFund),
    shares: value.shares.map(({ id, amount }) => ({
      organization: id,
      amount: formatYuan(amount),
    })),
  });
}

/** Every advance but acceptance fees is settled or given back, to the fen. */
async function requireAdvancesSettled(work: Work, caseId: string): Promise<void> {
  const items = await work.tx.findBy(AdvanceItem, { caseId });
  const open = items.filter(
    ({ category, paidFen, settledFen, surplusReturnedFen }) =>
      category !== 'acceptance_fee' && paidFen !== settledFen + surplusReturnedFen,
  );
  if (open.length > 0) {
    throw new DomainError('AWARD_PRECONDITION', 'refused', {
      missing: 'settlement',
      items: open.map((item) => item.ref),
    });
  }
}

async function hold(
  work: Work,
  ref: string,
  pool: AwardPart['pool'],
  amount: Fen,
): Promise<bigint | null> {
  if (amount === 0n) return null;
  return holdMoney(work, pool, amount, `award ${ref}`);
}

/** The shares as parts of pools: the sanction quota serves the first shares until it is used up. */
function byPool({ fromSanctionQuota, shares }: AwardResult): AwardPart[] {
  let quotaLeft = fromSanctionQuota;
  return shares.flatMap(({ id, amount }): AwardPart[] => {
    const fromQuota = minFen(quotaLeft, amount);
    quotaLeft = subtractFen(quotaLeft, fromQuota);
    return [
      { pool: 'sanction_quota', party: id, amount: fromQuota },
      { pool: 'award_fund', party: id, amount: subtractFen(amount, fromQuota) },
    ];
  });
}
