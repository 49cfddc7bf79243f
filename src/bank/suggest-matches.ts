import type { EntityManager } from 'typeorm';
import type { BankAccountCode } from '../accounting';
import { formatYuan } from '../money';
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

/** Entries of the account $1 of the book $2 of which something is left. */
const OPEN_ENTRIES = `
  SELECT e.account_id, e.seq, e.business_on, e.amount, e.amount - fund.bank_entry_matched(e.account_id, e.seq) AS left_fen,
         ${VOUCHER} AS voucher, j.summary,
         (SELECT c.number FROM ledger.entry o JOIN ledger.account x ON x.id = o.account_id
            JOIN fund.litigation_case c ON c.id::text = x.dimension_2
           WHERE o.journal_number = e.journal_number AND o.book_id = e.book_id LIMIT 1) AS case_number
    FROM ledger.account a JOIN ledger.entry e ON e.account_id = a.id
    JOIN ledger.journal j ON j.number = e.journal_number AND j.book_id = e.book_id
   WHERE a.code = $1 AND a.book_id = $2 AND e.amount <> fund.bank_entry_matched(e.account_id, e.seq)`;

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
    `SELECT o.*, o.business_on::text AS on FROM (${OPEN_ENTRIES}) o
      ORDER BY o.business_on, o.account_id, o.seq LIMIT $3`,
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
  WITH entry AS MATERIALIZED (${OPEN_ENTRIES}),
  line AS MATERIALIZED (
    SELECT l.*, l.amount_fen - fund.bank_line_matched(l.id) AS left_fen FROM fund.bank_line l
     WHERE l.book_id = $2 AND l.account_code = $1 AND l.amount_fen <> fund.bank_line_matched(l.id)
       AND NOT fund.is_bank_line_ignored(l.id))
  SELECT line.id AS line_id, line.booked_on::text AS line_on, line.counterparty, line.remark, line.serial,
         line.left_fen AS line_left, abs(line.booked_on - entry.business_on) AS days,
         entry.account_id, entry.seq, entry.business_on::text AS on, entry.amount, entry.left_fen, entry.voucher,
         entry.summary, entry.case_number
    FROM line JOIN entry ON entry.left_fen = line.left_fen
                        AND abs(line.booked_on - entry.business_on) <= $3
   WHERE line.id IN (SELECT id FROM line ORDER BY booked_on, position LIMIT $4)
   ORDER BY line.booked_on, line.position, days, entry.account_id, entry.seq`;

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
