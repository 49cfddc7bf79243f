import { facts, post } from '../accounting';
import { Defendant, LitigationCase, lockCase } from '../cases';
import { DomainError, type ProblemCode } from '../errors';
import { addFen, type Fen, formatYuan, subtractFen, ZERO_FEN } from '../money';
import { Organization } from '../organizations';
import type { Work } from '../platform/work';
import { OrganizationRecovery } from './receipt.entity';

function requireAtMost(code: ProblemCode, amount: Fen, most: Fen): void {
  if (amount > most) {
    throw new DomainError(code, 'refused', {
      amount: formatYuan(amount),
      available: formatYuan(most),
    });
  }
}

/**
 * Sends an overpayment back to the defendant.
 *
 * @throws DomainError REFUND_EXCEEDS_OVERPAYMENT
 */
export async function refundOverpayment(
  work: Work,
  refund: { readonly caseId: string; readonly defendantId: string; readonly amount: Fen },
): Promise<void> {
  await lockCase(work, refund.caseId);
  const defendant = await work.tx.findOneByOrFail(Defendant, {
    id: refund.defendantId,
    caseId: refund.caseId,
  });
  const most = subtractFen(defendant.overpaidFen, defendant.refundedFen);
  requireAtMost('REFUND_EXCEEDS_OVERPAYMENT', refund.amount, most);
  await work.tx.update(Defendant, defendant.id, {
    refundedFen: addFen(defendant.refundedFen, refund.amount),
  });
  await post(work, facts.overpaymentRefunded(refund.caseId, defendant.ref, refund.amount));
}

/**
 * Pays an organization its own costs out of what was received for it.
 *
 * @throws DomainError REIMBURSE_EXCEEDS_RECEIVED
 */
export async function reimburseOrganization(
  work: Work,
  reimbursement: { readonly caseId: string; readonly organizationId: string; readonly amount: Fen },
): Promise<void> {
  const { caseId, organizationId, amount } = reimbursement;
  await lockCase(work, caseId);
  const recovery = await work.tx.findOneBy(OrganizationRecovery, { caseId, organizationId });
  const most =
    recovery === null ? ZERO_FEN : subtractFen(recovery.receivedFen, recovery.reimbursedFen);
  requireAtMost('REIMBURSE_EXCEEDS_RECEIVED', amount, most);
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
 * @throws DomainError REPLENISH_EXCEEDS_RECOVERED
 */
export async function replenishFund(
  work: Work,
  replenishment: { readonly caseId: string; readonly amount: Fen },
): Promise<void> {
  const { caseId, amount } = replenishment;
  const { costsRecoveredFen, fundReplenishedFen } = await lockCase(work, caseId);
  requireAtMost(
    'REPLENISH_EXCEEDS_RECOVERED',
    amount,
    subtractFen(costsRecoveredFen, fundReplenishedFen),
  );
  await work.tx.update(LitigationCase, caseId, {
    fundReplenishedFen: addFen(fundReplenishedFen, amount),
  });
  await post(work, facts.fundReplenished(caseId, amount));
}

/**
 * Doubled interest goes to the treasury.
 *
 * @throws DomainError REMIT_EXCEEDS_RECEIVED
 */
export async function remitInterest(
  work: Work,
  remittance: { readonly caseId: string; readonly amount: Fen },
): Promise<void> {
  const { caseId, amount } = remittance;
  const { treasuryInterestReceivedFen, treasuryInterestRemittedFen } = await lockCase(work, caseId);
  const most = subtractFen(treasuryInterestReceivedFen, treasuryInterestRemittedFen);
  requireAtMost('REMIT_EXCEEDS_RECEIVED', amount, most);
  await work.tx.update(LitigationCase, caseId, {
    treasuryInterestRemittedFen: addFen(treasuryInterestRemittedFen, amount),
  });
  await post(work, facts.interestRemitted(caseId, amount));
}
