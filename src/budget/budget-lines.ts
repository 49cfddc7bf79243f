import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import type { Pool } from '../accounting';
import type { BudgetCategory } from '../law';
import { type Fen, fen, minFen, subtractFen } from '../money';
import type { Work } from '../platform/work';
import { BudgetLine, BudgetMovement } from './budget.entity';

/** Which line of a book. */
export interface LineKey {
  readonly year: number;
  readonly pool: Pool;
  readonly category: BudgetCategory;
  readonly originYear: number;
}

/** What a line has left, in fen. */
export const availableOf = (line: Pick<BudgetLine, 'budgetedFen' | 'heldFen' | 'spentFen'>): Fen =>
  fen(line.budgetedFen - line.heldFen - line.spentFen);

/** Whether a line is the one of the key. */
export const isLine =
  (key: LineKey) =>
  (line: LineKey): boolean =>
    line.year === key.year &&
    line.pool === key.pool &&
    line.category === key.category &&
    line.originYear === key.originYear;

/**
 * Lets one act after the other at the budget of a pool, to the end of the transaction. Taken before
 * anything of the pool is held in the ledger, so that two acts never wait for each other.
 */
export async function lockBudget({ tx, bookId }: Work, pool: Pool): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [
    `budget of ${String(bookId)} ${pool}`,
  ]);
}

/** The lines of a pool, in all years, the oldest money first. */
export const linesOf = (tx: EntityManager, bookId: number, pool: Pool): Promise<BudgetLine[]> =>
  tx.find(BudgetLine, {
    where: { bookId, pool },
    order: { year: 'ASC', originYear: 'ASC', category: 'ASC' },
  });

/** The id of a line, which is opened where it is not there yet. */
export async function openLine({ tx, bookId }: Work, key: LineKey): Promise<string> {
  const { year, pool, category, originYear } = key;
  const place = { bookId, year, pool, category, originYear };
  const line = await tx.findOneBy(BudgetLine, place);
  if (line !== null) return line.id;
  const id = uuidv7();
  await tx.insert(BudgetLine, { id, ...place });
  return id;
}

/** Keeps by how much a line moved. */
export async function keepMovement(
  { tx, on, by }: Work,
  movement: Pick<BudgetMovement, 'lineId' | 'kind'> &
    Partial<Pick<BudgetMovement, 'budgetedFen' | 'heldFen' | 'spentFen' | 'changeId' | 'holdId'>>,
): Promise<void> {
  await tx.insert(BudgetMovement, { id: uuidv7(), businessOn: on, madeBy: by, ...movement });
}

/** A part of an amount that falls on one of several. */
export interface Share<T> {
  readonly of: T;
  readonly amount: Fen;
}

/** Takes an amount from several in their order, from each what it has; `left` is what none has. */
export function takeInOrder<T>(
  from: readonly T[],
  has: (one: T) => Fen,
  amount: Fen,
): { readonly shares: readonly Share<T>[]; readonly left: Fen } {
  let left = amount;
  const shares: Share<T>[] = [];
  for (const one of from) {
    const part = minFen(left, has(one));
    if (part <= 0n) continue;
    shares.push({ of: one, amount: part });
    left = subtractFen(left, part);
  }
  return { shares, left };
}
