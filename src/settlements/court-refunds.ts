import { createHash } from 'node:crypto';
import { type EntityManager, In } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { AdvanceItem, AdvancePayment, heldByCourt, lockItem, recordCourtRefund } from '../advances';
import { recordAct } from '../audit';
import { DomainError } from '../errors';
import { Person } from '../identity';
import { type Fen, formatYuan } from '../money';
import { today } from '../platform/database/today';
import type { Work } from '../platform/work';
import { CourtRefund } from './court-refund.entity';

/** Money that the court gave back; `work.on` is the day on which it came. */
export interface CourtRefundToRecord {
  readonly itemId: string;
  readonly amount: Fen;
  readonly bankReference: string;
  readonly recordedById: string;
}

/** @throws DomainError PAYMENT_DAY_WRONG it came before the fee was paid, or comes tomorrow */
async function requireDay({ tx, on }: Work, itemId: string): Promise<void> {
  const [payment] = await tx.find(AdvancePayment, {
    where: { itemId },
    order: { paidOn: 'ASC' },
    take: 1,
  });
  const latest = await today(tx);
  const earliest = payment?.paidOn ?? on;
  if (on < earliest || on > latest) {
    throw new DomainError('PAYMENT_DAY_WRONG', 'refused', { earliest, latest });
  }
}

/**
 * Records that the court gave an acceptance fee back, or a part of it; once for a key. After a win the court
 * refunds what the plaintiff prepaid (法释〔2022〕11号 art 207; 诉讼费用交纳办法 art 53).
 *
 * @throws DomainError NOT_FOUND, PAYMENT_DAY_WRONG, REFUND_EXCEEDS_PAYMENT, IDEMPOTENCY_KEY_REUSED
 */
export async function recordRefundOfFee(work: Work, given: CourtRefundToRecord): Promise<void> {
  const { tx, on: refundedOn } = work;
  const { itemId, amount: amountFen, bankReference, recordedById } = given;
  const { item } = await lockItem(work, itemId);
  const actKey = createHash('sha256').update(work.key).digest('hex');
  const made = await tx.findOneBy(CourtRefund, { recordedById, actKey });
  if (made !== null) {
    const isSame =
      made.itemId === itemId && made.amountFen === amountFen && made.refundedOn === refundedOn;
    if (isSame) return;
    throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'refused');
  }
  await requireDay(work, itemId);
  const id = uuidv7();
  await recordCourtRefund({ ...work, key: `court-refund:${id}` }, { itemId, amount: amountFen });
  const said = { itemId, amountFen, refundedOn, bankReference, recordedById, actKey };
  await tx.insert(CourtRefund, { id, ...said });
  const amount = formatYuan(amountFen);
  await recordAct(work, 'court_refund.record', { item: item.ref, amount, bankReference });
}

/** What the court had of an acceptance fee, and what became of it; in yuan. */
export interface CourtFeeShown {
  readonly item: string;
  readonly paid: string;
  readonly refunded: string;
  readonly absorbed: string;
  /** What the court may still give back. */
  readonly outstanding: string;
  readonly refunds: {
    readonly id: string;
    readonly amount: string;
    readonly on: string;
    readonly bankReference: string;
    /** To an organization nobody of the bureau is named. */
    readonly recordedBy: string | null;
  }[];
}

/** @throws DomainError NOT_FOUND */
export async function readCourtFee(tx: EntityManager, itemId: string): Promise<CourtFeeShown> {
  const item = await tx.findOneBy(AdvanceItem, { id: itemId });
  if (item === null) throw new DomainError('NOT_FOUND', 'not_found');
  const refunds = await tx.find(CourtRefund, {
    where: { itemId },
    order: { refundedOn: 'ASC', id: 'ASC' },
  });
  const people = await tx.findBy(Person, {
    id: In(refunds.map(({ recordedById }) => recordedById)),
  });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return {
    item: itemId,
    paid: formatYuan(item.paidFen),
    refunded: formatYuan(item.refundedByCourtFen),
    absorbed: formatYuan(item.absorbedFen),
    outstanding: formatYuan(heldByCourt(item)),
    refunds: refunds.map(({ id, amountFen, refundedOn, bankReference, recordedById }) => ({
      id,
      amount: formatYuan(amountFen),
      on: refundedOn,
      bankReference,
      recordedBy: names.get(recordedById) ?? null,
    })),
  };
}
