import type { EntityManager } from 'typeorm';
import { DomainError } from '../errors';
import { BankLine } from './bank-statement.entity';
import { lockAccount } from './plan-import';

/**
 * A line of money that came in, for an act that books it: nobody else books, matches or ignores a line of its
 * account until the transaction ends.
 *
 * @throws DomainError NOT_FOUND there is none in the book, or it went out
 */
export async function findCreditLine(
  tx: EntityManager,
  bookId: number,
  id: string,
): Promise<BankLine> {
  const line = await tx.findOneBy(BankLine, { id, bookId });
  if (line === null || line.amountFen < 0n) {
    throw new DomainError('NOT_FOUND', 'not_found', { bankLine: id });
  }
  await lockAccount(tx, { bookId, account: line.accountCode });
  return line;
}
