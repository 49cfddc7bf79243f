import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import type { SummaryRow } from '../approvals';
import { DomainError } from '../errors';
import type { Fen } from '../money';
import {
  BankAccount,
  HOLDER_NAMES,
  type HolderKind,
  type PayableAccount,
  requirePayableAccount,
} from '../payees';
import type { Work } from '../platform/work';
import { type PaidOutKind, PayOut } from './pay-out.entity';
import type { payee } from './pay-out-schemas';

/** Who is to get money, as an account of theirs names them. */
export interface Payee {
  /** Id of the defendant or the organization; null for the treasury. */
  readonly id: string | null;
  /** Null for the treasury, of which there may be several accounts. */
  readonly name: string | null;
  readonly holderKind: HolderKind;
  /** Whether an account of that kind is theirs. */
  readonly owns: (account: PayableAccount) => boolean;
}

/** Money that leaves the bureau: to whom, and to which account of theirs. */
export interface Outgoing {
  readonly kind: PaidOutKind;
  readonly to: Payee;
  /** As it was looked at. */
  readonly named: z.output<typeof payee>;
}

export const TREASURY: Payee = { id: null, name: null, holderKind: 'treasury', owns: () => true };

const plain = (name: string): string => name.normalize('NFKC').replace(/\s/g, '');

/** Whether the holder of an account is called so. */
export const isCalled =
  (name: string) =>
  ({ holderName }: PayableAccount): boolean =>
    plain(holderName) === plain(name);

/**
 * The account that is named, where it is one of whoever is to be paid, and may be paid to now.
 *
 * @throws DomainError PAYEE_ACCOUNT_CHANGED, PAYEE_ACCOUNT_OTHER
 */
export async function requireAccount(
  tx: EntityManager,
  bookId: number,
  { to, named }: Outgoing,
): Promise<PayableAccount> {
  const found = await requirePayableAccount(tx, bookId, named);
  if (found.holderKind !== to.holderKind || !to.owns(found)) {
    const facts = { payee: to.name ?? HOLDER_NAMES.treasury.zh, holder: found.holderName };
    throw new DomainError('PAYEE_ACCOUNT_OTHER', 'refused', facts);
  }
  return found;
}

/**
 * Keeps what goes out with an approval, and to which account.
 *
 * @throws DomainError as {@link requireAccount}
 */
export async function keepPayOut(
  work: Work,
  outgoing: Outgoing,
  paid: { readonly caseId: string; readonly amount: Fen; readonly approvalRequestId: string },
): Promise<void> {
  const { tx, bookId, on: paidOn, key: postingKey } = work;
  const { kind, to } = outgoing;
  const { caseId, amount: amountFen, approvalRequestId } = paid;
  const account = await requireAccount(tx, bookId, outgoing);
  await tx.insert(PayOut, {
    ...{ id: uuidv7(), bookId, caseId, kind, payeeId: to.id, amountFen, paidOn, postingKey },
    bankAccountId: account.id,
    accountFingerprint: Buffer.from(account.fingerprint, 'hex'),
    approvalRequestId,
  });
}

/** Whom it goes to, and to which account, as those who decide read it. */
export async function presentOutgoing(
  tx: EntityManager,
  { to, named }: Outgoing,
): Promise<SummaryRow[]> {
  const account = await tx.findOneBy(BankAccount, { id: named.account });
  const ofAccount =
    account === null
      ? []
      : [
          { field: 'holderName', value: account.holderName },
          { field: 'bankName', value: account.bankName },
          { field: 'accountNumber', value: `**** ${account.last4}` },
        ];
  return [...(to.name === null ? [] : [{ field: 'payee', value: to.name }]), ...ofAccount];
}
