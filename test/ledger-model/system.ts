import type { EntityManager } from 'typeorm';
import {
  acceptRequest,
  acceptReversal,
  type AcceptedRequest,
  closeMonth,
  drainBatch,
  type DrainResult,
  journalOfRequest,
  openBook,
  placeHold,
  putMonthOnHold,
  readAccountsAt,
  readBalance,
  readFacetTotals,
  readJournals,
  readSectionTotals,
  readTotalAt,
  readTrialBalance,
  rebuildCheck,
  releaseExpiredHolds,
  releaseHold,
  reopenMonth,
  findRequest,
  retryRequest,
} from '../../src/ledger';
import { inTransaction } from '../../src/platform/database/transaction';
import type { TestLedger } from '../support/ledger';
import {
  type Accepted,
  type Account,
  type Balances,
  type BookIndex,
  type Drained,
  type Filter,
  type Hold,
  type Ledger,
  type Moment,
  type Picture,
  type Remote,
  type Request,
  type Reversal,
} from './ledger';
import { pictureOf } from './system-picture';

const NOWHERE = 10n ** 17n;
const FAR = '2199-01-01T00:00:00+08:00';

/** Runs a statement as the owner of the kernel's tables. */
export type OwnersHand = (sql: string, parameters?: unknown[]) => Promise<unknown>;

/** The ledger on PostgreSQL, asked through its door. It keeps the ids that a history has numbers for. */
export class System implements Remote<Ledger> {
  private readonly requests: bigint[] = [];
  private readonly holds: bigint[] = [];
  private readonly times: string[] = [];

  private constructor(
    private readonly ledger: TestLedger,
    private readonly asOwner: OwnersHand,
    readonly books: readonly [number, number],
    private readonly name: string,
  ) {}

  /** Opens two books for a history. */
  static async open(ledger: TestLedger, asOwner: OwnersHand, name: string): Promise<System> {
    const open = async (book: BookIndex) =>
      openBook(ledger.dataSource.manager, {
        code: codeOf(name, book),
        kind: 'sandbox',
        title: name,
      });
    return new System(ledger, asOwner, [await open(0), await open(1)], name);
  }

  async reopenBook(book: BookIndex, kind: 'real' | 'sandbox'): Promise<BookIndex> {
    const code = codeOf(this.name, book);
    const id = await openBook(this.tx, { code, kind, title: this.name });
    return this.books[0] === id ? 0 : 1;
  }

  async accept(book: BookIndex, request: Request): Promise<Accepted> {
    return this.numbered(await acceptRequest(this.tx, this.requestOf(book, request)));
  }

  async acceptWithHold(book: BookIndex, hold: Hold, request: Request): Promise<Accepted> {
    const both = await inTransaction(this.ledger.dataSource, async (tx) => {
      const placed = await this.place(tx, book, hold);
      const holdChanges = [{ hold: placed, amount: -hold.amount }];
      const accepted = await acceptRequest(tx, { ...this.requestOf(book, request), holdChanges });
      return { placed, accepted };
    });
    this.holds.push(both.placed);
    return this.numbered(both.accepted);
  }

  async reverse(book: BookIndex, { key, journal, ...said }: Reversal): Promise<Accepted> {
    const bookId = this.books[book];
    const names = { bookId, idempotencyKey: this.keyOf(key), journalNumber: BigInt(journal) };
    return this.numbered(await acceptReversal(this.tx, { ...names, ...said }));
  }

  async drain(book: BookIndex, limit: number, request: number | null): Promise<Drained> {
    const [drained] = await this.ledger.rows<DrainResult>(
      'SELECT * FROM ledger.drain($1, $2, $3)',
      [this.books[book], limit, request === null ? null : this.requestId(request)],
    );
    if (drained === undefined) throw new Error('the posting function gave no answer');
    return freeOf(drained);
  }

  async drainBatch(book: BookIndex): Promise<Drained> {
    return freeOf(await drainBatch(this.ledger.dataSource, this.books[book]));
  }

  async retry(request: number): Promise<BookIndex> {
    const found = await findRequest(this.tx, this.requestId(request));
    await retryRequest(this.tx, found);
    return this.books[0] === found.bookId ? 0 : 1;
  }

  async poison(request: number): Promise<void> {
    await this.asOwner(`
      BEGIN;
      ALTER TABLE ledger.posting_request DISABLE TRIGGER posting_request_content;
      UPDATE ledger.posting_request SET lines = lines || '{"a": -1, "m": 1}' WHERE id = ${this.requestId(request)};
      ALTER TABLE ledger.posting_request ENABLE ALWAYS TRIGGER posting_request_content;
      COMMIT`);
  }

  async placeHold(book: BookIndex, hold: Hold): Promise<number> {
    return this.holds.push(await this.place(this.tx, book, hold)) - 1;
  }

  async releaseHold(hold: number, amount: bigint): Promise<void> {
    await releaseHold(this.tx, this.holdId(hold), amount);
  }

  async endHold(hold: number): Promise<void> {
    await this.asOwner(
      `UPDATE ledger.hold SET expires_at = clock_timestamp() - interval '1 second' WHERE id = $1`,
      [this.holdId(hold)],
    );
  }

  async releaseEndedHolds(): Promise<{ hold: number; amount: bigint }[]> {
    const released = await releaseExpiredHolds(this.tx);
    return released
      .map(({ hold, amount }) => ({ hold: this.holds.indexOf(hold), amount }))
      .sort((a, b) => a.hold - b.hold);
  }

  async putMonthOnHold(book: BookIndex, month: string, hold: boolean): Promise<void> {
    const bookId = this.books[book];
    await putMonthOnHold(this.tx, { bookId, month: firstDay(month), hold, by: 'clerk' });
  }

