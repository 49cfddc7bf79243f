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
  type PresentedRequest,
  type Setting,
  type SummaryRow,
  workInBook,
} from './approval-kind';
export { WAITING_REQUESTS } from './approval-inbox';
export { Delegation } from './delegation.entity';
export {
  type ApprovalTiers,
  changePolicy,
  POLICIES,
  policyContent,
  policyInForce,
  type PolicyName,
  policyVersion,
  tierOf,
} from './policies';
export { awardPolicyOf, type AwardPolicyInForce } from './award-policy-of';
export { awardPolicySchema } from './award-policy-schema';
export { PolicyVersion } from './policy-version.entity';
export { listRequests } from './read-requests';
export { refuseParty } from './refuse-party';
export { type ApprovalsFinding, verifyApprovals } from './verify-approvals';
