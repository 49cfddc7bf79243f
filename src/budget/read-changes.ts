import type { EntityManager } from 'typeorm';
import type { Pool } from '../accounting';
import type { BudgetCategory, BudgetChangeKind } from '../law';
import { formatYuan } from '../money';

/** A change of a budget with what it did to the lines; amounts in yuan. */
export interface ChangeItem {
  readonly id: string;
  readonly approval: string;
  readonly change: BudgetChangeKind;
  readonly pool: Pool;
  readonly year: number;
  readonly amount: string;
  readonly document: string;
  readonly reason: string;
  readonly donor: string | null;
  /** Of damage money: whose damages it is. */
  readonly case: string | null;
  readonly businessOn: string;
  readonly madeBy: string;
  readonly approvedBy: string;
  readonly recordedAt: string;
  readonly lines: {
    readonly year: number;
    readonly category: BudgetCategory;
    readonly originYear: number;
    readonly amount: string;
  }[];
}

interface Row extends Omit<ChangeItem, 'amount' | 'recordedAt' | 'lines'> {
  readonly amount_fen: string;
  readonly recorded_at: Date;
  readonly lines: {
    year: number;
    category: BudgetCategory;
    originYear: number;
    fen: string;
  }[];
}

/**
 * What changed the budget of a book, the latest first.
 *
 * @param page `before`: id of the change before which the page begins
 */
export async function readChanges(
  tx: EntityManager,
  bookId: number,
  page: {
    readonly year: number | undefined;
    readonly before: string | undefined;
    readonly limit: number;
  },
): Promise<ChangeItem[]> {
  const rows = await tx.query<Row[]>(
    `SELECT c.id, c.approval_request_id AS approval, c.change, c.pool, c.year, c.amount_fen, c.document, c.reason,
            c.donor, c.case_id AS case, c.business_on::text AS "businessOn", c.made_by AS "madeBy", c.approved_by AS "approvedBy",
            c.recorded_at,
            (SELECT jsonb_agg(jsonb_build_object('year', l.year, 'category', l.category,
                      'originYear', l.origin_year, 'fen', m.budgeted_fen::text) ORDER BY m.id)
               FROM fund.budget_movement m JOIN fund.budget_line l ON l.id = m.line_id
              WHERE m.change_id = c.id) AS lines
       FROM fund.budget_change c
      WHERE c.book_id = $1 AND ($2::integer IS NULL OR c.year = $2) AND ($3::uuid IS NULL OR c.id < $3)
      ORDER BY c.id DESC LIMIT $4`,
    [bookId, page.year ?? null, page.before ?? null, page.limit],
  );
  return rows.map(({ amount_fen, recorded_at, lines, ...row }) => ({
    ...row,
    amount: formatYuan(BigInt(amount_fen)),
    recordedAt: recorded_at.toISOString(),
    lines: lines.map(({ fen, ...line }) => ({ ...line, amount: formatYuan(BigInt(fen)) })),
  }));
}
