import { linesOf, type Transfer } from './lines';

const account = (code: string): Transfer['debit'] => ({
  code,
  dimensions: ['case', '', '', ''],
  side: 1,
  section: 'main',
  floor: null,
});

const transfer = (debit: string, credit: string, amount: bigint): Transfer => ({
  debit: account(debit),
  credit: account(credit),
  amount,
});

const LARGEST_AMOUNT = 999_999_999_999_999n;

describe('the lines of a journal', () => {
  it('are one for each account and direction, debits first, without those of zero', () => {
    const lines = linesOf([transfer('A', 'C', 3n), transfer('B', 'C', 4n), transfer('A', 'B', 0n)]);
    expect(lines.map(({ account: { code }, amount }) => [code, amount])).toEqual([
      ['A', 3n],
      ['B', 4n],
      ['C', -7n],
    ]);
  });

  it('are several for an account where one would be more than an entry can carry', () => {
    const lines = linesOf([
      transfer('A', 'C', LARGEST_AMOUNT),
      transfer('A', 'C', LARGEST_AMOUNT),
      transfer('A', 'C', 1n),
    ]);
    expect(lines.map(({ account: { code }, amount }) => [code, amount])).toEqual([
      ['A', LARGEST_AMOUNT],
      ['A', LARGEST_AMOUNT + 1n],
      ['C', -LARGEST_AMOUNT],
      ['C', -(LARGEST_AMOUNT + 1n)],
    ]);
  });
});
