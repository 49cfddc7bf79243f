import type { EntityManager } from 'typeorm';
import type { Caller, Secrets } from '../identity';
import { readNumber, requireCurrentAccount } from '../payees';
import { PaymentOrderLine } from './payment-order.entity';
import type { OrderToPrint } from './print-payment-order';
import { readPaymentOrder } from './read-payment-orders';

/**
 * A payment order with the whole account numbers, for those who pay; the trail says who looked at each.
 *
 * @throws DomainError NOT_FOUND, PAYEE_ACCOUNT_CHANGED a line that is not paid yet goes to an account that is not
 *   the payee's any more
 */
export async function orderToPrint(
  tx: EntityManager,
  secrets: Secrets,
  caller: Caller,
  id: string,
): Promise<OrderToPrint> {
  const { lines: shown, ...order } = await readPaymentOrder(tx, caller, id);
  const lines: OrderToPrint['lines'][number][] = [];
  for (const line of shown) {
    const { bankAccountId, accountFingerprint } = await tx.findOneByOrFail(PaymentOrderLine, {
      id: line.id,
    });
    if (line.state === 'waiting') {
      await requireCurrentAccount(tx, { id: bankAccountId, fingerprint: accountFingerprint });
    }
    lines.push({
      ordinal: line.ordinal,
      payee: line.payee.name,
      bankName: line.payee.bankName,
      account: await readNumber(tx, secrets, caller, bankAccountId),
      purpose: `${line.itemRef} ${line.purpose ?? ''}`.trim(),
      amount: line.amount,
      state: line.state,
    });
  }
  return { ...order, lines };
}
