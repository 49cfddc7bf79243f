export { SUBMITTED_RECEIPTS } from './open-receipts';
export { RECEIPTS_TO_SUBMIT, SURPLUS_TO_RETURN } from './owed-work';
export { costAbsorption } from './cost-absorption.kind';
export { CourtRefund } from './court-refund.entity';
export { refundDuty } from './refund-duty.kind';
export { SettlementLine, SettlementSubmission } from './settlement.entity';
export { SurplusDemand, SurplusReminder, SurplusReturn } from './surplus.entity';
export { listReceiptLines } from './read-receipt-lines';
