import { fen, type Fen } from './fen';

/**
 * Splits a total into whole fen in proportion to weights, by largest remainder: every part gets its
 * exact share rounded down, and the fen left over go one each to the parts with the largest
 * remainders, of equal remainders to the one that stands earlier. The parts add up to the total,
 * and none differs from its exact share by a whole fen.
 * @throws RangeError when the total or a weight is negative, or when no weight is above zero.
 */
export function apportion(total: Fen, weights: readonly bigint[]): Fen[] {
  if (total < 0n) throw new RangeError('total must not be negative');
  if (weights.some((weight) => weight < 0n)) throw new RangeError('weights must not be negative');
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (whole === 0n) throw new RangeError('at least one weight must be above zero');

  const parts = weights.map((weight, index) => ({
    index,
    floor: (total * weight) / whole,
    remainder: (total * weight) % whole,
  }));
  const leftOver = total - parts.reduce((sum, part) => sum + part.floor, 0n);
  const byRemainder = parts.toSorted((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  const lucky = new Set<number>();
  for (const part of byRemainder) {
    if (BigInt(lucky.size) === leftOver) break;
    lucky.add(part.index);
  }
  return parts.map((part) => fen(part.floor + (lucky.has(part.index) ? 1n : 0n)));
}

const RATIO_PATTERN = /^[0-9]+(\.[0-9]+)?$/;

/**
 * Ratios written as decimal strings (`0.30`, `2`) to whole weights on one common scale, for
 * {@link apportion}. The ratios need not add up to 1.
 * @throws RangeError when a string is not a plain non-negative decimal.
 */
export function ratioWeights(ratios: readonly string[]): bigint[] {
  const split = ratios.map((ratio) => {
    if (!RATIO_PATTERN.test(ratio)) throw new RangeError(`not a ratio: ${ratio}`);
    const [whole = '', decimals = ''] = ratio.split('.');
    return { whole, decimals };
  });
  const scale = Math.max(0, ...split.map(({ decimals }) => decimals.length));
  return split.map(({ whole, decimals }) => BigInt(whole + decimals.padEnd(scale, '0')));
}
