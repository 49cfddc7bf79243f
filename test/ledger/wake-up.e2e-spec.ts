import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { drainBatch, PostgresWakeUp, PostingWorker, type WakeUp } from '../../src/ledger';
import { auditBook, income, pool, TestLedger, transfer } from '../support/ledger';

describe('waking up the workers', () => {
  let ledger: TestLedger;
  let bookId: number;
  let faults: unknown[];
  let workers: PostingWorker[];
  beforeAll(async () => {
    ledger = await TestLedger.create(16);
  });
  beforeEach(async () => {
    bookId = await ledger.openBook();
    faults = [];
    workers = [];
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    expect(faults).toEqual([]);
    expect(await auditBook(ledger, bookId)).toEqual([]);
  });
  afterAll(() => ledger.drop());

  const newWakeUp = (): PostgresWakeUp =>
    new PostgresWakeUp(ledger.dataSource, {
      ...ledger.database.serviceClient,
      application_name: 'fund listener',
    });

  const startWorker = async (wakeUp: WakeUp = newWakeUp()): Promise<PostingWorker> => {
    const worker = new PostingWorker(ledger.dataSource, wakeUp, (_book, error) => {
      faults.push(error);
    });
    workers.push(worker);
    await worker.start();
    return worker;
  };

  const accept = async (): Promise<bigint> => {
    const { requestId } = await ledger.accept({ bookId, lines: transfer(pool('a'), income, 1n) });
    return requestId;
  };

  /** Milliseconds until the request was posted. */
  const timeToPost = async (requestId: bigint): Promise<number> => {
    const started = performance.now();
    await ledger.until(async () => (await ledger.requestState(requestId)).status === 'posted');
    return performance.now() - started;
  };

  const listeners = async (): Promise<number> =>
    ledger.session(async (client) => {
      const { rows } = await client.query<{ count: number }>(
        `SELECT count(*)::integer AS count FROM pg_stat_activity
          WHERE datname = $1 AND application_name = 'fund listener' AND query LIKE 'LISTEN%'`,
        [ledger.database.name],
      );
      return rows[0]?.count ?? -1;
    });

  const killListeners = async (): Promise<void> => {
    await ledger.session(async (client) => {
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = $1 AND application_name = 'fund listener'`,
        [ledger.database.name],
      );
    });
  };

  it('posts an announced request long before the sweeper would find it', async () => {
    await startWorker();
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const requestId = await accept();
      await newWakeUp().announce(bookId);
      times.push(await timeToPost(requestId));
    }
    expect(Math.min(...times)).toBeLessThan(200);
    expect(times.reduce((sum, time) => sum + time)).toBeLessThan(2_500);
  });

  it('finds a request that was never announced within two seconds', async () => {
    await startWorker();
    expect(await timeToPost(await accept())).toBeLessThan(2_000);
  });

  it('listens again after its connection was cut, and hints work again', async () => {
    await startWorker();
    await killListeners();
    await ledger.until(async () => (await listeners()) === 1);
    const times: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const requestId = await accept();
      await newWakeUp().announce(bookId);
      times.push(await timeToPost(requestId));
    }
    expect(Math.min(...times)).toBeLessThan(200);
  });

  it('leaves no connection behind when it is stopped while it connects again', async () => {
    const worker = await startWorker();
    const connect = jest.spyOn(Client.prototype, 'connect');
    try {
      await killListeners();
      await ledger.until(async () => Promise.resolve(connect.mock.calls.length > 1));
      await worker.stop();
    } finally {
      connect.mockRestore();
    }
    await pause(200);
    expect(await listeners()).toBe(0);
  });

  it('ignores hints that name no book', async () => {
    await startWorker();
    for (const payload of ['', 'nonsense', '-1', '99999999999999999999', '2147483647']) {
      await ledger.rows('SELECT pg_notify($1, $2)', ['ledger_ready', payload]);
    }
    const requestId = await accept();
    await newWakeUp().announce(bookId);
    await timeToPost(requestId);
  });

  it('leaves nothing half done when it is stopped in the middle of work', async () => {
    const worker = await startWorker();
    for (let index = 0; index < 40; index += 1) {
      await accept();
      if (index % 4 === 0) await newWakeUp().announce(bookId);
    }
    await worker.stop();
    const atStop = await ledger.rows(
      'SELECT status, count(*) FROM ledger.posting_request WHERE book_id = $1 GROUP BY 1 ORDER BY 1',
      [bookId],
    );
    expect(await auditBook(ledger, bookId)).toEqual([]);
    await newWakeUp().announce(bookId);
    await pause(100);
    expect(
      await ledger.rows(
        'SELECT status, count(*) FROM ledger.posting_request WHERE book_id = $1 GROUP BY 1 ORDER BY 1',
        [bookId],
      ),
    ).toEqual(atStop);
    await drainBatch(ledger.dataSource, bookId);
    const [left] = await ledger.rows<{ ready: number }>(
      `SELECT count(*)::integer AS ready FROM ledger.posting_request WHERE book_id = $1 AND status = 'ready'`,
      [bookId],
    );
    expect(left?.ready).toBe(0);
  });

  it('never posts a request twice with two workers on one book', async () => {
    await Promise.all([startWorker(), startWorker()]);
    const ids: bigint[] = [];
    for (let index = 0; index < 60; index += 1) {
      ids.push(await accept());
      await newWakeUp().announce(bookId);
    }
    await Promise.all(ids.map(timeToPost));
    const [count] = await ledger.rows(
      `SELECT count(*)::integer AS journals, count(DISTINCT request_id)::integer AS requests,
              (SELECT posted::integer FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
                WHERE a.book_id = $1 AND a.code = '1011') AS money
         FROM ledger.journal WHERE book_id = $1`,
      [bookId],
    );
    expect(count).toEqual({ journals: 60, requests: 60, money: 60 });
  });

  it('takes up a hint that came while a batch was failing, without waiting for the sweeper', async () => {
    const requestId = await accept();
    let hint: (book: number) => void = () => undefined;
    const wakeUp: WakeUp = {
      announce: () => Promise.resolve(),
      listen: (onBook) => {
        hint = onBook;
        return Promise.resolve(() => Promise.resolve());
      },
    };
    const query = ledger.dataSource.query.bind(ledger.dataSource);
    let failures = 0;
    const flaky = jest
      .spyOn(ledger.dataSource, 'query')
      .mockImplementation(async (sql, parameters): Promise<unknown> => {
        if (sql.includes('ledger.drain') && failures === 0) {
          failures += 1;
          await pause(20);
          hint(bookId);
          throw new Error('the connection was lost');
        }
        return query(sql, parameters);
      });
    try {
      await startWorker(wakeUp);
      const started = performance.now();
      hint(bookId);
      while ((await ledger.requestState(requestId)).status !== 'posted') {
        if (performance.now() - started > 700) break;
        await pause(10);
      }
      expect((await ledger.requestState(requestId)).status).toBe('posted');
      expect(faults.map((fault) => (fault as Error).message)).toEqual(['the connection was lost']);
    } finally {
      flaky.mockRestore();
      faults = [];
    }
  });
});
