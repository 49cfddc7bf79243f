import type { EntityManager } from 'typeorm';
import { type Age, ageOf, businessDate, forEachAge } from '../calendar';
import { DomainError } from '../errors';
import {
  addFen,
  type Fen,
  fen,
  formatYuan,
  negateFen,
  parseYuan,
  subtractFen,
  sumFen,
} from '../money';
import { askedEntries } from './asked-entries';
import type { OwnAccount } from './plan-import';

/** The four ways in which a bank and the books differ for a while. */
export const OPEN_KINDS = [
  'bank_in_not_in_books',
  'bank_out_not_in_books',
  'books_in_not_at_bank',
  'books_out_not_at_bank',
] as const;
export type OpenKind = (typeof OPEN_KINDS)[number];

/** One open item, of one of the four kinds. */
export interface OpenItem {
  readonly kind: OpenKind;
  readonly on: string;
  readonly left: string;
  readonly what: string;
  /** Of the line, or account and number of the entry. */
  readonly ref: string;
  readonly age: Age;
  readonly ignored: boolean;
}

/** What a statement says; amounts in yuan. */
export interface ReconciliationContent {
  readonly asOf: string;
  readonly bookBalance: string;
  readonly bankBalance: string;
  readonly adjustedBook: string;
  readonly adjustedBank: string;
  /** Adjusted book balance less adjusted bank balance: nothing, where they are reconciled. */
  readonly difference: string;
  readonly items: readonly OpenItem[];
}

// A match with a part after the day, or with an entry that is asked for and not posted, is none yet on that day. Few
// are; what stands in any match is kept, so the others need not be added up.
const LATE = `
  late AS MATERIALIZED (
    SELECT p.match_id FROM fund.bank_line_standing s JOIN fund.bank_match_part p ON p.line_id = s.line_id
     WHERE s.book_id = $1 AND s.account_code = $2 AND s.booked_on > $3::date
     UNION
    SELECT p.match_id FROM ledger.account a JOIN ledger.entry e ON e.account_id = a.id
      JOIN fund.bank_match_part p ON p.account_id = e.account_id AND p.entry_seq = e.seq
     WHERE a.book_id = $1 AND a.code = $2 AND e.business_on > $3::date
     UNION
    SELECT p.match_id FROM fund.bank_entry_taken t
      JOIN fund.bank_match_part p ON p.request_id = t.number AND p.account_id = t.account_id
      LEFT JOIN ledger.journal j ON j.request_id = t.number
      LEFT JOIN ledger.entry e ON e.journal_number = j.number AND e.book_id = j.book_id AND e.account_id = t.account_id
     WHERE t.book_id = $1 AND t.account_code = $2 AND t.by_request
       AND coalesce(e.business_on, 'infinity') > $3::date),
  late_part AS MATERIALIZED (
    SELECT p.line_id, p.account_id, p.entry_seq, p.request_id, p.amount_fen
      FROM late JOIN fund.bank_match_part p ON p.match_id = late.match_id
     WHERE NOT EXISTS (SELECT FROM fund.bank_match_undoing u WHERE u.match_id = p.match_id))`;

const LINES = `
  WITH ${LATE},
  late_line AS (SELECT line_id, sum(amount_fen)::bigint AS fen FROM late_part WHERE line_id IS NOT NULL GROUP BY line_id)
  SELECT l.id AS ref, l.booked_on::text AS on, s.amount_fen - s.matched_fen + coalesce(t.fen, 0) AS left_fen,
         concat_ws(' ', l.counterparty, l.remark) AS what, s.ignored
    FROM fund.bank_line_standing s JOIN fund.bank_line l ON l.id = s.line_id LEFT JOIN late_line t ON t.line_id = s.line_id
   WHERE s.book_id = $1 AND s.account_code = $2 AND s.booked_on <= $3::date
     AND s.amount_fen <> s.matched_fen - coalesce(t.fen, 0)
   ORDER BY l.booked_on, l.position`;

// What the books held before the first line of the bank's, and is in no match, is in the opening balance of the bank.
const ENTRIES = `
  WITH ${LATE},
  late_entry AS (
    SELECT p.account_id, coalesce(p.entry_seq, e.seq) AS seq, sum(p.amount_fen)::bigint AS fen
      FROM late_part p LEFT JOIN ledger.journal j ON j.request_id = p.request_id
      LEFT JOIN ledger.entry e ON e.journal_number = j.number AND e.book_id = j.book_id AND e.account_id = p.account_id
     WHERE p.account_id IS NOT NULL GROUP BY 1, 2),
  asked AS MATERIALIZED (${askedEntries('$1', '$2')}),
  start AS (SELECT min(s.booked_on) AS on FROM fund.bank_line_standing s WHERE s.book_id = $1 AND s.account_code = $2),
  stands AS (
    SELECT e.account_id, e.seq, e.business_on, e.journal_number, e.book_id, e.amount,
           coalesce(t.taken_fen, 0) + coalesce(q.taken_fen, 0) AS taken_fen, coalesce(l.fen, 0) AS late_fen
      FROM ledger.account a JOIN ledger.entry e ON e.account_id = a.id
      LEFT JOIN fund.bank_entry_taken t ON t.account_id = e.account_id AND t.number = e.seq AND NOT t.by_request
       AND t.book_id = $1 AND t.account_code = $2
      LEFT JOIN asked q ON q.account_id = e.account_id AND q.seq = e.seq
      LEFT JOIN late_entry l ON l.account_id = e.account_id AND l.seq = e.seq
     WHERE a.book_id = $1 AND a.code = $2 AND e.business_on <= $3::date)
  SELECT s.account_id || '/' || s.seq AS ref, s.business_on::text AS on, s.amount - s.taken_fen + s.late_fen AS left_fen,
         j.summary AS what, false AS ignored
    FROM stands s CROSS JOIN start
    JOIN ledger.journal j ON j.number = s.journal_number AND j.book_id = s.book_id
   WHERE s.amount <> s.taken_fen - s.late_fen AND NOT (s.business_on < start.on AND s.taken_fen = 0)
   ORDER BY s.business_on, s.account_id, s.seq`;

