export { enterVoucher, enterVouchers, rehearseVoucher } from './enter-vouchers';
export {
  type RequestedVoucher,
  requestedVoucherSchema,
  totalOf,
  type Voucher,
  voucherBatchSchema,
  voucherSchema,
} from './voucher';
