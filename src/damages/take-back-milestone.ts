import type { EntityManager } from 'typeorm';
import { takeBackBudget } from '../budget';
import { LitigationCase, lockCase } from '../cases';
import { minFen, subtractFen } from '../money';
import type { Work } from '../platform/work';
import { PlanMilestone, RestorationPlan } from './damage-fund.entity';
import { paidOfPlans } from './keep-version';
import { MilestonePaper, MilestonePayment } from './milestone-payment.entity';
import { PlanUse } from './plan.entity';
import { freeInvoice } from './use-invoices';

/**
 * The bank sent back what was paid for a milestone (退汇): it is to be paid again, its budget money is held for it, and
 * its invoices are free for that. The journal is reversed by whoever calls, which gives the ledger's hold back.
 */
export async function takeBackMilestone(work: Work, approvalRequestId: string): Promise<void> {
  const { tx } = work;
  const payment = await tx.findOneByOrFail(MilestonePayment, { approvalRequestId });
  const { planId, milestoneId, purpose, amountFen, holdId } = payment;
  const { caseId } = await tx.findOneByOrFail(RestorationPlan, { id: planId });
  const of = await lockCase(work, caseId);
  if (holdId !== null) await takeBackBudget(work, holdId, amountFen);
  const plan = await tx.findOneByOrFail(RestorationPlan, { id: planId });
  const paidFen = subtractFen(plan.paidFen, amountFen);
  await tx.update(RestorationPlan, planId, { paidFen });
  const use = await tx.findOneByOrFail(PlanUse, { planId, use: purpose });
  const usePaid = subtractFen(use.paidFen, amountFen);
  await tx.update(PlanUse, { planId, use: purpose }, { paidFen: usePaid });
  const unpaid = { paidOn: null, purpose: null, payee: null, requestId: null, holdId };
  await tx.update(PlanMilestone, milestoneId, unpaid);
  const counted = (await isMissing(tx, caseId, approvalRequestId))
    ? of.damagesPaidFen
    : subtractFen(of.damagesPaidFen, minFen(amountFen, of.damagesPaidFen));
  const damagesPaidFen = minFen(counted, await paidOfPlans(tx, caseId));
  await tx.update(LitigationCase, caseId, { damagesPaidFen });
  const papers = await tx.findBy(MilestonePaper, { paymentId: approvalRequestId });
  for (const { invoiceId } of papers) if (invoiceId !== null) await freeInvoice(work, invoiceId);
}

/**
 * Whether a judgment changed since it was paid and told that more had been spent than is there: that much is no part of
 * the total any more, and what comes back is of it first.
 */
async function isMissing(
  tx: EntityManager,
  caseId: string,
  approvalRequestId: string,
): Promise<boolean> {
  // Identifiers are in the order of time (RFC 9562).
  const [deficit] = await tx.query<{ id: string }[]>(
    `SELECT d.id FROM fund.spent_deficit d JOIN fund.pay_out o ON o.approval_request_id = $2
      WHERE d.case_id = $1 AND d.what = 'restoration' AND d.id > o.id LIMIT 1`,
    [caseId, approvalRequestId],
  );
  return deficit !== undefined;
}
