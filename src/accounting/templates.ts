import { chart, type Pool, POOL_NAMES } from './chart';
import { linesOf, type Transfer } from './lines';
import type { PostingLine } from '../ledger';

/** A fact turned into balanced lines, ready for the ledger's intake. */
export interface JournalDraft {
  readonly fact: string;
  readonly summary: string;
  readonly lines: readonly PostingLine[];
}

/** Where damage money of a case goes: to the treasury (law) or to a trust account (local). */
export type DamageRoute = 'treasury' | 'trust_account';

type ItemKind =
  | 'fund_costs'
  | 'organization_costs'
  | 'restoration'
  | 'emergency'
  | 'service_loss'
  | 'permanent_loss'
  | 'penal';

/** A fact in balanced lines. */
export const draft = (
  fact: string,
  summary: string,
  transfers: readonly Transfer[],
): JournalDraft => ({
  fact,
  summary,
  lines: linesOf(transfers),
});

// What the pools' statement counts on the quota account: money put in, and money spent (net of returns).
export const INTO_POOL = { flow: 'in' } as const;
export const OUT_OF_POOL = { flow: 'spent' } as const;

/** Budget money is appropriated to a pool: 1011 / 4001. */
export function appropriated(pool: Pool, amount: bigint): JournalDraft {
  return draft('appropriated', `财政拨款 ${POOL_NAMES[pool].zh}`, [
    { debit: chart.quota(pool), credit: chart.appropriation(pool), amount, facets: INTO_POOL },
  ]);
}

/** Somebody gave to a pool: 1011 / 4603. It reaches the pool as quota, like all its money. */
export function donated(pool: Pool, donor: string, amount: bigint): JournalDraft {
  return draft('donated', `捐赠收入 ${POOL_NAMES[pool].zh} ${donor}`, [
    { debit: chart.quota(pool), credit: chart.donations(donor), amount, facets: INTO_POOL },
  ]);
}

/** The bank paid interest, which goes to a pool: 1011 / 4604. */
export function interestEarned(pool: Pool, amount: bigint): JournalDraft {
  return draft('interest_earned', `利息收入 ${POOL_NAMES[pool].zh}`, [
    { debit: chart.quota(pool), credit: chart.bankInterest(), amount, facets: INTO_POOL },
  ]);
}

/**
 * Money that lapsed goes back to finance: 3001 / 1011. Its income belongs to a year that is over, and
 * was carried to the accumulated surplus at its end. Source: 财会〔2017〕25号, 3001 累计盈余 (上缴结余资金).
 */
export function lapsed(pool: Pool, originYears: readonly number[], amount: bigint): JournalDraft {
  return draft('lapsed', `上缴结余资金 ${POOL_NAMES[pool].zh} ${originYears.join('、')} 年`, [
    {
      debit: chart.accumulatedSurplus(),
      credit: chart.quota(pool),
      amount,
      facets: INTO_POOL,
    },
  ]);
}

interface AdvanceItem {
  readonly caseId: string;
  readonly item: string;
  readonly category: string;
}

const advanceAccount = ({ caseId, item, category }: AdvanceItem) =>
  category === 'acceptance_fee'
    ? chart.courtFee(caseId, item)
    : chart.advanceUnsettled(caseId, item);

/** An advance is paid: 1218.01 / 1011; an acceptance fee, which the court owes back: 1218.05 / 1011. */
export function advancePaid(item: AdvanceItem & { payee: string }, amount: bigint): JournalDraft {
  return draft('advance_paid', `垫付 ${item.item} ${item.payee}`, [
    {
      debit: advanceAccount(item),
      credit: chart.quota('special_fund'),
      amount,
      facets: { ...OUT_OF_POOL, category: item.category },
    },
  ]);
}

/** A part of an advance comes back from the bank: the payment's lines, swapped. */
export function advancePaymentReturned(item: AdvanceItem, amount: bigint): JournalDraft {
  return draft('advance_payment_returned', `退汇 ${item.item}`, [
    {
      debit: chart.quota('special_fund'),
      credit: advanceAccount(item),
      amount,
      facets: { ...OUT_OF_POOL, category: item.category },
    },
  ]);
}

/** An advance is settled against receipts: 1218.02 / 1218.01. */
export function advanceSettled(item: AdvanceItem, amount: bigint): JournalDraft {
  return draft('advance_settled', `票据核销 ${item.item}`, [
    {
      debit: chart.advanceSettled(item.caseId),
      credit: chart.advanceUnsettled(item.caseId, item.item),
      amount,
      facets: { category: item.category },
    },
  ]);
}

