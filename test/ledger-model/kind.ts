import type { Dice } from '../support/dice';
import type { BookIndex, Call } from './ledger';
import type { Oracle } from './oracle';

/** What the ledger says to a command. */
export type Outcome = 'accepted' | 'refused';

/** A kind of command: how often it comes, and what it calls as the books stand. */
export interface Kind {
  readonly weight: number;
  /** Undefined where the books have nothing to do it with. */
  readonly plan: (dice: Dice, oracle: Oracle) => Call | undefined;
}

/** Mostly the first book, so that much happens in one. */
export const someBook = (dice: Dice): BookIndex => (dice.chance(75) ? 0 : 1);

export const oneOf = <Choice>(dice: Dice, choices: readonly Choice[]): Choice | undefined =>
  choices.length === 0 ? undefined : dice.pick(choices);

export const MONTHS = ['2024-01', '2024-02', '2024-03', '2024-04'] as const;

export const dayIn = (dice: Dice, month: string): string =>
  `${month}-${String(dice.between(1, 28)).padStart(2, '0')}`;

/** A day that mostly is in a month that takes requests; `refusable` is the percentage that try not to be. */
export function someDay(dice: Dice, oracle: Oracle, book: BookIndex, refusable = 10): string {
  const { states } = oracle.books[book].months;
  const takes = (month: string): boolean => (states.get(month) ?? 'open') === 'open';
  const wishes = dice.chance(refusable)
    ? MONTHS.filter((month) => !takes(month))
    : dice.chance(40)
      ? MONTHS.filter(takes)
      : MONTHS;
  return dayIn(dice, dice.pick(wishes.length > 0 ? wishes : MONTHS));
}
