import type { EntityManager } from 'typeorm';
import type { BankAccountCode } from '../accounting';
import { DomainError } from '../errors';
import type { HolderKind } from './bank-account.entity';

/** An account that may be paid to. */
export interface PayableAccount {
  readonly id: string;
  readonly fingerprint: string;
  readonly holderKind: HolderKind;
  readonly holderName: string;
  readonly creditCode: string | null;
  /** Of an account of the bureau's own. */
  readonly accountCode: BankAccountCode | null;
  readonly bankName: string;
  readonly masked: string;
}

// Approved, and no other account of the same holder was approved after it.
const PAYABLE = `
  SELECT a.id, encode(a.fingerprint, 'hex') AS fingerprint, a.holder_kind AS "holderKind",
         a.holder_name AS "holderName", a.credit_code AS "creditCode", a.bank_name AS "bankName", a.account_code AS "accountCode",
         '**** ' || a.last4 AS masked
    FROM fund.bank_account a JOIN fund.bank_account_approval v ON v.bank_account_id = a.id
   WHERE a.book_id = $1 AND v.approved_at = (
           SELECT max(w.approved_at) FROM fund.bank_account_approval w
             JOIN fund.bank_account o ON o.id = w.bank_account_id
            WHERE o.book_id = a.book_id AND o.holder_kind = a.holder_kind
              AND o.account_code IS NOT DISTINCT FROM a.account_code
              AND coalesce(o.credit_code, o.holder_name) = coalesce(a.credit_code, a.holder_name))`;

/**
 * The account of a payee, as it was named; nothing is paid to another one.
 *
 * @throws DomainError PAYEE_ACCOUNT_CHANGED it is not approved, not the holder's current one, or another
 */
export async function requirePayableAccount(
  tx: EntityManager,
  bookId: number,
  { account, fingerprint }: { readonly account: string; readonly fingerprint: string },
): Promise<PayableAccount> {
  const [found] = await tx.query<PayableAccount[]>(`${PAYABLE} AND a.id = $2`, [bookId, account]);
  if (found?.fingerprint !== fingerprint) {
    throw new DomainError('PAYEE_ACCOUNT_CHANGED', 'conflict', { account });
  }
  return found;
}

/** Accounts of a book that may be paid to, by the holder's name; at most 50. */
export async function payableAccounts(
  tx: EntityManager,
  bookId: number,
  { kinds, q }: { readonly kinds: readonly HolderKind[]; readonly q?: string | undefined },
): Promise<PayableAccount[]> {
  return tx.query<PayableAccount[]>(
    `${PAYABLE} AND a.holder_kind = ANY ($2::text[]) AND ($3::text IS NULL OR position($3 IN a.holder_name) > 0)
      ORDER BY a.holder_name, a.id LIMIT 50`,
    [bookId, kinds, q ?? null],
  );
}
