import { businessDate } from '../calendar';
import { latestEndOfDeferral } from './index';

describe('the deferral of enforcement', () => {
  it.each([
    ['2026-03-02', '2027-03-02'],
    ['2027-12-31', '2028-12-31'],
    ['2028-02-28', '2029-02-28'],
    ['2028-02-29', '2029-02-28'],
  ])('from %s ends on %s at the latest', (from, until) => {
    expect(latestEndOfDeferral(businessDate(from))).toBe(until);
  });
});
