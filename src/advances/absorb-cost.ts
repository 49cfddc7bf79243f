import { uuidv7 } from 'uuidv7';
import { facts, post } from '../accounting';
import { LitigationCase } from '../cases';
import { DomainError } from '../errors';
import { type PersonName, requireAnotherPerson } from '../identity';
import { addFen, type Fen, fen, formatYuan, minFen } from '../money';
import type { Work } from '../platform/work';
import { AdvanceItem, CostAbsorption } from './advance.entity';
import { asFact, lockItem } from './find-item';

/**
 * The fund bears a cost that no court grants; `work.by` approves what `requestedBy` asked for.
 *
 * @throws DomainError SAME_PERSON, ABSORB_EXCEEDS_SETTLED (in this order)
 */
export async function absorbCost(
  work: Work,
  absorption: { readonly itemId: string; readonly amount: Fen; readonly requestedBy: PersonName },
): Promise<void> {
  const { amount, requestedBy } = absorption;
  const { item, litigationCase } = await lockItem(work, absorption.itemId);
  requireAnotherPerson(work.by, [requestedBy]);
  const isCourtFee = item.category === 'acceptance_fee';
  const { costsSettledFen, costsGrantedFen, costsAbsorbedFen } = litigationCase;
  const most = isCourtFee
    ? fen(item.paidFen - item.refundedByCourtFen - item.absorbedFen)
    : minFen(
        fen(item.settledFen - item.absorbedFen),
        fen(costsSettledFen - costsGrantedFen - costsAbsorbedFen),
      );
  if (amount > most) {
    throw new DomainError('ABSORB_EXCEEDS_SETTLED', 'refused', {
      amount: formatYuan(amount),
      absorbable: formatYuan(most),
    });
  }
  await work.tx.update(AdvanceItem, item.id, { absorbedFen: addFen(item.absorbedFen, amount) });
  if (!isCourtFee) {
    await work.tx.update(LitigationCase, litigationCase.id, {
      costsAbsorbedFen: addFen(costsAbsorbedFen, amount),
    });
  }
  await work.tx.insert(CostAbsorption, {
    id: uuidv7(),
    itemId: item.id,
    amountFen: amount,
    absorbedOn: work.on,
    requestedBy,
    approvedBy: work.by,
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
  const most =
    item.category === 'acceptance_fee'
      ? fen(item.paidFen - item.refundedByCourtFen - item.absorbedFen)
      : fen(0n);
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
