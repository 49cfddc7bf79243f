import type { BusinessDate } from '../calendar';
import { addFen, type Fen, formatYuan, minFen, subtractFen, sumFen, ZERO_FEN } from '../money';
import type { ClaimPart } from './claim-part';
import { type DayCount, doubledInterest, type Stay } from './delayed-interest';
import type { Explanation, ExplanationStep } from './explanation';
import { generalFixedBy, generalOwedOn } from './general-interest';
import {
  balancesOf,
  type ClaimBalance,
  type ClaimItem,
  interestOwed,
  isCapped,
  outstandingOf,
} from './liability';

/** What a receipt pays of one balance. Amounts in fen. */
export interface AllocationPart {
  readonly itemId: string;
  readonly balanceId: string;
  readonly part: ClaimPart;
  readonly amount: Fen;
  /** Doubled interest fixed by this payment of principal, when the item bears interest. */
  readonly interest?: {
    readonly days: number;
    readonly amount: Fen;
    readonly explanation: Explanation;
  };
  /** General interest that stops to run with this payment of principal, where the item bears any. */
  readonly generalFixed?: Fen;
}

/** A receipt and the claims of its case on that day. */
export interface ReceiptToAllocate {
  readonly payer: string;
  readonly amount: Fen;
  readonly on: BusinessDate;
  /** Items that the payer or the court has designated, in that order. */
  readonly designated: readonly string[];
  /** All items of the case, in the order of the judgments. */
  readonly items: readonly ClaimItem[];
  readonly stays: readonly Stay[];
  readonly dayCount: DayCount;
}

/** What a receipt pays of the general interest of an item. */
export function generalParts(
  { payer, on: endOn, dayCount }: ReceiptToAllocate,
  item: ClaimItem,
  paid: Fen | undefined,
): AllocationPart[] {
  return spread(item, payer, paid, (balance) =>
    generalOwedOn(item, balance, { endOn, dayCount }),
  ).map(({ balance, amount }) => ({
    itemId: item.id,
    balanceId: balance.id,
    part: 'general_interest',
    amount,
  }));
}

/** What a receipt pays of the principal of an item, with the doubled interest that this fixes. */
export function principalParts(
  receipt: ReceiptToAllocate,
  item: ClaimItem,
  paid: Fen,
  steps: ExplanationStep[],
): AllocationPart[] {
  return spread(item, receipt.payer, paid, outstandingOf).map(({ balance, amount }) =>
    principalPart(receipt, item, balance, amount, steps),
  );
}

function principalPart(
  receipt: ReceiptToAllocate,
  item: ClaimItem,
  balance: ClaimBalance,
  amount: Fen,
  steps: ExplanationStep[],
): AllocationPart {
  const { on: endOn, stays, dayCount } = receipt;
  const generalFixed = generalFixedBy(item, balance, amount, { endOn, dayCount });
  const part = {
    itemId: item.id,
    balanceId: balance.id,
    part: 'principal',
    amount,
    ...(generalFixed !== undefined && { generalFixed }),
  } as const;
  if (!item.bearsInterest) return part;
  if (balance.dueOn === null) throw new RangeError(`balance ${balance.id} has no due date`);
  const { value, explanation } = doubledInterest(amount, {
    dueOn: balance.dueOn,
    endOn,
    stays,
    dayCount,
  });
  steps.push({
    what: `doubled interest fixed on ${item.id}, due ${balance.dueOn}: ${formatYuan(amount)} × 0.000175 × ${value.days} days (法释〔2014〕8号 art 3)`,
    gives: formatYuan(value.interest),
  });
  return { ...part, interest: { days: value.days, amount: value.interest, explanation } };
}

/** What a receipt pays of what was written off of an item. */
export function writtenOffParts(
  item: ClaimItem,
  payer: string,
  paid: Fen | undefined,
): AllocationPart[] {
  return spread(item, payer, paid, ({ writtenOff }) => writtenOff).map(({ balance, amount }) => ({
    itemId: item.id,
    balanceId: balance.id,
    part: 'written_off',
    amount,
  }));
}

/** Doubled interest that parts of principal have just fixed on an item, or on one balance of it. */
function fixedBy(principal: readonly AllocationPart[], item: ClaimItem, balanceId?: string): Fen {
  const own = principal.filter(
    (part) => part.itemId === item.id && (balanceId === undefined || part.balanceId === balanceId),
  );
  return sumFen(own.map((part) => part.interest?.amount ?? ZERO_FEN));
}

/** Doubled interest that the payer owes on an item, with what parts of principal have just fixed. */
export function interestOwedWith(
  item: ClaimItem,
  payer: string,
  principal: readonly AllocationPart[],
): Fen {
  if (isCapped(item, payer)) return ZERO_FEN;
  return addFen(interestOwed(item, payer), fixedBy(principal, item));
}

/** What a receipt pays of the doubled interest of an item. */
export function interestParts(
  item: ClaimItem,
  payer: string,
  paid: Fen | undefined,
  principal: readonly AllocationPart[],
): AllocationPart[] {
  return spread(item, payer, paid, ({ id, interestFixed, interestReceived }) =>
    subtractFen(addFen(interestFixed, fixedBy(principal, item, id)), interestReceived),
  ).map(({ balance, amount }) => ({
    itemId: item.id,
    balanceId: balance.id,
    part: 'doubled_interest',
    amount,
  }));
}

/** Spreads an amount over the payer's balances of an item, the earlier one first. */
function spread(
  item: ClaimItem,
  payer: string,
  amount: Fen | undefined,
  owedOn: (balance: ClaimBalance) => Fen,
): { balance: ClaimBalance; amount: Fen }[] {
  let rest = amount ?? ZERO_FEN;
  return balancesOf(item, payer).flatMap((balance) => {
    const taken = minFen(rest, owedOn(balance));
    rest = subtractFen(rest, taken);
    return taken > 0n ? [{ balance, amount: taken }] : [];
  });
}
