import fc from 'fast-check';
import { addDays, type BusinessDate, businessDate, isWorkingDay } from '../calendar';
import { fen } from '../money';
import { doubledInterest, interestDays, lastDayOf, type Stay } from './index';

/** Days of 2026 that differ from the week: the national holidays, and the Saturday worked for them. */
const CALENDAR = new Map([
  ...[1, 2, 5, 6, 7].map((day) => [`2026-10-0${String(day)}`, false] as const),
  ['2026-10-10', true] as const,
  ['2024-02-29', false] as const,
]);
const moved = (day: string) => lastDayOf(businessDate(day), CALENDAR);

describe('the last day of a period', () => {
  it.each([
    ['a working day stays', '2026-07-17', '2026-07-17'],
    ['a Saturday moves to the Monday', '2026-08-01', '2026-08-03'],
    ['a Sunday moves to the Monday', '2026-11-01', '2026-11-02'],
    ['the first holiday moves behind the last', '2026-10-01', '2026-10-08'],
    ['the last holiday moves to the day after', '2026-10-07', '2026-10-08'],
    ['a Saturday that is worked stays', '2026-10-10', '2026-10-10'],
    ['a leap day that is worked stays', '2028-02-29', '2028-02-29'],
    ['a leap day at the end of a week moves into March', '2020-02-29', '2020-03-02'],
    ['a leap day off moves to the first of March', '2024-02-29', '2024-03-01'],
    ['the last day of a year moves into the next', '2022-12-31', '2023-01-02'],
  ])('%s', (_, stated, ends) => {
    expect(moved(stated)).toBe(ends);
  });

  it('is worked, never earlier, and the first such day', () => {
    const days = fc
      .integer({ min: 0, max: 4_000 })
      .map((n) => addDays(businessDate('2019-01-01'), n));
    fc.assert(
      fc.property(days, (stated) => {
        const ends = lastDayOf(stated, CALENDAR);
        expect(ends >= stated && isWorkingDay(ends, CALENDAR)).toBe(true);
        for (let day = stated; day < ends; day = addDays(day, 1)) {
          expect(isWorkingDay(day, CALENDAR)).toBe(false);
        }
        expect(lastDayOf(ends, CALENDAR)).toBe(ends);
      }),
    );
  });
});

describe('interest after a period that ends on a day off', () => {
  const dueOn = moved('2026-10-01');
  const days = (
    endOn: string,
    stays: readonly Stay[] = [],
    dayCount = 'end_minus_start' as const,
  ) => interestDays({ dueOn, endOn: businessDate(endOn), stays, dayCount });
  const stay = (from: BusinessDate, to: BusinessDate): Stay => ({
    ...{ from, to, requestedByDebtor: false },
  });

  it('is none up to and on the day to which it moved, and runs from there', () => {
    expect(['2026-10-01', '2026-10-02', '2026-10-08'].map((end) => days(end))).toEqual([0, 0, 0]);
    expect(days('2026-10-09')).toBe(1);
    const one = { dueOn, endOn: businessDate('2026-10-09'), stays: [] };
    const late = doubledInterest(fen(1_000_000_00n), { ...one, dayCount: 'end_minus_start' });
    expect(late.value).toEqual({ days: 1, interest: 175_00n });
    const counted = doubledInterest(fen(1_000_000_00n), { ...one, dayCount: 'inclusive' });
    expect(counted.value.days).toBe(2);
  });

  it('leaves out a stay from its first day to the day before its last, at the edges of the period too', () => {
    const end = businessDate('2026-10-18');
    expect(days(end)).toBe(10);
    expect(days(end, [stay(dueOn, addDays(dueOn, 1))])).toBe(9);
    expect(days(end, [stay(businessDate('2026-10-01'), dueOn)])).toBe(10);
    expect(days(end, [stay(addDays(end, -1), end)])).toBe(9);
    expect(days(end, [stay(end, addDays(end, 5))])).toBe(10);
    expect(days(end, [stay(dueOn, end)])).toBe(0);
  });

  it('counts the leap day', () => {
    const across = (due: string, end: string) =>
      interestDays({
        ...{ dueOn: moved(due), endOn: businessDate(end), stays: [] },
        dayCount: 'end_minus_start',
      });
    expect(across('2028-02-28', '2028-03-01')).toBe(2);
    expect(across('2026-02-27', '2026-03-01')).toBe(2);
    // The 29th of 2020 was a Saturday.
    expect(across('2020-02-29', '2020-03-02')).toBe(0);
    expect(across('2020-02-29', '2020-03-03')).toBe(1);
  });
});
