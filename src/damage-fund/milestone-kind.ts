import type { EntityManager } from 'typeorm';
import type { SummaryRow } from '../approvals';
import { isCalled, payOutKind } from '../claims';
import {
  figuresOf,
  PlanMilestone,
  type PlanMilestoneToPay,
  payPlanMilestone,
  requirePlanPayment,
  RestorationPlan,
} from '../damages';
import type { LitigationCase } from '../cases';
import { requireNamedDocuments } from '../documents';
import { DomainError, type Language } from '../errors';
import { type Fen, minFen, subtractFen, ZERO_FEN } from '../money';
import { milestoneContent, type MilestoneContent } from './milestone-schemas';
import { fenOf } from './plan-schemas';
import { paperRows, rowOf } from './present-plan';
import { PAPER_NAMES, USE_NAMES } from './words';

const paymentOf = (content: MilestoneContent): PlanMilestoneToPay => ({
  planId: content.plan,
  milestone: content.milestone,
  purpose: content.purpose,
  amount: fenOf(content.amount),
  invoices: content.invoices.map(({ issuer, code = '', number, amount, document }) => ({
    ...{ issuer, number: `${code}${number}`, amount: fenOf(amount), documentId: document.id },
  })),
  papers: content.papers.map(({ kind, document }) => ({ kind, documentId: document.id })),
});

/** @throws DomainError NOT_FOUND it is no plan of the case that was approved */
async function planOf(
  tx: EntityManager,
  { case: caseId, plan: id }: MilestoneContent,
): Promise<RestorationPlan & { readonly implementerName: string }> {
  const plan = await tx.findOneBy(RestorationPlan, { id, caseId });
  if (typeof plan?.implementerName !== 'string') {
    throw new DomainError('NOT_FOUND', 'not_found', { plan: id });
  }
  return plan as RestorationPlan & { readonly implementerName: string };
}

/** What can be paid now, in fen: what is there for the case, as far as it is planned. */
async function available(tx: EntityManager, of: LitigationCase): Promise<Fen> {
  const planned = subtractFen(of.damagesPlannedFen, of.damagesPaidFen);
  return minFen(planned, (await figuresOf(tx, of)).left ?? ZERO_FEN);
}

const papersOf = ({ invoices, papers }: MilestoneContent) =>
  [...invoices, ...papers].map(({ document }) => document);

async function rows(
  tx: EntityManager,
  content: MilestoneContent,
  language: Language,
): Promise<readonly SummaryRow[]> {
  const { plan: planId, milestone: number, purpose, invoices, papers } = content;
  const plan = await tx.findOneBy(RestorationPlan, { id: planId });
  const milestone = await tx.findOneBy(PlanMilestone, { planId, number });
  return [
    { field: 'planNumber', value: plan?.ref ?? planId },
    { field: 'milestone', value: `${String(number)} ${milestone?.name ?? ''}`.trim() },
    { field: 'purpose', value: USE_NAMES[purpose][language] },
    ...invoices.map(({ issuer, code = '', number: of, amount }) =>
      rowOf('invoices', { issuer, invoiceNumber: `${code}${of}`, amount }),
    ),
    ...papers.map(({ kind }) => ({ field: 'paperKind', value: PAPER_NAMES[kind][language] })),
    ...(await paperRows(tx, papersOf(content))),
  ];
}

/**
 * A milestone of a plan is paid to whoever carries it out (修复付款): on invoices and the papers that it requires; who
 * decides, and whether a joint meeting must have resolved on it, follows from the amount.
 */
export const milestonePayment = payOutKind<MilestoneContent>({
  kind: 'milestone_payment',
  title: '修复付款',
  schema: milestoneContent,
  code: 'INSUFFICIENT_FUNDS',
  fromElsewhere: true,
  byAmount: true,
  available,
  async require({ tx, maker, book }, content) {
    await planOf(tx, content);
    await requirePlanPayment(tx, paymentOf(content));
    await requireNamedDocuments(tx, maker, papersOf(content), { bookId: book?.id ?? 0 });
  },
  rows,
  async outside(tx, content) {
    const { implementerName: name } = await planOf(tx, content);
    const to = { id: null, name, holderKind: 'vendor', owns: isCalled(name) } as const;
    return { kind: 'milestone_payment', to, named: content.payee };
  },
  pay: (work, content, request) => payPlanMilestone(work, paymentOf(content), request),
});
