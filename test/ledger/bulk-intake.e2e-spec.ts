import { acceptRequests, type AcceptedRequest, type PostingRequest } from '../../src/ledger';
import { auditBook, income, pool, TestLedger, transfer } from '../support/ledger';

describe('accepting many requests in one call', () => {
  let ledger: TestLedger;
  let bookId: number;
  beforeAll(async () => {
    ledger = await TestLedger.create(20);
  });
  beforeEach(async () => {
    bookId = await ledger.openBook();
  });
  afterAll(() => ledger.drop());

  type Parts = Pick<PostingRequest, 'lines'> & Partial<PostingRequest>;
  const requestsOf = (parts: readonly Parts[]) =>
    parts.map((part) => ledger.request({ bookId, ...part }));
  const acceptAll = (requests: readonly PostingRequest[]): Promise<AcceptedRequest[]> =>
    ledger.act((tx) => acceptRequests(tx, bookId, requests));
  const count = async (table: 'posting_request' | 'hold'): Promise<number> => {
    const [row] = await ledger.rows<{ count: number }>(
      table === 'hold'
        ? `SELECT count(*)::integer AS count FROM ledger.hold h
             JOIN ledger.account a ON a.id = h.account_id WHERE a.book_id = $1`
        : 'SELECT count(*)::integer AS count FROM ledger.posting_request WHERE book_id = $1',
      [bookId],
    );
    return row?.count ?? -1;
  };
  const spend = (amount: bigint, name = 'a'): Parts => ({
    lines: transfer(income, pool(name), amount),
  });
  const earn = (amount: bigint, name = 'a'): Parts => ({
    lines: transfer(pool(name), income, amount),
  });

  it('answers in their order, and posts each as a journal of its own', async () => {
    const accepted = await acceptAll(requestsOf([earn(5n), earn(6n, 'b'), earn(7n)]));
    expect(accepted.map(({ isNew }) => isNew)).toEqual([true, true, true]);
    expect(await ledger.drain(bookId)).toMatchObject({ posted: 3, failed: 0 });
    const amounts = await ledger.rows<{ amount: string }>(
      `SELECT e.amount FROM ledger.entry e JOIN ledger.journal j ON j.number = e.journal_number AND j.book_id = e.book_id
        WHERE j.book_id = $1 AND e.line = 1 AND j.request_id = ANY ($2) ORDER BY array_position($2, j.request_id)`,
      [bookId, accepted.map(({ requestId }) => requestId.toString())],
    );
    expect(amounts).toEqual([{ amount: '5' }, { amount: '6' }, { amount: '7' }]);
    expect(await auditBook(ledger, bookId)).toEqual([]);
  });

  it('holds at once what they take, so that posting cannot fail for want of money', async () => {
    await ledger.fund(bookId, pool('a'), 100n);
    await acceptAll(requestsOf([spend(60n), spend(40n)]));
    await expect(ledger.hold(bookId, pool('a'), 1n)).rejects.toMatchObject({
      code: 'INSUFFICIENT_FUNDS',
    });
    expect(await ledger.drain(bookId)).toMatchObject({ posted: 2, failed: 0 });
    expect(await auditBook(ledger, bookId)).toEqual([]);
    const [balance] = await ledger.rows(
      `SELECT b.posted, b.held FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
        WHERE a.book_id = $1 AND a.code = '1011'`,
      [bookId],
    );
    expect(balance).toEqual({ posted: '0', held: '0' });
  });

  it('counts on no money that is not posted yet', async () => {
    await expect(acceptAll(requestsOf([earn(10n), spend(10n)]))).rejects.toMatchObject({
      code: 'INSUFFICIENT_FUNDS',
      details: { item: '1' },
    });
    expect(await count('posting_request')).toBe(0);
  });

  it('holds what the lines of one request take together from an account', async () => {
    await ledger.fund(bookId, pool('a'), 10n);
    const backAndForth = [...transfer(income, pool('a'), 25n), ...transfer(pool('a'), income, 15n)];
    await acceptAll(requestsOf([{ lines: backAndForth }]));
    expect(await ledger.drain(bookId)).toMatchObject({ posted: 1, failed: 0 });
    expect(await auditBook(ledger, bookId)).toEqual([]);
  });

  it.each<[string, string, Parts]>([
    ['PERIOD_NOT_OPEN', 'of a closed month', { ...earn(1n), businessOn: '2020-01-01' }],
    ['INSUFFICIENT_FUNDS', 'that takes too much', spend(101n)],
    [
      'UNBALANCED',
      'that does not balance',
      { lines: [...earn(1n).lines, ...earn(1n).lines.slice(1)] },
    ],
    ['TOO_FEW_LINES', 'of one line', { lines: earn(1n).lines.slice(1) }],
    ['AMOUNT_OUT_OF_RANGE', 'of nothing', { lines: transfer(pool('a'), income, 0n) }],
  ])('accepts none when there is one %s: one %s', async (code, _what, bad) => {
    await ledger.fund(bookId, pool('a'), 100n);
    await ledger.setPeriod(bookId, '2020-01-01', 'closed');
    const [requests, holds] = [await count('posting_request'), await count('hold')];
    const refusal = acceptAll(requestsOf([spend(1n), earn(1n), bad]));
    await expect(refusal).rejects.toThrow(code);
    expect([await count('posting_request'), await count('hold')]).toEqual([requests, holds]);
  });

  it('gives the first answer again, whole, and holds nothing a second time', async () => {
    await ledger.fund(bookId, pool('a'), 10n);
    const requests = requestsOf([spend(10n), earn(1n)]);
    const answers = await Promise.all(Array.from({ length: 20 }, () => acceptAll(requests)));
    const ids = answers.map((answer) => answer.map(({ requestId }) => requestId));
    expect(new Set(ids.map(String)).size).toBe(1);
    expect(answers.flat().filter(({ isNew }) => isNew)).toHaveLength(2);
    expect(await count('hold')).toBe(1);
    await ledger.drain(bookId);
    expect((await acceptAll(requests)).some(({ isNew }) => isNew)).toBe(false);
  });

  it('refuses the keys in another company', async () => {
    const [one, two] = requestsOf([earn(1n), earn(2n)]);
    if (one === undefined || two === undefined) throw new Error('no requests');
    await acceptAll([one, two]);
    for (const others of [[one], [two, one], [one, two, ...requestsOf([earn(3n)])]]) {
      await expect(acceptAll(others)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    }
    expect(await count('posting_request')).toBe(2);
  });

  it('does not deadlock when two calls take the same accounts in opposite orders', async () => {
    await ledger.fund(bookId, pool('a'), 1_000n);
    await ledger.fund(bookId, pool('b'), 1_000n);
    const rounds = Array.from({ length: 40 }, (_, n) => {
      const requests = requestsOf(
        n % 2 === 0 ? [spend(1n), spend(1n, 'b')] : [spend(1n, 'b'), spend(1n)],
      );
      // Not tried again after a deadlock, as an act would be.
      return ledger.dataSource.transaction((tx) => acceptRequests(tx, bookId, requests));
    });
    await Promise.all(rounds);
    expect(await ledger.drain(bookId)).toMatchObject({ posted: 80, failed: 0 });
  });

  it('is not open to others than the service', async () => {
    const refused = ledger.session((client) =>
      client.query('SET ROLE fund_app; SELECT ledger.require_open_month(1, $$2024-01-01$$, $$x$$)'),
    );
    await expect(refused).rejects.toThrow('permission denied');
  });
});
