import { drainBatch, placeHold, releaseHold, settleBook } from '../../src/ledger';
import { auditBook, income, pool, refusalOf, TestLedger, transfer } from '../support/ledger';

describe('holds and floors', () => {
  let ledger: TestLedger;
  let bookId: number;
  beforeAll(async () => {
    ledger = await TestLedger.create(20);
  });
  beforeEach(async () => {
    bookId = await ledger.openBook();
  });
  afterEach(async () => {
    expect(await auditBook(ledger, bookId)).toEqual([]);
  });
  afterAll(() => ledger.drop());

  const balance = async (name: string): Promise<{ posted: string; held: string } | undefined> => {
    const [row] = await ledger.rows<{ posted: string; held: string }>(
      `SELECT b.posted, b.held FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
        WHERE a.book_id = $1 AND a.dimension_1 = $2`,
      [bookId, name],
    );
    return row;
  };

  const spend = async (
    name: string,
    amount: bigint,
    hold?: bigint,
  ): Promise<{ requestId: bigint }> =>
    ledger.accept({
      bookId,
      lines: transfer(income, pool(name), amount),
      holdChanges: hold === undefined ? [] : [{ hold, amount: -amount }],
    });

  it('consumes a hold by the posting that spends it', async () => {
    await ledger.fund(bookId, pool('a'), 100n);
    const hold = await ledger.hold(bookId, pool('a'), 60n);
    expect(await balance('a')).toEqual({ posted: '100', held: '60' });
    await spend('a', 40n, hold);
    await ledger.drain(bookId);
    expect(await balance('a')).toEqual({ posted: '60', held: '20' });
    await spend('a', 20n, hold);
    await ledger.drain(bookId);
    expect(await balance('a')).toEqual({ posted: '40', held: '0' });
  });

  it('refuses a hold beyond the money that is free', async () => {
    await ledger.fund(bookId, pool('a'), 100n);
    await ledger.hold(bookId, pool('a'), 60n);
    const refusal = await refusalOf(ledger.hold(bookId, pool('a'), 41n));
    expect(refusal.message).toBe('INSUFFICIENT_FUNDS');
    await ledger.hold(bookId, pool('a'), 40n);
    expect(await balance('a')).toEqual({ posted: '100', held: '100' });
  });

  it('refuses a hold on an account that nothing was ever posted to', async () => {
    expect((await refusalOf(ledger.hold(bookId, pool('a'), 1n))).message).toBe(
      'INSUFFICIENT_FUNDS',
    );
  });

  it.each([
    ['AMOUNT_OUT_OF_RANGE', 0n],
    ['AMOUNT_OUT_OF_RANGE', -1n],
    ['INSUFFICIENT_FUNDS', 2n ** 63n - 1n],
  ])('answers %s to a hold of %s fen', async (code, amount) => {
    await ledger.fund(bookId, pool('a'), 100n);
    expect((await refusalOf(ledger.hold(bookId, pool('a'), amount))).message).toBe(code);
  });

  it('refuses holds that add up to more than an account can count', async () => {
    await ledger.fund(bookId, pool('a'), 100n);
    await ledger.hold(bookId, income, 1n);
    const most = 2n ** 63n - 1n;
    expect(await refusalOf(ledger.hold(bookId, income, most))).toMatchObject({
      name: 'DomainError',
      message: 'INSUFFICIENT_FUNDS',
    });
    await ledger.hold(bookId, income, most - 1n);
  });

  it('refuses a hold that would take an account in debt below what can be counted', async () => {
    const overdraft = { ...pool('a'), floor: -(2n ** 63n) };
    const lines = transfer(income, overdraft, 2n);
    await ledger.accept({ bookId, lines });
    await ledger.drain(bookId);
    const refusal = await refusalOf(ledger.hold(bookId, overdraft, 2n ** 63n - 1n));
    expect(refusal).toMatchObject({ name: 'DomainError', message: 'INSUFFICIENT_FUNDS' });
    await ledger.hold(bookId, overdraft, 2n ** 63n - 2n);
  });

  it('refuses a hold on an account that is closed', async () => {
    await ledger.fund(bookId, pool('a'), 100n);
    await ledger.asOwner('UPDATE ledger.account SET closed_at = now() WHERE book_id = $1', [
      bookId,
    ]);
    expect((await refusalOf(ledger.hold(bookId, pool('a'), 1n))).message).toBe(
      'INSUFFICIENT_FUNDS',
    );
  });

  it.each([1, 2, 3, 5, 8, 13])(
    'lets exactly %i of 16 win who hold at once what is there for so many',
    async (winners) => {
      await ledger.fund(bookId, pool('a'), BigInt(winners) * 70n + 69n);
      const tries = await Promise.allSettled(
        Array.from({ length: 16 }, () => ledger.hold(bookId, pool('a'), 70n)),
      );
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(winners);
      expect((await balance('a'))?.held).toBe(String(winners * 70));
    },
  );

  it('gives money free again when a hold is released, once', async () => {
    await ledger.fund(bookId, pool('a'), 100n);
    const hold = await ledger.hold(bookId, pool('a'), 100n);
    await ledger.act((tx) => releaseHold(tx, hold, 30n));
    expect((await balance('a'))?.held).toBe('70');
    for (const amount of [71n, 0n, -5n]) {
      const refusal = await refusalOf(ledger.act((tx) => releaseHold(tx, hold, amount)));
      expect(refusal.message).toBe('HOLD_EXCEEDED');
    }
    await ledger.act((tx) => releaseHold(tx, hold, 70n));
    expect(await balance('a')).toEqual({ posted: '100', held: '0' });
  });

  it('marks the request that breaks a floor as failed and posts the others of its batch', async () => {
    await ledger.fund(bookId, pool('a'), 100n);
    const before = await spend('a', 70n);
    const broken = await spend('a', 31n);
    const after = await spend('a', 30n);
    expect(await ledger.drain(bookId)).toMatchObject({ posted: 2, failed: 1 });
    expect(await ledger.requestState(broken.requestId)).toEqual({
      status: 'failed',
      failure_code: 'FLOOR_BROKEN',
      journal_number: null,
    });
    expect((await ledger.requestState(before.requestId)).journal_number).toBe('2');
    expect((await ledger.requestState(after.requestId)).journal_number).toBe('3');
    expect(await balance('a')).toEqual({ posted: '0', held: '0' });
  });

  it('never lets a posting spend what is held for something else', async () => {
    await ledger.fund(bookId, pool('a'), 100n);
    const hold = await ledger.hold(bookId, pool('a'), 80n);
    const unguarded = await spend('a', 21n);
    const guarded = await spend('a', 80n, hold);
    await ledger.drain(bookId);
    expect((await ledger.requestState(unguarded.requestId)).failure_code).toBe('FLOOR_BROKEN');
    expect((await ledger.requestState(guarded.requestId)).status).toBe('posted');
  });

  it('lets money that comes in earlier in a batch be spent later in it, not the other way round', async () => {
    const early = await spend('a', 10n);
    await ledger.accept({ bookId, lines: transfer(pool('a'), income, 10n) });
    const late = await spend('a', 10n);
    expect(await ledger.drain(bookId)).toMatchObject({ posted: 2, failed: 1 });
    expect((await ledger.requestState(early.requestId)).failure_code).toBe('FLOOR_BROKEN');
    expect((await ledger.requestState(late.requestId)).status).toBe('posted');
  });

  it('marks a request that consumes more than its hold as failed and posts the others', async () => {
    await ledger.fund(bookId, pool('a'), 100n);
    const hold = await ledger.hold(bookId, pool('a'), 50n);
    const first = await spend('a', 30n, hold);
    const second = await spend('a', 30n, hold);
    const third = await spend('a', 20n, hold);
    expect(await ledger.drain(bookId)).toMatchObject({ posted: 2, failed: 1 });
    expect((await ledger.requestState(first.requestId)).status).toBe('posted');
    expect((await ledger.requestState(second.requestId)).failure_code).toBe('HOLD_EXCEEDED');
    expect((await ledger.requestState(third.requestId)).status).toBe('posted');
  });

  it('marks a request on an account that was closed meanwhile as failed', async () => {
    await ledger.fund(bookId, pool('a'), 100n);
    const { requestId } = await spend('a', 1n);
    await ledger.asOwner(
      `UPDATE ledger.account SET closed_at = now() WHERE book_id = $1 AND code = '1011'`,
      [bookId],
    );
    await ledger.drain(bookId);
    expect((await ledger.requestState(requestId)).failure_code).toBe('ACCOUNT_NOT_OPEN');
  });

  it('posts a failed request when it is retried after its cause was mended, and only then', async () => {
    const { requestId } = await spend('a', 50n);
    await ledger.drain(bookId);
    const retry = async (): Promise<boolean | undefined> => {
      const [row] = await ledger.rows<{ retried: boolean }>(
        'SELECT ledger.retry_request($1) AS retried',
        [requestId.toString()],
      );
      return row?.retried;
    };
    expect(await retry()).toBe(true);
    expect(await retry()).toBe(false);
    await ledger.drain(bookId);
    expect((await ledger.requestState(requestId)).failure_code).toBe('FLOOR_BROKEN');
    await ledger.fund(bookId, pool('a'), 50n);
    expect(await retry()).toBe(true);
    expect(await ledger.drain(bookId)).toMatchObject({ posted: 1, failed: 0 });
    expect(await ledger.requestState(requestId)).toEqual({
      status: 'posted',
      failure_code: null,
      journal_number: '2',
    });
    expect(await retry()).toBe(false);
  });

  it('does not deadlock when a hold is released while a posting consumes it', async () => {
    await ledger.fund(bookId, pool('a'), 100n);
    const hold = await ledger.hold(bookId, pool('a'), 50n);
    const { requestId } = await spend('a', 20n, hold);
    let posting: Promise<unknown> = Promise.resolve();
    let releasing: Promise<unknown> = Promise.resolve();
    await ledger.act(async (tx) => {
      await placeHold(tx, {
        bookId,
        account: pool('a'),
        amount: 1n,
        purpose: 'to be in the way',
        placedBy: 'tester',
      });
      posting = ledger.drain(bookId);
      await ledger.untilWaiting(1);
      releasing = ledger.dataSource.query('SELECT ledger.release_hold($1, 30)', [hold.toString()]);
      await ledger.untilWaiting(2);
    });
    await Promise.all([posting, releasing]);
    expect((await ledger.requestState(requestId)).status).toBe('posted');
    expect(await balance('a')).toEqual({ posted: '80', held: '1' });
  });

  it.each([
    ['posting a batch', (book: number) => drainBatch(ledger.dataSource, book)],
    ['settling the book', (book: number) => settleBook(ledger.dataSource, book)],
  ])('survives a deadlock with an act that holds two pools when %s', async (_what, settle) => {
    await ledger.fund(bookId, pool('low'), 100n);
    await ledger.fund(bookId, pool('high'), 100n);
    await ledger.accept({ bookId, lines: transfer(pool('high'), pool('low'), 10n) });
    const parts = { bookId, amount: 1n, purpose: 'two pools', placedBy: 'tester' };
    let settling: Promise<unknown> = Promise.resolve();
    let begun = false;
    await ledger.act(async (tx) => {
      await placeHold(tx, { ...parts, account: pool('high') });
      if (!begun) {
        begun = true;
        settling = settle(bookId);
        settling.catch(() => undefined);
        await ledger.untilWaiting(1);
      }
      await placeHold(tx, { ...parts, account: pool('low') });
    });
    await settling;
    await settleBook(ledger.dataSource, bookId);
    expect(await balance('low')).toEqual({ posted: '90', held: '1' });
    expect(await balance('high')).toEqual({ posted: '110', held: '1' });
  });
});

