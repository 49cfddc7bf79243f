import { uuidv7 } from 'uuidv7';
import { recordComputation } from '../audit';
import { LitigationCase, lockCase } from '../cases';
import { DomainError } from '../errors';
import { milestoneAmounts } from '../law';
import { addFen, type Fen, formatYuan } from '../money';
import type { Work } from '../platform/work';
import { PlanMilestone, RestorationPlan } from './damage-fund.entity';

/**
 * Records a restoration plan; all plans of a case together stay within the damages received for it.
 *
 * @throws DomainError DUPLICATE_REF, PLAN_EXCEEDS_RECEIVED
 */
export async function planRestoration(
  work: Work,
  plan: {
    readonly caseId: string;
    readonly ref: string;
    readonly amount: Fen;
    readonly milestoneRatios: readonly string[];
  },
): Promise<void> {
  const { caseId, ref, amount, milestoneRatios } = plan;
  const litigationCase = await lockCase(work, caseId);
  if (await work.tx.existsBy(RestorationPlan, { caseId, ref })) {
    throw new DomainError('DUPLICATE_REF', 'conflict', { ref });
  }
  const damagesPlannedFen = addFen(litigationCase.damagesPlannedFen, amount);
  const received = addFen(
    litigationCase.damagesReceivedFen,
    litigationCase.trustInterestReceivedFen,
  );
  if (damagesPlannedFen > received) {
    throw new DomainError('PLAN_EXCEEDS_RECEIVED', 'refused', {
      planned: formatYuan(damagesPlannedFen),
      received: formatYuan(received),
    });
  }
  await work.tx.update(LitigationCase, caseId, { damagesPlannedFen });
  const id = uuidv7();
  await work.tx.insert(RestorationPlan, { id, caseId, ref, amountFen: amount });
  const { value, explanation } = milestoneAmounts(amount, milestoneRatios);
  for (const [index, amountFen] of value.entries()) {
    await work.tx.insert(PlanMilestone, { id: uuidv7(), planId: id, number: index + 1, amountFen });
  }
  await recordComputation(work, `milestones of ${ref}`, explanation, value.map(formatYuan));
}

/**
 * Records the joint-meeting minutes that approve a plan.
 *
 * @throws DomainError MINUTES_AMOUNT_TOO_LOW
 */
export async function recordPlanMinutes(
  work: Work,
  minutes: { readonly planId: string; readonly number: string; readonly amount: Fen },
): Promise<void> {
  const { caseId } = await work.tx.findOneByOrFail(RestorationPlan, { id: minutes.planId });
  await lockCase(work, caseId);
  const plan = await work.tx.findOneByOrFail(RestorationPlan, { id: minutes.planId });
  if (minutes.amount < plan.amountFen) {
    throw new DomainError('MINUTES_AMOUNT_TOO_LOW', 'refused', {
      minutes: formatYuan(minutes.amount),
      plan: formatYuan(plan.amountFen),
    });
  }
  await work.tx.update(RestorationPlan, plan.id, {
    minutesNumber: minutes.number,
    minutesAmountFen: minutes.amount,
  });
}

/** Records that a plan's works were accepted, or their effect evaluated. */
export async function recordPlanReport(
  work: Work,
  report: { readonly planId: string; readonly kind: 'acceptance' | 'effect_evaluation' },
): Promise<void> {
  const { caseId } = await work.tx.findOneByOrFail(RestorationPlan, { id: report.planId });
  await lockCase(work, caseId);
  await work.tx.update(
    RestorationPlan,
    report.planId,
    report.kind === 'acceptance' ? { acceptedOn: work.on } : { effectEvaluatedOn: work.on },
  );
}
