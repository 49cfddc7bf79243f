import {
  type Account,
  type Balances,
  type BookIndex,
  type Filter,
  type Moment,
  nameOf,
} from './ledger';
import { type AcceptedRequest, type Entry, OracleBook } from './oracle-book';

const totalsBy = <Item>(
  items: Iterable<Item>,
  nameIt: (item: Item) => string,
  amountOf: (item: Item) => bigint,
): Balances => {
  const totals: Record<string, bigint> = {};
  for (const item of items) totals[nameIt(item)] = (totals[nameIt(item)] ?? 0n) + amountOf(item);
  return totals;
};

/** What can be asked of the books: plain sums over the journals, from the first one on. */
export class OracleQueries {
  readonly books: readonly [OracleBook, OracleBook] = [new OracleBook(), new OracleBook()];
  readonly requests: AcceptedRequest[] = [];
  /** How many journals each book had at the marked times. */
  protected readonly times: (readonly [number, number])[] = [];

  get timesMarked(): number {
    return this.times.length;
  }

  balance(index: BookIndex, account: Account): { posted: bigint; held: bigint } {
    const found = this.books[index].accounts.get(nameOf(account));
    return { posted: found?.posted ?? 0n, held: found?.held ?? 0n };
  }

  totalAt(index: BookIndex, moment: Moment, { code, dimensions = [] }: Filter): bigint {
    const entries = this.entriesAt(index, moment).filter(({ account: { account } }) => {
      const isOfCode = code === undefined || account.code === code;
      return isOfCode && dimensions.every((d, i) => d === undefined || d === account.dimensions[i]);
    });
    return entries.reduce((total, { amount }) => total + amount, 0n);
  }

  balancesAt(index: BookIndex, moment: Moment): Balances {
    const zero = totalsBy(
      this.books[index].accounts.keys(),
      (name) => name,
      () => 0n,
    );
    const moved = totalsBy(
      this.entriesAt(index, moment),
      ({ account }) => account.name,
      ({ amount }) => amount,
    );
    return { ...zero, ...moved };
  }

  trialBalance(index: BookIndex): Balances {
    const nets = totalsBy(
      this.books[index].accounts.values(),
      ({ account }) => account.code,
      ({ posted }) => posted,
    );
    return Object.fromEntries(Object.entries(nets).filter(([, net]) => net !== 0n));
  }

  sectionTotals(index: BookIndex): Balances {
    return totalsBy(
      this.books[index].accounts.values(),
      ({ account }) => account.section,
      ({ posted }) => posted,
    );
  }

  facetTotals(index: BookIndex, code: string, facet: string): Balances {
    const entries = this.entriesAt(index, {}).filter(
      ({ account, facets }) => account.account.code === code && facets?.[facet] !== undefined,
    );
    return totalsBy(
      entries,
      ({ account, facets }) => `${account.account.dimensions[0]}/${facets?.[facet] ?? ''}`,
      ({ amount }) => amount,
    );
  }

  vouchersAfter(index: BookIndex, after: number, limit: number): string[] {
    const book = this.books[index];
    return book.journals.slice(after, after + limit).map((journal) => book.voucherName(journal));
  }

  journalOf(number: number): number | null {
    return this.requests[number]?.journal ?? null;
  }

  isWhole(): boolean {
    return true;
  }

  private entriesAt(index: BookIndex, { asOf, knownAt }: Moment): Entry[] {
    const known = knownAt === undefined ? undefined : (this.times[knownAt]?.[index] ?? 0);
    return this.books[index].journals
      .slice(0, known)
      .filter(({ request }) => asOf === undefined || request.said.businessOn <= asOf)
      .flatMap(({ entries }) => entries);
  }
}
