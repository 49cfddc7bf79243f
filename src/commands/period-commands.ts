import type { EntityManager } from 'typeorm';
import { type EventToRecord, periodContent, recordChange } from '../audit';
import type { FundDatabase } from '../database';
import { DomainError } from '../errors';
import { Book, closeMonth, putMonthOnHold, reopenMonth } from '../ledger';
import { inTransaction } from '../platform/database/transaction';
import { refusalOnRecord } from './refusal-on-record';

/** Which month of which book. */
export interface MonthOfBook {
  /** `YYYY-MM` */
  readonly month: string;
  /** Code of the book. */
  readonly book: string;
}

/** What was done to a month, for the caller to print. */
export interface MonthResult extends MonthOfBook {
  readonly state: 'closed' | 'would_close' | 'on_hold' | 'open';
  readonly version?: number;
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

/** Changes a month of a book, on the record; where that is refused, the trail of the book keeps it too. */
async function change<T>(
  database: FundDatabase,
  { month, book }: MonthOfBook,
  act: Pick<EventToRecord, 'action' | 'person' | 'content'>,
  make: (
    tx: EntityManager,
    month: { readonly bookId: number; readonly month: string },
  ) => Promise<T>,
): Promise<T> {
  const { dataSource } = database;
  const event = { ...act, subject: `period/${book}/${month}` };
  const tried = async (): Promise<EventToRecord> => {
    const found = await dataSource.manager.findOneBy(Book, { code: book });
    return { ...event, ...(found && { bookId: found.id }) };
  };
  return refusalOnRecord(database, tried, async () => {
    const day = firstDay(month);
    const bookId = await bookIdOf(database, book);
    return inTransaction(dataSource, (tx) =>
      recordChange(tx, periodContent(bookId, day), { ...event, bookId }, () =>
        make(tx, { bookId, month: day }),
      ),
    );
  });
}

/**
 * Puts an open month on hold, where it takes adjusting entries only, or takes it off again.
 *
 * @throws DomainError PARAMETER_INVALID nobody is named as doing it
 */
export async function hold(
  of: MonthOfBook,
  { by, off }: { readonly by: string; readonly off: boolean },
  database: FundDatabase,
): Promise<MonthResult> {
  const act = { action: off ? 'month.hold_off' : 'month.hold', person: by.trim() };
  await change(database, of, act, async (tx, month) => {
    if (act.person === '') {
      throw new DomainError('PARAMETER_INVALID', 'invalid', {
        faults: [{ pointer: '/by', message: 'must name who does it' }],
      });
    }
    await putMonthOnHold(tx, { ...month, hold: !off, by: act.person });
  });
  return { ...of, state: off ? 'open' : 'on_hold' };
}

/** Closes a month of a book, or only says whether it could be closed. */
export async function close(
  of: MonthOfBook,
  { by, check }: { readonly by: string; readonly check: boolean },
  database: FundDatabase,
): Promise<MonthResult> {
  const closing = check
    ? await wouldClose(of, by, database)
    : await change(database, of, { action: 'month.close', person: by }, (tx, month) =>
        closeMonth(tx, { ...month, by, checkOnly: false }),
      );
  return {
    ...of,
    state: check ? 'would_close' : 'closed',
    version: closing.version,
    throughJournal: closing.throughJournal.toString(),
    accounts: closing.accounts,
  };
}

async function wouldClose(
  { month, book }: MonthOfBook,
  by: string,
  database: FundDatabase,
): ReturnType<typeof closeMonth> {
  const day = firstDay(month);
  const bookId = await bookIdOf(database, book);
  return inTransaction(database.dataSource, (tx) =>
    closeMonth(tx, { bookId, month: day, by, checkOnly: true }),
  );
}

/**
 * Opens a closed month of a sandbox book again. In a real book two people must have signed in for it.
 *
 * @throws DomainError REOPENING_NEEDS_APPROVAL
 */
export async function reopen(
  of: MonthOfBook,
  people: { readonly by: string; readonly second: string; readonly reason: string },
  database: FundDatabase,
): Promise<MonthResult> {
  const { by: person, ...content } = people;
  const act = { action: 'month.reopen', person, content };
  const version = await change(database, of, act, async (tx, month) => {
    const { kind } = await tx.findOneByOrFail(Book, { id: month.bookId });
    if (kind === 'real') {
      throw new DomainError('REOPENING_NEEDS_APPROVAL', 'refused', { book: of.book });
    }
    return reopenMonth(tx, { ...month, ...people });
  });
  return { ...of, state: 'open', version };
}
