import type { Fen } from './fen';

const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'] as const;
const PLACES = ['仟', '佰', '拾', ''] as const;
const WAN = 10_000n;
const YI = 100_000_000n;
const LIMIT_FEN = YI * YI * 100n;

/**
 * An amount in capital Chinese numerals (大写金额), as on vouchers and payment orders:
 * `壹佰贰拾叁元肆角伍分`. 整 closes an amount that ends at 元 or 角; where the rule leaves a 零 to
 * choice (a zero before 仟 or before 角), it is left out. A negative amount begins with 负.
 * Source: 支付结算办法 (1997), annex 1 正确填写票据和结算凭证的基本规定.
 * @throws RangeError from 10,000,000,000,000,000 yuan, for which the rule has no numerals.
 */
export function amountInWords(amount: Fen): string {
  const size = magnitude(amount);
  if (size >= LIMIT_FEN) throw new RangeError('amount is too large for capital numerals');
  if (size === 0n) return '零元整';
  const yuan = size / 100n;
  const jiao = (size / 10n) % 10n;
  const cents = size % 10n;
  const sign = amount < 0n ? '负' : '';
  const head = yuan === 0n ? '' : `${integerInWords(yuan)}元`;
  return sign + head + decimalsInWords(jiao, cents, head !== '');
}

function decimalsInWords(jiao: bigint, cents: bigint, afterYuan: boolean): string {
  if (jiao === 0n && cents === 0n) return '整';
  if (cents === 0n) return `${digit(jiao)}角整`;
  if (jiao === 0n) return `${afterYuan ? '零' : ''}${digit(cents)}分`;
  return `${digit(jiao)}角${digit(cents)}分`;
}

function integerInWords(value: bigint): string {
  if (value >= YI) return joined(value / YI, '亿', value % YI, YI);
  if (value >= WAN) return joined(value / WAN, '万', value % WAN, WAN);
  return groupInWords(value);
}

function joined(high: bigint, unit: string, low: bigint, size: bigint): string {
  const head = integerInWords(high) + unit;
  if (low === 0n) return head;
  return head + (low < size / 10n ? '零' : '') + integerInWords(low);
}

function groupInWords(value: bigint): string {
  let words = '';
  let gap = false;
  for (const [index, char] of Array.from(value.toString().padStart(4, '0')).entries()) {
    if (char === '0') {
      gap = words !== '';
      continue;
    }
    words += `${gap ? '零' : ''}${digit(BigInt(char))}${PLACES[index] ?? ''}`;
    gap = false;
  }
  return words;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function digit(value: bigint): string {
  return DIGITS.find((_, index) => BigInt(index) === value) ?? '';
}
