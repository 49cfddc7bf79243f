import * as fc from 'fast-check';
import { addDays, addYears, businessDate, daysBetween, parseBusinessDate, yearOf } from './index';

const days = fc
  .integer({ min: 0, max: 100_000 })
  .map((n) => addDays(businessDate('1901-01-01'), n));

describe('a business date', () => {
  it.each(['1900-01-01', '2024-02-29', '2000-02-29', '2200-12-31'])('accepts %s', (text) => {
    expect(parseBusinessDate(text)).toBe(text);
  });

  it.each([
    '2023-02-29',
    '1900-02-29',
    '2100-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-04-31',
    '2024-01-00',
    '1899-12-31',
    '2201-01-01',
    '2024-1-1',
    '24-01-01',
    '2024/01/01',
    '2024-01-01T00:00:00Z',
    ' 2024-01-01',
    '2024-01-01\n',
    '２０２４-01-01',
    '',
    'today',
  ])('refuses %j', (text) => {
    expect(parseBusinessDate(text)).toBeUndefined();
  });

  it.each([null, undefined, 20240101, true, ['2024-01-01'], {}])(
    'refuses the non-string %j',
    (value) => {
      expect(parseBusinessDate(value)).toBeUndefined();
    },
  );

  it('is asserted for constants', () => {
    expect(() => businessDate('2023-02-29')).toThrow(RangeError);
  });

  it('becomes 1 March when 29 February meets a year without one', () => {
    expect(addYears(businessDate('2016-02-29'), 5)).toBe('2021-03-01');
    expect(addYears(businessDate('2016-02-29'), 4)).toBe('2020-02-29');
    expect(addYears(businessDate('2016-02-29'), -1)).toBe('2015-03-01');
    expect(addYears(businessDate('2016-02-28'), 5)).toBe('2021-02-28');
    expect(addYears(businessDate('2015-12-31'), 1)).toBe('2016-12-31');
  });

  it('counts days over leap days and year ends', () => {
    expect(daysBetween(businessDate('2024-02-28'), businessDate('2024-03-01'))).toBe(2);
    expect(daysBetween(businessDate('2023-02-28'), businessDate('2023-03-01'))).toBe(1);
    expect(daysBetween(businessDate('2024-03-11'), businessDate('2025-03-11'))).toBe(365);
    expect(daysBetween(businessDate('2024-03-11'), businessDate('2024-03-11'))).toBe(0);
    expect(daysBetween(businessDate('2024-03-12'), businessDate('2024-03-11'))).toBe(-1);
  });

  it('knows its year', () => {
    expect(yearOf(businessDate('2024-12-31'))).toBe(2024);
  });

  it('comes back from any number of days added, and compares as a string', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -300, max: 300 }), (date, n) => {
        const other = addDays(date, n);
        expect(daysBetween(date, other)).toBe(n);
        expect(addDays(other, -n)).toBe(date);
        expect(other < date).toBe(n < 0);
        expect(parseBusinessDate(date)).toBe(date);
      }),
    );
  });
});
