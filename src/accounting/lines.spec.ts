import fc from 'fast-check';
import type { AccountKey, PostingLine } from '../ledger';
import { linesOf, type Transfer } from './lines';

const account = (code: string, ...dimensions: string[]): AccountKey => ({
  code,
  dimensions: [dimensions[0] ?? '', dimensions[1] ?? '', dimensions[2] ?? '', dimensions[3] ?? ''],
  side: 1,
  section: 'main',
  floor: null,
});

const accounts = fc
  .tuple(
    fc.constantFrom('1011', '2307'),
    fc.tuple(
      ...Array.from({ length: 4 }, () => fc.constantFrom('', 'a', '|', 'a|', '|a', 'a|a', '"')),
    ),
  )
  .map(([code, dimensions]) => account(code, ...dimensions));

const transfers: fc.Arbitrary<Transfer[]> = fc.array(
  fc.record(
    {
      debit: accounts,
      credit: accounts,
      amount: fc.bigInt({ min: 0n, max: 10n ** 15n }),
      facets: fc.record({ plan: fc.constantFrom('1', '2') }),
    },
    { requiredKeys: ['debit', 'credit', 'amount'] },
  ),
  { maxLength: 12 },
);

const nameOf = ({ code, dimensions }: AccountKey): string => JSON.stringify([code, ...dimensions]);

const totals = (lines: readonly PostingLine[]): Map<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const { account: key, amount } of lines) {
    const name = nameOf(key);
    sums.set(name, (sums.get(name) ?? 0n) + amount);
  }
  return sums;
};

describe('the lines of a journal', () => {
  it('balance whatever the transfers are', () => {
    fc.assert(
      fc.property(transfers, (given) => {
        expect(linesOf(given).reduce((sum, { amount }) => sum + amount, 0n)).toBe(0n);
      }),
    );
  });

  it('are never zero, and debits come before credits', () => {
    fc.assert(
      fc.property(transfers, (given) => {
        const signs = linesOf(given).map(({ amount }) => (amount > 0n ? 1 : amount < 0n ? -1 : 0));
        expect(signs).not.toContain(0);
        expect(signs).toEqual([...signs].sort((a, b) => b - a));
      }),
    );
  });

  it('move every account by exactly what its transfers say', () => {
    fc.assert(
      fc.property(transfers, (given) => {
        const moved = totals(
          given
            .filter(({ amount }) => amount !== 0n)
            .flatMap(({ debit, credit, amount }) => [
              { account: debit, amount },
              { account: credit, amount: -amount },
            ]),
        );
        expect(totals(linesOf(given))).toEqual(moved);
      }),
    );
  });

  it('are one for an account, a direction and a set of facets', () => {
    const [pool, debt] = [account('1011', 'special_fund'), account('1218.01', '', 'case')];
    const lines = linesOf([
      { debit: debt, credit: pool, amount: 5n },
      { debit: debt, credit: pool, amount: 7n },
      { debit: debt, credit: pool, amount: 1n, facets: { category: 'appraisal' } },
      { debit: pool, credit: debt, amount: 2n },
    ]);
    expect(lines).toEqual([
      { account: debt, amount: 12n },
      { account: debt, amount: 1n, facets: { category: 'appraisal' } },
      { account: pool, amount: 2n },
      { account: pool, amount: -12n },
      { account: pool, amount: -1n, facets: { category: 'appraisal' } },
      { account: debt, amount: -2n },
    ]);
  });

  it('keep apart two accounts whose dimensions read the same when written in one', () => {
    const lines = linesOf([
      { debit: account('X', 'a|b', 'c'), credit: account('Y'), amount: 1n },
      { debit: account('X', 'a', 'b|c'), credit: account('Y'), amount: 2n },
    ]);
    expect(lines).toHaveLength(3);
  });

  it('are none where nothing moves', () => {
    expect(linesOf([{ debit: account('X'), credit: account('Y'), amount: 0n }])).toEqual([]);
  });

  it('refuse a transfer of a negative amount', () => {
    const backwards = [{ debit: account('X'), credit: account('Y'), amount: -1n }];
    expect(() => linesOf(backwards)).toThrow(RangeError);
  });

  it('are several for an account where one would be more than an entry can carry', () => {
    const largest = 999_999_999_999_999n;
    const [debit, credit] = [account('X'), account('Y')];
    const lines = linesOf([largest, largest, 1n].map((amount) => ({ debit, credit, amount })));
    expect(lines).toEqual([
      { account: debit, amount: largest },
      { account: debit, amount: largest + 1n },
      { account: credit, amount: -largest },
      { account: credit, amount: -(largest + 1n) },
    ]);
  });
});