describe('a request that makes the posting function fail', () => {
  let ledger: TestLedger;
  let bookId: number;
  beforeAll(async () => {
    ledger = await TestLedger.create();
  });
  beforeEach(async () => {
    bookId = await ledger.openBook();
    await ledger.fund(bookId, pool('a'), 1_000n);
  });
  afterEach(async () => {
    expect(await auditBook(ledger, bookId)).toEqual([]);
  });
  afterAll(() => ledger.drop());

  /** Changes what was accepted, as only somebody with the server in their hands could. */
  const tamper = async (requestId: bigint, change: string): Promise<void> => {
    await ledger.session(async (client) => {
      await client.query('BEGIN');
      await client.query('ALTER TABLE ledger.posting_request DISABLE TRIGGER ALL');
      await client.query(`UPDATE ledger.posting_request SET ${change} WHERE id = $1`, [
        requestId.toString(),
      ]);
      await client.query('ALTER TABLE ledger.posting_request ENABLE TRIGGER ALL');
      for (const guard of ['posting_request_content', 'never_removed', 'own_hand']) {
        await client.query(`ALTER TABLE ledger.posting_request ENABLE ALWAYS TRIGGER ${guard}`);
      }
      await client.query('COMMIT');
    });
  };

  const accept = async (): Promise<bigint> => {
    const { requestId } = await ledger.accept({ bookId, lines: transfer(income, pool('a'), 1n) });
    return requestId;
  };

  const settleAll = async (): Promise<void> => {
    for (let batch = 0; batch < 10; batch += 1) {
      const { waiting } = await drainBatch(ledger.dataSource, bookId);
      if (!waiting) return;
    }
    throw new Error('the book was not settled in 10 batches');
  };

  const states = async (ids: readonly bigint[]): Promise<(string | null)[]> => {
    const found = await Promise.all(ids.map((id) => ledger.requestState(id)));
    return found.map(({ status, failure_code: code }) => code ?? status);
  };

  it.each([
    ['does not balance any more', `lines = jsonb_set(lines, '{0,m}', '7')`],
    ['names an account that is not there', `lines = jsonb_set(lines, '{0,a}', '999999')`],
    ['has an amount no bigint holds', `lines = jsonb_set(lines, '{0,m}', '1e30')`],
    ['has no lines', `lines = '[]'`],
    ['reverses a journal that does not come before it', 'reverses_journal = 1000000'],
  ])('is put aside as failed when it %s, and the rest is posted', async (_what, change) => {
    const ids = [await accept(), await accept(), await accept()];
    const [, poisoned] = ids;
    if (poisoned !== undefined) await tamper(poisoned, change);
    await settleAll();
    expect(await states(ids)).toEqual(['posted', 'POSTING_REFUSED', 'posted']);
  });

  it('is put aside wherever it stands, also when several are bad', async () => {
    const ids: bigint[] = [];
    for (let index = 0; index < 7; index += 1) ids.push(await accept());
    const bad = new Set([0, 3, 4, 6]);
    for (const [index, id] of ids.entries()) {
      if (bad.has(index)) await tamper(id, `lines = jsonb_set(lines, '{0,m}', '7')`);
    }
    await settleAll();
    expect(await states(ids)).toEqual(
      ids.map((_, index) => (bad.has(index) ? 'POSTING_REFUSED' : 'posted')),
    );
  });

  it('costs no innocent request its place when another worker puts the bad one aside first', async () => {
    const ids = [await accept(), await accept(), await accept()];
    const [poisoned = 0n] = ids;
    await tamper(poisoned, `lines = jsonb_set(lines, '{0,m}', '7')`);
    const query = ledger.dataSource.query.bind(ledger.dataSource);
    const failFirst = jest
      .spyOn(ledger.dataSource, 'query')
      .mockImplementation(async (sql, parameters): Promise<unknown> => {
        if (sql.includes('fail_request')) {
          await query("SELECT ledger.fail_request($1, 'POSTING_REFUSED', 'by another worker')", [
            poisoned.toString(),
          ]);
        }
        return query(sql, parameters);
      });
    try {
      await settleAll();
    } finally {
      failFirst.mockRestore();
    }
    expect(await states(ids)).toEqual(['POSTING_REFUSED', 'posted', 'posted']);
  });

  it('is put aside once when several workers meet it', async () => {
    for (let round = 0; round < 4; round += 1) {
      const ids = [await accept(), await accept(), await accept(), await accept()];
      const [poisoned = 0n] = ids;
      await tamper(poisoned, `lines = jsonb_set(lines, '{0,m}', '7')`);
      await Promise.all(Array.from({ length: 4 }, () => drainBatch(ledger.dataSource, bookId)));
      await settleAll();
      expect(await states(ids)).toEqual(['POSTING_REFUSED', 'posted', 'posted', 'posted']);
    }
  });
});
