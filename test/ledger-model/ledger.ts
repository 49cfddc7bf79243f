/** One of the two books that every history writes. */
export type BookIndex = 0 | 1;

export interface Account {
  readonly code: string;
  readonly dimensions: readonly [string, string, string, string];
  readonly side: 1 | -1;
  readonly section: 'main' | 'memo';
  /** Fen, in the account's own direction. */
  readonly floor: bigint | null;
}

export interface Line {
  readonly account: Account;
  /** Signed fen, debit positive. */
  readonly amount: bigint;
  readonly facets?: Readonly<Record<string, string>>;
}

export interface HoldChange {
  /** Number of the hold in the history. */
  readonly hold: number;
  /** Signed fen, negative consumes. */
  readonly amount: bigint;
}

export interface Request {
  readonly key: string;
  readonly fact: string;
  readonly summary: string;
  readonly businessOn: string;
  readonly madeBy: string;
  readonly lines: readonly Line[];
  readonly holdChanges: readonly HoldChange[];
}

export interface Reversal {
  readonly key: string;
  readonly summary: string;
  readonly businessOn: string;
  readonly madeBy: string;
  readonly journal: number;
}

export interface Hold {
  readonly account: Account;
  readonly amount: bigint;
  /** Whether it has an end; the end comes when the history says so. */
  readonly ends: boolean;
}

export interface Accepted {
  readonly request: number;
  readonly isNew: boolean;
}

export interface Drained {
  readonly posted: number;
  readonly failed: number;
  readonly waiting: boolean;
}

export interface Filter {
  readonly code?: string;
  readonly dimensions?: readonly (string | undefined)[];
}

export interface Moment {
  readonly asOf?: string;
  /** Number of the marked time in the history. */
  readonly knownAt?: number;
}

/** Balances by the name of their account, fen. */
export type Balances = Readonly<Record<string, bigint>>;

/**
 * Everything a history can do to the books and ask of them. Requests, holds and marked times are
 * named by their number in the history, months by `YYYY-MM`. A refusal is thrown, with its code.
 */
export interface Ledger {
  reopenBook(book: BookIndex, kind: 'real' | 'sandbox'): BookIndex;
  accept(book: BookIndex, request: Request): Accepted;
  /** A hold and the request that consumes it, together or not at all. */
  acceptWithHold(book: BookIndex, hold: Hold, request: Request): Accepted;
  reverse(book: BookIndex, reversal: Reversal): Accepted;
  /** One call of the posting function. */
  drain(book: BookIndex, limit: number, request: number | null): Drained;
  /** One batch as a worker posts it, which puts a poisoned request aside. */
  drainBatch(book: BookIndex): Drained;
  retry(request: number): BookIndex;
  /** Spoils what was accepted, as only the owner of the tables could. */
  poison(request: number): void;
  placeHold(book: BookIndex, hold: Hold): number;
  releaseHold(hold: number, amount: bigint): void;
  /** The end of a hold has come. */
  endHold(hold: number): void;
  releaseEndedHolds(): readonly { readonly hold: number; readonly amount: bigint }[];
  putMonthOnHold(book: BookIndex, month: string, hold: boolean): void;
  closeMonth(
    book: BookIndex,
    month: string,
    checkOnly: boolean,
  ): { readonly version: number; readonly through: number; readonly accounts: number };
  reopenMonth(book: BookIndex, month: string, people: readonly [string, string]): number;
  /** Remembers this moment, to ask later what was known then. */
  markTime(): void;

  balance(book: BookIndex, account: Account): { readonly posted: bigint; readonly held: bigint };
  totalAt(book: BookIndex, moment: Moment, filter: Filter): bigint;
  balancesAt(book: BookIndex, moment: Moment, pageSize: number): Balances;
  trialBalance(book: BookIndex): Balances;
  sectionTotals(book: BookIndex): Balances;
  /** Totals of a code by first dimension and value of the facet. */
  facetTotals(book: BookIndex, code: string, facet: string): Balances;
  /** Vouchers of the journals after a number. */
  vouchersAfter(book: BookIndex, after: number, limit: number): readonly string[];
  journalOf(request: number): number | null;
  /** Whether balances and snapshots are what the entries say. */
  isWhole(book: BookIndex): boolean;
}

/** A call of one of them, with its arguments. */
export type Call = {
  [Name in keyof Ledger]: readonly [Name, ...Parameters<Ledger[Name]>];
}[keyof Ledger];

/** The same, where the answers take their time. */
export type Remote<T> = {
  [Name in keyof T]: T[Name] extends (...args: infer Args) => infer Answer
    ? (...args: Args) => Promise<Answer>
    : never;
};

/** The name of an account within its book. */
export const nameOf = ({ code, dimensions }: Pick<Account, 'code' | 'dimensions'>): string =>
  [code, ...dimensions].join('/');

/** All that a book says; amounts are texts of fen. */
export interface Picture {
  readonly accounts: readonly unknown[];
  readonly journals: readonly unknown[];
  readonly requests: readonly unknown[];
  readonly holds: readonly unknown[];
  readonly months: readonly unknown[];
  readonly closings: readonly unknown[];
  readonly reopenings: readonly unknown[];
  readonly vouchers: readonly unknown[];
}
