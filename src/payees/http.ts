export { BankAccountsController } from './bank-accounts.controller';
