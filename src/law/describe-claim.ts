import { formatYuan } from '../money';
import type { ExplanationValue } from './explanation';
import { type ClaimItem, interestOwed, principalOwed, writtenOffOf } from './liability';

/** A claim as the input of an explanation: its state, and what it means for the payer, in yuan. */
export function describeClaim(item: ClaimItem, payer: string): ExplanationValue {
  return {
    id: item.id,
    kind: item.kind,
    active: item.active,
    bearsInterest: item.bearsInterest,
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
    })),
    principalOwed: formatYuan(principalOwed(item, payer)),
    writtenOff: formatYuan(writtenOffOf(item, payer)),
    interestOwed: formatYuan(interestOwed(item, payer)),
  };
}
