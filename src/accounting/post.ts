import type { Work } from '../platform/work';
import { acceptRequest, type AcceptedRequest, type HoldChange } from '../ledger';
import type { JournalDraft } from './templates';

/**
 * Hands a fact to the ledger as part of the act: it is posted once the act is committed.
 *
 * @param holdChanges signed: negative consumes a hold, positive gives back to it
 */
export async function post(
  work: Work,
  draft: JournalDraft,
  holdChanges: readonly HoldChange[] = [],
): Promise<AcceptedRequest> {
  return acceptRequest(work.tx, {
    bookId: work.bookId,
    idempotencyKey: `${work.key}:${draft.fact}`,
    fact: draft.fact,
    summary: draft.summary,
    businessOn: work.on,
    madeBy: work.by,
    lines: draft.lines,
    holdChanges,
  });
}
