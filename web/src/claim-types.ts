import type { Explanation, SpentOn } from './api-types';
import type zh from './locales/zh.json';

export const RECEIPT_KINDS = ['voluntary', 'court_transfer', 'auction'] as const;
export const AGE_BANDS = ['not_due', 'to_30', 'to_90', 'to_365', 'over_365'] as const;
export type AgeBand = (typeof AGE_BANDS)[number];

export type ClaimKind =
  | 'fund_costs'
  | 'organization_costs'
  | 'restoration'
  | 'emergency'
  | 'service_loss'
  | 'permanent_loss'
  | 'penal';
export const PARTS = ['general_interest', 'principal', 'written_off', 'doubled_interest'] as const;
type Part = (typeof PARTS)[number];

interface Party {
  readonly id: string;
  readonly name: string;
}

/** How a figure was reckoned, without what it is of. */
export type Reckoning = Omit<Explanation, 'subject' | 'result'>;

/** A debt with one due day; amounts in yuan. */
export interface ClaimBalance {
  readonly id: string;
  readonly debtor: Party | null;
  readonly dueOn: string | null;
  readonly ordered: string;
  readonly received: string;
  readonly writtenOff: string;
  readonly outstanding: string;
  readonly interest: { readonly running: string };
  readonly explanation: Reckoning | null;
  /** General interest; null where none is ordered. */
  readonly general: { readonly owed: string } | null;
  readonly generalExplanation: Reckoning | null;
}

/** Money of defendants that went out again. */
export interface PaidOut {
  readonly id: string;
  readonly kind:
    | 'overpayment_refund'
    | 'cost_reimbursement'
    | 'damages_remittance'
    | 'interest_remittance'
    | 'milestone_payment'
    | 'damage_surplus'
    | 'cross_case_cost';
  readonly amount: string;
  readonly paidOn: string;
  readonly holder: string;
  readonly bankName: string;
  readonly masked: string;
  readonly approval: string;
  readonly returned: { readonly on: string; readonly reason: string } | null;
}

/** What a receipt from a line of the bank's would say, and whose money it may be. */
export interface ReceiptOfLine {
  readonly line: string;
  readonly book: string;
  readonly counterparty: string | null;
  readonly remark: string | null;
  readonly amount: string;
  readonly receivedOn: string;
  readonly bankReference: string;
  readonly cases: readonly {
    readonly id: string;
    readonly number: string;
    readonly payer: string | null;
  }[];
}

export interface Claims {
  readonly book: string;
  readonly number: string;
  readonly items: readonly {
    readonly id: string;
    readonly ref: string;
    readonly kind: ClaimKind;
    readonly isOwed: boolean;
    readonly outstanding: string;
    readonly balances: readonly ClaimBalance[];
    readonly debtors: readonly Party[];
  }[];
  readonly debtors: readonly (Party & {
    readonly owes: string;
    readonly owesInterest: string;
    readonly owesGeneral: string;
    readonly overpaid: string;
  })[];
}

export interface Allocation {
  readonly item: string;
  readonly itemRef: string;
  readonly part: Part;
  readonly dueOn: string | null;
  readonly amount: string;
  readonly interestFixed: string | null;
}

/** What a payment would do. */
export interface WhatIf {
  readonly proposal: {
    readonly allocations: readonly Allocation[];
    readonly overpaid: string;
    readonly explanation: Reckoning;
  } | null;
}

export interface EnforcementReceipt {
  readonly id: string;
  readonly ref: string;
  readonly payer: Party;
  readonly amount: string;
  readonly kind: (typeof RECEIPT_KINDS)[number] | null;
  readonly receivedOn: string;
  readonly bankReference: string;
  readonly overpaid: string;
  /** By which others approved an allocation other than the rule's. */
  readonly approval: string | null;
  readonly reversal: object | null;
  readonly allocations: readonly Allocation[];
}

/** What a defendant did itself of what it was ordered; information, no money. */
export interface InKindPerformance {
  readonly id: string;
  readonly itemRef: string;
  readonly defendant: Party;
  readonly performedOn: string;
  readonly description: string;
  /** Id of the document. */
  readonly document: string | null;
  readonly recordedBy: string;
}

/** What is outstanding by age. */
export interface Ageing {
  readonly items: readonly {
    readonly case: string;
    readonly number: string;
    readonly debtors: readonly Party[];
    readonly outstanding: string;
    readonly bands: Readonly<Record<AgeBand, string>>;
  }[];
  readonly outstanding: string;
  readonly bands: Readonly<Record<AgeBand, string>>;
  readonly books: { readonly total: string };
}

export interface RecoveredCosts {
  readonly items: readonly {
    readonly organization: string;
    readonly name: string;
    readonly ordered: string;
    readonly received: string;
    readonly reimbursed: string;
  }[];
}

/** A letter that demands what is overdue. */
export interface DemandLetter {
  readonly id: string;
  readonly number: string;
  readonly defendant: Party;
  readonly madeOn: string;
  readonly remindOn: string;
  readonly principal: string;
  readonly interest: string;
}

export const WRITE_OFF_STATES = ['written_off', 'recovered'] as const;

/** A debt that was written off, and what came of it later; amounts in yuan. */
export interface WrittenOff {
  readonly item: string;
  readonly itemRef: string;
  readonly case: string;
  readonly caseNumber: string;
  readonly writtenOff: string;
  readonly cameLater: string;
  readonly left: string;
  readonly entries: readonly {
    readonly on: string;
    readonly amount: string;
    readonly requestedBy: string;
    readonly approvedBy: string;
    readonly approval: string | null;
    /** Since when it is none any more. */
    readonly reversedOn: string | null;
  }[];
  readonly recoveries: readonly {
    readonly receipt: string;
    readonly on: string;
    readonly amount: string;
  }[];
}

/** One thing that happens when a judgment takes the place of another. */
export interface ChangeStep {
  readonly what: keyof (typeof zh)['case']['changeStepOf'];
  /** The receipt, judgment or debt. */
  readonly about: string;
  readonly item: string | null;
  readonly part: Part | null;
  readonly spentOn: SpentOn | null;
  readonly amount: string;
}

export interface ChangePreview {
  readonly steps: readonly ChangeStep[];
}
