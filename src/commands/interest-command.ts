import { z } from 'zod';
import { businessDate, parseBusinessDate } from '../calendar';
import { Defendant, LitigationCase } from '../cases';
import { tryPayment } from '../claims';
import type { FundDatabase } from '../database';
import { DomainError } from '../errors';
import { bookByCode } from '../ledger';
import { type Fen, parsePositiveYuan } from '../money';

/** What `fund interest` is asked for. */
export interface InterestOptions {
  readonly case: string;
  readonly book: string;
  readonly on: string;
  readonly amount?: string;
  /** Name of a defendant, or its reference. */
  readonly from?: string;
}

const refused = (pointer: string, message: string): DomainError =>
  new DomainError('PARAMETER_INVALID', 'invalid', { faults: [{ pointer, message }] });

function amountOf({ amount, from }: InterestOptions): Fen | null {
  if ((amount === undefined) !== (from === undefined)) {
    throw refused(amount === undefined ? '/amount' : '/from', 'must be there with the other');
  }
  if (amount === undefined) return null;
  const parsed = parsePositiveYuan(amount);
  if (parsed === undefined) throw refused('/amount', 'must be yuan such as 1234.56');
  return parsed;
}

/**
 * Works out general and doubled interest of a case up to a day, and where a payment of that day would go.
 *
 * @throws DomainError NOT_FOUND the book, the case or the defendant; PARAMETER_INVALID, NOT_A_DEBTOR
 */
export async function interestOfCase(
  { dataSource }: FundDatabase,
  options: InterestOptions,
): Promise<Awaited<ReturnType<typeof tryPayment>>> {
  const { book, case: number, on, from } = options;
  if (!z.iso.date().safeParse(on).success || parseBusinessDate(on) === undefined) {
    throw refused('/on', 'must be a day, YYYY-MM-DD');
  }
  const amount = amountOf(options);
  return dataSource.transaction('REPEATABLE READ', async (tx) => {
    const { id: bookId } = await bookByCode(tx, book);
    const litigationCase = await tx.findOneBy(LitigationCase, { bookId, number });
    if (litigationCase === null) throw new DomainError('NOT_FOUND', 'not_found', { case: number });
    if (amount === null) return tryPayment(tx, litigationCase, businessDate(on), null);
    const defendants = await tx.findBy(Defendant, { caseId: litigationCase.id });
    const payer = defendants.find(({ ref, name }) => name === from || ref === from);
    if (payer === undefined) throw new DomainError('NOT_FOUND', 'not_found', { defendant: from });
    const payment = { payer: payer.id, amount, designated: [] };
    return tryPayment(tx, litigationCase, businessDate(on), payment);
  });
}
