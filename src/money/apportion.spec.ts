import * as fc from 'fast-check';
import { apportion, fen, ratioWeights, sumFen } from './index';

const weightsArbitrary = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 1, maxLength: 12 })
  .filter((weights) => weights.some((weight) => weight > 0n));
const totals = fc.bigInt({ min: 0n, max: 10n ** 15n }).map(fen);

describe('apportionment by largest remainder', () => {
  it('gives the fen left over to the earlier of equal remainders', () => {
    expect(apportion(fen(10_000n), [1n, 1n, 1n])).toEqual([3334n, 3333n, 3333n]);
    expect(apportion(fen(5n), [1n, 1n, 1n])).toEqual([2n, 2n, 1n]);
    expect(apportion(fen(1n), [1n, 1n])).toEqual([1n, 0n]);
  });

  it('gives the fen left over to the largest remainder first', () => {
    expect(apportion(fen(100n), [1n, 5n, 3n])).toEqual([11n, 56n, 33n]);
    expect(apportion(fen(1n), [1n, 3n])).toEqual([0n, 1n]);
  });

  it('gives nothing to a weight of zero and everything to a single weight', () => {
    expect(apportion(fen(7n), [0n, 3n, 0n])).toEqual([0n, 7n, 0n]);
    expect(apportion(fen(0n), [2n, 3n])).toEqual([0n, 0n]);
    expect(apportion(fen(7n), [9n])).toEqual([7n]);
  });

  it('splits 100,000.00 of appraisal fees by the six shares of the Taizhou judgment', () => {
    const shares = [
      8_270_175_680n,
      4_101_433_318n,
      846_304_200n,
      2_645_530_756n,
      170_518_932n,
      32_711_625n,
    ];
    expect(apportion(fen(10_000_000n), shares)).toEqual([
      5_147_410n,
      2_552_758n,
      526_745n,
      1_646_595n,
      106_132n,
      20_360n,
    ]);
  });

  it('asserts what it needs', () => {
    expect(() => apportion(fen(-1n), [1n])).toThrow(RangeError);
    expect(() => apportion(fen(1n), [1n, -1n])).toThrow(RangeError);
    expect(() => apportion(fen(1n), [0n, 0n])).toThrow(RangeError);
    expect(() => apportion(fen(1n), [])).toThrow(RangeError);
  });

  it('adds up to the total, each part within a fen of its exact share', () => {
    fc.assert(
      fc.property(totals, weightsArbitrary, (total, weights) => {
        const parts = apportion(total, weights);
        const whole = weights.reduce((sum, weight) => sum + weight, 0n);
        expect(sumFen(parts)).toBe(total);
        parts.forEach((part, index) => {
          const error = part * whole - total * (weights[index] ?? 0n);
          expect(error < whole && error > -whole).toBe(true);
        });
      }),
    );
  });

  it('never gives a later part more than an earlier one of the same weight, nor less for more weight', () => {
    fc.assert(
      fc.property(totals, weightsArbitrary, (total, weights) => {
        const parts = apportion(total, weights);
        parts.forEach((part, i) => {
          parts.slice(i + 1).forEach((later, k) => {
            const [mine = 0n, other = 0n] = [weights[i], weights[i + 1 + k]];
            if (mine === other) expect(part - later === 0n || part - later === 1n).toBe(true);
            if (mine > other) expect(part >= later).toBe(true);
            if (mine < other) expect(part <= later).toBe(true);
          });
        });
      }),
    );
  });
});

describe('ratios as weights', () => {
  it('puts decimals of any length on one scale', () => {
    expect(ratioWeights(['0.30', '0.4', '1'])).toEqual([30n, 40n, 100n]);
    expect(ratioWeights(['2', '1'])).toEqual([2n, 1n]);
    expect(ratioWeights(['0.333', '0.333', '0.334'])).toEqual([333n, 333n, 334n]);
    expect(ratioWeights([])).toEqual([]);
  });

  it.each(['', '-1', '+1', '1e2', '.5', '1.', 'NaN', '１', ' 1'])(
    'refuses the ratio %j',
    (ratio) => {
      expect(() => ratioWeights([ratio])).toThrow(RangeError);
    },
  );
});
