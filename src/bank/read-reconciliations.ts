import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { DomainError } from '../errors';
import { bookOf, type Caller } from '../identity';
import type { OwnAccount } from './plan-import';
import { openByAge } from './reconcile';
import type { reconciliation, reconciliationList } from './reconciliation-schemas';

type Summary = z.infer<typeof reconciliationList>['items'][number];
type Shown = z.infer<typeof reconciliation>;

const SUMMARY = `
  r.id, r.account_code AS account, r.as_of::text AS "asOf", r.made_by AS "madeBy", c.made_by AS "confirmedBy"`;
const TABLES = `
  fund.bank_reconciliation r
  LEFT JOIN fund.bank_reconciliation_confirming c ON c.reconciliation_id = r.id`;

/** Reconciliation statements of an account, the newest first. */
export async function listReconciliations(
  tx: EntityManager,
  { bookId, account }: OwnAccount,
): Promise<Summary[]> {
  return tx.query<Summary[]>(
    `SELECT ${SUMMARY} FROM ${TABLES} WHERE r.book_id = $1 AND r.account_code = $2 ORDER BY r.id DESC LIMIT 200`,
    [bookId, account],
  );
}

/** @throws DomainError NOT_FOUND */
export async function readReconciliation(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<Shown> {
  const [row] = await tx.query<(Summary & Pick<Shown, 'content'> & { readonly book: string })[]>(
    `SELECT ${SUMMARY}, r.content, b.code AS book FROM ${TABLES} JOIN ledger.book b ON b.id = r.book_id WHERE r.id = $1`,
    [id],
  );
  if (row === undefined) {
    throw new DomainError('NOT_FOUND', 'not_found', { bankReconciliation: id });
  }
  await bookOf(tx, caller, row.book);
  return { ...row, openByAge: openByAge(row.content.items) };
}
