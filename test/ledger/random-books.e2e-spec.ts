import fc from 'fast-check';
import type { AccountKey, PostingLine } from '../../src/ledger';
import { auditBook, income, memo, pool, TestLedger } from '../support/ledger';

const MAIN: readonly AccountKey[] = [
  pool('a'),
  pool('b'),
  income,
  { code: '2307', dimensions: ['', 'case', 'x|y', ''], side: -1, section: 'main', floor: null },
  { code: '2307', dimensions: ['', 'case|x', 'y', ''], side: -1, section: 'main', floor: null },
];
const MEMO: readonly AccountKey[] = [memo('M0', -1), memo('M1'), memo('M2')];

const nameOf = ({ code, dimensions }: AccountKey): string => JSON.stringify([code, ...dimensions]);

/** Two or more lines of one section whose last line balances the others. */
const section = (accounts: readonly AccountKey[]): fc.Arbitrary<PostingLine[]> =>
  fc
    .tuple(
      fc.array(
        fc.record({
          account: fc.constantFrom(...accounts),
          amount: fc.oneof(
            fc.bigInt({ min: -50n, max: 50n }),
            fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }),
          ),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      fc.constantFrom(...accounts),
    )
    .map(([lines, last]) => {
      const given = lines.filter(({ amount }) => amount !== 0n);
      const rest = given.reduce((sum, { amount }) => sum - amount, 0n);
      return rest === 0n ? given : [...given, { account: last, amount: rest }];
    })
    .filter((lines) => lines.length >= 2);

const journal = fc
  .tuple(section(MAIN), fc.option(section(MEMO), { nil: [] }))
  .map(([money, beside]) => [...money, ...beside]);

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ lines: journal, day: fc.integer({ min: 1, max: 90 }) }) },
  { weight: 1, arbitrary: fc.record({ drain: fc.integer({ min: 1, max: 7 }) }) },
);

/** The books as a child would keep them: sums in memory, floors watched journal by journal. */
class Oracle {
  readonly balances = new Map<string, bigint>();
  private readonly waiting: (readonly PostingLine[])[] = [];
  posted = 0;
  failed = 0;

  accept(lines: readonly PostingLine[]): void {
    this.waiting.push(lines);
  }

  drain(limit: number): void {
    for (const lines of this.waiting.splice(0, limit)) this.post(lines);
  }

  private post(lines: readonly PostingLine[]): void {
    const after = new Map<string, bigint>();
    for (const { account, amount } of lines) {
      const name = nameOf(account);
      after.set(name, (after.get(name) ?? this.balances.get(name) ?? 0n) + amount);
    }
    const broken = lines.some(
      ({ account: { floor, side, ...key } }) =>
        floor !== null && BigInt(side) * (after.get(nameOf({ floor, side, ...key })) ?? 0n) < floor,
    );
    if (broken) {
      this.failed += 1;
      return;
    }
    this.posted += 1;
    for (const [name, balance] of after) this.balances.set(name, balance);
  }
}

describe('a book of random journals, posted in random batches', () => {
  let ledger: TestLedger;
  beforeAll(async () => {
    ledger = await TestLedger.create();
  });
  afterAll(() => ledger.drop());

  const balances = async (bookId: number): Promise<Map<string, bigint>> => {
    const rows = await ledger.rows<{ key: string[]; posted: string }>(
      `SELECT ARRAY[a.code, a.dimension_1, a.dimension_2, a.dimension_3, a.dimension_4] AS key, b.posted
         FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
        WHERE a.book_id = $1 AND b.seq > 0`,
      [bookId],
    );
    return new Map(rows.map(({ key, posted }) => [JSON.stringify(key), BigInt(posted)]));
  };

  const sectionSums = async (bookId: number): Promise<string[]> => {
    const rows = await ledger.rows<{ sum: string }>(
      `SELECT sum(b.posted) AS sum FROM ledger.account a
         JOIN ledger.account_balance b ON b.account_id = a.id WHERE a.book_id = $1 GROUP BY a.section`,
      [bookId],
    );
    return rows.map(({ sum }) => sum);
  };

  it('agrees with sums kept in memory after every batch, and is whole at every moment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const bookId = await ledger.openBook();
        const oracle = new Oracle();
        const drain = async (limit: number): Promise<void> => {
          await ledger.drain(bookId, limit);
          oracle.drain(limit);
          expect(await balances(bookId)).toEqual(oracle.balances);
          for (const sum of await sectionSums(bookId)) expect(sum).toBe('0');
          expect(await auditBook(ledger, bookId)).toEqual([]);
        };
        for (const taken of steps) {
          if ('drain' in taken) {
            await drain(taken.drain);
          } else {
            const day = new Date(Date.UTC(2024, 0, taken.day)).toISOString().slice(0, 10);
            await ledger.accept({ bookId, lines: taken.lines, businessOn: day });
            oracle.accept(taken.lines);
          }
        }
        await drain(500);
        const [states] = await ledger.rows(
          `SELECT count(*) FILTER (WHERE status = 'posted')::integer AS posted,
                  count(*) FILTER (WHERE status = 'failed')::integer AS failed
             FROM ledger.posting_request WHERE book_id = $1`,
          [bookId],
        );
        expect(states).toEqual({ posted: oracle.posted, failed: oracle.failed });
      }),
      { numRuns: 25 },
    );
  });
});
