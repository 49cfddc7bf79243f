import {
  addFen,
  apportion,
  divideHalfUp,
  fen,
  type Fen,
  formatYuan,
  minFen,
  ratioWeights,
  subtractFen,
  ZERO_FEN,
} from '../money';
import type { Explained, ExplanationStep } from './explanation';
import {
  type AwardPolicy,
  CASE_FILE_AWARD_POLICY,
  NO_LAW_FIXES_AWARDS,
  type Rate,
} from './award-policy';
import { assertNotNegative } from './progressive-bands';

/** How a case can end. */
export const OUTCOMES = [
  'win',
  'partial_win',
  'mediation',
  'loss',
  'dismissed',
  'injunction_only_win',
  'withdrawn_claims_realized',
] as const;

/** How a case ended, as far as an award depends on it. */
export type Outcome = (typeof OUTCOMES)[number];

/** A sanction that the defendant has paid to the treasury, in fen, and the grade of the help. */
export interface PaidSanction {
  readonly amountPaid: Fen;
  readonly grade: 1 | 2 | 3;
}

/** What an award depends on. Amounts in fen. */
export interface AwardInputs {
  readonly outcome: Outcome;
  /** Damages principal received when the award is made. */
  readonly base: Fen;
  /** Damages ordered by all judgments of the case, conditional ones included. */
  readonly damagesOrdered: Fen;
  /** Damages claimed; needed for a partial win. */
  readonly claimed: Fen | null;
  readonly sanctions: readonly PaidSanction[];
  /** `share` is a ratio as a decimal string; without one it is 1. */
  readonly plaintiffs: readonly { readonly id: string; readonly share?: string }[];
}

/** An award and where it comes from. Amounts in fen. */
export interface AwardResult {
  readonly base: Fen;
  readonly fromAwardFund: Fen;
  readonly fromSanctionQuota: Fen;
  readonly total: Fen;
  readonly shares: readonly { readonly id: string; readonly amount: Fen }[];
}

/**
 * The award to the plaintiffs of a case, in fen. Award-fund part: progressive bands of the damages
 * received × outcome factor, exact and rounded half up once, then floor and cap; or a fixed amount.
 * Sanction part: Σ paid × rate of its grade, rounded once, capped; none when the factor is 0. The
 * whole is capped once more, the pool that comes first keeping its part. Shared by largest remainder,
 * ties to the plaintiff that stands earlier.
 * Source: 吉环法字〔2015〕4号 (that there is an award, and its two sources); every rate, floor and cap
 * is the bureau's own, by default those of case files.
 * @throws RangeError when an amount is negative, a partial win has nothing claimed, or no plaintiff
 * has a share above zero.
 */
export function computeAward(
  inputs: AwardInputs,
  policy: AwardPolicy = CASE_FILE_AWARD_POLICY,
): Explained<AwardResult> {
  const { base, damagesOrdered } = inputs;
  assertNotNegative('base', base);
  assertNotNegative('damages ordered', damagesOrdered);
  const steps: ExplanationStep[] = [];
  const factor = factorOf(inputs, policy);
  const parts = {
    sanction_quota: sanctionPartOf(inputs, policy, { factor, steps }),
    award_fund: fundPartOf(inputs, policy, { factor, steps }),
  };
  const { fromAwardFund, fromSanctionQuota, total } = cutTogether(parts, policy, steps);
  const shares = sharesOf(inputs, policy, { total, steps });
  return {
    value: { base, fromAwardFund, fromSanctionQuota, total, shares },
    explanation: {
      rule: 'award',
      ruleVersion: policy.version,
      articles: ['吉环法字〔2015〕4号 二(三)', 'default', ...ownRates(policy)],
      inputs: describeInputs(inputs),
      steps,
    },
  };
}

/** What a policy of a bureau says of itself; the explanations of case files stay as they were. */
const ownRates = ({ version }: AwardPolicy): string[] =>
  version === CASE_FILE_AWARD_POLICY.version ? [] : [NO_LAW_FIXES_AWARDS];

