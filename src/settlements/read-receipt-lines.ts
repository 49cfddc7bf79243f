import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { booksOf, type Caller } from '../identity';
import { fen, formatYuan } from '../money';
import { type Buyer, differences, type ReadInvoice } from './compare-invoice';
import type { receiptLine } from './schemas';
import type { SettlementState } from './settlement.entity';

type Line = z.infer<typeof receiptLine>;
type Row = Omit<Line, 'eInvoice'> & {
  readonly eInvoice: ReadInvoice | null;
  readonly creditCode: string;
};
const AMOUNTS = ['amount', 'paid', 'settled', 'remaining'] as const;

const LINES = `
  SELECT l.id, a.id AS application, a.ref AS "applicationRef", i.id AS item, i.ref AS "itemRef",
         g.name AS organization, g.uscc AS "creditCode", l.e_invoice AS "eInvoice", l.document_id AS document,
         jsonb_build_object('issuer', v.issuer, 'issuerTaxId', v.issuer_tax_id, 'number', v.number,
           'issuedOn', v.issued_on, 'total', v.amount_fen::text, 'used', v.used_fen::text) AS invoice,
         l.amount_fen::text AS amount, i.paid_fen::text AS paid, i.settled_fen::text AS settled, l.state,
         (i.paid_fen - i.settled_fen - i.surplus_demanded_fen)::text AS remaining,
         s.submitted_on::text AS "submittedOn", l.decided_on::text AS "decidedOn", l.reason,
         l.state = 'submitted' AND l.submitted_by_id <> $3 AND $4 AS "mayDecide"
    FROM fund.settlement_line l JOIN fund.settlement_submission s ON s.id = l.submission_id
    JOIN fund.invoice v ON v.id = l.invoice_id JOIN fund.advance_item i ON i.id = l.item_id
    JOIN fund.advance_application a ON a.id = i.application_id
    JOIN fund.organization g ON g.id = a.organization_id JOIN ledger.book b ON b.id = g.book_id
   WHERE (g.book_id = ANY ($1::integer[]) OR g.uscc = $2 AND (b.kind = 'sandbox') = $5)`;

const inYuan = (amount: string): string => formatYuan(fen(BigInt(amount)));

/** What was read of a document, beside what was entered. */
function compared(
  read: ReadInvoice | null,
  entered: Line['invoice'],
  buyer: Buyer,
): Line['eInvoice'] {
  if (read === null) return null;
  const { number, issuer, issuerTaxId, buyer: madeOutTo, buyerTaxId, issuedOn, total } = read;
  return {
    ...{ number, issuer, issuerTaxId, issuedOn, total },
    buyer: madeOutTo ?? buyerTaxId,
    differs: [...differences(entered, read, buyer)],
  };
}

function lineOf({ eInvoice, creditCode, ...row }: Row): Line {
  const amounts = Object.fromEntries(AMOUNTS.map((name) => [name, inYuan(row[name])]));
  const { total, used } = row.invoice;
  const invoice = { ...row.invoice, total: inYuan(total), used: inYuan(used) };
  const buyer = { name: row.organization, creditCode };
  return { ...row, ...amounts, invoice, eInvoice: compared(eInvoice, invoice, buyer) };
}

/** Which lines of receipts are listed. */
export interface ReceiptFilter {
  readonly book?: string | undefined;
  readonly state?: SettlementState | undefined;
  readonly application?: string | undefined;
  readonly submission?: string | undefined;
  readonly id?: string | undefined;
}

/** Lines of receipts that the caller may see, the oldest first. */
export async function listReceiptLines(
  tx: EntityManager,
  caller: Caller,
  filter: ReceiptFilter,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<Line[]> {
  const books = await booksOf(tx, caller).select('book.id', 'id').getRawMany<{ id: number }>();
  const rows = await tx.query<Row[]>(
    `${LINES} AND ($6::text IS NULL OR b.code = $6) AND ($7::text IS NULL OR l.state = $7)
       AND ($8::uuid IS NULL OR l.submission_id = $8) AND ($9::uuid IS NULL OR l.id = $9)
       AND ($10::uuid IS NULL OR a.id = $10)
       AND ($11::uuid IS NULL OR l.id > $11) ORDER BY l.id LIMIT $12`,
    [
      caller.creditCode === null ? books.map(({ id }) => id) : [],
      caller.creditCode,
      caller.personId,
      caller.roles.includes('finance_officer'),
      caller.sandbox,
      filter.book ?? null,
      filter.state ?? null,
      filter.submission ?? null,
      filter.id ?? null,
      filter.application ?? null,
      page.after ?? null,
      page.limit,
    ],
  );
  return rows.map(lineOf);
}
