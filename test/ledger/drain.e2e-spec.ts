import { drainBatch, type DrainResult } from '../../src/ledger';
import { Gate } from '../support/gates';
import { auditBook, income, pool, refusalOf, TestLedger, transfer } from '../support/ledger';
import { poison } from '../support/poison';

describe('draining a batch', () => {
  let ledger: TestLedger;
  let bookId: number;
  beforeAll(async () => {
    ledger = await TestLedger.create();
    await Gate.build(ledger.database);
  });
  beforeEach(async () => {
    bookId = await ledger.openBook();
  });
  afterEach(async () => {
    expect(await auditBook(ledger, bookId)).toEqual([]);
  });
  afterAll(() => ledger.drop());

  const accept = async (requests: number): Promise<bigint[]> => {
    const ids: bigint[] = [];
    for (let made = 0; made < requests; made += 1) {
      const lines = transfer(pool('a'), income, 1n);
      ids.push((await ledger.accept({ bookId, lines })).requestId);
    }
    return ids;
  };

  const statesOf = async (ids: readonly bigint[]): Promise<unknown[]> => {
    const states: unknown[] = [];
    for (const id of ids) states.push((await ledger.requestState(id)).status);
    return states;
  };

  /** As a worker does, until nothing is ready. */
  const drainAll = async (): Promise<DrainResult[]> => {
    const results: DrainResult[] = [];
    do results.push(await drainBatch(ledger.dataSource, bookId));
    while (results.at(-1)?.waiting === true);
    return results;
  };

  it('is done again where a request of it is put aside meanwhile, and posts the others', async () => {
    const ids = await accept(10);
    const gate = await Gate.close(ledger.database, 'entries of a drain');
    try {
      const draining = drainBatch(ledger.dataSource, bookId);
      await gate.untilReached(() => true);
      await ledger.rows(`SELECT ledger.fail_request($1, 'POSTING_REFUSED', 'by hand')`, [
        String(ids[4]),
      ]);
      await gate.open();
      expect(await draining).toEqual({ busy: false, posted: 9, failed: 0, waiting: false });
    } finally {
      await gate.remove();
    }
    const expected = ids.map((_, index) => (index === 4 ? 'failed' : 'posted'));
    expect(await statesOf(ids)).toEqual(expected);
  });

  it('is tried five times where it keeps losing against others, then leaves all as it was', async () => {
    const ids = await accept(3);
    await ledger.session(async (client) => {
      await client.query('CREATE SEQUENCE test_gate.tries');
      await client.query(`
        CREATE FUNCTION test_gate.lose() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
          PERFORM nextval('test_gate.tries');
          RAISE EXCEPTION 'CLAIM_LOST' USING ERRCODE = '40001';
        END $$;
        CREATE TRIGGER test_lose BEFORE INSERT ON ledger.journal
          FOR EACH STATEMENT EXECUTE FUNCTION test_gate.lose()`);
    });
    const refusal = await refusalOf(drainBatch(ledger.dataSource, bookId));
    expect(refusal).toMatchObject({ message: 'CLAIM_LOST', sqlState: '40001' });
    await ledger.session(async (client) => {
      const { rows } = await client.query(
        'SELECT last_value::integer AS tries FROM test_gate.tries',
      );
      expect(rows).toEqual([{ tries: 5 }]);
      await client.query('DROP TRIGGER test_lose ON ledger.journal');
    });
    expect(await statesOf(ids)).toEqual(['ready', 'ready', 'ready']);
    expect(await drainAll()).toMatchObject([{ posted: 3, failed: 0 }]);
  });

  it('leaves a request alone until its time has come, and counts the tries', async () => {
    const ids = await accept(2);
    const [early, late] = ids.map(String);
    const setTime = (time: string) =>
      ledger.asOwner('UPDATE ledger.posting_request SET run_after = $2 WHERE id = $1', [
        late,
        time,
      ]);
    const tries = async (): Promise<number[]> => {
      const rows = await ledger.rows<{ attempts: number }>(
        'SELECT attempts FROM ledger.posting_request WHERE id IN ($1, $2) ORDER BY id',
        [early, late],
      );
      return rows.map(({ attempts }) => attempts);
    };
    await setTime('infinity');
    await drainAll();
    expect(await statesOf(ids)).toEqual(['posted', 'ready']);
    expect(await tries()).toEqual([1, 0]);
    await setTime('-infinity');
    await ledger.rows(`SELECT ledger.fail_request($1, 'POSTING_REFUSED', 'by hand')`, [late]);
    await ledger.rows('SELECT ledger.retry_request($1)', [late]);
    await drainAll();
    expect(await statesOf(ids)).toEqual(['posted', 'posted']);
    expect(await tries()).toEqual([1, 2]);
  });

  it('puts every poisoned request aside with its reason, and posts the others in their order', async () => {
    const ids = await accept(12);
    const poisoned = new Map([
      [0, 'none'],
      [5, '7'],
      [6, 'none'],
      [11, '7'],
    ] as const);
    for (const [index, amount] of poisoned) await poison(ledger, ids[index] ?? 0n, amount);
    const results = await drainAll();
    expect(results.reduce((sum, { posted }) => sum + posted, 0)).toBe(8);
    expect(results.reduce((sum, { failed }) => sum + failed, 0)).toBe(4);
    let journal = 0;
    for (const [index, id] of ids.entries()) {
      const isPoisoned = poisoned.has(index as 0);
      if (!isPoisoned) journal += 1;
      expect(await ledger.requestState(id)).toEqual(
        isPoisoned
          ? { status: 'failed', failure_code: 'POSTING_REFUSED', journal_number: null }
          : { status: 'posted', failure_code: null, journal_number: String(journal) },
      );
    }
    const reasons = await ledger.rows<{ reason: string }>(
      `SELECT failure_detail AS reason FROM ledger.posting_request
        WHERE book_id = $1 AND status = 'failed' ORDER BY id`,
      [bookId],
    );
    expect(reasons.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('invalid input syntax'),
      expect.stringContaining('UNBALANCED'),
      expect.stringContaining('invalid input syntax'),
      expect.stringContaining('UNBALANCED'),
    ]);
  });
});
