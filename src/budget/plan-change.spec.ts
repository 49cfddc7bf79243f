import { DomainError } from '../errors';
import { fen } from '../money';
import type { BudgetLine } from './budget.entity';
import { type BudgetChangeContent, changeSchema } from './change-schema';
import { type BudgetAsItStands, planChange } from './plan-change';

const THIS_YEAR = 2026;

const line = (
  of: Partial<Pick<BudgetLine, 'category' | 'year' | 'originYear' | 'pool'>>,
  [budgeted, held, spent]: readonly [bigint, bigint, bigint],
): BudgetAsItStands['lines'][number] => ({
  pool: 'special_fund',
  category: 'lawyer',
  year: THIS_YEAR,
  originYear: THIS_YEAR,
  ...of,
  budgetedFen: fen(budgeted),
  heldFen: fen(held),
  spentFen: fen(spent),
});

const LINES = [
  line({}, [100_00n, 30_00n, 20_00n]),
  line({ originYear: 2025 }, [10_00n, 0n, 0n]),
  line({ category: 'appraisal' }, [5_00n, 0n, 0n]),
  line({ year: 2025, originYear: 2025 }, [70_00n, 0n, 60_00n]),
  line({ year: 2025, originYear: 2024 }, [8_00n, 1_00n, 0n]),
  line({ year: 2024, originYear: 2024, category: 'appraisal' }, [9_00n, 0n, 0n]),
];

const change = (
  content: Partial<BudgetChangeContent> & Pick<BudgetChangeContent, 'change' | 'budgetLines'>,
): BudgetChangeContent =>
  changeSchema.parse({
    pool: 'special_fund',
    year: THIS_YEAR,
    document: '财预〔2026〕1号',
    reason: '年度安排',
    ...content,
  });

const plan = (content: Parameters<typeof change>[0], outside = 0n) =>
  planChange(change(content), { lines: LINES, outside: fen(outside), thisYear: THIS_YEAR });

