import type { EntityManager } from 'typeorm';
import { type EventToRecord, periodContent, recordChange } from '../audit';
import { actorFacts, asService, type Caller, ownBookOf } from '../identity';
import { closeMonth, type Closing, putMonthOnHold } from '../ledger';

/** Which month of which book. */
export interface MonthInPath {
  /** Code of the book. */
  readonly book: string;
  /** `YYYY-MM` */
  readonly month: string;
}

/** Changes a month of a book of the caller's own bureau, on the record. */
async function change<T>(
  tx: EntityManager,
  caller: Caller,
  { book, month }: MonthInPath,
  action: EventToRecord['action'],
  make: (of: {
    readonly bookId: number;
    readonly month: string;
    readonly by: string;
  }) => Promise<T>,
): Promise<T> {
  const { id: bookId } = await ownBookOf(tx, caller, book);
  const of = { bookId, month: `${month}-01`, by: caller.name };
  const event = { action, bookId, ...actorFacts(caller), subject: `period/${book}/${month}` };
  return asService(tx, () =>
    recordChange(tx, periodContent(bookId, of.month), event, () => make(of)),
  );
}

/**
 * Puts an open month on hold (待结账), where it takes adjusting entries only, or takes it off again.
 *
 * @throws DomainError NOT_FOUND, PERIOD_NOT_OPEN, MONTH_NOT_ON_HOLD
 */
export const holdMonth = (
  tx: EntityManager,
  caller: Caller,
  of: MonthInPath,
  hold: boolean,
): Promise<void> =>
  change(tx, caller, of, hold ? 'month.hold' : 'month.hold_off', (month) =>
    putMonthOnHold(tx, { ...month, hold }),
  );

/**
 * Closes a month that somebody else put on hold.
 *
 * @throws DomainError NOT_FOUND, MONTH_NOT_ON_HOLD, CLOSING_NEEDS_ANOTHER, and as `closeMonth`
 */
export const closeHeldMonth = (
  tx: EntityManager,
  caller: Caller,
  of: MonthInPath,
): Promise<Closing> =>
  change(tx, caller, of, 'month.close', (month) =>
    closeMonth(tx, { ...month, checkOnly: false, heldOnly: true }),
  );

/**
 * Says what the caller's closing of a month would do, and does nothing.
 *
 * @throws DomainError as `closeHeldMonth`
 */
export async function checkClosing(
  tx: EntityManager,
  caller: Caller,
  { book, month }: MonthInPath,
): Promise<Closing> {
  const { id: bookId } = await ownBookOf(tx, caller, book);
  const closing = { bookId, month: `${month}-01`, by: caller.name };
  return asService(tx, () => closeMonth(tx, { ...closing, checkOnly: true, heldOnly: true }));
}
