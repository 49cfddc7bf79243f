import { createHash } from 'node:crypto';
import { In } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { AdvanceApplication, AdvanceItem } from '../advances';
import { recordAct, recordComputation } from '../audit';
import { businessDate, yearOf } from '../calendar';
import { lockCase } from '../cases';
import { DomainError } from '../errors';
import { payableToOrganization } from '../law';
import { addFen, type Fen, fen, formatYuan, sumFen } from '../money';
import { Organization, requireQualified } from '../organizations';
import { requireCurrentAccount } from '../payees';
import { contentHash } from '../platform/json/content-hash';
import type { Work } from '../platform/work';
import { PaymentOrder, PaymentOrderLine } from './payment-order.entity';

/** Costs to be paid, each once. */
export interface OrderToMake {
  readonly madeById: string;
  readonly payments: readonly { readonly item: string; readonly amount: Fen }[];
}

/** A line whose checks are done. */
type CheckedLine = Pick<
  PaymentOrderLine,
  'itemId' | 'approvalRequestId' | 'bankAccountId' | 'accountFingerprint' | 'amountFen'
>;

const sumOf = (lines: readonly PaymentOrderLine[], ...states: readonly string[]): Fen =>
  sumFen(lines.filter(({ state }) => states.includes(state)).map(({ amountFen }) => amountFen));

/** @throws DomainError PAYMENT_UNRESOLVED, PAYMENT_EXCEEDS_APPROVAL */
function requireWithinApproval(
  item: AdvanceItem,
  ordered: { readonly underway: Fen; readonly unknown: Fen },
  amount: Fen,
): void {
  if (item.paidFen + ordered.underway + amount <= item.approvedFen) return;
  const facts = {
    approved: formatYuan(item.approvedFen),
    paid: formatYuan(item.paidFen),
    underway: formatYuan(ordered.underway),
    amount: formatYuan(amount),
  };
  const wouldFit =
    item.paidFen + ordered.underway - ordered.unknown + amount <= item.approvedFen &&
    ordered.unknown > 0n;
  throw new DomainError(
    wouldFit ? 'PAYMENT_UNRESOLVED' : 'PAYMENT_EXCEEDS_APPROVAL',
    'refused',
    facts,
  );
}

/** @throws DomainError TRANCHE_EXCEEDED */
async function requireTranche(
  work: Work,
  item: AdvanceItem,
  underway: Fen,
  amount: Fen,
): Promise<void> {
  const tranche = payableToOrganization({
    approved: item.approvedFen,
    paid: item.paidFen,
    settled: item.settledFen,
    underway,
  });
  if (amount > tranche.value) {
    throw new DomainError('TRANCHE_EXCEEDED', 'refused', {
      amount: formatYuan(amount),
      payable: formatYuan(tranche.value),
    });
  }
  await recordComputation(work, `tranche of ${item.ref}`, tranche.explanation, {
    payable: formatYuan(tranche.value),
  });
}

/** The organization stands as it does until the order is committed. */
async function requireStanding(work: Work, application: AdvanceApplication): Promise<void> {
  const { caseId, organizationId } = application;
  await work.tx.findOne(Organization, {
    where: { id: organizationId },
    lock: { mode: 'pessimistic_read' },
  });
  await requireQualified(work, caseId, organizationId);
}

async function checkLine(work: Work, itemId: string, amount: Fen): Promise<CheckedLine> {
  const item = await work.tx.findOneByOrFail(AdvanceItem, { id: itemId });
  try {
    return await checkItem(work, item, amount);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // Of many lines one is refused: the refusal says which.
    throw new DomainError(error.code, error.kind, { ...error.details, item: item.ref });
  }
}

