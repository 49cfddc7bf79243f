import { businessDate } from '../calendar';
import { fen } from '../money';
import type { ClaimItem } from './liability';
import { interestOwedUntil, type InterestUntil, runningInterest } from './running-interest';

const until = (endOn: string, stays: InterestUntil['stays'] = []): InterestUntil => ({
  endOn: businessDate(endOn),
  stays,
  dayCount: 'end_minus_start',
});

const balance = {
  id: 'b',
  debtor: null,
  dueOn: businessDate('2024-02-29'),
  ordered: fen(1_000_000n),
  received: fen(400_000n),
  writtenOff: fen(100_000n),
  interestFixed: fen(900n),
  interestReceived: fen(200n),
};
const item: ClaimItem = {
  id: 'i',
  kind: 'restoration',
  active: true,
  bearsInterest: true,
  mode: 'joint_capped',
  debtors: [
    { id: 'd1', cap: null, paid: fen(0n) },
    { id: 'd2', cap: fen(10n), paid: fen(0n) },
  ],
  balances: [balance],
};

const interest = (of: Partial<ClaimItem>, at: InterestUntil) =>
  runningInterest({ ...item, ...of }, balance, at)?.value;

describe('interest that runs', () => {
  it.each([
    ['on the due day, a leap day', '2024-02-29', 0, 0n],
    ['the day after', '2024-03-01', 1, 88n],
    ['a year on', '2025-02-28', 365, 31_938n],
  ])('is of what is outstanding: %s', (_, day, days, amount) => {
    // 5,000.00 outstanding × 0.000175.
    expect(interest({}, until(day))).toEqual({ days, interest: amount });
  });

  it('stands still from the first day of a stay to the day before its last', () => {
    const stay = { from: businessDate('2024-02-29'), to: businessDate('2024-03-10') };
    const at = until('2024-03-11', [{ ...stay, requestedByDebtor: false }]);
    expect(interest({}, at)?.days).toBe(1);
    expect(interest({}, until('2024-03-11', [{ ...stay, requestedByDebtor: true }]))?.days).toBe(
      11,
    );
  });

  it.each([
    ['an item that is not owed yet', { active: false }],
    ['an item without interest', { bearsInterest: false }],
  ])('is none on %s', (_, of) => {
    expect(interest(of, until('2025-01-01'))).toBeUndefined();
  });

  it('is none where nothing is outstanding, or no day is set', () => {
    const at = until('2025-01-01');
    expect(runningInterest(item, { ...balance, received: fen(900_000n) }, at)).toBeUndefined();
    expect(runningInterest(item, { ...balance, dueOn: null }, at)).toBeUndefined();
  });

  it('is owed beside what payments fixed, by all but a capped debtor', () => {
    const at = until('2024-03-01');
    expect(interestOwedUntil(item, 'd1', at)).toBe(788n);
    expect(interestOwedUntil(item, 'd2', at)).toBe(0n);
    expect(interestOwedUntil(item, 'd3', at)).toBe(0n);
  });
});
