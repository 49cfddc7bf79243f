import { uuidv7 } from 'uuidv7';
import { type AdvanceItem, lockItem, payAdvance, returnPayment, tellApplicant } from '../advances';
import { refuseParty } from '../approvals';
import { recordAct } from '../audit';
import { DomainError } from '../errors';
import { formatYuan } from '../money';
import { today } from '../platform/database/today';
import type { Work } from '../platform/work';
import {
  type LineState,
  PaymentOrder,
  PaymentOrderLine,
  PaymentResult,
  type PaymentResultName,
} from './payment-order.entity';

/** What a cashier found to have become of a line; `work.on` is the day on which it did. */
export interface ResultToRecord {
  readonly orderId: string;
  readonly lineId: string;
  readonly recordedById: string;
  readonly result: PaymentResultName;
  readonly bankReference: string | null;
  readonly reason: string | null;
}

const MAY_BECOME: Readonly<Record<LineState, readonly PaymentResultName[]>> = {
  waiting: ['paid', 'bounced', 'unknown'],
  unknown: ['paid', 'bounced'],
  paid: ['bounced'],
  bounced: [],
};

/** The same result sent again changes nothing. @throws DomainError PAYMENT_RECORDED_OTHERWISE */
function isRecorded(work: Work, last: PaymentResult | null, given: ResultToRecord): boolean {
  if (last?.result !== given.result) return false;
  if (last.resultOn === work.on && last.bankReference === given.bankReference) return true;
  throw new DomainError('PAYMENT_RECORDED_OTHERWISE', 'conflict', {
    recorded: { result: last.result, on: last.resultOn, bankReference: last.bankReference },
  });
}

/** @throws DomainError ALREADY_PAID, PAYMENT_CLOSED, PAYMENT_REASON_REQUIRED */
function requireNext(state: LineState, { result, reason }: ResultToRecord): void {
  if (!MAY_BECOME[state].includes(result)) {
    throw new DomainError(state === 'paid' ? 'ALREADY_PAID' : 'PAYMENT_CLOSED', 'conflict', {
      state,
    });
  }
  if (state === 'unknown' && reason === null) {
    throw new DomainError('PAYMENT_REASON_REQUIRED', 'refused');
  }
}

/** @throws DomainError SAME_PERSON, PAYMENT_DAY_WRONG */
async function requirePayer(
  work: Work,
  line: PaymentOrderLine,
  earliest: string | undefined,
  recordedById: string,
): Promise<void> {
  await refuseParty(work.tx, [line.approvalRequestId], recordedById);
  const order = await work.tx.findOneByOrFail(PaymentOrder, { id: line.orderId });
  if (order.madeById === recordedById) throw new DomainError('SAME_PERSON', 'forbidden');
  const from = earliest ?? order.madeOn;
  const latest = await today(work.tx);
  if (work.on < from || work.on > latest) {
    throw new DomainError('PAYMENT_DAY_WRONG', 'refused', { earliest: from, latest });
  }
}

/** Money that left is posted; money that came back is posted back; anything else moves nothing. */
async function post(work: Work, state: LineState, line: PaymentOrderLine, result: string) {
  const payment = { itemId: line.itemId, amount: line.amountFen };
  if (result === 'paid') await payAdvance(work, payment);
  if (result === 'bounced' && state === 'paid') await returnPayment(work, payment);
}

/** Of what is not known yet nobody is told. */
async function tellResult(
  work: Work,
  item: AdvanceItem,
  { amountFen }: PaymentOrderLine,
  result: PaymentResultName,
): Promise<void> {
  if (result === 'unknown') return;
  const kind = result === 'paid' ? 'advance_paid' : 'advance_bounced';
  await tellApplicant(work, item, kind, amountFen, work.on);
}

/**
 * Records what became of a line of a payment order. A line of unknown outcome stays so until somebody found
 * it out; it is never sent again by itself.
 *
 * @throws DomainError NOT_FOUND, PAYMENT_RECORDED_OTHERWISE, SAME_PERSON, ALREADY_PAID, PAYMENT_CLOSED,
 *   PAYMENT_REASON_REQUIRED, PAYMENT_DAY_WRONG and as payAdvance and returnPayment
 */
export async function recordPaymentResult(work: Work, given: ResultToRecord): Promise<void> {
  const { tx } = work;
  const { orderId, lineId, recordedById, result, bankReference, reason } = given;
  const found = await tx.findOneBy(PaymentOrderLine, { id: lineId, orderId });
  if (found === null) throw new DomainError('NOT_FOUND', 'not_found', { line: lineId });
  const { item } = await lockItem(work, found.itemId);
  const line = await tx.findOneByOrFail(PaymentOrderLine, { id: lineId });
  const last = await tx.findOne(PaymentResult, { where: { lineId }, order: { ordinal: 'DESC' } });
  if (isRecorded(work, last, given)) return;
  requireNext(line.state, given);
  await requirePayer(work, line, last?.resultOn, recordedById);
  const ordinal = (last?.ordinal ?? 0) + 1;
  const once = { ...work, key: `payment-result:${lineId}:${String(ordinal)}` };
  await post(once, line.state, line, result);
  await tx.insert(PaymentResult, {
    id: uuidv7(),
    lineId,
    ordinal,
    result,
    resultOn: work.on,
    bankReference,
    reason,
    approvalRequestId: line.approvalRequestId,
    recordedById,
  });
  await recordAct(once, 'payment_order.result', {
    order: orderId,
    line: lineId,
    item: item.ref,
    amount: formatYuan(line.amountFen),
    before: line.state,
    result,
    bankReference,
    reason,
  });
  await tellResult(work, item, line, result);
}
