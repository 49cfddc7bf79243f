export { BankReceiptsController } from './bank-receipts.controller';
export { ClaimsController } from './claims.controller';
export { DemandLettersController } from './demand-letters.controller';
export { EnforcementReceiptsController } from './enforcement-receipts.controller';
export { PayOutsController } from './pay-outs.controller';
export { ClaimRegistersController } from './registers.controller';
