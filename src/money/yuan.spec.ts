import * as fc from 'fast-check';
import { NO_MONEY, NO_TEXTS, NO_YUAN, YUAN } from '../../test/support/money-corpus';
import {
  addFen,
  fen,
  formatYuan,
  minFen,
  parsePositiveYuan,
  parseYuan,
  subtractFen,
  sumFen,
  ZERO_FEN,
} from './index';

const REFUSED_VALUES = [...NO_TEXTS, undefined, Infinity, NaN, 1n];

const ACCEPTED: readonly (readonly [string, bigint])[] = [
  ['0.01', 1n],
  ['0.1', 10n],
  ['100', 10_000n],
  ['100.1', 10_010n],
  ['100.10', 10_010n],
  ['999999999999.99', 99_999_999_999_999n],
  ['9999999999999.99', 999_999_999_999_999n],
];

describe('the parser of amounts', () => {
  it.each(YUAN)('reads %s', (text) => {
    expect(parsePositiveYuan(text)).toBeGreaterThan(0n);
  });

  it.each(NO_YUAN)('refuses the string %j', (text) => {
    expect(parseYuan(text)).toBeUndefined();
    expect(parsePositiveYuan(text)).toBeUndefined();
  });

  it.each(REFUSED_VALUES)('refuses the non-string %p', (value) => {
    expect(parseYuan(value)).toBeUndefined();
    expect(parsePositiveYuan(value)).toBeUndefined();
  });

  it.each(ACCEPTED)('reads %s as %s fen', (text, amount) => {
    expect(parseYuan(text)).toBe(amount);
    expect(parsePositiveYuan(text)).toBe(amount);
  });

  it.each(NO_MONEY)('reads %s as nothing, and refuses it where money must move', (text) => {
    expect(parseYuan(text)).toBe(0n);
    expect(parsePositiveYuan(text)).toBeUndefined();
  });

  it('gives back every amount that was formatted', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999_999n }), (amount) => {
        expect(parseYuan(formatYuan(amount))).toBe(amount);
      }),
    );
  });

  it('accepts exactly the strings of its pattern', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.-+e, '.split('')) }), (text) => {
        const plain = /^\d{1,13}(\.\d\d?)?$/.test(text) && !/^0\d/.test(text);
        expect(parseYuan(text) !== undefined).toBe(plain);
      }),
    );
  });
});

describe('an amount of yuan', () => {
  it.each([
    [0n, '0.00'],
    [1n, '0.01'],
    [10n, '0.10'],
    [100n, '1.00'],
    [-5n, '-0.05'],
    [-100n, '-1.00'],
    [-123_456n, '-1234.56'],
    [16_066_674_511n, '160666745.11'],
    [10n ** 30n, `1${'0'.repeat(28)}.00`],
  ])('writes %s fen as %s', (amount, text) => {
    expect(formatYuan(amount)).toBe(text);
  });
});

describe('sums of fen', () => {
  it('add, subtract and compare exactly', () => {
    expect(addFen()).toBe(ZERO_FEN);
    expect(addFen(fen(1n), fen(2n), fen(-5n))).toBe(-2n);
    expect(subtractFen(fen(1n), fen(2n))).toBe(-1n);
    expect(minFen(fen(1n), fen(2n))).toBe(1n);
    expect(minFen(fen(2n), fen(1n))).toBe(1n);
    expect(sumFen(new Set([fen(10n ** 20n), fen(1n)]))).toBe(10n ** 20n + 1n);
  });
});
