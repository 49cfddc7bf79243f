import type { EntityManager } from 'typeorm';
import type { BankAccountCode } from '../accounting';
import { formatYuan } from '../money';
import { askedEntries } from './asked-entries';
import type { OwnAccount } from './plan-import';

/** Why an entry may be a line of the bank's. */
export const MATCH_REASONS = [
  'same_amount',
  'same_day',
  'near_day',
  'voucher_in_remark',
  'case_in_remark',
  'payee_in_summary',
  'serial_in_summary',
] as const;
export type MatchReason = (typeof MATCH_REASONS)[number];

/** Days between the bank's booking and ours at most. */
const MOST_DAYS = 15;
/** Candidates of one line at most; the best first. */
const MOST_CANDIDATES = 5;

/** An entry of which something is not matched, as people know it. */
export interface OpenEntry {
  readonly account: string;
  readonly seq: string;
  readonly on: string;
  readonly amount: string;
  readonly left: string;
  readonly voucher: string;
  readonly summary: string;
  readonly caseNumber: string | null;
}

/** A line that is not matched, and the entries that it may be. */
export interface Suggestion {
  readonly line: {
    readonly id: string;
    readonly on: string;
    readonly left: string;
    readonly counterparty: string | null;
    readonly remark: string | null;
    readonly serial: string | null;
  };
  readonly candidates: readonly (OpenEntry & { readonly reasons: readonly MatchReason[] })[];
}

const VOUCHER = `j.voucher_word || '-' || to_char(j.voucher_month, 'YYYY-MM') || '-' ||
  CASE WHEN j.voucher_number < 10000 THEN lpad(j.voucher_number::text, 4, '0') ELSE j.voucher_number::text END`;

/** The entries of the account $1 of the book $2 of which something is not in matches; a match may name the request. */
const OPEN_ENTRIES = `
  asked AS MATERIALIZED (${askedEntries('$2', '$1')}),
  open AS (
    SELECT e.account_id, e.seq, e.business_on, e.journal_number, e.book_id, e.amount,
           e.amount - coalesce(t.taken_fen, 0) - coalesce(q.taken_fen, 0) AS left_fen
      FROM ledger.account a JOIN ledger.entry e ON e.account_id = a.id
      LEFT JOIN fund.bank_entry_taken t ON t.account_id = e.account_id AND t.number = e.seq AND NOT t.by_request
       AND t.book_id = $2 AND t.account_code = $1
      LEFT JOIN asked q ON q.account_id = e.account_id AND q.seq = e.seq
     WHERE a.code = $1 AND a.book_id = $2
       AND e.amount <> coalesce(t.taken_fen, 0) + coalesce(q.taken_fen, 0))`;

/** What people know an entry by, told for those only that are shown. */
const KNOWN_BY = `
  o.account_id, o.seq, o.business_on::text AS on, o.amount, o.left_fen, ${VOUCHER} AS voucher, j.summary,
  (SELECT c.number FROM ledger.entry k JOIN ledger.account x ON x.id = k.account_id
     JOIN fund.litigation_case c ON c.id::text = x.dimension_2
    WHERE k.journal_number = o.journal_number AND k.book_id = o.book_id LIMIT 1) AS case_number`;

interface EntryRow {
  readonly account_id: string;
  readonly seq: string;
  readonly on: string;
  readonly amount: string;
  readonly left_fen: string;
  readonly voucher: string;
  readonly summary: string;
  readonly case_number: string | null;
}

const yuan = (fen: string): string => formatYuan(BigInt(fen));

const entryOf = (row: EntryRow): OpenEntry => ({
  account: row.account_id,
  seq: row.seq,
  on: row.on,
  amount: yuan(row.amount),
  left: yuan(row.left_fen),
  voucher: row.voucher,
  summary: row.summary,
  caseNumber: row.case_number,
});

/** Entries of an account of which something is not matched yet, the oldest first. */
export async function listOpenEntries(
  tx: EntityManager,
  { bookId, account }: OwnAccount,
  limit: number,
): Promise<OpenEntry[]> {
  const rows = await tx.query<EntryRow[]>(
    `WITH ${OPEN_ENTRIES},
     page AS (SELECT * FROM open ORDER BY business_on, account_id, seq LIMIT $3)
     SELECT ${KNOWN_BY} FROM page o JOIN ledger.journal j ON j.number = o.journal_number AND j.book_id = o.book_id
      ORDER BY o.business_on, o.account_id, o.seq`,
    [account, bookId, limit],
  );
  return rows.map(entryOf);
}

