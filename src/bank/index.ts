export { BankProfileVersion } from './bank-profile.entity';
export { BankLine, BankStatement } from './bank-statement.entity';
export { findCreditLine } from './find-credit-line';
export { type Imported, importStatement } from './import-statement';
export { planImport } from './plan-import';
export { profileNamed } from './profiles';
export { hashOf } from './receive-file';
export { requireRead } from './show-statement';
export { StatementReader } from './statement-reader';
