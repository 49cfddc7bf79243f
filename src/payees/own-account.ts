import type { EntityManager } from 'typeorm';
import type { BankAccountCode } from '../accounting';
import { DomainError } from '../errors';
import type { Caller, Secrets } from '../identity';
import { BankAccount } from './bank-account.entity';
import { readNumber } from './bank-accounts';
import { requireCurrentAccount } from './require-current-account';

/** An account of the bureau's own as it is told to those who are to pay to it. */
export interface OwnBankAccount {
  readonly name: string;
  readonly bankName: string;
  readonly number: string;
}

/**
 * An account of the bureau's own that stands for an account of the books, approved and current, with its number; the
 * trail says who had it.
 *
 * @throws DomainError NOT_FOUND it is no such account of the book
 * @throws DomainError PAYEE_ACCOUNT_CHANGED it is not approved, or another one was approved later
 */
export async function ownAccount(
  tx: EntityManager,
  secrets: Secrets,
  caller: Caller,
  own: { readonly bookId: number; readonly account: BankAccountCode; readonly id: string },
): Promise<OwnBankAccount> {
  const { id, bookId, account: accountCode } = own;
  const found = await tx.findOneBy(BankAccount, { id, bookId, holderKind: 'bureau', accountCode });
  if (found === null) throw new DomainError('NOT_FOUND', 'not_found', { account: id });
  await requireCurrentAccount(tx, found);
  const number = await readNumber(tx, secrets, caller, id);
  return { name: found.holderName, bankName: found.bankName, number };
}
