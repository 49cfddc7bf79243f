import * as fc from 'fast-check';
import { addDays, businessDate } from '../calendar';
import { fen, type Fen, formatYuan, parseYuan } from '../money';
import {
  type DayCount,
  DOUBLED_INTEREST_IN_FORCE,
  doubledInterest,
  interestDays,
  type Stay,
} from './index';
import vectors from './law-vectors.fixture.json';

const DUE = businessDate('2024-03-11');
const money = (text: string): Fen => parseYuan(text) ?? fen(-1n);
const until = (
  end: string,
  stays: readonly Stay[] = [],
  dayCount: DayCount = 'end_minus_start',
) => ({
  dueOn: DUE,
  endOn: businessDate(end),
  stays,
  dayCount,
});
const stay = (from: string, to: string, requestedByDebtor = false): Stay => ({
  from: businessDate(from),
  to: businessDate(to),
  requestedByDebtor,
});
const interest = (principal: string, end: string, stays: readonly Stay[] = []) =>
  formatYuan(doubledInterest(money(principal), until(end, stays)).value.interest);

describe('doubled interest for delayed performance', () => {
  it.each(vectors.doubledInterest.vectors)(
    'on $principal from $from to $to is $interest, inclusive $interestInclusive',
    (vector) => {
      const period = {
        dueOn: businessDate(vector.from),
        endOn: businessDate(vector.to),
        stays: [],
      };
      const plain = doubledInterest(money(vector.principal), {
        ...period,
        dayCount: 'end_minus_start',
      });
      expect(plain.value.days).toBe(vector.days);
      expect(formatYuan(plain.value.interest)).toBe(vector.interest);
      const inclusive = doubledInterest(money(vector.principal), {
        ...period,
        dayCount: 'inclusive',
      });
      expect(inclusive.value.days).toBe(vector.days + 1);
      expect(formatYuan(inclusive.value.interest)).toBe(vector.interestInclusive);
    },
  );

  it('rounds half up to the fen', () => {
    expect(interest('200.00', '2024-03-12')).toBe('0.04');
    expect(interest('199.99', '2024-03-12')).toBe('0.03');
  });

  it('of a debt paid in three parts adds up to the interest on the balances', () => {
    const parts = [
      interest('200000', '2024-04-10'),
      interest('150000', '2024-07-19'),
      interest('150000', '2024-12-31'),
    ];
    expect(parts).toEqual(['1050.00', '3412.50', '7743.75']);
    const received = money('200000.00');
    const owed = money('150000.00') + parts.reduce((sum, part) => sum + money(part), 0n);
    expect(formatYuan(received - owed)).toBe('37793.75');
  });

  it('is fixed for what was paid and keeps running on the rest', () => {
    expect(interest('60000', '2024-09-07')).toBe('1890.00');
    expect(interest('40000', '2024-12-31')).toBe('2065.00');
  });

  it('leaves out a stay that the debtor did not ask for', () => {
    const thirtyDays = stay('2024-04-01', '2024-05-01');
    expect(interest('1270000', '2024-06-19', [thirtyDays])).toBe('15557.50');
    expect(interest('1270000', '2024-06-19', [{ ...thirtyDays, requestedByDebtor: true }])).toBe(
      '22225.00',
    );
  });

  it('is not computed on debts due before the rule was in force', () => {
    const before = { ...until('2024-06-19'), dueOn: addDays(DOUBLED_INTEREST_IN_FORCE, -1) };
    expect(() => doubledInterest(money('1'), before)).toThrow(RangeError);
    expect(() => doubledInterest(fen(-1n), until('2024-06-19'))).toThrow(RangeError);
    const first = { ...until('2024-06-19'), dueOn: DOUBLED_INTEREST_IN_FORCE };
    expect(doubledInterest(money('1'), first).value.days).toBe(3610);
  });

  it('explains itself so that it can be redone by hand', () => {
    const { explanation } = doubledInterest(
      money('1270000'),
      until('2024-06-19', [stay('2024-04-01', '2024-05-01')]),
    );
    expect(explanation).toMatchObject({
      rule: 'delayed-performance-interest',
      ruleVersion: '2014-08-01',
      inputs: {
        principal: '1270000.00',
        dueOn: '2024-03-11',
        endOn: '2024-06-19',
        dayCount: 'end_minus_start',
        dailyRate: '0.000175',
        stays: [{ from: '2024-04-01', to: '2024-05-01', requestedByDebtor: false }],
      },
      steps: [
        { what: 'days from 2024-03-11 to 2024-06-19', gives: '100' },
        { what: 'less days in stays not asked for by the debtor', gives: '30' },
        { what: 'days that bear interest, day count end_minus_start', gives: '70' },
        { what: '1270000.00 × 0.000175 × 70 days', gives: '15557.5' },
        { what: 'rounded half up', gives: '15557.50' },
      ],
    });
    expect(explanation.articles).toContain('法释〔2014〕8号 art 1');
  });
});

