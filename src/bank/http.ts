export { BankLinesController } from './bank-lines.controller';
export { BankReconciliationsController } from './bank-reconciliations.controller';
export { BankProfilesController } from './bank-profiles.controller';
export { BankStatementsController } from './bank-statements.controller';
export { BankMatchesController } from './bank-matches.controller';
