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

// A match with a part after the day, or with an entry that is asked for and not posted, is none yet on that day.
const MATCHED_BY = `
  WITH part AS (
    SELECT p.match_id, p.line_id, p.account_id, coalesce(p.entry_seq, q.seq) AS entry_seq, p.amount_fen,
           max(coalesce(l.booked_on, e.business_on, q.business_on, 'infinity')) OVER (PARTITION BY p.match_id) AS last_on
      FROM fund.bank_match m JOIN fund.bank_match_part p ON p.match_id = m.id
      LEFT JOIN fund.bank_line l ON l.id = p.line_id
      LEFT JOIN ledger.entry e ON e.account_id = p.account_id AND e.seq = p.entry_seq
      LEFT JOIN ledger.journal j ON j.request_id = p.request_id
      LEFT JOIN ledger.entry q ON q.journal_number = j.number AND q.book_id = j.book_id AND q.account_id = p.account_id
     WHERE m.book_id = $1 AND m.account_code = $2
       AND NOT EXISTS (SELECT FROM fund.bank_match_undoing u WHERE u.match_id = m.id))`;

const LINES = `${MATCHED_BY},
  matched AS (SELECT line_id, sum(amount_fen) AS fen FROM part
               WHERE line_id IS NOT NULL AND last_on <= $3::date GROUP BY line_id)
  SELECT l.id AS ref, l.booked_on::text AS on, l.amount_fen - coalesce(m.fen, 0) AS left_fen,
         concat_ws(' ', l.counterparty, l.remark) AS what, s.ignored
    FROM fund.bank_line l JOIN fund.bank_line_standing s ON s.line_id = l.id LEFT JOIN matched m ON m.line_id = l.id
   WHERE l.book_id = $1 AND l.account_code = $2 AND l.booked_on <= $3::date
     AND l.amount_fen <> coalesce(m.fen, 0)
   ORDER BY l.booked_on, l.position`;

// What the books held before the first line of the bank's, and is in no match, is in the opening balance of the bank.
const ENTRIES = `${MATCHED_BY},
  matched AS (SELECT account_id, entry_seq, sum(amount_fen) FILTER (WHERE last_on <= $3::date) AS fen FROM part
               WHERE account_id IS NOT NULL GROUP BY account_id, entry_seq),
  start AS (SELECT min(l.booked_on) AS on FROM fund.bank_line l WHERE l.book_id = $1 AND l.account_code = $2)
  SELECT e.account_id || '/' || e.seq AS ref, e.business_on::text AS on, e.amount - coalesce(m.fen, 0) AS left_fen,
         j.summary AS what, false AS ignored
    FROM ledger.account a JOIN ledger.entry e ON e.account_id = a.id CROSS JOIN start
    JOIN ledger.journal j ON j.number = e.journal_number AND j.book_id = e.book_id
    LEFT JOIN matched m ON m.account_id = e.account_id AND m.entry_seq = e.seq
   WHERE a.book_id = $1 AND a.code = $2 AND e.business_on <= $3::date AND e.amount <> coalesce(m.fen, 0)
     AND NOT (e.business_on < start.on AND m.account_id IS NULL)
   ORDER BY e.business_on, e.account_id, e.seq`;

interface Row {
  readonly ref: string;
  readonly on: string;
  readonly left_fen: string;
  readonly what: string;
  readonly ignored: boolean;
}

const asFen = (text: string): Fen => fen(BigInt(text));

const itemOf =
  (into: OpenKind, out: OpenKind, asOf: string) =>
  ({ ref, on, left_fen: left, what, ignored }: Row): OpenItem => ({
    ...{ ref, on, what, ignored, left: formatYuan(asFen(left)) },
    kind: asFen(left) > 0n ? into : out,
    age: ageOf(businessDate(on), businessDate(asOf)),
  });

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
      ...lines.map(itemOf('bank_in_not_in_books', 'bank_out_not_in_books', asOf)),
      ...entries.map(itemOf('books_in_not_at_bank', 'books_out_not_at_bank', asOf)),
    ],
  };
}
