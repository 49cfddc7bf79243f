import { Decimal } from 'decimal.js';
import { fen, type Fen } from './fen';

/**
 * Decimals for rates: 40 significant digits hold the product of any amount, rate and number of days
 * exactly. A clone of our own, so that no other user of decimal.js can change our precision.
 */
export const PreciseDecimal = Decimal.clone({
  defaults: true,
  precision: 40,
  rounding: Decimal.ROUND_HALF_UP,
});

/**
 * Rounds a decimal number of fen to whole fen, half up (half away from zero below zero).
 * The only rounding of decimals in the system; a computation applies it once, at its end.
 * @throws RangeError when the decimal is not finite.
 */
export function roundHalfUpToFen(fenAmount: Decimal): Fen {
  if (!fenAmount.isFinite()) throw new RangeError('only a finite amount can be rounded');
  return fen(BigInt(fenAmount.toFixed(0, Decimal.ROUND_HALF_UP)));
}

/**
 * `numerator ÷ denominator`, rounded half up to a whole number: the rounding of
 * {@link roundHalfUpToFen} for exact rationals, where a decimal would have to cut off first.
 * @throws RangeError when the numerator is negative or the denominator is not positive.
 */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (numerator < 0n) throw new RangeError('numerator must not be negative');
  if (denominator <= 0n) throw new RangeError('denominator must be positive');
  return (2n * numerator + denominator) / (2n * denominator);
}
