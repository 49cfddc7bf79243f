export { VouchersController } from './vouchers.controller';
