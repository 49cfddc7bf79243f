export {
  BankAccount,
  BankAccountApproval,
  HOLDER_KINDS,
  type HolderKind,
} from './bank-account.entity';
export { bankAccountApproval } from './bank-account-kind';
export { type OwnBankAccount, ownAccount } from './own-account';
export { readNumber } from './bank-accounts';
export { type PayableAccount, payableAccounts, requirePayableAccount } from './payable-account';
export { requireCurrentAccount } from './require-current-account';
export { HOLDER_NAMES } from './words';
