import { uuidv7 } from 'uuidv7';
import { facts, post } from '../accounting';
import { LitigationCase } from '../cases';
import { DomainError } from '../errors';
import { type PersonName, requireAnotherPerson } from '../identity';
import { addFen, type Fen, fen, formatYuan, minFen, ZERO_FEN } from '../money';
import type { Work } from '../platform/work';
import { AdvanceItem, CostAbsorption } from './advance.entity';
import { asFact, lockItem } from './find-item';

/** What a court has of an acceptance fee and may still give back, in fen; of other costs nothing. */
export const heldByCourt = (item: AdvanceItem): Fen =>
  item.category === 'acceptance_fee'
    ? fen(item.paidFen - item.refundedByCourtFen - item.absorbedFen)
    : ZERO_FEN;

/** What of a cost the fund may still bear, in fen: settled, or of a court's fee paid, and nobody else's. */
export function absorbableOf(item: AdvanceItem, of: LitigationCase): Fen {
  const { costsSettledFen, costsGrantedFen, costsAbsorbedFen } = of;
  return item.category === 'acceptance_fee'
    ? heldByCourt(item)
    : minFen(
        fen(item.settledFen - item.absorbedFen),
        fen(costsSettledFen - costsGrantedFen - costsAbsorbedFen),
      );
}

/**
 * The fund bears a cost that no court grants; `work.by` approves what `requestedBy` asked for.
 *
 * @throws DomainError SAME_PERSON, ABSORB_EXCEEDS_SETTLED (in this order)
 */
export async function absorbCost(
  work: Work,
  absorption: {
    readonly itemId: string;
    readonly amount: Fen;
    readonly requestedBy: PersonName;
    /** Absent where a case file tells it. */
    readonly approvalRequestId?: string;
  },
): Promise<void> {
  const { amount, requestedBy, approvalRequestId = null } = absorption;
  const { item, litigationCase } = await lockItem(work, absorption.itemId);
  requireAnotherPerson(work.by, [requestedBy]);
  const most = absorbableOf(item, litigationCase);
  if (amount > most) {
    throw new DomainError('ABSORB_EXCEEDS_SETTLED', 'refused', {
      amount: formatYuan(amount),
      absorbable: formatYuan(most),
    });
  }
  await work.tx.update(AdvanceItem, item.id, { absorbedFen: addFen(item.absorbedFen, amount) });
  if (item.category !== 'acceptance_fee') {
    await work.tx.update(LitigationCase, litigationCase.id, {
      costsAbsorbedFen: addFen(litigationCase.costsAbsorbedFen, amount),
    });
  }
  await work.tx.insert(CostAbsorption, {
    id: uuidv7(),
    itemId: item.id,
    amountFen: amount,
    absorbedOn: work.on,
    requestedBy,
    approvedBy: work.by,
    approvalRequestId,
  });
  await post(work, facts.costAbsorbed(asFact(item), amount));
}

/**
 * The court refunds a prepaid acceptance fee (诉讼费用交纳办法 art. 53; 法释〔2022〕11号 art. 207).
 *
 * @throws DomainError REFUND_EXCEEDS_PAYMENT
 */
export async function recordCourtRefund(
  work: Work,
  refund: { readonly itemId: string; readonly amount: Fen },
): Promise<void> {
  const { item } = await lockItem(work, refund.itemId);
  const most = heldByCourt(item);
  if (refund.amount > most) {
    throw new DomainError('REFUND_EXCEEDS_PAYMENT', 'refused', {
      amount: formatYuan(refund.amount),
      refundable: formatYuan(most),
    });
  }
  await work.tx.update(AdvanceItem, item.id, {
    refundedByCourtFen: addFen(item.refundedByCourtFen, refund.amount),
  });
  await post(work, facts.courtFeeRefunded(asFact(item), refund.amount));
}
