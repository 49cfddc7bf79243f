import { setTimeout as pause } from 'node:timers/promises';
import { acceptRequest, acceptRequests, acceptReversal, type PostingLine } from '../../src/ledger';
import { income, memo, pool, refusalOf, TestLedger, transfer } from '../support/ledger';

describe('accepting a request', () => {
  let ledger: TestLedger;
  let bookId: number;
  beforeAll(async () => {
    ledger = await TestLedger.create(20);
  });
  beforeEach(async () => {
    bookId = await ledger.openBook();
  });
  afterAll(() => ledger.drop());

  const countRequests = async (): Promise<number> => {
    const [row] = await ledger.rows<{ count: number }>(
      'SELECT count(*)::integer AS count FROM ledger.posting_request WHERE book_id = $1',
      [bookId],
    );
    return row?.count ?? -1;
  };

  describe('under an idempotency key', () => {
    it('gives the first answer again when the same request comes twice, also after it was posted', async () => {
      const request = ledger.request({ bookId, lines: transfer(pool('a'), income, 100n) });
      const first = await ledger.accept(request);
      const second = await ledger.accept(request);
      await ledger.drain(bookId);
      const third = await ledger.accept(request);
      expect(first.isNew).toBe(true);
      expect([second, third]).toEqual([
        { requestId: first.requestId, isNew: false },
        { requestId: first.requestId, isNew: false },
      ]);
      expect(await countRequests()).toBe(1);
    });

    it.each([
      ['amount', { lines: transfer(pool('a'), income, 101n) }],
      ['account', { lines: transfer(pool('b'), income, 100n) }],
      ['date', { businessOn: '2024-03-16' }],
      ['summary', { summary: 'Another' }],
      ['person', { madeBy: 'another' }],
      ['fact', { fact: 'another' }],
    ])('refuses the key for a request with another %s', async (_what, change) => {
      const request = ledger.request({ bookId, lines: transfer(pool('a'), income, 100n) });
      await ledger.accept(request);
      const refusal = await refusalOf(ledger.accept({ ...request, ...change }));
      expect(refusal.message).toBe('IDEMPOTENCY_KEY_REUSED');
      expect(await countRequests()).toBe(1);
    });

    it('lets two books use the same key', async () => {
      const request = ledger.request({ bookId, lines: transfer(pool('a'), income, 100n) });
      const here = await ledger.accept(request);
      const there = await ledger.accept({ ...request, bookId: await ledger.openBook() });
      expect([here.isNew, there.isNew]).toEqual([true, true]);
    });

    it('accepts one of 50 parallel intakes and answers all with it', async () => {
      const request = ledger.request({ bookId, lines: transfer(pool('a'), income, 100n) });
      const answers = await Promise.all(Array.from({ length: 50 }, () => ledger.accept(request)));
      expect(new Set(answers.map(({ requestId }) => requestId)).size).toBe(1);
      expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(await countRequests()).toBe(1);
    });

    it('answers the repetition of a request whose month was closed meanwhile', async () => {
      const request = ledger.request({ bookId, lines: transfer(pool('a'), income, 100n) });
      const first = await ledger.accept(request);
      await ledger.setPeriod(bookId, '2024-03-01', 'closed');
      expect(await ledger.accept(request)).toEqual({ requestId: first.requestId, isNew: false });
    });
  });

  it('leaves nothing behind when the act is rolled back', async () => {
    const request = ledger.request({ bookId, lines: transfer(pool('a'), income, 100n) });
    await refusalOf(
      ledger.act(async (tx) => {
        await acceptRequest(tx, request);
        throw new Error('the act was given up');
      }),
    );
    const left = await ledger.rows(
      `SELECT 'request' FROM ledger.posting_request WHERE book_id = $1
       UNION ALL SELECT 'account' FROM ledger.account WHERE book_id = $1
       UNION ALL SELECT 'period' FROM ledger.period WHERE book_id = $1`,
      [bookId],
    );
    expect(left).toEqual([]);
  });

  describe('in a month that takes no entries', () => {
    it.each(['closed', 'on_hold'])('refuses a request when it is %s', async (state) => {
      await ledger.setPeriod(bookId, '2024-03-01', state);
      const lines = transfer(pool('a'), income, 100n);
      const refusal = await refusalOf(ledger.accept({ bookId, lines }));
      expect(refusal.message).toBe('PERIOD_NOT_OPEN');
      const next = await ledger.accept({ bookId, lines, businessOn: '2024-04-01' });
      expect(next.isNew).toBe(true);
    });

    it.each(['closed', 'on_hold'])('refuses a reversal when it is %s', async (state) => {
      await ledger.fund(bookId, pool('a'), 100n);
      await ledger.setPeriod(bookId, '2024-04-01', state);
      const refusal = await refusalOf(ledger.reverse(bookId, 1n, { businessOn: '2024-04-02' }));
      expect(refusal.message).toBe('PERIOD_NOT_OPEN');
      const next = await ledger.reverse(bookId, 1n, { businessOn: '2024-05-02' });
      expect(next.isNew).toBe(true);
    });

    it('refuses to retry a failed request of a month that was closed since', async () => {
      const { requestId } = await ledger.accept({
        bookId,
        lines: transfer(income, pool('empty'), 1n),
      });
      await ledger.drain(bookId);
      await ledger.setPeriod(bookId, '2024-03-01', 'closed');
      const refusal = await refusalOf(
        ledger.rows('SELECT ledger.retry_request($1)', [requestId.toString()]),
      );
      expect(refusal.message).toBe('PERIOD_NOT_OPEN');
      expect((await ledger.requestState(requestId)).status).toBe('failed');
    });
  });

  it.each(['request', 'reversal'])(
    'keeps a month from being closed while a %s of it is on its way',
    async (kind) => {
      await ledger.fund(bookId, pool('a'), 100n);
      let closed = false;
      let closing: Promise<void> | undefined;
      await ledger.act(async (tx) => {
        if (kind === 'request') {
          await acceptRequest(
            tx,
            ledger.request({ bookId, lines: transfer(pool('a'), income, 1n) }),
          );
        } else {
          await acceptReversal(tx, {
            bookId,
            journalNumber: 1n,
            idempotencyKey: 'on-its-way',
            businessOn: '2024-03-20',
            summary: 'A reversal',
            madeBy: 'tester',
          });
        }
        closing = ledger.setPeriod(bookId, '2024-03-01', 'closed').then(() => {
          closed = true;
        });
        await ledger.untilWaiting(1);
        await pause(50);
        expect(closed).toBe(false);
      });
      await closing;
      expect(closed).toBe(true);
      expect((await ledger.drain(bookId)).posted).toBe(1);
    },
  );

  describe('whose lines are not a journal', () => {
    const max = 1_000_000_000_000_000n;
    const cases: [string, string, readonly PostingLine[]][] = [
      ['nothing', 'TOO_FEW_LINES', []],
      ['one line', 'TOO_FEW_LINES', [{ account: pool('a'), amount: 1n }]],
      [
        'debits that are not its credits',
        'UNBALANCED',
        [
          { account: pool('a'), amount: 100n },
          { account: income, amount: -99n },
        ],
      ],
      [
        'money against a memo account',
        'UNBALANCED',
        [
          { account: pool('a'), amount: 5n },
          { account: memo('M0', -1), amount: -5n },
        ],
      ],
      [
        'memo lines that do not balance beside money that does',
        'UNBALANCED',
        [...transfer(pool('a'), income, 5n), { account: memo('M1'), amount: 5n }],
      ],
      [
        'a line of zero',
        'AMOUNT_OUT_OF_RANGE',
        [...transfer(pool('a'), income, 5n), { account: pool('b'), amount: 0n }],
      ],
      [
        'a line beyond ten trillion yuan',
        'AMOUNT_OUT_OF_RANGE',
        transfer(pool('a'), income, max + 1n),
      ],
      [
        'the least number that a bigint can be',
        'AMOUNT_OUT_OF_RANGE',
        [
          { account: pool('a'), amount: -(2n ** 63n) },
          { account: income, amount: 2n ** 63n - 1n },
          { account: pool('b'), amount: 1n },
        ],
      ],
      [
        'one account in two directions',
        'ACCOUNT_MISMATCH',
        [
          { account: pool('a'), amount: 5n },
          { account: { ...pool('a'), side: -1 }, amount: -5n },
        ],
      ],
      [
        'one account with two floors',
        'ACCOUNT_MISMATCH',
        [
          { account: pool('a'), amount: 5n },
          { account: { ...pool('a'), floor: null }, amount: -5n },
        ],
      ],
      [
        'more lines than a voucher can carry',
        'TOO_MANY_LINES',
        Array.from({ length: 1_002 }, (_, index) => ({
          account: index % 2 === 0 ? pool('a') : income,
          amount: index % 2 === 0 ? 1n : -1n,
        })),
      ],
    ];

    it.each(cases)('refuses %s (%s)', async (_what, code, lines) => {
      const refusal = await refusalOf(ledger.accept({ bookId, lines }));
      expect({ message: refusal.message, requests: await countRequests() }).toEqual({
        message: code,
        requests: 0,
      });
    });

    it('refuses a line without an amount', async () => {
      const line = { dimensions: ['', '', '', ''], side: 1, section: 'main', floor: null };
      const lines = [
        { ...line, code: 'X', amount: '5' },
        { ...line, code: 'Y', amount: '-5' },
        { ...line, code: 'Z' },
      ];
      const refusal = await refusalOf(
        ledger.rows(
          `SELECT ledger.accept_request($1, 'k', sha256('x'), 'f', 's', '2024-03-01', '记', 'p', $2, '[]')`,
          [bookId, JSON.stringify(lines)],
        ),
      );
      expect(refusal.message).toBe('AMOUNT_OUT_OF_RANGE');
    });

    it('takes the largest amount there is', async () => {
      await ledger.accept({ bookId, lines: transfer(pool('a'), income, max) });
      expect(await ledger.drain(bookId)).toMatchObject({ posted: 1, failed: 0 });
    });
  });

  it('lets money and memo lines balance each for itself in one journal', async () => {
    await ledger.accept({
      bookId,
      lines: [...transfer(pool('a'), income, 5n), ...transfer(memo('M1'), memo('M0', -1), 7n)],
    });
    expect(await ledger.drain(bookId)).toMatchObject({ posted: 1, failed: 0 });
  });

  it('refuses an account that another request opened for the other direction', async () => {
    await ledger.fund(bookId, pool('a'), 5n);
    const lines = transfer({ ...pool('a'), side: -1 }, income, 5n);
    expect((await refusalOf(ledger.accept({ bookId, lines }))).message).toBe('ACCOUNT_MISMATCH');
  });

  it('opens no account with a floor above the nothing that it begins with', async () => {
    const lines = transfer({ ...pool('a'), floor: 5n }, income, 10n);
    expect(await refusalOf(ledger.accept({ bookId, lines }))).toMatchObject({
      name: 'DomainError',
      message: 'INSUFFICIENT_FUNDS',
    });
    expect(await ledger.rows('SELECT id FROM ledger.account WHERE book_id = $1', [bookId])).toEqual(
      [],
    );
  });

  it('names the request of a call that would open such an account', async () => {
    const requests = [pool('a'), { ...pool('b'), floor: 5n }].map((account) =>
      ledger.request({ bookId, lines: transfer(account, income, 10n) }),
    );
    await expect(ledger.act((tx) => acceptRequests(tx, bookId, requests))).rejects.toMatchObject({
      code: 'INSUFFICIENT_FUNDS',
      details: { item: '1' },
    });
  });

  it('refuses an account that is closed', async () => {
    await ledger.fund(bookId, pool('a'), 5n);
    await ledger.asOwner(
      `UPDATE ledger.account SET closed_at = now() WHERE book_id = $1 AND code = '1011'`,
      [bookId],
    );
    const lines = transfer(pool('a'), income, 5n);
    expect((await refusalOf(ledger.accept({ bookId, lines }))).message).toBe('ACCOUNT_NOT_OPEN');
  });

  describe('that changes a hold', () => {
    const consuming = async (
      hold: bigint,
      amount: bigint,
      book = bookId,
    ): Promise<{ message: string }> =>
      refusalOf(
        ledger.accept({
          bookId: book,
          lines: transfer(income, pool('a'), 5n),
          holdChanges: [{ hold, amount }],
        }),
      );

    it('refuses a hold that is not there', async () => {
      await ledger.fund(bookId, pool('a'), 10n);
      expect((await consuming(999_999n, -5n)).message).toBe('HOLD_NOT_FOUND');
    });

    it('refuses a hold of another book', async () => {
      await ledger.fund(bookId, pool('a'), 10n);
      const hold = await ledger.hold(bookId, pool('a'), 10n);
      const other = await ledger.openBook();
      await ledger.fund(other, pool('a'), 10n);
      expect((await consuming(hold, -5n, other)).message).toBe('HOLD_NOT_FOUND');
    });

    it('refuses a change of nothing', async () => {
      await ledger.fund(bookId, pool('a'), 10n);
      const hold = await ledger.hold(bookId, pool('a'), 10n);
      expect((await consuming(hold, 0n)).message).toBe('AMOUNT_OUT_OF_RANGE');
    });
  });
});

describe('opening a book', () => {
  let ledger: TestLedger;
  beforeAll(async () => {
    ledger = await TestLedger.create();
  });
  afterAll(() => ledger.drop());

  it('finds the same book again, also when many open it at once', async () => {
    const open = async (): Promise<number | undefined> => {
      const [row] = await ledger.rows<{ id: number }>(
        `SELECT ledger.open_book('bureau', 'real', '某局') AS id`,
      );
      return row?.id;
    };
    const ids = await Promise.all(Array.from({ length: 10 }, open));
    expect(new Set(ids).size).toBe(1);
  });

  it('never turns a real book into a sandbox', async () => {
    await ledger.rows(`SELECT ledger.open_book('court', 'real', '某院')`);
    const refusal = await refusalOf(
      ledger.rows(`SELECT ledger.open_book('court', 'sandbox', '某院')`),
    );
    expect(refusal.message).toBe('BOOK_OF_OTHER_KIND');
  });
});
