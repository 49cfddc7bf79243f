export { countBack } from './count-back';
export { JUDGMENT_APPROVALS } from './judgment-kinds';
export {
  ConditionDefault,
  InKindAcceptance,
  InKindDebtor,
  InKindOrder,
  JudgmentDocument,
  RefusedCost,
} from './judgment-papers.entity';
export { ClaimBalance, ItemDebtor, Judgment, JudgmentItem } from './judgment.entity';
export { deferralOf } from './deferral-kind';
export { EnforcementDeferral } from './deferral.entity';
export {
  DeficitRecovery,
  ReceiptAllocationUndoing,
  ReceiptReallocation,
  SPENT_ON,
  SpentDeficit,
  type SpentOn,
  WriteOffReversal,
} from './judgment-change.entity';
export { requireInCustody } from './custody';
export { type Claim, loadClaims } from './load-claims';
export type { ItemToRecord } from './judgment-to-record';
export {
  interestToRemit,
  refundableTo,
  refundOverpayment,
  reimbursableTo,
  reimburseOrganization,
  remitInterest,
  replenishable,
  replenishFund,
} from './pay-out';
export { type Allocated, type AllocationProposal, proposeAllocation } from './propose-allocation';
export { InKindPerformance } from './in-kind.entity';
export {
  OrganizationRecovery,
  Receipt,
  RECEIPT_KINDS,
  type ReceiptKind,
  ReceiptAllocation,
  ReceiptReversal,
  WriteOff,
  WriteOffPart,
} from './receipt.entity';
export { recordDefault, recordJudgment } from './record-judgment';
export { recordReceipt, requireFreeReference } from './record-receipt';
export { recoverableOf, recoverDeficit } from './recover-deficit';
export { reverseReceipt } from './reverse-receipt';
export { requireReversible } from './reversible';
export { writeOffDebt } from './write-off-debt';
