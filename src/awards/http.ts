export { AssessmentsController } from './assessments.controller';
export { AwardsController } from './awards.controller';
export { AwardSharesController } from './shares.controller';
