export { enterVoucher, enterVouchers, rehearseVoucher } from './enter-vouchers';
export { totalOf, type Voucher, voucherBatchSchema, voucherSchema } from './voucher';
