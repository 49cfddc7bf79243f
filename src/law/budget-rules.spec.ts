import {
  barsChange,
  BUDGET_CATEGORIES,
  BUDGET_CHANGES,
  type BudgetPool,
  carriesInto,
  categoriesOf,
  lapsesIn,
} from './budget-rules';

const POOLS: readonly BudgetPool[] = [
  'special_fund',
  'award_fund',
  'sanction_quota',
  'damage_fund',
];

describe('the rules of a budget', () => {
  it('let money of a year be spent in that year and, carried over, in the next, and then it lapses', () => {
    expect(carriesInto({ year: 2024, originYear: 2024 })).toBe(2025);
    expect(carriesInto({ year: 2025, originYear: 2024 })).toBeUndefined();
    expect(lapsesIn(2024)).toBe(2026);
  });

  it('let damage money be brought in, carried over and given back, and never moved', () => {
    const barred = BUDGET_CHANGES.filter((change) => barsChange(change, 'damage_fund'));
    expect(barred).toEqual(['adjustment', 'transfer']);
  });

  it('let nobody give to the sanction quota', () => {
    const barred = BUDGET_CHANGES.filter((change) => barsChange(change, 'sanction_quota'));
    expect(barred).toEqual(['donation', 'interest']);
  });

  it('bar nothing in the special fund and the award fund', () => {
    for (const pool of ['special_fund', 'award_fund'] as const) {
      expect(BUDGET_CHANGES.filter((change) => barsChange(change, pool))).toEqual([]);
    }
  });

  it('give every pool its lines: the special fund by kind of cost, the others one', () => {
    expect(categoriesOf('special_fund')).not.toContain('whole');
    for (const pool of POOLS.slice(1)) expect(categoriesOf(pool)).toEqual(['whole']);
    const all = new Set(POOLS.flatMap((pool) => categoriesOf(pool)));
    expect([...all].sort()).toEqual([...BUDGET_CATEGORIES].sort());
  });
});
