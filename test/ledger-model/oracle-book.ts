import { type Account, type Line, nameOf, type Picture, type Request } from './ledger';
import { Months } from './oracle-months';
import { Refusal } from './refusal';

const LARGEST = 10n ** 15n;
const WORD = '记';

export interface OpenAccount {
  readonly account: Account;
  readonly name: string;
  posted: bigint;
  held: bigint;
  entries: number;
}

export interface PlacedHold {
  readonly book: OracleBook;
  readonly account: OpenAccount;
  readonly ends: boolean;
  remaining: bigint;
  isOver: boolean;
  isReleased: boolean;
}

export interface AcceptedRequest {
  readonly number: number;
  readonly book: OracleBook;
  readonly key: string;
  /** What was asked; a reversal asks for nothing but its original. */
  readonly asked: Request | null;
  /** Text of what was asked, to tell the same request from another. */
  readonly content: string;
  readonly said: Pick<Request, 'fact' | 'summary' | 'businessOn' | 'madeBy'>;
  readonly lines: readonly { account: OpenAccount; amount: bigint; facets: Line['facets'] }[];
  readonly changes: readonly { hold: PlacedHold; amount: bigint }[];
  readonly reverses: number | null;
  status: 'ready' | 'posted' | 'failed';
  attempts: number;
  journal: number | null;
  isPoisoned: boolean;
  /** Codes that may be given for the failure: of two faults at once either is named. */
  failures: readonly string[];
}

export interface Entry {
  readonly account: OpenAccount;
  readonly amount: bigint;
  readonly balanceAfter: bigint;
  readonly seq: number;
  readonly facets: Line['facets'];
}

export interface Journal {
  readonly request: AcceptedRequest;
  readonly voucher: number;
  readonly entries: readonly Entry[];
}

export const monthOf = (day: string): string => day.slice(0, 7);

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n);

/** One book as a patient clerk would keep it: every request for itself, in the order of acceptance. */
export class OracleBook {
  readonly accounts = new Map<string, OpenAccount>();
  readonly requests: AcceptedRequest[] = [];
  readonly journals: Journal[] = [];
  readonly holds: PlacedHold[] = [];
  readonly months = new Months();

  /** The accounts of the lines; new ones are kept only once `open` is called. */
  resolve(lines: readonly Line[]): { lines: AcceptedRequest['lines']; open: () => void } {
    const named = new Map<string, OpenAccount>();
    const resolved = lines.map(({ account, amount, facets }) => {
      const name = nameOf(account);
      const known = this.accounts.get(name) ??
        named.get(name) ?? { account, name, posted: 0n, held: 0n, entries: 0 };
      named.set(name, known);
      return { account: known, amount, facets };
    });
    const differs = lines.some(({ account }) => {
      const known = named.get(nameOf(account))?.account;
      const floors = lines.filter((line) => nameOf(line.account) === nameOf(account));
      return (
        known?.side !== account.side ||
        known.section !== account.section ||
        new Set(floors.map((line) => line.account.floor)).size > 1
      );
    });
    if (differs) throw new Refusal('ACCOUNT_MISMATCH');
    if (lines.length < 2) throw new Refusal('TOO_FEW_LINES');
    if (lines.some(({ amount }) => amount === 0n || amount > LARGEST || amount < -LARGEST)) {
      throw new Refusal('AMOUNT_OUT_OF_RANGE');
    }
    for (const section of ['main', 'memo'] as const) {
      const amounts = lines.filter((line) => line.account.section === section);
      if (sum(amounts.map(({ amount }) => amount)) !== 0n) throw new Refusal('UNBALANCED');
    }
    const open = () => {
      for (const [name, account] of named) this.accounts.set(name, account);
    };
    return { lines: resolved, open };
  }

