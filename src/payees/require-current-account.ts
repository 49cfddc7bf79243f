import type { EntityManager } from 'typeorm';
import { DomainError } from '../errors';
import { BankAccount } from './bank-account.entity';

/**
 * Requires that an account is still what was approved, and still the latest approved one of its holder.
 *
 * @throws DomainError PAYEE_ACCOUNT_CHANGED
 */
export async function requireCurrentAccount(
  tx: EntityManager,
  account: { readonly id: string; readonly fingerprint: Buffer },
): Promise<BankAccount> {
  const [row] = await tx.query<{ is_current: boolean }[]>(
    `SELECT v.approved_at = (
              SELECT max(w.approved_at) FROM fund.bank_account_approval w
                JOIN fund.bank_account o ON o.id = w.bank_account_id
               WHERE o.book_id = a.book_id AND o.holder_kind = a.holder_kind
                 AND o.account_code IS NOT DISTINCT FROM a.account_code
                 AND coalesce(o.credit_code, o.holder_name) = coalesce(a.credit_code, a.holder_name)) AS is_current
       FROM fund.bank_account a JOIN fund.bank_account_approval v ON v.bank_account_id = a.id
      WHERE a.id = $1`,
    [account.id],
  );
  const found = await tx.findOneByOrFail(BankAccount, { id: account.id });
  if (row?.is_current !== true || !found.fingerprint.equals(account.fingerprint)) {
    throw new DomainError('PAYEE_ACCOUNT_CHANGED', 'refused', {
      payee: found.holderName,
      account: `**** ${found.last4}`,
    });
  }
  return found;
}
