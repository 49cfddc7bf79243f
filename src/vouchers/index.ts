export { enterVoucher, enterVouchers } from './enter-vouchers';
export { type Voucher, voucherBatchSchema, voucherSchema } from './voucher';
export { VouchersController } from './vouchers.controller';
