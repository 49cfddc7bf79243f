import { type Fen, formatYuan, subtractFen, sumFen, ZERO_FEN } from '../money';
import type { Allocation } from './allocation';
import {
  type AllocationPart,
  generalParts,
  interestOwedWith,
  interestParts,
  principalParts,
  type ReceiptToAllocate,
  writtenOffParts,
} from './allocation-parts';
import { describeReceipt } from './describe-claim';
import type { Explained, ExplanationStep } from './explanation';
import { generalOwed } from './general-interest';
import { principalOwed, writtenOffOf } from './liability';

/** What of a receipt goes to one part of an item, other than by the rule. */
export interface AgreedShare {
  readonly itemId: string;
  readonly part: AllocationPart['part'];
  /** In fen, above zero. */
  readonly amount: Fen;
}

/** Why an agreed allocation is none: more than the receipt, or more than the payer owes there. */
export interface AgreedExcess {
  /** Null where all shares together are more than the receipt. */
  readonly itemId: string | null;
  readonly part: AllocationPart['part'] | null;
  readonly asked: Fen;
  readonly most: Fen;
}

/**
 * Allocates a receipt as the parties or the court have said, instead of by the rule; each share of an item
 * goes to its earlier balances first, and the rest is overpaid. Nothing goes where the payer owes nothing.
 * `excess` says what is too much; there are no parts then. Amounts in fen; each item and part once.
 * Source: 民法典 arts 560, 561 (agreement goes before the order of the law); 法释〔2014〕8号 art 4.
 * @throws RangeError when a balance that bears interest has no due date.
 */
export function allocateAsAgreed(
  receipt: ReceiptToAllocate,
  shares: readonly AgreedShare[],
): Explained<Allocation & { readonly excess: AgreedExcess | null }> {
  const steps: ExplanationStep[] = [];
  const asked = sumFen(shares.map(({ amount }) => amount));
  const parts = partsOf(receipt, shares, steps);
  const excess =
    asked > receipt.amount
      ? { itemId: null, part: null, asked, most: receipt.amount }
      : excessOf(receipt, shares, parts);
  const overpaid = excess === null ? subtractFen(receipt.amount, asked) : ZERO_FEN;
  return {
    value: { parts: excess === null ? parts : [], overpaid, excess },
    explanation: {
      rule: 'agreed-allocation',
      ruleVersion: '2021-01-01',
      articles: [
        '民法典 art 560 (in force 2021-01-01)',
        '民法典 art 561 (in force 2021-01-01)',
        '法释〔2014〕8号 art 4',
      ],
      inputs: {
        ...describeReceipt(receipt),
        shares: shares.map(({ itemId, part, amount }) => ({
          item: itemId,
          part,
          amount: formatYuan(amount),
        })),
      },
      steps: [...steps, { what: 'rest, overpaid', gives: formatYuan(overpaid) }],
    },
  };
}

function partsOf(
  receipt: ReceiptToAllocate,
  shares: readonly AgreedShare[],
  steps: ExplanationStep[],
): AllocationPart[] {
  const { items, payer } = receipt;
  const shareOf = (id: string, part: AllocationPart['part']) =>
    shares.find((share) => share.itemId === id && share.part === part)?.amount;
  const principal = items.flatMap((item) =>
    principalParts(receipt, item, shareOf(item.id, 'principal') ?? ZERO_FEN, steps),
  );
  return [
    ...items.flatMap((item) => generalParts(receipt, item, shareOf(item.id, 'general_interest'))),
    ...principal,
    ...items.flatMap((item) => writtenOffParts(item, payer, shareOf(item.id, 'written_off'))),
    ...items.flatMap((item) =>
      interestParts(item, payer, shareOf(item.id, 'doubled_interest'), principal),
    ),
  ];
}

/** The first share that is more than the payer owes there. */
function excessOf(
  { items, payer, on: endOn, dayCount }: ReceiptToAllocate,
  shares: readonly AgreedShare[],
  parts: readonly AllocationPart[],
): AgreedExcess | null {
  const principal = parts.filter(({ part }) => part === 'principal');
  for (const { itemId, part, amount } of shares) {
    const item = items.find(({ id }) => id === itemId);
    const owed = {
      general_interest: () => item && generalOwed(item, payer, { endOn, dayCount }),
      principal: () => item && principalOwed(item, payer),
      written_off: () => item && writtenOffOf(item, payer),
      doubled_interest: () => item && interestOwedWith(item, payer, principal),
    };
    const most = owed[part]() ?? ZERO_FEN;
    if (amount > most) return { itemId, part, asked: amount, most };
  }
  return null;
}
