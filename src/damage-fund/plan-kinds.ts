import type { EntityManager } from 'typeorm';
import { approvalKind, type ApprovedRequest, type Setting, workInBook } from '../approvals';
import { recordAct } from '../audit';
import { caseInBook } from '../claims';
import {
  adoptPlan,
  type PlanToAdopt,
  changePlan,
  requireAdoptable,
  requireChangeable,
  RestorationPlan,
} from '../damages';
import type { LitigationCase } from '../cases';
import { requireNamedDocuments } from '../documents';
import { DomainError } from '../errors';
import { formatYuan, subtractFen } from '../money';
import type { Work } from '../platform/work';
import { presentChange, presentPlan } from './present-plan';
import {
  linesOf,
  milestonesOf,
  opinionsOf,
  requireOpinions,
  resolutionOf,
  subjectOfPlan,
} from './plan-of-content';
import {
  fenOf,
  planChangeContent,
  type PlanChangeContent,
  planContent,
  type PlanContent,
} from './plan-schemas';

/** @throws DomainError RESOLUTION_REQUIRED */
function requireResolution({ resolution }: Pick<Setting, 'resolution'>, amount: string): void {
  if (resolution === null) throw new DomainError('RESOLUTION_REQUIRED', 'refused', { amount });
}

const requirePaper = (
  { tx, maker, book }: Setting,
  { document }: Pick<PlanContent, 'document'>,
): Promise<unknown> => requireNamedDocuments(tx, maker, [document], { bookId: book?.id ?? 0 });

const resolved = async (tx: EntityManager, { resolution }: ApprovedRequest) => {
  const found = await resolutionOf(tx, resolution);
  if (found === null) throw new DomainError('RESOLUTION_REQUIRED', 'refused');
  return found;
};

/** Requires that a plan can be asked for. @throws DomainError whatever it is refused for */
export async function requirePlan(
  setting: Setting,
  litigationCase: LitigationCase,
  content: PlanContent,
): Promise<void> {
  const amount = fenOf(content.amount);
  await requireOpinions(setting, content);
  milestonesOf(amount, content.milestones);
  await requireAdoptable(setting.tx, litigationCase, { ref: content.plan, amount });
  await requirePaper(setting, content);
  requireResolution(setting, content.amount);
}

export const planTitle = (
  { number }: Pick<LitigationCase, 'number'>,
  { plan, title }: Pick<PlanContent, 'plan' | 'title'>,
): string => `${number} ${plan} ${title}`;

/** A plan that was approved, as it is adopted. */
export async function planToAdopt(
  { tx }: Pick<Work, 'tx'>,
  content: PlanContent,
  request: ApprovedRequest,
): Promise<Omit<PlanToAdopt, 'isSubstitute'>> {
  const { case: caseId, plan: ref, title, place, acceptanceBody, implementer } = content;
  const amount = fenOf(content.amount);
  return {
    ...{ caseId, ref, title, place, acceptanceBody, implementer, amount },
    budgetLines: linesOf(content),
    milestones: milestonesOf(amount, content.milestones),
    opinions: opinionsOf(content),
    documentId: content.document.id,
    approvalRequestId: request.id,
    resolution: await resolved(tx, request),
  };
}

/**
 * A restoration plan (修复方案): a joint meeting has always resolved on it, by its case, its number and its amount; who
 * decides follows from the amount.
 */
export const restorationPlan = approvalKind<PlanContent>({
  kind: 'restoration_plan',
  makers: ['finance_officer'],
  inBook: true,
  schema: planContent,

  async describe(setting, content) {
    const litigationCase = await caseInBook(setting, content.case);
    await requirePlan(setting, litigationCase, content);
    return {
      title: `修复方案：${planTitle(litigationCase, content)}`,
      amountFen: fenOf(content.amount),
      subject: subjectOfPlan(content.case, content.plan),
    };
  },

  present: presentPlan,

  async execute(approval, content, request) {
    const work = workInBook(approval, request);
    const plan = await adoptPlan(work, {
      ...(await planToAdopt(work, content, request)),
      isSubstitute: false,
    });
    const { case: caseId, plan: ref, title } = content;
    await recordAct(work, 'restoration_plan.adopt', { plan, case: caseId, number: ref, title });
  },
});

/** @throws DomainError NOT_FOUND the plan is of no case of the book */
async function planInBook(setting: Setting, id: string) {
  const plan = await setting.tx.findOneBy(RestorationPlan, { id });
  if (plan === null) throw new DomainError('NOT_FOUND', 'not_found', { plan: id });
  return { plan, litigationCase: await caseInBook(setting, plan.caseId) };
}

const changeOf = (content: PlanChangeContent, plan: RestorationPlan) => {
  const amount = fenOf(content.amount);
  const { milestones: given } = content;
  const left = amount > plan.paidFen ? subtractFen(amount, plan.paidFen) : fenOf(undefined);
  return {
    seen: content.version,
    amount,
    budgetLines: linesOf(content),
    // Below what is paid it is refused as that, whatever its milestones come to.
    milestones: given.length === 0 || amount < plan.paidFen ? [] : milestonesOf(left, given),
  };
};

/**
 * A new version of a plan (方案变更). Raised, it rests on a resolution of its own; otherwise two people decide, whatever
 * its amount.
 */
export const restorationPlanChange = approvalKind<PlanChangeContent>({
  kind: 'restoration_plan_change',
  makers: ['finance_officer'],
  inBook: true,
  schema: planChangeContent,

  async describe(setting, content) {
    const { plan, litigationCase } = await planInBook(setting, content.plan);
    const change = changeOf(content, plan);
    await requireChangeable(setting.tx, plan.id, change);
    await requirePaper(setting, content);
    const isRaised = change.amount > plan.amountFen;
    if (isRaised) requireResolution(setting, formatYuan(change.amount));
    return {
      title: `修复方案变更：${litigationCase.number} ${plan.ref}`,
      amountFen: change.amount,
      subject: subjectOfPlan(plan.caseId, plan.ref),
      ...(!isRaised && { steps: ['reviewer', 'approver'] as const }),
    };
  },

  present: presentChange,

  async execute(approval, content, request) {
    const work = workInBook(approval, request);
    const plan = await work.tx.findOneByOrFail(RestorationPlan, { id: content.plan });
    const { implementer, reason, document } = content;
    await changePlan(work, {
      ...changeOf(content, plan),
      ...{ planId: plan.id, implementer, reason, documentId: document.id },
      approvalRequestId: request.id,
      resolution: await resolutionOf(work.tx, request.resolution),
    });
    await recordAct(work, 'restoration_plan.change', {
      ...{ plan: plan.id, case: plan.caseId, number: plan.ref, reason },
      ...{ before: formatYuan(plan.amountFen), amount: content.amount },
    });
  },
});
