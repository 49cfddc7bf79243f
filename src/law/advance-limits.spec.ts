import * as fc from 'fast-check';
import { fen, type Fen, formatYuan, parseYuan } from '../money';
import {
  checkAdvanceCaps,
  checkOutstanding,
  COST_CATEGORIES,
  type CostCategory,
  type CostLine,
  needsJointMeetingMinutes,
  quotationNeeded,
} from './index';
import vectors from './law-vectors.fixture.json';

const money = (text: string): Fen => parseYuan(text) ?? fen(-1n);
const line = (category: CostCategory, amount: string, instance = 1): CostLine => ({
  category,
  instance,
  amount: money(amount),
});
const breach = (...lines: CostLine[]) => {
  const found = checkAdvanceCaps(lines).value.breach;
  return found && `${found.cap} ${formatYuan(found.amount)} > ${formatYuan(found.limit)}`;
};

describe('the caps of the advances of a case', () => {
  it.each(vectors.advanceCaps.perCategory)(
    'may be reached, not exceeded: $categories',
    (vector) => {
      const categories = COST_CATEGORIES.filter((each) => vector.categories.includes(each));
      expect(categories).toHaveLength(vector.categories.length);
      const [first = 'other'] = categories;
      const last = categories.at(-1) ?? first;
      const full = line(first, vector.cap);
      expect(breach(full)).toBeNull();
      const over = checkAdvanceCaps([full, line(last, '0.01')]).value.breach;
      expect(over).toMatchObject({ limit: money(vector.cap), amount: money(vector.cap) + 1n });
    },
  );

  it('limit lawyer fees by instance and in all', () => {
    expect(breach(line('lawyer', '80000'), line('lawyer', '70000', 2))).toBeNull();
    expect(
      breach(line('lawyer', '60000'), line('lawyer', '36200', 2), line('lawyer', '43800.01', 2)),
    ).toBe('lawyer_instance_2 80000.01 > 80000.00');
    expect(breach(line('lawyer', '400000'))).toBe('lawyer_instance_1 400000.00 > 80000.00');
    expect(breach(line('lawyer', '80000'), line('lawyer', '70000.01', 2))).toBe(
      'lawyer_total 150000.01 > 150000.00',
    );
  });

  it('limit announcement, notary, copying and translation together', () => {
    const full = [line('notary', '4000'), line('copying', '6000')];
    expect(breach(...full)).toBeNull();
    expect(breach(...full, line('translation', '0.01'))).toBe(
      'announcement_notary_copying_translation 10000.01 > 10000.00',
    );
  });

  it('hold one by one before the case as a whole', () => {
    const all = [
      line('investigation', '50000'),
      line('testing', '80000'),
      line('appraisal', '300000'),
      line('expert', '50000'),
      line('lawyer', '80000'),
      line('lawyer', '70000', 2),
      line('travel', '20000'),
      line('acceptance_fee', '100000'),
      line('preservation_fee', '5000'),
      line('notary', '10000'),
      line('other', '10000'),
    ];
    expect(breach(...all)).toBeNull();
    expect(checkAdvanceCaps(all).explanation.steps.at(-1)).toEqual({
      what: 'case: 775000.00, at most 1000000.00',
      gives: 'kept',
    });
    expect(breach(...all, line('other', '1000000'))).toBe('other 1010000.00 > 10000.00');
  });

  it('are kept by no lines at all, and explained', () => {
    expect(breach()).toBeNull();
    const { explanation } = checkAdvanceCaps([line('lawyer', '90000')]);
    expect(explanation).toMatchObject({
      rule: 'advance-caps',
      ruleVersion: 'casefile/1',
      articles: ['default'],
      inputs: { lines: [{ category: 'lawyer', instance: 1, amount: '90000.00' }] },
    });
    expect(explanation.steps[0]).toEqual({
      what: 'lawyer_instance_1: 90000.00, at most 80000.00',
      gives: 'exceeded',
    });
  });

  it('once exceeded stay exceeded, whatever is added and in whatever order', () => {
    const lines = fc.array(
      fc.record({
        category: fc.constantFrom(...COST_CATEGORIES),
        instance: fc.integer({ min: 1, max: 3 }),
        amount: fc.bigInt({ min: 1n, max: 10n ** 7n }).map(fen),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(lines, lines, (some, more) => {
        const exceeded = checkAdvanceCaps(some).value.breach;
        expect(checkAdvanceCaps(some.toReversed()).value.breach).toEqual(exceeded);
        if (exceeded) expect(checkAdvanceCaps([...some, ...more]).value.breach).not.toBeNull();
      }),
    );
  });
});

describe('the minutes of a joint meeting', () => {
  it.each([
    ['200000.00', '500000.00', false],
    ['200000.01', '200000.01', true],
    ['0.01', '500000.01', true],
    ['285775.20', '285775.20', true],
    ['1.00', '1.00', false],
  ])('for an application of %s and a total of %s: %s', (application, total, needed) => {
    const { value, explanation } = needsJointMeetingMinutes(money(application), money(total));
    expect(value).toBe(needed);
    expect(explanation.inputs).toEqual({ application, approvedTotalAfter: total });
    expect(explanation.steps).toHaveLength(2);
  });
});

describe('what one organization may have outstanding', () => {
  it.each([
    ['0.00', '1000000.00', true],
    ['999999.99', '0.01', true],
    ['999999.99', '0.02', false],
    ['1000000.00', '0.01', false],
  ])('with %s and an application of %s: kept %s', (outstanding, application, kept) => {
    const { value, explanation } = checkOutstanding(money(outstanding), money(application));
    expect(value).toMatchObject({ kept, limit: money('1000000.00') });
    expect(explanation.inputs).toEqual({ outstanding, application });
  });
});

describe('a quotation or a contract', () => {
  it.each([
    ['10000.00', false],
    ['10000.01', true],
  ])('is wanted for %s: %s', (amount, needed) => {
    expect(quotationNeeded(money(amount)).needed).toBe(needed);
  });
});
