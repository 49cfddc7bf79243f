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
export { type Claim, loadClaims } from './load-claims';
export { refundOverpayment, reimburseOrganization, remitInterest, replenishFund } from './pay-out';
export { OrganizationRecovery, Receipt, ReceiptAllocation, WriteOff } from './receipt.entity';
export type { ItemToRecord } from './judgment-to-record';
export { recordDefault, recordJudgment } from './record-judgment';
export { recordReceipt } from './record-receipt';
export { writeOffDebt } from './write-off-debt';
