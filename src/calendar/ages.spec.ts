import { ageOf, AGES, daysOpen, forEachAge } from './ages';
import { addDays, businessDate } from './business-date';

const FIRST = businessDate('2026-01-01');

describe('the age of what is open', () => {
  it.each([
    [0, '1-30'],
    [29, '1-30'],
    [30, '31-60'],
    [59, '31-60'],
    [60, '61-90'],
    [89, '61-90'],
    [90, '91-180'],
    [179, '91-180'],
    [180, '181-365'],
    [364, '181-365'],
    [365, 'over-365'],
    [10_000, 'over-365'],
  ])('%i days after its first is %s', (days, age) => {
    const on = addDays(FIRST, days);
    expect(daysOpen(FIRST, on)).toBe(days + 1);
    expect(ageOf(FIRST, on)).toBe(age);
  });

  it('is one of those that something is told for', () => {
    expect(Object.keys(forEachAge((age) => age))).toEqual([...AGES]);
  });
});
