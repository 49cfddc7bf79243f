export { absorbCost, recordCourtRefund } from './absorb-cost';
export {
  AdvanceApplication,
  AdvanceItem,
  AdvancePayment,
  CostAbsorption,
  Invoice,
} from './advance.entity';
export { applyForAdvance } from './apply-for-advance';
export { approveAdvance } from './approve-advance';
export { payAdvance } from './pay-advance';
export { returnPayment } from './return-payment';
export { demandSurplus, returnSurplus, settleAdvance } from './settle-advance';
