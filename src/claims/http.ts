export { ClaimsController } from './claims.controller';
export { EnforcementReceiptsController } from './enforcement-receipts.controller';
export { ClaimRegistersController } from './registers.controller';
