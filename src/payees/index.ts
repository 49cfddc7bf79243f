export {
  BankAccount,
  BankAccountApproval,
  HOLDER_KINDS,
  type HolderKind,
} from './bank-account.entity';
export { bankAccountApproval } from './bank-account-kind';
export { readNumber } from './bank-accounts';
export { type PayableAccount, payableAccounts, requirePayableAccount } from './payable-account';
export { requireCurrentAccount } from './require-current-account';
