import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { LitigationCase, lockCase } from '../cases';
import { DomainError } from '../errors';
import { addFen, type Fen } from '../money';
import type { Work } from '../platform/work';
import { PlanMilestone, RestorationPlan } from './damage-fund.entity';
import {
  countedAsPlanned,
  keepVersion,
  type MilestoneOfPlan,
  type OpinionOnPlan,
  plansOf,
  requireReceived,
  type VersionOfPlan,
} from './keep-version';
import { PlanUse } from './plan.entity';

/** A plan as it is approved. */
export interface PlanToAdopt extends VersionOfPlan {
  readonly caseId: string;
  /** Its number. */
  readonly ref: string;
  readonly title: string;
  readonly place: string;
  readonly acceptanceBody: string;
  readonly isSubstitute: boolean;
  readonly milestones: readonly MilestoneOfPlan[];
  readonly opinions: readonly OpinionOnPlan[];
  /** Of the joint meeting: its number, and the most that it allows. */
  readonly resolution: { readonly number: string; readonly amount: Fen };
}

/**
 * Requires that a plan can be adopted: its number is free, and all plans of the case stay within what was received.
 *
 * @throws DomainError DUPLICATE_REF, PLAN_EXCEEDS_RECEIVED
 */
export async function requireAdoptable(
  tx: EntityManager,
  of: LitigationCase,
  { ref, amount }: { readonly ref: string; readonly amount: Fen },
): Promise<void> {
  if (await tx.existsBy(RestorationPlan, { caseId: of.id, ref })) {
    throw new DomainError('DUPLICATE_REF', 'conflict', { ref });
  }
  requireReceived(of, addFen(await plansOf(tx, of.id), amount));
}

/**
 * Adopts a restoration plan that was approved; returns its id.
 *
 * @throws DomainError as {@link requireAdoptable}
 */
export async function adoptPlan(work: Work, plan: PlanToAdopt): Promise<string> {
  const { tx } = work;
  const { caseId, ref, amount, implementer, resolution, milestones, budgetLines } = plan;
  const of = await lockCase(work, caseId);
  await requireAdoptable(tx, of, plan);
  const id = uuidv7();
  await tx.insert(RestorationPlan, {
    ...{ id, caseId, ref, amountFen: amount, version: 1, isSubstitute: plan.isSubstitute },
    ...{ title: plan.title, place: plan.place, acceptanceBody: plan.acceptanceBody },
    ...{ implementerName: implementer.name, implementerCode: implementer.creditCode },
    ...{ minutesNumber: resolution.number, minutesAmountFen: resolution.amount },
    approvalRequestId: plan.approvalRequestId,
  });
  const numbered = milestones.map((milestone, index) => ({ ...milestone, number: index + 1 }));
  await keepVersion(work, { ...plan, id, version: 1, reason: null }, plan, numbered, plan.opinions);
  await tx.insert(
    PlanMilestone,
    numbered.map(({ number, name, amount: amountFen, papers }) => ({
      ...{ id: uuidv7(), planId: id, number, name, amountFen, papers: [...papers] },
    })),
  );
  await tx.insert(
    PlanUse,
    budgetLines.map(({ use, amount: amountFen }) => ({ planId: id, use, amountFen })),
  );
  const damagesPlannedFen = countedAsPlanned(of, await plansOf(tx, caseId));
  await tx.update(LitigationCase, caseId, { damagesPlannedFen });
  return id;
}
