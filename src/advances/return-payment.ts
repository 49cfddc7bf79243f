import { facts, post, reverse } from '../accounting';
import { takeBackSpent } from '../budget';
import { DomainError } from '../errors';
import { journalOfRequest } from '../ledger';
import { addFen, type Fen, fen, formatYuan, minFen, subtractFen } from '../money';
import type { Work } from '../platform/work';
import { AdvanceItem, AdvancePayment } from './advance.entity';
import { asFact, lockItem } from './find-item';

/** What of an item's payments may still come back from the bank, in fen. */
function returnable(item: AdvanceItem): Fen {
  const used = item.settledFen + item.surplusDemandedFen + item.refundedByCourtFen;
  return fen(item.paidFen - used - (item.category === 'acceptance_fee' ? item.absorbedFen : 0n));
}

/**
 * The bank sent money of an advance back (退汇); `amount` is all that was paid when absent. The
 * money is held for the item again. A return of exactly one whole payment reverses its journal, unless it is told of
 * a day before that: then its lines are posted, swapped.
 *
 * @throws DomainError RETURN_EXCEEDS_PAYMENT
 */
export async function returnPayment(
  work: Work,
  returned: { readonly itemId: string; readonly amount: Fen | undefined },
): Promise<void> {
  const { item } = await lockItem(work, returned.itemId);
  const amount = returned.amount ?? item.paidFen;
  const most = returnable(item);
  if (amount === 0n || amount > most || item.holdId === null) {
    throw new DomainError('RETURN_EXCEEDS_PAYMENT', 'refused', {
      amount: formatYuan(amount),
      returnable: formatYuan(most),
    });
  }
  await work.tx.update(AdvanceItem, item.id, { paidFen: subtractFen(item.paidFen, amount) });

  const givenBack = await takeBackSpent(work, item.holdId, amount);
  const payments = await work.tx.find(AdvancePayment, {
    where: { itemId: item.id },
    order: { id: 'DESC' },
  });
  const whole = payments.find(
    (payment) => payment.returnedFen === 0n && payment.amountFen === amount,
  );
  const journal = whole && (await journalOfRequest(work.tx, whole.requestId));
  if (whole !== undefined && journal !== undefined && journal.businessOn <= work.on) {
    await work.tx.update(AdvancePayment, whole.id, { returnedFen: amount });
    await reverse(work, journal.number, `退汇冲销 ${item.ref}`);
    return;
  }
  let rest = amount;
  for (const payment of payments) {
    const part = minFen(rest, subtractFen(payment.amountFen, payment.returnedFen));
    rest = subtractFen(rest, part);
    if (part > 0n) {
      await work.tx.update(AdvancePayment, payment.id, {
        returnedFen: addFen(payment.returnedFen, part),
      });
    }
  }
  await post(work, facts.advancePaymentReturned(asFact(item), amount), [givenBack]);
}
