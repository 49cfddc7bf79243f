import fc from 'fast-check';
import {
  type AccountKey,
  closeMonth,
  readAccountsAt,
  readTotalAt,
  rebuildCheck,
  reopenMonth,
} from '../../src/ledger';
import { auditBook, income, memo, TestLedger, transfer } from '../support/ledger';

const ACCOUNTS: readonly AccountKey[] = [
  income,
  ...['a', 'b'].flatMap((name) =>
    ['x', 'y'].map((other): AccountKey => ({
      code: '2307',
      dimensions: [name, '', other, ''],
      side: -1,
      section: 'main',
      floor: null,
    })),
  ),
];

const dayOf = (day: number): string => new Date(Date.UTC(2024, 0, day)).toISOString().slice(0, 10);
const MONTHS = ['2024-01-01', '2024-02-01', '2024-03-01'] as const;

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      day: fc.integer({ min: 1, max: 100 }),
      debit: fc.nat({ max: 4 }),
      credit: fc.nat({ max: 4 }),
      amount: fc.bigInt({ min: 1n, max: 10n ** 12n }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ drain: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 1, arbitrary: fc.constantFrom('close' as const, 'reopen' as const) },
);

interface Move {
  readonly day: string;
  readonly debit: number;
  readonly credit: number;
  readonly amount: bigint;
}

/** The books as lists in memory: every move in the order of booking, and who knew what when. */
class Oracle {
  readonly booked: Move[] = [];
  /** Booking time, and how many moves were booked by then. */
  readonly moments: { readonly at: string; readonly known: number }[] = [];
  private readonly waiting: Move[] = [];
  private closed = 0;

  isClosed(day: string): boolean {
    return this.closed > 0 && day.slice(0, 7) <= (MONTHS[this.closed - 1] ?? '').slice(0, 7);
  }

  accept(move: Move): void {
    this.waiting.push(move);
  }

  drain(limit: number): void {
    this.booked.push(...this.waiting.splice(0, limit));
  }

  /** The month that can be closed next. */
  nextMonth(): string | undefined {
    return MONTHS[this.closed];
  }

  waitsIn(month: string): boolean {
    return this.waiting.some(({ day }) => day.startsWith(month.slice(0, 7)));
  }

  close(): void {
    this.closed += 1;
  }

  reopen(): string | undefined {
    if (this.closed === 0) return undefined;
    this.closed -= 1;
    return MONTHS[this.closed];
  }

  total(matching: (index: number) => boolean, asOf: string | undefined, known: number): bigint {
    let sum = 0n;
    for (const { day, debit, credit, amount } of this.booked.slice(0, known)) {
      if (asOf !== undefined && day > asOf) continue;
      if (matching(debit)) sum += amount;
      if (matching(credit)) sum -= amount;
    }
    return sum;
  }
}

