import {
  addFen,
  apportion,
  type Fen,
  formatYuan,
  minFen,
  subtractFen,
  sumFen,
  ZERO_FEN,
} from '../money';
import {
  type AllocationPart,
  interestOwedWith,
  interestParts,
  principalParts,
  type ReceiptToAllocate,
  writtenOffParts,
} from './allocation-parts';
import { describeReceipt } from './describe-claim';
import type { Explained, ExplanationStep } from './explanation';
import { type ClaimItem, type ItemKind, principalOwed, writtenOffOf } from './liability';
import { assertNotNegative } from './progressive-bands';

/** Where a receipt goes; the parts and what is overpaid add up to it. */
export interface Allocation {
  readonly parts: readonly AllocationPart[];
  readonly overpaid: Fen;
}

const RANKS: readonly (readonly ItemKind[])[] = [
  ['fund_costs'],
  ['organization_costs'],
  ['restoration', 'emergency'],
  ['service_loss', 'permanent_loss'],
  ['penal'],
];

/**
 * Allocates a receipt: first the principal of the payer's active items, designated ones before the
 * others, the others by rank; only when the payer owes no principal any more, what was written off;
 * then doubled interest, with what this very receipt has fixed; the rest is overpaid. Inside a rank,
 * and for interest, in full if the money suffices, else pro rata by largest remainder.
 * Amounts in fen; at most one part for a balance and kind of part, each above zero.
 * Source: 民法典 arts 560 (designation), 561 (order of discharge); 法释〔2014〕8号 art 4 (principal
 * before doubled interest); the ranks and pro rata inside them are a default of the bureau.
 * @throws RangeError when the amount is negative or a balance that bears interest has no due date.
 */
export function allocateReceipt(
  receipt: ReceiptToAllocate,
): Explained<{ parts: readonly AllocationPart[]; overpaid: Fen }> {
  assertNotNegative('receipt', receipt.amount);
  const distribution = new Distribution(receipt.amount);
  const principal = distributePrincipal(receipt, distribution);
  const writtenOff = distributeWrittenOff(receipt, distribution);
  const interest = distributeInterest(receipt, distribution, principal);
  const overpaid = distribution.rest;
  return {
    value: { parts: [...principal, ...writtenOff, ...interest], overpaid },
    explanation: {
      rule: 'receipt-allocation',
      ruleVersion: 'casefile/1',
      articles: [
        '民法典 art 560 (in force 2021-01-01)',
        '民法典 art 561 (in force 2021-01-01)',
        '法释〔2014〕8号 art 4',
        'default',
      ],
      inputs: describeReceipt(receipt),
      steps: [...distribution.steps, { what: 'rest, overpaid', gives: formatYuan(overpaid) }],
    },
  };
}

interface Owed {
  readonly item: ClaimItem;
  readonly owed: Fen;
}

type Taken = ReadonlyMap<ClaimItem, Fen>;

/** The money of one receipt on its way to the items, and the steps it has taken. */
class Distribution {
  readonly steps: ExplanationStep[] = [];

  constructor(public rest: Fen) {}

  /** Gives each what it is owed if the rest suffices, else the whole rest pro rata. */
  take(name: string, owed: readonly Owed[]): Taken {
    const claims = owed.filter((claim) => claim.owed > 0n);
    const total = sumFen(claims.map((claim) => claim.owed));
    if (total === 0n || this.rest === 0n) return new Map();
    const suffices = this.rest >= total;
    const amounts = suffices
      ? claims.map((claim) => claim.owed)
      : apportion(
          this.rest,
          claims.map((claim) => claim.owed),
        );
    const paid = minFen(this.rest, total);
    const taken = new Map(claims.map(({ item }, index) => [item, amounts[index] ?? ZERO_FEN]));
    const manner = suffices
      ? 'in full'
      : claims.length === 1
        ? 'as far as the money goes'
        : 'pro rata by largest remainder';
    this.steps.push({
      what: `${name}: owed ${claims
        .map((claim) => `${claim.item.id} ${formatYuan(claim.owed)}`)
        .join(', ')}; at hand ${formatYuan(this.rest)}; ${manner}`,
      gives: [...taken].map(([item, amount]) => `${item.id} ${formatYuan(amount)}`).join(', '),
    });
    this.rest = subtractFen(this.rest, paid);
    return taken;
  }
}

function distributePrincipal(receipt: ReceiptToAllocate, money: Distribution): AllocationPart[] {
  const { items, payer } = receipt;
  const paid = new Map<ClaimItem, Fen>();
  const paidOn = (item: ClaimItem) => paid.get(item) ?? ZERO_FEN;
  const pay = (name: string, chosen: readonly ClaimItem[]) => {
    const owed = chosen.map((item) => ({
      item,
      owed: subtractFen(principalOwed(item, payer), paidOn(item)),
    }));
    for (const [item, amount] of money.take(name, owed)) {
      paid.set(item, addFen(paidOn(item), amount));
    }
  };
  for (const id of receipt.designated) {
    pay(
      'principal, designated (民法典 art 560)',
      items.filter((item) => item.id === id),
    );
  }
  for (const [index, kinds] of RANKS.entries()) {
    pay(
      `principal, rank ${index + 1} ${kinds.join(' and ')} (default)`,
      items.filter((item) => kinds.includes(item.kind)),
    );
  }
  return items.flatMap((item) => principalParts(receipt, item, paidOn(item), money.steps));
}

function distributeWrittenOff(receipt: ReceiptToAllocate, money: Distribution): AllocationPart[] {
  const { items, payer } = receipt;
  return items.flatMap((item) => {
    const taken = money.take('written off, after all principal (default)', [
      { item, owed: writtenOffOf(item, payer) },
    ]);
    return writtenOffParts(item, payer, taken.get(item));
  });
}

function distributeInterest(
  receipt: ReceiptToAllocate,
  money: Distribution,
  principal: readonly AllocationPart[],
): AllocationPart[] {
  const { items, payer } = receipt;
  const owed = items.map((item) => ({ item, owed: interestOwedWith(item, payer, principal) }));
  const taken = money.take('doubled interest, last (法释〔2014〕8号 art 4)', owed);
  return items.flatMap((item) => interestParts(item, payer, taken.get(item), principal));
}
