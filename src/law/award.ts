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
  assertNotNegative,
  bandsFrom,
  formatMilliFen,
  takeByBands,
  yuan,
} from './progressive-bands';

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

const CAP = yuan(200_000n);
const FLOOR = yuan(5_000n);
const INJUNCTION_ONLY = yuan(20_000n);
const CLAIMS_REALIZED = yuan(10_000n);

const BANDS = bandsFrom(0n, [
  [1_000_000n, 30n],
  [5_000_000n, 20n],
  [20_000_000n, 10n],
  [null, 2n],
]);

const PER_CENT_OF_GRADE = { 1: 4n, 2: 3n, 3: 2n } as const;

/**
 * The award to the plaintiffs of a case, in fen. Award-fund part: progressive bands of the damages
 * received × outcome factor, exact and rounded half up once, then floor and cap; or a fixed amount.
 * Sanction part: Σ paid × 4, 3 or 2 % by grade, rounded once, capped; none when the factor is 0. The
 * whole is capped once more, the sanction part first. Shared by largest remainder, ties to the
 * plaintiff that stands earlier.
 * Source: 吉环法字〔2015〕4号 (that there is an award, and its two sources); every rate, floor and cap
 * is a default of the bureau, the sanction rates by analogy with a local measure for informants.
 * @throws RangeError when an amount is negative, a partial win has nothing claimed, or no plaintiff
 * has a share above zero.
 */
export function computeAward(inputs: AwardInputs): Explained<AwardResult> {
  const { base, damagesOrdered } = inputs;
  assertNotNegative('base', base);
  assertNotNegative('damages ordered', damagesOrdered);
  const steps: ExplanationStep[] = [];
  const factor = factorOf(inputs);
  const sanctionPart = sanctionPartOf(inputs, factor, steps);
  const fundPart = fundPartOf(inputs, factor, steps);
  const fromSanctionQuota = minFen(sanctionPart, CAP);
  const fromAwardFund = minFen(fundPart, subtractFen(CAP, fromSanctionQuota));
  const total = addFen(fromSanctionQuota, fromAwardFund);
  steps.push({
    what: `${formatYuan(sanctionPart)} of the sanction quota first, then ${formatYuan(fundPart)} of the award fund, together at most ${formatYuan(CAP)}`,
    gives: `${formatYuan(fromSanctionQuota)} + ${formatYuan(fromAwardFund)} = ${formatYuan(total)}`,
  });
  const shares = sharesOf(inputs, total, steps);
  return {
    value: { base, fromAwardFund, fromSanctionQuota, total, shares },
    explanation: {
      rule: 'award',
      ruleVersion: 'casefile/1',
      articles: ['吉环法字〔2015〕4号 二(三)', 'default'],
      inputs: describeInputs(inputs),
      steps,
    },
  };
}

/** An outcome factor as an exact fraction, or an amount that stands in its place. */
type Factor =
  | { readonly numerator: bigint; readonly denominator: bigint; readonly words: string }
  | { readonly fixed: Fen };

function factorOf({ outcome, claimed, damagesOrdered }: AwardInputs): Factor {
  switch (outcome) {
    case 'win':
      return { numerator: 1n, denominator: 1n, words: '1' };
    case 'mediation':
      return { numerator: 4n, denominator: 5n, words: '0.80' };
    case 'partial_win': {
      if (claimed === null || claimed <= 0n) {
        throw new RangeError('a partial win needs the damages claimed');
      }
      return {
        numerator: minFen(damagesOrdered, claimed),
        denominator: claimed,
        words: `${formatYuan(damagesOrdered)} ÷ ${formatYuan(claimed)}, at most 1`,
      };
    }
    case 'loss':
    case 'dismissed':
      return { numerator: 0n, denominator: 1n, words: '0' };
    case 'injunction_only_win':
      return { fixed: INJUNCTION_ONLY };
    case 'withdrawn_claims_realized':
      return { fixed: CLAIMS_REALIZED };
  }
}

function isZero(factor: Factor): boolean {
  return 'numerator' in factor && factor.numerator === 0n;
}

function fundPartOf(inputs: AwardInputs, factor: Factor, steps: ExplanationStep[]): Fen {
  if ('fixed' in factor) {
    steps.push({ what: `fixed for ${inputs.outcome}`, gives: formatYuan(factor.fixed) });
    return factor.fixed;
  }
  const banded = takeByBands(inputs.base, BANDS);
  const rounded = fen(divideHalfUp(banded.milliFen * factor.numerator, 1000n * factor.denominator));
  const floor = inputs.base > 0n && !isZero(factor) ? FLOOR : ZERO_FEN;
  const floored = rounded < floor ? floor : rounded;
  const value = minFen(floored, CAP);
  steps.push(
    ...banded.steps,
    {
      what: `${formatMilliFen(banded.milliFen)} × factor ${factor.words} (${inputs.outcome}), rounded half up`,
      gives: formatYuan(rounded),
    },
    {
      what: `at least ${formatYuan(floor)}, at most ${formatYuan(CAP)}`,
      gives: formatYuan(value),
    },
  );
  return value;
}

function sanctionPartOf(inputs: AwardInputs, factor: Factor, steps: ExplanationStep[]): Fen {
  const none = isZero(factor);
  let hundredths = 0n;
  for (const { amountPaid, grade } of inputs.sanctions) {
    assertNotNegative('sanction', amountPaid);
    const taken = amountPaid * PER_CENT_OF_GRADE[grade];
    steps.push({
      what: `sanction paid ${formatYuan(amountPaid)}, grade ${grade} × ${PER_CENT_OF_GRADE[grade].toString()} %`,
      gives: formatMilliFen(taken * 10n),
    });
    hundredths += taken;
  }
  const rounded = none ? ZERO_FEN : fen(divideHalfUp(hundredths, 100n));
  const value = minFen(rounded, CAP);
  steps.push({
    what: none
      ? 'no sanction part, because the factor is 0'
      : `sanction part ${formatMilliFen(hundredths * 10n)}, rounded half up, at most ${formatYuan(CAP)}`,
    gives: formatYuan(value),
  });
  return value;
}

function sharesOf(inputs: AwardInputs, total: Fen, steps: ExplanationStep[]) {
  const ratios = inputs.plaintiffs.map(({ share }) => share ?? '1');
  const amounts = apportion(total, ratioWeights(ratios));
  const shares = inputs.plaintiffs.map(({ id }, index) => ({
    id,
    amount: amounts[index] ?? ZERO_FEN,
  }));
  steps.push({
    what: `${formatYuan(total)} by shares ${ratios.join(' : ')}, largest remainder`,
    gives: shares.map(({ id, amount }) => `${id} ${formatYuan(amount)}`).join(', '),
  });
  return shares;
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