async function checkItem(work: Work, item: AdvanceItem, amount: Fen): Promise<CheckedLine> {
  const { tx } = work;
  const application = await tx.findOneByOrFail(AdvanceApplication, { id: item.applicationId });
  const { approvalRequestId } = application;
  const { bankAccountId, accountFingerprint } = item;
  const isApproved = application.status === 'approved' && approvalRequestId !== null;
  if (!isApproved || bankAccountId === null || accountFingerprint === null) {
    throw new DomainError('NOT_APPROVED', 'refused');
  }
  await requireStanding(work, application);
  const account = await requireCurrentAccount(tx, {
    id: bankAccountId,
    fingerprint: accountFingerprint,
  });
  const lines = await tx.findBy(PaymentOrderLine, { itemId: item.id });
  const unknown = sumOf(lines, 'unknown');
  const underway = addFen(sumOf(lines, 'waiting'), unknown);
  requireWithinApproval(item, { underway, unknown }, amount);
  if (account.holderKind === 'organization') await requireTranche(work, item, underway, amount);
  return {
    itemId: item.id,
    approvalRequestId,
    bankAccountId,
    accountFingerprint,
    amountFen: amount,
  };
}

/** Takes the cases of the items, always in the same order. */
async function lockCases(work: Work, itemIds: readonly string[]): Promise<void> {
  const items = await work.tx.findBy(AdvanceItem, { id: In([...itemIds]) });
  const found = new Set(items.map(({ id }) => id));
  const missing = itemIds.find((id) => !found.has(id));
  if (missing !== undefined) {
    throw new DomainError('NOT_FOUND', 'not_found', { advanceItem: missing });
  }
  const cases = [...new Set(items.map(({ caseId }) => caseId))].toSorted();
  for (const caseId of cases) await lockCase(work, caseId);
}

async function nextOrdinal({ tx, bookId }: Work, year: number): Promise<number> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [
    `payment orders of ${String(bookId)}`,
  ]);
  const last = await tx.maximum(PaymentOrder, 'ordinal', { bookId, year });
  return (last ?? 0) + 1;
}

/** Number of an order as people write it: `付2026-0001`. */
export const orderNumber = ({ year, ordinal }: Pick<PaymentOrder, 'year' | 'ordinal'>): string =>
  `付${String(year)}-${String(ordinal).padStart(4, '0')}`;

/** @returns the order that was made under the key before @throws DomainError IDEMPOTENCY_KEY_REUSED */
async function madeBefore(
  { tx }: Work,
  madeById: string,
  actKey: string,
  bodyHash: Buffer,
): Promise<string | undefined> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`payment orders by ${madeById}`]);
  const made = await tx.findOneBy(PaymentOrder, { madeById, actKey });
  if (made === null) return undefined;
  if (!made.bodyHash.equals(bodyHash)) throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'refused');
  return made.id;
}

/**
 * Orders approved costs to be paid (付款单); made again under the same key it is the same order. Nothing is
 * posted: that waits for the cashier's result. Returns its id.
 *
 * @throws DomainError NOT_FOUND, NOT_APPROVED, ORG_NOT_QUALIFIED, PAYEE_ACCOUNT_CHANGED, PAYMENT_UNRESOLVED,
 *   PAYMENT_EXCEEDS_APPROVAL, TRANCHE_EXCEEDED (in this order), IDEMPOTENCY_KEY_REUSED
 */
export async function makePaymentOrder(work: Work, order: OrderToMake): Promise<string> {
  const { madeById, payments } = order;
  const { tx, bookId, on } = work;
  const said = payments.map(({ item, amount }) => ({ item, amount: formatYuan(amount) }));
  const actKey = createHash('sha256').update(work.key).digest('hex');
  const bodyHash = contentHash({ bookId, payments: said });
  const before = await madeBefore(work, madeById, actKey, bodyHash);
  if (before !== undefined) return before;

  const itemIds = payments.map(({ item }) => item);
  await lockCases(work, itemIds);
  const lines: CheckedLine[] = [];
  for (const { item, amount } of payments) lines.push(await checkLine(work, item, amount));

  const year = yearOf(businessDate(on));
  const ordinal = await nextOrdinal(work, year);
  const id = uuidv7();
  await tx.insert(PaymentOrder, {
    id,
    bookId,
    year,
    ordinal,
    madeById,
    madeOn: on,
    actKey,
    bodyHash,
  });
  await tx.insert(
    PaymentOrderLine,
    lines.map((line, index) => ({ id: uuidv7(), orderId: id, ordinal: index + 1, ...line })),
  );
  const total = formatYuan(fen(sumFen(payments.map(({ amount }) => amount))));
  await recordAct(work, 'payment_order.make', {
    order: id,
    number: orderNumber({ year, ordinal }),
    total,
    payments: said,
  });
  return id;
}
