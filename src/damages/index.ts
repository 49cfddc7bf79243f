export { PlanMilestone, RestorationPlan } from './damage-fund.entity';
export {
  PlanBudgetLine,
  PlanOpinion,
  PlanUse,
  PlanVersion,
  PlanVersionMilestone,
  PlanVersionOpinion,
} from './plan.entity';
export { type DamageFigures, damageFigures, plannable } from './figures';
export { adoptPlan, type PlanToAdopt, requireAdoptable } from './adopt-plan';
export { changePlan, type PlanToChange, requireChangeable } from './change-plan';
export type {
  BudgetLineOfPlan,
  MilestoneOfPlan,
  OpinionOnPlan,
  VersionOfPlan,
} from './keep-version';
export { payMilestone } from './pay-milestone';
export { planRestoration, recordPlanMinutes, recordPlanReport } from './plan-restoration';
export { damagesToRemit, remitDamages } from './remit-damages';
