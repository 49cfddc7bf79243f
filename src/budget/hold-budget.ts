import type { EntityManager } from 'typeorm';
import type { Pool } from '../accounting';
import { DomainError } from '../errors';
import { type BudgetCategory, type CostCategory, WHOLE_POOL } from '../law';
import { type Fen, fen, formatYuan, negateFen, subtractFen } from '../money';
import type { Work } from '../platform/work';
import { availableOf, keepMovement, linesOf, lockBudget, takeInOrder } from './budget-lines';
import { BudgetLine } from './budget.entity';

/** What of a budget is to be held. */
export interface BudgetNeed {
  readonly pool: Pool;
  /** The kind of cost, in the special fund; the other pools have one line. */
  readonly category?: CostCategory | undefined;
  /** The budget year whose lines are asked. */
  readonly year: number;
  readonly amount: Fen;
}

/** A part of a need, by the line that has it. */
export interface BudgetPart {
  readonly lineId: string;
  readonly amount: Fen;
}

const categoryOf = ({ pool, category = 'other' }: BudgetNeed): BudgetCategory =>
  pool === 'special_fund' ? category : WHOLE_POOL;

/**
 * Whether nothing goes past the budget: always in a real book, elsewhere where the year has one. A case
 * file has none.
 */
async function isBudgeted({ tx, bookId, bookKind }: Work, year: number): Promise<boolean> {
  return bookKind === 'real' || tx.existsBy(BudgetLine, { bookId, year });
}

/**
 * Finds the lines that have what is needed, what was carried over first, and lets nobody else at them
 * until the transaction ends.
 *
 * @returns nothing where the book has no budget to keep to
 * @throws DomainError BUDGET_EXCEEDED with what is available, in yuan
 */
export async function findBudget(work: Work, need: BudgetNeed): Promise<readonly BudgetPart[]> {
  const { pool, year, amount } = need;
  if (!(await isBudgeted(work, year))) return [];
  const category = categoryOf(need);
  await lockBudget(work, pool);
  const lines = (await linesOf(work.tx, work.bookId, pool)).filter(
    (line) => line.year === year && line.category === category,
  );
  const { shares, left } = takeInOrder(lines, availableOf, amount);
  if (left > 0n) {
    throw new DomainError('BUDGET_EXCEEDED', 'refused', {
      pool,
      category,
      year,
      amount: formatYuan(amount),
      available: formatYuan(subtractFen(amount, left)),
      missing: formatYuan(left),
    });
  }
  return shares.map(({ of: { id: lineId }, amount: part }) => ({ lineId, amount: part }));
}

/** Holds what {@link findBudget} found, for the money that a hold of the ledger keeps. */
export async function holdBudget(
  work: Work,
  holdId: bigint,
  parts: readonly BudgetPart[],
): Promise<void> {
  for (const { lineId, amount } of parts) {
    await keepMovement(work, { lineId, kind: 'hold', heldFen: amount, holdId });
  }
}

interface HeldLine {
  readonly lineId: string;
  readonly pool: Pool;
  readonly held: Fen;
  readonly spent: Fen;
}

/** What a hold of the ledger keeps and has spent of each line, the oldest money first. */
async function readHeld(tx: EntityManager, bookId: number, holdId: bigint): Promise<HeldLine[]> {
  const rows = await tx.query<{ id: string; pool: Pool; held: string; spent: string }[]>(
    `SELECT l.id, l.pool, sum(m.held_fen) AS held, sum(m.spent_fen) AS spent
       FROM fund.budget_movement m JOIN fund.budget_line l ON l.id = m.line_id
      WHERE m.hold_id = $1 AND l.book_id = $2 GROUP BY l.id ORDER BY l.origin_year, l.id`,
    [holdId.toString(), bookId],
  );
  return rows.map(({ id: lineId, pool, held, spent }) => ({
    lineId,
    pool,
    held: fen(BigInt(held)),
    spent: fen(BigInt(spent)),
  }));
}

/** Moves an amount of a hold at its lines; what is held for no line stays out of it. */
async function moveHeld(
  work: Work,
  { holdId, amount }: { readonly holdId: bigint; readonly amount: Fen },
  kind: 'release' | 'spend' | 'take_back',
): Promise<void> {
  const [first] = await readHeld(work.tx, work.bookId, holdId);
  if (first === undefined) return;
  await lockBudget(work, first.pool);
  const lines = await readHeld(work.tx, work.bookId, holdId);
  const { shares, left } =
    kind === 'take_back'
      ? takeInOrder(lines.toReversed(), ({ spent }) => spent, amount)
      : takeInOrder(lines, ({ held }) => held, amount);
  if (left > 0n) throw new Error(`hold ${String(holdId)} has too little to ${kind}`);
  for (const { of: line, amount: part } of shares) {
    const { lineId } = line;
    const heldFen = kind === 'take_back' ? part : negateFen(part);
    const spentFen = kind === 'release' ? fen(0n) : negateFen(heldFen);
    await keepMovement(work, { lineId, kind, heldFen, spentFen, holdId });
  }
}

/** What was held of a budget is free again: it will not be spent. */
export const releaseBudget = (work: Work, holdId: bigint, amount: Fen): Promise<void> =>
  moveHeld(work, { holdId, amount }, 'release');

/** What was held of a budget is spent. */
export const spendBudget = (work: Work, holdId: bigint, amount: Fen): Promise<void> =>
  moveHeld(work, { holdId, amount }, 'spend');

/** What was spent came back and is held again, as the ledger holds it (退汇). */
export const takeBackBudget = (work: Work, holdId: bigint, amount: Fen): Promise<void> =>
  moveHeld(work, { holdId, amount }, 'take_back');