describe('interest days', () => {
  it('count from the due day to the day of payment, without the day of payment', () => {
    expect(interestDays(until('2024-03-12'))).toBe(1);
    expect(interestDays(until('2024-06-19'))).toBe(100);
    expect(interestDays(until('2025-03-11'))).toBe(365);
  });

  it('are none up to and on the due day, inclusive too', () => {
    expect(interestDays(until('2024-03-11'))).toBe(0);
    expect(interestDays(until('2024-03-11', [], 'inclusive'))).toBe(0);
    expect(interestDays(until('2024-01-01', [], 'inclusive'))).toBe(0);
  });

  it('count a day in several stays once, and clip stays to the period', () => {
    const stays = [
      stay('2024-05-20', '2024-05-25'),
      stay('2024-05-01', '2024-05-11'),
      stay('2024-05-05', '2024-05-15'),
      stay('2024-05-06', '2024-05-08'),
      stay('2023-01-01', '2024-03-12'),
      stay('2024-06-18', '2030-01-01'),
      stay('2024-04-10', '2024-04-10'),
      stay('2024-04-20', '2024-04-10'),
    ];
    expect(interestDays(until('2024-06-19', stays))).toBe(100 - 14 - 5 - 1 - 1);
  });

  it('add one when inclusive, whatever the stays', () => {
    const whole = [stay('2024-01-01', '2025-01-01')];
    expect(interestDays(until('2024-06-19', whole))).toBe(0);
    expect(interestDays(until('2024-06-19', whole, 'inclusive'))).toBe(1);
  });
});

describe('the laws of doubled interest', () => {
  const offsets = fc.integer({ min: -50, max: 1500 });
  const principals = fc.bigInt({ min: 0n, max: 10n ** 14n }).map(fen);
  const dayCounts = fc.constantFrom<DayCount[]>('end_minus_start', 'inclusive');
  const stays = fc.array(
    fc
      .tuple(offsets, fc.nat({ max: 200 }), fc.boolean())
      .map(([from, length, requestedByDebtor]) => ({
        from: addDays(DUE, from),
        to: addDays(DUE, from + length),
        requestedByDebtor,
      })),
    { maxLength: 5 },
  );
  const periods = fc.tuple(offsets, stays, dayCounts).map(([end, some, dayCount]) => ({
    dueOn: DUE,
    endOn: addDays(DUE, end),
    stays: some,
    dayCount,
  }));

  it('is never negative, and never falls with the days or the principal', () => {
    fc.assert(
      fc.property(principals, principals, periods, fc.nat({ max: 400 }), (one, more, period, n) => {
        const base = doubledInterest(one, period).value;
        const later = { ...period, endOn: addDays(period.endOn, n) };
        expect(base.days >= 0 && base.interest >= 0n).toBe(true);
        expect(doubledInterest(one, later).value.interest >= base.interest).toBe(true);
        expect(doubledInterest(fen(one + more), period).value.interest >= base.interest).toBe(true);
      }),
    );
  });

  it('is never raised by a stay, and never lowered by one that the debtor asked for', () => {
    fc.assert(
      fc.property(principals, periods, stays, (principal, period, added) => {
        const interestWith = (some: readonly Stay[]) =>
          doubledInterest(principal, { ...period, stays: [...period.stays, ...some] }).value
            .interest;
        expect(interestWith(added) <= interestWith([])).toBe(true);
        const asked = added.map((each) => ({ ...each, requestedByDebtor: true }));
        expect(interestWith(asked)).toBe(interestWith([]));
      }),
    );
  });

  it('counts exactly the days that lie in no stay', () => {
    fc.assert(
      fc.property(periods, (period) => {
        let days = 0;
        for (let day = DUE; day < period.endOn; day = addDays(day, 1)) {
          const stayed = period.stays.some(
            (each) => !each.requestedByDebtor && each.from <= day && day < each.to,
          );
          if (!stayed) days += 1;
        }
        if (period.dayCount === 'inclusive' && period.endOn > DUE) days += 1;
        expect(interestDays(period)).toBe(days);
      }),
      { numRuns: 30 },
    );
  });

  it('differs by at most a fen when a principal is paid in two parts on one day', () => {
    fc.assert(
      fc.property(principals, principals, periods, (one, other, period) => {
        const once = doubledInterest(fen(one + other), period).value.interest;
        const twice =
          doubledInterest(one, period).value.interest +
          doubledInterest(other, period).value.interest;
        expect(once - twice <= 1n && twice - once <= 1n).toBe(true);
      }),
    );
  });
});
