import type { BusinessDate } from '../calendar';
import { addFen, type Fen, sumFen, ZERO_FEN } from '../money';
import { type DayCount, doubledInterest, type Stay } from './delayed-interest';
import type { Explained } from './explanation';
import {
  balancesOf,
  type ClaimBalance,
  type ClaimItem,
  interestOwed,
  isCapped,
  outstandingOf,
} from './liability';

/** The day up to which interest is shown, and what leaves days out before it. */
export interface InterestUntil {
  readonly endOn: BusinessDate;
  readonly stays: readonly Stay[];
  readonly dayCount: DayCount;
}

/**
 * Doubled interest, in fen, on what is still outstanding of a balance, up to a day. Undefined where none can
 * run: the item is not owed yet or bears none, nothing is outstanding, or no day is set.
 * Source: 法释〔2014〕8号 arts 1-3.
 * @throws RangeError when the debt was due before 2014-08-01.
 */
export function runningInterest(
  item: ClaimItem,
  balance: ClaimBalance,
  until: InterestUntil,
): Explained<{ days: number; interest: Fen }> | undefined {
  const outstanding = outstandingOf(balance);
  const { dueOn } = balance;
  if (!item.active || !item.bearsInterest || dueOn === null || outstanding === 0n) return undefined;
  return doubledInterest(outstanding, { ...until, dueOn });
}

/**
 * All doubled interest that a debtor would owe on an item on a day, in fen: fixed by payments and not paid,
 * and what runs on the outstanding rest. Zero for a capped debtor, as with {@link interestOwed}.
 */
export function interestOwedUntil(item: ClaimItem, debtor: string, until: InterestUntil): Fen {
  if (isCapped(item, debtor)) return ZERO_FEN;
  const running = balancesOf(item, debtor).map(
    (balance) => runningInterest(item, balance, until)?.value.interest ?? ZERO_FEN,
  );
  return addFen(interestOwed(item, debtor), sumFen(running));
}
