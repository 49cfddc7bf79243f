import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { AdvanceItem, demandSurplus, lockItem, returnSurplus, tellApplicant } from '../advances';
import { recordAct } from '../audit';
import { DomainError } from '../errors';
import { type Fen, formatYuan, subtractFen } from '../money';
import { refuseDuplicate } from '../platform/database/refuse-duplicate';
import { today } from '../platform/database/today';
import type { Work } from '../platform/work';
import { SettlementLine } from './settlement.entity';
import { SurplusDemand, SurplusReminder, SurplusReturn } from './surplus.entity';

/** Within how many working days a surplus is to come back. A default of the bureau. */
const DUE_WITHIN = 15;

/** The day until which what is demanded on a day is to come back. */
export async function dueDay(tx: EntityManager, from: string): Promise<string> {
  const [row] = await tx.query<{ day: string }[]>(
    'SELECT fund.add_working_days($1::date, $2)::text AS day',
    [from, DUE_WITHIN],
  );
  if (row === undefined) throw new Error('the database told no day');
  return row.day;
}

/**
 * Demands the unsettled rest of a cost back, within 15 working days.
 *
 * @throws DomainError NOT_FOUND, RECEIPTS_WAITING, NOT_SETTLEABLE, NO_SURPLUS
 */
export async function demandBack(
  work: Work,
  { itemId, demandedById }: { readonly itemId: string; readonly demandedById: string },
): Promise<void> {
  const { tx, on } = work;
  const { item } = await lockItem(work, itemId);
  if (await tx.existsBy(SettlementLine, { itemId, state: 'submitted' })) {
    throw new DomainError('RECEIPTS_WAITING', 'refused', { item: item.ref });
  }
  const id = uuidv7();
  await demandSurplus({ ...work, key: `surplus:${id}` }, itemId);
  const { surplusDemandedFen } = await tx.findOneByOrFail(AdvanceItem, { id: itemId });
  const amountFen = subtractFen(surplusDemandedFen, item.surplusDemandedFen);
  const dueOn = await dueDay(tx, on);
  const demand = { itemId, amountFen, demandedOn: on, dueOn, demandedById };
  await tx.insert(SurplusDemand, { id, ...demand });
  await recordAct(work, 'surplus.demand', {
    item: item.ref,
    amount: formatYuan(amountFen),
    dueOn,
  });
  await tellApplicant(work, item, 'surplus_demanded', amountFen, dueOn);
}

/** Where a case file demanded it, no day is known, and nobody is told. */
async function tellReminded(work: Work, item: AdvanceItem): Promise<void> {
  const demand = await work.tx.findOne(SurplusDemand, {
    where: { itemId: item.id },
    order: { dueOn: 'DESC' },
  });
  if (demand === null) return;
  const outstanding = subtractFen(item.surplusDemandedFen, item.surplusReturnedFen);
  await tellApplicant(work, item, 'surplus_reminder', outstanding, demand.dueOn);
}

/**
 * Records that whoever owes a surplus was reminded, at most once a day.
 *
 * @throws DomainError NOT_FOUND, NO_SURPLUS nothing is owed, REMINDED_TODAY
 */
export async function remind(
  work: Work,
  { itemId, remindedById }: { readonly itemId: string; readonly remindedById: string },
): Promise<void> {
  const { tx, on } = work;
  const { item } = await lockItem(work, itemId);
  if (item.surplusReturnedFen === item.surplusDemandedFen) {
    throw new DomainError('NO_SURPLUS', 'refused', { item: item.ref });
  }
  await refuseDuplicate('uq_surplus_reminder_item_id_reminded_on', 'REMINDED_TODAY', () =>
    tx.insert(SurplusReminder, { id: uuidv7(), itemId, remindedOn: on, remindedById }),
  );
  await recordAct(work, 'surplus.remind', { item: item.ref });
  await tellReminded(work, item);
}

/** A surplus that came back; `work.on` is the day on which it did. */
export interface ReturnToRecord {
  readonly itemId: string;
  readonly amount: Fen;
  readonly bankReference: string;
  readonly recordedById: string;
}

/** @throws DomainError PAYMENT_DAY_WRONG */
async function requireDay({ tx, on }: Work, itemId: string): Promise<void> {
  const demand = await tx.findOne(SurplusDemand, {
    where: { itemId },
    order: { demandedOn: 'ASC' },
  });
  const latest = await today(tx);
  const earliest = demand?.demandedOn ?? on;
  if (on < earliest || on > latest) {
    throw new DomainError('PAYMENT_DAY_WRONG', 'refused', { earliest, latest });
  }
}

/**
 * Records that a demanded surplus, or a part of it, came back; once for a key.
 *
 * @throws DomainError NOT_FOUND, RETURN_EXCEEDS_SURPLUS, PAYMENT_DAY_WRONG, IDEMPOTENCY_KEY_REUSED
 */
export async function recordReturn(work: Work, given: ReturnToRecord): Promise<void> {
  const { tx, on: returnedOn } = work;
  const { itemId, amount: amountFen, bankReference, recordedById } = given;
  const { item } = await lockItem(work, itemId);
  const actKey = createHash('sha256').update(work.key).digest('hex');
  const made = await tx.findOneBy(SurplusReturn, { recordedById, actKey });
  if (made !== null) {
    const isSame =
      made.itemId === itemId && made.amountFen === amountFen && made.returnedOn === returnedOn;
    if (isSame) return;
    throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'refused');
  }
  await requireDay(work, itemId);
  const id = uuidv7();
  await returnSurplus({ ...work, key: `surplus-return:${id}` }, { itemId, amount: amountFen });
  const said = { itemId, amountFen, returnedOn, bankReference, recordedById, actKey };
  await tx.insert(SurplusReturn, { id, ...said });
  await recordAct(work, 'surplus.returned', {
    item: item.ref,
    amount: formatYuan(amountFen),
    bankReference,
  });
}

/** What of a cost was demanded back, and what came back. */
export interface SurplusShown {
  readonly item: string;
  readonly demanded: string;
  readonly returned: string;
  readonly outstanding: string;
  readonly dueOn: string | null;
  readonly reminders: string[];
}

/** @throws DomainError NOT_FOUND */
export async function readSurplus(tx: EntityManager, itemId: string): Promise<SurplusShown> {
  const item = await tx.findOneBy(AdvanceItem, { id: itemId });
  if (item === null) throw new DomainError('NOT_FOUND', 'not_found');
  const demand = await tx.findOne(SurplusDemand, {
    where: { itemId },
    order: { dueOn: 'DESC' },
  });
  const reminders = await tx.find(SurplusReminder, {
    where: { itemId },
    order: { remindedOn: 'ASC' },
  });
  return {
    item: itemId,
    demanded: formatYuan(item.surplusDemandedFen),
    returned: formatYuan(item.surplusReturnedFen),
    outstanding: formatYuan(subtractFen(item.surplusDemandedFen, item.surplusReturnedFen)),
    dueOn: demand?.dueOn ?? null,
    reminders: reminders.map(({ remindedOn }) => remindedOn),
  };
}
