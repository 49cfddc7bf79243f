export { appropriate } from './appropriate';
export { Appropriation } from './appropriation.entity';
export { BUDGET_KINDS } from './budget-change.kind';
export { BudgetChange, BudgetLine, BudgetMovement } from './budget.entity';
export { type BudgetApproval, changeBudget } from './change-budget';
export type { BudgetChangeContent } from './change-schema';
export { appropriationLeft, budgetLeft, uncountedOf } from './money-of-case';
export {
  type BudgetNeed,
  findBudget,
  holdBudget,
  releaseBudget,
  spendBudget,
  takeBackBudget,
} from './hold-budget';
export {
  giveBackSpent,
  holdMoney,
  releaseMoney,
  requireAvailable,
  spendHeld,
  takeBackSpent,
} from './hold-money';
export { leftInBudget, requireLeftInBudget } from './left-in-budget';
export { type PoolStatement, readPools } from './pool-statement';
export { type PoolBudget, readBudget } from './read-budget';
export { CATEGORY_NAMES } from './names';
