export { BudgetController } from './budget.controller';
