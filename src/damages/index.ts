export { PlanMilestone, RestorationPlan } from './damage-fund.entity';
export { payMilestone } from './pay-milestone';
export { planRestoration, recordPlanMinutes, recordPlanReport } from './plan-restoration';
export { damagesToRemit, remitDamages } from './remit-damages';
