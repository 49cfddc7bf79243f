export { SUBMITTED_RECEIPTS } from './open-receipts';
export { RECEIPTS_TO_SUBMIT, SURPLUS_TO_RETURN } from './owed-work';
export { ReceiptsController } from './receipts.controller';
export { refundDuty } from './refund-duty.kind';
export { SettlementLine, SettlementSubmission } from './settlement.entity';
export { SurplusController } from './surplus.controller';
export { SurplusDemand, SurplusReminder, SurplusReturn } from './surplus.entity';
export { listReceiptLines } from './read-receipt-lines';
