import { type EntityManager, IsNull } from 'typeorm';
import { facts, post } from '../accounting';
import { budgetLeft, holdMoney, spendHeld } from '../budget';
import { LitigationCase, lockCase } from '../cases';
import { DomainError } from '../errors';
import { isPermittedUse } from '../law';
import type { HoldChange } from '../ledger';
import { addFen, type Fen, formatYuan, subtractFen } from '../money';
import type { Work } from '../platform/work';
import { PlanMilestone, RestorationPlan } from './damage-fund.entity';
import { plannable } from './figures';

export interface MilestoneToPay {
  readonly planId: string;
  /** From 1. */
  readonly milestone: number;
  readonly purpose: string;
  readonly payee: string;
}

/** What was paid, and the hold of the ledger that it used up. */
export interface PaidMilestone {
  readonly milestone: PlanMilestone;
  readonly holdId: bigint | null;
}

/**
 * Pays the next milestone of a plan out of damage money, for restoration and nothing else.
 *
 * @throws DomainError MINUTES_REQUIRED, PURPOSE_NOT_PERMITTED, MILESTONE_ORDER, ACCEPTANCE_MISSING,
 *   INSUFFICIENT_FUNDS (in this order)
 */
export async function payMilestone(work: Work, payment: MilestoneToPay): Promise<PaidMilestone> {
  const { caseId } = await work.tx.findOneByOrFail(RestorationPlan, { id: payment.planId });
  const litigationCase = await lockCase(work, caseId);
  const { plan, next } = await payableMilestone(work.tx, payment);
  requirePlanned(litigationCase, next.amountFen);
  const taken = await takeMoney(work, litigationCase, plan, next);
  const holdChanges = taken === null ? [] : [taken.change];

  const paidFen = addFen(plan.paidFen, next.amountFen);
  await work.tx.update(RestorationPlan, plan.id, { paidFen });
  await work.tx.update(LitigationCase, caseId, {
    damagesPaidFen: addFen(litigationCase.damagesPaidFen, next.amountFen),
  });
  const { purpose, payee } = payment;
  const milestone = { plan: plan.ref, number: next.number, purpose, payee };
  const { damageRoute } = litigationCase;
  const requestId =
    next.amountFen === 0n
      ? null
      : (
          await post(
            work,
            facts.milestonePaid(caseId, damageRoute, milestone, next.amountFen),
            holdChanges,
          )
        ).requestId;
  const paid = { paidOn: work.on, purpose, payee, requestId, holdId: null };
  await work.tx.update(PlanMilestone, next.id, paid);
  return { milestone: next, holdId: taken?.holdId ?? null };
}

/**
 * The milestone that a payment is for, where it is its turn.
 *
 * @throws DomainError MINUTES_REQUIRED, PURPOSE_NOT_PERMITTED, MILESTONE_ORDER, ACCEPTANCE_MISSING (in this order)
 */
export async function payableMilestone(
  tx: EntityManager,
  payment: Omit<MilestoneToPay, 'payee'>,
): Promise<{ readonly plan: RestorationPlan; readonly next: PlanMilestone }> {
  const plan = await tx.findOneByOrFail(RestorationPlan, { id: payment.planId });
  const milestones = await tx.find(PlanMilestone, {
    where: { planId: plan.id, droppedIn: IsNull() },
    order: { number: 'ASC' },
  });
  return { plan, next: requirePayable(payment, plan, milestones) };
}

/** A judgment that changed may have left less than was planned. @throws DomainError INSUFFICIENT_FUNDS */
function requirePlanned({ damagesPlannedFen, damagesPaidFen }: LitigationCase, amount: Fen): void {
  const left = subtractFen(damagesPlannedFen, damagesPaidFen);
  if (amount <= left) return;
  throw new DomainError('INSUFFICIENT_FUNDS', 'refused', {
    amount: formatYuan(amount),
    available: formatYuan(left),
  });
}

function requirePayable(
  payment: Omit<MilestoneToPay, 'payee'>,
  plan: RestorationPlan,
  milestones: readonly PlanMilestone[],
): PlanMilestone {
  if (plan.minutesNumber === null)
    throw new DomainError('MINUTES_REQUIRED', 'refused', { plan: plan.ref });
  if (!isPermittedUse(payment.purpose)) {
    throw new DomainError('PURPOSE_NOT_PERMITTED', 'refused', { purpose: payment.purpose });
  }
  const next = milestones.find(({ paidOn }) => paidOn === null);
  if (next?.number !== payment.milestone) {
    throw new DomainError('MILESTONE_ORDER', 'refused', {
      milestone: payment.milestone,
      next: next?.number ?? null,
    });
  }
  const isLast = next.number === milestones.at(-1)?.number;
  if (isLast && (plan.acceptedOn === null || plan.effectEvaluatedOn === null)) {
    throw new DomainError('ACCEPTANCE_MISSING', 'refused', {
      accepted: plan.acceptedOn !== null,
      effectEvaluated: plan.effectEvaluatedOn !== null,
    });
  }
  return next;
}

/**
 * Budget money for a case is spent on that case alone; a case file has one pool for all its cases.
 *
 * @throws DomainError INSUFFICIENT_FUNDS
 */
async function requireAppropriated(
  { tx, bookKind }: Work,
  of: LitigationCase,
  amount: Fen,
): Promise<void> {
  if (bookKind === 'sandbox' && of.damagesAppropriatedFen === null) return;
  const left = await budgetLeft(tx, of);
  if (amount <= left) return;
  throw new DomainError('INSUFFICIENT_FUNDS', 'refused', {
    case: of.number,
    amount: formatYuan(amount),
    available: formatYuan(left),
  });
}

/** Takes the money now, so that two payments cannot both count on it. */
async function takeMoney(
  work: Work,
  litigationCase: LitigationCase,
  plan: RestorationPlan,
  { amountFen: amount, holdId: held }: PlanMilestone,
): Promise<{ readonly holdId: bigint; readonly change: HoldChange } | null> {
  if (amount === 0n) return null;
  if (litigationCase.damageRoute === 'treasury') {
    await requireAppropriated(work, litigationCase, amount);
    const purpose = `restoration ${plan.ref}`;
    const holdId = held ?? (await holdMoney(work, 'damage_fund', amount, purpose));
    return { holdId, change: await spendHeld(work, holdId, amount) };
  }
  const left = subtractFen(plannable(litigationCase), litigationCase.damagesPaidFen);
  if (amount > left) {
    throw new DomainError('INSUFFICIENT_FUNDS', 'refused', {
      amount: formatYuan(amount),
      available: formatYuan(left),
    });
  }
  return null;
}
