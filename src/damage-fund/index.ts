import type { ApprovalKind } from '../approvals';
import { milestonePayment } from './milestone-kind';
import { restorationPlan, restorationPlanChange } from './plan-kinds';

export { DAMAGES_TO_REMIT } from './to-remit';

/** What of damage money needs approval. */
export const DAMAGE_FUND_KINDS: readonly ApprovalKind[] = [
  restorationPlan,
  restorationPlanChange,
  milestonePayment,
];
