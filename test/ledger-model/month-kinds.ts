import type { Dice } from '../support/dice';
import { type Kind, MONTHS, someBook } from './kind';
import type { BookIndex } from './ledger';
import type { Oracle } from './oracle';
import type { MonthState } from './oracle-months';

/** A month in the given state if luck wants it, or else any; undefined, mostly, where none is so. */
function someMonth(dice: Dice, oracle: Oracle, state: MonthState): [BookIndex, string] | undefined {
  const fitting = ([0, 1] as const).flatMap((book) => {
    const { states } = oracle.books[book].months;
    const months = MONTHS.filter((month) => states.get(month) === state);
    return months.map((month): [BookIndex, string] => [book, month]);
  });
  if (fitting.length > 0 && dice.chance(75)) return fitting.at(-1 - dice.roll(fitting.length));
  return fitting.length > 0 || dice.chance(15) ? [someBook(dice), dice.pick(MONTHS)] : undefined;
}

const holding = (weight: number, hold: boolean): Kind => ({
  weight,
  plan: (dice, oracle) => {
    const found = someMonth(dice, oracle, hold ? 'open' : 'on_hold');
    return found && ['putMonthOnHold', ...found, hold];
  },
});

const reopening = (weight: number, peopleOf: (dice: Dice) => readonly [string, string]): Kind => ({
  weight,
  plan: (dice, oracle) => {
    const found = someMonth(dice, oracle, 'closed');
    return found && ['reopenMonth', ...found, peopleOf(dice)];
  },
});

const closing = (weight: number, checkOnly: boolean): Kind => ({
  weight,
  plan: (dice, oracle) => {
    const book = someBook(dice);
    const { states } = oracle.books[book].months;
    const next = MONTHS.find((name) => states.has(name) && states.get(name) !== 'closed');
    const name = dice.chance(70) ? next : undefined;
    return ['closeMonth', book, name ?? dice.pick(MONTHS), checkOnly];
  },
});

export const MONTH_KINDS = {
  'put a month on hold': holding(6, true),
  'take a month off hold': holding(4, false),
  'close a month': closing(7, false),
  'check whether a month can close': closing(2, true),
  'reopen a month': reopening(4, () => ['clerk', 'director']),
  'reopen a month alone': reopening(2, (dice) => ['clerk', dice.pick(['clerk', ' Clerk ', ''])]),
} satisfies Record<string, Kind>;
