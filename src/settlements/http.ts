export { ReceiptsController } from './receipts.controller';
export { SurplusController } from './surplus.controller';
