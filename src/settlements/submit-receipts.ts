import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { AdvanceApplication, AdvanceItem, requireSettleable } from '../advances';
import { recordAct } from '../audit';
import { lockCase } from '../cases';
import { DomainError } from '../errors';
import { addFen, type Fen, formatYuan, parsePositiveYuan, sumFen } from '../money';
import { contentHash } from '../platform/json/content-hash';
import type { Work } from '../platform/work';
import { claimInvoice, type InvoiceFacts } from './claim-invoice';
import type { ReadInvoice } from './compare-invoice';
import { SettlementLine, SettlementSubmission } from './settlement.entity';

/** Receipts that were sent in for an application. */
export interface ReceiptsToSubmit {
  readonly applicationId: string;
  readonly submittedById: string;
  /** Whose cases a refusal may name; null: all of the book. */
  readonly organizationId: string | null;
  readonly lines: readonly {
    readonly item: string;
    readonly document: string;
    readonly invoice: InvoiceFacts;
    readonly amount: Fen;
    /** What the document says of itself; null: nothing for programs. */
    readonly eInvoice: ReadInvoice | null;
  }[];
}

/**
 * What a red invoice (红字发票) tells of was taken back, and nobody spent more than the file is made out for.
 *
 * @throws DomainError INVOICE_RED, INVOICE_TOO_SMALL
 */
function requireServing({ eInvoice, amount }: ReceiptsToSubmit['lines'][number]): void {
  if (eInvoice === null) return;
  const { kind, number, total } = eInvoice;
  if (kind === 'red') throw new DomainError('INVOICE_RED', 'refused', { number });
  const most = parsePositiveYuan(total);
  if (most !== undefined && amount <= most) return;
  throw new DomainError('INVOICE_TOO_SMALL', 'refused', {
    number,
    total,
    amount: formatYuan(amount),
  });
}

/** A refusal says of which line it speaks. */
async function atLine(index: number, submit: () => Promise<void>): Promise<void> {
  try {
    await submit();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const details = { ...error.details, pointer: `/lines/${String(index)}` };
    throw new DomainError(error.code, error.kind, details);
  }
}

/** @throws DomainError SETTLEMENT_EXCEEDS_PAYMENT what waits counts as if it were accepted */
async function requireWithinPayment(work: Work, item: AdvanceItem, amount: Fen): Promise<void> {
  const waiting = await work.tx.findBy(SettlementLine, { itemId: item.id, state: 'submitted' });
  const waitingFen = sumFen(waiting.map(({ amountFen }) => amountFen));
  const settled = addFen(item.settledFen, waitingFen);
  if (settled + item.surplusDemandedFen + amount <= item.paidFen) return;
  throw new DomainError('SETTLEMENT_EXCEEDS_PAYMENT', 'refused', {
    item: item.ref,
    paid: formatYuan(item.paidFen),
    settled: formatYuan(item.settledFen),
    waiting: formatYuan(waitingFen),
    surplus: formatYuan(item.surplusDemandedFen),
    amount: formatYuan(amount),
  });
}

async function submitLine(
  work: Work,
  { applicationId, submittedById, organizationId }: ReceiptsToSubmit,
  line: ReceiptsToSubmit['lines'][number],
  place: Pick<SettlementLine, 'submissionId' | 'ordinal'>,
): Promise<void> {
  const item = await work.tx.findOneBy(AdvanceItem, { id: line.item, applicationId });
  if (item === null) throw new DomainError('NOT_FOUND', 'not_found', { advanceItem: line.item });
  requireServing(line);
  requireSettleable(item);
  await requireWithinPayment(work, item, line.amount);
  const use = { itemId: item.id, amount: line.amount, organizationId };
  const invoiceId = await claimInvoice(work, line.invoice, use);
  await work.tx.insert(SettlementLine, {
    id: uuidv7(),
    ...place,
    itemId: item.id,
    invoiceId,
    documentId: line.document,
    amountFen: line.amount,
    eInvoice: line.eInvoice,
    submittedById,
  });
}

/**
 * Submits receipts for paid costs of an application, all or none; submitted again under the same key they are
 * the same ones. Their part of each invoice is used from now on, until they are rejected.
 *
 * @returns id of the submission
 * @throws DomainError IDEMPOTENCY_KEY_REUSED; with the place of the line: NOT_FOUND, INVOICE_RED,
 *   INVOICE_TOO_SMALL, NOT_SETTLEABLE, SETTLEMENT_EXCEEDS_PAYMENT, INVOICE_DIFFERS, DUPLICATE_INVOICE
 */
export async function submitReceipts(work: Work, receipts: ReceiptsToSubmit): Promise<string> {
  const { tx } = work;
  const { applicationId, submittedById, lines } = receipts;
  const said = lines.map(({ invoice, amount, item, document }) => ({
    item,
    document,
    invoice: { issuer: invoice.issuer, number: invoice.number, total: formatYuan(invoice.total) },
    amount: formatYuan(amount),
  }));
  const actKey = createHash('sha256').update(work.key).digest('hex');
  const bodyHash = contentHash({ applicationId, lines: said });
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`receipts of ${submittedById}`]);
  const made = await tx.findOneBy(SettlementSubmission, { submittedById, actKey });
  if (made !== null) {
    if (made.bodyHash.equals(bodyHash)) return made.id;
    throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'refused');
  }
  const { caseId } = await tx.findOneByOrFail(AdvanceApplication, { id: applicationId });
  await lockCase(work, caseId);
  const id = uuidv7();
  await tx.insert(SettlementSubmission, {
    id,
    applicationId,
    submittedById,
    submittedOn: work.on,
    actKey,
    bodyHash,
  });
  for (const [index, line] of lines.entries()) {
    const place = { submissionId: id, ordinal: index + 1 };
    await atLine(index, () => submitLine(work, receipts, line, place));
  }
  await recordAct(work, 'receipts.submit', { application: applicationId, lines: said });
  return id;
}
