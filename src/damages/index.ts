export { PlanMilestone, RestorationPlan } from './damage-fund.entity';
export {
  PlanBudgetLine,
  PlanOpinion,
  PlanUse,
  PlanVersion,
  PlanVersionMilestone,
  PlanVersionOpinion,
} from './plan.entity';
export { type DamageFigures, damageFigures, figuresOf, plannable } from './figures';
export { adoptPlan, type PlanToAdopt, requireAdoptable } from './adopt-plan';
export { changePlan, type PlanToChange, requireChangeable } from './change-plan';
export type {
  BudgetLineOfPlan,
  MilestoneOfPlan,
  OpinionOnPlan,
  VersionOfPlan,
} from './keep-version';
export {
  MilestonePaper,
  MilestonePayment,
  PAPER_KINDS,
  type PaperKind,
  PlanReportRow,
} from './milestone-payment.entity';
export { payableMilestone, payMilestone } from './pay-milestone';
export {
  payPlanMilestone,
  type PlanMilestoneToPay,
  requirePlanPayment,
} from './pay-plan-milestone';
export { type ReportOnPlan, reportOnPlan } from './report-on-plan';
export { takeBackMilestone } from './take-back-milestone';
export { planRestoration, recordPlanMinutes, recordPlanReport } from './plan-restoration';
export { damagesToRemit, remitDamages } from './remit-damages';
export {
  bearCost,
  type CostToBear,
  freeMoney,
  requireBearable,
  takeBackCost,
} from './cross-case-cost';
export { CrossCaseCost, DamageSurplus } from './elsewhere.entity';
export { planSurplus, requireSurplus, surrenderSurplus, takeBackSurplus } from './surplus';
