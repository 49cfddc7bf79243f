import { periodContent, recordChange } from '../audit';
import type { FundDatabase } from '../database';
import { DomainError } from '../errors';
import { Book, closeMonth, reopenMonth } from '../ledger';
import { inTransaction } from '../platform/database/transaction';

/** Which month of which book. */
export interface MonthOfBook {
  /** `YYYY-MM` */
  readonly month: string;
  /** Code of the book. */
  readonly book: string;
}

/** What was done to a month, for the caller to print. */
export interface MonthResult extends MonthOfBook {
  readonly state: 'closed' | 'would_close' | 'open';
  readonly version: number;
  readonly throughJournal?: string;
  readonly accounts?: number;
}

function firstDay(month: string): string {
  if (!/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(month)) {
    throw new DomainError('PARAMETER_INVALID', 'invalid', {
      faults: [{ pointer: '/month', message: 'must be YYYY-MM' }],
    });
  }
  return `${month}-01`;
}

/**
 * The id of a book by its code.
 *
 * @throws DomainError NOT_FOUND
 */
export async function bookIdOf({ dataSource }: FundDatabase, code: string): Promise<number> {
  const book = await dataSource.manager.findOneBy(Book, { code });
  if (book === null) throw new DomainError('NOT_FOUND', 'not_found', { book: code });
  return book.id;
}

const eventOf = (action: string, book: string, month: string, person: string) => ({
  action,
  person,
  subject: `period/${book}/${month}`,
});

/** Closes a month of a book, or only says whether it could be closed. */
export async function close(
  { month, book }: MonthOfBook,
  options: { readonly by: string; readonly check: boolean },
  database: FundDatabase,
): Promise<MonthResult> {
  const day = firstDay(month);
  const bookId = await bookIdOf(database, book);
  const closing = await inTransaction(database.dataSource, (tx) => {
    const act = { bookId, month: day, by: options.by, checkOnly: options.check };
    if (options.check) return closeMonth(tx, act);
    const event = { ...eventOf('month.close', book, month, options.by), bookId };
    return recordChange(tx, periodContent(bookId, day), event, () => closeMonth(tx, act));
  });
  return {
    book,
    month,
    state: options.check ? 'would_close' : 'closed',
    version: closing.version,
    throughJournal: closing.throughJournal.toString(),
    accounts: closing.accounts,
  };
}

/** Opens a closed month of a book again. */
export async function reopen(
  { month, book }: MonthOfBook,
  people: { readonly by: string; readonly second: string; readonly reason: string },
  database: FundDatabase,
): Promise<MonthResult> {
  const day = firstDay(month);
  const bookId = await bookIdOf(database, book);
  const version = await inTransaction(database.dataSource, (tx) => {
    const event = {
      ...eventOf('month.reopen', book, month, people.by),
      bookId,
      content: { second: people.second, reason: people.reason },
    };
    return recordChange(tx, periodContent(bookId, day), event, () =>
      reopenMonth(tx, { bookId, month: day, ...people }),
    );
  });
  return { book, month, state: 'open', version };
}
