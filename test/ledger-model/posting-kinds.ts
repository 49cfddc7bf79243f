import { type Kind, oneOf, someBook, someDay } from './kind';
import type { BookIndex, Reversal } from './ledger';
import { monthOf } from './oracle-book';
import type { Oracle } from './oracle';
import type { Dice } from '../support/dice';

const homeOf = (oracle: Oracle, book: unknown): BookIndex => (book === oracle.books[0] ? 0 : 1);

const draining = (weight: number, limit: number): Kind => ({
  weight,
  plan: (dice, oracle) => {
    const book = someBook(dice);
    return oracle.books[book].hasPoison() ? undefined : ['drain', book, limit, null];
  },
});

function reversal(dice: Dice, oracle: Oracle, book: BookIndex, journal: number): Reversal {
  return {
    key: `reversal-${String(dice.roll(0x40000000))}`,
    summary: 'A reversal',
    businessOn: someDay(dice, oracle, book, 30),
    madeBy: 'clerk',
    journal,
  };
}

/** The reversal of a journal that is (or is not yet) reversed, and is a reversal itself or not. */
const reversing = (
  weight: number,
  wanted: (journal: { isReversed: boolean; isReversal: boolean }) => boolean,
): Kind => ({
  weight,
  plan: (dice, oracle) => {
    const book = someBook(dice);
    const { journals, requests } = oracle.books[book];
    const reversed = new Set(requests.map(({ reverses }) => reverses));
    const numbers = journals.flatMap(({ request }, index) => {
      const isReversed = reversed.has(index + 1);
      return wanted({ isReversed, isReversal: request.reverses !== null }) ? [index + 1] : [];
    });
    const number = oneOf(dice, numbers);
    return number === undefined
      ? undefined
      : ['reverse', book, reversal(dice, oracle, book, number)];
  },
});

export const POSTING_KINDS = {
  'post one': draining(4, 1),
  'post five': draining(5, 5),
  'post all': draining(10, 500),
  'post a batch as a worker does': {
    weight: 7,
    plan: (dice) => ['drainBatch', someBook(dice)],
  },
  'post one request by its number': {
    weight: 3,
    plan: (dice, oracle) => {
      const found = oneOf(
        dice,
        oracle.requests.filter(({ isPoisoned }) => !isPoisoned),
      );
      return found && ['drain', homeOf(oracle, found.book), 1, found.number];
    },
  },
  'poison a request': {
    weight: 3,
    plan: (dice, oracle) => {
      const waiting = oracle.requests.filter(
        ({ status, isPoisoned }) => status === 'ready' && !isPoisoned,
      );
      const found = oneOf(dice, waiting);
      return found && ['poison', found.number];
    },
  },
  'post a poisoned batch': {
    weight: 8,
    plan: (dice, oracle) => {
      const book = someBook(dice);
      return oracle.books[book].hasPoison()
        ? ['drain', book, dice.pick([1, 2, 5, 500]), null]
        : undefined;
    },
  },
  'retry a failed request': {
    weight: 5,
    plan: (dice, oracle) => {
      const failed = oracle.requests.filter(({ status }) => status === 'failed');
      const kept = failed.filter(
        ({ book, said }) => book.months.states.get(monthOf(said.businessOn)) === 'on_hold',
      );
      const found = oneOf(dice, kept.length > 0 && dice.chance(60) ? kept : failed);
      return found && ['retry', found.number];
    },
  },
  'retry a request that has not failed': {
    weight: 1,
    plan: (dice, oracle) => {
      const found = oneOf(
        dice,
        oracle.requests.filter(({ status }) => status !== 'failed'),
      );
      return ['retry', found?.number ?? -1];
    },
  },
  reverse: reversing(9, ({ isReversed, isReversal }) => !isReversed && !isReversal),
  'reverse again': reversing(4, ({ isReversed }) => isReversed),
  'reverse a reversal': reversing(16, ({ isReversed, isReversal }) => !isReversed && isReversal),
  'reverse a journal that is not there': {
    weight: 1,
    plan: (dice, oracle) => {
      const book = someBook(dice);
      const { length } = oracle.books[book].journals;
      return ['reverse', book, reversal(dice, oracle, book, length + 1 + dice.roll(3))];
    },
  },
  'same reversal again': {
    weight: 3,
    plan: (dice, oracle) => {
      const found = oneOf(
        dice,
        oracle.requests.filter(({ reverses }) => reverses !== null),
      );
      if (found === undefined || found.reverses === null) return undefined;
      const { key, said, reverses: journal } = found;
      const { summary, businessOn, madeBy } = said;
      const book = homeOf(oracle, found.book);
      return ['reverse', book, { key, summary, businessOn, madeBy, journal }];
    },
  },
  'open a book again': {
    weight: 1,
    plan: (dice) => ['reopenBook', someBook(dice), dice.pick(['sandbox', 'real'])],
  },
} satisfies Record<string, Kind>;
