import { businessDate } from '../calendar';
import { ageBandOf } from './ageing';

const on = businessDate('2025-03-01');

describe('the age of a debt', () => {
  it.each([
    ['2025-03-02', 'not_due'],
    ['2025-03-01', 'to_30'],
    ['2025-01-30', 'to_30'],
    ['2025-01-29', 'to_90'],
    ['2024-12-01', 'to_90'],
    ['2024-11-30', 'to_365'],
    // 2024-02-29 lies between: 365 days before is the 1st of March.
    ['2024-03-01', 'to_365'],
    ['2024-02-29', 'over_365'],
  ])('that was due on %s is %s on 2025-03-01', (dueOn, band) => {
    expect(ageBandOf(businessDate(dueOn), on)).toBe(band);
  });

  it('is none where no day is set', () => {
    expect(ageBandOf(null, on)).toBe('not_due');
  });
});
