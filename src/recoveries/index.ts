export { ClaimBalance, ItemDebtor, Judgment, JudgmentItem } from './judgment.entity';
export { type Claim, loadClaims } from './load-claims';
export { refundOverpayment, reimburseOrganization, remitInterest, replenishFund } from './pay-out';
export { OrganizationRecovery, Receipt, ReceiptAllocation, WriteOff } from './receipt.entity';
export {
  type ItemToRecord,
  type JudgmentToRecord,
  recordDefault,
  recordJudgment,
} from './record-judgment';
export { recordReceipt, type ReceiptToRecord } from './record-receipt';
export { writeOffDebt } from './write-off-debt';
