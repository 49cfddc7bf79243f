import { lockItem, settlePart, tellApplicant } from '../advances';
import { recordAct } from '../audit';
import { DomainError } from '../errors';
import { formatYuan } from '../money';
import type { Work } from '../platform/work';
import { SettlementLine } from './settlement.entity';

/** What an officer decides on a line of receipts. */
export interface DecisionOnReceipt {
  readonly lineId: string;
  readonly decidedById: string;
  readonly decision: 'accept' | 'reject';
  readonly reason: string | null;
}

const BECOMES = { accept: 'accepted', reject: 'rejected' } as const;

/**
 * Accepts a line of receipts, which settles its part of the cost (票据核销), or rejects it, which gives its part
 * of the invoice free. The same decision by the same person again changes nothing.
 *
 * @throws DomainError NOT_FOUND, ALREADY_DECIDED, SAME_PERSON who submitted it, SETTLEMENT_EXCEEDS_PAYMENT
 */
export async function decideReceipt(work: Work, given: DecisionOnReceipt): Promise<void> {
  const { tx } = work;
  const { lineId, decidedById, decision, reason } = given;
  const found = await tx.findOneBy(SettlementLine, { id: lineId });
  if (found === null) throw new DomainError('NOT_FOUND', 'not_found', { receiptLine: lineId });
  const { item } = await lockItem(work, found.itemId);
  // Read again under the lock: somebody else may have decided it meanwhile.
  const line = await tx.findOneByOrFail(SettlementLine, { id: lineId });
  const state = BECOMES[decision];
  if (line.state === state && line.decidedById === decidedById) return;
  if (line.state !== 'submitted') {
    throw new DomainError('ALREADY_DECIDED', 'conflict', { state: line.state });
  }
  if (line.submittedById === decidedById) throw new DomainError('SAME_PERSON', 'forbidden');
  const once = { ...work, key: `receipt-line:${lineId}` };
  if (decision === 'accept') await settlePart(once, line.itemId, line.amountFen);
  await tx.update(SettlementLine, lineId, { state, decidedById, decidedOn: work.on, reason });
  await recordAct(once, `receipt_line.${decision}`, {
    line: lineId,
    item: item.ref,
    amount: formatYuan(line.amountFen),
    reason,
  });
  if (decision === 'reject')
    await tellApplicant(work, item, 'receipt_rejected', line.amountFen, work.on);
}
