import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { DomainError } from '../errors';
import type { OpinionAgency, PermittedUse, PlanPaper } from '../law';
import { type Fen, fen, formatYuan, minFen, sumFen } from '../money';
import { type LitigationCase } from '../cases';
import type { Work } from '../platform/work';
import { RestorationPlan } from './damage-fund.entity';
import { plannable } from './figures';
import {
  PlanBudgetLine,
  PlanVersion,
  PlanVersionMilestone,
  PlanVersionOpinion,
} from './plan.entity';

/** What a plan may be spent on, by what the law permits. */
export interface BudgetLineOfPlan {
  readonly use: PermittedUse;
  /** What is done. */
  readonly body: string;
  readonly amount: Fen;
}

export interface MilestoneOfPlan {
  readonly name: string;
  readonly amount: Fen;
  readonly papers: readonly PlanPaper[];
}

/** What a plan says from an approval on. */
export interface VersionOfPlan {
  readonly amount: Fen;
  readonly budgetLines: readonly BudgetLineOfPlan[];
  readonly implementer: { readonly name: string; readonly creditCode: string };
  readonly documentId: string;
  readonly approvalRequestId: string;
}

/** An opinion by its id, or why it was not asked for. */
export type OpinionOnPlan =
  | { readonly agency: OpinionAgency; readonly opinion: string }
  | { readonly agency: OpinionAgency; readonly notAsked: string };

/** @throws DomainError PLAN_EXCEEDS_RECEIVED all plans of the case come to more than was received for it */
export function requireReceived(of: LitigationCase, planned: Fen): void {
  const received = plannable(of);
  if (planned <= received) return;
  throw new DomainError('PLAN_EXCEEDS_RECEIVED', 'refused', {
    planned: formatYuan(planned),
    received: formatYuan(received),
  });
}

/** What all plans of a case come to, in fen; `without` is left out. */
export async function plansOf(tx: EntityManager, caseId: string, without?: string): Promise<Fen> {
  const plans = await tx.findBy(RestorationPlan, { caseId });
  return sumFen(plans.filter(({ id }) => id !== without).map(({ amountFen }) => amountFen));
}

/** What was paid of all plans of a case, in fen. */
export async function paidOfPlans(tx: EntityManager, caseId: string): Promise<Fen> {
  const plans = await tx.findBy(RestorationPlan, { caseId });
  return sumFen(plans.map(({ paidFen }) => paidFen));
}

/** What counts as planned: after a judgment changed, plans may come to more than was received. */
export const countedAsPlanned = (of: LitigationCase, plans: Fen): Fen =>
  minFen(plans, plannable(of));

interface KeptMilestone extends MilestoneOfPlan {
  readonly number: number;
}

/** Keeps what a plan says from now on. */
export async function keepVersion(
  work: Work,
  plan: Pick<RestorationPlan, 'title' | 'place' | 'acceptanceBody'> & {
    readonly id: string;
    readonly version: number;
    readonly reason: string | null;
  },
  version: VersionOfPlan,
  milestones: readonly KeptMilestone[],
  opinions: readonly OpinionOnPlan[],
): Promise<void> {
  const { tx, on: decidedOn } = work;
  const { amount: amountFen, budgetLines, implementer, documentId, approvalRequestId } = version;
  const versionId = uuidv7();
  await tx.insert(PlanVersion, {
    ...{ id: versionId, planId: plan.id, version: plan.version, amountFen, decidedOn },
    ...{ title: plan.title ?? '', place: plan.place ?? '' },
    ...{ acceptanceBody: plan.acceptanceBody ?? '', reason: plan.reason },
    ...{ implementerName: implementer.name, implementerCode: implementer.creditCode },
    ...{ documentId, approvalRequestId },
  });
  await tx.insert(
    PlanBudgetLine,
    budgetLines.map(({ use, body, amount }) => ({ versionId, use, body, amountFen: fen(amount) })),
  );
  await tx.insert(
    PlanVersionMilestone,
    milestones.map(({ number, name, amount, papers }) => ({
      ...{ versionId, number, name, amountFen: fen(amount), papers: [...papers] },
    })),
  );
  if (opinions.length === 0) return;
  await tx.insert(
    PlanVersionOpinion,
    opinions.map((given) => ({
      versionId,
      ofAgency: given.agency,
      opinionId: 'opinion' in given ? given.opinion : null,
      notAskedReason: 'notAsked' in given ? given.notAsked : null,
    })),
  );
}
