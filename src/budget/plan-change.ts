import { DomainError } from '../errors';
import { barsChange, carriesInto, lapsesIn } from '../law';
import { type Fen, formatYuan, negateFen, sumFen } from '../money';
import { availableOf, isLine, type LineKey } from './budget-lines';
import type { BudgetLine } from './budget.entity';
import { type BudgetChangeContent, type ChangedLine, sidesOf, signedAmount } from './change-schema';

/** By how much one line changes, in signed fen. */
export interface Effect {
  readonly line: LineKey;
  readonly amount: Fen;
}

type StandingLine = LineKey & Pick<BudgetLine, 'budgetedFen' | 'heldFen' | 'spentFen'>;

/** What a change is made on. */
export interface BudgetAsItStands {
  /** The lines of the pool, in all years. */
  readonly lines: readonly StandingLine[];
  /** What the pool has and no line has, in fen: what came back to it. */
  readonly outside: Fen;
  /** The year of today. */
  readonly thisYear: number;
}

const keyOf = ({ pool, year }: BudgetChangeContent, line: ChangedLine): LineKey => ({
  pool,
  year,
  category: line.category,
  originYear: line.originYear ?? year,
});

function requireYear(content: BudgetChangeContent, expected: number | undefined): void {
  const { change, year } = content;
  if (year === expected) return;
  throw new DomainError('BUDGET_YEAR_NOT_OPEN', 'refused', {
    change,
    year,
    ...(expected !== undefined && { expected }),
  });
}

/** Lines give up what they have left, never what is held or spent. */
function requireLeft({ lines }: BudgetAsItStands, effects: readonly Effect[]): void {
  for (const { line, amount } of effects) {
    if (amount >= 0n) continue;
    const found = lines.find(isLine(line));
    const available = found === undefined ? 0n : availableOf(found);
    if (negateFen(amount) > available) {
      throw new DomainError('BUDGET_LINE_TOO_LOW', 'refused', {
        category: line.category,
        year: line.year,
        originYear: line.originYear,
        amount: formatYuan(negateFen(amount)),
        available: formatYuan(available),
      });
    }
  }
}

const refuseUneven = (content: BudgetChangeContent, more: Record<string, string> = {}): never => {
  const { raised, lowered } = sidesOf(content);
  throw new DomainError('BUDGET_CHANGE_UNEVEN', 'refused', {
    change: content.change,
    raised: formatYuan(raised),
    lowered: formatYuan(lowered),
    ...more,
  });
};

/** Which sides a change has: whether lines go up, down, or both. */
function requireSides(content: BudgetChangeContent, outside: Fen): void {
  const { change, budgetLines } = content;
  const { raised, lowered } = sidesOf(content);
  switch (change) {
    case 'appropriation':
    case 'donation':
    case 'interest':
      if (lowered > 0n) refuseUneven(content);
      return;
    case 'transfer':
      if (budgetLines.length !== 2 || raised !== lowered) refuseUneven(content);
      return;
    case 'adjustment':
      // What came back to the pool may be taken into its lines; nothing may leave them.
      if (raised < lowered || raised > lowered + (outside > 0n ? outside : 0n)) {
        refuseUneven(content, { outside: formatYuan(outside) });
      }
      return;
    case 'carry_over':
    case 'lapse':
      if (raised > 0n) refuseUneven(content);
  }
}

/** Money keeps the year it came from: what was carried over is neither made more nor less by a change. */
function requireOrigins(content: BudgetChangeContent, effects: readonly Effect[]): void {
  for (const origin of new Set(effects.map(({ line }) => line.originYear))) {
    if (origin === content.year) continue;
    const ofOrigin = effects.filter(({ line }) => line.originYear === origin);
    if (sumFen(ofOrigin.map(({ amount }) => amount)) !== 0n) {
      refuseUneven(content, { originYear: String(origin) });
    }
  }
}

function carriedOver(content: BudgetChangeContent, { thisYear }: BudgetAsItStands): Effect[] {
  return content.budgetLines.flatMap((given) => {
    const line = keyOf(content, given);
    const next = carriesInto(line);
    if (next !== thisYear) {
      throw new DomainError('BUDGET_YEAR_NOT_OPEN', 'refused', {
        change: content.change,
        year: line.year,
        originYear: line.originYear,
        ...(next !== undefined && { carriesInto: next }),
      });
    }
    const amount = signedAmount(given);
    return [
      { line, amount },
      { line: { ...line, year: next }, amount: negateFen(amount) },
    ];
  });
}

function lapsedOf(content: BudgetChangeContent, { thisYear }: BudgetAsItStands): Effect[] {
  return content.budgetLines.map((given) => {
    const line = keyOf(content, given);
    if (thisYear < lapsesIn(line.originYear)) {
      throw new DomainError('BUDGET_YEAR_NOT_OPEN', 'refused', {
        change: content.change,
        year: line.year,
        originYear: line.originYear,
        lapsesIn: lapsesIn(line.originYear),
      });
    }
    return { line, amount: signedAmount(given) };
  });
}

/**
 * What a change does to the lines.
 *
 * @throws DomainError BUDGET_CHANGE_BARRED, BUDGET_CHANGE_UNEVEN, BUDGET_YEAR_NOT_OPEN, BUDGET_LINE_TOO_LOW
 *   (in this order)
 */
export function planChange(content: BudgetChangeContent, now: BudgetAsItStands): Effect[] {
  const { change, pool } = content;
  const bar = barsChange(change, pool);
  if (bar !== undefined) {
    throw new DomainError('BUDGET_CHANGE_BARRED', 'refused', { change, pool, rule: bar });
  }
  requireSides(content, now.outside);
  const effects = effectsOf(content, now);
  requireLeft(now, effects);
  return effects;
}

function effectsOf(content: BudgetChangeContent, now: BudgetAsItStands): Effect[] {
  if (content.change === 'carry_over') return carriedOver(content, now);
  if (content.change === 'lapse') return lapsedOf(content, now);
  requireYear(content, now.thisYear);
  const effects = content.budgetLines.map((given) => ({
    line: keyOf(content, given),
    amount: signedAmount(given),
  }));
  requireOrigins(content, effects);
  return effects;
}
