import type { BusinessDate } from '../calendar';
import { addFen, type Fen, subtractFen, sumFen, ZERO_FEN } from '../money';
import { allocateReceipt } from './allocation';
import type { AllocationPart } from './allocation-parts';
import { isInterest } from './claim-part';
import type { DayCount, Stay } from './delayed-interest';
import type { Explanation } from './explanation';
import type { ClaimBalance, ClaimItem } from './liability';

/** Money of a receipt that is free again, because the judgment that it went to is none any more. */
export interface FreedReceipt {
  readonly id: string;
  readonly payer: string;
  /** The day on which it came: interest that it fixes is reckoned to that day. */
  readonly on: BusinessDate;
  /** In fen. */
  readonly amount: Fen;
}

/** Where the freed money of a receipt goes instead; parts and rest add up to it. */
export interface Reallocation {
  readonly receipt: string;
  readonly parts: readonly AllocationPart[];
  readonly overpaid: Fen;
  readonly explanation: Explanation;
}

/**
 * Allocates anew what receipts had paid under a judgment that another took the place of: each in the order in which
 * it was recorded, as of its own day, to the claims as they are without that judgment and with the new one; what
 * nobody owes is overpaid. Nothing is taken from claims of other judgments.
 * Source: 民事诉讼法 art 244 (2023; 执行回转); the order is that of {@link allocateReceipt}.
 */
export function reallocate(
  receipts: readonly FreedReceipt[],
  claims: {
    readonly items: readonly ClaimItem[];
    readonly stays: readonly Stay[];
    readonly dayCount: DayCount;
  },
): readonly Reallocation[] {
  let { items } = claims;
  return receipts.map(({ id, payer, on, amount }) => {
    const receipt = { ...claims, payer, on, amount, designated: [], items };
    const { value, explanation } = allocateReceipt(receipt);
    items = items.map((item) => withParts(item, payer, value.parts));
    return { receipt: id, ...value, explanation };
  });
}

/** A claim once parts of an allocation of the payer have come in. */
export function withParts(
  item: ClaimItem,
  payer: string,
  parts: readonly AllocationPart[],
): ClaimItem {
  const own = parts.filter(({ itemId }) => itemId === item.id);
  if (own.length === 0) return item;
  const principal = sumFen(own.filter(isPrincipal).map(({ amount }) => amount));
  return {
    ...item,
    debtors: item.debtors.map((debtor) =>
      debtor.id === payer ? { ...debtor, paid: addFen(debtor.paid, principal) } : debtor,
    ),
    balances: item.balances.map((balance) =>
      balanceWith(
        balance,
        own.filter(({ balanceId }) => balanceId === balance.id),
      ),
    ),
  };
}

const isPrincipal = ({ part }: AllocationPart): boolean => !isInterest(part);

function balanceWith(balance: ClaimBalance, parts: readonly AllocationPart[]): ClaimBalance {
  const total = (...names: readonly AllocationPart['part'][]): Fen =>
    sumFen(parts.filter(({ part }) => names.includes(part)).map(({ amount }) => amount));
  const fixed = sumFen(parts.map(({ interest }) => interest?.amount ?? ZERO_FEN));
  return {
    ...balance,
    received: addFen(balance.received, total('principal', 'written_off')),
    writtenOff: subtractFen(balance.writtenOff, total('written_off')),
    interestFixed: addFen(balance.interestFixed, fixed),
    interestReceived: addFen(balance.interestReceived, total('doubled_interest')),
    ...(balance.general && {
      general: {
        fixed: addFen(
          balance.general.fixed,
          sumFen(parts.map(({ generalFixed }) => generalFixed ?? ZERO_FEN)),
        ),
        received: addFen(balance.general.received, total('general_interest')),
      },
    }),
  };
}
