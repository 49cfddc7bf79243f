import { facts, post } from '../accounting';
import { LitigationCase } from '../cases';
import { DomainError } from '../errors';
import { addFen, type Fen, formatYuan, subtractFen, ZERO_FEN } from '../money';
import type { Work } from '../platform/work';
import { AdvanceItem } from './advance.entity';
import { asFact, lockItem } from './find-item';

/** What of a cost an organization would have to give back, in fen; court fees are the court's to refund. */
export function refundableOf(item: AdvanceItem): {
  readonly unsettled: Fen;
  readonly settled: Fen;
} {
  if (item.category === 'acceptance_fee') return { unsettled: ZERO_FEN, settled: ZERO_FEN };
  return {
    unsettled: subtractFen(subtractFen(item.paidFen, item.settledFen), item.surplusDemandedFen),
    settled: item.settledFen,
  };
}

/**
 * Demands back everything that was paid of a cost, what is settled included: its settlement falls.
 * Returns the amount; zero where nothing is left to demand.
 *
 * @throws DomainError REFUND_DUTY_DECIDED a part of the settled costs was granted by a judgment or is borne by the fund
 */
export async function demandRefund(work: Work, itemId: string): Promise<Fen> {
  const { item, litigationCase } = await lockItem(work, itemId);
  const { unsettled, settled } = refundableOf(item);
  const amount = addFen(unsettled, settled);
  if (amount === 0n) return amount;
  const costsSettledFen = subtractFen(litigationCase.costsSettledFen, settled);
  const decided = litigationCase.costsGrantedFen + litigationCase.costsAbsorbedFen;
  if (settled > 0n && (item.absorbedFen > 0n || decided > costsSettledFen)) {
    throw new DomainError('REFUND_DUTY_DECIDED', 'refused', {
      item: item.ref,
      settled: formatYuan(settled),
    });
  }
  await work.tx.update(AdvanceItem, item.id, {
    settledFen: ZERO_FEN,
    revokedFen: addFen(item.revokedFen, settled),
    surplusDemandedFen: addFen(item.surplusDemandedFen, amount),
  });
  await work.tx.update(LitigationCase, litigationCase.id, { costsSettledFen });
  await post(
    { ...work, key: `${work.key}:${item.id}` },
    facts.refundDemanded(asFact(item), { unsettled, settled }),
  );
  return amount;
}
