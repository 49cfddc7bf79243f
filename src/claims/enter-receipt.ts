import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { recordAct } from '../audit';
import { type Defendant, lockCase } from '../cases';
import { DomainError } from '../errors';
import { fen, parsePositiveYuan } from '../money';
import { today } from '../platform/database/today';
import { contentHash, type ContentJson } from '../platform/json/content-hash';
import type { Work } from '../platform/work';
import { InKindPerformance, JudgmentItem, Receipt, recordReceipt } from '../recoveries';
import type { DepartureContent, NewInKind, NewReceipt } from './receipt-schemas';
import { defendantOf, itemRefs } from './what-if';

/** Under which key somebody acts, and with what. */
export interface Sending {
  readonly recordedById: string;
  readonly actKey: string;
  readonly bodyHash: Buffer;
}

export const sendingOf = (work: Work, recordedById: string, body: ContentJson): Sending => ({
  recordedById,
  actKey: createHash('sha256').update(work.key).digest('hex'),
  bodyHash: contentHash(body),
});

/** A row that is entered under a key. */
interface Made {
  readonly id: string;
  readonly recordedById: string | null;
  readonly actKey: string | null;
  readonly bodyHash: Buffer | null;
}

/** @returns what was made under the key before @throws DomainError IDEMPOTENCY_KEY_REUSED */
export async function madeBefore(
  { tx }: Work,
  table: new () => Made,
  { recordedById, actKey, bodyHash }: Sending,
): Promise<string | undefined> {
  // One entry of a person after the other, so that a key sent twice at once counts once.
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`recoveries of ${recordedById}`]);
  const made = await tx.findOneBy<Made>(table, { recordedById, actKey });
  if (made === null) return undefined;
  if (made.bodyHash?.equals(bodyHash) === true) return made.id;
  throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'refused');
}

/** @throws DomainError RECEIPT_DAY_WRONG the day is after today */
export async function requirePast(tx: EntityManager, day: string): Promise<void> {
  const latest = await today(tx);
  if (day > latest) throw new DomainError('RECEIPT_DAY_WRONG', 'refused', { latest });
}

/** The next reference of a receipt in its case, which is locked. */
async function nextRef(tx: EntityManager, caseId: string): Promise<string> {
  const count = await tx.countBy(Receipt, { caseId });
  return `收${String(count + 1).padStart(3, '0')}`;
}

/**
 * Records money that an officer found on the custody account, allocated by the rule; `work.on` is the day on
 * which it came. The same key again is the same receipt. Returns its id.
 *
 * @throws DomainError IDEMPOTENCY_KEY_REUSED, RECEIPT_DAY_WRONG, NOT_FOUND, DUPLICATE_BANK_REFERENCE,
 *   NOT_A_DEBTOR
 */
export async function enterReceipt(
  work: Work,
  caseId: string,
  recordedById: string,
  given: NewReceipt,
): Promise<string> {
  const { tx } = work;
  const sending = sendingOf(work, recordedById, { caseId, ...given });
  const before = await madeBefore(work, Receipt, sending);
  if (before !== undefined) return before;
  await requirePast(tx, work.on);
  await lockCase(work, caseId);
  const payer = await defendantOf(tx, caseId, given.payer);
  return (await receive(work, caseId, payer, given, sending)).id;
}

/** What is received, by whichever way it was entered. */
type Received = Pick<NewReceipt, 'amount' | 'kind' | 'bankReference' | 'designated'>;

/**
 * Allocates by the rule what a defendant of the case, which is locked, has paid.
 *
 * @throws DomainError NOT_FOUND an item, DUPLICATE_BANK_REFERENCE, NOT_A_DEBTOR
 */
export async function receive(
  work: Work,
  caseId: string,
  payer: Defendant,
  received: Received,
  sending: Sending,
): Promise<{ readonly id: string; readonly ref: string }> {
  const { tx } = work;
  const { amount, kind, bankReference, designated = [] } = received;
  const ref = await nextRef(tx, caseId);
  const id = await recordReceipt(work, {
    ...{ caseId, ref, payer: payer.ref, bankReference },
    amount: parsePositiveYuan(amount) ?? fen(0n),
    designated: await itemRefs(tx, caseId, designated),
    entry: { kind, ...sending, approvalRequestId: null },
  });
  await recordAct(work, 'enforcement_receipt.record', {
    ...{ case: caseId, receipt: id, ref, payer: payer.name },
    ...{ amount, kind, bankReference, designated },
  });
  return { id, ref };
}

/**
 * Records money with an allocation that others approved; `work.on` is the day on which it came.
 *
 * @throws DomainError NOT_FOUND, DUPLICATE_BANK_REFERENCE, NOT_A_DEBTOR, ALLOCATION_EXCEEDS_DEBT
 */
export async function enterDeparture(
  work: Work,
  given: DepartureContent,
  request: { readonly id: string; readonly makerId: string },
): Promise<void> {
  const { tx } = work;
  const { case: caseId, amount, kind, bankReference, allocations } = given;
  await lockCase(work, caseId);
  const payer = await defendantOf(tx, caseId, given.payer);
  const ref = await nextRef(tx, caseId);
  const id = await recordReceipt(work, {
    ...{ caseId, ref, payer: payer.ref, bankReference },
    amount: parsePositiveYuan(amount) ?? fen(0n),
    designated: [],
    agreed: await agreedShares(tx, caseId, allocations),
    entry: {
      ...{ kind, recordedById: request.makerId, actKey: null, bodyHash: null },
      approvalRequestId: request.id,
    },
  });
  await recordAct(work, 'enforcement_receipt.record', {
    ...{ case: caseId, receipt: id, ref, payer: payer.name },
    ...{ amount, kind, bankReference, allocations, reason: given.reason },
  });
}

/** Shares as the law takes them. @throws DomainError NOT_FOUND */
export async function agreedShares(
  tx: EntityManager,
  caseId: string,
  allocations: DepartureContent['allocations'],
) {
  const refs = await itemRefs(
    tx,
    caseId,
    allocations.map(({ item }) => item),
  );
  return allocations.map(({ part, amount }, index) => ({
    itemId: refs[index] ?? '',
    part,
    amount: parsePositiveYuan(amount) ?? fen(0n),
  }));
}

/**
 * Records what a defendant did itself: information, it changes no claim. Returns its id.
 *
 * @throws DomainError IDEMPOTENCY_KEY_REUSED, RECEIPT_DAY_WRONG, NOT_FOUND the item or the defendant
 */
export async function recordInKind(
  work: Work,
  caseId: string,
  recordedById: string,
  given: NewInKind,
): Promise<string> {
  const { tx } = work;
  const sending = sendingOf(work, recordedById, { caseId, ...given });
  const before = await madeBefore(work, InKindPerformance, sending);
  if (before !== undefined) return before;
  await requirePast(tx, given.performedOn);
  const { item: itemId, performedOn, description, document: documentId = null } = given;
  const defendant = await defendantOf(tx, caseId, given.defendant);
  if (!(await tx.existsBy(JudgmentItem, { id: itemId, caseId }))) {
    throw new DomainError('NOT_FOUND', 'not_found', { item: itemId });
  }
  const id = uuidv7();
  const facts = { caseId, itemId, defendantId: defendant.id, performedOn, description, documentId };
  await tx.insert(InKindPerformance, { id, ...facts, ...sending });
  await recordAct(work, 'in_kind_performance.record', { id, ...facts });
  return id;
}