/** The unspent rest is demanded back: 1218.03 / 1218.01. */
export function surplusDemanded(item: AdvanceItem, amount: bigint): JournalDraft {
  return draft('surplus_demanded', `应退余款 ${item.item}`, [
    {
      debit: chart.surplusDue(item.caseId, item.item),
      credit: chart.advanceUnsettled(item.caseId, item.item),
      amount,
    },
  ]);
}

/**
 * After false statements everything that was paid is due back: what is not settled 1218.03 / 1218.01, what is
 * settled 1218.03 / 1218.02.
 */
export function refundDemanded(
  item: AdvanceItem,
  { unsettled, settled }: { readonly unsettled: bigint; readonly settled: bigint },
): JournalDraft {
  const debit = chart.surplusDue(item.caseId, item.item);
  return draft('refund_demanded', `责令退还 ${item.item}`, [
    { debit, credit: chart.advanceUnsettled(item.caseId, item.item), amount: unsettled },
    { debit, credit: chart.advanceSettled(item.caseId), amount: settled },
  ]);
}

/** The surplus comes back into the special fund: 1011 / 1218.03. */
export function surplusReturned(item: AdvanceItem, amount: bigint): JournalDraft {
  return draft('surplus_returned', `余款退回 ${item.item}`, [
    {
      debit: chart.quota('special_fund'),
      credit: chart.surplusDue(item.caseId, item.item),
      amount,
      facets: INTO_POOL,
    },
  ]);
}

/** The fund bears a cost that no court grants: 5001.01 / 1218.02, an acceptance fee 5001.01 / 1218.05. */
export function costAbsorbed(item: AdvanceItem, amount: bigint): JournalDraft {
  return draft('cost_absorbed', `专项资金承担 ${item.item}`, [
    {
      debit: chart.litigationSupport(item.caseId),
      credit:
        item.category === 'acceptance_fee'
          ? chart.courtFee(item.caseId, item.item)
          : chart.advanceSettled(item.caseId),
      amount,
      facets: { category: item.category },
    },
  ]);
}

/** The court refunds an acceptance fee: 1011 / 1218.05. */
export function courtFeeRefunded(item: AdvanceItem, amount: bigint): JournalDraft {
  return draft('court_fee_refunded', `法院退费 ${item.item}`, [
    {
      debit: chart.quota('special_fund'),
      credit: chart.courtFee(item.caseId, item.item),
      amount,
      facets: INTO_POOL,
    },
  ]);
}

/** One item of an effective judgment, as the books see it. */
export interface OrderedItem {
  readonly item: string;
  readonly kind: ItemKind;
  readonly amount: bigint;
  readonly conditional: boolean;
  /** Whose own costs they are; only for `organization_costs`. */
  readonly organization?: string;
}

/**
 * A judgment takes effect: fund costs 1218.04 / 1218.02, an organization's own costs 1218.04 / 2307.02,
 * damages as memo M1 / M0, conditional ones M2 / M0.
 */
export function judgmentEffective(
  caseId: string,
  judgment: string,
  items: readonly OrderedItem[],
): JournalDraft {
  return draft(
    'judgment_effective',
    `判决生效 ${judgment}`,
    items.map(({ item, kind, amount, conditional, organization }) => {
      if (kind === 'fund_costs') {
        return {
          debit: chart.costsOwed(caseId, item),
          credit: chart.advanceSettled(caseId),
          amount,
        };
      }
      if (kind === 'organization_costs') {
        const credit = chart.organizationCosts(caseId, organization ?? '');
        return { debit: chart.costsOwed(caseId, item), credit, amount };
      }
      const debit = conditional
        ? chart.memo.conditional(caseId, item)
        : chart.memo.damagesOwed(caseId, item);
      return { debit, credit: chart.memo.counterpart(caseId), amount };
    }),
  );
}

/** A condition is not kept, so the obligation becomes a debt: M1 / M2. */
export function conditionDefaulted(caseId: string, item: string, amount: bigint): JournalDraft {
  return draft('condition_defaulted', `条件成就 ${item}`, [
    {
      debit: chart.memo.damagesOwed(caseId, item),
      credit: chart.memo.conditional(caseId, item),
      amount,
    },
  ]);
}

