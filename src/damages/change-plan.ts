import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { releaseMoney } from '../budget';
import { LitigationCase, lockCase } from '../cases';
import { DomainError } from '../errors';
import { addFen, type Fen, formatYuan, subtractFen, sumFen, ZERO_FEN } from '../money';
import type { Work } from '../platform/work';
import { PlanMilestone, RestorationPlan } from './damage-fund.entity';
import {
  countedAsPlanned,
  keepVersion,
  type MilestoneOfPlan,
  plansOf,
  requireReceived,
  type VersionOfPlan,
} from './keep-version';
import { PlanUse } from './plan.entity';

/** A plan as it is changed. */
export interface PlanToChange extends VersionOfPlan {
  readonly planId: string;
  /** The version that whoever asked had seen. */
  readonly seen: number;
  readonly reason: string;
  /** Those that are not paid; what is paid stays. */
  readonly milestones: readonly MilestoneOfPlan[];
  /** Of the joint meeting; null where none was cited. */
  readonly resolution: { readonly number: string; readonly amount: Fen } | null;
}

interface Standing {
  readonly plan: RestorationPlan;
  readonly uses: readonly PlanUse[];
  /** All that there ever were, in order. */
  readonly milestones: readonly PlanMilestone[];
}

async function readStanding(tx: EntityManager, planId: string): Promise<Standing> {
  return {
    plan: await tx.findOneByOrFail(RestorationPlan, { id: planId }),
    uses: await tx.findBy(PlanUse, { planId }),
    milestones: await tx.find(PlanMilestone, { where: { planId }, order: { number: 'ASC' } }),
  };
}

const belowPaid = (amount: Fen, paid: Fen, more: object = {}): never => {
  const facts = { amount: formatYuan(amount), paid: formatYuan(paid), ...more };
  throw new DomainError('PLAN_BELOW_PAID', 'refused', facts);
};

type Change = Pick<PlanToChange, 'seen' | 'amount' | 'budgetLines' | 'milestones'>;

/** @throws DomainError PLAN_VERSION_OLD, PLAN_BELOW_PAID, MILESTONES_UNEVEN */
function requireFitting({ plan, uses }: Standing, change: Change): void {
  const { amount, budgetLines, milestones } = change;
  if (plan.approvalRequestId === null || plan.version !== change.seen) {
    throw new DomainError('PLAN_VERSION_OLD', 'conflict', { version: plan.version });
  }
  if (amount < plan.paidFen) belowPaid(amount, plan.paidFen);
  for (const { use, paidFen } of uses) {
    const line = budgetLines.find((given) => given.use === use)?.amount ?? ZERO_FEN;
    if (line < paidFen) belowPaid(line, paidFen, { use });
  }
  const left = subtractFen(amount, plan.paidFen);
  const milestonesFen = sumFen(milestones.map((one) => one.amount));
  if (milestonesFen !== left) {
    const facts = { milestones: formatYuan(milestonesFen), left: formatYuan(left) };
    throw new DomainError('MILESTONES_UNEVEN', 'refused', facts);
  }
}

/**
 * Requires that a plan can be changed so: no amount falls below what is paid, and all plans of the case stay within
 * what was received.
 *
 * @throws DomainError PLAN_VERSION_OLD, PLAN_BELOW_PAID, MILESTONES_UNEVEN, PLAN_EXCEEDS_RECEIVED
 */
export async function requireChangeable(
  tx: EntityManager,
  planId: string,
  change: Change,
): Promise<RestorationPlan> {
  const standing = await readStanding(tx, planId);
  requireFitting(standing, change);
  const { caseId, amountFen } = standing.plan;
  if (change.amount > amountFen) {
    const of = await tx.findOneByOrFail(LitigationCase, { id: caseId });
    requireReceived(of, addFen(await plansOf(tx, caseId, planId), change.amount));
  }
  return standing.plan;
}

