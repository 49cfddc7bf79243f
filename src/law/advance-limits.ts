import { addFen, type Fen, formatYuan, sumFen } from '../money';
import type { Explained } from './explanation';
import { yuan } from './progressive-bands';

/** What an advance is for. */
export type CostCategory =
  | 'investigation'
  | 'testing'
  | 'appraisal'
  | 'assessment'
  | 'expert'
  | 'lawyer'
  | 'travel'
  | 'acceptance_fee'
  | 'preservation_fee'
  | 'announcement'
  | 'notary'
  | 'copying'
  | 'translation'
  | 'other';

export const COST_CATEGORIES: readonly CostCategory[] = [
  'investigation',
  'testing',
  'appraisal',
  'assessment',
  'expert',
  'lawyer',
  'travel',
  'acceptance_fee',
  'preservation_fee',
  'announcement',
  'notary',
  'copying',
  'translation',
  'other',
];

/** One line of an application; `instance` is the instance of the court (1, 2, …). Amount in fen. */
export interface CostLine {
  readonly category: CostCategory;
  readonly instance: number;
  readonly amount: Fen;
}

/** The cap that a case is over, and by which amount. In fen. */
export interface CapBreach {
  readonly cap: string;
  readonly limit: Fen;
  readonly amount: Fen;
}

const CATEGORY_CAPS: readonly {
  readonly cap: string;
  readonly categories: readonly CostCategory[];
  readonly limit: Fen;
}[] = [
  { cap: 'investigation', categories: ['investigation'], limit: yuan(50_000n) },
  { cap: 'testing', categories: ['testing'], limit: yuan(80_000n) },
  {
    cap: 'appraisal_and_assessment',
    categories: ['appraisal', 'assessment'],
    limit: yuan(300_000n),
  },
  { cap: 'expert', categories: ['expert'], limit: yuan(50_000n) },
  { cap: 'lawyer_total', categories: ['lawyer'], limit: yuan(150_000n) },
  { cap: 'travel', categories: ['travel'], limit: yuan(20_000n) },
  { cap: 'acceptance_fee', categories: ['acceptance_fee'], limit: yuan(100_000n) },
  { cap: 'preservation_fee', categories: ['preservation_fee'], limit: yuan(5_000n) },
  {
    cap: 'announcement_notary_copying_translation',
    categories: ['announcement', 'notary', 'copying', 'translation'],
    limit: yuan(10_000n),
  },
  { cap: 'other', categories: ['other'], limit: yuan(10_000n) },
  { cap: 'case', categories: COST_CATEGORIES, limit: yuan(1_000_000n) },
];

const OUTSTANDING_LIMIT = yuan(1_000_000n);
const QUOTATION_ABOVE = yuan(10_000n);
const LAWYER_INSTANCE_LIMIT = yuan(80_000n);
const MINUTES_OVER_APPLICATION = yuan(200_000n);
const MINUTES_OVER_CASE = yuan(500_000n);
const RULE_VERSION = 'casefile/1';

/**
 * Whether the advances of a case keep within its caps: by category, lawyer fees by instance and in
 * all, and the case as a whole; each cap may be reached, not exceeded. Give every line of the
 * applications that are submitted or approved, the new ones included; the first breach is named,
 * the caps of a category before the cap of the case.
 * Source: default of the bureau, policy `casefile/1`.
 */
export function checkAdvanceCaps(
  lines: readonly CostLine[],
): Explained<{ breach: { cap: string; limit: Fen; amount: Fen } | null }> {
  const checked = [...lawyerInstances(lines), ...categoryTotals(lines)];
  const breach = checked.find(({ amount, limit }) => amount > limit) ?? null;
  return {
    value: { breach },
    explanation: {
      rule: 'advance-caps',
      ruleVersion: RULE_VERSION,
      articles: ['default'],
      inputs: {
        lines: lines.map(({ category, instance, amount }) => ({
          category,
          instance,
          amount: formatYuan(amount),
        })),
      },
      steps: checked.map(({ cap, amount, limit }) => ({
        what: `${cap}: ${formatYuan(amount)}, at most ${formatYuan(limit)}`,
        gives: amount > limit ? 'exceeded' : 'kept',
      })),
    },
  };
}