/** Money of a defendant arrives: 1002.02 / 2307.03. */
export function receiptRecorded(caseId: string, receipt: string, amount: bigint): JournalDraft {
  return draft('receipt_recorded', `执行款到账 ${receipt}`, [
    { debit: chart.custodyBank(caseId), credit: chart.unallocated(caseId), amount },
  ]);
}

/** One part of an allocation, as the books see it. */
export interface AllocatedPart {
  readonly item: string;
  readonly kind: ItemKind;
  readonly part: 'general_interest' | 'principal' | 'written_off' | 'doubled_interest';
  readonly amount: bigint;
  readonly organization?: string;
}

/**
 * A part of an allocation.
 *
 * @param movesBank false where the trust account gets its money by a journal of its own
 */
export function allocationTransfers(
  caseId: string,
  route: DamageRoute,
  allocated: AllocatedPart,
  movesBank = true,
): Transfer[] {
  const { item, kind, part, amount, organization } = allocated;
  const debit = chart.unallocated(caseId);
  const costs = kind === 'fund_costs' || kind === 'organization_costs';
  const facets = { part };
  const bank = { debit: chart.trustBank(caseId), credit: chart.custodyBank(caseId) };
  const toTrust: Transfer[] = [
    { debit, credit: chart.damagesInTrust(caseId), amount, facets },
    ...(movesBank ? [{ ...bank, amount, facets }] : []),
  ];
  switch (part) {
    case 'principal': {
      if (costs) return [{ debit, credit: chart.costsOwed(caseId, item), amount, facets }];
      const memo: Transfer = {
        debit: chart.memo.counterpart(caseId),
        credit: chart.memo.damagesOwed(caseId, item),
        amount,
        facets,
      };
      return route === 'trust_account'
        ? [...toTrust, memo]
        : [{ debit, credit: chart.damagesForTreasury(caseId), amount, facets }, memo];
    }
    case 'written_off':
      return [
        { debit, credit: chart.otherIncome(caseId), amount, facets },
        {
          debit: chart.memo.counterpart(caseId),
          credit: chart.memo.writtenOff(caseId, item),
          amount,
          facets,
        },
      ];
    case 'general_interest':
    case 'doubled_interest':
      if (kind === 'organization_costs') {
        return [
          { debit, credit: chart.organizationCosts(caseId, organization ?? ''), amount, facets },
        ];
      }
      if (kind !== 'fund_costs' && route === 'trust_account') return toTrust;
      return [{ debit, credit: chart.interestForTreasury(caseId), amount, facets }];
  }
}

/** A receipt is allocated in the lawful order; what is too much goes to 2307.04. */
export function receiptAllocated(
  caseId: string,
  route: DamageRoute,
  receipt: { readonly ref: string; readonly payer: string; readonly overpaid: bigint },
  parts: readonly AllocatedPart[],
): JournalDraft {
  return draft('receipt_allocated', `执行款分配 ${receipt.ref}`, [
    ...parts.flatMap((part) => allocationTransfers(caseId, route, part)),
    {
      debit: chart.unallocated(caseId),
      credit: chart.overpaid(caseId, receipt.payer),
      amount: receipt.overpaid,
      facets: { part: 'overpaid' },
    },
  ]);
}

/** What a defendant paid too much goes back: 2307.04 / 1002.02. */
export function overpaymentRefunded(caseId: string, party: string, amount: bigint): JournalDraft {
  return draft('overpayment_refunded', `退还多收款 ${party}`, [
    { debit: chart.overpaid(caseId, party), credit: chart.custodyBank(caseId), amount },
  ]);
}

/** An organization gets its own costs: 2307.02 / 1002.02. */
export function organizationReimbursed(
  caseId: string,
  party: string,
  amount: bigint,
): JournalDraft {
  return draft('organization_reimbursed', `支付组织自付成本 ${party}`, [
    { debit: chart.organizationCosts(caseId, party), credit: chart.custodyBank(caseId), amount },
  ]);
}

/** Recovered costs go back into the special fund: 1011 / 1002.02. */
export function fundReplenished(caseId: string, amount: bigint): JournalDraft {
  return draft('fund_replenished', '追回垫付归还专项资金', [
    {
      debit: chart.quota('special_fund'),
      credit: chart.custodyBank(caseId),
      amount,
      facets: INTO_POOL,
    },
  ]);
}

