import { type AwardPart, facts, post } from '../accounting';
import { spendHeld } from '../budget';
import { lockCase } from '../cases';
import { DomainError } from '../errors';
import type { HoldChange } from '../ledger';
import { addFen, minFen, subtractFen } from '../money';
import { Organization } from '../organizations';
import type { Work } from '../platform/work';
import { Award, AwardShare } from './award.entity';

/**
 * Pays an organization its share, out of the sanction quota as long as it lasts.
 *
 * @throws DomainError NOT_FOUND the organization has no part in the award
 * @throws DomainError AWARD_PRECONDITION there is no award yet
 * @throws DomainError ALREADY_PAID
 */
export async function payAward(
  work: Work,
  payment: { readonly caseId: string; readonly organizationId: string },
): Promise<void> {
  const { caseId, organizationId } = payment;
  await lockCase(work, caseId);
  const award = await work.tx.findOneBy(Award, { caseId });
  if (award === null) throw new DomainError('AWARD_PRECONDITION', 'refused', { missing: 'award' });
  const share = await work.tx.findOneBy(AwardShare, { awardId: award.id, organizationId });
  if (share === null) throw new DomainError('NOT_FOUND', 'not_found', { award: award.ref });
  if (share.paidOn !== null)
    throw new DomainError('ALREADY_PAID', 'conflict', { paidOn: share.paidOn });

  const { ref: party } = await work.tx.findOneByOrFail(Organization, { id: organizationId });
  const quotaLeft = subtractFen(award.fromSanctionQuotaFen, award.paidFromSanctionQuotaFen);
  const fromQuota = minFen(quotaLeft, share.amountFen);
  const fromFund = subtractFen(share.amountFen, fromQuota);
  const parts: AwardPart[] = [
    { pool: 'sanction_quota', party, amount: fromQuota },
    { pool: 'award_fund', party, amount: fromFund },
  ];
  const holdChanges: HoldChange[] = [];
  for (const [hold, amount] of [
    [award.sanctionQuotaHoldId ?? 0n, fromQuota],
    [award.awardFundHoldId ?? 0n, fromFund],
  ] as const) {
    if (amount !== 0n) holdChanges.push(await spendHeld(work, hold, amount));
  }

  await work.tx.update(Award, award.id, {
    paidFromSanctionQuotaFen: addFen(award.paidFromSanctionQuotaFen, fromQuota),
    paidFromAwardFundFen: addFen(award.paidFromAwardFundFen, fromFund),
  });
  await work.tx.update(AwardShare, share.id, { paidOn: work.on });
  if (share.amountFen > 0n)
    await post(work, facts.awardPaid(caseId, award.ref, parts), holdChanges);
}
