import fc from 'fast-check';
import { addDays, businessDate, type BusinessDate } from './business-date';
import {
  addWorkingDays,
  isWorkingDay,
  nextWorkingDay,
  type WorkCalendar,
  workingDaysBetween,
} from './working-days';

const WEEK: WorkCalendar = new Map();
const FIRST = businessDate('2024-01-01');

const days = fc.integer({ min: 0, max: 500 }).map((n) => addDays(FIRST, n));
/** Mostly as the week has it, with days off, long rests and worked weekends in it. */
const calendars: fc.Arbitrary<WorkCalendar> = fc
  .array(fc.tuple(days, fc.integer({ min: 1, max: 10 }), fc.boolean()), { maxLength: 12 })
  .map(
    (stretches) =>
      new Map(
        stretches.flatMap(([from, length, isWorking]) =>
          Array.from({ length }, (_, n): [string, boolean] => [addDays(from, n), isWorking]),
        ),
      ),
  );
const counts = fc.integer({ min: 0, max: 60 });

const worked = (from: BusinessDate, to: BusinessDate, calendar: WorkCalendar): BusinessDate[] => {
  const found: BusinessDate[] = [];
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
    if (isWorkingDay(day, calendar)) found.push(day);
  }
  return found;
};

describe('working days', () => {
  it('are Monday to Friday where the calendar says nothing', () => {
    const week = Array.from({ length: 7 }, (_, n) => isWorkingDay(addDays(FIRST, n), WEEK));
    expect(week).toEqual([true, true, true, true, true, false, false]);
    expect(addWorkingDays(businessDate('2024-01-05'), 1, WEEK)).toBe('2024-01-08');
    expect(addWorkingDays(businessDate('2024-01-06'), 5, WEEK)).toBe('2024-01-12');
    expect(nextWorkingDay(businessDate('2024-01-06'), WEEK)).toBe('2024-01-08');
    expect(workingDaysBetween(businessDate('2024-01-05'), businessDate('2024-01-09'), WEEK)).toBe(
      2,
    );
  });

  it('follow the calendar where it says otherwise', () => {
    const calendar: WorkCalendar = new Map([
      ['2024-01-08', false],
      ['2024-01-06', true],
    ]);
    expect(addWorkingDays(businessDate('2024-01-05'), 1, calendar)).toBe('2024-01-06');
    expect(addWorkingDays(businessDate('2024-01-05'), 2, calendar)).toBe('2024-01-09');
    expect(nextWorkingDay(businessDate('2024-01-07'), calendar)).toBe('2024-01-09');
  });

  it('counted forward and counted back are as many', () => {
    fc.assert(
      fc.property(days, counts, calendars, (day, n, calendar) => {
        const reached = addWorkingDays(day, n, calendar);
        expect(workingDaysBetween(day, reached, calendar)).toBe(n);
        expect(workingDaysBetween(reached, day, calendar)).toBe(n === 0 ? 0 : -n);
      }),
    );
  });

  it('end on a day that is worked, with as many worked before it as were asked for', () => {
    fc.assert(
      fc.property(days, counts, calendars, (day, n, calendar) => {
        const reached = addWorkingDays(day, n, calendar);
        expect(worked(day, reached, calendar)).toHaveLength(n);
        expect(n === 0 ? reached === day : isWorkingDay(reached, calendar)).toBe(true);
      }),
    );
  });

  it('add up: some and then some more are all of them', () => {
    fc.assert(
      fc.property(days, counts, counts, calendars, (day, a, b, calendar) => {
        const inTwo = addWorkingDays(addWorkingDays(day, a, calendar), b, calendar);
        expect(inTwo).toBe(addWorkingDays(day, a + b, calendar));
      }),
    );
  });

  it('the next one is the day itself or the first that is worked after it', () => {
    fc.assert(
      fc.property(days, calendars, (day, calendar) => {
        const next = nextWorkingDay(day, calendar);
        expect(isWorkingDay(next, calendar)).toBe(true);
        expect(worked(addDays(day, -1), next, calendar)).toEqual([next]);
      }),
    );
  });

  it('are refused backward, and beyond the last day that is counted to', () => {
    expect(() => addWorkingDays(FIRST, -1, WEEK)).toThrow(RangeError);
    expect(() => addWorkingDays(businessDate('2200-12-30'), 5, WEEK)).toThrow(RangeError);
    const never: WorkCalendar = new Map([['2200-12-31', false]]);
    expect(() => nextWorkingDay(businessDate('2200-12-31'), never)).toThrow(RangeError);
  });
});
