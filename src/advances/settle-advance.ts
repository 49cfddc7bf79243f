import { uuidv7 } from 'uuidv7';
import { facts, post } from '../accounting';
import { LitigationCase } from '../cases';
import { DomainError } from '../errors';
import { addFen, type Fen, formatYuan, subtractFen, sumFen } from '../money';
import { refuseDuplicate } from '../platform/database/refuse-duplicate';
import type { Work } from '../platform/work';
import { AdvanceItem, Invoice } from './advance.entity';
import { asFact, lockItem } from './find-item';

/** Invoices of all real books are counted together; those of a sandbox book by themselves. */
export const scopeOfInvoices = ({ bookKind, bookId }: Work): number =>
  bookKind === 'real' ? 0 : bookId;

/** @throws DomainError NOT_SETTLEABLE */
export function requireSettleable(item: AdvanceItem): void {
  if (item.category === 'acceptance_fee') {
    throw new DomainError('NOT_SETTLEABLE', 'refused', { item: item.ref, category: item.category });
  }
}

/**
 * Settles a paid advance against invoices (票据核销).
 *
 * @throws DomainError NOT_SETTLEABLE, DUPLICATE_INVOICE, SETTLEMENT_EXCEEDS_PAYMENT (in this order)
 */
export async function settleAdvance(
  work: Work,
  settlement: {
    readonly itemId: string;
    readonly invoices: readonly {
      readonly issuer: string;
      readonly number: string;
      readonly amount: Fen;
    }[];
  },
): Promise<void> {
  const { item, litigationCase } = await lockItem(work, settlement.itemId);
  requireSettleable(item);
  const scope = scopeOfInvoices(work);
  for (const { issuer, number, amount } of settlement.invoices) {
    const used = await work.tx.existsBy(Invoice, { issuer, number, scope });
    if (used) throw new DomainError('DUPLICATE_INVOICE', 'conflict', { issuer, number });
    await refuseDuplicate('uq_invoice_issuer_number_scope', 'DUPLICATE_INVOICE', () =>
      work.tx.insert(Invoice, {
        id: uuidv7(),
        itemId: item.id,
        scope,
        issuer,
        number,
        amountFen: amount,
        usedFen: amount,
        settledOn: work.on,
      }),
    );
  }
  await settle(work, item, litigationCase, sumFen(settlement.invoices.map(({ amount }) => amount)));
}

/**
 * Settles a part of a paid advance with receipts that are on record.
 *
 * @throws DomainError NOT_SETTLEABLE, SETTLEMENT_EXCEEDS_PAYMENT
 */
export async function settlePart(work: Work, itemId: string, amount: Fen): Promise<void> {
  const { item, litigationCase } = await lockItem(work, itemId);
  requireSettleable(item);
  await settle(work, item, litigationCase, amount);
}

async function settle(
  work: Work,
  item: AdvanceItem,
  litigationCase: LitigationCase,
  amount: Fen,
): Promise<void> {
  const settledFen = addFen(item.settledFen, amount);
  if (settledFen + item.surplusDemandedFen > item.paidFen) {
    throw new DomainError('SETTLEMENT_EXCEEDS_PAYMENT', 'refused', {
      paid: formatYuan(item.paidFen),
      settled: formatYuan(item.settledFen),
      surplus: formatYuan(item.surplusDemandedFen),
      amount: formatYuan(amount),
    });
  }
  await work.tx.update(AdvanceItem, item.id, { settledFen });
  await work.tx.update(LitigationCase, litigationCase.id, {
    costsSettledFen: addFen(litigationCase.costsSettledFen, amount),
  });
  await post(work, facts.advanceSettled(asFact(item), amount));
}

/**
 * Demands the whole unsettled rest of an advance back.
 *
 * @throws DomainError NOT_SETTLEABLE, NO_SURPLUS
 */
export async function demandSurplus(work: Work, itemId: string): Promise<void> {
  const { item } = await lockItem(work, itemId);
  requireSettleable(item);
  const rest = subtractFen(subtractFen(item.paidFen, item.settledFen), item.surplusDemandedFen);
  if (rest === 0n) throw new DomainError('NO_SURPLUS', 'refused', { item: item.ref });
  await work.tx.update(AdvanceItem, item.id, {
    surplusDemandedFen: addFen(item.surplusDemandedFen, rest),
  });
  await post(work, facts.surplusDemanded(asFact(item), rest));
}

/**
 * A demanded surplus came back into the special fund.
 *
 * @throws DomainError RETURN_EXCEEDS_SURPLUS
 */
export async function returnSurplus(
  work: Work,
  returned: { readonly itemId: string; readonly amount: Fen },
): Promise<void> {
  const { item } = await lockItem(work, returned.itemId);
  const surplusReturnedFen = addFen(item.surplusReturnedFen, returned.amount);
  if (surplusReturnedFen > item.surplusDemandedFen) {
    throw new DomainError('RETURN_EXCEEDS_SURPLUS', 'refused', {
      demanded: formatYuan(item.surplusDemandedFen),
      returned: formatYuan(item.surplusReturnedFen),
      amount: formatYuan(returned.amount),
    });
  }
  await work.tx.update(AdvanceItem, item.id, { surplusReturnedFen });
  await post(work, facts.surplusReturned(asFact(item), returned.amount));
}
