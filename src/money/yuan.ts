import { fen, type Fen } from './fen';

/**
 * The one form in which an amount is written: yuan in plain ASCII digits, no sign, no exponent,
 * no leading zeros, at most 13 digits before the point and at most two after it.
 */
export const AMOUNT_PATTERN = /^(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?$/;

/**
 * The one parser of amounts: a string of yuan to fen.
 * Returns undefined for whatever is not a string of {@link AMOUNT_PATTERN}; a JSON number is
 * refused too, because it may have been through a float already. Never throws.
 */
export function parseYuan(text: unknown): Fen | undefined {
  if (typeof text !== 'string' || !AMOUNT_PATTERN.test(text)) return undefined;
  const [yuan = '', decimals = ''] = text.split('.');
  return fen(BigInt(yuan + decimals.padEnd(2, '0')));
}

/** Like {@link parseYuan}, for amounts that must be above zero: undefined for `0` and `0.00` too. */
export function parsePositiveYuan(text: unknown): Fen | undefined {
  const amount = parseYuan(text);
  return amount === undefined || amount === 0n ? undefined : amount;
}

/** Fen as a string of yuan, always with two decimals: `-0.05` for −5 fen. */
export function formatYuan(amount: bigint): string {
  const sign = amount < 0n ? '-' : '';
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
