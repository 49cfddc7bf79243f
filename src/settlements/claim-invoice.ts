import { uuidv7 } from 'uuidv7';
import { Invoice, scopeOfInvoices } from '../advances';
import { DomainError } from '../errors';
import { type Fen, fen, formatYuan, subtractFen } from '../money';
import type { Work } from '../platform/work';

/** A receipt as it is made out. */
export interface InvoiceFacts {
  readonly issuer: string;
  readonly issuerTaxId: string | null;
  /** With its code before it, where it has one: the two together are given once. */
  readonly number: string;
  readonly issuedOn: string;
  readonly total: Fen;
}

const masked = (number: string): string =>
  number.length <= 8 ? number : `${number.slice(0, 4)}****${number.slice(-4)}`;

/** Cases of the book in which an invoice is used, as far as the organization may know them. */
async function usedIn(
  work: Work,
  invoiceId: string,
  organizationId: string | null,
): Promise<{ readonly cases: string[]; readonly elsewhere: boolean }> {
  const rows = await work.tx.query<{ number: string; is_seen: boolean }[]>(
    `SELECT DISTINCT c.number, c.book_id = $2 AND ($3::uuid IS NULL OR a.organization_id = $3) AS is_seen
       FROM (SELECT l.item_id FROM fund.settlement_line l WHERE l.invoice_id = $1 AND l.state <> 'rejected'
             UNION SELECT v.item_id FROM fund.invoice v WHERE v.id = $1) u
       JOIN fund.advance_item i ON i.id = u.item_id
       JOIN fund.advance_application a ON a.id = i.application_id
       JOIN fund.litigation_case c ON c.id = i.case_id`,
    [invoiceId, work.bookId, organizationId],
  );
  const cases = rows.filter(({ is_seen }) => is_seen).map(({ number }) => number);
  return { cases, elsewhere: cases.length < rows.length };
}

/** @throws DomainError INVOICE_DIFFERS */
function requireSame(known: Invoice, facts: InvoiceFacts): void {
  const isSame =
    known.amountFen === facts.total &&
    (known.issuedOn === null || known.issuedOn === facts.issuedOn) &&
    (known.issuerTaxId === null || known.issuerTaxId === facts.issuerTaxId);
  if (isSame) return;
  throw new DomainError('INVOICE_DIFFERS', 'conflict', {
    recorded: {
      issuedOn: known.issuedOn,
      total: formatYuan(known.amountFen),
      issuerTaxId: known.issuerTaxId,
    },
  });
}

/**
 * The invoice on record, locked, with enough of it left; entered where it is new. A receipt is used once,
 * whole or in parts, across all cases, years and real books.
 *
 * @param organizationId whose cases may be named in the refusal; null: all of the book
 * @throws DomainError INVOICE_DIFFERS, DUPLICATE_INVOICE with what is used, where, and what is left
 */
export async function claimInvoice(
  work: Work,
  facts: InvoiceFacts,
  use: {
    readonly itemId: string;
    readonly amount: Fen;
    readonly organizationId: string | null;
  },
): Promise<string> {
  const { issuer, number, issuerTaxId, issuedOn, total } = facts;
  const key = { issuer, number, scope: scopeOfInvoices(work) };
  await work.tx
    .createQueryBuilder()
    .insert()
    .into(Invoice)
    .values({
      id: uuidv7(),
      ...key,
      itemId: use.itemId,
      issuerTaxId,
      issuedOn,
      amountFen: total,
      settledOn: work.on,
    })
    .orIgnore()
    .execute();
  const invoice = await work.tx.findOneOrFail(Invoice, {
    where: key,
    lock: { mode: 'pessimistic_write' },
  });
  requireSame(invoice, facts);
  const left = subtractFen(invoice.amountFen, invoice.usedFen);
  if (use.amount <= left) return invoice.id;
  throw new DomainError('DUPLICATE_INVOICE', 'conflict', {
    issuer,
    number: masked(number),
    total: formatYuan(total),
    used: formatYuan(fen(invoice.usedFen)),
    remaining: formatYuan(left),
    ...(await usedIn(work, invoice.id, use.organizationId)),
  });
}
