import type { ApprovalKind } from '../approvals';
import { crossCaseCost } from './cross-case-kind';
import { milestonePayment } from './milestone-kind';
import { restorationPlan, restorationPlanChange } from './plan-kinds';
import { damageSurplus } from './surplus-kind';

export { DAMAGES_TO_REMIT } from './to-remit';

/** What of damage money needs approval. */
export const DAMAGE_FUND_KINDS: readonly ApprovalKind[] = [
  restorationPlan,
  restorationPlanChange,
  milestonePayment,
  damageSurplus,
  crossCaseCost,
];
