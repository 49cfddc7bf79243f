import { type BusinessDate, daysBetween } from './business-date';

/** How long something has been open, in days: 1 on its first. */
export const AGES = ['1-30', '31-60', '61-90', '91-180', '181-365', 'over-365'] as const;
export type Age = (typeof AGES)[number];
const MOST_DAYS = [30, 60, 90, 180, 365];

/** Which day of being open a day is for what was opened on another: 1 on the first. */
export const daysOpen = (from: BusinessDate, asOf: BusinessDate): number =>
  daysBetween(from, asOf) + 1;

/** The age, as of a day, of what is open since another. */
export function ageOf(from: BusinessDate, asOf: BusinessDate): Age {
  const days = daysOpen(from, asOf);
  const place = MOST_DAYS.findIndex((most) => days <= most);
  return AGES[place === -1 ? AGES.length - 1 : place] ?? 'over-365';
}

/** Something of each age. */
export const forEachAge = <T>(of: (age: Age) => T): Record<Age, T> =>
  Object.fromEntries(AGES.map((age) => [age, of(age)])) as Record<Age, T>;
