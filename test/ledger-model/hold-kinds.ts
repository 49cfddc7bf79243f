import type { Dice } from '../support/dice';
import { ACCOUNTS, amount, COSTS, move, POOLS } from './accounts';
import { type Kind, oneOf, someBook } from './kind';
import { type Account, type BookIndex, type Hold, nameOf } from './ledger';
import { isAwaited, type Oracle } from './oracle';
import { newRequest } from './request-kinds';

/** A hold that is sometimes too much for its account, or on an account that nobody ever used. */
function someHold(dice: Dice, oracle: Oracle, book: BookIndex, ends: boolean): Hold {
  const freeOf = (account: Account): bigint => {
    const { posted, held } = oracle.balance(book, account);
    return BigInt(account.side) * posted - held - (account.floor ?? 0n);
  };
  const rich = POOLS.filter((pool) => {
    return oracle.books[book].accounts.has(nameOf(pool)) && freeOf(pool) > 0n;
  });
  const account = dice.pick(rich.length > 0 && dice.chance(85) ? rich : ACCOUNTS);
  const free = freeOf(account);
  const fits = dice.chance(75) && free > 0n;
  const part = dice.chance(15) ? free : dice.fen(free > 0n ? free : 1n);
  return { account, ends, amount: fits ? part : free + BigInt(dice.roll(3)) };
}

const placing = (weight: number, ends: boolean): Kind => ({
  weight,
  plan: (dice, oracle) => {
    const book = someBook(dice);
    return ['placeHold', book, someHold(dice, oracle, book, ends)];
  },
});

const releasing = (
  weight: number,
  wanted: (remaining: bigint) => boolean,
  partOf: (dice: Dice, remaining: bigint) => bigint,
): Kind => ({
  weight,
  plan: (dice, oracle) => {
    const numbered = oracle.holds.map(({ remaining }, number) => ({ remaining, number }));
    const found = oneOf(
      dice,
      numbered.filter(({ remaining }) => wanted(remaining)),
    );
    return found && ['releaseHold', found.number, partOf(dice, found.remaining)];
  },
});

export const HOLD_KINDS = {
  'place a hold': placing(6, false),
  'place a hold that ends': placing(6, true),
  'hold and request in one act': {
    weight: 4,
    plan: (dice, oracle) => {
      const book = someBook(dice);
      const hold = someHold(dice, oracle, book, dice.chance(50));
      const sum = hold.amount > 0n ? hold.amount : amount(dice);
      const lines = move(dice, dice.pick(COSTS), hold.account, sum);
      return ['acceptWithHold', book, hold, newRequest(dice, oracle, book, lines)];
    },
  },
  'release part of a hold': releasing(
    3,
    () => true,
    (dice, remaining) => BigInt(dice.roll(3)) + dice.fen(remaining + 1n) - 1n,
  ),
  'release a hold': releasing(
    2,
    (remaining) => remaining > 0n,
    (_dice, remaining) => remaining,
  ),
  'release a hold again': releasing(
    1,
    (remaining) => remaining === 0n,
    (dice) => amount(dice),
  ),
  'the end of a hold comes': {
    weight: 8,
    plan: (dice, oracle) => {
      const running = oracle.holds.flatMap((hold, number) =>
        hold.ends && !hold.isOver ? [{ number, awaited: isAwaited(hold) }] : [],
      );
      const awaited = running.filter((hold) => hold.awaited);
      const found = oneOf(dice, awaited.length > 0 && dice.chance(75) ? awaited : running);
      return found && ['endHold', found.number];
    },
  },
  'release ended holds': {
    weight: 8,
    plan: (dice, oracle) => {
      const isWorth = oracle.holds.some(({ isOver, remaining }) => isOver && remaining > 0n);
      return isWorth || dice.chance(10) ? ['releaseEndedHolds'] : undefined;
    },
  },
} satisfies Record<string, Kind>;
