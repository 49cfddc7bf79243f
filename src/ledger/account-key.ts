/** A section balances in itself: `memo` accounts (备查) never mix with money. */
export type Section = 'main' | 'memo';

/**
 * Names one account of a book: a code and up to four dimension values that carry a balance.
 * To the kernel they are opaque keys.
 */
export interface AccountKey {
  readonly code: string;
  /** Exactly four values; '' where a dimension is not used. */
  readonly dimensions: readonly [string, string, string, string];
  /** 1 when the account grows by debits, -1 when it grows by credits. */
  readonly side: 1 | -1;
  readonly section: Section;
  /** Least free amount in fen, in the account's own direction; null where it may go below zero. */
  readonly floor: bigint | null;
}

/** One line of a journal. */
export interface PostingLine {
  readonly account: AccountKey;
  /** Signed fen, debit positive. */
  readonly amount: bigint;
  /** Further facts of the entry; they carry no balance. */
  readonly facets?: Readonly<Record<string, string>>;
}
