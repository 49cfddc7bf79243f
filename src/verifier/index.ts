export { BookCheck, readJournalText } from './book-check';
export { AUDIT_LOG, BUNDLE_FORMAT, BundleError, type BundleFinding, verifyBundle } from './bundle';
export {
  type Canonical,
  canonicalJson,
  EVENT_FORMAT,
  formatOf,
  JOURNAL_FORMAT,
  journalText,
  type SealedEntry,
  type SealedEvent,
  type SealedJournal,
} from './canonical';
export {
  type Checkpoint,
  checkpointBody,
  isSignedBy,
  keyHash,
  originOf,
  readCheckpoint,
} from './checkpoint';
export { differ, type Difference, DifferenceFound, type LogCheck } from './log-check';
export {
  type ConsistencyFile,
  type InclusionFile,
  PROOF_FORMAT,
  ProofError,
  type ProofFinding,
  verifyProof,
} from './proof';
export { eventText, TRAIL_ORIGIN, TrailCheck } from './trail-check';
export { EMPTY_ROOT, GrowingTree, leafHash, nodeHash, rootOf, type TreeNode } from './tree';
export { provesConsistency, provesInclusion } from './tree-proofs';
