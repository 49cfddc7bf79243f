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
            l.counterparty_last4 AS "counterpartyAccount", l.remark, s.state, s.left_fen AS left
       FROM fund.bank_line l JOIN ledger.book b ON b.id = l.book_id
      CROSS JOIN LATERAL (
        SELECT l.amount_fen - fund.bank_line_matched(l.id) AS left_fen,
               CASE WHEN fund.is_bank_line_ignored(l.id) THEN 'ignored'
                    WHEN l.amount_fen = fund.bank_line_matched(l.id) THEN 'matched' ELSE 'unmatched' END AS state) s
      WHERE l.book_id = ANY ($1::integer[]) AND ($2::text IS NULL OR l.account_code = $2)
        AND ($3::date IS NULL OR l.booked_on >= $3) AND ($4::date IS NULL OR l.booked_on <= $4)
        AND ($5::text IS NULL OR strpos(lower(concat_ws(' ', l.counterparty, l.remark, l.serial)), lower($5)) > 0)
        AND ($6::date IS NULL OR (l.booked_on, l.id) < ($6, $7::uuid))
        AND ($9::text IS NULL OR s.state = $9)
      ORDER BY l.booked_on DESC, l.id DESC LIMIT $8`,
    [
      ...[await bookIds(tx, caller, book), account ?? null, from ?? null, until ?? null],
      ...[q ?? null, day, id, page.limit, state ?? null],
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
