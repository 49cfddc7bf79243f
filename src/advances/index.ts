export { day, positiveYuan } from './fields';
export { absorbableOf, absorbCost, heldByCourt, recordCourtRefund } from './absorb-cost';
export {
  AdvanceApplication,
  AdvanceItem,
  AdvancePayment,
  CostAbsorption,
  Invoice,
} from './advance.entity';
export { AdvanceCounter, AdvanceDraft, AdvanceItemDocument } from './advance-paper.entity';
export { ADVANCE_APPROVALS } from './application-kind';
export { applyForAdvance } from './apply-for-advance';
export { approveAdvance } from './approve-advance';
export { demandRefund, refundableOf } from './demand-refund';
export { lockItem } from './find-item';
export { payAdvance } from './pay-advance';
export { returnPayment } from './return-payment';
export {
  demandSurplus,
  requireSettleable,
  returnSurplus,
  scopeOfInvoices,
  settleAdvance,
  settlePart,
} from './settle-advance';
export { tellApplicant } from './tell-applicant';
export { ADVANCE_STATES, type AdvanceState } from './advance-states';
export { listAdvances } from './list-advances';
