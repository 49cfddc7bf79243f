import type { EntityManager } from 'typeorm';
import { booksOf, type Caller } from '../identity';

/**
 * Whether an event is one that a caller may see, in SQL: of a book that they may read, or of their bureau,
 * its people or their organization. Row-level security says the same once more (migration 0024).
 *
 * @param event alias of `fund.audit_event`
 * @param first number of the first of the placeholders for {@link whoseEvents}
 */
export const isSeen = (event: string, first: number): string => {
  const [books, bureau, creditCode] = [first, first + 1, first + 2].map((n) => `$${String(n)}`);
  return `(${event}.book_id = ANY (${books ?? ''}::integer[])
    OR ${event}.book_id IS NULL AND (${event}.bureau_id = ${bureau ?? ''}::uuid
      OR ${event}.person_id IN (SELECT s.id FROM fund.person s
                                 WHERE s.bureau_id = ${bureau ?? ''}::uuid OR s.credit_code = ${creditCode ?? ''}::text)))`;
};

/** Whose events a caller may see: books, bureau, organization. */
export async function whoseEvents(
  tx: EntityManager,
  caller: Caller,
): Promise<[books: number[], bureau: string | null, creditCode: string | null]> {
  const books = await booksOf(tx, caller).select('book.id').getMany();
  return [books.map(({ id }) => id), caller.bureauId, caller.creditCode];
}
