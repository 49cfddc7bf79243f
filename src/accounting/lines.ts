import type { AccountKey, PostingLine } from '../ledger';

type Facets = Readonly<Record<string, string>>;

/** `amount` fen (not negative) to the debit of one account and the credit of another. */
export interface Transfer {
  readonly debit: AccountKey;
  readonly credit: AccountKey;
  readonly amount: bigint;
  readonly facets?: Facets;
}

/** JSON, because a dimension may contain any sign that would separate it from the next. */
const nameOf = (account: AccountKey, isDebit: boolean, facets: Facets | undefined): string =>
  JSON.stringify([account.code, account.dimensions, isDebit, facets ?? {}]);

/**
 * The lines of a journal from its transfers: one line an account, direction and set of facets, debits
 * first, nothing of zero. Balanced by construction.
 */
export function linesOf(transfers: readonly Transfer[]): PostingLine[] {
  const lines = new Map<
    string,
    { account: AccountKey; amount: bigint; facets: Facets | undefined }
  >();
  const add = (account: AccountKey, amount: bigint, facets: Facets | undefined): void => {
    const name = nameOf(account, amount > 0n, facets);
    const line = lines.get(name);
    if (line === undefined) lines.set(name, { account, amount, facets });
    else line.amount += amount;
  };
  for (const { debit, credit, amount, facets } of transfers) {
    if (amount < 0n) throw new RangeError('a transfer has no negative amount');
    if (amount === 0n) continue;
    add(debit, amount, facets);
    add(credit, -amount, facets);
  }
  const inOrder = [...lines.values()].sort((a, b) => Number(a.amount < 0n) - Number(b.amount < 0n));
  return inOrder.map(({ account, amount, facets }) =>
    facets === undefined ? { account, amount } : { account, amount, facets },
  );
}
