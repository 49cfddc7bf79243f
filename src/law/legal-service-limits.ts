import { addFen, type Fen, formatYuan, subtractFen, sumFen } from '../money';
import type { Explained } from './explanation';

/** What an agreement on legal services allows, and what of it is used. In fen. */
export interface ServiceLimits {
  readonly perCase: Fen;
  readonly perInstance: Fen;
  readonly inAll: Fen;
  /** Fees of all engagements under the agreement so far. */
  readonly used: Fen;
}

/** A fee that is to be agreed on, with what the case has so far under the agreement. In fen. */
export interface FeeToAgree {
  readonly fee: Fen;
  readonly ofCase: Fen;
  readonly ofInstance: Fen;
}

/** The limit that a fee is over: how much it allows, and to what the fees would come. In fen. */
export interface FeeBreach {
  readonly limit: 'per_instance' | 'per_case' | 'remaining';
  readonly most: Fen;
  readonly amount: Fen;
}

/** When an instalment of a fee falls due. */
export type InstalmentDue =
  'signing' | 'first_instance_judgment' | 'second_instance_judgment' | 'closing' | 'other';

export const INSTALMENT_DUES: readonly InstalmentDue[] = [
  'signing',
  'first_instance_judgment',
  'second_instance_judgment',
  'closing',
  'other',
];

/** A part of the fee of a case: a share in hundredths of a percent, or an amount in fen. */
export type Instalment =
  | { readonly due: InstalmentDue; readonly basisPoints: bigint }
  | { readonly due: InstalmentDue; readonly amount: Fen };

/** What is wrong with the terms of an agreement. */
export type TermsFault = 'limits_out_of_order' | 'instalments_mixed' | 'instalments_do_not_add_up';

const RULE_VERSION = '1';
/** A hundred percent, in hundredths of a percent. */
const WHOLE = 10_000n;

/** Shares of a fee as they are written: up to 100 percent with at most two decimals, above nothing. */
export const PERCENT_PATTERN = /^(?:100(?:\.0{1,2})?|[0-9]{1,2}(?:\.[0-9]{1,2})?)$/;

/** Hundredths of a percent; undefined for what is no share above nothing. */
export function parsePercent(text: string): bigint | undefined {
  if (!PERCENT_PATTERN.test(text)) return undefined;
  const [whole = '', decimals = ''] = text.split('.');
  const basisPoints = BigInt(`${whole}${decimals.padEnd(2, '0')}`);
  return basisPoints > 0n ? basisPoints : undefined;
}

/** A share as it is written, e.g. `30.00`. */
export const formatPercent = (basisPoints: bigint): string =>
  `${String(basisPoints / 100n)}.${String(basisPoints % 100n).padStart(2, '0')}`;

/**
 * Whether a fee keeps within the limits of an agreement: those of the instance and of the case, and
 * what is left of the limit in all. Each may be reached, not exceeded; the first breach is named.
 * Source: the agreement itself (民法典 art 509: a contract is performed as agreed); that nothing is
 * engaged past it is a default of the bureau.
 */
export function checkFee(
  limits: ServiceLimits,
  { fee, ofCase, ofInstance }: FeeToAgree,
): Explained<{ breach: FeeBreach | null }> {
  const checked: readonly FeeBreach[] = [
    { limit: 'per_instance', most: limits.perInstance, amount: addFen(ofInstance, fee) },
    { limit: 'per_case', most: limits.perCase, amount: addFen(ofCase, fee) },
    { limit: 'remaining', most: subtractFen(limits.inAll, limits.used), amount: fee },
  ];
  const breach = checked.find(({ amount, most }) => amount > most) ?? null;
  return {
    value: { breach },
    explanation: {
      rule: 'legal-service-limits',
      ruleVersion: RULE_VERSION,
      articles: ['民法典 art 509', 'default'],
      inputs: {
        perCase: formatYuan(limits.perCase),
        perInstance: formatYuan(limits.perInstance),
        inAll: formatYuan(limits.inAll),
        used: formatYuan(limits.used),
        fee: formatYuan(fee),
        ofCase: formatYuan(ofCase),
        ofInstance: formatYuan(ofInstance),
      },
      steps: checked.map(({ limit, amount, most }) => ({
        what: `${limit}: ${formatYuan(amount)}, at most ${formatYuan(most)}`,
        gives: amount > most ? 'exceeded' : 'kept',
      })),
    },
  };
}

/**
 * Whether the terms of an agreement fit together: an instance costs no more than a case, a case no more
 * than all; instalments are all shares of a fee, which come to 100 percent, or all amounts, which come
 * to the limit of a case. No instalments: the fee is paid at once. Source: default of the bureau.
 */
export function checkTerms(
  { perCase, perInstance, inAll }: Omit<ServiceLimits, 'used'>,
  instalments: readonly Instalment[],
): Explained<{ fault: TermsFault | null }> {
  const shares = instalments.flatMap((one) => ('basisPoints' in one ? [one.basisPoints] : []));
  const amounts = instalments.flatMap((one) => ('amount' in one ? [one.amount] : []));
  const sumOfShares = shares.reduce((sum, share) => sum + share, 0n);
  const isMixed = shares.length > 0 && amounts.length > 0;
  const isUneven =
    (shares.length > 0 && sumOfShares !== WHOLE) ||
    (amounts.length > 0 && sumFen(amounts) !== perCase);
  const checked: readonly { fault: TermsFault; holds: boolean; what: string }[] = [
    {
      fault: 'limits_out_of_order',
      holds: perInstance > perCase || perCase > inAll,
      what: `${formatYuan(perInstance)} ≤ ${formatYuan(perCase)} ≤ ${formatYuan(inAll)}`,
    },
    {
      fault: 'instalments_mixed',
      holds: isMixed,
      what: `${String(shares.length)} shares, ${String(amounts.length)} amounts`,
    },
    {
      fault: 'instalments_do_not_add_up',
      holds: isUneven,
      what:
        shares.length > 0
          ? `${formatPercent(sumOfShares)} of 100.00 percent`
          : `${formatYuan(sumFen(amounts))} of ${formatYuan(perCase)}`,
    },
  ];
  return {
    value: { fault: checked.find(({ holds }) => holds)?.fault ?? null },
    explanation: {
      rule: 'legal-service-terms',
      ruleVersion: RULE_VERSION,
      articles: ['default'],
      inputs: {
        perCase: formatYuan(perCase),
        perInstance: formatYuan(perInstance),
        inAll: formatYuan(inAll),
        instalments: instalments.map((one) => ({
          due: one.due,
          ...('amount' in one
            ? { amount: formatYuan(one.amount) }
            : { percent: formatPercent(one.basisPoints) }),
        })),
      },
      steps: checked.map(({ fault, holds, what }) => ({ what, gives: holds ? fault : 'kept' })),
    },
  };
}
