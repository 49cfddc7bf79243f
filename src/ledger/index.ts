export type { AccountFilter } from './account-filter';
export type { AccountKey, PostingLine, Section } from './account-key';
export { readAccountStatement, type StatementLine } from './account-statement';
export { type BalanceAt, type Moment, readAccountsAt, readTotalAt } from './balances-at';
export { Book, type BookKind } from './book.entity';
export { BookHints } from './book-hints';
export { bookByCode, openBook } from './books';
export { closeQueues, openQueues } from './bull-queue';
export { BullWakeUp } from './bull-wake-up';
export { BATCH_SIZE, drainBatch, type DrainResult } from './drain';
export { describeMissing, findMissingGuards, type MissingGuard } from './guards';
export { type Guard, type Guards, type NamesByTable } from './kernel-guards';
export { placeHold, releaseExpiredHolds, type ReleasedHold, releaseHold } from './holds';
export {
  acceptRequest,
  acceptRequests,
  acceptReversal,
  type AcceptedRequest,
  ADJUSTMENT,
  type Evidence,
  GENERAL_VOUCHER,
  type HoldChange,
  type PostingRequest,
  type ReversalRequest,
} from './intake';
export {
  closeMonth,
  type Closing,
  isMonthOpen,
  type Month,
  putMonthOnHold,
  readMonths,
  reopenMonth,
} from './periods';
export { PostgresWakeUp } from './postgres-wake-up';
export { type ObserveBatch, PostingWorker, type ReportFault } from './posting-worker';
export {
  type AccountBalance,
  type Journal,
  type JournalEntry,
  journalOfRequest,
  readAccounts,
  readBalance,
  readFacetTotals,
  readJournals,
  type PostingState,
  readPostingState,
  readSectionTotals,
  readTotal,
  readTrialBalance,
} from './queries';
export { type Difference as RebuildDifference, rebuildCheck } from './rebuild';
export {
  discardRequest,
  findRequest,
  type FoundRequest,
  type OpenRequest,
  readOpenRequests,
  readRequestStates,
  type RequestState,
  retryRequest,
} from './requests';
export { bookLog, proveInclusion, type SealedBook } from './sealing/book-log';
export { BullSealJobs, readSealJobs, type SealJob } from './sealing/bull-seal-jobs';
export { CheckpointConflictError, CheckpointFolder } from './sealing/checkpoint-folder';
export type { Reader, StoredNote } from './sealing/read-journals';
export {
  booksToSeal,
  type BookToSeal,
  booksWithJournals,
  SEAL_BATCH,
  sealBook,
  type SealResult,
} from './sealing/seal-book';
export {
  makeSealKeyIfMissing,
  readPublicKey,
  readSealKey,
  type SealKey,
  SealKeyError,
} from './sealing/seal-key';
export { readSealingState, type SealingState } from './sealing/sealing-state';
export { type Sealing, SealingWorker, sealWholeBook, sealWhole } from './sealing/sealing-worker';
export { StoredCheckpoints } from './sealing/stored-checkpoints';
export {
  type LeafProof,
  loadNodes,
  proveConsistency,
  proveLeaf,
  publishNote,
  readNote,
  readSeal,
  SealBrokenError,
  sealedTree,
  signTree,
  type StoredLog,
} from './sealing/stored-log';
export { type BookFinding, verifyBook } from './sealing/verify-book';
export { bundleLines } from './sealing/write-bundle';
export { settleBook } from './settlement';
export type { StopListening, WakeUp } from './wake-up';
