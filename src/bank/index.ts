export { BankProfileVersion } from './bank-profile.entity';
export { BankLine, BankLineStanding, BankStatement } from './bank-statement.entity';
export {
  BankEntryTaken,
  BankLineIgnoring,
  BankLineRestoring,
  BankMatch,
  BankMatchPart,
  BankMatchUndoing,
} from './bank-match.entity';
export { BankReconciliation, BankReconciliationConfirming } from './bank-reconciliation.entity';
export {
  freeLineOf,
  matchWithRequest,
  matchWithReversals,
  requirePerson,
} from './entry-of-request';
export { OVERDUE_BANK_LINES, UNCONFIRMED_RECONCILIATIONS } from './bank-inbox';
export { findUnmatchedCredit } from './find-unmatched-credit';
export type { PersonalWork } from './match-lines';
export { type Imported, importStatement } from './import-statement';
export { planImport } from './plan-import';
export { profileNamed } from './profiles';
export { hashOf } from './receive-file';
export { requireRead } from './show-statement';
export { listLines } from './read-bank';
export { readLineAgeing } from './read-line-ageing';
export { reconcile } from './reconcile';
export { listOpenEntries, type Suggestion, suggestMatches } from './suggest-matches';
export { requireChargeOf } from './voucher-of-line';
export { StatementReader } from './statement-reader';
