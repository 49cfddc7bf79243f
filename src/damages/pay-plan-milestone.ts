import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { lockCase } from '../cases';
import { DomainError } from '../errors';
import type { PermittedUse, PlanPaper } from '../law';
import { addFen, type Fen, formatYuan, subtractFen, sumFen } from '../money';
import type { Work } from '../platform/work';
import { type PlanMilestone, RestorationPlan } from './damage-fund.entity';
import { MilestonePaper, MilestonePayment } from './milestone-payment.entity';
import { payableMilestone, payMilestone } from './pay-milestone';
import { PlanUse } from './plan.entity';
import { type InvoiceOfPlan, plainIssuer, useInvoice } from './use-invoices';

/** An approved payment for a milestone of a plan that was approved. */
export interface PlanMilestoneToPay {
  readonly planId: string;
  /** From 1. */
  readonly milestone: number;
  readonly purpose: PermittedUse;
  readonly amount: Fen;
  readonly invoices: readonly (InvoiceOfPlan & { readonly documentId: string })[];
  readonly papers: readonly { readonly kind: PlanPaper; readonly documentId: string }[];
}

/** @throws DomainError PURPOSE_NOT_PERMITTED the plan has no such line, PLAN_LINE_EXCEEDED it has less left */
async function requireWithinLine(
  tx: EntityManager,
  { planId, purpose, amount }: PlanMilestoneToPay,
): Promise<PlanUse> {
  const use = await tx.findOneBy(PlanUse, { planId, use: purpose });
  if (use === null) throw new DomainError('PURPOSE_NOT_PERMITTED', 'refused', { purpose });
  const left = subtractFen(use.amountFen, use.paidFen);
  if (amount <= left) return use;
  throw new DomainError('PLAN_LINE_EXCEEDED', 'refused', {
    ...{ purpose, amount: formatYuan(amount), available: formatYuan(left) },
  });
}

/** @throws DomainError PAPERS_MISSING, INVOICES_TOO_LOW */
function requirePapers(
  { papers: needed }: PlanMilestone,
  { papers, invoices, amount }: PlanMilestoneToPay,
): void {
  const missing = needed.filter((kind) => papers.every((paper) => paper.kind !== kind));
  if (missing.length > 0) throw new DomainError('PAPERS_MISSING', 'refused', { missing });
  const total = sumFen(invoices.map((invoice) => invoice.amount));
  if (total >= amount) return;
  throw new DomainError('INVOICES_TOO_LOW', 'refused', {
    ...{ invoices: formatYuan(total), amount: formatYuan(amount) },
  });
}

/**
 * Requires that a milestone can be paid so.
 *
 * @throws DomainError those of payableMilestone, MILESTONE_AMOUNT_OTHER, PURPOSE_NOT_PERMITTED, PLAN_LINE_EXCEEDED,
 *   PAPERS_MISSING, INVOICES_TOO_LOW
 */
export async function requirePlanPayment(
  tx: EntityManager,
  payment: PlanMilestoneToPay,
): Promise<RestorationPlan> {
  const { plan, next } = await payableMilestone(tx, payment);
  if (next.amountFen !== payment.amount) {
    const facts = { amount: formatYuan(payment.amount), milestone: formatYuan(next.amountFen) };
    throw new DomainError('MILESTONE_AMOUNT_OTHER', 'refused', facts);
  }
  await requireWithinLine(tx, payment);
  requirePapers(next, payment);
  return plan;
}

/**
 * Pays a milestone of an approved plan to whoever carries it out, on invoices that are used up by it.
 *
 * @throws DomainError as {@link requirePlanPayment} and payMilestone; INVOICE_DIFFERS, DUPLICATE_INVOICE
 */
export async function payPlanMilestone(
  work: Work,
  payment: PlanMilestoneToPay,
  approvalRequestId: string,
): Promise<void> {
  const { tx, on: paidOn } = work;
  const { planId, milestone, purpose, amount: amountFen } = payment;
  const { caseId } = await tx.findOneByOrFail(RestorationPlan, { id: planId });
  await lockCase(work, caseId);
  const plan = await requirePlanPayment(tx, payment);
  const use = await requireWithinLine(tx, payment);
  const payee = plan.implementerName ?? '';
  const paid = await payMilestone(work, { planId, milestone, purpose, payee });
  const milestoneId = paid.milestone.id;
  await tx.update(PlanUse, { planId, use: purpose }, { paidFen: addFen(use.paidFen, amountFen) });
  await keepPapers(work, payment, { approvalRequestId, milestoneId });
  await tx.insert(MilestonePayment, {
    ...{ approvalRequestId, planId, planVersion: plan.version, milestoneId },
    ...{ purpose, amountFen, holdId: paid.holdId, paidOn },
  });
}

async function keepPapers(
  work: Work,
  { invoices, papers }: PlanMilestoneToPay,
  of: { readonly approvalRequestId: string; readonly milestoneId: string },
): Promise<void> {
  const { milestoneId, approvalRequestId: paymentId } = of;
  for (const { documentId, issuer, number, amount } of invoices) {
    const invoiceId = await useInvoice(work, { issuer, number, amount });
    await work.tx.insert(MilestonePaper, {
      ...{ id: uuidv7(), milestoneId, paymentId, documentId, kind: 'invoice', invoiceId },
      ...{ issuer: plainIssuer(issuer), number, amountFen: amount },
    });
  }
  for (const { kind, documentId } of papers) {
    await work.tx.insert(MilestonePaper, {
      ...{ id: uuidv7(), milestoneId, paymentId, documentId, kind },
    });
  }
}
