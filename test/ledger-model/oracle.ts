import {
  type Accepted,
  type BookIndex,
  type Drained,
  type Hold,
  type Ledger,
  nameOf,
  type Request,
  type Reversal,
} from './ledger';
import {
  type AcceptedRequest,
  monthOf,
  type OpenAccount,
  type OracleBook,
  type PlacedHold,
} from './oracle-book';
import { OracleQueries } from './oracle-queries';
import { Refusal } from './refusal';

const BATCH = 500;
const LARGEST = 10n ** 15n;

const textOf = (content: unknown): string =>
  JSON.stringify(content, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );

/** The ledger in memory, written from the documents of the design and nothing else. */
export class Oracle extends OracleQueries implements Ledger {
  readonly holds: PlacedHold[] = [];

  reopenBook(book: BookIndex, kind: 'real' | 'sandbox'): BookIndex {
    if (kind !== 'sandbox') throw new Refusal('BOOK_OF_OTHER_KIND');
    return book;
  }

  accept(index: BookIndex, request: Request): Accepted {
    const book = this.books[index];
    const { key, lines, holdChanges, ...said } = request;
    const content = textOf([said, lines, holdChanges]);
    const known = this.known(book, key, content);
    if (known !== undefined) return { request: known, isNew: false };
    book.months.requireOpen(monthOf(said.businessOn));
    const resolved = book.resolve(lines);
    const changes = holdChanges.map(({ hold, amount }) => ({ hold: this.holds[hold], amount }));
    const present = changes.flatMap(({ hold, amount }) =>
      hold?.book === book ? [{ hold, amount }] : [],
    );
    if (present.length < changes.length) throw new Refusal('HOLD_NOT_FOUND');
    if (present.some(({ amount }) => amount === 0n || amount > LARGEST || amount < -LARGEST)) {
      throw new Refusal('AMOUNT_OUT_OF_RANGE');
    }
    this.refuseEnded(present);
    resolved.open();
    const parts = { key, content, said, lines: resolved.lines, changes: present };
    return this.keep(book, { ...parts, asked: request });
  }

  acceptWithHold(index: BookIndex, hold: Hold, request: Request): Accepted {
    const placed = this.placeHold(index, hold);
    const { amount } = hold;
    try {
      return this.accept(index, { ...request, holdChanges: [{ hold: placed, amount: -amount }] });
    } catch (refusal) {
      const undone = this.holds.pop();
      this.books[index].holds.pop();
      if (undone !== undefined) undone.account.held -= amount;
      throw refusal;
    }
  }

  reverse(index: BookIndex, reversal: Reversal): Accepted {
    const book = this.books[index];
    const { key, journal: number, ...rest } = reversal;
    const content = textOf(['reversal', rest, number]);
    const known = this.known(book, key, content);
    if (known !== undefined) return { request: known, isNew: false };
    const original = book.journals[number - 1]?.request;
    if (original === undefined) throw new Refusal('JOURNAL_NOT_FOUND');
    book.months.requireOpen(monthOf(rest.businessOn));
    const changes = original.changes.map(({ hold, amount }) => ({ hold, amount: -amount }));
    this.refuseEnded(changes);
    if (rest.businessOn < original.said.businessOn) throw new Refusal('REVERSAL_TOO_EARLY');
    if (book.requests.some(({ reverses }) => reverses === number)) {
      throw new Refusal('ALREADY_REVERSED');
    }
    const lines = original.lines.map((line) => ({ ...line, amount: -line.amount }));
    const said = { ...rest, fact: original.said.fact };
    return this.keep(book, { key, content, said, lines, changes, reverses: number });
  }

  drain(index: BookIndex, limit: number, only: number | null): Drained {
    const book = this.books[index];
    const claimed = book
      .ready()
      .filter(({ number }) => only === null || number === only)
      .slice(0, limit);
    const verdicts = book.judge(claimed);
    const isPoison = claimed.some(
      (request) => request.isPoisoned && verdicts.get(request)?.length === 0,
    );
    if (isPoison) throw new Refusal('JOURNAL_INCOMPLETE');
    let failed = 0;
    for (const [request, faults] of verdicts) {
      if (faults.length === 0) {
        book.post(request);
      } else {
        this.fail(request, faults);
        failed += 1;
      }
    }
    return { posted: claimed.length - failed, failed, waiting: claimed.length === limit };
  }

  drainBatch(index: BookIndex): Drained {
    try {
      return this.drain(index, BATCH, null);
    } catch {
      return this.drainSingly(index);
    }
  }

  retry(number: number): BookIndex {
    const request = this.requests[number];
    if (request === undefined) throw new Refusal('REQUEST_NOT_FOUND');
    if (request.status !== 'failed') throw new Refusal('REQUEST_NOT_FAILED');
    request.book.months.requireOpen(monthOf(request.said.businessOn));
    request.status = 'ready';
    request.failures = [];
    return request.book === this.books[0] ? 0 : 1;
  }

