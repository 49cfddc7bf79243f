export { ApprovalsController } from './approvals.controller';
export { DelegationsController } from './delegations.controller';
export { PoliciesController } from './policies.controller';
