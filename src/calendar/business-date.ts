import { ChronoUnit, LocalDate } from '@js-joda/core';

/**
 * A calendar day in Asia/Shanghai, `YYYY-MM-DD`. Days of law and of the books have no time of day,
 * so there is no time zone arithmetic anywhere; compare them as plain strings.
 */
export type BusinessDate = string & { readonly __kind: 'business-date' };

const DATE_PATTERN = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const FIRST_DAY = '1900-01-01';
const LAST_DAY = '2200-12-31';

/** A day from outside: undefined unless it is a string `YYYY-MM-DD` of a day that exists, 1900 to 2200. */
export function parseBusinessDate(text: unknown): BusinessDate | undefined {
  if (typeof text !== 'string' || !DATE_PATTERN.test(text)) return undefined;
  if (text < FIRST_DAY || text > LAST_DAY) return undefined;
  try {
    return toBusinessDate(LocalDate.parse(text));
  } catch {
    return undefined;
  }
}

/**
 * A day that is known to be one, e.g. a constant of a rule.
 * @throws RangeError when it is none.
 */
export function businessDate(text: string): BusinessDate {
  const date = parseBusinessDate(text);
  if (date === undefined) throw new RangeError(`not a business date: ${text}`);
  return date;
}

/** Days from one day to another: 0 for the same day, negative when `to` is the earlier. */
export function daysBetween(from: BusinessDate, to: BusinessDate): number {
  return LocalDate.parse(from).until(LocalDate.parse(to), ChronoUnit.DAYS);
}

/**
 * The same day of the year, `years` later (or earlier, below zero); 29 February becomes 1 March
 * in a year that has none, so that a period of years is never shorter than its years.
 */
export function addYears(date: BusinessDate, years: number): BusinessDate {
  const start = LocalDate.parse(date);
  const end = start.plusYears(years);
  return toBusinessDate(end.dayOfMonth() === start.dayOfMonth() ? end : end.plusDays(1));
}

/** The day `days` later (or earlier, below zero). */
export function addDays(date: BusinessDate, days: number): BusinessDate {
  return toBusinessDate(LocalDate.parse(date).plusDays(days));
}

/** The calendar year of a day. */
export function yearOf(date: BusinessDate): number {
  return LocalDate.parse(date).year();
}

function toBusinessDate(date: LocalDate): BusinessDate {
  return date.toString() as BusinessDate;
}
