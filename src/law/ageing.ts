import { type BusinessDate, daysBetween } from '../calendar';

/** How long a debt has been due, in bands of days. */
export const AGE_BANDS = ['not_due', 'to_30', 'to_90', 'to_365', 'over_365'] as const;
export type AgeBand = (typeof AGE_BANDS)[number];

const UP_TO: readonly (readonly [AgeBand, number])[] = [
  ['to_30', 30],
  ['to_90', 90],
  ['to_365', 365],
];

/**
 * The band of a debt on a day, by the days since its due day, which counts as day 0. A debt without a due day
 * is not due. Source: default of the bureau, after the usual ageing of receivables (账龄).
 */
export function ageBandOf(dueOn: BusinessDate | null, on: BusinessDate): AgeBand {
  if (dueOn === null || dueOn > on) return 'not_due';
  const days = daysBetween(dueOn, on);
  return UP_TO.find(([, most]) => days <= most)?.[0] ?? 'over_365';
}