  poison(number: number): void {
    const request = this.requests[number];
    if (request !== undefined) request.isPoisoned = true;
  }

  placeHold(index: BookIndex, { account, amount, ends }: Hold): number {
    const book = this.books[index];
    if (amount <= 0n) throw new Refusal('AMOUNT_OUT_OF_RANGE');
    const found = book.accounts.get(nameOf(account));
    if (found === undefined || !hasFree(found, amount)) throw new Refusal('INSUFFICIENT_FUNDS');
    found.held += amount;
    const state = { remaining: amount, isOver: false, isReleased: false };
    const hold = { book, account: found, ends, ...state };
    book.holds.push(hold);
    return this.holds.push(hold) - 1;
  }

  releaseHold(number: number, amount: bigint): void {
    const hold = this.holds[number];
    if (hold === undefined || amount <= 0n || hold.remaining < amount) {
      throw new Refusal('HOLD_EXCEEDED');
    }
    hold.remaining -= amount;
    hold.account.held -= amount;
  }

  endHold(number: number): void {
    const hold = this.holds[number];
    if (hold !== undefined) hold.isOver = true;
  }

  releaseEndedHolds(): { hold: number; amount: bigint }[] {
    return this.holds.flatMap((hold, number) => {
      if (!hold.isOver || hold.remaining === 0n || isAwaited(hold)) return [];
      const amount = hold.remaining;
      hold.remaining = 0n;
      hold.account.held -= amount;
      hold.isReleased = true;
      return [{ hold: number, amount }];
    });
  }

  putMonthOnHold(index: BookIndex, month: string, hold: boolean): void {
    this.books[index].months.putOnHold(month, hold);
  }

  closeMonth(
    index: BookIndex,
    month: string,
    checkOnly: boolean,
  ): { version: number; through: number; accounts: number } {
    const { months, requests, journals, accounts } = this.books[index];
    const hasUnposted = requests.some(
      ({ status, said }) => status !== 'posted' && monthOf(said.businessOn) === month,
    );
    const book = { hasUnposted, through: journals.length, accounts: accounts.size };
    return months.close(month, book, checkOnly);
  }

  reopenMonth(index: BookIndex, month: string, people: readonly [string, string]): number {
    const { months, journals } = this.books[index];
    return months.reopen(month, people, journals.length);
  }

  markTime(): void {
    const [first, second] = this.books;
    this.times.push([first.journals.length, second.journals.length]);
  }

  private known(book: OracleBook, key: string, content: string): number | undefined {
    const known = book.requests.find((request) => request.key === key);
    if (known !== undefined && known.content !== content) {
      throw new Refusal('IDEMPOTENCY_KEY_REUSED');
    }
    return known?.number;
  }

  private refuseEnded(changes: AcceptedRequest['changes']): void {
    if (changes.some(({ hold, amount }) => amount < 0n && hold.isOver)) {
      throw new Refusal('HOLD_EXPIRED');
    }
  }

  private keep(
    book: OracleBook,
    parts: Pick<AcceptedRequest, 'key' | 'content' | 'said' | 'lines' | 'changes'> &
      Partial<Pick<AcceptedRequest, 'asked' | 'reverses'>>,
  ): Accepted {
    book.months.use(monthOf(parts.said.businessOn));
    const request: AcceptedRequest = {
      asked: null,
      reverses: null,
      ...parts,
      number: this.requests.length,
      book,
      status: 'ready',
      attempts: 0,
      journal: null,
      isPoisoned: false,
      failures: [],
    };
    book.requests.push(request);
    this.requests.push(request);
    return { request: request.number, isNew: true };
  }

  private drainSingly(index: BookIndex): Drained {
    const book = this.books[index];
    let posted = 0;
    for (const request of book.ready().slice(0, BATCH)) {
      const faults = book.judge([request]).get(request) ?? [];
      if (faults.length > 0 || request.isPoisoned) {
        this.fail(request, faults.length > 0 ? faults : ['POSTING_REFUSED']);
        return { posted, failed: 1, waiting: true };
      }
      book.post(request);
      posted += 1;
    }
    return { posted, failed: 0, waiting: false };
  }

  private fail(request: AcceptedRequest, codes: readonly string[]): void {
    request.status = 'failed';
    request.attempts += 1;
    request.failures = codes;
  }
}

function hasFree({ account, posted, held }: OpenAccount, amount: bigint): boolean {
  return account.floor === null || BigInt(account.side) * posted - held - amount >= account.floor;
}

/** Whether a request that is not posted is going to consume the hold. */
export function isAwaited(hold: PlacedHold): boolean {
  return hold.book.requests.some(
    ({ status, changes }) =>
      status !== 'posted' && changes.some((change) => change.hold === hold && change.amount < 0n),
  );
}