interface Row {
  readonly ref: string;
  readonly on: string;
  readonly left_fen: string;
  readonly what: string;
  readonly ignored: boolean;
}

const asFen = (text: string): Fen => fen(BigInt(text));

/** Ages as of a day; many items are of the same days. */
function agesAsOf(asOf: string): (on: string) => Age {
  const known = new Map<string, Age>();
  return (on) => {
    const age = known.get(on) ?? ageOf(businessDate(on), businessDate(asOf));
    known.set(on, age);
    return age;
  };
}

const itemOf =
  (into: OpenKind, out: OpenKind, ageOn: (on: string) => Age) =>
  ({ ref, on, left_fen: text, what, ignored }: Row): OpenItem => {
    const left = asFen(text);
    const kind = left > 0n ? into : out;
    return { ref, on, what, ignored, left: formatYuan(left), kind, age: ageOn(on) };
  };

/** What is open of one kind, in yuan, by its age. */
export interface OpenByAge {
  readonly kind: OpenKind;
  readonly total: string;
  readonly ages: Record<Age, string>;
}

/** What an item shows as left of it, below zero what went out. */
function leftOf({ left }: OpenItem): Fen {
  const size = parseYuan(left.replace(/^-/, '')) ?? fen(0n);
  return left.startsWith('-') ? negateFen(size) : size;
}

/** What the open items of a statement come to, kind by kind; of the amounts they show, with their signs. */
export const openByAge = (items: readonly OpenItem[]): OpenByAge[] =>
  OPEN_KINDS.map((kind) => {
    const ofKind = items.filter((item) => item.kind === kind);
    const sumOf = (some: readonly OpenItem[]): string => formatYuan(sumFen(some.map(leftOf)));
    return {
      kind,
      total: sumOf(ofKind),
      ages: forEachAge((age) => sumOf(ofKind.filter((item) => item.age === age))),
    };
  });

async function bankBalance(
  tx: EntityManager,
  { bookId, account }: OwnAccount,
  asOf: string,
): Promise<Fen> {
  const [row] = await tx.query<{ balance: string | null }[]>(
    `SELECT l.balance_fen AS balance FROM fund.bank_line l
      WHERE l.book_id = $1 AND l.account_code = $2 AND l.booked_on <= $3 ORDER BY l.position DESC LIMIT 1`,
    [bookId, account, asOf],
  );
  if (row === undefined || row.balance === null) {
    throw new DomainError('BANK_NO_BALANCE', 'refused', { asOf });
  }
  return asFen(row.balance);
}

async function bookBalance(
  tx: EntityManager,
  { bookId, account }: OwnAccount,
  asOf: string,
): Promise<Fen> {
  const [row] = await tx.query<{ balance: string }[]>(
    `SELECT coalesce(sum(e.amount), 0) AS balance FROM ledger.account a JOIN ledger.entry e ON e.account_id = a.id
      WHERE a.book_id = $1 AND a.code = $2 AND e.business_on <= $3`,
    [bookId, account, asOf],
  );
  return asFen(row?.balance ?? '0');
}

/**
 * Reconciles an account as of a day: the balance of the books with what the bank did and the books did not, and the
 * balance of the bank with what the books did and the bank did not, come to the same.
 *
 * @throws DomainError BANK_NO_BALANCE
 */
export async function reconcile(
  tx: EntityManager,
  own: OwnAccount,
  asOf: string,
): Promise<ReconciliationContent> {
  const [bank, books] = [await bankBalance(tx, own, asOf), await bookBalance(tx, own, asOf)];
  const values = [own.bookId, own.account, asOf];
  const lines = await tx.query<Row[]>(LINES, values);
  const entries = await tx.query<Row[]>(ENTRIES, values);
  const sumOf = (rows: readonly Row[]) => sumFen(rows.map(({ left_fen: left }) => asFen(left)));
  const ageOn = agesAsOf(asOf);
  const adjustedBook = addFen(books, sumOf(lines));
  const adjustedBank = addFen(bank, sumOf(entries));
  return {
    asOf,
    bookBalance: formatYuan(books),
    bankBalance: formatYuan(bank),
    adjustedBook: formatYuan(adjustedBook),
    adjustedBank: formatYuan(adjustedBank),
    difference: formatYuan(subtractFen(adjustedBook, adjustedBank)),
    items: [
      ...lines.map(itemOf('bank_in_not_in_books', 'bank_out_not_in_books', ageOn)),
      ...entries.map(itemOf('books_in_not_at_bank', 'books_out_not_at_bank', ageOn)),
    ],
  };
}
