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

/** The most that the kernel lets one entry carry, in fen. */
const LARGEST_ENTRY = 1_000_000_000_000_000n;

const sizeOf = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

/**
 * The lines of a journal from its transfers: one line an account, direction and set of facets, debits
 * first, nothing of zero. Balanced by construction. Where one line would be more than an entry can
 * carry (every transfer by itself is not), what exceeds it starts a further line.
 */
export function linesOf(transfers: readonly Transfer[]): PostingLine[] {
  const lines: { account: AccountKey; amount: bigint; facets: Facets | undefined }[] = [];
  const open = new Map<string, (typeof lines)[number]>();
  const add = (account: AccountKey, amount: bigint, facets: Facets | undefined): void => {
    const name = nameOf(account, amount > 0n, facets);
    const line = open.get(name);
    if (line !== undefined && sizeOf(line.amount + amount) <= LARGEST_ENTRY) {
      line.amount += amount;
      return;
    }
    const further = { account, amount, facets };
    lines.push(further);
    open.set(name, further);
  };
  for (const { debit, credit, amount, facets } of transfers) {
    if (amount < 0n) throw new RangeError('a transfer has no negative amount');
    if (amount === 0n) continue;
    add(debit, amount, facets);
    add(credit, -amount, facets);
  }
  const inOrder = lines.toSorted((a, b) => Number(a.amount < 0n) - Number(b.amount < 0n));
  return inOrder.map(({ account, amount, facets }) =>
    facets === undefined ? { account, amount } : { account, amount, facets },
  );
}
