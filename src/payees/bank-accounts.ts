import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { recordEvent } from '../audit';
import { bookOfUpload } from '../documents';
import { DomainError } from '../errors';
import { actorFacts, booksOf, type Caller, type Secrets } from '../identity';
import { BankAccount } from './bank-account.entity';
import type { bankAccountItem, NewBankAccount } from './schemas';

type Item = z.infer<typeof bankAccountItem>;

/** What the trail says an account is. */
export const subjectOf = (id: string): string => `bank_account/${id}`;

const sealedFor = (id: string): string => `bank account ${id}`;

const ITEM = `
  SELECT a.id, b.code AS book, a.holder_kind AS "holderKind", a.holder_name AS "holderName",
         a.credit_code AS "creditCode", a.account_code AS "ledgerAccount", a.bank_name AS "bankName", '**** ' || a.last4 AS masked,
         encode(a.fingerprint, 'hex') AS fingerprint, v.bank_account_id IS NOT NULL AS approved,
         coalesce(v.approved_at = (
           SELECT max(w.approved_at) FROM fund.bank_account_approval w
             JOIN fund.bank_account o ON o.id = w.bank_account_id
            WHERE o.book_id = a.book_id AND o.holder_kind = a.holder_kind
              AND o.account_code IS NOT DISTINCT FROM a.account_code
              AND coalesce(o.credit_code, o.holder_name) = coalesce(a.credit_code, a.holder_name)), false) AS current,
         a.entered_at
    FROM fund.bank_account a JOIN ledger.book b ON b.id = a.book_id
    LEFT JOIN fund.bank_account_approval v ON v.bank_account_id = a.id
   WHERE (a.book_id = ANY ($1::integer[]) OR a.credit_code = $2 AND (b.kind = 'sandbox') = $3)`;

const itemOf = ({ entered_at, ...row }: Omit<Item, 'enteredAt'> & { entered_at: Date }): Item => ({
  ...row,
  enteredAt: entered_at.toISOString(),
});

async function rightsOf(tx: EntityManager, caller: Caller): Promise<unknown[]> {
  const books = await booksOf(tx, caller).select('book.id', 'id').getRawMany<{ id: number }>();
  return [books.map(({ id }) => id), caller.creditCode, caller.sandbox];
}

/**
 * Enters a bank account; it may be paid to once it is approved.
 *
 * @throws DomainError NOT_FOUND there is no such book for the caller, NOT_OWN_ORGANIZATION
 */
export async function enterBankAccount(
  tx: EntityManager,
  secrets: Secrets,
  caller: Caller,
  { book: code, number, ledgerAccount, ...holder }: NewBankAccount,
): Promise<Item> {
  const { creditCode = null } = holder;
  if (caller.creditCode !== null && caller.creditCode !== creditCode) {
    throw new DomainError('NOT_OWN_ORGANIZATION', 'forbidden', { uscc: creditCode });
  }
  const bookId = await bookOfUpload(tx, caller, code);
  const id = uuidv7();
  const account = {
    id,
    bookId,
    ...holder,
    creditCode,
    accountCode: ledgerAccount ?? null,
    numberSealed: secrets.seal(number, sealedFor(id)),
    last4: number.slice(-4),
    fingerprint: secrets.fingerprint(
      JSON.stringify([holder.holderName, holder.bankName, number]),
      'bank account',
    ),
    enteredById: caller.personId,
  };
  await tx.insert(BankAccount, account);
  await recordEvent(tx, {
    action: 'bank_account.enter',
    ...actorFacts(caller),
    bookId,
    subject: subjectOf(id),
    content: {
      ...holder,
      ledgerAccount,
      last4: account.last4,
      fingerprint: account.fingerprint.toString('hex'),
    },
  });
  return readBankAccount(tx, caller, id);
}

/**
 * An account that the caller may see, without its number.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readBankAccount(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<Item> {
  const [row] = await tx.query<(Omit<Item, 'enteredAt'> & { entered_at: Date })[]>(
    `${ITEM} AND a.id = $4`,
    [...(await rightsOf(tx, caller)), id],
  );
  if (row === undefined) throw new DomainError('NOT_FOUND', 'not_found');
  return itemOf(row);
}

/** Accounts that the caller may see, the newest first. */
export async function listBankAccounts(
  tx: EntityManager,
  caller: Caller,
  filter: { readonly book?: string | undefined; readonly q?: string | undefined },
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<Item[]> {
  const rows = await tx.query<(Omit<Item, 'enteredAt'> & { entered_at: Date })[]>(
    `${ITEM} AND ($4::text IS NULL OR b.code = $4) AND ($5::text IS NULL OR position($5 IN a.holder_name) > 0)
        AND ($6::uuid IS NULL OR a.id < $6) ORDER BY a.id DESC LIMIT $7`,
    [
      ...(await rightsOf(tx, caller)),
      filter.book ?? null,
      filter.q ?? null,
      page.after ?? null,
      page.limit,
    ],
  );
  return rows.map(itemOf);
}

/**
 * The whole number, for those who pay; the trail says who looked.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readNumber(
  tx: EntityManager,
  secrets: Secrets,
  caller: Caller,
  id: string,
): Promise<string> {
  await readBankAccount(tx, caller, id);
  const { numberSealed, bookId } = await tx.findOneByOrFail(BankAccount, { id });
  await recordEvent(tx, {
    action: 'bank_account.reveal',
    ...actorFacts(caller),
    bookId,
    subject: subjectOf(id),
  });
  return secrets.open(numberSealed, sealedFor(id));
}
