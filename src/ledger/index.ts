export type { AccountKey, PostingLine, Section } from './account-key';
export {
  type AccountFilter,
  type BalanceAt,
  type Moment,
  readAccountsAt,
  readTotalAt,
} from './balances-at';
export { Book, type BookKind } from './book.entity';
export { openBook } from './books';
export { BATCH_SIZE, drainBatch, type DrainResult } from './drain';
export { findUnguardedTables } from './guards';
export { placeHold, releaseExpiredHolds, type ReleasedHold, releaseHold } from './holds';
export {
  acceptRequest,
  acceptReversal,
  type AcceptedRequest,
  GENERAL_VOUCHER,
  type HoldChange,
  type PostingRequest,
  type ReversalRequest,
} from './intake';
export { closeMonth, type Closing, putMonthOnHold, reopenMonth } from './periods';
export { PostgresWakeUp } from './postgres-wake-up';
export { PostingWorker } from './posting-worker';
export {
  type AccountBalance,
  type Journal,
  type JournalEntry,
  journalOfRequest,
  readAccounts,
  readBalance,
  readFacetTotals,
  readJournals,
  readSectionTotals,
  readTrialBalance,
} from './queries';
export { type Difference, rebuildCheck } from './rebuild';
export { settleBook } from './settlement';
export type { StopListening, WakeUp } from './wake-up';