/** Money that came back for milestones that change is free again. */
async function freeHeld(work: Work, milestones: readonly PlanMilestone[]): Promise<void> {
  for (const { id, holdId, amountFen } of milestones) {
    if (holdId === null) continue;
    await releaseMoney(work, holdId, amountFen);
    await work.tx.update(PlanMilestone, id, { holdId: null });
  }
}

/** Puts the milestones that are not paid in place of those that there were; returns all as they stand. */
async function placeMilestones(
  work: Work,
  { plan, milestones }: Standing,
  unpaid: readonly MilestoneOfPlan[],
  version: number,
) {
  const { tx } = work;
  const paid = milestones.filter(({ paidOn }) => paidOn !== null);
  const open = milestones.filter(({ paidOn }) => paidOn === null);
  await freeHeld(work, open);
  const last = milestones.at(-1)?.number ?? 0;
  const placed = unpaid.map((milestone, index) => ({
    ...milestone,
    row: open[index],
    number: open[index]?.number ?? last + index + 1 - open.length,
  }));
  for (const { row, number, name, amount: amountFen, papers } of placed) {
    const facts = { name, amountFen, papers: [...papers], droppedIn: null };
    if (row === undefined) {
      await tx.insert(PlanMilestone, { id: uuidv7(), planId: plan.id, number, ...facts });
    } else {
      await tx.update(PlanMilestone, row.id, facts);
    }
  }
  for (const { id, droppedIn } of open.slice(unpaid.length)) {
    if (droppedIn === null) await tx.update(PlanMilestone, id, { droppedIn: version });
  }
  const kept = paid.map(({ number, name, amountFen, papers }) => ({
    ...{ number, name: name ?? '', amount: amountFen, papers },
  }));
  return [...kept, ...placed].toSorted((a, b) => a.number - b.number);
}

/** What a plan may be spent on from now on; what was spent stays counted. */
async function placeUses(
  { tx }: Work,
  { plan: { id: planId }, uses }: Standing,
  { budgetLines }: PlanToChange,
): Promise<void> {
  for (const { use } of uses) {
    const amountFen = budgetLines.find((line) => line.use === use)?.amount ?? ZERO_FEN;
    await tx.update(PlanUse, { planId, use }, { amountFen });
  }
  for (const { use, amount: amountFen } of budgetLines) {
    if (uses.every((known) => known.use !== use)) {
      await tx.insert(PlanUse, { planId, use, amountFen });
    }
  }
}

/**
 * Makes a new version of a plan that was approved. Reports of works that were planned otherwise do not count for it.
 *
 * @throws DomainError as {@link requireChangeable}
 */
export async function changePlan(work: Work, change: PlanToChange): Promise<RestorationPlan> {
  const { tx } = work;
  const { planId, amount, implementer, reason, resolution } = change;
  const { caseId } = await tx.findOneByOrFail(RestorationPlan, { id: planId });
  const of = await lockCase(work, caseId);
  const plan = await requireChangeable(tx, planId, change);
  const standing = await readStanding(tx, planId);
  const version = plan.version + 1;
  const milestones = await placeMilestones(work, standing, change.milestones, version);
  const { title, place, acceptanceBody } = plan;
  const kept = { id: planId, title, place, acceptanceBody, version, reason };
  await keepVersion(work, kept, change, milestones, []);
  await tx.update(RestorationPlan, planId, {
    ...{ version, amountFen: amount, acceptedOn: null, effectEvaluatedOn: null },
    ...{ implementerName: implementer.name, implementerCode: implementer.creditCode },
    ...(resolution !== null && {
      minutesNumber: resolution.number,
      minutesAmountFen: resolution.amount,
    }),
  });
  await placeUses(work, standing, change);
  const damagesPlannedFen = countedAsPlanned(of, await plansOf(tx, caseId));
  await tx.update(LitigationCase, caseId, { damagesPlannedFen });
  return plan;
}
