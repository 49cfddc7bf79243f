import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { bookOfUpload } from '../documents';
import { DomainError } from '../errors';
import { asService, type Caller } from '../identity';
import type { CostCategory } from '../law';
import { Organization } from '../organizations';
import { payableAccounts } from '../payees';
import type { payeeList } from './advance-schemas';
import { holderKindsFor } from './payee-fit';

/**
 * Accounts that a cost may be paid to, at most 50. An organization that is in the book's register is told
 * of those of vendors, law firms and courts, and of its own.
 *
 * @throws DomainError NOT_FOUND there is no such book for the caller
 */
export async function payeeChoices(
  tx: EntityManager,
  caller: Caller,
  {
    book,
    category,
    q,
  }: { readonly book: string; readonly category: CostCategory; readonly q?: string | undefined },
): Promise<z.infer<typeof payeeList>['items']> {
  const bookId = await bookOfUpload(tx, caller, book);
  const { creditCode } = caller;
  const isKnown =
    creditCode === null || (await tx.existsBy(Organization, { bookId, uscc: creditCode }));
  if (!isKnown) throw new DomainError('NOT_FOUND', 'not_found', { book });
  const accounts = await asService(tx, () =>
    payableAccounts(tx, bookId, { kinds: holderKindsFor(category), q }),
  );
  return accounts
    .filter((account) => creditCode === null || [null, creditCode].includes(account.creditCode))
    .map(({ id, fingerprint, holderName, holderKind, bankName, masked }) => ({
      account: id,
      fingerprint,
      name: holderName,
      holderKind,
      bankName,
      masked,
    }));
}
