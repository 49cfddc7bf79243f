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
  // What a changed judgment has told to be spent beyond what is there is no part of the total any more.
  const damagesPaidFen = minFen(of.damagesPaidFen, await paidOfPlans(tx, caseId));
  await tx.update(LitigationCase, caseId, { damagesPaidFen });
  const papers = await tx.findBy(MilestonePaper, { paymentId: approvalRequestId });
  for (const { invoiceId } of papers) if (invoiceId !== null) await freeInvoice(work, invoiceId);
}
