import * as fc from 'fast-check';
import { divideHalfUp, PreciseDecimal, roundHalfUpToFen } from './index';

describe('rounding to the fen', () => {
  it('rounds half up: half a fen becomes a whole one', () => {
    expect(roundHalfUpToFen(new PreciseDecimal('0.5'))).toBe(1n);
    expect(roundHalfUpToFen(new PreciseDecimal('2.5'))).toBe(3n);
    expect(roundHalfUpToFen(new PreciseDecimal('5002.5'))).toBe(5003n);
    expect(divideHalfUp(1n, 2n)).toBe(1n);
    expect(divideHalfUp(5n, 2n)).toBe(3n);
  });

  it('rounds less than half a fen down', () => {
    expect(roundHalfUpToFen(new PreciseDecimal('0.4999999999999999999999999'))).toBe(0n);
    expect(roundHalfUpToFen(new PreciseDecimal('7'))).toBe(7n);
    expect(divideHalfUp(499_999_999n, 1_000_000_000n)).toBe(0n);
    expect(divideHalfUp(0n, 3n)).toBe(0n);
  });

  it('rounds half away from zero below zero', () => {
    expect(roundHalfUpToFen(new PreciseDecimal('-0.5'))).toBe(-1n);
    expect(roundHalfUpToFen(new PreciseDecimal('-0.4'))).toBe(0n);
  });

  it('holds forty digits', () => {
    const large = new PreciseDecimal('999999999999999').times('0.000175').times('100000');
    expect(large.toFixed()).toBe('17499999999999982.5');
    expect(roundHalfUpToFen(large)).toBe(17_499_999_999_999_983n);
  });

  it('refuses what is no amount', () => {
    expect(() => roundHalfUpToFen(new PreciseDecimal('NaN'))).toThrow(RangeError);
    expect(() => roundHalfUpToFen(new PreciseDecimal('Infinity'))).toThrow(RangeError);
    expect(() => divideHalfUp(-1n, 2n)).toThrow(RangeError);
    expect(() => divideHalfUp(1n, 0n)).toThrow(RangeError);
    expect(() => divideHalfUp(1n, -2n)).toThrow(RangeError);
  });

  it('is never further than half a fen from the exact quotient, and both forms agree', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 15n }),
        fc.constantFrom(2n, 4n, 5n, 8n, 1000n, 1_000_000n),
        (numerator, denominator) => {
          const rounded = divideHalfUp(numerator, denominator);
          const twiceError = 2n * (rounded * denominator - numerator);
          expect(twiceError <= denominator && twiceError > -denominator).toBe(true);
          const decimal = new PreciseDecimal(numerator.toString()).div(denominator.toString());
          expect(roundHalfUpToFen(decimal)).toBe(rounded);
        },
      ),
    );
  });
});
