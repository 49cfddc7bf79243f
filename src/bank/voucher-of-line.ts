import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { BANK_KEPT_BY, bankCharge, dimensionsOfCharge, type Pool } from '../accounting';
import { DomainError } from '../errors';
import { bookOf, type Caller } from '../identity';
import { Book } from '../ledger';
import { fen, formatYuan, negateFen, parsePositiveYuan } from '../money';
import { BankLine } from './bank-statement.entity';
import type { voucherOfLine } from './match-schemas';
import { lockAccount } from './plan-import';

type VoucherDraft = z.infer<typeof voucherOfLine>;

const LONGEST_SUMMARY = 500;
/** The account that the bureau covers fees from. */
const BASIC = '1002.01';
const WORDS = { fee: '银行手续费', interest: '银行存款利息', cover: '补足代管资金' } as const;

/** @throws DomainError NOT_FOUND, BANK_LINE_NOT_OPEN */
async function openLine(tx: EntityManager, caller: Caller, id: string) {
  const line = await tx.findOneBy(BankLine, { id });
  const book = line && (await tx.findOneBy(Book, { id: line.bookId }));
  if (line === null || book === null) {
    throw new DomainError('NOT_FOUND', 'not_found', { bankLine: id });
  }
  const { code } = await bookOf(tx, caller, book.code);
  await requireOpen(tx, id);
  return { line, book: code };
}

/** @throws DomainError BANK_LINE_NOT_OPEN */
async function requireOpen(tx: EntityManager, id: string): Promise<void> {
  const [open] = await tx.query<{ isOpen: boolean }[]>(
    `SELECT fund.bank_line_matched($1) = 0 AND NOT fund.is_bank_line_ignored($1) AS "isOpen"`,
    [id],
  );
  if (open?.isOpen !== true) {
    throw new DomainError('BANK_LINE_NOT_OPEN', 'conflict', { bankLine: id });
  }
}

/** Whose the money is that the line moved, and what it was; what the line does not tell. */
export interface ChargeAsked {
  readonly case?: string | undefined;
  readonly pool?: Pool | undefined;
  /** That money which came in is what the bureau added itself. */
  readonly cover?: boolean | undefined;
}

/** @throws DomainError NOT_FOUND, BANK_LINE_NEEDS_OWNER */
async function ownerOf(tx: EntityManager, line: BankLine, { case: caseId, pool }: ChargeAsked) {
  const by = BANK_KEPT_BY[line.accountCode];
  const { accountCode: account } = line;
  const isNamed = { case: caseId !== undefined, pool: pool !== undefined };
  if (isNamed.case !== (by === 'case') || isNamed.pool !== (by === 'pool')) {
    throw new DomainError('BANK_LINE_NEEDS_OWNER', 'refused', { account, keptBy: by ?? null });
  }
  if (caseId === undefined) return '';
  const [found] = await tx.query<{ number: string }[]>(
    'SELECT c.number FROM fund.litigation_case c WHERE c.id = $1 AND c.book_id = $2',
    [caseId, line.bookId],
  );
  if (found === undefined) throw new DomainError('NOT_FOUND', 'not_found', { case: caseId });
  return found.number;
}

/**
 * A general voucher for what the bank took or gave by itself: a fee (5901) or interest (4604, or what is owed to whom
 * the money belongs), as an officer asks for it; a second person decides, and nothing is posted before. The serial
 * number in its summary lets the line be found.
 *
 * @throws DomainError NOT_FOUND, BANK_LINE_NOT_OPEN
 * @throws DomainError BANK_LINE_NEEDS_OWNER the account is kept by case or by pool, and nobody says which
 * @throws DomainError ACCOUNT_NOT_FOR_VOUCHERS the account moves by its workflows only
 */
export async function draftVoucher(
  tx: EntityManager,
  caller: Caller,
  id: string,
  asked: ChargeAsked = {},
): Promise<VoucherDraft> {
  const { line, book } = await openLine(tx, caller, id);
  return { book, ...(await draftOf(tx, line, asked)) };
}

async function draftOf(
  tx: EntityManager,
  line: BankLine,
  asked: ChargeAsked,
): Promise<Omit<VoucherDraft, 'book'>> {
  const { accountCode, amountFen, bookedOn, serial } = line;
  const cameIn = asked.cover === true ? 'cover' : 'interest';
  const kind = amountFen < 0n ? 'fee' : cameIn;
  const accounts = bankCharge(accountCode, kind);
  if (accounts === undefined) {
    throw new DomainError('ACCOUNT_NOT_FOR_VOUCHERS', 'refused', { account: accountCode });
  }
  const owner = await ownerOf(tx, line, asked);
  const size = formatYuan(amountFen < 0n ? negateFen(amountFen) : amountFen);
  const summary = [WORDS[kind], serial, owner].filter(Boolean).join(' ').slice(0, LONGEST_SUMMARY);
  const of = (account: string) => {
    const dimensions = dimensionsOfCharge(account, asked);
    return { account, ...(Object.keys(dimensions).length > 0 && { dimensions }) };
  };
  return {
    kind,
    content: {
      businessOn: bookedOn,
      summary,
      bankLine: line.id,
      lines: [
        { ...of(accounts.debit), debit: size },
        { ...of(accounts.credit), credit: size },
      ],
    },
  };
}

/** What is compared of a line of a voucher. */
const said = (line: VoucherSaid['lines'][number]): string => {
  const { account, dimensions = {}, debit, credit } = line;
  const size = formatYuan(parsePositiveYuan(debit ?? credit) ?? fen(0n));
  const side = debit === undefined ? 'credit' : 'debit';
  return [account, side, size, dimensions.case, dimensions.pool].join(' ');
};

/** What of a voucher says whether it is what a line of the bank's says. */
export interface VoucherSaid {
  readonly businessOn: string;
  readonly lines: readonly {
    readonly account: string;
    readonly dimensions?:
      { readonly case?: string | undefined; readonly pool?: Pool | undefined } | undefined;
    readonly debit?: string | undefined;
    readonly credit?: string | undefined;
  }[];
}

/**
 * Lets a voucher be of a line of the bank's only where it says what the draft of that line says, and the line is open:
 * so it is no way around the workflows, and of two vouchers of a line one is carried out. Returns the line, locked.
 *
 * @throws DomainError NOT_FOUND, BANK_LINE_NOT_OPEN, BANK_LINE_NEEDS_OWNER
 * @throws DomainError ACCOUNT_NOT_FOR_VOUCHERS it says anything else
 */
export async function requireChargeOf(
  tx: EntityManager,
  bookId: number,
  id: string,
  voucher: VoucherSaid,
): Promise<BankLine> {
  const line = await tx.findOneBy(BankLine, { id, bookId });
  if (line === null) throw new DomainError('NOT_FOUND', 'not_found', { bankLine: id });
  await lockAccount(tx, { bookId, account: line.accountCode });
  await requireOpen(tx, id);
  const named = voucher.lines.find(({ account }) => account === line.accountCode)?.dimensions;
  const cover =
    line.accountCode !== BASIC && voucher.lines.some(({ account }) => account === BASIC);
  const { content } = await draftOf(tx, line, { case: named?.case, pool: named?.pool, cover });
  const isSame =
    voucher.businessOn === content.businessOn &&
    voucher.lines.map(said).join() === content.lines.map(said).join();
  if (!isSame) {
    throw new DomainError('ACCOUNT_NOT_FOR_VOUCHERS', 'refused', { account: line.accountCode });
  }
  return line;
}