  async closeMonth(
    book: BookIndex,
    month: string,
    checkOnly: boolean,
  ): Promise<{ version: number; through: number; accounts: number }> {
    const { version, throughJournal, accounts } = await closeMonth(this.tx, {
      bookId: this.books[book],
      month: firstDay(month),
      by: 'accountant',
      checkOnly,
    });
    return { version, through: Number(throughJournal), accounts };
  }

  async reopenMonth(
    book: BookIndex,
    month: string,
    [by, second]: readonly [string, string],
  ): Promise<number> {
    const bookId = this.books[book];
    return reopenMonth(this.tx, { bookId, month: firstDay(month), by, second, reason: 'a test' });
  }

  async markTime(): Promise<void> {
    const [row] = await this.ledger.rows<{ at: string }>('SELECT clock_timestamp()::text AS at');
    this.times.push(row?.at ?? '');
  }

  async balance(book: BookIndex, account: Account): Promise<{ posted: bigint; held: bigint }> {
    return readBalance(this.tx, this.books[book], account);
  }

  async totalAt(book: BookIndex, moment: Moment, filter: Filter): Promise<bigint> {
    return readTotalAt(this.tx, this.books[book], this.momentOf(moment), filter);
  }

  async balancesAt(book: BookIndex, moment: Moment, pageSize: number): Promise<Balances> {
    const balances: Record<string, bigint> = {};
    let after: { code: string; id: bigint } | undefined;
    for (;;) {
      const page = await readAccountsAt(this.tx, this.books[book], this.momentOf(moment), {
        ...(after && { after }),
        limit: pageSize,
      });
      for (const { code, dimensions, posted } of page) {
        balances[[code, ...dimensions].join('/')] = posted;
      }
      after = page.at(-1);
      if (page.length < pageSize || after === undefined) return balances;
    }
  }

  async trialBalance(book: BookIndex): Promise<Balances> {
    return Object.fromEntries(await readTrialBalance(this.tx, this.books[book]));
  }

  async sectionTotals(book: BookIndex): Promise<Balances> {
    const totals = await readSectionTotals(this.tx, this.books[book]);
    return Object.fromEntries(totals.map(({ section, total }) => [section, total]));
  }

  async facetTotals(book: BookIndex, code: string, facet: string): Promise<Balances> {
    const totals = await readFacetTotals(this.tx, this.books[book], code, facet);
    return Object.fromEntries(
      totals.map(({ dimension, value, total }) => [`${dimension}/${value}`, total]),
    );
  }

  async vouchersAfter(book: BookIndex, after: number, limit: number): Promise<string[]> {
    const page = { after: BigInt(after), limit };
    const journals = await readJournals(this.tx, this.books[book], page);
    return journals.map(({ voucher }) => voucher);
  }

  async journalOf(request: number): Promise<number | null> {
    const journal = await journalOfRequest(this.tx, this.requests[request] ?? NOWHERE);
    return journal === undefined ? null : Number(journal.number);
  }

  async isWhole(book: BookIndex): Promise<boolean> {
    return (await rebuildCheck(this.ledger.dataSource, this.books[book])) === undefined;
  }

  /** All that a book says, and the code of each failure in the order of the requests. */
  async picture(book: BookIndex): Promise<{ picture: Picture; failures: (string | null)[] }> {
    return pictureOf(this.ledger, this.books[book]);
  }

  /** Holds that wait for requests which will never be posted would be looked at by every later sweep. */
  async forget(): Promise<void> {
    await this.asOwner(
      'UPDATE ledger.hold SET expires_at = NULL WHERE expires_at IS NOT NULL AND remaining > 0',
    );
  }

  private get tx(): EntityManager {
    return this.ledger.dataSource.manager;
  }

  private requestOf(book: BookIndex, { key, holdChanges, ...rest }: Request) {
    return {
      ...rest,
      bookId: this.books[book],
      idempotencyKey: this.keyOf(key),
      holdChanges: holdChanges.map(({ hold, amount }) => ({ hold: this.holdId(hold), amount })),
    };
  }

  /** Both books of a history use the same keys, other histories have their own. */
  private keyOf(key: string): string {
    return `${this.name}/${key}`;
  }

  private numbered({ requestId, isNew }: AcceptedRequest): Accepted {
    if (!isNew) return { request: this.requests.indexOf(requestId), isNew };
    return { request: this.requests.push(requestId) - 1, isNew };
  }

  private async place(tx: EntityManager, book: BookIndex, hold: Hold): Promise<bigint> {
    const { account, amount, ends } = hold;
    const parts = { account, amount, purpose: 'a promise', placedBy: 'tester' };
    return placeHold(tx, { bookId: this.books[book], ...parts, ...(ends && { expiresAt: FAR }) });
  }

  private requestId(request: number): string {
    return String(this.requests[request] ?? NOWHERE);
  }

  private holdId(hold: number): bigint {
    return this.holds[hold] ?? NOWHERE;
  }

  private momentOf({ asOf, knownAt }: Moment): { asOf?: string; knownAt?: string } {
    const time = knownAt === undefined ? undefined : this.times[knownAt];
    return { ...(asOf !== undefined && { asOf }), ...(time !== undefined && { knownAt: time }) };
  }
}

const codeOf = (name: string, book: BookIndex): string => `${name}-${String(book)}`;
const firstDay = (month: string): string => `${month}-01`;

/** The answer of a posting, which nobody else was in the way of. */
function freeOf({ busy, ...drained }: DrainResult): Drained {
  if (busy) throw new Error('another writer has the book of this history');
  return drained;
}
