import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { BankAccountCode } from '../accounting';
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

/** SQL of how a line stands; of what is open and what is ignored there are indexes. */
const STANDS: Readonly<Record<LineState, string>> = {
  unmatched: 's.matched_fen <> s.amount_fen AND NOT s.ignored',
  matched: 's.matched_fen = s.amount_fen AND NOT s.ignored',
  ignored: 's.ignored',
};

/** Lines of the bank's, the latest day first. */
export async function listLines(
  tx: EntityManager,
  caller: Caller,
  { book, account, from, until, q, state }: LineFilter,
  page: { readonly after: readonly [string, string] | undefined; readonly limit: number },
): Promise<LineShown[]> {
  const [day, id] = page.after ?? [null, null];
  const rows = await tx.query<LineShown[]>(
    `SELECT l.id, b.code AS book, l.account_code AS account, l.booked_on::text AS on, l.serial,
            l.amount_fen AS amount, l.balance_fen AS balance, l.counterparty,
            l.counterparty_last4 AS "counterpartyAccount", l.remark, s.amount_fen - s.matched_fen AS left,
            CASE WHEN s.ignored THEN 'ignored' WHEN s.matched_fen = s.amount_fen THEN 'matched'
                 ELSE 'unmatched' END AS state
       FROM fund.bank_line_standing s JOIN fund.bank_line l ON l.id = s.line_id JOIN ledger.book b ON b.id = s.book_id
      WHERE s.book_id = ANY ($1::integer[]) AND ($2::text IS NULL OR s.account_code = $2)
        AND ($3::date IS NULL OR s.booked_on >= $3) AND ($4::date IS NULL OR s.booked_on <= $4)
        AND ($5::text IS NULL OR strpos(lower(concat_ws(' ', l.counterparty, l.remark, l.serial)), lower($5)) > 0)
        AND ($6::date IS NULL OR (s.booked_on, s.line_id) < ($6, $7::uuid))
        ${state === undefined ? '' : `AND ${STANDS[state]}`}
      ORDER BY s.booked_on DESC, s.line_id DESC LIMIT $8`,
    [
      ...[await bookIds(tx, caller, book), account ?? null, from ?? null, until ?? null],
      ...[q ?? null, day, id, page.limit],
    ],
  );
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