const POOL_WORDS = { sanction_quota: 'sanction quota', award_fund: 'award fund' } as const;

/** Both parts under the combined cap, the pool that comes first keeping its own. */
function cutTogether(
  parts: Readonly<Record<'sanction_quota' | 'award_fund', Fen>>,
  { first, caps }: AwardPolicy,
  steps: ExplanationStep[],
): Pick<AwardResult, 'fromSanctionQuota' | 'fromAwardFund' | 'total'> {
  const second = first === 'sanction_quota' ? 'award_fund' : 'sanction_quota';
  const kept = minFen(parts[first], caps.combined);
  const rest = minFen(parts[second], subtractFen(caps.combined, kept));
  const total = addFen(kept, rest);
  steps.push({
    what: `${formatYuan(parts[first])} of the ${POOL_WORDS[first]} first, then ${formatYuan(parts[second])} of the ${POOL_WORDS[second]}, together at most ${formatYuan(caps.combined)}`,
    gives: `${formatYuan(kept)} + ${formatYuan(rest)} = ${formatYuan(total)}`,
  });
  return first === 'sanction_quota'
    ? { fromSanctionQuota: kept, fromAwardFund: rest, total }
    : { fromSanctionQuota: rest, fromAwardFund: kept, total };
}

/** An outcome factor as an exact fraction, or an amount that stands in its place. */
type Factor =
  | { readonly numerator: bigint; readonly denominator: bigint; readonly words: string }
  | { readonly fixed: Fen };

interface Making {
  readonly factor: Factor;
  readonly steps: ExplanationStep[];
}

const MILLION = 1_000_000n;

const byRate = ({ millionths, text }: Rate): Factor => ({
  numerator: millionths,
  denominator: MILLION,
  words: text,
});

function factorOf(
  { outcome, claimed, damagesOrdered }: AwardInputs,
  { factors, fixed }: AwardPolicy,
): Factor {
  switch (outcome) {
    case 'win':
    case 'mediation':
      return byRate(factors[outcome]);
    case 'partial_win': {
      if (claimed === null || claimed <= 0n) {
        throw new RangeError('a partial win needs the damages claimed');
      }
      const { millionths, text } = factors.partial_win;
      const times = millionths === MILLION ? '' : `, × ${text}`;
      return {
        numerator: minFen(damagesOrdered, claimed) * millionths,
        denominator: claimed * MILLION,
        words: `${formatYuan(damagesOrdered)} ÷ ${formatYuan(claimed)}, at most 1${times}`,
      };
    }
    case 'loss':
    case 'dismissed':
      return { numerator: 0n, denominator: 1n, words: '0' };
    case 'injunction_only_win':
    case 'withdrawn_claims_realized':
      return { fixed: fixed[outcome] };
  }
}

function isZero(factor: Factor): boolean {
  return 'numerator' in factor && factor.numerator === 0n;
}

function fundPartOf(inputs: AwardInputs, policy: AwardPolicy, { factor, steps }: Making): Fen {
  const cap = policy.caps.award_fund;
  if ('fixed' in factor) {
    const value = minFen(factor.fixed, cap);
    const cut = value < factor.fixed ? `, at most ${formatYuan(cap)}` : '';
    steps.push({ what: `fixed for ${inputs.outcome}${cut}`, gives: formatYuan(value) });
    return value;
  }
  const banded = takeByBands(inputs.base, policy, steps);
  const rounded = fen(divideHalfUp(banded * factor.numerator, MILLION * factor.denominator));
  const floor = inputs.base > 0n && !isZero(factor) ? policy.floor : ZERO_FEN;
  const floored = rounded < floor ? floor : rounded;
  const value = minFen(floored, cap);
  steps.push(
    {
      what: `${formatMicroFen(banded)} × factor ${factor.words} (${inputs.outcome}), rounded half up`,
      gives: formatYuan(rounded),
    },
    { what: `at least ${formatYuan(floor)}, at most ${formatYuan(cap)}`, gives: formatYuan(value) },
  );
  return value;
}

