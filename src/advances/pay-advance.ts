import { uuidv7 } from 'uuidv7';
import { facts, post } from '../accounting';
import { spendHeld } from '../budget';
import { DomainError } from '../errors';
import { requireAnotherPerson } from '../identity';
import { addFen, type Fen, formatYuan } from '../money';
import type { Work } from '../platform/work';
import { AdvanceApplication, AdvanceItem, AdvancePayment } from './advance.entity';
import { asFact, lockItem } from './find-item';

/**
 * Records that an approved cost was paid, whole or in part; `amount` is the whole item when absent. In a real
 * book whoever pays is none of those who asked for it or decided on it.
 *
 * @throws DomainError NOT_APPROVED, SAME_PERSON (in real books), PAYMENT_EXCEEDS_APPROVAL (in this order)
 */
export async function payAdvance(
  work: Work,
  payment: { readonly itemId: string; readonly amount: Fen | undefined },
): Promise<void> {
  const { item } = await lockItem(work, payment.itemId);
  const application = await work.tx.findOneByOrFail(AdvanceApplication, { id: item.applicationId });
  if (application.status !== 'approved' || item.holdId === null) {
    throw new DomainError('NOT_APPROVED', 'refused', {
      item: item.ref,
      application: application.status,
    });
  }
  // A case file says itself who pays, and its format knows no refusal of it.
  if (work.bookKind === 'real') {
    const { applicant, reviewer, approver } = application;
    requireAnotherPerson(work.by, [applicant, reviewer ?? '', approver ?? '']);
  }
  const amount = payment.amount ?? item.appliedFen;
  const paidFen = addFen(item.paidFen, amount);
  if (paidFen > item.approvedFen) {
    throw new DomainError('PAYMENT_EXCEEDS_APPROVAL', 'refused', {
      approved: formatYuan(item.approvedFen),
      paid: formatYuan(item.paidFen),
      amount: formatYuan(amount),
    });
  }
  await work.tx.update(AdvanceItem, item.id, { paidFen });
  const { requestId } = await post(work, facts.advancePaid(asFact(item), amount), [
    await spendHeld(work, item.holdId, amount),
  ]);
  await work.tx.insert(AdvancePayment, {
    id: uuidv7(),
    itemId: item.id,
    paidOn: work.on,
    paidBy: work.by,
    amountFen: amount,
    requestId,
  });
}
