import fc from 'fast-check';
import { addDays, businessDate } from '../calendar';
import { fen, type Fen, formatYuan, sumFen } from '../money';
import {
  allocateAsAgreed,
  allocateReceipt,
  type ClaimItem,
  generalInterest,
  generalOwed,
  outstandingOf,
  reallocate,
  type ReceiptToAllocate,
  withParts,
  YEARLY_PERCENT_PATTERN,
} from './index';

const ZERO = fen(0n);
const FROM = businessDate('2024-01-01');
const DUE = businessDate('2024-03-11');

const claim = (ordered: readonly bigint[], more: Partial<ClaimItem> = {}): ClaimItem => ({
  id: 'i',
  kind: 'restoration',
  active: true,
  bearsInterest: true,
  general: { from: FROM, yearlyPercent: '3.65' },
  mode: 'joint',
  debtors: ['d1', 'd2'].map((id) => ({ id, cap: null, paid: ZERO })),
  balances: ordered.map((amount, place) => ({
    ...{ id: `b${String(place)}`, debtor: null, dueOn: DUE, ordered: fen(amount) },
    ...{ received: ZERO, writtenOff: ZERO, interestFixed: ZERO, interestReceived: ZERO },
    general: { fixed: ZERO, received: ZERO },
  })),
  ...more,
});

const receiptOf = (
  amount: bigint,
  on: string,
  items: readonly ClaimItem[],
  more: Partial<ReceiptToAllocate> = {},
): ReceiptToAllocate => ({
  ...{ payer: 'd1', amount: fen(amount), on: businessDate(on), designated: [], items },
  ...{ stays: [], dayCount: 'end_minus_start' as const, ...more },
});

const told = (of: ReceiptToAllocate): string[] =>
  allocateReceipt(of).value.parts.map(
    ({ itemId, part, amount }) => `${itemId} ${part} ${formatYuan(amount)}`,
  );

/** Claims once a receipt of a day has come in, and its parts. */
const afterReceipt = (items: readonly ClaimItem[], amount: bigint, on: string) => {
  const { parts } = allocateReceipt(receiptOf(amount, on, items)).value;
  return items.map((item) => withParts(item, 'd1', parts));
};

describe('general interest', () => {
  const of = (endOn: string, dayCount: 'end_minus_start' | 'inclusive' = 'end_minus_start') =>
    generalInterest(
      fen(1_000_000_00n),
      { from: FROM, yearlyPercent: '3.65' },
      { endOn: businessDate(endOn), dayCount },
    ).value;

  it.each([
    // 1,000,000.00 × 3.65 % ÷ 365 is 100.00 a day.
    ['before its first day', '2023-12-31', 0, 0n],
    ['on its first day', '2024-01-01', 0, 0n],
    ['the day after', '2024-01-02', 1, 100_00n],
    ['over 29 February', '2024-03-01', 60, 6_000_00n],
    ['a leap year on', '2025-01-01', 366, 36_600_00n],
    ['a year without a leap day on', '2026-01-01', 731, 73_100_00n],
  ])('is principal × rate ÷ 365 × days: %s', (_, day, days, interest) => {
    expect(of(day)).toEqual({ days, interest });
  });

  it('counts one day more where the case counts both ends, but none on the first day', () => {
    expect(of('2024-01-02', 'inclusive')).toEqual({ days: 2, interest: 200_00n });
    expect(of('2024-01-01', 'inclusive')).toEqual({ days: 0, interest: 0n });
  });

  it('is rounded half up, once', () => {
    const rate = { from: FROM, yearlyPercent: '3.65' };
    const until = { endOn: businessDate('2024-01-02'), dayCount: 'end_minus_start' as const };
    expect(generalInterest(fen(4_999n), rate, until).value.interest).toBe(0n);
    expect(generalInterest(fen(5_000n), rate, until).value.interest).toBe(1n);
  });

  it.each(['0', '0.0000', '00.0', '100', '3.85%', '1.23456', '-1', '', '.5'])(
    'has no rate such as %s',
    (yearlyPercent) => {
      expect(YEARLY_PERCENT_PATTERN.test(yearlyPercent)).toBe(false);
      expect(() =>
        generalInterest(
          fen(1n),
          { from: FROM, yearlyPercent },
          { endOn: FROM, dayCount: 'inclusive' },
        ),
      ).toThrow(RangeError);
    },
  );

  it('says how it is reckoned', () => {
    const { explanation } = generalInterest(
      fen(1_000_000_00n),
      { from: FROM, yearlyPercent: '3.65' },
      { endOn: businessDate('2024-01-11'), dayCount: 'end_minus_start' },
    );
    expect(explanation.steps.at(-1)).toEqual({
      what: '1000000.00 × 3.65 % ÷ 365 × 10 days, rounded half up',
      gives: '1000.00',
    });
  });
});