function lawyerInstances(lines: readonly CostLine[]): CapBreach[] {
  const lawyer = lines.filter(({ category }) => category === 'lawyer');
  const instances = [...new Set(lawyer.map(({ instance }) => instance))].toSorted((a, b) => a - b);
  return instances.map((instance) => ({
    cap: `lawyer_instance_${instance}`,
    limit: LAWYER_INSTANCE_LIMIT,
    amount: sumFen(lawyer.filter((line) => line.instance === instance).map((line) => line.amount)),
  }));
}

function categoryTotals(lines: readonly CostLine[]): CapBreach[] {
  return CATEGORY_CAPS.map(({ cap, categories, limit }) => ({
    cap,
    limit,
    amount: sumFen(
      lines.filter(({ category }) => categories.includes(category)).map(({ amount }) => amount),
    ),
  }));
}

/**
 * Whether an approval needs the minutes of a joint meeting (联席会议纪要): an application over
 * 200,000 yuan, or an approved total of the case, court fees and this application included, over
 * 500,000 yuan. Source: 吉环法字〔2015〕4号 二(四) (minutes); the thresholds are a default of the bureau.
 */
export function needsJointMeetingMinutes(
  application: Fen,
  approvedTotalAfter: Fen,
): Explained<boolean> {
  const byApplication = application > MINUTES_OVER_APPLICATION;
  const byCase = approvedTotalAfter > MINUTES_OVER_CASE;
  return {
    value: byApplication || byCase,
    explanation: {
      rule: 'joint-meeting-minutes',
      ruleVersion: RULE_VERSION,
      articles: ['吉环法字〔2015〕4号 二(四)', 'default'],
      inputs: {
        application: formatYuan(application),
        approvedTotalAfter: formatYuan(approvedTotalAfter),
      },
      steps: [
        {
          what: `application ${formatYuan(application)} over ${formatYuan(MINUTES_OVER_APPLICATION)}`,
          gives: byApplication ? 'yes' : 'no',
        },
        {
          what: `approved total of the case ${formatYuan(approvedTotalAfter)} over ${formatYuan(MINUTES_OVER_CASE)}`,
          gives: byCase ? 'yes' : 'no',
        },
      ],
    },
  };
}

/**
 * Whether one organization stays within what it may have outstanding: approved or asked for, and neither
 * settled nor returned; the application included, the limit may be reached, not exceeded. In fen.
 * Source: default of this product, `advance_caps.per_org_outstanding`.
 */
export function checkOutstanding(
  outstanding: Fen,
  application: Fen,
): Explained<{ readonly total: Fen; readonly limit: Fen; readonly kept: boolean }> {
  const total = addFen(outstanding, application);
  const kept = total <= OUTSTANDING_LIMIT;
  return {
    value: { total, limit: OUTSTANDING_LIMIT, kept },
    explanation: {
      rule: 'organization-outstanding',
      ruleVersion: RULE_VERSION,
      articles: ['default'],
      inputs: { outstanding: formatYuan(outstanding), application: formatYuan(application) },
      steps: [
        {
          what: `outstanding ${formatYuan(total)}, at most ${formatYuan(OUTSTANDING_LIMIT)}`,
          gives: kept ? 'kept' : 'exceeded',
        },
      ],
    },
  };
}

/**
 * From which amount on a cost paid to a vendor rests on a quotation or a contract: above 10,000 yuan.
 * Source: default of this product.
 */
export const quotationNeeded = (
  amount: Fen,
): { readonly above: Fen; readonly needed: boolean } => ({
  above: QUOTATION_ABOVE,
  needed: amount > QUOTATION_ABOVE,
});
