import type { EntityManager } from 'typeorm';
import { recordEvent } from '../audit';
import { actorFacts, type Caller } from '../identity';
import type { Book } from '../ledger';

/** Which list of a book was asked for, and with which filters. */
export interface BookReading {
  readonly list: 'accounts' | 'journals' | 'computations';
  readonly filters?: Readonly<Record<string, string | undefined>>;
  /** Whether a later page is asked for. */
  readonly isLaterPage: boolean;
}

// The text of a cursor can be made up, so a later page counts as the same reading only where there is one.
const GOES_ON = `
  SELECT 1 FROM fund.audit_event e
   WHERE e.person_id = $1 AND e.recorded_at > now() - interval '1 hour'
     AND e.action = 'book.read' AND e.book_id = $2 AND e.content = $3::jsonb LIMIT 1`;

/**
 * Records that somebody read a list of a book: once, however many pages follow within the hour
 * (财会〔2024〕12号 art. 32: who, when and what).
 */
export async function recordBookReading(
  tx: EntityManager,
  caller: Caller,
  book: Pick<Book, 'id' | 'code'>,
  { list, filters = {}, isLaterPage }: BookReading,
): Promise<void> {
  const content = { list, ...filters };
  if (isLaterPage) {
    const known = [caller.personId, book.id, JSON.stringify(content)];
    if ((await tx.query<unknown[]>(GOES_ON, known)).length > 0) return;
  }
  await recordEvent(tx, {
    action: 'book.read',
    ...actorFacts(caller),
    bookId: book.id,
    subject: `book/${book.code}`,
    content,
  });
}
