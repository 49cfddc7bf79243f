export {
  BankAccount,
  BankAccountApproval,
  HOLDER_KINDS,
  type HolderKind,
} from './bank-account.entity';
export { bankAccountApproval } from './bank-account-kind';
export { BankAccountsController } from './bank-accounts.controller';
