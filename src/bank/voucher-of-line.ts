import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { bankCharge } from '../accounting';
import { DomainError } from '../errors';
import { bookOf, type Caller } from '../identity';
import { Book } from '../ledger';
import { formatYuan, negateFen } from '../money';
import { BankLine } from './bank-statement.entity';
import type { voucherOfLine } from './match-schemas';

type VoucherDraft = z.infer<typeof voucherOfLine>;

const LONGEST_SUMMARY = 500;
const WORDS = { fee: '银行手续费', interest: '银行存款利息' } as const;

/** @throws DomainError NOT_FOUND, BANK_LINE_NOT_OPEN */
async function openLine(tx: EntityManager, caller: Caller, id: string) {
  const line = await tx.findOneBy(BankLine, { id });
  const book = line && (await tx.findOneBy(Book, { id: line.bookId }));
  if (line === null || book === null) {
    throw new DomainError('NOT_FOUND', 'not_found', { bankLine: id });
  }
  const { code } = await bookOf(tx, caller, book.code);
  const [open] = await tx.query<{ isOpen: boolean }[]>(
    `SELECT fund.bank_line_matched($1) = 0 AND NOT fund.is_bank_line_ignored($1) AS "isOpen"`,
    [id],
  );
  if (open?.isOpen !== true) {
    throw new DomainError('BANK_LINE_NOT_OPEN', 'conflict', { bankLine: id });
  }
  return { line, book: code };
}

/**
 * A general voucher for what the bank took or gave by itself: a fee (5901) or interest (4604), as an officer asks for
 * it; a second person decides, and nothing is posted before. The serial number in its summary lets the line be found.
 *
 * @throws DomainError NOT_FOUND, BANK_LINE_NOT_OPEN
 * @throws DomainError ACCOUNT_NOT_FOR_VOUCHERS the account moves by its workflows only
 */
export async function draftVoucher(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<VoucherDraft> {
  const { line, book } = await openLine(tx, caller, id);
  const { accountCode, amountFen, bookedOn, serial } = line;
  const kind = amountFen < 0n ? 'fee' : 'interest';
  const accounts = bankCharge(accountCode, kind);
  if (accounts === undefined) {
    throw new DomainError('ACCOUNT_NOT_FOR_VOUCHERS', 'refused', { account: accountCode });
  }
  const size = formatYuan(amountFen < 0n ? negateFen(amountFen) : amountFen);
  const summary = [WORDS[kind], serial].filter(Boolean).join(' ').slice(0, LONGEST_SUMMARY);
  return {
    book,
    kind,
    content: {
      businessOn: bookedOn,
      summary,
      lines: [
        { account: accounts.debit, debit: size },
        { account: accounts.credit, credit: size },
      ],
    },
  };
}
