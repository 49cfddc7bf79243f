import type { EntityManager } from 'typeorm';
import { LitigationCase, lockCase } from '../cases';
import { DomainError } from '../errors';
import type { Book } from '../ledger';
import { addFen, type Fen, formatYuan, subtractFen, ZERO_FEN } from '../money';
import type { Work } from '../platform/work';
import { amountOf, type BudgetChangeContent, namesCase } from './change-schema';

/** What of the budget money for a case's restoration is neither spent nor lapsed, in fen. */
export const appropriationLeft = ({
  damagesAppropriatedFen,
  damagesPaidFen,
  damagesElsewhereFen,
}: Pick<
  LitigationCase,
  'damagesAppropriatedFen' | 'damagesPaidFen' | 'damagesElsewhereFen'
>): Fen =>
  subtractFen(damagesAppropriatedFen ?? ZERO_FEN, addFen(damagesPaidFen, damagesElsewhereFen));

function requireLeft(of: LitigationCase, content: BudgetChangeContent): void {
  if (content.change !== 'lapse') return;
  const [amount, left] = [amountOf(content), appropriationLeft(of)];
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
  requireLeft(found, content);
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