/** A debt that cannot be collected is written off and kept in the memo register: 5301 / 1218.04, M4 / M0. */
export function debtWrittenOff(caseId: string, item: string, amount: bigint): JournalDraft {
  return draft('debt_written_off', `坏账核销 ${item}`, [
    { debit: chart.writtenOffExpense(caseId), credit: chart.costsOwed(caseId, item), amount },
    { debit: chart.memo.writtenOff(caseId, item), credit: chart.memo.counterpart(caseId), amount },
  ]);
}

/** Damages go to the treasury: 2103.01 / 1002.02. */
export function damagesRemitted(caseId: string, amount: bigint): JournalDraft {
  return draft('damages_remitted', '损害赔偿金上缴国库', [
    { debit: chart.damagesForTreasury(caseId), credit: chart.custodyBank(caseId), amount },
  ]);
}

/** Interest, general and doubled, goes to the treasury: 2103.02 / 1002.02. */
export function interestRemitted(caseId: string, amount: bigint): JournalDraft {
  return draft('interest_remitted', '迟延利息上缴国库', [
    { debit: chart.interestForTreasury(caseId), credit: chart.custodyBank(caseId), amount },
  ]);
}

/** A milestone is paid: treasury route 5001.03 / 1011, trust route 2901.01 / 1002.99. */
export function milestonePaid(
  caseId: string,
  route: DamageRoute,
  milestone: {
    readonly plan: string;
    readonly number: number;
    readonly purpose: string;
    readonly payee: string;
  },
  amount: bigint,
): JournalDraft {
  const facets = {
    plan: milestone.plan,
    milestone: String(milestone.number),
    purpose: milestone.purpose,
  };
  const summary = `修复付款 ${milestone.plan} 第${milestone.number}期 ${milestone.payee}`;
  return draft('milestone_paid', summary, [
    route === 'treasury'
      ? {
          debit: chart.restoration(caseId),
          credit: chart.quota('damage_fund'),
          amount,
          facets: { ...OUT_OF_POOL, ...facets },
        }
      : { debit: chart.damagesInTrust(caseId), credit: chart.trustBank(caseId), amount, facets },
  ]);
}

/** A part of an award that one pool pays. */
export interface AwardPart {
  readonly pool: 'sanction_quota' | 'award_fund';
  readonly party: string;
  readonly amount: bigint;
}

/** An award is decided: 5001.02 / 2307.01, by pool and organization. */
export function awardAccrued(
  caseId: string,
  award: string,
  parts: readonly AwardPart[],
): JournalDraft {
  return draft(
    'award_accrued',
    `计提奖励 ${award}`,
    parts.map(({ pool, party, amount }) => ({
      debit: chart.awards(pool, caseId),
      credit: chart.awardPayable(caseId, party),
      amount,
    })),
  );
}

/** An award is paid to the organization: 2307.01 / 1011 of the pool. */
export function awardPaid(
  caseId: string,
  award: string,
  parts: readonly AwardPart[],
): JournalDraft {
  return draft(
    'award_paid',
    `支付奖励 ${award}`,
    parts.map(({ pool, party, amount }) => ({
      debit: chart.awardPayable(caseId, party),
      credit: chart.quota(pool),
      amount,
      facets: OUT_OF_POOL,
    })),
  );
}

/** A part of an award that is recalled: not paid yet, or owed back. */
export interface RecalledPart {
  readonly pool: AwardPart['pool'];
  readonly party: string;
  readonly released: bigint;
  readonly owed: bigint;
}

/** An award is recalled: what was not paid 2307.01 / 5001.02, what was paid 1218.07 / 5001.02. */
export function awardRecalled(
  caseId: string,
  award: string,
  parts: readonly RecalledPart[],
): JournalDraft {
  return draft(
    'award_recalled',
    `撤销奖励 ${award}`,
    parts.flatMap(({ pool, party, released, owed }) => [
      {
        debit: chart.awardPayable(caseId, party),
        credit: chart.awards(pool, caseId),
        amount: released,
      },
      {
        debit: chart.awardToReturn(pool, caseId, party),
        credit: chart.awards(pool, caseId),
        amount: owed,
      },
    ]),
  );
}

/** An organization returns an award: 1011 of the pool / 1218.07. */
export function awardReturned(
  caseId: string,
  award: string,
  parts: readonly AwardPart[],
): JournalDraft {
  return draft(
    'award_returned',
    `退回奖励 ${award}`,
    parts.map(({ pool, party, amount }) => ({
      debit: chart.quota(pool),
      credit: chart.awardToReturn(pool, caseId, party),
      amount,
      facets: INTO_POOL,
    })),
  );
}