describe('balances at any time', () => {
  let ledger: TestLedger;
  beforeAll(async () => {
    ledger = await TestLedger.create();
  });
  afterAll(() => ledger.drop());

  const now = async (): Promise<string> => {
    const [row] = await ledger.rows<{ at: string }>(
      `SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at`,
    );
    return row?.at ?? '';
  };

  const take = async (bookId: number, oracle: Oracle, taken: 'close' | 'reopen'): Promise<void> => {
    const manager = ledger.dataSource.manager;
    if (taken === 'reopen') {
      const month = oracle.reopen();
      if (month === undefined) return;
      await reopenMonth(manager, { bookId, month, by: 'a', second: 'b', reason: 'forgotten' });
      return;
    }
    const month = oracle.nextMonth();
    if (month === undefined) return;
    const closing = closeMonth(manager, { bookId, month, by: 'closer', checkOnly: false });
    if (oracle.waitsIn(month)) {
      await expect(closing).rejects.toMatchObject({ code: 'MONTH_HAS_UNPOSTED' });
      return;
    }
    await closing;
    oracle.close();
  };

  const compare = async (
    bookId: number,
    oracle: Oracle,
    asOf: string | undefined,
    moment: { at: string; known: number } | undefined,
  ): Promise<void> => {
    const when = { ...(asOf && { asOf }), ...(moment && { knownAt: moment.at }) };
    const known = moment?.known ?? oracle.booked.length;
    const manager = ledger.dataSource.manager;
    const accounts = await readAccountsAt(manager, bookId, when, { limit: 200 });
    for (const { code, dimensions, posted } of accounts) {
      const key = JSON.stringify([code, dimensions]);
      const isIt = (index: number): boolean =>
        JSON.stringify([ACCOUNTS[index]?.code, ACCOUNTS[index]?.dimensions]) === key;
      expect({ when, key, posted }).toEqual({
        when,
        key,
        posted: oracle.total(isIt, asOf, known),
      });
    }
    const total = await readTotalAt(manager, bookId, when, {
      code: '2307',
      dimensions: [undefined, undefined, 'x'],
    });
    expect(total).toBe(
      oracle.total((index) => ACCOUNTS[index]?.dimensions[2] === 'x', asOf, known),
    );
  };

  it('agree with lists in memory, over backdating, closing and reopening', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 10, maxLength: 50 }),
        fc.array(fc.tuple(fc.option(fc.integer({ min: -1, max: 130 })), fc.option(fc.nat())), {
          minLength: 12,
          maxLength: 12,
        }),
        async (steps, questions) => {
          const bookId = await ledger.openBook();
          const oracle = new Oracle();
          for (const taken of steps) {
            if (typeof taken === 'string') {
              await take(bookId, oracle, taken);
            } else if ('drain' in taken) {
              await ledger.drain(bookId, taken.drain);
              oracle.drain(taken.drain);
              oracle.moments.push({ at: await now(), known: oracle.booked.length });
            } else {
              const move = { ...taken, day: dayOf(taken.day) };
              const debit = ACCOUNTS[move.debit] ?? income;
              const credit = ACCOUNTS[move.credit] ?? income;
              const accepting = ledger.accept({
                bookId,
                lines: transfer(debit, credit, move.amount),
                businessOn: move.day,
              });
              if (oracle.isClosed(move.day)) {
                await expect(accepting).rejects.toMatchObject({ code: 'PERIOD_NOT_OPEN' });
              } else {
                await accepting;
                oracle.accept(move);
              }
            }
          }
          await ledger.drain(bookId);
          oracle.drain(500);
          for (const [day, index] of questions) {
            const moment =
              index === null ? undefined : oracle.moments[index % (oracle.moments.length || 1)];
            await compare(bookId, oracle, day === null ? undefined : dayOf(day), moment);
          }
          expect(await auditBook(ledger, bookId)).toEqual([]);
          expect(await rebuildCheck(ledger.dataSource, bookId)).toBeUndefined();
        },
      ),
      { numRuns: 25 },
    );
  });

  it('are nothing before the first entry, and pages hold what is asked for', async () => {
    const bookId = await ledger.openBook();
    await ledger.accept({ bookId, lines: transfer(memo('M1'), memo('M0', -1), 7n) });
    await ledger.drain(bookId);
    const manager = ledger.dataSource.manager;
    const before = { asOf: '2024-03-14' };
    const [first] = await readAccountsAt(manager, bookId, before, { limit: 1 });
    expect(first).toMatchObject({ code: 'M0', posted: 0n, held: null });
    if (first === undefined) throw new Error('no account');
    const on = { asOf: '2024-03-15' };
    const rest = await readAccountsAt(manager, bookId, on, { after: first, limit: 5 });
    expect(rest).toMatchObject([{ code: 'M1', posted: 7n }]);
    expect(await readTotalAt(manager, bookId, on, {})).toBe(0n);
    expect(await readTotalAt(manager, bookId, on, { code: 'absent' })).toBe(0n);
  });
});
