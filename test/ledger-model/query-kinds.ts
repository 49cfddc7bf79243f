import type { Dice } from '../support/dice';
import { ACCOUNTS, COSTS } from './accounts';
import { dayIn, type Kind, MONTHS, oneOf, someBook } from './kind';
import type { Call, Filter, Moment } from './ledger';
import type { Oracle } from './oracle';

const asking = (weight: number, plan: (dice: Dice, oracle: Oracle) => Call | undefined): Kind => ({
  weight,
  plan,
});

function moment(dice: Dice, oracle: Oracle): Moment {
  const knownAt = oneOf(dice, [...Array(oracle.timesMarked).keys()]);
  return {
    ...(dice.chance(60) && { asOf: dayIn(dice, dice.pick(MONTHS)) }),
    ...(knownAt !== undefined && dice.chance(60) && { knownAt }),
  };
}

function filter(dice: Dice): Filter {
  const { code, dimensions } = dice.pick(dice.chance(50) ? COSTS : ACCOUNTS);
  return {
    ...(dice.chance(70) && { code }),
    ...(dice.chance(70) && {
      dimensions: dimensions.map((value) => (dice.chance(60) ? undefined : value)),
    }),
  };
}

/** Questions are never refused. */
export const QUERY_KINDS = {
  'mark the time': asking(3, () => ['markTime']),
  'balance of an account': asking(2, (dice) => ['balance', someBook(dice), dice.pick(ACCOUNTS)]),
  'total at a moment': asking(4, (dice, oracle) => [
    'totalAt',
    someBook(dice),
    moment(dice, oracle),
    filter(dice),
  ]),
  'balances at a moment': asking(4, (dice, oracle) => [
    'balancesAt',
    someBook(dice),
    moment(dice, oracle),
    dice.pick([3, 100]),
  ]),
  'trial balance': asking(1, (dice) => ['trialBalance', someBook(dice)]),
  'section totals': asking(1, (dice) => ['sectionTotals', someBook(dice)]),
  'facet totals': asking(1, (dice) => ['facetTotals', someBook(dice), '5001', 'plan']),
  'page of journals': asking(1, (dice) => [
    'vouchersAfter',
    someBook(dice),
    dice.roll(4),
    dice.between(1, 4),
  ]),
  'journal of a request': asking(1, (dice, oracle) => {
    const found = oneOf(dice, oracle.requests);
    return found && ['journalOf', found.number];
  }),
  'check by rebuilding': asking(1, (dice) => ['isWhole', someBook(dice)]),
} satisfies Record<string, Kind>;
