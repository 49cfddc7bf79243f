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
  generalParts,
  interestOwedWith,
  interestParts,
  principalParts,
  type ReceiptToAllocate,
  writtenOffParts,
} from './allocation-parts';
import { describeReceipt } from './describe-claim';
import type { Explained, ExplanationStep } from './explanation';
import { generalOwed, runningGeneral } from './general-interest';
import {
  balancesOf,
  type ClaimItem,
  type ItemKind,
  principalOwed,
  writtenOffOf,
} from './liability';
import { assertNotNegative } from './progressive-bands';

/** Where a receipt goes; the parts and what is overpaid add up to it. */
export interface Allocation {
  readonly parts: readonly AllocationPart[];
  readonly overpaid: Fen;
}

const COST_RANKS: readonly (readonly ItemKind[])[] = [['fund_costs'], ['organization_costs']];
const DAMAGE_RANKS: readonly (readonly ItemKind[])[] = [
  ['restoration', 'emergency'],
  ['service_loss', 'permanent_loss'],
  ['penal'],
];

/**
 * Allocates a receipt: first the principal of the payer's active items, designated ones before the
 * others, the others by rank, and general interest before the principal that bears it: of a designated
 * item before its own, of all others after the costs of enforcing and before any damages; only when the payer owes no principal any more, what was written off;
 * then doubled interest, with what this very receipt has fixed; the rest is overpaid. Inside a rank,
 * and for each kind of interest, in full if the money suffices, else pro rata by largest remainder.
 * Amounts in fen; at most one part for a balance and kind of part, each above zero.
 * Source: 民法典 arts 560 (designation), 561 (order of discharge: costs, interest, principal); 法释〔2014〕8号 art 4 (principal
 * before doubled interest); the ranks and pro rata inside them are a default of the bureau.
 * @throws RangeError when the amount is negative or a balance that bears interest has no due date.
 */
export function allocateReceipt(
  receipt: ReceiptToAllocate,
): Explained<{ parts: readonly AllocationPart[]; overpaid: Fen }> {
  assertNotNegative('receipt', receipt.amount);
  const distribution = new Distribution(receipt.amount);
  const { general, principal } = distributeDebt(receipt, distribution);
  const writtenOff = distributeWrittenOff(receipt, distribution);
  const interest = distributeInterest(receipt, distribution, principal);
  const overpaid = distribution.rest;
  return {
    value: { parts: [...general, ...principal, ...writtenOff, ...interest], overpaid },
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

/** What was paid of each item, and what is taken for more of them. */
class Payments {
  private readonly paid = new Map<ClaimItem, Fen>();

  constructor(
    private readonly money: Distribution,
    private readonly owedOn: (item: ClaimItem) => Fen,
  ) {}

  on(item: ClaimItem): Fen {
    return this.paid.get(item) ?? ZERO_FEN;
  }

  pay(name: string, chosen: readonly ClaimItem[]): void {
    const owed = chosen.map((item) => ({
      item,
      owed: subtractFen(this.owedOn(item), this.on(item)),
    }));
    for (const [item, amount] of this.money.take(name, owed)) {
      this.paid.set(item, addFen(this.on(item), amount));
    }
  }
}

/** How the general interest is reckoned that the payer owes on the day. */
const generalSteps = ({
  items,
  payer,
  on: endOn,
  dayCount,
}: ReceiptToAllocate): readonly ExplanationStep[] =>
  items
    .filter((item) => generalOwed(item, payer, { endOn, dayCount }) > 0n)
    .flatMap((item) =>
      balancesOf(item, payer).flatMap((balance) => {
        const steps = runningGeneral(item, balance, { endOn, dayCount })?.explanation.steps ?? [];
        return steps
          .slice(-1)
          .map(({ what, gives }) => ({ what: `general interest on ${item.id}: ${what}`, gives }));
      }),
    );

function distributeDebt(
  receipt: ReceiptToAllocate,
  money: Distribution,
): { general: AllocationPart[]; principal: AllocationPart[] } {
  const { items, payer, on: endOn, dayCount, designated } = receipt;
  const principal = new Payments(money, (item) => principalOwed(item, payer));
  const general = new Payments(money, (item) => generalOwed(item, payer, { endOn, dayCount }));
  const payRanks = (ranks: typeof COST_RANKS, before: number): void => {
    for (const [index, kinds] of ranks.entries()) {
      principal.pay(
        `principal, rank ${before + index + 1} ${kinds.join(' and ')} (default)`,
        items.filter((item) => kinds.includes(item.kind)),
      );
    }
  };
  money.steps.push(...generalSteps(receipt));
  for (const id of designated) {
    const chosen = items.filter((item) => item.id === id);
    general.pay('general interest, designated (民法典 arts 560, 561)', chosen);
    principal.pay('principal, designated (民法典 art 560)', chosen);
  }
  payRanks(COST_RANKS, 0);
  general.pay('general interest, after costs and before principal (民法典 art 561)', items);
  payRanks(DAMAGE_RANKS, COST_RANKS.length);
  return {
    general: items.flatMap((item) => generalParts(receipt, item, general.on(item))),
    principal: items.flatMap((item) =>
      principalParts(receipt, item, principal.on(item), money.steps),
    ),
  };
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
