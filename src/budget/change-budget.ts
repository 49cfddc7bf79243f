import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { chart, facts, type JournalDraft, type Pool, post } from '../accounting';
import { recordAct } from '../audit';
import { businessDate, yearOf } from '../calendar';
import { type Book, placeHold, readBalance } from '../ledger';
import { type Fen, fen, formatYuan, negateFen, sumFen } from '../money';
import type { Work } from '../platform/work';
import { availableOf, keepMovement, linesOf, lockBudget, openLine } from './budget-lines';
import { BudgetChange } from './budget.entity';
import { amountOf, type BudgetChangeContent } from './change-schema';
import { keepForCase, requireCase } from './money-of-case';
import { type BudgetAsItStands, type Effect, planChange } from './plan-change';

/** By whose approval a budget changes. */
export interface BudgetApproval {
  readonly id: string;
  readonly maker: string;
}

/** The budget of a pool, with what of the pool is in none of its lines. */
async function readStanding(
  tx: EntityManager,
  bookId: number,
  pool: Pool,
  on: string,
): Promise<BudgetAsItStands> {
  const lines = await linesOf(tx, bookId, pool);
  const { posted, held } = await readBalance(tx, bookId, chart.quota(pool));
  const outside = fen(posted - held - sumFen(lines.map(availableOf)));
  return { lines, outside, thisYear: yearOf(businessDate(on)) };
}

/**
 * Says whether a change could be made today.
 *
 * @throws DomainError as {@link requireCase} and {@link planChange}
 */
export async function rehearseChange(
  tx: EntityManager,
  book: Pick<Book, 'id' | 'kind'>,
  content: BudgetChangeContent,
  on: string,
): Promise<void> {
  await requireCase(tx, book, content);
  const bookId = book.id;
  planChange(content, await readStanding(tx, bookId, content.pool, on));
}

const incomeOf = (content: BudgetChangeContent, amount: Fen): JournalDraft | undefined => {
  const { change, pool, donor = '' } = content;
  if (change === 'appropriation') return facts.appropriated(pool, amount);
  if (change === 'donation') return facts.donated(pool, donor, amount);
  if (change === 'interest') return facts.interestEarned(pool, amount);
  return undefined;
};

/** Gives lapsed money back to finance: held at once, so that nobody else counts on it. */
async function giveBack(
  work: Work,
  { pool }: BudgetChangeContent,
  effects: readonly Effect[],
): Promise<bigint> {
  const amount = negateFen(sumFen(effects.map((effect) => effect.amount)));
  const originYears = [...new Set(effects.map(({ line }) => line.originYear))].sort();
  const hold = await placeHold(work.tx, {
    bookId: work.bookId,
    account: chart.quota(pool),
    amount,
    purpose: `lapse of ${originYears.join(', ')}`,
    placedBy: work.by,
  });
  const holdChanges = [{ hold, amount: negateFen(amount) }];
  return (await post(work, facts.lapsed(pool, originYears, amount), holdChanges)).requestId;
}

/** Posts what a change brings or takes; null where the money stays in the pool. */
async function postChange(
  work: Work,
  content: BudgetChangeContent,
  effects: readonly Effect[],
): Promise<bigint | null> {
  if (content.change === 'lapse') return giveBack(work, content, effects);
  const income = incomeOf(content, amountOf(content));
  return income === undefined ? null : (await post(work, income)).requestId;
}

/**
 * Changes the budget of a pool, and posts what came in or went back.
 *
 * @throws DomainError as {@link requireCase} and {@link planChange}; INSUFFICIENT_FUNDS the pool has less than lapsed
 */
export async function changeBudget(
  work: Work,
  content: BudgetChangeContent,
  approval: BudgetApproval,
): Promise<void> {
  const { tx, bookId, on } = work;
  const { change, pool, year, document, reason, donor = null } = content;
  await keepForCase(work, content);
  await lockBudget(work, pool);
  const effects = planChange(content, await readStanding(tx, bookId, pool, on));
  const id = uuidv7();
  await tx.insert(BudgetChange, {
    ...{ id, bookId, change, pool, year, document, reason, donor },
    caseId: content.case ?? null,
    approvalRequestId: approval.id,
    amountFen: amountOf(content),
    businessOn: on,
    madeBy: approval.maker,
    approvedBy: work.by,
    requestId: await postChange(work, content, effects),
  });
  for (const { line, amount } of effects) {
    const lineId = await openLine(work, line);
    await keepMovement(work, { lineId, kind: 'change', budgetedFen: amount, changeId: id });
  }
  await recordAct(work, `budget.${change}`, {
    change: id,
    approval: approval.id,
    pool,
    year,
    ...(content.case !== undefined && { case: content.case }),
    lines: effects.map(({ line: { category, year: of, originYear }, amount }) => ({
      ...{ category, year: of, originYear },
      amount: formatYuan(amount),
    })),
  });
}
