export {
  ApprovalDecision,
  ApprovalPart,
  ApprovalRequest,
  ApprovalVersion,
} from './approval.entity';
export {
  type ApprovalKind,
  approvalKind,
  ApprovalKinds,
  type ApprovalWork,
  type ApprovedRequest,
  type Matter,
  type Setting,
  workInBook,
} from './approval-kind';
export { ApprovalsController } from './approvals.controller';
export { Delegation } from './delegation.entity';
export { DelegationsController } from './delegations.controller';
export { changePolicy, POLICIES, policyContent, type PolicyName } from './policies';
export { PolicyVersion } from './policy-version.entity';
export { readInbox } from './read-requests';
