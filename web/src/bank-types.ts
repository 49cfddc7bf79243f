import type { BankLine, BankPreview, BankSuggestion } from './api-types';

/** What is wrong with a file, and where. */
export interface StatementFault {
  readonly code: string;
  readonly line: number | null;
  readonly column: string | null;
  /** What it says, in the language of the console. */
  readonly message: string;
}

interface TakenBack {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

interface Done {
  readonly id: string;
  readonly madeBy: string;
  readonly madeAt: string;
  /** A confirmed reconciliation statement rests on it. */
  readonly isFrozen: boolean;
}

export interface LineMatch extends Done {
  readonly note: string | null;
  readonly undone: TakenBack | null;
  readonly parts: readonly {
    readonly side: 'line' | 'entry';
    readonly on: string;
    readonly amount: string;
    readonly voucher: string | null;
    readonly what: string;
  }[];
}

export interface LineIgnoring extends Done {
  readonly reason: string;
  readonly restored: TakenBack | null;
}

/** What was done with a line of the bank's. */
export interface LineHistory {
  readonly matches: readonly LineMatch[];
  readonly ignorings: readonly LineIgnoring[];
}

export type MatchReason = BankSuggestion['candidates'][number]['reasons'][number];

/** An entry of the books of which something is not matched. */
export type OpenEntry = Omit<BankSuggestion['candidates'][number], 'reasons'> & {
  readonly amount: string;
};

export type OpenLine = Pick<BankLine, 'id' | 'on' | 'left' | 'counterparty' | 'remark' | 'serial'>;

/** The uses that a column of a statement can have. */
export const COLUMN_USES = [
  'date',
  'serial',
  'out',
  'in',
  'amount',
  'flag',
  'balance',
  'counterparty',
  'counterpartyAccount',
  'remark',
] as const;
export type ColumnUse = (typeof COLUMN_USES)[number];

type Words = readonly string[];

/** How one layout of bank statements is read. */
export interface BankProfile {
  readonly kind: 'csv' | 'xlsx';
  readonly encoding?: 'utf-8' | 'gb18030';
  readonly delimiter?: string;
  readonly headerWithin?: number;
  readonly order: 'oldest_first' | 'newest_first';
  readonly datePattern: string;
  readonly columns: {
    readonly date: Words;
    readonly amount:
      | { readonly form: 'two_columns'; readonly out: Words; readonly in: Words }
      | { readonly form: 'signed'; readonly amount: Words }
      | {
          readonly form: 'flagged';
          readonly amount: Words;
          readonly flag: Words;
          readonly out: Words;
          readonly in: Words;
        };
    readonly serial?: Words;
    readonly balance?: Words;
    readonly counterparty?: Words;
    readonly counterpartyAccount?: Words;
    readonly remark?: Words;
  };
  readonly ignored?: Words;
  readonly skip?: Words;
  readonly labels?: {
    readonly account?: Words;
    readonly opening?: Words;
    readonly closing?: Words;
  };
}

/** What a file is by a profile that is being made. */
export interface ProfileTrial {
  readonly rows: readonly (readonly string[])[];
  readonly faults: readonly StatementFault[];
  readonly lines: BankPreview['lines'];
}
