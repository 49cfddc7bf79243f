import type { EntityManager } from 'typeorm';
import type { BankAccountCode } from '../accounting';
import { DomainError } from '../errors';

/** Whether a part of a match is of a day that was reconciled after the match was made. */
export const MATCH_IS_RECONCILED = `
  SELECT EXISTS (
    SELECT FROM fund.bank_match m JOIN fund.bank_match_part p ON p.match_id = m.id
      LEFT JOIN fund.bank_line l ON l.id = p.line_id
      LEFT JOIN ledger.entry e ON e.account_id = p.account_id AND e.seq = p.entry_seq
      LEFT JOIN ledger.posting_request r ON r.id = p.request_id
     WHERE m.id = $1 AND coalesce(l.booked_on, e.business_on, r.business_on)
           <= fund.bank_reconciled_until(m.book_id, m.account_code, m.made_at)) AS reconciled`;

/** The same of a line that is ignored. */
export const IGNORING_IS_RECONCILED = `
  SELECT EXISTS (
    SELECT FROM fund.bank_line_ignoring i JOIN fund.bank_line l ON l.id = i.line_id
     WHERE i.id = $1
       AND l.booked_on <= fund.bank_reconciled_until(l.book_id, l.account_code, i.made_at)) AS reconciled`;

/** Whether a reconciliation statement rests on a match or on what is ignored. */
export async function isReconciled(tx: EntityManager, sql: string, id: string): Promise<boolean> {
  const [row] = await tx.query<{ reconciled: boolean }[]>(sql, [id]);
  return row?.reconciled !== false;
}

/** @throws DomainError BANK_RECONCILED */
export async function refuseReconciled(tx: EntityManager, sql: string, id: string): Promise<void> {
  if (await isReconciled(tx, sql, id)) throw new DomainError('BANK_RECONCILED', 'conflict', { id });
}

/** The last day until which an account is reconciled; null for none. */
export async function reconciledUntil(
  tx: EntityManager,
  { bookId, account }: { readonly bookId: number; readonly account: BankAccountCode },
): Promise<string | null> {
  const [row] = await tx.query<{ until: string | null }[]>(
    `SELECT fund.bank_reconciled_until($1, $2, '-infinity')::text AS until`,
    [bookId, account],
  );
  return row?.until ?? null;
}
