import { chart } from './chart';
import type { Transfer } from './lines';
import { type DamageRoute, draft, type JournalDraft, OUT_OF_POOL } from './templates';

/** Whose costs damage money of a case bears. */
export interface CostOfOtherCase {
  readonly otherCaseId: string;
  /** Reference of the organization. */
  readonly party: string;
  readonly category: string;
  /** Number of the court's document. */
  readonly document: string;
}

function costTransfers(
  caseId: string,
  route: DamageRoute,
  { otherCaseId, party, category, document }: CostOfOtherCase,
  amount: bigint,
): Transfer[] {
  const facets = { otherCase: otherCaseId, category, document };
  const memo = chart.memo;
  return [
    route === 'treasury'
      ? {
          debit: chart.restoration(caseId),
          credit: chart.quota('damage_fund'),
          amount,
          facets: { ...OUT_OF_POOL, ...facets },
        }
      : { debit: chart.damagesInTrust(caseId), credit: chart.trustBank(caseId), amount, facets },
    {
      debit: memo.costsBorne(otherCaseId, party),
      credit: memo.counterpart(otherCaseId),
      amount,
      facets: { fromCase: caseId, category, document },
    },
  ];
}

/**
 * Damage money of a case bears costs of another one by a court's document: treasury route 5001.03 / 1011, trust route
 * 2901.01 / 1002.99; with the other case M6 / M0.
 */
export function crossCaseCostPaid(
  caseId: string,
  route: DamageRoute,
  cost: CostOfOtherCase,
  amount: bigint,
): JournalDraft {
  return draft(
    'cross_case_cost_paid',
    `另案必要费用 ${cost.document}`,
    costTransfers(caseId, route, cost, amount),
  );
}

/** The bank sent it back: the same lines, swapped. */
export function crossCaseCostReturned(
  caseId: string,
  route: DamageRoute,
  cost: CostOfOtherCase,
  amount: bigint,
): JournalDraft {
  return draft(
    'cross_case_cost_returned',
    `退汇 ${cost.document}`,
    costTransfers(caseId, route, cost, amount).map(({ debit, credit, ...rest }) => ({
      ...rest,
      debit: credit,
      credit: debit,
    })),
  );
}

/** Money in trust that was unspent for two years goes to the treasury: 2901.01 / 1002.99. */
export function surplusSurrendered(caseId: string, amount: bigint): JournalDraft {
  return draft('surplus_surrendered', '损害赔偿金结余上缴国库', [
    { debit: chart.damagesInTrust(caseId), credit: chart.trustBank(caseId), amount },
  ]);
}
