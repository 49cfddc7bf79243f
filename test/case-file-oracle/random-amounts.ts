import type { Dice } from '../support/dice';
import { NO_MONEY, NO_YUAN } from '../support/money-corpus';
import { shown } from './figures';

/** What must never pass for an amount, and the two ways to write nothing. */
export const NO_AMOUNTS: readonly string[] = [...NO_YUAN, ...NO_MONEY];

const LARGEST = 999_999_999_999_999n;

/** The amount in one of the ways to write it. */
export function written(dice: Dice, fen: bigint): string {
  const text = shown(fen);
  if (dice.chance(70)) return text;
  return text.replace(/\.00$/, '').replace(/(\.[0-9])0$/, '$1');
}

/** An amount that mostly keeps a limit, often exactly, and sometimes exceeds it by one fen. */
export function amountUpTo(dice: Dice, limit: bigint): string {
  const most = limit < 1n ? 1n : limit > LARGEST ? LARGEST : limit;
  return dice.weighted([
    [300, () => written(dice, most)],
    [70, () => written(dice, most < LARGEST ? most + 1n : most)],
    [20, () => dice.pick(NO_AMOUNTS)],
    [40, () => '0.01'],
    [8, () => '9999999999999.99'],
    [400, () => written(dice, dice.fen(most))],
    [100, () => written(dice, most / 2n > 0n ? most / 2n : 1n)],
  ])();
}

/** An amount of any order of magnitude, from one fen to the largest that can be written. */
export function anyAmount(dice: Dice): bigint {
  if (dice.chance(2)) return LARGEST;
  if (dice.chance(3)) return 1n;
  const size =
    10n **
    BigInt(
      dice.weighted([
        [1, 2],
        [2, 3],
        [3, 5],
        [5, 7],
        [6, 8],
        [4, 9],
        [2, 11],
        [1, 13],
      ]),
    );
  const amount = dice.fen(size);
  return dice.chance(30) ? (amount / 100n + 1n) * 100n : amount;
}
