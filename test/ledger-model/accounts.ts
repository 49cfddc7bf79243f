import { income, memo, pool } from '../support/ledger';
import type { Dice } from '../support/dice';
import type { Account, Line } from './ledger';

export const POOLS: readonly Account[] = [
  // The first is the hot one.
  pool('a'),
  pool('b'),
  { ...pool('overdraft'), code: '1012', floor: -1_000n },
];

const costOf = (name: string, item: string): Account => ({
  code: '5001',
  dimensions: [name, '', item, ''],
  side: 1,
  section: 'main',
  floor: null,
});

export const COSTS: readonly Account[] = [
  costOf('a', 'expert'),
  costOf('a', 'travel'),
  costOf('b', 'expert'),
];

/** What is owed to somebody: it grows by credits and may not become a claim. */
const DEBT: Account = {
  code: '2307',
  dimensions: ['', 'case', 'x|y', ''],
  side: -1,
  section: 'main',
  floor: 0n,
};

export const INCOME = income;
export const MAIN: readonly Account[] = [...POOLS, ...COSTS, DEBT, INCOME];
export const MEMO: readonly Account[] = [memo('M0', -1), memo('M1'), { ...memo('M2'), floor: 0n }];
export const ACCOUNTS: readonly Account[] = [...MAIN, ...MEMO];

/** An account that nobody is sure about: the first request to name it decides what it is. */
export const unsure = (dice: Dice): Account => ({
  code: '9999',
  dimensions: ['', '', '', ''],
  side: dice.pick([1, -1]),
  section: 'main',
  floor: dice.pick([null, -10_000n]),
});

/** Mostly small, so that pools run dry; at times the largest that one entry takes. */
export const amount = (dice: Dice): bigint =>
  dice.fen(
    dice.weighted([
      [60, 100n],
      [35, 1_000n],
      [5, 10n ** 12n],
    ]),
  );

const facets = (dice: Dice): Pick<Line, 'facets'> =>
  dice.chance(40) ? { facets: { plan: `p-${String(dice.roll(2))}` } } : {};

/** `sum` fen to the debit of one account and the credit of another. */
export const move = (dice: Dice, debit: Account, credit: Account, sum: bigint): Line[] => [
  { account: debit, amount: sum, ...facets(dice) },
  { account: credit, amount: -sum, ...facets(dice) },
];

/** Several lines whose last one balances the others. */
export function spread(dice: Dice, accounts: readonly Account[]): Line[] {
  const given = Array.from({ length: dice.between(1, 5) }, (): Line => ({
    account: dice.pick(accounts),
    amount: dice.chance(60) ? amount(dice) : -amount(dice),
    ...facets(dice),
  }));
  const rest = given.reduce((sum, line) => sum - line.amount, 0n);
  if (rest === 0n) return given;
  return [...given, { account: dice.pick(accounts), amount: rest }];
}