describe('a receipt for a debt that bears general interest', () => {
  it('pays it before the principal, and doubled interest last and on principal alone', () => {
    // On 2024-06-19, 170 days from 1 January: 17,000.00. Doubled: 1,000,000.00 × 0.000175 × 100 = 17,500.00.
    const items = [claim([1_000_000_00n])];
    expect(told(receiptOf(10_000_00n, '2024-06-19', items))).toEqual([
      'i general_interest 10000.00',
    ]);
    expect(told(receiptOf(1_034_500_01n, '2024-06-19', items))).toEqual([
      'i general_interest 17000.00',
      'i principal 1000000.00',
      'i doubled_interest 17500.00',
    ]);
  });

  it('on the due day pays what has run from its own day, and no doubled interest', () => {
    // 70 days.
    expect(told(receiptOf(1_007_000_00n, DUE, [claim([1_000_000_00n])]))).toEqual([
      'i general_interest 7000.00',
      'i principal 1000000.00',
    ]);
  });

  it('before its first day pays principal alone', () => {
    expect(told(receiptOf(5_00n, '2023-12-31', [claim([10_00n])]))).toEqual(['i principal 5.00']);
  });

  it('goes to costs first, then to general interest of all items, then to principal of damages', () => {
    const items = [
      claim([100_000_00n], { id: 'penal', kind: 'penal' }),
      claim([100_000_00n], { id: 'works' }),
      { ...claim([500_00n]), id: 'costs', kind: 'fund_costs' as const, general: undefined },
    ];
    // 10.00 a day on each; 10 days.
    expect(told(receiptOf(800_00n, '2024-01-11', items))).toEqual([
      'penal general_interest 100.00',
      'works general_interest 100.00',
      'works principal 100.00',
      'costs principal 500.00',
    ]);
    expect(told(receiptOf(600_01n, '2024-01-11', items))).toEqual([
      'penal general_interest 50.01',
      'works general_interest 50.00',
      'costs principal 500.00',
    ]);
  });

  it('goes to a designated item with its general interest first', () => {
    const items = [
      claim([100_000_00n], { id: 'works' }),
      claim([100_000_00n], { id: 'penal', kind: 'penal' }),
    ];
    const designated = receiptOf(150_00n, '2024-01-11', items, { designated: ['penal'] });
    expect(told(designated)).toEqual(['penal general_interest 100.00', 'penal principal 50.00']);
  });

  it('is owed by a debtor up to a cap in principal alone', () => {
    const item = claim([1_000_000_00n], {
      mode: 'joint_capped',
      debtors: [
        { id: 'd1', cap: fen(300_00n), paid: ZERO },
        { id: 'd2', cap: null, paid: ZERO },
      ],
    });
    expect(told(receiptOf(400_00n, '2024-01-11', [item]))).toEqual(['i principal 300.00']);
    const until = { endOn: businessDate('2024-01-11'), dayCount: 'end_minus_start' as const };
    expect(generalOwed(item, 'd1', until)).toBe(0n);
    expect(generalOwed(item, 'd2', until)).toBe(1_000_00n);
  });

  it('can be agreed to pay principal before it, but never more of it than is owed', () => {
    const items = [claim([1_000_000_00n])];
    const receipt = receiptOf(2_000_00n, '2024-01-11', items);
    const agreed = (part: 'principal' | 'general_interest', amount: bigint) =>
      allocateAsAgreed(receipt, [{ itemId: 'i', part, amount: fen(amount) }]).value;
    expect(agreed('principal', 2_000_00n).parts).toMatchObject([
      { part: 'principal', amount: 2_000_00n, generalFixed: 2_00n },
    ]);
    expect(agreed('general_interest', 1_000_00n).excess).toBeNull();
    expect(agreed('general_interest', 1_000_01n).excess).toMatchObject({ most: 1_000_00n });
  });

  it('is allocated with it anew where a judgment changes', () => {
    const [changed] = reallocate(
      [{ id: 'r', payer: 'd1', on: businessDate('2024-01-11'), amount: fen(1_500_00n) }],
      { items: [claim([1_000_000_00n])], stays: [], dayCount: 'end_minus_start' },
    );
    expect(changed?.parts).toMatchObject([
      { part: 'general_interest', amount: 1_000_00n },
      { part: 'principal', amount: 500_00n },
    ]);
  });
});