interface PairRow extends EntryRow {
  readonly line_id: string;
  readonly line_on: string;
  readonly counterparty: string | null;
  readonly remark: string | null;
  readonly serial: string | null;
  readonly line_left: string;
  readonly days: number;
}

const PAIRS = `
  WITH ${OPEN_ENTRIES},
  line AS MATERIALIZED (
    SELECT l.*, s.amount_fen - s.matched_fen AS left_fen
      FROM (SELECT * FROM fund.bank_line_standing
             WHERE book_id = $2 AND account_code = $1 AND matched_fen <> amount_fen AND NOT ignored
             ORDER BY booked_on, line_id LIMIT $4) s
      JOIN fund.bank_line l ON l.id = s.line_id),
  pair AS MATERIALIZED (
    SELECT line.id AS line_id, abs(line.booked_on - o.business_on) AS days, o.*
      FROM line JOIN open o ON o.left_fen = line.left_fen AND abs(line.booked_on - o.business_on) <= $3
     WHERE o.business_on >= (SELECT min(booked_on) FROM line) - $3
       AND o.business_on <= (SELECT max(booked_on) FROM line) + $3)
  SELECT line.id AS line_id, line.booked_on::text AS line_on, line.counterparty, line.remark, line.serial,
         line.left_fen AS line_left, o.days, ${KNOWN_BY}
    FROM pair o JOIN line ON line.id = o.line_id
    JOIN ledger.journal j ON j.number = o.journal_number AND j.book_id = o.book_id
   ORDER BY line.booked_on, line.position, o.days, o.account_id, o.seq`;

const plain = (text: string | null): string => (text ?? '').normalize('NFKC').replace(/\s/g, '');

/** Whether a text stands in another one; an empty text stands nowhere. */
const standsIn = (part: string | null, whole: string | null): boolean =>
  plain(part) !== '' && plain(whole).includes(plain(part));

function reasonsOf(row: PairRow): MatchReason[] {
  const reasons: [MatchReason, boolean][] = [
    ['same_amount', true],
    ['same_day', row.days === 0],
    ['near_day', row.days > 0],
    ['voucher_in_remark', standsIn(row.voucher, row.remark)],
    ['case_in_remark', standsIn(row.case_number, row.remark)],
    ['payee_in_summary', standsIn(row.counterparty, row.summary)],
    ['serial_in_summary', standsIn(row.serial, row.summary)],
  ];
  return reasons.flatMap(([reason, holds]) => (holds ? [reason] : []));
}

/** Words say more than days. */
const weightOf = (reasons: readonly MatchReason[]): number =>
  reasons.length + (reasons.includes('near_day') ? -1 : 0);

/**
 * Says of lines that are not matched which entries they may be, and why: what is left of both is the same, and the
 * days are near. It decides nothing.
 *
 * @param limit of lines, the oldest first
 */
export async function suggestMatches(
  tx: EntityManager,
  { bookId, account }: { readonly bookId: number; readonly account: BankAccountCode },
  limit: number,
): Promise<Suggestion[]> {
  const rows = await tx.query<PairRow[]>(PAIRS, [account, bookId, MOST_DAYS, limit]);
  const byLine = new Map<string, PairRow[]>();
  for (const row of rows) byLine.set(row.line_id, [...(byLine.get(row.line_id) ?? []), row]);
  return [...byLine.values()].flatMap((pairs) => {
    const [first] = pairs;
    if (first === undefined) return [];
    const candidates = pairs
      .map((row) => ({ ...entryOf(row), reasons: reasonsOf(row) }))
      .toSorted((a, b) => weightOf(b.reasons) - weightOf(a.reasons))
      .slice(0, MOST_CANDIDATES);
    const { line_id: id, line_on: on, counterparty, remark, serial, line_left: left } = first;
    const line = { id, on, left: yuan(left), counterparty, remark, serial };
    return [{ line, candidates }];
  });
}
