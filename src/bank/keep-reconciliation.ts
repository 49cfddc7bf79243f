import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import type { BankAccountCode } from '../accounting';
import { recordAct } from '../audit';
import { DomainError } from '../errors';
import { contentHash, type ContentJson } from '../platform/json/content-hash';
import { BankReconciliation, BankReconciliationConfirming } from './bank-reconciliation.entity';
import type { PersonalWork } from './match-lines';
import { lockAccount, type OwnAccount } from './plan-import';
import { reconcile, type ReconciliationContent } from './reconcile';

async function balanced(
  tx: EntityManager,
  own: OwnAccount,
  asOf: string,
): Promise<readonly [ReconciliationContent, Buffer]> {
  const content = await reconcile(tx, own, asOf);
  const { difference } = content;
  if (difference !== '0.00')
    throw new DomainError('BANK_NOT_RECONCILED', 'refused', { difference });
  return [content, contentHash(content as unknown as ContentJson)];
}

/**
 * Makes the reconciliation statement of an account as of a day, for another person to confirm. Returns its id.
 *
 * @throws DomainError BANK_NO_BALANCE, BANK_NOT_RECONCILED
 */
export async function makeReconciliation(
  work: PersonalWork,
  account: BankAccountCode,
  asOf: string,
): Promise<string> {
  const { tx, bookId, by: madeBy } = work;
  const own = { bookId, account };
  await lockAccount(tx, own);
  const [content, hash] = await balanced(tx, own, asOf);
  const id = uuidv7();
  await tx.insert(BankReconciliation, {
    ...{ id, bookId, accountCode: account, asOf, content, contentHash: hash },
    ...{ madeBy, madeById: work.from.personId },
  });
  const said = { reconciliation: id, account, asOf };
  await recordAct(work, 'bank_reconciliation.make', said, null, { afterHash: hash });
  return id;
}

/**
 * Confirms a reconciliation statement; what it rests on is frozen from then on. Confirmed again by the same person
 * it is the same.
 *
 * @throws DomainError NOT_FOUND, SAME_PERSON, BANK_RECONCILIATION_STALE, and as {@link makeReconciliation}
 */
export async function confirmReconciliation(work: PersonalWork, id: string): Promise<void> {
  const { tx, bookId, by: madeBy } = work;
  const made = await tx.findOneBy(BankReconciliation, { id, bookId });
  if (made === null) throw new DomainError('NOT_FOUND', 'not_found', { bankReconciliation: id });
  const { personId: madeById } = work.from;
  if (made.madeById === madeById) throw new DomainError('SAME_PERSON', 'forbidden');
  const own = { bookId, account: made.accountCode };
  await lockAccount(tx, own);
  if (await tx.existsBy(BankReconciliationConfirming, { reconciliationId: id })) return;
  const [, hash] = await balanced(tx, own, made.asOf);
  if (!hash.equals(made.contentHash)) {
    throw new DomainError('BANK_RECONCILIATION_STALE', 'conflict', { asOf: made.asOf });
  }
  await tx.insert(BankReconciliationConfirming, { reconciliationId: id, madeBy, madeById });
  await recordAct(work, 'bank_reconciliation.confirm', { reconciliation: id });
}
