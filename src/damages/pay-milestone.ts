import { facts, post } from '../accounting';
import { holdMoney, spendHeld } from '../budget';
import { LitigationCase, lockCase } from '../cases';
import { DomainError } from '../errors';
import { isPermittedUse } from '../law';
import type { HoldChange } from '../ledger';
import { addFen, type Fen, formatYuan, subtractFen } from '../money';
import type { Work } from '../platform/work';
import { PlanMilestone, RestorationPlan } from './damage-fund.entity';

export interface MilestoneToPay {
  readonly planId: string;
  /** From 1. */
  readonly milestone: number;
  readonly purpose: string;
  readonly payee: string;
}

/**
 * Pays the next milestone of a plan out of damage money, for restoration and nothing else.
 *
 * @throws DomainError MINUTES_REQUIRED, PURPOSE_NOT_PERMITTED, MILESTONE_ORDER, ACCEPTANCE_MISSING,
 *   INSUFFICIENT_FUNDS (in this order)
 */
export async function payMilestone(work: Work, payment: MilestoneToPay): Promise<void> {
  const { caseId } = await work.tx.findOneByOrFail(RestorationPlan, { id: payment.planId });
  const litigationCase = await lockCase(work, caseId);
  const plan = await work.tx.findOneByOrFail(RestorationPlan, { id: payment.planId });
  const milestones = await work.tx.find(PlanMilestone, {
    where: { planId: plan.id },
    order: { number: 'ASC' },
  });
  const next = requirePayable(payment, plan, milestones);
  requirePlanned(litigationCase, next.amountFen);
  const holdChanges = await takeMoney(work, litigationCase, plan, next.amountFen);

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
  await work.tx.update(PlanMilestone, next.id, { paidOn: work.on, purpose, payee, requestId });
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
  payment: MilestoneToPay,
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
  const isLast = next.number === milestones.length;
  if (isLast && (plan.acceptedOn === null || plan.effectEvaluatedOn === null)) {
    throw new DomainError('ACCEPTANCE_MISSING', 'refused', {
      accepted: plan.acceptedOn !== null,
      effectEvaluated: plan.effectEvaluatedOn !== null,
    });
  }
  return next;
}

/** Takes the money now, so that two payments cannot both count on it. */
async function takeMoney(
  work: Work,
  litigationCase: LitigationCase,
  plan: RestorationPlan,
  amount: Fen,
): Promise<HoldChange[]> {
  if (amount === 0n) return [];
  if (litigationCase.damageRoute === 'treasury') {
    const hold = await holdMoney(work, 'damage_fund', amount, `restoration ${plan.ref}`);
    return [await spendHeld(work, hold, amount)];
  }
  const received = addFen(
    litigationCase.damagesReceivedFen,
    litigationCase.trustInterestReceivedFen,
  );
  const left = subtractFen(received, litigationCase.damagesPaidFen);
  if (amount > left) {
    throw new DomainError('INSUFFICIENT_FUNDS', 'refused', {
      amount: formatYuan(amount),
      available: formatYuan(left),
    });
  }
  return [];
}