const refusalOf = (content: Parameters<typeof change>[0], outside = 0n): string => {
  try {
    plan(content, outside);
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'none';
};

describe('a change of a budget', () => {
  it('raises lines by what is appropriated, new lines as well', () => {
    const lines = [
      { category: 'lawyer', raise: '1.00' },
      { category: 'travel', raise: '2.50' },
    ] as const;
    const effects = plan({ change: 'appropriation', budgetLines: [...lines] });
    expect(effects.map(({ line: { category }, amount }) => [category, amount])).toEqual([
      ['lawyer', 100n],
      ['travel', 250n],
    ]);
  });

  it('moves within the year what a line has left, and no more than that', () => {
    const transfer = (amount: string): Parameters<typeof change>[0] => ({
      change: 'transfer',
      budgetLines: [
        { category: 'lawyer', lower: amount },
        { category: 'appraisal', raise: amount },
      ],
    });
    expect(plan(transfer('50.00'))).toHaveLength(2);
    expect(refusalOf(transfer('50.01'))).toBe('BUDGET_LINE_TOO_LOW');
  });

  it('moves as much as it takes, between two lines', () => {
    expect(
      refusalOf({
        change: 'transfer',
        budgetLines: [
          { category: 'lawyer', lower: '2.00' },
          { category: 'appraisal', raise: '1.99' },
        ],
      }),
    ).toBe('BUDGET_CHANGE_UNEVEN');
    expect(
      refusalOf({
        change: 'transfer',
        budgetLines: [
          { category: 'lawyer', lower: '2.00' },
          { category: 'appraisal', raise: '1.00' },
          { category: 'travel', raise: '1.00' },
        ],
      }),
    ).toBe('BUDGET_CHANGE_UNEVEN');
  });

  it('adjusts several lines at once, up by what came back to the pool, and takes nothing out', () => {
    const adjustment = (raise: string): Parameters<typeof change>[0] => ({
      change: 'adjustment',
      budgetLines: [
        { category: 'lawyer', lower: '2.00' },
        { category: 'appraisal', raise },
      ],
    });
    expect(refusalOf(adjustment('2.00'))).toBe('none');
    expect(refusalOf(adjustment('1.99'))).toBe('BUDGET_CHANGE_UNEVEN');
    expect(refusalOf(adjustment('2.01'))).toBe('BUDGET_CHANGE_UNEVEN');
    expect(refusalOf(adjustment('2.01'), 1n)).toBe('none');
    expect(refusalOf(adjustment('2.00'), -5n)).toBe('none');
  });

  it('keeps the year that money came from', () => {
    const raise = [{ category: 'lawyer' as const, originYear: 2025, raise: '1.00' }];
    expect(refusalOf({ change: 'appropriation', budgetLines: raise })).toBe('BUDGET_CHANGE_UNEVEN');
    const moved = (to: number): Parameters<typeof change>[0] => ({
      change: 'transfer',
      budgetLines: [
        { category: 'lawyer', originYear: 2025, lower: '1.00' },
        { category: 'appraisal', originYear: to, raise: '1.00' },
      ],
    });
    expect(refusalOf(moved(2026))).toBe('BUDGET_CHANGE_UNEVEN');
    expect(refusalOf(moved(2025))).toBe('none');
  });

  it('never moves damage money, whatever is asked for', () => {
    for (const kind of ['transfer', 'adjustment'] as const) {
      const lines = [{ category: 'whole' as const, raise: '1.00' }];
      const content = { change: kind, pool: 'damage_fund' as const, budgetLines: lines };
      expect(refusalOf(content, 100n)).toBe('BUDGET_CHANGE_BARRED');
    }
  });

  it('takes no gift for the sanction quota', () => {
    const lines = [{ category: 'whole' as const, raise: '1.00' }];
    const gift = {
      change: 'donation',
      pool: 'sanction_quota',
      donor: '某公司',
      budgetLines: lines,
    } as const;
    expect(refusalOf({ ...gift, budgetLines: lines })).toBe('BUDGET_CHANGE_BARRED');
  });

  it('is made in its own year', () => {
    const lines = [{ category: 'lawyer' as const, raise: '1.00' }];
    for (const year of [2025, 2027]) {
      expect(refusalOf({ change: 'appropriation', year, budgetLines: lines })).toBe(
        'BUDGET_YEAR_NOT_OPEN',
      );
    }
  });

  it('carries unspent money into the next year, of the year it came from', () => {
    const lines = [{ category: 'lawyer' as const, lower: '10.00' }];
    const content = { change: 'carry_over', year: 2025, budgetLines: lines } as const;
    expect(plan({ ...content, budgetLines: lines })).toMatchObject([
      { line: { year: 2025, originYear: 2025 }, amount: -10_00n },
      { line: { year: 2026, originYear: 2025 }, amount: 10_00n },
    ]);
    const more = [{ category: 'lawyer' as const, lower: '10.01' }];
    expect(refusalOf({ ...content, budgetLines: more })).toBe('BUDGET_LINE_TOO_LOW');
  });

  it('carries nothing over twice, nor before the year is over, nor after the next', () => {
    const of = (year: number, originYear: number) =>
      refusalOf({
        change: 'carry_over',
        year,
        budgetLines: [{ category: 'lawyer', originYear, lower: '1.00' }],
      });
    expect([of(2025, 2024), of(2026, 2026), of(2024, 2024)]).toEqual(
      Array.from({ length: 3 }, () => 'BUDGET_YEAR_NOT_OPEN'),
    );
  });

  it('lets lapse what two years went by, carried over or left behind, but for what is held', () => {
    const of = (
      year: number,
      originYear: number,
      category: 'lawyer' | 'appraisal',
      lower: string,
    ) => refusalOf({ change: 'lapse', year, budgetLines: [{ category, originYear, lower }] });
    expect(of(2025, 2024, 'lawyer', '7.00')).toBe('none');
    expect(of(2025, 2024, 'lawyer', '7.01')).toBe('BUDGET_LINE_TOO_LOW');
    expect(of(2024, 2024, 'appraisal', '9.00')).toBe('none');
    expect(of(2025, 2025, 'lawyer', '1.00')).toBe('BUDGET_YEAR_NOT_OPEN');
    expect(of(2026, 2025, 'lawyer', '1.00')).toBe('BUDGET_YEAR_NOT_OPEN');
  });

  it('has the side that its kind has', () => {
    for (const kind of ['appropriation', 'interest'] as const) {
      const lines = [{ category: 'lawyer' as const, lower: '1.00' }];
      expect(refusalOf({ change: kind, budgetLines: lines })).toBe('BUDGET_CHANGE_UNEVEN');
    }
    for (const kind of ['carry_over', 'lapse'] as const) {
      const lines = [{ category: 'lawyer' as const, raise: '1.00' }];
      expect(refusalOf({ change: kind, budgetLines: lines })).toBe('BUDGET_CHANGE_UNEVEN');
    }
  });
});

describe('what is asked for', () => {
  const faultsOf = (content: object): string[] => {
    const parsed = changeSchema.safeParse({
      change: 'appropriation',
      pool: 'special_fund',
      year: THIS_YEAR,
      document: '财预〔2026〕1号',
      reason: '年度安排',
      budgetLines: [{ category: 'lawyer', raise: '1.00' }],
      ...content,
    });
    return parsed.error?.issues.map(({ path }) => path.join('/')) ?? [];
  };

  it.each([
    ['a line of another pool', { pool: 'award_fund' }, 'budgetLines/0/category'],
    [
      'the whole of the special fund',
      { budgetLines: [{ category: 'whole', raise: '1.00' }] },
      'budgetLines/0/category',
    ],
    [
      'a line twice',
      { budgetLines: [1, 2].map(() => ({ category: 'lawyer', raise: '1.00' })) },
      'budgetLines/1/category',
    ],
    ['nothing', { budgetLines: [{ category: 'lawyer', raise: '0.00' }] }, 'budgetLines/0/raise'],
    [
      'up and down at once',
      { budgetLines: [{ category: 'lawyer', raise: '1', lower: '1' }] },
      'budgetLines/0',
    ],
    ['neither up nor down', { budgetLines: [{ category: 'lawyer' }] }, 'budgetLines/0'],
    ['a number', { budgetLines: [{ category: 'lawyer', raise: 1 }] }, 'budgetLines/0/raise'],
    ['a gift of nobody', { change: 'donation' }, 'donor'],
    ['a giver of no gift', { donor: '某公司' }, 'donor'],
    [
      'money of three years ago',
      { budgetLines: [{ category: 'lawyer', originYear: 2023, raise: '1' }] },
      'budgetLines/0/originYear',
    ],
    ['no lines', { budgetLines: [] }, 'budgetLines'],
  ])('is not %s', (_, content, where) => {
    expect(faultsOf(content)).toEqual([where]);
  });

  it('is what it should be', () => {
    expect(faultsOf({})).toEqual([]);
  });
});
