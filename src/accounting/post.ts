import type { Work } from '../platform/work';
import {
  acceptRequest,
  type AcceptedRequest,
  acceptReversal,
  type Evidence,
  type HoldChange,
} from '../ledger';
import { requireKeptApart } from './kept-apart';
import type { JournalDraft } from './templates';

/** An act is done once: had its request been there before, its own rows would change a second time. */
function requireNew(accepted: AcceptedRequest, key: string): AcceptedRequest {
  if (!accepted.isNew) throw new Error(`the act ${key} was done before`);
  return accepted;
}

/** What the requests of an act rest on, for their journals to carry; nothing where no approval is carried out. */
export const evidenceOf = ({ approval }: Pick<Work, 'approval'>): { evidence?: Evidence } =>
  approval === undefined
    ? {}
    : { evidence: { approval: { id: approval.id, hash: approval.contentHash.toString('hex') } } };

/**
 * Hands a fact to the ledger as part of the act: it is posted once the act is committed.
 *
 * @param holdChanges signed: negative consumes a hold, positive gives back to it
 * @throws DomainError ACCOUNTS_KEPT_APART its lines would take money of one purpose to another
 */
export async function post(
  work: Work,
  draft: JournalDraft,
  holdChanges: readonly HoldChange[] = [],
): Promise<AcceptedRequest> {
  requireKeptApart(draft.lines);
  const accepted = await acceptRequest(work.tx, {
    bookId: work.bookId,
    idempotencyKey: `${work.key}:${draft.fact}`,
    fact: draft.fact,
    summary: draft.summary,
    businessOn: work.on,
    madeBy: work.by,
    lines: draft.lines,
    holdChanges,
    ...evidenceOf(work),
  });
  return requireNew(accepted, work.key);
}

/**
 * Has a posted journal reversed as part of the act: whole, under the act's date.
 *
 * @param fact what the journal tells, where an act reverses several
 */
export async function reverse(
  work: Work,
  journalNumber: bigint,
  summary: string,
  fact?: string,
): Promise<AcceptedRequest> {
  const accepted = await acceptReversal(work.tx, {
    bookId: work.bookId,
    idempotencyKey: `${work.key}:reversal${fact === undefined ? '' : `:${fact}`}`,
    summary,
    businessOn: work.on,
    madeBy: work.by,
    journalNumber,
    ...evidenceOf(work),
  });
  return requireNew(accepted, work.key);
}
