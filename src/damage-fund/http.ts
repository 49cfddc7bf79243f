export { DamageFundController } from './damage-fund.controller';
export { RestorationPlansController } from './plans.controller';
