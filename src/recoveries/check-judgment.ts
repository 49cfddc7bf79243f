import type { EntityManager } from 'typeorm';
import type { LitigationCase } from '../cases';
import { DomainError } from '../errors';
import { sharesAddUp } from '../law';
import { type Fen, fen, formatYuan, sumFen, ZERO_FEN } from '../money';
import { Judgment, JudgmentItem } from './judgment.entity';
import type { ItemToRecord, JudgmentToRecord } from './judgment-to-record';

/**
 * Requires that a judgment can be recorded in a case as it stands.
 *
 * @param released fund costs of a judgment that this one takes the place of, in fen
 * @returns how many judgments and items the case has, and the fund costs that this one grants
 * @throws DomainError DUPLICATE_REF, GRANT_EXCEEDS_ADVANCE, SHARES_DO_NOT_ADD_UP (in this order)
 */
export async function requireRecordable(
  tx: EntityManager,
  litigationCase: LitigationCase,
  { caseId, ref, items }: Pick<JudgmentToRecord, 'caseId' | 'ref' | 'items'>,
  released: Fen = ZERO_FEN,
): Promise<{
  readonly places: { readonly judgments: number; readonly items: number };
  readonly granted: Fen;
}> {
  const earlier = await tx.findBy(JudgmentItem, { caseId });
  const judgments = await tx.findBy(Judgment, { caseId });
  const refs = items.map((item) => item.ref);
  const taken = new Set(earlier.map((item) => item.ref));
  const duplicate = judgments.some((other) => other.ref === ref)
    ? ref
    : refs.find((itemRef, index) => taken.has(itemRef) || refs.indexOf(itemRef) !== index);
  if (duplicate !== undefined)
    throw new DomainError('DUPLICATE_REF', 'conflict', { ref: duplicate });

  const granted = grantedBy(items);
  const { costsSettledFen, costsGrantedFen, costsAbsorbedFen } = litigationCase;
  const awaiting = fen(costsSettledFen - costsGrantedFen - costsAbsorbedFen + released);
  if (granted > awaiting) {
    throw new DomainError('GRANT_EXCEEDS_ADVANCE', 'refused', {
      granted: formatYuan(granted),
      settledAndUndecided: formatYuan(awaiting),
    });
  }
  for (const item of items) requireShares(item);
  return { places: { judgments: judgments.length, items: earlier.length }, granted };
}

/** Fund costs that items grant, in fen. */
const grantedBy = (items: readonly ItemToRecord[]): Fen =>
  sumFen(items.filter(({ kind }) => kind === 'fund_costs').map(({ amount }) => amount));

function requireShares({ ref, amount, mode, debtors, instalments }: ItemToRecord): void {
  const shares = debtors.map(({ defendantId, share }) => ({ id: defendantId, share }));
  const ordered = { amount, mode, debtors: shares, ...(instalments.length > 0 && { instalments }) };
  if (sharesAddUp(ordered)) return;
  throw new DomainError('SHARES_DO_NOT_ADD_UP', 'invalid', {
    item: ref,
    amount: formatYuan(amount),
  });
}
