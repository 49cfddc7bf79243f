import { type EntityManager, In } from 'typeorm';
import type { z } from 'zod';
import {
  BankLine,
  findUnmatchedCredit,
  freeLineOf,
  matchWithRequest,
  matchWithReversals,
  type PersonalWork,
} from '../bank';
import { Defendant, lockCase } from '../cases';
import { DomainError } from '../errors';
import { bookOf, type Caller } from '../identity';
import { Book } from '../ledger';
import { formatYuan } from '../money';
import { Receipt } from '../recoveries';
import { madeBefore, receive, requirePast, sendingOf } from './enter-receipt';
import type { NewReceiptOfLine, receiptOfLine } from './receipt-schemas';
import { defendantOf } from './what-if';

/** Money of defendants comes to the custody account. */
const CUSTODY = '1002.02';
/** What the key of the request ends with that moves the custody account. */
const RECORDED = 'receipt_recorded';
/** The key of the request that moved the custody account for a receipt. */
const requestKeyOf = ({ postingKey }: Receipt): string => `${postingKey ?? ''}:${RECORDED}`;

/** Opens the line of a receipt again that was taken back, unless a reconciliation statement rests on it. */
export const freeLineOfReceipt = (work: PersonalWork, receipt: Receipt): Promise<void> =>
  freeLineOf(
    work,
    { bookId: work.bookId, account: CUSTODY },
    requestKeyOf(receipt),
    `执行回转 ${receipt.ref}`,
  );

/** Cases that a line may be about; a remark that fits more says nothing. */
const MOST_CASES = 20;

/**
 * A line that money of a defendant may be recorded from; whether it is open is looked at under lock.
 *
 * @throws DomainError NOT_FOUND none in the caller's books, or money that went out
 * @throws DomainError BANK_LINE_NOT_CUSTODY
 */
export async function creditOfCaller(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<{ readonly line: BankLine; readonly book: Book }> {
  const line = await tx.findOneBy(BankLine, { id });
  const book = line && (await tx.findOneBy(Book, { id: line.bookId }));
  if (line === null || book === null || line.amountFen < 0n) {
    throw new DomainError('NOT_FOUND', 'not_found', { bankLine: id });
  }
  const own = await bookOf(tx, caller, book.code);
  if (line.accountCode !== CUSTODY) {
    throw new DomainError('BANK_LINE_NOT_CUSTODY', 'refused', { account: line.accountCode });
  }
  return { line, book: own };
}

/** What a receipt takes from its line. */
const factsOf = ({ id, amountFen, bookedOn, serial }: BankLine) => ({
  amount: formatYuan(amountFen),
  receivedOn: bookedOn,
  bankReference: serial ?? id,
});

const plain = (text: string | null): string => (text ?? '').normalize('NFKC').replace(/\s/g, '');

/**
 * Who paid, by the name that the line tells unless somebody says who.
 *
 * @throws DomainError NOT_FOUND, BANK_LINE_PAYER_UNKNOWN
 */
async function payerOf(
  tx: EntityManager,
  caseId: string,
  { counterparty }: BankLine,
  given: string | undefined,
): Promise<Defendant> {
  if (given !== undefined) return defendantOf(tx, caseId, given);
  const named = (await tx.findBy(Defendant, { caseId })).filter(
    ({ name }) => plain(name) === plain(counterparty),
  );
  const [payer] = named;
  if (payer === undefined || named.length > 1) {
    throw new DomainError('BANK_LINE_PAYER_UNKNOWN', 'refused', { counterparty });
  }
  return payer;
}

/**
 * Records money of a defendant from the line of the bank that told it: amount, day and reference are the line's, and
 * the line is matched with the entry that is asked for, in one transaction. `work.on` is the day of the line. The same
 * key again is the same receipt. Returns its id.
 *
 * @throws DomainError IDEMPOTENCY_KEY_REUSED, RECEIPT_DAY_WRONG, NOT_FOUND, BANK_LINE_NOT_OPEN,
 *   BANK_LINE_PAYER_UNKNOWN, DUPLICATE_BANK_REFERENCE, NOT_A_DEBTOR
 */
export async function enterReceiptOfLine(
  work: PersonalWork,
  lineId: string,
  given: NewReceiptOfLine,
): Promise<string> {
  const { tx, bookId, from } = work;
  const sending = sendingOf(work, from.personId, { bankLine: lineId, ...given });
  const before = await madeBefore(work, Receipt, sending);
  if (before !== undefined) return before;
  await requirePast(tx, work.on);
  const { case: caseId, kind, designated } = given;
  // The case before the line, as whoever takes a receipt back does.
  await lockCase(work, caseId);
  const line = await findUnmatchedCredit(tx, bookId, lineId);
  const payer = await payerOf(tx, caseId, line, given.payer);
  const facts = factsOf(line);
  const { id } = await receive(work, caseId, payer, { ...facts, kind, designated }, sending);
  await matchWithRequest(work, line, { key: `${work.key}:${RECORDED}` });
  await matchFormer(work, facts.bankReference);
  return id;
}

/** Former receipts of the line were in the books only: what they entered and what took it back cancel each other. */
async function matchFormer(work: PersonalWork, bankReference: string): Promise<void> {
  const { tx, bookId } = work;
  const former = await tx
    .createQueryBuilder(Receipt, 'receipt')
    .where({ bookId, bankReference })
    .andWhere('EXISTS (SELECT FROM fund.receipt_reversal v WHERE v.receipt_id = receipt.id)')
    .getMany();
  await matchWithReversals(work, { bookId, account: CUSTODY }, former.map(requestKeyOf));
}

/**
 * What a receipt from a line would say, and whose money it may be: of a defendant who is named as the counterparty,
 * or in a case whose number stands in the remark.
 */
export async function draftReceipt(
  tx: EntityManager,
  { line, book }: { readonly line: BankLine; readonly book: Book },
): Promise<z.infer<typeof receiptOfLine>> {
  const { counterparty, remark } = line;
  const found = await tx.query<{ id: string; number: string }[]>(
    `SELECT c.id, c.number FROM fund.litigation_case c
      WHERE c.book_id = $1
        AND (strpos($2, regexp_replace(normalize(c.number, NFKC), '\\s', '', 'g')) > 0
             OR EXISTS (SELECT FROM fund.defendant d
                         WHERE d.case_id = c.id AND regexp_replace(normalize(d.name, NFKC), '\\s', '', 'g') = $3))
      ORDER BY c.id DESC LIMIT $4`,
    [book.id, plain(remark), plain(counterparty), MOST_CASES],
  );
  const defendants = await tx.find(Defendant, {
    where: { caseId: In(found.map(({ id }) => id)) },
    order: { ref: 'ASC' },
  });
  return {
    ...{ line: line.id, book: book.code, counterparty, remark },
    ...factsOf(line),
    cases: found.map(({ id, number }) => {
      const ofCase = defendants.filter(({ caseId }) => caseId === id);
      const named = ofCase.filter(({ name }) => plain(name) === plain(counterparty));
      return {
        id,
        number,
        payer: (named.length === 1 ? named[0] : undefined)?.id ?? null,
        defendants: ofCase.map((one) => ({ id: one.id, name: one.name })),
      };
    }),
  };
}
