import { acceptRequests, discardRequest, findRequest, retryRequest } from '../../src/ledger';
import { reportFigures, sized } from '../support/reliability';
import { income, pool, refusalOf, TestLedger, transfer } from '../support/ledger';
import { poison } from '../support/poison';

const RUNS = sized(20, 500);
const PEOPLE = { by: 'Officer', second: 'Approver', reason: 'Entered twice' };

describe('discarding a request', () => {
  let ledger: TestLedger;
  let bookId: number;
  beforeAll(async () => {
    ledger = await TestLedger.create();
  });
  beforeEach(async () => {
    bookId = await ledger.openBook();
    await ledger.fund(bookId, pool('a'), 100n);
  });
  afterAll(() => ledger.drop());

  const fail = (request: bigint): Promise<object[]> =>
    ledger.rows(`SELECT ledger.fail_request($1, 'POSTING_REFUSED', 'a defect')`, [String(request)]);

  /** A failed request that holds what it takes from the pool. */
  const failed = async (amount: bigint): Promise<bigint> => {
    const { idempotencyKey, ...request } = ledger.request({
      bookId,
      lines: transfer(income, pool('a'), amount),
    });
    const [accepted] = await ledger.act((tx) =>
      acceptRequests(tx, bookId, [{ ...request, idempotencyKey }]),
    );
    const id = accepted?.requestId ?? 0n;
    await fail(id);
    return id;
  };

  const discard = (request: bigint, people = PEOPLE): Promise<void> =>
    ledger.act(async (tx) => discardRequest(tx, await findRequest(tx, String(request)), people));

  const balance = async (): Promise<object | undefined> => {
    const [row] = await ledger.rows(
      `SELECT b.posted, b.held FROM ledger.account_balance b JOIN ledger.account a ON a.id = b.account_id
        WHERE a.book_id = $1 AND a.dimension_1 = 'a'`,
      [bookId],
    );
    return row;
  };

  it('withdraws it for good, frees what it held, once, and keeps who and why', async () => {
    const request = await failed(60n);
    expect(await balance()).toEqual({ posted: '100', held: '60' });
    await discard(request);
    expect(await balance()).toEqual({ posted: '100', held: '0' });
    expect(await ledger.requestState(request)).toMatchObject({ status: 'withdrawn' });
    await expect(discard(request)).rejects.toMatchObject({ code: 'REQUEST_NOT_FAILED' });
    await ledger.drain(bookId);
    expect(await balance()).toEqual({ posted: '100', held: '0' });
    expect(
      await ledger.rows(
        `SELECT discarded_by AS by, second_person AS second, reason FROM ledger.request_discard
          WHERE book_id = $1`,
        [bookId],
      ),
    ).toEqual([PEOPLE]);
    const again = ledger.act(async (tx) =>
      retryRequest(tx, await findRequest(tx, String(request))),
    );
    await expect(again).rejects.toMatchObject({ code: 'REQUEST_NOT_FAILED' });
  });

  it('takes two people and a reason, and a request that has failed', async () => {
    const request = await failed(1n);
    for (const people of [
      { ...PEOPLE, second: ' officer ' },
      { ...PEOPLE, by: ' ' },
      { ...PEOPLE, reason: ' \n' },
    ]) {
      await expect(discard(request, people)).rejects.toMatchObject({ code: 'DISCARD_NEEDS_TWO' });
    }
    const { requestId } = await ledger.accept({ bookId, lines: transfer(pool('a'), income, 1n) });
    await expect(discard(requestId)).rejects.toMatchObject({ code: 'REQUEST_NOT_FAILED' });
    await ledger.drain(bookId);
    await expect(discard(requestId)).rejects.toMatchObject({ code: 'REQUEST_NOT_FAILED' });
  });

  it('leaves to others what they are going to take from the same hold', async () => {
    const hold = await ledger.hold(bookId, pool('a'), 70n);
    const spend = async (amount: bigint): Promise<bigint> => {
      const lines = transfer(income, pool('a'), amount);
      const holdChanges = [{ hold, amount: -amount }];
      return (await ledger.accept({ bookId, lines, holdChanges })).requestId;
    };
    const [other, broken] = [await spend(40n), await spend(50n)];
    await fail(broken);
    await discard(broken);
    expect(await balance()).toEqual({ posted: '100', held: '40' });
    expect(await ledger.drain(bookId)).toMatchObject({ posted: 1, failed: 0 });
    expect(await ledger.requestState(other)).toMatchObject({ status: 'posted' });
    expect(await balance()).toEqual({ posted: '60', held: '0' });
  });

  it('opens the way for another reversal of the same journal', async () => {
    const { requestId } = await ledger.reverse(bookId, 1n);
    await fail(requestId);
    expect((await refusalOf(ledger.reverse(bookId, 1n))).message).toBe('ALREADY_REVERSED');
    await discard(requestId);
    await ledger.reverse(bookId, 1n);
    expect(await ledger.drain(bookId)).toMatchObject({ posted: 1 });
  });

  it('discards what can never be posted', async () => {
    const { requestId } = await ledger.accept({ bookId, lines: transfer(pool('a'), income, 1n) });
    await poison(ledger, requestId, 'none');
    await fail(requestId);
    await discard(requestId);
    expect(await ledger.drain(bookId)).toMatchObject({ posted: 0, failed: 0 });
  });

  it('either posts a request that is put back meanwhile, or discards it, never both', async () => {
    await ledger.fund(bookId, pool('a'), BigInt(RUNS));
    let [posted, withdrawn] = [0, 0];
    for (let run = 0; run < RUNS; run += 1) {
      const request = await failed(1n);
      const putBack = async (): Promise<void> => {
        await ledger.act(async (tx) => retryRequest(tx, await findRequest(tx, String(request))));
        await ledger.drain(bookId);
      };
      const outcomes = await Promise.allSettled([discard(request), putBack()]);
      const [discarding, posting] = outcomes.map(({ status }) => status === 'fulfilled');
      expect(discarding).toBe(!posting);
      const { status } = await ledger.requestState(request);
      expect(status).toBe(posting ? 'posted' : 'withdrawn');
      if (posting) posted += 1;
      else withdrawn += 1;
    }
    reportFigures('discard-or-post', { runs: RUNS, posted, withdrawn });
    expect(await balance()).toEqual({ posted: String(100 + RUNS - posted), held: '0' });
    const discards = await ledger.rows('SELECT FROM ledger.request_discard WHERE book_id = $1', [
      bookId,
    ]);
    expect(discards).toHaveLength(withdrawn);
  });
});
