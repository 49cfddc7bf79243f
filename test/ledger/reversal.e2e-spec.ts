import type { Client } from 'pg';
import { placeHold, readJournals } from '../../src/ledger';
import { auditBook, income, memo, pool, refusalOf, TestLedger, transfer } from '../support/ledger';

describe('reversing a journal', () => {
  let ledger: TestLedger;
  let bookId: number;
  beforeAll(async () => {
    ledger = await TestLedger.create(12);
  });
  beforeEach(async () => {
    bookId = await ledger.openBook();
    await ledger.fund(bookId, pool('a'), 100n);
  });
  afterEach(async () => {
    expect(await auditBook(ledger, bookId)).toEqual([]);
  });
  afterAll(() => ledger.drop());

  it('swaps the sides of every line under its own date and names the original', async () => {
    await ledger.accept({
      bookId,
      businessOn: '2024-03-20',
      lines: [
        { account: income, amount: 30n, facets: { plan: 'p-1' } },
        { account: pool('a'), amount: -30n },
        ...transfer(memo('M1'), memo('M0', -1), 7n),
      ],
    });
    await ledger.drain(bookId);
    await ledger.reverse(bookId, 2n, { businessOn: '2024-04-02' });
    await ledger.drain(bookId);
    const [original, reversal] = await readJournals(ledger.dataSource, bookId, {
      after: 1n,
      limit: 10,
    });
    expect(reversal).toMatchObject({
      number: 3n,
      voucher: '记-2024-04-0001',
      businessOn: '2024-04-02',
      reverses: 2n,
      fact: 'tested',
    });
    expect(original?.reverses).toBeNull();
    expect(
      reversal?.entries.map(({ code, dimensions, amount, facets }) => [
        code,
        dimensions,
        -amount,
        facets,
      ]),
    ).toEqual(
      original?.entries.map(({ code, dimensions, amount, facets }) => [
        code,
        dimensions,
        amount,
        facets,
      ]),
    );
  });

  it('gives back the hold that the original consumed, and takes it again when itself reversed', async () => {
    const hold = await ledger.hold(bookId, pool('a'), 80n);
    await ledger.accept({
      bookId,
      lines: transfer(income, pool('a'), 50n),
      holdChanges: [{ hold, amount: -50n }],
    });
    await ledger.drain(bookId);
    const balance = async (): Promise<object | undefined> => {
      const [row] = await ledger.rows(
        `SELECT b.posted, b.held, h.remaining FROM ledger.hold h
           JOIN ledger.account_balance b ON b.account_id = h.account_id WHERE h.id = $1`,
        [hold.toString()],
      );
      return row;
    };
    expect(await balance()).toEqual({ posted: '50', held: '30', remaining: '30' });
    await ledger.reverse(bookId, 2n);
    await ledger.drain(bookId);
    expect(await balance()).toEqual({ posted: '100', held: '80', remaining: '80' });
    await ledger.reverse(bookId, 3n);
    await ledger.drain(bookId);
    expect(await balance()).toEqual({ posted: '50', held: '30', remaining: '30' });
  });

  it('is of the day of the original or a later one', async () => {
    await ledger.accept({
      bookId,
      businessOn: '2024-03-20',
      lines: transfer(income, pool('a'), 5n),
    });
    await ledger.drain(bookId);
    const early = ledger.reverse(bookId, 2n, { businessOn: '2024-03-19' });
    expect((await refusalOf(early)).message).toBe('REVERSAL_TOO_EARLY');
    await ledger.reverse(bookId, 2n, { businessOn: '2024-03-20' });
    expect(await ledger.drain(bookId)).toMatchObject({ posted: 1, failed: 0 });
  });

  it('is refused a second time, while the first waits and after it was posted', async () => {
    await ledger.reverse(bookId, 1n);
    expect((await refusalOf(ledger.reverse(bookId, 1n))).message).toBe('ALREADY_REVERSED');
    await ledger.drain(bookId);
    expect((await refusalOf(ledger.reverse(bookId, 1n))).message).toBe('ALREADY_REVERSED');
  });

  it('happens once of 10 attempts at once', async () => {
    const attempts = await Promise.allSettled(
      Array.from({ length: 10 }, () => ledger.reverse(bookId, 1n)),
    );
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = attempts.flatMap((attempt) =>
      attempt.status === 'rejected' ? [(attempt.reason as Error).message] : [],
    );
    expect(new Set(refusals)).toEqual(new Set(['ALREADY_REVERSED']));
    expect(await ledger.drain(bookId)).toMatchObject({ posted: 1, failed: 0 });
  });

  it('gives 10 attempts at once under one key the same answer', async () => {
    const attempts = await Promise.all(
      Array.from({ length: 10 }, () =>
        ledger.reverse(bookId, 1n, { idempotencyKey: 'one-reversal' }),
      ),
    );
    expect(new Set(attempts.map(({ requestId }) => requestId)).size).toBe(1);
    expect(attempts.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  it('refuses a key that stands for another request', async () => {
    await ledger.reverse(bookId, 1n, { idempotencyKey: 'reversal' });
    const refusal = await refusalOf(
      ledger.reverse(bookId, 1n, { idempotencyKey: 'reversal', businessOn: '2024-05-05' }),
    );
    expect(refusal.message).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('refuses a journal that is not in the book', async () => {
    const other = await ledger.openBook();
    expect((await refusalOf(ledger.reverse(other, 1n))).message).toBe('JOURNAL_NOT_FOUND');
    expect((await refusalOf(ledger.reverse(bookId, 2n))).message).toBe('JOURNAL_NOT_FOUND');
  });

  it('of money that was spent meanwhile fails visibly and never breaks the floor', async () => {
    await ledger.act((tx) =>
      placeHold(tx, {
        bookId,
        account: pool('a'),
        amount: 1n,
        purpose: 'promised',
        placedBy: 'tester',
      }),
    );
    const { requestId } = await ledger.reverse(bookId, 1n);
    await ledger.drain(bookId);
    expect((await ledger.requestState(requestId)).failure_code).toBe('FLOOR_BROKEN');
  });
});

describe('what the database itself asserts against a faulty posting', () => {
  let ledger: TestLedger;
  let bookId: number;
  let accounts: string[];
  beforeAll(async () => {
    ledger = await TestLedger.create();
    bookId = await ledger.openBook();
    await ledger.fund(bookId, pool('a'), 100n);
    await ledger.accept({ bookId, lines: transfer(memo('M1'), memo('M0', -1), 7n) });
    await ledger.drain(bookId);
    const rows = await ledger.rows<{ id: string }>(
      `SELECT a.id FROM ledger.account a WHERE book_id = $1 ORDER BY section, code`,
      [bookId],
    );
    accounts = rows.map(({ id }) => id);
  });
  afterAll(() => ledger.drop());

  type Entry = readonly [account: number, amount: number];

  /** Posts by hand as the owner of the tables, in a transaction that is rolled back. */
  const post = async (
    entries: readonly Entry[],
    options: { entryCount?: number; moveBalances?: boolean } = {},
  ): Promise<string> => {
    const { entryCount, moveBalances = true } = options;
    const journal = 3;
    const work = async (client: Client): Promise<string> => {
      await client.query('BEGIN');
      try {
        const values: string[] = [];
        const seqs = new Map<string, number>();
        for (const [line, [index, amount]] of entries.entries()) {
          const account = accounts[index] ?? '999999';
          const { rows } = await client.query<{ posted: string; seq: string }>(
            'SELECT posted, seq FROM ledger.account_balance WHERE account_id = $1',
            [account],
          );
          const seq = (seqs.get(account) ?? parseInt(rows[0]?.seq ?? '0', 10)) + 1;
          seqs.set(account, seq);
          const after = parseInt(rows[0]?.posted ?? '0', 10) + amount;
          values.push(
            `(${account}, ${String(seq)}, ${String(amount)}, ${String(after)}, ${String(journal)}, ` +
              `${String(bookId)}, ${String(line + 1)}, '2024-03-01')`,
          );
          if (moveBalances) {
            await client.query(
              'UPDATE ledger.account_balance SET posted = $2, seq = $3 WHERE account_id = $1',
              [account, after, seq],
            );
          }
        }
        if (values.length > 0) {
          await client.query(
            `INSERT INTO ledger.entry (account_id, seq, amount, balance_after, journal_number, book_id, line, business_on)
             VALUES ${values.join(', ')}`,
          );
        }
        await client.query(
          `INSERT INTO ledger.journal (number, book_id, voucher_month, voucher_word, voucher_number, business_on,
                                       booked_at, request_id, fact, summary, made_by, entry_count)
           VALUES ($1, $2, '2024-03-01', '记', 99, '2024-03-01', now(), -1, 'f', 's', 'p', $3)`,
          [journal, bookId, entryCount ?? entries.length],
        );
        return 'posted';
      } catch (error) {
        return (error as Error).message;
      } finally {
        await client.query('ROLLBACK');
      }
    };
    return ledger.session(work, 'fund_owner');
  };

  it('lets a whole journal through, so that the refusals below mean something', async () => {
    expect(
      await post([
        [0, 5],
        [1, -5],
      ]),
    ).toBe('posted');
  });

  it.each<[string, string, readonly Entry[], object]>([
    [
      'UNBALANCED',
      'entries that do not balance',
      [
        [0, 5],
        [1, -4],
      ],
      {},
    ],
    [
      'UNBALANCED',
      'money against a memo account',
      [
        [0, 5],
        [2, -5],
      ],
      {},
    ],
    [
      'ACCOUNT_NOT_OPEN',
      'an account that is not there',
      [
        [0, 5],
        [1, -5],
        [9, 1],
      ],
      { moveBalances: false },
    ],
    [
      'BALANCE_DIFFERS',
      'balances that were not moved',
      [
        [0, 5],
        [1, -5],
      ],
      { moveBalances: false },
    ],
    [
      'JOURNAL_INCOMPLETE',
      'a journal with fewer entries than it says',
      [
        [0, 5],
        [1, -5],
      ],
      { entryCount: 3 },
    ],
    ['JOURNAL_INCOMPLETE', 'a journal without entries', [], { entryCount: 2 }],
  ])('answers %s to %s', async (code, _what, entries, options) => {
    expect(await post(entries, options)).toBe(code);
  });

  it('answers JOURNAL_COMPLETE to a line that is added to a posted journal', async () => {
    const answer = await ledger.session(async (client) => {
      await client.query('BEGIN');
      await client.query('UPDATE ledger.account_balance SET seq = seq + 2 WHERE account_id = $1', [
        accounts[0],
      ]);
      return refusalOf(
        client.query(
          `INSERT INTO ledger.entry (account_id, seq, amount, balance_after, journal_number, book_id, line, business_on)
           SELECT b.account_id, b.seq - 2 + n, CASE n WHEN 1 THEN 5 ELSE -5 END,
                  b.posted + CASE n WHEN 1 THEN 5 ELSE 0 END, 1, $2, 2 + n, '2024-03-01'
             FROM ledger.account_balance b CROSS JOIN generate_series(1, 2) AS n WHERE b.account_id = $1`,
          [accounts[0], bookId],
        ),
      );
    }, 'fund_owner');
    expect(answer.message).toBe('JOURNAL_COMPLETE');
  });

  it('answers BALANCE_DIFFERS to an account without a balance', async () => {
    const answer = await ledger.session(async (client) => {
      await client.query('BEGIN');
      const { rows } = await client.query<{ id: string }>(
        `INSERT INTO ledger.account (book_id, code, side, section)
         VALUES ($1, 'bare', 1, 'main') RETURNING id`,
        [bookId],
      );
      return refusalOf(
        client.query(
          `INSERT INTO ledger.entry (account_id, seq, amount, balance_after, journal_number, book_id, line, business_on)
           VALUES ($1, 1, 5, 5, 3, $2, 1, '2024-03-01'), ($1, 2, -5, 0, 3, $2, 2, '2024-03-01')`,
          [rows[0]?.id, bookId],
        ),
      );
    }, 'fund_owner');
    expect(answer.message).toBe('BALANCE_DIFFERS');
  });

  it.each([
    ['ck_account_balance_held', 'UPDATE ledger.account_balance SET held = -1'],
    [
      'ck_account_balance_floor',
      'UPDATE ledger.account_balance SET held = posted + 1 WHERE floor = 0',
    ],
    ['ck_hold_remaining', 'UPDATE ledger.hold SET remaining = -1'],
  ])('keeps %s even against the owner of the tables', async (constraint, statement) => {
    await ledger.hold(bookId, pool('a'), 1n);
    await expect(ledger.asOwner(statement)).rejects.toMatchObject({ constraint });
  });
});
