import { type BusinessDate, parseBusinessDate, addDays, businessDate } from '../../calendar';
import { type Fen, fen, PreciseDecimal } from '../../money';

/** Yuan as banks write them: with or without thousands separators, which stand in their right places only. */
const STATED_AMOUNT =
  /^([+-]?)((?:0|[1-9][0-9]{0,12})|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4})(\.[0-9]{1,2})?$/;
const MOST_DIGITS = 13;

/**
 * An amount in a text: signed fen, or undefined for whatever is not written as yuan: no exponents, no
 * hexadecimal digits, no currency signs, at most two decimals.
 */
export function parseStatedAmount(text: string): Fen | undefined {
  const [, sign, whole = '', decimals = ''] = STATED_AMOUNT.exec(text) ?? [];
  const digits = whole.replaceAll(',', '');
  if (sign === undefined || digits.length > MOST_DIGITS) return undefined;
  const size = BigInt(digits + decimals.slice(1).padEnd(2, '0'));
  return fen(sign === '-' ? -size : size);
}

const PLAIN_NUMBER = /^-?(?:0|[1-9][0-9]{0,12})(?:\.[0-9]{1,17})?$/;
/** What a sheet keeps of a number; programs write up to two digits more, which are noise (33.990000000000002). */
const SHEET_DIGITS = 15;
const MOST_NOISE = '0.0005';

/**
 * An amount in a cell of numbers: signed fen by its decimal digits, never by way of a float; undefined for
 * exponents and for more than two decimals.
 */
export function parseNumberCell(text: string): Fen | undefined {
  if (!PLAIN_NUMBER.test(text)) return undefined;
  const kept = new PreciseDecimal(text);
  const shown = kept.toSignificantDigits(SHEET_DIGITS);
  const isNoise = kept.minus(shown).abs().lessThan(MOST_NOISE);
  return shown.decimalPlaces() > 2 || !isNoise ? undefined : parseStatedAmount(shown.toFixed());
}

const PLACEHOLDERS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>[0-9]{4})',
  MM: '(?<month>[0-9]{2})',
  DD: '(?<day>[0-9]{2})',
  HH: '(?:[01][0-9]|2[0-3])',
  mm: '[0-5][0-9]',
  ss: '[0-5][0-9]',
};

/** Reads days of one pattern, such as `YYYY-MM-DD HH:mm:ss`; undefined for what is none. */
export function dayParser(pattern: string): (text: string) => BusinessDate | undefined {
  const parts = pattern.split(/(YYYY|MM|DD|HH|mm|ss)/);
  const seen = new Set<string>();
  const source = parts.map((part) => {
    const placeholder = seen.has(part) ? undefined : PLACEHOLDERS[part];
    seen.add(part);
    return placeholder ?? part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  });
  const form = new RegExp(`^${source.join('')}$`, 'u');
  return (text) => {
    const { year, month, day } = form.exec(text)?.groups ?? {};
    return parseBusinessDate(`${year ?? ''}-${month ?? ''}-${day ?? ''}`);
  };
}

const DAY_NUMBER = /^([1-9][0-9]{3,5})(\.[0-9]+)?$/;
/** ECMA-376 part 1, 18.17.4.1: day 61 is 1 March 1900; before it stands a 29 February that never was. */
const FIRST_SURE_DAY = businessDate('1900-03-01');
const ITS_NUMBER = 61;

/** A day that a sheet counts from 1900; undefined before March 1900 and where it is no day. */
export function dayOfSheet(text: string): BusinessDate | undefined {
  const [, days] = DAY_NUMBER.exec(text) ?? [];
  if (days === undefined) return undefined;
  const since = parseInt(days, 10) - ITS_NUMBER;
  return since < 0 ? undefined : parseBusinessDate(addDays(FIRST_SURE_DAY, since));
}
