import fc from 'fast-check';
import {
  amountInWords as referenceInWords,
  fen,
  formatYuan,
  negateFen,
  parseYuan,
} from '../../src/money';
import en from '../../web/src/locales/en.json';
import zh from '../../web/src/locales/zh.json';
import {
  amountInWords,
  parseAmount,
  sumOfAmounts,
  withThousands,
} from '../../web/src/parts/amount';
import { sized } from '../support/reliability';

interface Texts {
  readonly [key: string]: string | Texts;
}

/** Every text by its path, with the names it takes. */
const pathsOf = (texts: Texts, above = ''): string[] =>
  Object.entries(texts).flatMap(([key, text]) => {
    const path = `${above}${key}`;
    if (typeof text !== 'string') return pathsOf(text, `${path}.`);
    const names = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();
    return `${path} ${names.join(' ')}`;
  });

describe('the texts of the console', () => {
  it('are the same in both languages, with the same names in them', () => {
    expect(pathsOf(en).sort()).toEqual(pathsOf(zh).sort());
  });

  it('are nowhere empty', () => {
    const empty = (texts: Texts): boolean =>
      Object.values(texts).some((text) =>
        typeof text === 'string' ? text.trim() === '' : empty(text),
      );
    expect([empty(zh), empty(en)]).toEqual([false, false]);
  });
});

const AMOUNTS = fc
  .oneof(
    fc.bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n }),
    // Many zeros in the middle, where the numerals are hard.
    fc
      .tuple(fc.array(fc.constantFrom('0', '0', '0', '1', '7'), { maxLength: 14 }), fc.boolean())
      .map(([digits, isNegative]) => BigInt(`${digits.join('')}0`) * (isNegative ? -1n : 1n)),
  )
  .map((amount) => fen(amount));
const RUNS = { numRuns: sized(2_000, 100_000) };

describe('the amounts of the console', () => {
  it('are put in words as the service puts them', () => {
    fc.assert(
      fc.property(AMOUNTS, (amount) => {
        expect(amountInWords(formatYuan(amount))).toBe(referenceInWords(amount));
      }),
      RUNS,
    );
  });

  it('are read back from what is shown, and as the service would read them', () => {
    fc.assert(
      fc.property(AMOUNTS, (any) => {
        const amount = any < 0n ? negateFen(any) : any;
        const yuan = formatYuan(amount);
        expect(parseAmount(withThousands(yuan))).toBe(yuan);
        expect(parseYuan(parseAmount(` ${yuan}元`) ?? '')).toBe(amount);
      }),
      RUNS,
    );
  });

  it('are added exactly', () => {
    fc.assert(
      fc.property(fc.array(AMOUNTS), (amounts) => {
        const sum = amounts.reduce((total, amount) => total + amount, 0n);
        expect(sumOfAmounts(amounts.map(formatYuan))).toBe(formatYuan(fen(sum)));
      }),
    );
  });

  it.each([
    ['1234.5', '1234.50'],
    ['1,234.56', '1234.56'],
    ['１２３４．５６', '1234.56'],
    ['¥ 1 234.56', '1234.56'],
    ['007', '7.00'],
    ['0', '0.00'],
    ['12.', '12.00'],
    ['1.234', undefined],
    ['1e3', undefined],
    ['十元', undefined],
    ['-1', undefined],
    ['', undefined],
    ['99999999999999', undefined],
  ])('take %s as %s', (typed, amount) => {
    expect(parseAmount(typed)).toBe(amount);
  });
});
