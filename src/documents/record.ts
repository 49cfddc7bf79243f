import type { EntityManager } from 'typeorm';
import { type EventToRecord, recordEvent } from '../audit';
import { actorFacts, asService, type Caller } from '../identity';
import type { Document } from './document.entity';

/** What the trail says a document is. */
export const subjectOf = (documentId: string): string => `document/${documentId}`;

/**
 * Records what a caller did with a document, in the trail of its book. Organizations see no book: for
 * them it is recorded in the service's name, and tells who they are all the same.
 */
export async function recordOfDocument(
  tx: EntityManager,
  caller: Caller,
  { id, bookId }: Pick<Document, 'id' | 'bookId'>,
  event: Pick<EventToRecord, 'action' | 'afterHash' | 'refusalCode' | 'content'>,
): Promise<void> {
  const record = (work: EntityManager) =>
    recordEvent(work, { ...event, ...actorFacts(caller), bookId, subject: subjectOf(id) });
  await (caller.creditCode === null ? record(tx) : asService(tx, record));
}
