export { AdvanceDraftsController } from './advance-drafts.controller';
export { AdvancesController } from './advances.controller';
