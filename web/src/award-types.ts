export const AWARD_STATES = [
  'to_assess',
  'assessed',
  'in_notice',
  'objected',
  'notice_over',
  'approved',
  'paid',
  'to_return',
] as const;
export type AwardState = (typeof AWARD_STATES)[number];

export const USE_PURPOSES = [
  'restoration',
  'litigation',
  'monitoring',
  'education',
  'research',
  'volunteers',
  'none_yet',
] as const;

/** What a draft of a policy gives beside the one in force, case by case. Amounts of yuan. */
export interface AwardTrialShown {
  /** Version of the policy in force; 0 is built in. */
  readonly version: number;
  readonly cases: readonly {
    readonly case: { readonly id: string; readonly number: string };
    readonly base: string;
    readonly inForce: string;
    readonly draft: string;
    readonly difference: string;
  }[];
  readonly total: Readonly<Record<'inForce' | 'draft' | 'difference', string>>;
}

/** Where the award of a case stands, in a list. */
export interface AwardItem {
  /** Of the case. */
  readonly id: string;
  readonly number: string;
  readonly book: string;
  readonly state: AwardState;
  readonly amount: string | null;
  readonly noticeUntil: string | null;
}

export interface AwardStep {
  readonly what: string;
  readonly gives: string;
}

export interface AwardSheet {
  readonly ruleVersion: string;
  readonly articles: readonly string[];
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly steps: readonly AwardStep[];
  /** The same steps in Chinese. */
  readonly words: readonly AwardStep[];
}

/** A computed award. Amounts of yuan. */
export interface ComputedAward {
  readonly base: string;
  readonly total: string;
  readonly fromSanctionQuota: string;
  readonly fromAwardFund: string;
  readonly sheet: AwardSheet;
  readonly shares: readonly {
    readonly organization: string;
    readonly name: string;
    readonly ratio: string | null;
    readonly amount: string;
  }[];
}

export interface Objection {
  readonly id: string;
  readonly objector: string;
  readonly on: string;
  readonly objection: string;
  readonly document: string | null;
  readonly recordedBy: string | null;
  readonly decision: {
    readonly upheld: boolean;
    readonly reason: string;
    readonly decidedBy: string | null;
  } | null;
}

export interface AssessedAward extends ComputedAward {
  readonly id: string;
  readonly assessedOn: string;
  readonly assessedBy: string | null;
  readonly notice: { readonly from: string; readonly to: string; readonly way: string } | null;
  /** Of a notice that would begin today. */
  readonly earliestEnd: string;
  readonly objections: readonly Objection[];
  readonly voided: { readonly reason: string } | null;
}

export interface AwardUse {
  readonly id: string;
  readonly year: number;
  readonly purpose: (typeof USE_PURPOSES)[number];
  readonly amount: string;
  readonly use: string;
  readonly documents: readonly string[];
  readonly reportedBy: string | null;
}

export interface AwardShare {
  readonly id: string;
  readonly organization: string;
  readonly name: string;
  readonly amount: string;
  readonly released: string;
  readonly payable: string;
  readonly paidOn: string | null;
  readonly owedBack: string;
  readonly returned: string;
  readonly unreported: string;
  readonly uses: readonly AwardUse[];
}

export interface DecidedAward {
  readonly id: string;
  readonly ref: string;
  readonly decidedOn: string;
  readonly total: string;
  readonly recalledOn: string | null;
  readonly approval: string | null;
  readonly shares: readonly AwardShare[];
  readonly recalls: readonly {
    readonly on: string;
    readonly whole: boolean;
    readonly former: string;
    readonly left: string;
    readonly reason: string;
  }[];
}

export const AWARD_CONDITIONS = [
  'judgment_effective',
  'no_open_appeal',
  'advances_settled',
  'surplus_returned',
  'no_refund_duty',
  'organizations_qualified',
  'not_awarded',
  'amount',
  'money',
] as const;

/** Everything of the award of a case. */
export interface AwardOfCase {
  readonly case: { readonly id: string; readonly number: string; readonly book: string };
  readonly state: AwardState;
  readonly conditions: readonly {
    readonly name: (typeof AWARD_CONDITIONS)[number];
    readonly met: boolean;
    readonly missing: readonly string[];
  }[];
  readonly now: ComputedAward | null;
  readonly sanctions: readonly {
    readonly id: string;
    readonly paidOn: string;
    readonly amount: string;
    readonly grade: number;
    readonly document: string | null;
  }[];
  readonly assessment: AssessedAward | null;
  readonly former: readonly AssessedAward[];
  readonly awards: readonly DecidedAward[];
}
