import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { BANK_ACCOUNT_CODES, type BankAccountCode } from '../accounting';
import { booksOf, type Caller } from '../identity';
import { formatYuan } from '../money';
import { BankStatement } from './bank-statement.entity';
import type { OwnAccount } from './plan-import';
import type { lineList, LineState, statementList } from './schemas';

type StatementShown = z.infer<typeof statementList>['items'][number];
type LineShown = z.infer<typeof lineList>['items'][number];

/** What a list is narrowed to. */
export interface BankFilter {
  readonly book?: string | undefined;
  readonly account?: BankAccountCode | undefined;
}

/** What a list of lines is narrowed to; days are inclusive. */
export interface LineFilter extends BankFilter {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly q?: string | undefined;
  readonly state?: LineState | undefined;
}

const yuanOrNull = (fen: string | null): string | null =>
  fen === null ? null : formatYuan(BigInt(fen));

/** The books of the caller that a list is of. */
async function bookIds(tx: EntityManager, caller: Caller, code?: string): Promise<number[]> {
  const books = booksOf(tx, caller);
  if (code !== undefined) books.andWhere('book.code = :code', { code });
  return (await books.getMany()).map(({ id }) => id);
}

/** Statements that were imported, the newest first. */
export async function listStatements(
  tx: EntityManager,
  caller: Caller,
  { book, account }: BankFilter,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<StatementShown[]> {
  type Row = Omit<StatementShown, 'importedAt'> & { readonly importedAt: Date };
  const rows = await tx.query<Row[]>(
    `SELECT s.id, b.code AS book, s.account_code AS account, s.file_name AS "fileName", s.profile_name AS profile,
            s.profile_version AS "profileVersion", s.stated_last4 AS "statedAccount", s.opening_fen AS opening,
            s.closing_fen AS closing, s.line_count AS "lineCount", s.new_count AS "newCount",
            s.imported_by AS "importedBy", s.imported_at AS "importedAt"
       FROM fund.bank_statement s JOIN ledger.book b ON b.id = s.book_id
      WHERE s.book_id = ANY ($1::integer[]) AND ($2::text IS NULL OR s.account_code = $2)
        AND ($3::uuid IS NULL OR s.id < $3)
      ORDER BY s.id DESC LIMIT $4`,
    [await bookIds(tx, caller, book), account ?? null, page.after ?? null, page.limit],
  );
  return rows.map((row) => ({
    ...row,
    opening: yuanOrNull(row.opening),
    closing: yuanOrNull(row.closing),
    importedAt: row.importedAt.toISOString(),
  }));
}

/** SQL of how a line stands; of each there is an index in the order of the list. */
const STANDS: Readonly<Record<LineState, string>> = {
  unmatched: 's.matched_fen <> s.amount_fen AND NOT s.ignored',
  matched: 's.matched_fen = s.amount_fen AND NOT s.ignored',
  ignored: 's.ignored',
};

const ORDER = 'ORDER BY s.booked_on DESC, s.line_id DESC LIMIT $8';

/** What of the lines is asked for, by how they stand. */
const asked = (state: LineState | undefined): string => `
  ($3::date IS NULL OR s.booked_on >= $3) AND ($4::date IS NULL OR s.booked_on <= $4)
  AND ($6::date IS NULL OR (s.booked_on, s.line_id) < ($6, $7::uuid))
  ${state === undefined ? '' : `AND ${STANDS[state]}`}`;

/** A page of each account of each book by its index, and of these the page. */
const pageByIndex = (state: LineState | undefined): string => `
  SELECT s.* FROM unnest($1::integer[]) AS of_book (id) CROSS JOIN unnest($2::text[]) AS of_account (code)
   CROSS JOIN LATERAL (
     SELECT s.* FROM fund.bank_line_standing s
      WHERE s.book_id = of_book.id AND s.account_code = of_account.code AND $5::text IS NULL AND ${asked(state)} ${ORDER}) s
   ${ORDER}`;

/** A page of lines with words in them; these have no index, so each line is looked at, once. */
const pageByWords = (state: LineState | undefined): string => `
  SELECT s.* FROM (
    SELECT l.id FROM fund.bank_line l
     WHERE l.book_id = ANY ($1::integer[]) AND l.account_code = ANY ($2::text[])
       AND ($3::date IS NULL OR l.booked_on >= $3) AND ($4::date IS NULL OR l.booked_on <= $4)
       AND strpos(lower(concat_ws(' ', l.counterparty, l.remark, l.serial)), lower($5)) > 0
    OFFSET 0) found
    JOIN fund.bank_line_standing s ON s.line_id = found.id WHERE ${asked(state)} ${ORDER}`;

const linesOf = (page: string): string => `
  SELECT l.id, b.code AS book, l.account_code AS account, l.booked_on::text AS on, l.serial,
         l.amount_fen AS amount, l.balance_fen AS balance, l.counterparty,
         l.counterparty_last4 AS "counterpartyAccount", l.remark, s.amount_fen - s.matched_fen AS left,
         CASE WHEN s.ignored THEN 'ignored' WHEN s.matched_fen = s.amount_fen THEN 'matched'
              ELSE 'unmatched' END AS state
    FROM (${page}) s JOIN fund.bank_line l ON l.id = s.line_id JOIN ledger.book b ON b.id = s.book_id
   ORDER BY s.booked_on DESC, s.line_id DESC`;

/** Lines of the bank's, the latest day first. */
export async function listLines(
  tx: EntityManager,
  caller: Caller,
  { book, account, from, until, q, state }: LineFilter,
  page: { readonly after: readonly [string, string] | undefined; readonly limit: number },
): Promise<LineShown[]> {
  const [day, id] = page.after ?? [null, null];
  const accounts = account === undefined ? BANK_ACCOUNT_CODES : [account];
  const chosen = (q === undefined ? pageByIndex : pageByWords)(state);
  const rows = await tx.query<LineShown[]>(linesOf(chosen), [
    ...[await bookIds(tx, caller, book), accounts, from ?? null, until ?? null],
    ...[q ?? null, day, id, page.limit],
  ]);
  return rows.map((row) => ({
    ...row,
    amount: formatYuan(BigInt(row.amount)),
    left: formatYuan(BigInt(row.left)),
    balance: yuanOrNull(row.balance),
  }));
}

/** The last digits of the account that the statement imported last names; null where none does. */
export async function formerAccount(
  tx: EntityManager,
  { bookId, account: accountCode }: OwnAccount,
): Promise<string | null> {
  const last = await tx.findOne(BankStatement, {
    where: { bookId, accountCode },
    order: { id: 'DESC' },
  });
  return last?.statedLast4 ?? null;
}
