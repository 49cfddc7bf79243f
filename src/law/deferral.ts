import { addDays, addYears, type BusinessDate } from '../calendar';

/**
 * The last day until which enforcement may be deferred on security (执行担保、暂缓执行): one year after it began, and
 * where that year has no such day the last of the month. Doubled interest runs meanwhile: the debtor asked for it.
 * Source: 民事诉讼法 art 242 (2023); 民事诉讼法解释 art 467 (at most one year); 民法典 art 202;
 * 法释〔2014〕8号 art 3(3).
 */
export function latestEndOfDeferral(from: BusinessDate): BusinessDate {
  const year = addYears(from, 1);
  return year.slice(5) === from.slice(5) ? year : addDays(year, -1);
}
