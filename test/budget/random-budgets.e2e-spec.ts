import fc from 'fast-check';
import type { CostCategory } from '../../src/law';
import { readBudget } from '../../src/budget';
import { DomainError } from '../../src/errors';
import { sized } from '../support/reliability';
import { BudgetScene } from './budget-scene';

const CATEGORIES = ['lawyer', 'appraisal'] as const satisfies readonly CostCategory[];
const YEARS = [2023, 2024, 2025];
const DAYS = ['01-05', '04-10', '09-20'];

/** What somebody tries; what the budget does not allow is refused. */
type Try =
  | {
      readonly act: 'appropriate' | 'transfer' | 'carry_over' | 'lapse';
      readonly category: number;
      readonly amount: number;
    }
  | { readonly act: 'hold'; readonly category: number; readonly amount: number }
  | {
      readonly act: 'release' | 'spend' | 'take_back';
      readonly hold: number;
      readonly amount: number;
    };

const amount = fc.integer({ min: 1, max: 60 });
const category = fc.integer({ min: 0, max: 1 });
const tries: fc.Arbitrary<Try[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        act: fc.constant('appropriate' as const),
        category,
        amount: fc.integer({ min: 40, max: 200 }),
      }),
    },
    { weight: 4, arbitrary: fc.record({ act: fc.constant('hold' as const), category, amount }) },
    {
      weight: 3,
      arbitrary: fc.record({
        act: fc.constantFrom('transfer' as const, 'carry_over' as const, 'lapse' as const),
        category,
        amount,
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        act: fc.constantFrom('release' as const, 'spend' as const, 'take_back' as const),
        hold: fc.nat(20),
        amount,
      }),
    },
  ),
  { minLength: 2, maxLength: 5 },
);
/** For each year and day what is tried on it. */
const histories = fc.array(tries, { minLength: 9, maxLength: 9 });

interface Held {
  readonly id: bigint;
  held: bigint;
  spent: bigint;
}

describe('budgets of any history', () => {
  let scene: BudgetScene;
  beforeAll(async () => {
    scene = await BudgetScene.open();
  });
  afterAll(() => scene.close());

  const yuan = (size: number): string => `${String(size)}.00`;

  async function attempt(bookId: number, day: string, one: Try, holds: Held[]): Promise<void> {
    const year = parseInt(day.slice(0, 4), 10);
    if (one.act === 'hold') {
      const size = BigInt(one.amount) * 100n;
      const id = await scene.hold(bookId, day, size, CATEGORIES[one.category]);
      holds.push({ id, held: size, spent: 0n });
      return;
    }
    if ('hold' in one) {
      const held = holds[one.hold % Math.max(1, holds.length)];
      const most = one.act === 'take_back' ? held?.spent : held?.held;
      if (held === undefined || most === undefined || most === 0n) return;
      const wanted = BigInt(one.amount) * 100n;
      const size = wanted < most ? wanted : most;
      if (one.act === 'release') await scene.release(bookId, day, held.id, size);
      if (one.act === 'spend') await scene.spend(bookId, day, held.id, size);
      if (one.act === 'take_back') await scene.takeBack(bookId, day, held.id, size);
      held.held += one.act === 'take_back' ? size : -size;
      held.spent += one.act === 'release' ? 0n : one.act === 'spend' ? size : -size;
      return;
    }
    const name = CATEGORIES[one.category] ?? 'lawyer';
    const other = CATEGORIES[1 - one.category] ?? 'lawyer';
    const size = yuan(one.amount);
    switch (one.act) {
      case 'appropriate':
        return scene.change(bookId, day, {
          change: 'appropriation',
          year,
          budgetLines: [{ category: name, raise: size }],
        });
      case 'transfer':
        return scene.change(bookId, day, {
          change: 'transfer',
          year,
          budgetLines: [
            { category: name, lower: size },
            { category: other, raise: size },
          ],
        });
      case 'carry_over':
        return scene.change(bookId, day, {
          change: 'carry_over',
          year: year - 1,
          budgetLines: [{ category: name, lower: size }],
        });
      case 'lapse':
        return scene.change(bookId, day, {
          change: 'lapse',
          year: year - 1,
          budgetLines: [{ category: name, originYear: year - 2, lower: size }],
        });
    }
  }

  const rows = (bookId: number): Promise<string[]> =>
    scene.dataSource
      .query<{ line: string }[]>(
        `SELECT format('%s %s %s %s %s %s', l.year, l.category, l.origin_year, l.budgeted_fen, l.held_fen, l.spent_fen) AS line
           FROM fund.budget_line l WHERE l.book_id = $1 ORDER BY l.year, l.category, l.origin_year`,
        [bookId],
      )
      .then((found) => found.map(({ line }) => line));

  const readAll = async (bookId: number, asOf?: string) => {
    const found: string[] = [];
    const sum = { in: 0n, reserved: 0n, spent: 0n, available: 0n };
    for (const year of YEARS) {
      const pools = await readBudget(scene.dataSource.manager, bookId, year, asOf);
      for (const { pool, lines, total } of pools) {
        if (pool !== 'special_fund') continue;
        sum.in += total.budgeted;
        sum.reserved += total.held;
        sum.spent += total.spent;
        sum.available += total.available;
        for (const { category: name, originYear, budgeted, held, spent } of lines) {
          found.push([year, name, originYear, budgeted, held, spent].join(' '));
        }
      }
    }
    return { lines: found, sum };
  };

  it('are the rows of today, the pool of the ledger, and on each day what they were on that day', async () => {
    let done = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const bookId = await scene.openBook();
        const holds: Held[] = [];
        const stood = new Map<string, string[]>();
        const days = YEARS.flatMap((year) => DAYS.map((day) => `${String(year)}-${day}`));
        for (const [index, day] of days.entries()) {
          for (const one of history[index] ?? []) {
            try {
              await attempt(bookId, day, one, holds);
              done += 1;
            } catch (error) {
              if (!(error instanceof DomainError)) throw error;
              refused += 1;
            }
          }
          stood.set(day, await rows(bookId));
        }
        const now = await readAll(bookId);
        expect(now.lines).toEqual(await rows(bookId));
        expect(now.sum).toEqual(await scene.poolInLedger(bookId));
        for (const [day, lines] of stood) {
          const then = await readAll(bookId, day);
          expect([day, then.lines]).toEqual([day, lines]);
        }
      }),
      { numRuns: sized(4, 100), endOnFailure: true },
    );
    // It was about something: both the one and the other happened.
    expect(done).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(0);
  });
});