/** Millionths of a fen: each band's rate on the part of the base inside it, unrounded. */
function takeByBands(base: Fen, { bands }: AwardPolicy, steps: ExplanationStep[]): bigint {
  let taken = 0n;
  for (const { over, upTo, rate } of bands) {
    const top = upTo === null ? base : minFen(base, upTo);
    if (top <= over) break;
    const inside = subtractFen(top, over);
    taken += inside * rate.millionths;
    steps.push({
      what: `${formatYuan(inside)} over ${formatYuan(over)} × ${scaled(rate, 3)} ‰`,
      gives: formatMicroFen(inside * rate.millionths),
    });
  }
  return taken;
}

function sanctionPartOf(inputs: AwardInputs, policy: AwardPolicy, { factor, steps }: Making): Fen {
  const none = isZero(factor);
  const cap = policy.caps.sanction_quota;
  let taken = 0n;
  for (const { amountPaid, grade } of inputs.sanctions) {
    assertNotNegative('sanction', amountPaid);
    const rate = policy.grades[grade];
    steps.push({
      what: `sanction paid ${formatYuan(amountPaid)}, grade ${grade} × ${scaled(rate, 2)} %`,
      gives: formatMicroFen(amountPaid * rate.millionths),
    });
    taken += amountPaid * rate.millionths;
  }
  const rounded = none ? ZERO_FEN : fen(divideHalfUp(taken, MILLION));
  const value = minFen(rounded, cap);
  steps.push({
    what: none
      ? 'no sanction part, because the factor is 0'
      : `sanction part ${formatMicroFen(taken)}, rounded half up, at most ${formatYuan(cap)}`,
    gives: formatYuan(value),
  });
  return value;
}

function sharesOf(
  { plaintiffs }: AwardInputs,
  { sharing }: AwardPolicy,
  { total, steps }: { readonly total: Fen; readonly steps: ExplanationStep[] },
): AwardResult['shares'] {
  const ratios = plaintiffs.map(({ share }) => (sharing === 'equal' ? '1' : (share ?? '1')));
  const amounts = apportion(total, ratioWeights(ratios));
  const shares = plaintiffs.map(({ id }, index) => ({ id, amount: amounts[index] ?? ZERO_FEN }));
  steps.push({
    what: `${formatYuan(total)} by shares ${ratios.join(' : ')}, largest remainder`,
    gives: shares.map(({ id, amount }) => `${id} ${formatYuan(amount)}`).join(', '),
  });
  return shares;
}

/** A rate in thousandths (3) or hundredths (2), without zeros at its end. */
function scaled({ millionths }: Rate, places: 2 | 3): string {
  const digits = millionths.toString().padStart(7, '0');
  const at = digits.length - 6 + places;
  const decimals = digits.slice(at).replace(/0+$/, '');
  return [BigInt(digits.slice(0, at)).toString(), decimals].filter(Boolean).join('.');
}

/** Millionths of a fen as yuan with five decimals, or as many more as it has. */
function formatMicroFen(microFen: bigint): string {
  const digits = microFen.toString().padStart(9, '0');
  return `${digits.slice(0, -8)}.${digits.slice(-8).replace(/0{1,3}$/, '')}`;
}

function describeInputs(inputs: AwardInputs) {
  return {
    outcome: inputs.outcome,
    base: formatYuan(inputs.base),
    damagesOrdered: formatYuan(inputs.damagesOrdered),
    claimed: inputs.claimed === null ? null : formatYuan(inputs.claimed),
    sanctions: inputs.sanctions.map(({ amountPaid, grade }) => ({
      amountPaid: formatYuan(amountPaid),
      grade,
    })),
    plaintiffs: inputs.plaintiffs.map(({ id, share }) => ({ id, share: share ?? '1' })),
  };
}
