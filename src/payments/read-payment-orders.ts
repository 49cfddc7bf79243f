import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { DomainError } from '../errors';
import { booksOf, type Caller } from '../identity';
import { payableToOrganization } from '../law';
import { amountInWords, fen, formatYuan } from '../money';
import { orderNumber } from './make-payment-order';
import type { payableList, paymentOrder, paymentOrderList } from './schemas';

type Summary = z.infer<typeof paymentOrderList>['items'][number];
type Detail = z.infer<typeof paymentOrder>;
type Payable = z.infer<typeof payableList>['items'][number];

interface SummaryRow extends Omit<Summary, 'number' | 'total'> {
  readonly year: number;
  readonly ordinal: number;
  readonly total_fen: string;
}

const SUMMARY = `
  SELECT o.id, b.code AS book, o.year, o.ordinal, o.made_on::text AS "madeOn", p.name AS "madeBy",
         l.total_fen, l."lineCount", l.states
    FROM fund.payment_order o JOIN ledger.book b ON b.id = o.book_id JOIN fund.person p ON p.id = o.made_by_id
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(x.amount_fen), 0) AS total_fen, count(*)::integer AS "lineCount",
             jsonb_build_object('waiting', count(*) FILTER (WHERE x.state = 'waiting'),
               'paid', count(*) FILTER (WHERE x.state = 'paid'),
               'bounced', count(*) FILTER (WHERE x.state = 'bounced'),
               'unknown', count(*) FILTER (WHERE x.state = 'unknown')) AS states
        FROM fund.payment_order_line x WHERE x.order_id = o.id) l
   WHERE o.book_id = ANY ($1::integer[])`;

/** What a cost is and whom it is paid to. */
const COST = `
  i.id AS item, i.ref AS "itemRef", a.id AS application, a.ref AS "applicationRef", c.number AS "caseNumber",
  g.name AS organization, i.category, i.purpose,
  jsonb_build_object('holderKind', k.holder_kind, 'name', k.holder_name, 'bankName', k.bank_name,
    'masked', '**** ' || k.last4) AS payee`;
const COST_TABLES = `
  JOIN fund.advance_application a ON a.id = i.application_id
  JOIN fund.litigation_case c ON c.id = i.case_id
  JOIN fund.organization g ON g.id = a.organization_id`;

const LINES = `
  SELECT l.id, l.ordinal, ${COST}, l.amount_fen, l.state,
         coalesce((SELECT jsonb_agg(jsonb_build_object('result', r.result, 'on', r.result_on,
                     'bankReference', r.bank_reference, 'reason', r.reason, 'recordedBy', w.name) ORDER BY r.ordinal)
                     FROM fund.payment_result r JOIN fund.person w ON w.id = r.recorded_by_id
                    WHERE r.line_id = l.id), '[]') AS results
    FROM fund.payment_order_line l JOIN fund.advance_item i ON i.id = l.item_id ${COST_TABLES}
    JOIN fund.bank_account k ON k.id = l.bank_account_id
   WHERE l.order_id = $1 ORDER BY l.ordinal`;

const PAYABLE = `
  SELECT * FROM (
    SELECT ${COST}, i.approved_fen, i.paid_fen, i.settled_fen,
           coalesce((SELECT sum(l.amount_fen) FROM fund.payment_order_line l
                      WHERE l.item_id = i.id AND l.state IN ('waiting', 'unknown')), 0) AS underway_fen
      FROM fund.advance_item i ${COST_TABLES}
      JOIN fund.bank_account k ON k.id = i.bank_account_id JOIN ledger.book b ON b.id = c.book_id
     WHERE c.book_id = ANY ($1::integer[]) AND ($2::text IS NULL OR b.code = $2)
       AND a.status = 'approved' AND a.approval_request_id IS NOT NULL AND i.paid_fen < i.approved_fen) x
   WHERE x.paid_fen + x.underway_fen < x.approved_fen AND ($3::uuid IS NULL OR x.item > $3)
   ORDER BY x.item LIMIT $4`;

async function bookIds(tx: EntityManager, caller: Caller): Promise<number[]> {
  const books = await booksOf(tx, caller).select('book.id', 'id').getRawMany<{ id: number }>();
  return books.map(({ id }) => id);
}

const yuanOf = (amount: string): string => formatYuan(fen(BigInt(amount)));

const summaryOf = ({ year, ordinal, total_fen, ...row }: SummaryRow): Summary => ({
  ...row,
  number: orderNumber({ year, ordinal }),
  total: yuanOf(total_fen),
});

/** Payment orders of the caller's books, the newest first. */
export async function listPaymentOrders(
  tx: EntityManager,
  caller: Caller,
  filter: { readonly book?: string | undefined; readonly open?: boolean | undefined },
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<Summary[]> {
  const rows = await tx.query<SummaryRow[]>(
    `${SUMMARY} AND ($2::text IS NULL OR b.code = $2) AND ($3::uuid IS NULL OR o.id < $3)
       AND ($4::boolean IS NOT TRUE OR EXISTS (SELECT FROM fund.payment_order_line x
              WHERE x.order_id = o.id AND x.state IN ('waiting', 'unknown')))
      ORDER BY o.id DESC LIMIT $5`,
    [
      await bookIds(tx, caller),
      filter.book ?? null,
      page.after ?? null,
      filter.open ?? null,
      page.limit,
    ],
  );
  return rows.map(summaryOf);
}

/**
 * A payment order with its lines and what became of them.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readPaymentOrder(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<Detail> {
  const [row] = await tx.query<SummaryRow[]>(`${SUMMARY} AND o.id = $2`, [
    await bookIds(tx, caller),
    id,
  ]);
  if (row === undefined) throw new DomainError('NOT_FOUND', 'not_found');
  const lines = await tx.query<(Detail['lines'][number] & { readonly amount_fen: string })[]>(
    LINES,
    [id],
  );
  return {
    ...summaryOf(row),
    totalInWords: amountInWords(fen(BigInt(row.total_fen))),
    lines: lines.map(({ amount_fen, ...rest }) => ({ ...rest, amount: yuanOf(amount_fen) })),
  };
}

type PayableRow = Omit<Payable, 'approved' | 'paid' | 'underway' | 'payable'> &
  Readonly<Record<'approved_fen' | 'paid_fen' | 'settled_fen' | 'underway_fen', string>>;

function payableOf(row: PayableRow): Payable {
  const { approved_fen, paid_fen, settled_fen, underway_fen, ...cost } = row;
  const amounts = {
    approved: fen(BigInt(approved_fen)),
    paid: fen(BigInt(paid_fen)),
    settled: fen(BigInt(settled_fen)),
    underway: fen(BigInt(underway_fen)),
  };
  const left = fen(amounts.approved - amounts.paid - amounts.underway);
  const payable =
    cost.payee.holderKind === 'organization' ? payableToOrganization(amounts).value : left;
  return {
    ...cost,
    approved: formatYuan(amounts.approved),
    paid: formatYuan(amounts.paid),
    underway: formatYuan(amounts.underway),
    payable: formatYuan(payable),
  };
}

/** Approved costs of which something is not ordered yet, by the time of their approval. */
export async function listPayable(
  tx: EntityManager,
  caller: Caller,
  book: string | undefined,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<Payable[]> {
  const rows = await tx.query<PayableRow[]>(PAYABLE, [
    await bookIds(tx, caller),
    book ?? null,
    page.after ?? null,
    page.limit,
  ]);
  return rows.map(payableOf);
}
