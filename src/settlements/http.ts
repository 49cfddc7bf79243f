export { CourtRefundsController } from './court-refunds.controller';
export { ReceiptsController } from './receipts.controller';
export { SurplusController } from './surplus.controller';
