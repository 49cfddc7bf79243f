export { JudgmentsController } from './judgments.controller';
