export { ClaimBalance, ItemDebtor, Judgment, JudgmentItem } from './judgment.entity';
export { type Claim, loadClaims } from './load-claims';
export { refundOverpayment, reimburseOrganization, remitInterest, replenishFund } from './pay-out';
export { OrganizationRecovery, Receipt, ReceiptAllocation, WriteOff } from './receipt.entity';
export { type ItemToRecord, recordDefault, recordJudgment } from './record-judgment';
export { recordReceipt } from './record-receipt';
export { writeOffDebt } from './write-off-debt';
