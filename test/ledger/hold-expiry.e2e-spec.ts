import { acceptRequest, placeHold, PostingWorker, releaseExpiredHolds } from '../../src/ledger';
import { auditBook, income, pool, TestLedger, transfer } from '../support/ledger';

describe('holds that end by themselves', () => {
  let ledger: TestLedger;
  let bookId: number;
  beforeAll(async () => {
    ledger = await TestLedger.create();
  });
  beforeEach(async () => {
    bookId = await ledger.openBook();
    await ledger.fund(bookId, pool('a'), 100n);
  });
  afterEach(async () => {
    expect(await auditBook(ledger, bookId)).toEqual([]);
  });
  afterAll(() => ledger.drop());

  const place = async (expiresAt?: string, account = pool('a')): Promise<bigint> =>
    ledger.act((tx) =>
      placeHold(tx, {
        bookId,
        account,
        amount: 60n,
        purpose: 'a promise',
        placedBy: 'tester',
        ...(expiresAt !== undefined && { expiresAt }),
      }),
    );
  /** As if its time had come. */
  const expire = (hold: bigint) =>
    ledger.asOwner(
      `UPDATE ledger.hold SET expires_at = clock_timestamp() - interval '1 second' WHERE id = $1`,
      [hold],
    );
  const consume = (hold: bigint) =>
    ledger.accept({
      bookId,
      lines: transfer(income, pool('a'), 60n),
      holdChanges: [{ hold, amount: -60n }],
    });
  const stateOf = async (hold: bigint) => {
    const [row] = await ledger.rows<{ remaining: string; released: boolean; held: string }>(
      `SELECT h.remaining, h.released_at IS NOT NULL AS released, b.held
         FROM ledger.hold h JOIN ledger.account_balance b USING (account_id) WHERE h.id = $1`,
      [hold],
    );
    return row;
  };
  const FAR = '2199-01-01T00:00:00+08:00';

  it('are given back once they are over, visibly, and once only', async () => {
    const hold = await place(FAR);
    const forEver = await ledger.hold(bookId, pool('a'), 10n);
    expect(await releaseExpiredHolds(ledger.dataSource)).toEqual([]);
    await expire(hold);
    expect(await releaseExpiredHolds(ledger.dataSource)).toEqual([{ hold, amount: 60n }]);
    expect(await releaseExpiredHolds(ledger.dataSource)).toEqual([]);
    expect(await stateOf(hold)).toEqual({ remaining: '0', released: true, held: '10' });
    expect(await stateOf(forEver)).toMatchObject({ remaining: '10', released: false });
  });

  it('are never consumed after their end, released or not', async () => {
    const hold = await place(FAR);
    await expire(hold);
    await expect(consume(hold)).rejects.toMatchObject({ code: 'HOLD_EXPIRED' });
    await releaseExpiredHolds(ledger.dataSource);
    await expect(consume(hold)).rejects.toMatchObject({ code: 'HOLD_EXPIRED' });
  });

  it('are given back however many others stay for their requests', async () => {
    await ledger.fund(bookId, pool('a'), 500n);
    await ledger.fund(bookId, pool('b'), 60n);
    for (let awaited = 0; awaited < 200; awaited += 1) {
      await ledger.act(async (tx) => {
        const parts = { bookId, amount: 1n, purpose: 'a promise', placedBy: 'tester' };
        const hold = await placeHold(tx, { ...parts, account: pool('a'), expiresAt: FAR });
        const lines = transfer(income, pool('a'), 1n);
        await acceptRequest(
          tx,
          ledger.request({ bookId, lines, holdChanges: [{ hold, amount: -1n }] }),
        );
      });
    }
    const free = await place(FAR, pool('b'));
    await ledger.asOwner(
      `UPDATE ledger.hold SET expires_at = clock_timestamp() - interval '1 second'
        WHERE expires_at = $1`,
      [FAR],
    );
    expect(await releaseExpiredHolds(ledger.dataSource)).toEqual([{ hold: free, amount: 60n }]);
    await ledger.drain(bookId);
  });

  it('stay for a request that was accepted in time', async () => {
    const hold = await place(FAR);
    const { requestId } = await consume(hold);
    await expire(hold);
    expect(await releaseExpiredHolds(ledger.dataSource)).toEqual([]);
    await ledger.drain(bookId);
    expect((await ledger.requestState(requestId)).status).toBe('posted');
    expect(await stateOf(hold)).toEqual({ remaining: '0', released: false, held: '0' });
  });

  it('are given back again when a reversal fills them after their end', async () => {
    const hold = await place(FAR);
    await consume(hold);
    await ledger.drain(bookId);
    await expire(hold);
    await ledger.reverse(bookId, 2n);
    await ledger.drain(bookId);
    expect(await stateOf(hold)).toMatchObject({ remaining: '60', held: '60' });
    expect(await releaseExpiredHolds(ledger.dataSource)).toEqual([{ hold, amount: 60n }]);
  });

  it('are left to the next round while somebody has their account', async () => {
    const hold = await place(FAR);
    await expire(hold);
    await ledger.session(async (client) => {
      await client.query('BEGIN');
      await client.query(`SELECT 1 FROM ledger.account_balance FOR UPDATE`);
      expect(await releaseExpiredHolds(ledger.dataSource)).toEqual([]);
      await client.query('ROLLBACK');
    });
    const both = await Promise.all([1, 2].map(() => releaseExpiredHolds(ledger.dataSource)));
    expect(both.flat()).toEqual([{ hold, amount: 60n }]);
  });

  it('are given back by the sweeper', async () => {
    const hold = await place(FAR);
    await expire(hold);
    const faults: unknown[] = [];
    const deaf = {
      announce: () => Promise.resolve(),
      listen: () => Promise.resolve(() => Promise.resolve()),
    };
    const worker = new PostingWorker(ledger.dataSource, deaf, (_book, error) => faults.push(error));
    await worker.start();
    await ledger.until(async () => (await stateOf(hold))?.released === true);
    await worker.stop();
    expect(faults).toEqual([]);
  });
});
