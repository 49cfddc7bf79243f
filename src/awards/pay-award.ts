import { IsNull } from 'typeorm';
import { type AwardPart, facts, post, reverse } from '../accounting';
import { spendHeld, takeBackSpent } from '../budget';
import { lockCase } from '../cases';
import { DomainError } from '../errors';
import type { HoldChange } from '../ledger';
import { addFen, type Fen, minFen, subtractFen, ZERO_FEN } from '../money';
import { Organization } from '../organizations';
import type { Work } from '../platform/work';
import { Award, AwardShare } from './award.entity';

/** Whose share of the award of a case. */
export interface ShareOfCase {
  readonly caseId: string;
  readonly organizationId: string;
}

/**
 * The share of an organization in the award of a case that is in force.
 *
 * @throws DomainError AWARD_PRECONDITION there is no award; NOT_FOUND the organization has no part in it
 */
export async function shareInForce(
  tx: Work['tx'],
  { caseId, organizationId }: ShareOfCase,
): Promise<{ readonly award: Award; readonly share: AwardShare }> {
  const award = await tx.findOneBy(Award, { caseId, recalledOn: IsNull() });
  if (award === null) throw new DomainError('AWARD_PRECONDITION', 'refused', { missing: 'award' });
  const share = await tx.findOneBy(AwardShare, { awardId: award.id, organizationId });
  if (share === null) throw new DomainError('NOT_FOUND', 'not_found', { award: award.ref });
  return { award, share };
}

/** What an organization is to get still, in fen. */
export const payableOf = ({ paidOn, amountFen, releasedFen }: AwardShare): Fen =>
  paidOn === null ? subtractFen(amountFen, releasedFen) : ZERO_FEN;

/**
 * Pays an organization its share, out of the sanction quota as long as it lasts.
 *
 * @throws DomainError NOT_FOUND the organization has no part in the award
 * @throws DomainError AWARD_PRECONDITION there is no award yet
 * @throws DomainError ALREADY_PAID
 */
export async function payAward(work: Work, payment: ShareOfCase): Promise<void> {
  const { caseId, organizationId } = payment;
  await lockCase(work, caseId);
  const { award, share } = await shareInForce(work.tx, payment);
  if (share.paidOn !== null)
    throw new DomainError('ALREADY_PAID', 'conflict', { paidOn: share.paidOn });

  const { ref: party } = await work.tx.findOneByOrFail(Organization, { id: organizationId });
  const amount = payableOf(share);
  const used = addFen(award.paidFromSanctionQuotaFen, award.releasedSanctionQuotaFen);
  const fromQuota = minFen(subtractFen(award.fromSanctionQuotaFen, used), amount);
  const fromFund = subtractFen(amount, fromQuota);
  const parts: AwardPart[] = [
    { pool: 'sanction_quota', party, amount: fromQuota },
    { pool: 'award_fund', party, amount: fromFund },
  ];
  const holdChanges: HoldChange[] = [];
  for (const [hold, part] of byHold(award, fromQuota, fromFund)) {
    holdChanges.push(await spendHeld(work, hold, part));
  }

  await work.tx.update(Award, award.id, {
    paidFromSanctionQuotaFen: addFen(award.paidFromSanctionQuotaFen, fromQuota),
    paidFromAwardFundFen: addFen(award.paidFromAwardFundFen, fromFund),
  });
  await work.tx.update(AwardShare, share.id, {
    paidOn: work.on,
    paidSanctionQuotaFen: fromQuota,
    paidAwardFundFen: fromFund,
  });
  if (amount > 0n) await post(work, facts.awardPaid(caseId, award.ref, parts), holdChanges);
}

/** The holds that parts of an award are kept by, without those that keep nothing of it. */
export function byHold(
  { sanctionQuotaHoldId, awardFundHoldId }: Award,
  ofQuota: Fen,
  ofFund: Fen,
): (readonly [hold: bigint, amount: Fen])[] {
  const parts = [
    [sanctionQuotaHoldId ?? 0n, ofQuota],
    [awardFundHoldId ?? 0n, ofFund],
  ] as const;
  return parts.filter(([, amount]) => amount !== 0n);
}

/**
 * The bank sent a share back (退汇): the journal of the payment is reversed, its money is held again, and the share is
 * to be paid once more.
 *
 * @throws DomainError PAY_OUT_TO_GET_BACK it was recalled meanwhile, so that what came back is a return
 */
export async function returnAwardPayment(
  work: Work,
  payment: ShareOfCase,
  { journal, summary }: { readonly journal: bigint; readonly summary: string },
): Promise<void> {
  const { tx } = work;
  const share = await paidShare(tx, payment);
  const award = await tx.findOneByOrFail(Award, { id: share.awardId });
  const { paidSanctionQuotaFen: quota, paidAwardFundFen: fund } = share;
  if (share.owedSanctionQuotaFen + share.owedAwardFundFen > 0n) {
    throw new DomainError('PAY_OUT_TO_GET_BACK', 'conflict', { award: award.ref });
  }
  for (const [hold, part] of byHold(award, quota, fund)) await takeBackSpent(work, hold, part);
  await tx.update(AwardShare, share.id, {
    paidOn: null,
    paidSanctionQuotaFen: ZERO_FEN,
    paidAwardFundFen: ZERO_FEN,
  });
  await tx.update(Award, award.id, {
    paidFromSanctionQuotaFen: subtractFen(award.paidFromSanctionQuotaFen, quota),
    paidFromAwardFundFen: subtractFen(award.paidFromAwardFundFen, fund),
  });
  await reverse(work, journal, summary);
}

/** The share that was paid last; that of an award that was recalled as well. */
async function paidShare(
  tx: Work['tx'],
  { caseId, organizationId }: ShareOfCase,
): Promise<AwardShare> {
  const awards = await tx.find(Award, { where: { caseId }, order: { id: 'DESC' } });
  for (const { id: awardId } of awards) {
    const share = await tx.findOneBy(AwardShare, { awardId, organizationId });
    if (share !== null && share.paidOn !== null) return share;
  }
  throw new DomainError('NOT_FOUND', 'not_found', { organization: organizationId });
}
