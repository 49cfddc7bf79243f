import type { EntityManager } from 'typeorm';
import { type Pool, POOLS } from '../accounting';
import type { BudgetCategory } from '../law';
import { type Fen, fen, sumFen } from '../money';

/** Amounts of a budget in fen: `available = budgeted − held − spent`. */
export interface BudgetAmounts {
  readonly budgeted: Fen;
  readonly held: Fen;
  readonly spent: Fen;
  readonly available: Fen;
}

/** One line of a budget as of a day. */
export interface BudgetLineAt extends BudgetAmounts {
  readonly category: BudgetCategory;
  readonly originYear: number;
}

/** The budget of a pool in a year, as of a day. */
export interface PoolBudget {
  readonly pool: Pool;
  readonly lines: readonly BudgetLineAt[];
  readonly total: BudgetAmounts;
}

const withAvailable = (amounts: Omit<BudgetAmounts, 'available'>): BudgetAmounts => ({
  ...amounts,
  available: fen(amounts.budgeted - amounts.held - amounts.spent),
});

/** What several amounts of a budget come to. */
export const totalOf = (all: readonly BudgetAmounts[]): BudgetAmounts =>
  withAvailable({
    budgeted: sumFen(all.map(({ budgeted }) => budgeted)),
    held: sumFen(all.map(({ held }) => held)),
    spent: sumFen(all.map(({ spent }) => spent)),
  });

interface Row {
  readonly pool: Pool;
  readonly category: BudgetCategory;
  readonly origin_year: number;
  readonly budgeted: string;
  readonly held: string;
  readonly spent: string;
}

/**
 * The budget of a book in a year, added up from what moved it.
 *
 * @param asOf what moved it after this day does not count; absent: everything counts
 */
export async function readBudget(
  tx: EntityManager,
  bookId: number,
  year: number,
  asOf?: string,
): Promise<readonly PoolBudget[]> {
  const rows = await tx.query<Row[]>(
    `SELECT l.pool, l.category, l.origin_year, sum(m.budgeted_fen) AS budgeted, sum(m.held_fen) AS held,
            sum(m.spent_fen) AS spent
       FROM fund.budget_line l JOIN fund.budget_movement m ON m.line_id = l.id
      WHERE l.book_id = $1 AND l.year = $2 AND ($3::date IS NULL OR m.business_on <= $3)
      GROUP BY l.id ORDER BY l.category, l.origin_year`,
    [bookId, year, asOf ?? null],
  );
  const at = (text: string): Fen => fen(BigInt(text));
  return POOLS.map((pool) => {
    const lines = rows
      .filter((row) => row.pool === pool)
      .map((row) => ({
        category: row.category,
        originYear: row.origin_year,
        ...withAvailable({
          budgeted: at(row.budgeted),
          held: at(row.held),
          spent: at(row.spent),
        }),
      }));
    return { pool, lines, total: totalOf(lines) };
  });
}

/** The years for which a book has a budget, the latest first. */
export async function readBudgetYears(tx: EntityManager, bookId: number): Promise<number[]> {
  const rows = await tx.query<{ year: number }[]>(
    'SELECT DISTINCT l.year FROM fund.budget_line l WHERE l.book_id = $1 ORDER BY l.year DESC',
    [bookId],
  );
  return rows.map(({ year }) => year);
}

/** What the lines of each pool have left, in all years, in fen. */
export async function readLeftInLines(
  tx: EntityManager,
  bookId: number,
): Promise<ReadonlyMap<Pool, Fen>> {
  const rows = await tx.query<{ pool: Pool; available: string }[]>(
    `SELECT l.pool, sum(l.budgeted_fen - l.held_fen - l.spent_fen) AS available
       FROM fund.budget_line l WHERE l.book_id = $1 GROUP BY l.pool`,
    [bookId],
  );
  return new Map(rows.map(({ pool, available }) => [pool, fen(BigInt(available))]));
}
