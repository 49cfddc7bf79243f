import type { BusinessDate } from '../calendar';

/** General interest as a judgment orders it: a yearly rate on the principal, from a day until it is paid. */
export interface GeneralRate {
  /** The day from which it runs; it bears none itself. */
  readonly from: BusinessDate;
  /** Percent a year as the judgment says it, e.g. `3.85`. */
  readonly yearlyPercent: string;
}

/** Yearly rates as they are written: above 0 and below 100 percent, at most four decimals. */
export const YEARLY_PERCENT_PATTERN = /^(?!0{1,2}(?:\.0{1,4})?$)[0-9]{1,2}(?:\.[0-9]{1,4})?$/;
