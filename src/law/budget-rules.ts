import { COST_CATEGORIES, type CostCategory } from './advance-limits';

/** The pools that have a budget. */
export type BudgetPool = 'special_fund' | 'award_fund' | 'sanction_quota' | 'damage_fund';

/** What changes a budget. */
export const BUDGET_CHANGES = [
  'appropriation',
  'adjustment',
  'transfer',
  'donation',
  'interest',
  'carry_over',
  'lapse',
] as const;
export type BudgetChangeKind = (typeof BUDGET_CHANGES)[number];

/** The one line of a pool that has no lines by category. */
export const WHOLE_POOL = 'whole';

/** What a budget line is for: a kind of cost, or a whole pool. */
export type BudgetCategory = CostCategory | typeof WHOLE_POOL;

export const BUDGET_CATEGORIES: readonly BudgetCategory[] = [...COST_CATEGORIES, WHOLE_POOL];

/** The lines of a pool: one a kind of cost in the special fund, one in each other. Source: default. */
export const categoriesOf = (pool: BudgetPool): readonly BudgetCategory[] =>
  pool === 'special_fund' ? COST_CATEGORIES : [WHOLE_POOL];

/** After how many years money that nobody spent goes back. Source: 预算法 art 42. */
const YEARS_UNTIL_LAPSE = 2;

/**
 * The first year in which money of a year has lapsed (结余): two years in a row went by without its
 * being spent, its own and the one after. Source: 预算法 art 42 (连续两年未用完的结转资金).
 */
export const lapsesIn = (originYear: number): number => originYear + YEARS_UNTIL_LAPSE;

/**
 * The year into which unspent money may be carried over (结转): the next one, as long as it has not
 * lapsed by then; undefined where it cannot be carried on. Source: 预算法 art 42.
 */
export function carriesInto(line: {
  readonly year: number;
  readonly originYear: number;
}): number | undefined {
  const next = line.year + 1;
  return next < lapsesIn(line.originYear) ? next : undefined;
}

/**
 * Why a change may not be made in a pool; undefined where it may.
 *
 * - The sanction quota is budget that finance appropriates, sized on sanctions; nobody gives to it.
 *   Source: 行政处罚法 (2021) art 74.
 * - Damage money is for restoration (专款专用) and is not moved to another line.
 *   Source: 法释〔2015〕1号 art 24(1); 财资环〔2020〕6号.
 */
export function barsChange(
  change: BudgetChangeKind,
  pool: BudgetPool,
): 'quota_is_appropriated' | 'damage_money_stays' | undefined {
  if (pool === 'sanction_quota' && (change === 'donation' || change === 'interest')) {
    return 'quota_is_appropriated';
  }
  if (pool === 'damage_fund' && (change === 'adjustment' || change === 'transfer')) {
    return 'damage_money_stays';
  }
  return undefined;
}
