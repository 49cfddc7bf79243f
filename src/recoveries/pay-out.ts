import type { EntityManager } from 'typeorm';
import { facts, post } from '../accounting';
import { Defendant, LitigationCase, lockCase } from '../cases';
import { DomainError, type ProblemCode } from '../errors';
import { addFen, type Fen, formatYuan, subtractFen, ZERO_FEN } from '../money';
import { Organization } from '../organizations';
import type { Work } from '../platform/work';
import { requireInCustody } from './custody';
import { OrganizationRecovery } from './receipt.entity';

function requireAtMost(code: ProblemCode, amount: Fen, most: Fen): void {
  if (amount > most) {
    throw new DomainError(code, 'refused', {
      amount: formatYuan(amount),
      available: formatYuan(most),
    });
  }
}

/** What of a defendant's overpayment was not sent back yet, in fen. */
export const refundableTo = ({ overpaidFen, refundedFen }: Defendant): Fen =>
  subtractFen(overpaidFen, refundedFen);

/** What was received for an organization and not paid to it yet, in fen. */
export async function reimbursableTo(
  tx: EntityManager,
  caseId: string,
  organizationId: string,
): Promise<Fen> {
  const recovery = await tx.findOneBy(OrganizationRecovery, { caseId, organizationId });
  return recovery === null ? ZERO_FEN : subtractFen(recovery.receivedFen, recovery.reimbursedFen);
}

/** Costs that came back and are not in the fund again, in fen. */
export const replenishable = ({ costsRecoveredFen, fundReplenishedFen }: LitigationCase): Fen =>
  subtractFen(costsRecoveredFen, fundReplenishedFen);

/** Interest for the treasury that was not remitted yet, in fen. */
export const interestToRemit = (of: LitigationCase): Fen =>
  subtractFen(of.treasuryInterestReceivedFen, of.treasuryInterestRemittedFen);

/**
 * Sends an overpayment back to the defendant.
 *
 * @throws DomainError REFUND_EXCEEDS_OVERPAYMENT, CUSTODY_SHORT
 */
export async function refundOverpayment(
  work: Work,
  refund: { readonly caseId: string; readonly defendantId: string; readonly amount: Fen },
): Promise<void> {
  const litigationCase = await lockCase(work, refund.caseId);
  const defendant = await work.tx.findOneByOrFail(Defendant, {
    id: refund.defendantId,
    caseId: refund.caseId,
  });
  requireAtMost('REFUND_EXCEEDS_OVERPAYMENT', refund.amount, refundableTo(defendant));
  await requireInCustody(work.tx, litigationCase, refund.amount);
  await work.tx.update(Defendant, defendant.id, {
    refundedFen: addFen(defendant.refundedFen, refund.amount),
  });
  await post(work, facts.overpaymentRefunded(refund.caseId, defendant.ref, refund.amount));
}

/**
 * Pays an organization its own costs out of what was received for it.
 *
 * @throws DomainError REIMBURSE_EXCEEDS_RECEIVED, CUSTODY_SHORT
 */
export async function reimburseOrganization(
  work: Work,
  reimbursement: { readonly caseId: string; readonly organizationId: string; readonly amount: Fen },
): Promise<void> {
  const { caseId, organizationId, amount } = reimbursement;
  const litigationCase = await lockCase(work, caseId);
  const most = await reimbursableTo(work.tx, caseId, organizationId);
  requireAtMost('REIMBURSE_EXCEEDS_RECEIVED', amount, most);
  await requireInCustody(work.tx, litigationCase, amount);
  const recovery = await work.tx.findOneBy(OrganizationRecovery, { caseId, organizationId });
  await work.tx.update(
    OrganizationRecovery,
    { caseId, organizationId },
    { reimbursedFen: addFen(recovery?.reimbursedFen ?? ZERO_FEN, amount) },
  );
  const { ref } = await work.tx.findOneByOrFail(Organization, {
    id: organizationId,
    bookId: work.bookId,
  });
  await post(work, facts.organizationReimbursed(caseId, ref, amount));
}

/**
 * Recovered costs go back into the special fund.
 *
 * @throws DomainError REPLENISH_EXCEEDS_RECOVERED, CUSTODY_SHORT
 */
export async function replenishFund(
  work: Work,
  replenishment: { readonly caseId: string; readonly amount: Fen },
): Promise<void> {
  const { caseId, amount } = replenishment;
  const litigationCase = await lockCase(work, caseId);
  requireAtMost('REPLENISH_EXCEEDS_RECOVERED', amount, replenishable(litigationCase));
  await requireInCustody(work.tx, litigationCase, amount);
  await work.tx.update(LitigationCase, caseId, {
    fundReplenishedFen: addFen(litigationCase.fundReplenishedFen, amount),
  });
  await post(work, facts.fundReplenished(caseId, amount));
}

/**
 * Doubled interest goes to the treasury.
 *
 * @throws DomainError REMIT_EXCEEDS_RECEIVED, CUSTODY_SHORT
 */
export async function remitInterest(
  work: Work,
  remittance: { readonly caseId: string; readonly amount: Fen },
): Promise<void> {
  const { caseId, amount } = remittance;
  const litigationCase = await lockCase(work, caseId);
  requireAtMost('REMIT_EXCEEDS_RECEIVED', amount, interestToRemit(litigationCase));
  await requireInCustody(work.tx, litigationCase, amount);
  await work.tx.update(LitigationCase, caseId, {
    treasuryInterestRemittedFen: addFen(litigationCase.treasuryInterestRemittedFen, amount),
  });
  await post(work, facts.interestRemitted(caseId, amount));
}