  /** What stands against posting these requests one after the other; nothing is changed. */
  judge(requests: readonly AcceptedRequest[]): Map<AcceptedRequest, readonly string[]> {
    const moved = new Map<OpenAccount, { amount: bigint; held: bigint }>();
    const taken = new Map<PlacedHold, bigint>();
    const verdicts = new Map<AcceptedRequest, readonly string[]>();
    for (const request of requests) {
      const accounts = new Map<OpenAccount, { amount: bigint; held: bigint }>();
      const holds = new Map<PlacedHold, bigint>();
      const move = (account: OpenAccount, amount: bigint, held: bigint) => {
        const before = accounts.get(account) ?? moved.get(account) ?? { amount: 0n, held: 0n };
        accounts.set(account, { amount: before.amount + amount, held: before.held + held });
      };
      for (const { account, amount } of request.lines) move(account, amount, 0n);
      for (const { hold, amount } of request.changes) {
        move(hold.account, 0n, amount);
        holds.set(hold, (holds.get(hold) ?? taken.get(hold) ?? 0n) + amount);
      }
      const faults: string[] = [];
      const breaksFloor = [...accounts].some(([{ account, posted, held }, change]) => {
        const free = BigInt(account.side) * (posted + change.amount) - (held + change.held);
        return account.floor !== null && free < account.floor;
      });
      if (breaksFloor) faults.push('FLOOR_BROKEN');
      if ([...holds].some(([hold, change]) => hold.remaining + change < 0n)) {
        faults.push('HOLD_EXCEEDED');
      }
      verdicts.set(request, faults);
      if (faults.length > 0) continue;
      for (const [account, change] of accounts) moved.set(account, change);
      for (const [hold, change] of holds) taken.set(hold, change);
    }
    return verdicts;
  }

  post(request: AcceptedRequest): void {
    const month = monthOf(request.said.businessOn);
    const entries = request.lines.map(({ account, amount, facets }) => {
      account.posted += amount;
      account.entries += 1;
      return { account, amount, balanceAfter: account.posted, seq: account.entries, facets };
    });
    for (const { hold, amount } of request.changes) {
      hold.remaining += amount;
      hold.account.held += amount;
    }
    this.journals.push({ request, voucher: this.vouchersOf(month) + 1, entries });
    request.status = 'posted';
    request.attempts += 1;
    request.failures = [];
    request.journal = this.journals.length;
  }

  /** Whether a request waits that would make its batch fail. */
  hasPoison(): boolean {
    return this.ready().some(({ isPoisoned }) => isPoisoned);
  }

  ready(): AcceptedRequest[] {
    return this.requests.filter(({ status }) => status === 'ready');
  }

  vouchersOf(month: string): number {
    return this.journals.filter(({ request }) => monthOf(request.said.businessOn) === month).length;
  }

  voucherName({ request, voucher }: Journal): string {
    return [WORD, monthOf(request.said.businessOn), String(voucher).padStart(4, '0')].join('-');
  }

  picture(): Picture {
    const { months } = this;
    return {
      accounts: [...this.accounts.values()]
        .map(({ account, name, posted, held, entries }) => ({
          name,
          side: account.side,
          section: account.section,
          floor: account.floor === null ? null : String(account.floor),
          posted: String(posted),
          held: String(held),
          entries,
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      journals: this.journals.map((journal, index) => ({
        number: index + 1,
        voucher: this.voucherName(journal),
        ...journal.request.said,
        request: journal.request.key,
        reverses: journal.request.reverses,
        entries: journal.entries.map(({ account, amount, balanceAfter, seq, facets }) => ({
          account: account.name,
          seq,
          amount: String(amount),
          balanceAfter: String(balanceAfter),
          facets: facets ?? null,
        })),
      })),
      requests: this.requests.map(({ key, status, attempts, journal }) => ({
        key,
        status,
        attempts,
        journal,
      })),
      holds: this.holds.map(({ account, remaining, ends, isReleased }) => ({
        account: account.name,
        remaining: String(remaining),
        ends,
        isReleased,
      })),
      months: [...months.states].map(([month, state]) => ({ month, state })).sort(byMonth),
      closings: [...months.closings].sort(byMonth),
      reopenings: [...months.reopenings].sort(byMonth),
      vouchers: [...months.states.keys()]
        .map((month) => ({ month, last: this.vouchersOf(month) }))
        .filter(({ last }) => last > 0)
        .sort(byMonth),
    };
  }
}

interface Dated {
  readonly month: string;
  readonly version?: number;
}
const byMonth = (a: Dated, b: Dated): number =>
  a.month === b.month ? (a.version ?? 0) - (b.version ?? 0) : a.month < b.month ? -1 : 1;
