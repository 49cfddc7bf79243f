/** Days of the calendar as whole numbers, and doubled interest for them. */
import { halfUp } from './figures';

const DAY = 86_400_000;

export function dayNumber(date: string): number {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return Date.UTC(year, month - 1, day) / DAY;
}

export function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** A date plus n years: 29 February becomes 1 March. */
export function plusYears(date: string, years: number): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return dateOf(Date.UTC(year + years, month - 1, day) / DAY);
}

export interface Stay {
  from: string;
  to: string;
  requestedByDebtor: boolean;
}

/** The days that bear doubled interest, counted one by one. */
export function interestDays(
  due: string,
  end: string,
  stays: readonly Stay[],
  inclusive: boolean,
): number {
  const first = dayNumber(due);
  const last = dayNumber(end);
  if (last <= first) return 0;
  const stayed = stays
    .filter((stay) => !stay.requestedByDebtor)
    .map((stay) => ({ from: dayNumber(stay.from), to: dayNumber(stay.to) }));
  let days = inclusive ? 1 : 0;
  for (let day = first; day < last; day += 1) {
    if (!stayed.some(({ from, to }) => from <= day && day < to)) days += 1;
  }
  return days;
}

/** principal × 0.000175 × days, rounded half up to the fen. */
export function doubledInterest(principal: bigint, days: number): bigint {
  return halfUp(principal * 175n * BigInt(days), 1_000_000n);
}
