import { fen, type Fen, parseYuan } from '../money';

/** Where the money of an award comes from. */
export const AWARD_POOLS = ['sanction_quota', 'award_fund'] as const;
export type AwardPool = (typeof AWARD_POOLS)[number];

/** How an award is shared: as the plaintiffs agreed, else equally; or equally whatever they agreed. */
export const AWARD_SHARINGS = ['agreed', 'equal'] as const;
export type AwardSharing = (typeof AWARD_SHARINGS)[number];

/** A policy of awards as a bureau states it: rates from 0 to 1 and amounts of yuan, as decimal strings. */
export interface AwardTerms {
  /** Progressive, rising; the last one has no end. */
  readonly bands: readonly { readonly upTo?: string | undefined; readonly rate: string }[];
  /** What the banded amount is multiplied by; after a partial win times what was granted of the claim. */
  readonly factors: {
    readonly win: string;
    readonly partialWin: string;
    readonly mediation: string;
  };
  /** Amounts in the place of the banded one. */
  readonly fixed: {
    readonly injunctionOnlyWin: string;
    readonly withdrawnClaimsRealized: string;
  };
  readonly floor: string;
  readonly caps: {
    readonly awardFund: string;
    readonly sanctionQuota: string;
    readonly combined: string;
  };
  /** Rates of a sanction that was paid, by grade of the help: the first, the second, the third. */
  readonly grades: { readonly first: string; readonly second: string; readonly third: string };
  /** Which pool gives first where the combined cap cuts. */
  readonly poolOrder: readonly AwardPool[];
  readonly sharing: AwardSharing;
  /** Days of public notice at least. */
  readonly noticeDays: number;
}

/** A rate as written, and in millionths. */
export interface Rate {
  readonly text: string;
  readonly millionths: bigint;
}

/** A policy of awards, ready to compute with. Amounts in fen. */
export interface AwardPolicy {
  /** Which version it is, e.g. `award_policy/2`. */
  readonly version: string;
  readonly bands: readonly { readonly over: Fen; readonly upTo: Fen | null; readonly rate: Rate }[];
  readonly factors: Readonly<Record<'win' | 'partial_win' | 'mediation', Rate>>;
  readonly fixed: Readonly<Record<'injunction_only_win' | 'withdrawn_claims_realized', Fen>>;
  readonly floor: Fen;
  readonly caps: Readonly<Record<AwardPool | 'combined', Fen>>;
  readonly grades: Readonly<Record<1 | 2 | 3, Rate>>;
  readonly first: AwardPool;
  readonly sharing: AwardSharing;
}

/** A rate from 0 to 1 with at most six decimals. */
export const RATE_PATTERN = /^(?:0(?:\.[0-9]{1,6})?|1(?:\.0{1,6})?)$/;

/** What stands on every sheet, so that nobody takes a default for the law. */
export const NO_LAW_FIXES_AWARDS =
  '法律、行政法规和规章均未规定奖励比例，本办法各项比例、限额由本单位自行确定';

/** The same in both languages. */
export const NO_LAW_IN_WORDS = {
  zh: NO_LAW_FIXES_AWARDS,
  en: 'No law or regulation fixes a rate of awards; every rate and limit here is the bureau’s own.',
} as const;

/**
 * What holds until a bureau decides otherwise. Source: none in law; defaults of this product, the sanction rates by
 * analogy with a local measure for informants.
 */
export const DEFAULT_AWARD_TERMS: AwardTerms = {
  bands: [
    { upTo: '1000000.00', rate: '0.03' },
    { upTo: '5000000.00', rate: '0.02' },
    { upTo: '20000000.00', rate: '0.01' },
    { rate: '0.002' },
  ],
  factors: { win: '1', partialWin: '1', mediation: '0.80' },
  fixed: { injunctionOnlyWin: '20000.00', withdrawnClaimsRealized: '10000.00' },
  floor: '5000.00',
  caps: { awardFund: '200000.00', sanctionQuota: '200000.00', combined: '200000.00' },
  grades: { first: '0.04', second: '0.03', third: '0.02' },
  poolOrder: ['sanction_quota', 'award_fund'],
  sharing: 'agreed',
  noticeDays: 7,
};

/**
 * Makes terms ready to compute with.
 *
 * @param version which they are, e.g. `award_policy/2`
 * @throws RangeError where a rate or an amount is none
 */
export function awardPolicy(terms: AwardTerms, version: string): AwardPolicy {
  const { bands, factors, fixed, floor, caps, grades, poolOrder, sharing } = terms;
  const limits = bands.map(({ upTo }) => (upTo === undefined ? null : amountOf(upTo)));
  return {
    version,
    bands: bands.map(({ rate }, index) => ({
      over: limits[index - 1] ?? fen(0n),
      upTo: limits[index] ?? null,
      rate: rateOf(rate),
    })),
    factors: {
      win: rateOf(factors.win),
      partial_win: rateOf(factors.partialWin),
      mediation: rateOf(factors.mediation),
    },
    fixed: {
      injunction_only_win: amountOf(fixed.injunctionOnlyWin),
      withdrawn_claims_realized: amountOf(fixed.withdrawnClaimsRealized),
    },
    floor: amountOf(floor),
    caps: {
      award_fund: amountOf(caps.awardFund),
      sanction_quota: amountOf(caps.sanctionQuota),
      combined: amountOf(caps.combined),
    },
    grades: { 1: rateOf(grades.first), 2: rateOf(grades.second), 3: rateOf(grades.third) },
    first: poolOrder[0] ?? 'sanction_quota',
    sharing,
  };
}

function amountOf(text: string): Fen {
  const amount = parseYuan(text);
  if (amount === undefined || amount < 0n) throw new RangeError(`not an amount: ${text}`);
  return amount;
}

function rateOf(text: string): Rate {
  if (!RATE_PATTERN.test(text)) throw new RangeError(`not a rate: ${text}`);
  const [whole = '', decimals = ''] = text.split('.');
  return { text, millionths: BigInt(whole + decimals.padEnd(6, '0')) };
}

/** The policy of case files, for ever: what was built in when they were defined. */
export const CASE_FILE_AWARD_POLICY = awardPolicy(DEFAULT_AWARD_TERMS, 'casefile/1');
