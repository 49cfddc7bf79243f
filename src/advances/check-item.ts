import type { EntityManager } from 'typeorm';
import { DomainError } from '../errors';
import { acceptanceFee, quotationNeeded } from '../law';
import { type Fen, formatYuan, parsePositiveYuan, ZERO_FEN } from '../money';
import type { Organization } from '../organizations';
import { type PayableAccount, requirePayableAccount } from '../payees';
import type { AskedItem } from './application-schemas';
import { amountOf } from './asked-in-case';
import { holderKindsFor } from './payee-fit';

/**
 * Checks one cost by itself: whom it is paid to, and what it rests on.
 *
 * @throws DomainError PAYEE_ACCOUNT_CHANGED, PAYEE_NOT_FIT, QUOTATION_REQUIRED, COURT_NOTICE_REQUIRED,
 *   COURT_FEE_ABOVE_NOTICE (in this order)
 */
export async function checkItem(
  tx: EntityManager,
  bookId: number,
  organization: Organization,
  item: AskedItem,
): Promise<void> {
  const payee = await requirePayableAccount(tx, bookId, item.payee);
  if (payee.holderName !== item.payee.name) {
    throw new DomainError('PAYEE_ACCOUNT_CHANGED', 'conflict', { account: payee.id });
  }
  requireFit(item, payee, organization);
  requireQuotation(item, payee);
  requireNotice(item);
}

function requireFit(item: AskedItem, payee: PayableAccount, { uscc }: Organization): void {
  const fits = holderKindsFor(item.category).includes(payee.holderKind);
  if (fits && (payee.creditCode === null || payee.creditCode === uscc)) return;
  throw new DomainError('PAYEE_NOT_FIT', 'refused', {
    category: item.category,
    payee: payee.holderName,
    holderKind: payee.holderKind,
  });
}

function requireQuotation(item: AskedItem, { holderKind, holderName }: PayableAccount): void {
  const { above, needed } = quotationNeeded(amountOf(item));
  const rests = item.documents.some(({ kind }) => kind === 'quotation' || kind === 'contract');
  if (holderKind !== 'vendor' || !needed || rests) return;
  throw new DomainError('QUOTATION_REQUIRED', 'refused', {
    payee: holderName,
    purpose: item.purpose,
    amount: item.amount,
    above: formatYuan(above),
  });
}

function requireNotice({ category, amount, courtNotice, documents }: AskedItem): void {
  if (category !== 'acceptance_fee') return;
  const isThere = documents.some(({ kind }) => kind === 'court_notice');
  if (courtNotice === undefined || !isThere) {
    throw new DomainError('COURT_NOTICE_REQUIRED', 'refused');
  }
  if (amountOf({ amount }) > yuanOf(courtNotice.fee)) {
    throw new DomainError('COURT_FEE_ABOVE_NOTICE', 'refused', {
      amount,
      notice: courtNotice.fee,
    });
  }
}

const yuanOf = (text: string): Fen => parsePositiveYuan(text) ?? ZERO_FEN;

/** The fee by the tariff, in yuan, where the court's notice names another one. */
export function tariffUnlike({ courtNotice }: AskedItem): string | undefined {
  if (courtNotice === undefined) return undefined;
  const byTariff = acceptanceFee(yuanOf(courtNotice.claim)).value;
  return byTariff === yuanOf(courtNotice.fee) ? undefined : formatYuan(byTariff);
}
