import { businessDate, type BusinessDate, daysBetween } from '../calendar';
import { type Fen, formatYuan, PreciseDecimal, roundHalfUpToFen } from '../money';
import type { Explained } from './explanation';
import { assertNotNegative } from './progressive-bands';

/** Whether the day on which the period ends is left out or counted (courts differ). */
export type DayCount = 'end_minus_start' | 'inclusive';

/** A stay of enforcement (中止执行): the days d with `from` ≤ d < `to`. */
export interface Stay {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly requestedByDebtor: boolean;
}

/** The time for which a debt has been late. */
export interface InterestPeriod {
  /** Last day for performance (履行期间届满之日). */
  readonly dueOn: BusinessDate;
  /** Day of payment, or the day up to which running interest is shown. */
  readonly endOn: BusinessDate;
  readonly stays: readonly Stay[];
  readonly dayCount: DayCount;
}

/** Debts due earlier fall under the older rule, which the system does not compute. */
export const DOUBLED_INTEREST_IN_FORCE: BusinessDate = businessDate('2014-08-01');

const DAILY_RATE = '0.000175';

/**
 * Days that bear doubled interest: the days d with due ≤ d < end that lie in no stay, a day in several
 * stays left out once; a stay that the debtor asked for leaves out none. `inclusive` adds one day,
 * whatever the stays, when the end is after the due day. None up to and on the due day.
 * Source: 法释〔2014〕8号 arts 2, 3; the day count is a default of the bureau.
 */
export function interestDays(period: InterestPeriod): number {
  const { dueOn, endOn, dayCount } = period;
  if (endOn <= dueOn) return 0;
  const days = daysBetween(dueOn, endOn) - stayedDays(period);
  return dayCount === 'inclusive' ? days + 1 : days;
}

/**
 * Doubled part of the interest for delayed performance (加倍部分债务利息), in fen: principal ×
 * 0.000175 × days, simple, rounded half up once. Take it for each part that is paid and for what is
 * still outstanding. Source: 法释〔2014〕8号 arts 1-3; 民事诉讼法(2023) art 264.
 * @throws RangeError when the principal is negative or the debt was due before 2014-08-01.
 */
export function doubledInterest(
  principal: Fen,
  period: InterestPeriod,
): Explained<{ days: number; interest: Fen }> {
  assertNotNegative('principal', principal);
  if (period.dueOn < DOUBLED_INTEREST_IN_FORCE) {
    throw new RangeError(`no doubled interest is computed on debts due before 2014-08-01`);
  }
  const days = interestDays(period);
  const exactFen = new PreciseDecimal(principal.toString()).times(DAILY_RATE).times(days);
  const interest = roundHalfUpToFen(exactFen);
  const { dueOn, endOn, stays, dayCount } = period;
  return {
    value: { days, interest },
    explanation: {
      rule: 'delayed-performance-interest',
      ruleVersion: DOUBLED_INTEREST_IN_FORCE,
      articles: [
        '法释〔2014〕8号 art 1',
        '法释〔2014〕8号 art 2',
        '法释〔2014〕8号 art 3',
        '民事诉讼法 art 264 (2023; art 253 of 2012, art 260 of 2021)',
        'default',
      ],
      inputs: {
        principal: formatYuan(principal),
        dueOn,
        endOn,
        dayCount,
        dailyRate: DAILY_RATE,
        stays: stays.map(({ from, to, requestedByDebtor }) => ({ from, to, requestedByDebtor })),
      },
      steps: [
        { what: `days from ${dueOn} to ${endOn}`, gives: calendarDays(period).toString() },
        {
          what: 'less days in stays not asked for by the debtor',
          gives: stayedDays(period).toString(),
        },
        { what: `days that bear interest, day count ${dayCount}`, gives: days.toString() },
        {
          what: `${formatYuan(principal)} × ${DAILY_RATE} × ${days} days`,
          gives: exactFen.div(100).toFixed(),
        },
        { what: 'rounded half up', gives: formatYuan(interest) },
      ],
    },
  };
}

function calendarDays({ dueOn, endOn }: InterestPeriod): number {
  return endOn <= dueOn ? 0 : daysBetween(dueOn, endOn);
}

function stayedDays({ dueOn, endOn, stays }: InterestPeriod): number {
  let days = 0;
  let countedTo = dueOn;
  for (const stay of stays.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (stay.requestedByDebtor) continue;
    const from = stay.from > countedTo ? stay.from : countedTo;
    const to = stay.to < endOn ? stay.to : endOn;
    if (from >= to) continue;
    days += daysBetween(from, to);
    countedTo = to;
  }
  return days;
}
