import type { DataSource, EntityManager } from 'typeorm';
import { hashesAround, recordAct, type RecordedContent } from '../audit';
import { DomainError } from '../errors';
import { settleBook, type WakeUp } from '../ledger';
import { inTransaction } from '../platform/database/transaction';
import { traced } from '../platform/tracing';
import type { Work } from '../platform/work';
import { CaseFile, CaseFileEvent } from './case-file.entity';
import type { CaseEvent, CaseFileDocument } from './case-file-schema';
import { lockCaseFile, openCaseFile } from './open-case-file';
import { performEvent, personOf } from './perform-event';

/**
 * Replays a case file through the real workflows into its own sandbox book, from wherever an earlier
 * replay of the same file stopped. Several processes may replay it at once.
 *
 * @param wakeUp tells running workers what was accepted; without it the replay posts by itself
 * @throws DomainError CASE_FILE_CHANGED another file was replayed under this id
 * @throws DomainError EVENT_OUTCOME_UNEXPECTED an event was refused, or accepted, against the file
 */
export async function replayCaseFile(
  dataSource: DataSource,
  document: CaseFileDocument,
  wakeUp?: WakeUp,
): Promise<CaseFile> {
  const caseFile = await inTransaction(dataSource, (tx) => openCaseFile(tx, document));
  const done = await dataSource.manager.findBy(CaseFileEvent, { caseFileId: document.id });
  const results = new Map(done.map((result) => [result.position, result]));
  for (const [position, event] of document.events.entries()) {
    const result =
      results.get(position) ?? (await performNext(dataSource, caseFile, position, event, wakeUp));
    requireExpected(event, result);
  }
  await settleBook(dataSource, caseFile.bookId);
  return caseFile;
}

async function performNext(
  dataSource: DataSource,
  caseFile: CaseFile,
  position: number,
  event: CaseEvent,
  wakeUp: WakeUp | undefined,
): Promise<CaseFileEvent> {
  for (;;) {
    // What went before must be posted, for an event counts on the money it brought.
    await settleBook(dataSource, caseFile.bookId);
    const result = await traced('case_file.event', { 'fund.event': event.type }, () =>
      inTransaction(dataSource, (tx) => performOnce(tx, caseFile, position, event)),
    );
    if (result === undefined) continue;
    await wakeUp?.announce(caseFile.bookId);
    return result;
  }
}

/** Performs the event and keeps its result; undefined when another process left requests waiting. */
async function performOnce(
  tx: EntityManager,
  caseFile: CaseFile,
  position: number,
  event: CaseEvent,
): Promise<CaseFileEvent | undefined> {
  await lockCaseFile(tx, caseFile.id);
  const known = await tx.findOneBy(CaseFileEvent, { caseFileId: caseFile.id, position });
  if (known !== null) return known;
  const waiting = await tx.query<unknown[]>(
    `SELECT 1 FROM ledger.posting_request WHERE book_id = $1 AND status = 'ready' LIMIT 1`,
    [caseFile.bookId],
  );
  if (waiting.length > 0) return undefined;

  const work: Work = {
    tx,
    bookId: caseFile.bookId,
    bookKind: 'sandbox',
    on: event.on,
    by: personOf(event),
    key: `casefile:${caseFile.id}:${position}`,
  };
  const [refusal, hashes] = await hashesAround(tx, caseFileContent(caseFile.id), async () => {
    const refused = await refusalOf(() =>
      // A savepoint, so that a refusal takes back whatever the event had begun.
      tx.transaction((savepoint) =>
        performEvent({ ...work, tx: savepoint }, caseFile.caseId, event),
      ),
    );
    await tx.insert(CaseFileEvent, {
      caseFileId: caseFile.id,
      position,
      outcome: refused === undefined ? 'accepted' : 'refused',
      code: refused?.code ?? null,
      details: (refused?.details ?? {}) as object,
    });
    return refused;
  });
  await recordAct(work, event.type, event, refusal?.code ?? null, refusal ? {} : hashes);
  return tx.findOneByOrFail(CaseFileEvent, { caseFileId: caseFile.id, position });
}

/**
 * The case, which events were accepted, and what they asked of the ledger, as the trail hashes them.
 * The row is taken as text: its sums may be beyond the whole numbers of JSON.
 */
const caseFileContent = (id: string): RecordedContent => ({
  id,
  sql: `SELECT jsonb_build_object('case', to_jsonb(c)::text,
           'events', (SELECT jsonb_agg(e.position ORDER BY e.position) FROM fund.case_file_event e
                       WHERE e.case_file_id = f.id AND e.outcome = 'accepted'),
           'requests', (SELECT jsonb_agg(encode(r.body_hash, 'hex') ORDER BY r.id)
                          FROM ledger.posting_request r WHERE r.book_id = f.book_id)) AS content
          FROM fund.case_file f JOIN fund.litigation_case c ON c.id = f.case_id WHERE f.id = $1`,
});

async function refusalOf(act: () => Promise<void>): Promise<DomainError | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

function requireExpected(event: CaseEvent, result: CaseFileEvent): void {
  const expected = event.expect ?? null;
  if (result.code === expected) return;
  throw new DomainError('EVENT_OUTCOME_UNEXPECTED', 'conflict', {
    event: result.position,
    pointer: `/events/${result.position}`,
    expected: expected ?? 'accepted',
    outcome: result.code ?? 'accepted',
    details: result.details,
  });
}
