import type { EntityManager } from 'typeorm';
import { DomainError } from '../errors';
import { BankLine } from './bank-statement.entity';
import { lockAccount } from './plan-import';

/**
 * A line of money that came in and is neither matched, not even in part, nor ignored, for an act that books it:
 * nobody else matches or ignores a line of its account until the transaction ends.
 *
 * @throws DomainError NOT_FOUND there is none in the book, or it went out
 * @throws DomainError BANK_LINE_NOT_OPEN
 */
export async function findUnmatchedCredit(
  tx: EntityManager,
  bookId: number,
  id: string,
): Promise<BankLine> {
  const line = await tx.findOneBy(BankLine, { id, bookId });
  if (line === null || line.amountFen < 0n) {
    throw new DomainError('NOT_FOUND', 'not_found', { bankLine: id });
  }
  await lockAccount(tx, { bookId, account: line.accountCode });
  const [open] = await tx.query<{ isOpen: boolean }[]>(
    `SELECT fund.bank_line_matched($1) = 0 AND NOT fund.is_bank_line_ignored($1) AS "isOpen"`,
    [id],
  );
  if (open?.isOpen !== true) {
    throw new DomainError('BANK_LINE_NOT_OPEN', 'conflict', { bankLine: id });
  }
  return line;
}
