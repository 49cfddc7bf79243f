import { readAccounts, readAccountStatement } from '../../src/ledger';
import { income, pool, TestLedger, transfer } from '../support/ledger';

describe('the statement of an account', () => {
  let ledger: TestLedger;
  beforeAll(async () => {
    ledger = await TestLedger.create();
  });
  afterAll(() => ledger.drop());

  it('gives the entries of that account page by page, the latest first', async () => {
    const [bookId, other] = [await ledger.openBook(), await ledger.openBook()];
    for (const amount of [5n, 7n, 11n]) {
      await ledger.accept({ bookId, lines: transfer(pool('a'), income, amount) });
      await ledger.accept({ bookId, lines: transfer(pool('b'), income, amount) });
    }
    await ledger.drain(bookId);
    await ledger.fund(other, pool('a'), 13n);
    const accounts = await readAccounts(ledger.dataSource, bookId, { limit: 10 });
    const id = accounts.find(({ dimensions }) => dimensions[0] === 'a')?.id ?? 0n;
    const read = (limit: number, before?: bigint) =>
      readAccountStatement(ledger.dataSource, id, {
        limit,
        ...(before !== undefined && { before }),
      });
    const first = await read(2);
    expect(first).toMatchObject([
      { seq: 3n, journal: 5n, amount: 11n, balanceAfter: 23n, businessOn: '2024-03-15' },
      { seq: 2n, journal: 3n, amount: 7n, balanceAfter: 12n, summary: 'A test' },
    ]);
    expect(await read(2, 2n)).toMatchObject([{ seq: 1n, journal: 1n, amount: 5n }]);
    expect(await read(2, 1n)).toEqual([]);
  });
});
