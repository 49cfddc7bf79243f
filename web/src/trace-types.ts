/** A line of the books that money went through. */
export interface BookedLine {
  readonly journal: string;
  readonly line: number;
  readonly voucher: string;
  readonly on: string;
  readonly request: string;
}

interface Portion {
  readonly id: string;
  readonly on: string;
  readonly amount: string;
  readonly lines: readonly BookedLine[];
}

interface Received extends Portion {
  readonly source: 'receipt' | 'interest' | 'deficit';
  readonly receipt: { readonly id: string; readonly ref: string; readonly payer: string } | null;
}

interface Paid extends Portion {
  readonly plan: string | null;
  readonly milestone: string | null;
  readonly purpose: string | null;
  readonly payee: string | null;
  readonly elsewhere: {
    readonly goesTo: 'other_case' | 'treasury';
    readonly otherCase: string | null;
    readonly court: string | null;
    readonly number: string | null;
  } | null;
  readonly papers: readonly {
    readonly kind: string;
    readonly document: string;
    readonly name: string;
    readonly issuer: string | null;
    readonly number: string | null;
  }[];
}

/** Where the damage money of a case went. */
export interface DamageTrace {
  readonly case: string;
  readonly caseNumber: string;
  readonly book: string;
  readonly route: 'treasury' | 'trust_account';
  readonly totals: Readonly<
    Record<'received' | 'remitted' | 'appropriated' | 'paid' | 'left', string>
  >;
  readonly received: readonly Received[];
  readonly remitted: readonly Portion[];
  readonly appropriated: readonly Portion[];
  readonly paid: readonly Paid[];
  readonly ways: readonly {
    readonly from: string;
    readonly to: string;
    readonly amount: string;
    readonly received: string | null;
    readonly remitted: string | null;
    readonly appropriated: string | null;
    readonly paid: string | null;
  }[];
  readonly fen: {
    readonly number: string;
    readonly received: Received | null;
    readonly remitted: Portion | null;
    readonly appropriated: Portion | null;
    readonly paid: Paid | null;
  } | null;
}

/** What is published of a case for a year. */
export interface PublishedCase {
  readonly caseNumber: string;
  readonly court: string;
  readonly effectiveOn: string;
  readonly receivedInYear: string;
  readonly received: string;
  readonly spentInYear: string;
  readonly spent: string;
  readonly balance: string;
  readonly progress: 'awaiting_payment' | 'awaiting_plan' | 'planned' | 'under_way' | 'completed';
  readonly plans: readonly {
    readonly plan: string;
    readonly amount: string;
    readonly spent: string;
    readonly acceptedOn: string | null;
  }[];
}
