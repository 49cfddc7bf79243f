import type { EntityManager } from 'typeorm';
import { LitigationCase, lockCase } from '../cases';
import { DomainError } from '../errors';
import type { Book } from '../ledger';
import { addFen, type Fen, fen, formatYuan, subtractFen, sumFen, ZERO_FEN } from '../money';
import type { Work } from '../platform/work';
import { amountOf, type BudgetChangeContent, namesCase } from './change-schema';

// What went out and did not come back, by plans and elsewhere, beyond what the totals of the case count as paid.
const UNCOUNTED = `
  SELECT c.id, greatest(0, coalesce((SELECT sum(p.paid_fen) FROM fund.restoration_plan p WHERE p.case_id = c.id), 0)
                         + coalesce((SELECT sum(x.amount_fen) FROM fund.cross_case_cost x WHERE x.case_id = c.id AND NOT EXISTS (
                             SELECT FROM fund.pay_out o JOIN fund.pay_out_return b ON b.pay_out_id = o.id
                              WHERE o.approval_request_id = x.approval_request_id)), 0)
                         - c.damages_paid_fen - c.damages_elsewhere_fen)::text AS fen
    FROM fund.litigation_case c
   WHERE c.id = ANY ($1::uuid[]) AND EXISTS (SELECT FROM fund.spent_deficit d WHERE d.case_id = c.id AND d.what = 'restoration')`;

/**
 * What restoration had of the budget money of cases, in fen, and a changed judgment has left out of their totals: it is
 * spent all the same. By case; one that is not there has nothing of the kind.
 */
export async function uncountedOf(
  tx: EntityManager,
  cases: readonly Pick<LitigationCase, 'id'>[],
): Promise<ReadonlyMap<string, Fen>> {
  const ids = cases.map(({ id }) => id);
  const rows = await tx.query<{ id: string; fen: string }[]>(UNCOUNTED, [ids]);
  return new Map(rows.map((row) => [row.id, fen(BigInt(row.fen))]));
}

type BudgetTotals = Pick<
  LitigationCase,
  'damagesAppropriatedFen' | 'damagesPaidFen' | 'damagesElsewhereFen'
>;

/**
 * What of the budget money for a case's restoration is neither spent nor lapsed, in fen.
 *
 * @param uncounted of {@link uncountedOf}
 */
export function appropriationLeft(of: BudgetTotals, uncounted: Fen = ZERO_FEN): Fen {
  const spent = sumFen([of.damagesPaidFen, of.damagesElsewhereFen, uncounted]);
  const appropriated = of.damagesAppropriatedFen ?? ZERO_FEN;
  return appropriated > spent ? subtractFen(appropriated, spent) : ZERO_FEN;
}

/** The same, of a case as it stands. */
export const budgetLeft = async (tx: EntityManager, of: LitigationCase): Promise<Fen> =>
  appropriationLeft(of, (await uncountedOf(tx, [of])).get(of.id));

async function requireLeft(
  tx: EntityManager,
  of: LitigationCase,
  content: BudgetChangeContent,
): Promise<void> {
  if (content.change !== 'lapse') return;
  const [amount, left] = [amountOf(content), await budgetLeft(tx, of)];
  if (amount <= left) return;
  throw new DomainError('INSUFFICIENT_FUNDS', 'refused', {
    case: of.number,
    amount: formatYuan(amount),
    available: formatYuan(left),
  });
}

/**
 * Requires that damage money names the case whose damages it is: always in a real book.
 *
 * @throws DomainError APPROPRIATION_NEEDS_CASE, NOT_FOUND, INSUFFICIENT_FUNDS less is left for the case than lapses
 */
export async function requireCase(
  tx: EntityManager,
  book: Pick<Book, 'id' | 'kind'>,
  content: BudgetChangeContent,
): Promise<void> {
  if (content.case === undefined) {
    if (book.kind === 'real' && namesCase(content)) {
      throw new DomainError('APPROPRIATION_NEEDS_CASE', 'refused');
    }
    return;
  }
  const found = await tx.findOneBy(LitigationCase, { id: content.case, bookId: book.id });
  if (found === null) throw new DomainError('NOT_FOUND', 'not_found', { case: content.case });
  if (found.damageRoute !== 'treasury') {
    throw new DomainError('APPROPRIATION_NEEDS_CASE', 'refused', { route: found.damageRoute });
  }
  await requireLeft(tx, found, content);
}

/** Counts damage money for its case; the case stays locked. @throws DomainError as {@link requireCase} */
export async function keepForCase(work: Work, content: BudgetChangeContent): Promise<void> {
  const { tx, bookId, bookKind } = work;
  if (content.case !== undefined) await lockCase(work, content.case);
  await requireCase(tx, { id: bookId, kind: bookKind }, content);
  if (content.case === undefined) return;
  const { damagesAppropriatedFen } = await tx.findOneByOrFail(LitigationCase, { id: content.case });
  const before = damagesAppropriatedFen ?? ZERO_FEN;
  const by = amountOf(content);
  await tx.update(LitigationCase, content.case, {
    damagesAppropriatedFen:
      content.change === 'lapse' ? subtractFen(before, by) : addFen(before, by),
  });
}

/** What people call a case. */
export async function numberOfCase(tx: EntityManager, id: string): Promise<string> {
  return (await tx.findOneBy(LitigationCase, { id }))?.number ?? id;
}
