import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { DomainError } from '../errors';
import { asService, booksOf, type Caller } from '../identity';
import { formatYuan } from '../money';
import { caseOfCaller } from './case-of-caller';
import type { recoveredCosts, WriteOffState, writtenOffItem } from './register-schemas';

type Item = z.infer<typeof writtenOffItem>;

type Amounts<Row> = Omit<Row, 'amount'> & { readonly fen: string };

interface ItemRow extends Pick<Item, 'item' | 'itemRef' | 'case' | 'caseNumber' | 'book'> {
  readonly written_off_fen: string;
  readonly left_fen: string;
  readonly entries: readonly Amounts<Item['entries'][number]>[];
  readonly recoveries: readonly Amounts<Item['recoveries'][number]>[];
}

// What was taken back with its receipt did not come; what a judgment ordered that is none any more is not written off.
const REGISTER = `
  SELECT i.id AS item, i.ref AS "itemRef", c.id AS case, c.number AS "caseNumber", k.code AS book,
         w.written_off_fen, w.entries, b.left_fen, coalesce(r.recoveries, '[]') AS recoveries
    FROM fund.judgment_item i JOIN fund.litigation_case c ON c.id = i.case_id JOIN ledger.book k ON k.id = c.book_id
    JOIN LATERAL (
      SELECT sum(CASE WHEN v.write_off_id IS NULL THEN o.amount_fen ELSE 0 END) AS written_off_fen,
             jsonb_agg(jsonb_build_object('on', o.written_off_on, 'fen', o.amount_fen::text, 'requestedBy', o.requested_by,
               'approvedBy', o.approved_by, 'approval', o.approval_request_id, 'reversedOn', v.reversed_on) ORDER BY o.id) AS entries
        FROM fund.write_off o LEFT JOIN fund.write_off_reversal v ON v.write_off_id = o.id WHERE o.item_id = i.id) w ON w.written_off_fen IS NOT NULL
   CROSS JOIN LATERAL (SELECT sum(x.written_off_fen) AS left_fen FROM fund.claim_balance x WHERE x.item_id = i.id) b
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('receipt', p.ref, 'on', p.received_on, 'fen', a.amount_fen::text)
               ORDER BY p.ordinal, a.ordinal) AS recoveries
        FROM fund.receipt_allocation a JOIN fund.receipt p ON p.id = a.receipt_id
       WHERE a.item_id = i.id AND a.part = 'written_off'
         AND NOT EXISTS (SELECT FROM fund.receipt_allocation_undoing u WHERE u.allocation_id = a.id)
         AND NOT EXISTS (SELECT FROM fund.receipt_reversal v WHERE v.receipt_id = p.id)) r ON true
   WHERE c.book_id = ANY ($1::integer[]) AND ($2::text IS NULL OR k.code = $2) AND ($3::uuid IS NULL OR i.id > $3)
     AND ($5::text IS NULL OR strpos(lower(c.number || ' ' || i.ref), lower($5)) > 0)
     AND ($6::text IS NULL OR (b.left_fen > 0) = ($6 = 'written_off'))
   ORDER BY i.id LIMIT $4`;

const yuan = (fen: string): string => formatYuan(BigInt(fen));

const withAmount = <Row extends { readonly fen: string }>({ fen, ...row }: Row) => ({
  ...row,
  amount: yuan(fen),
});

/** What the register is narrowed to. */
export interface RegisterFilter {
  readonly book?: string | undefined;
  /** In the number of the case or the reference of the item. */
  readonly q?: string | undefined;
  readonly state?: WriteOffState | undefined;
}

/** Debts that were written off, item by item, with what came of them later (备查簿). */
export async function listWrittenOff(
  tx: EntityManager,
  caller: Caller,
  { book, q, state }: RegisterFilter,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<Item[]> {
  const books = await booksOf(tx, caller).select('book.id', 'id').getRawMany<{ id: number }>();
  const ids = books.map(({ id }) => id);
  const { after = null, limit } = page;
  const rows = await tx.query<ItemRow[]>(REGISTER, [
    ...[ids, book ?? null, after, limit],
    ...[q ?? null, state ?? null],
  ]);
  return rows.map(({ written_off_fen: written, left_fen: left, entries, recoveries, ...row }) => ({
    ...row,
    writtenOff: yuan(written),
    cameLater: formatYuan(BigInt(written) - BigInt(left)),
    left: yuan(left),
    entries: entries.map(withAmount),
    recoveries: recoveries.map(withAmount),
  }));
}

/**
 * What defendants of a case owe and paid for organizations' own costs; a member reads of the own organization's.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readRecoveredCosts(
  tx: EntityManager,
  caller: Caller,
  caseId: string,
): Promise<z.infer<typeof recoveredCosts>['items']> {
  if (caller.creditCode === null) {
    await caseOfCaller(tx, caller, caseId);
  } else {
    const [own] = await tx.query<object[]>('SELECT FROM fund.own_cases() c WHERE c.id = $1', [
      caseId,
    ]);
    if (own === undefined) throw new DomainError('NOT_FOUND', 'not_found', { case: caseId });
  }
  const received = await tx.query<Received[]>(
    `SELECT o.id AS organization, o.name, r.received_fen AS received, r.reimbursed_fen AS reimbursed
       FROM fund.organization_recovery r JOIN fund.organization o ON o.id = r.organization_id
      WHERE r.case_id = $1 AND ($2::text IS NULL OR o.uscc = $2)`,
    [caseId, caller.creditCode],
  );
  const ordered = await orderedFor(tx, caller, caseId);
  const all = [...ordered, ...received];
  const ids = [...new Set(all.map(({ organization }) => organization))].sort();
  return ids.map((organization) => {
    const came = received.find((row) => row.organization === organization);
    return {
      organization,
      name: all.find((row) => row.organization === organization)?.name ?? '',
      ordered: yuan(ordered.find((row) => row.organization === organization)?.fen ?? '0'),
      received: yuan(came?.received ?? '0'),
      reimbursed: yuan(came?.reimbursed ?? '0'),
    };
  });
}

interface Received {
  readonly organization: string;
  readonly name: string;
  readonly received: string;
  readonly reimbursed: string;
}

/**
 * What judgments in force order for organizations' own costs, in fen. A member sees no judgment, but as a plaintiff
 * what one orders for the own organization.
 */
async function orderedFor(
  tx: EntityManager,
  caller: Caller,
  caseId: string,
): Promise<{ readonly organization: string; readonly name: string; readonly fen: string }[]> {
  const read = () =>
    tx.query<{ organization: string; name: string; fen: string }[]>(
      `SELECT o.id AS organization, o.name, sum(i.ordered_fen) AS fen
         FROM fund.judgment_item i JOIN fund.organization o ON o.id = i.organization_id
        WHERE i.case_id = $1 AND i.kind = 'organization_costs' AND NOT i.reversed
          AND ($2::text IS NULL OR o.uscc = $2)
        GROUP BY o.id, o.name`,
      [caseId, caller.creditCode],
    );
  return caller.creditCode === null ? read() : asService(tx, read);
}