describe('receipts for general interest, day by day', () => {
  const payments = fc.array(
    fc.record({ days: fc.nat({ max: 400 }), amount: fc.bigInt({ min: 1n, max: 400_000n }) }),
    { minLength: 1, maxLength: 8 },
  );
  /** The interest of the second principal is rounded up on the first day, and what is left of it on the next. */
  const ROUNDED_TWICE = [
    { days: 332, amount: 274_028n },
    { days: 1, amount: 1n },
  ];
  const orders = fc.record({
    ordered: fc.array(fc.bigInt({ min: 1n, max: 300_000n }), { minLength: 1, maxLength: 3 }),
    yearlyPercent: fc
      .integer({ min: 1, max: 999_999 })
      .map((n) => `${String(Math.trunc(n / 10_000))}.${String(n % 10_000).padStart(4, '0')}`),
    dayCount: fc.constantFrom<ReceiptToAllocate['dayCount'][]>('end_minus_start', 'inclusive'),
  });

  it('never collect more than was ordered and has accrued, and leave nothing behind when all is paid', () => {
    fc.assert(
      fc.property(payments, orders, (paid, { ordered, yearlyPercent, dayCount }) => {
        const general = { from: FROM, yearlyPercent };
        let item = claim(ordered, { general });
        let on = FROM;
        for (const { days, amount } of paid) {
          on = addDays(on, days);
          const until = { endOn: on, dayCount };
          const owed = generalOwed(item, 'd1', until);
          const { parts } = allocateReceipt(receiptOf(amount, on, [item], { dayCount })).value;
          const sum = (part: string): Fen =>
            sumFen(parts.filter((one) => one.part === part).map((one) => one.amount));
          expect(sum('general_interest')).toBe(amount < owed ? amount : owed);
          // Principal and doubled interest come only once the one before is paid.
          if (sum('principal') > 0n) expect(sum('general_interest')).toBe(owed);
          item = withParts(item, 'd1', parts);
          // Paying principal neither wins nor loses a fen of interest of that day.
          expect(generalOwed(item, 'd1', until)).toBe(owed - sum('general_interest'));
          if (sum('doubled_interest') > 0n)
            expect(sumFen(item.balances.map(outstandingOf))).toBe(0n);
        }
        for (const balance of item.balances) {
          const { fixed = ZERO, received = ZERO } = balance.general ?? {};
          expect(balance.received <= balance.ordered).toBe(true);
          if (outstandingOf(balance) === 0n) expect(received <= fixed).toBe(true);
        }
        const most = ordered.map(
          (amount) => generalInterest(fen(amount), general, { endOn: on, dayCount }).value.interest,
        );
        const received = sumFen(item.balances.map((one) => one.general?.received ?? ZERO));
        // Interest is rounded to the fen whenever a payment fixes some: one more may come of each.
        expect(received <= sumFen(most) + BigInt(paid.length)).toBe(true);
      }),
      {
        examples: [
          [
            ROUNDED_TWICE,
            { ordered: [274_025n, 274_025n], yearlyPercent: '0.0002', dayCount: 'inclusive' },
          ],
        ],
      },
    );
  });

  it('come to the same interest in one sum and in parts of one day', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 99_999n }), (first) => {
        const whole = afterReceipt([claim([100_000n])], 200_000n, '2024-06-19');
        const parts = afterReceipt(
          afterReceipt([claim([100_000n])], first, '2024-06-19'),
          200_000n,
          '2024-06-19',
        );
        const general = (items: readonly ClaimItem[]) => items[0]?.balances[0]?.general;
        expect(general(parts)).toEqual(general(whole));
      }),
    );
  });

  it('of an earlier day than one that is recorded ask for no interest twice', () => {
    const [later] = afterReceipt([claim([1_000_000_00n])], 1_000_00n, '2024-01-11');
    if (later === undefined) throw new Error('no claim');
    expect(told(receiptOf(50_00n, '2024-01-06', [later]))).toEqual(['i principal 50.00']);
  });
});
