import { formatYuan } from '../money';
import type { ReceiptToAllocate } from './allocation-parts';
import type { ExplanationValue } from './explanation';
import { generalOwed, type GeneralUntil } from './general-interest';
import { type ClaimItem, interestOwed, principalOwed, writtenOffOf } from './liability';

/** A claim as the input of an explanation: its state, and what it means for the payer, in yuan. */
export function describeClaim(
  item: ClaimItem,
  payer: string,
  until: GeneralUntil,
): ExplanationValue {
  return {
    id: item.id,
    kind: item.kind,
    active: item.active,
    bearsInterest: item.bearsInterest,
    ...(item.general && {
      general: { from: item.general.from, yearlyPercent: item.general.yearlyPercent },
      generalOwed: formatYuan(generalOwed(item, payer, until)),
    }),
    mode: item.mode,
    debtors: item.debtors.map(({ id, cap, paid }) => ({
      id,
      cap: cap === null ? null : formatYuan(cap),
      paid: formatYuan(paid),
    })),
    balances: item.balances.map((balance) => ({
      id: balance.id,
      debtor: balance.debtor,
      dueOn: balance.dueOn,
      ordered: formatYuan(balance.ordered),
      received: formatYuan(balance.received),
      writtenOff: formatYuan(balance.writtenOff),
      interestFixed: formatYuan(balance.interestFixed),
      interestReceived: formatYuan(balance.interestReceived),
      ...(balance.general && {
        generalFixed: formatYuan(balance.general.fixed),
        generalReceived: formatYuan(balance.general.received),
      }),
    })),
    principalOwed: formatYuan(principalOwed(item, payer)),
    writtenOff: formatYuan(writtenOffOf(item, payer)),
    interestOwed: formatYuan(interestOwed(item, payer)),
  };
}

/** A receipt and the claims of its case as the inputs of an explanation. */
export function describeReceipt(receipt: ReceiptToAllocate): Record<string, ExplanationValue> {
  const { payer, amount, on, designated, dayCount, stays, items } = receipt;
  return {
    payer,
    amount: formatYuan(amount),
    on,
    designated,
    dayCount,
    stays: stays.map(({ from, to, requestedByDebtor }) => ({ from, to, requestedByDebtor })),
    items: items.map((item) => describeClaim(item, payer, { endOn: on, dayCount })),
  };
}
