import * as fc from 'fast-check';
import { amountInWords, fen } from './index';

const WORDS: readonly (readonly [bigint, string])[] = [
  [0n, '零元整'],
  [1n, '壹分'],
  [10n, '壹角整'],
  [55n, '伍角伍分'],
  [100n, '壹元整'],
  [105n, '壹元零伍分'],
  [150n, '壹元伍角整'],
  [1_000n, '壹拾元整'],
  [1_010n, '壹拾元壹角整'],
  [12_345n, '壹佰贰拾叁元肆角伍分'],
  [32_504n, '叁佰贰拾伍元零肆分'],
  [10_100n, '壹佰零壹元整'],
  [100_100n, '壹仟零壹元整'],
  [101_000n, '壹仟零壹拾元整'],
  [140_950n, '壹仟肆佰零玖元伍角整'],
  [600_714n, '陆仟零柒元壹角肆分'],
  [168_032n, '壹仟陆佰捌拾元叁角贰分'],
  [1_640_902n, '壹万陆仟肆佰零玖元零贰分'],
  [1_000_000n, '壹万元整'],
  [1_000_100n, '壹万零壹元整'],
  [1_050_000n, '壹万零伍佰元整'],
  [10_700_053n, '壹拾万柒仟元伍角叁分'],
  [100_000_000n, '壹佰万元整'],
  [100_000_100n, '壹佰万零壹元整'],
  [10_000_000_000n, '壹亿元整'],
  [10_000_000_100n, '壹亿零壹元整'],
  [10_001_000_000n, '壹亿零壹万元整'],
  [10_100_000_000n, '壹亿零壹佰万元整'],
  [11_000_000_000n, '壹亿壹仟万元整'],
  [16_066_674_511n, '壹亿陆仟零陆拾陆万陆仟柒佰肆拾伍元壹角壹分'],
  [100_000_000_000_000n, '壹万亿元整'],
  [100_010_000_000_000n, '壹万零壹亿元整'],
  [100_000_000_010_000n, '壹万亿零壹佰元整'],
  [999_999_999_999_999n, '玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
  [-5n, '负伍分'],
  [-12_300n, '负壹佰贰拾叁元整'],
];

describe('an amount in capital numerals', () => {
  it.each(WORDS)('writes %s fen as %s', (amount, words) => {
    expect(amountInWords(fen(amount))).toBe(words);
  });

  it('refuses what has no numerals', () => {
    expect(() => amountInWords(fen(10n ** 18n))).toThrow(RangeError);
    expect(amountInWords(fen(10n ** 18n - 1n))).toMatch(/^玖仟玖佰玖拾玖万玖仟/);
  });

  it('never doubles a 零, never leaves one before a unit, and differs for different amounts', () => {
    const amounts = fc.bigInt({ min: 1n, max: 10n ** 15n });
    fc.assert(
      fc.property(amounts, amounts, (one, other) => {
        const words = amountInWords(fen(one));
        expect(words).not.toMatch(/零零|零[万亿元角整]|^零|亿万/);
        expect(words === amountInWords(fen(other))).toBe(one === other);
      }),
    );
  });
});
