import { uuidv7 } from 'uuidv7';
import { AdvanceItem } from '../advances';
import { type AwardPart, facts, post } from '../accounting';
import { recordComputation } from '../audit';
import { holdMoney } from '../budget';
import { lockCase } from '../cases';
import { DomainError } from '../errors';
import { type AwardResult, computeAward, type Explained } from '../law';
import { type Fen, formatYuan, minFen, subtractFen } from '../money';
import { requireQualified } from '../organizations';
import type { Work } from '../platform/work';
import { awardInputs, lastJudgment, type Plaintiff } from './award-inputs';
import { Award, AwardShare, Sanction } from './award.entity';
import { awardInTheWay } from './conditions';

export interface AwardToDecide {
  readonly caseId: string;
  readonly ref: string;
  readonly plaintiffs: readonly {
    readonly organizationId: string;
    readonly share: string | undefined;
  }[];
}

/** What a defendant paid to the treasury; paper and request are null where a case file tells it. */
export interface SanctionToRecord {
  readonly caseId: string;
  readonly amountPaid: Fen;
  readonly grade: 1 | 2 | 3;
  readonly paidOn?: string;
  readonly documentId?: string;
  readonly approvalRequestId?: string;
}

/** Records what a defendant paid to the treasury: it sizes the sanction quota's part of an award. */
export async function recordSanction(work: Work, sanction: SanctionToRecord): Promise<void> {
  const { caseId, amountPaid, grade, paidOn, documentId, approvalRequestId } = sanction;
  await lockCase(work, caseId);
  await work.tx.insert(Sanction, {
    id: uuidv7(),
    caseId,
    paidOn: paidOn ?? work.on,
    amountPaidFen: amountPaid,
    grade,
    documentId: documentId ?? null,
    approvalRequestId: approvalRequestId ?? null,
  });
}

/**
 * Decides the award of a case by the award rule of case files and holds its money in both pools.
 *
 * @throws DomainError ALREADY_AWARDED, AWARD_PRECONDITION, ORG_NOT_QUALIFIED, AWARD_PRECONDITION (nothing
 *   to award), INSUFFICIENT_FUNDS (in this order)
 */
export async function decideAward(work: Work, decision: AwardToDecide): Promise<void> {
  const { tx } = work;
  const { caseId, ref, plaintiffs } = decision;
  const litigationCase = await lockCase(work, caseId);
  if ((await awardInTheWay(tx, caseId)) !== null)
    throw new DomainError('ALREADY_AWARDED', 'conflict');
  const last = await lastJudgment(tx, caseId);
  if (last === undefined)
    throw new DomainError('AWARD_PRECONDITION', 'refused', { missing: 'judgment' });
  await requireAdvancesSettled(work, caseId);
  for (const { organizationId } of plaintiffs) await requireQualified(work, caseId, organizationId);

  const computed = computeAward(await awardInputs(tx, litigationCase, last, plaintiffs));
  if (computed.value.total === 0n)
    throw new DomainError('AWARD_PRECONDITION', 'refused', { missing: 'amount' });
  await bookAward(work, { caseId, ref, plaintiffs, computed });
}

/** An award that may be made now, and what it was assessed and approved by. */
export interface AwardToBook {
  readonly caseId: string;
  readonly ref: string;
  readonly plaintiffs: readonly Plaintiff[];
  readonly computed: Explained<AwardResult>;
  readonly decidedBy?: { readonly assessmentId: string; readonly approvalRequestId: string };
}

/**
 * Keeps an award, holds its money in both pools, and accrues it.
 *
 * @throws DomainError INSUFFICIENT_FUNDS, BUDGET_EXCEEDED
 */
export async function bookAward(work: Work, award: AwardToBook): Promise<void> {
  const { caseId, ref, plaintiffs, computed, decidedBy } = award;
  const { value, explanation } = computed;
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
    ...decidedBy,
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
