import {
  acceptRequest,
  placeHold,
  PostgresWakeUp,
  PostingWorker,
  settleBook,
} from '../../src/ledger';
import { auditBook, income, pool, TestLedger, transfer } from '../support/ledger';

describe('posting', () => {
  let ledger: TestLedger;
  let bookId: number;
  beforeAll(async () => {
    ledger = await TestLedger.create(24);
  });
  beforeEach(async () => {
    bookId = await ledger.openBook();
  });
  afterAll(() => ledger.drop());

  const vouchers = async (): Promise<string[]> => {
    const rows = await ledger.rows<{ voucher: string }>(
      `SELECT to_char(voucher_month, 'YYYY-MM') || '/' || voucher_number AS voucher
         FROM ledger.journal WHERE book_id = $1 ORDER BY number`,
      [bookId],
    );
    return rows.map(({ voucher }) => voucher);
  };

  it('posts in the order of acceptance, whatever the size of the batches', async () => {
    const accepted: bigint[] = [];
    for (let index = 1; index <= 10; index += 1) {
      const lines = transfer(pool('a'), income, BigInt(index));
      accepted.push((await ledger.accept({ bookId, lines })).requestId);
    }
    for (const limit of [1, 3, 500]) await ledger.drain(bookId, limit);
    const journals = await ledger.rows<{ request_id: string }>(
      'SELECT request_id FROM ledger.journal WHERE book_id = $1 ORDER BY number',
      [bookId],
    );
    expect(journals.map(({ request_id: id }) => BigInt(id))).toEqual(accepted);
    expect(await auditBook(ledger, bookId)).toEqual([]);
  });

  it('says whether more is waiting than it took', async () => {
    for (let index = 0; index < 3; index += 1) {
      await ledger.accept({ bookId, lines: transfer(pool('a'), income, 1n) });
    }
    expect(await ledger.drain(bookId, 2)).toEqual({
      busy: false,
      posted: 2,
      failed: 0,
      waiting: true,
    });
    const rest = { busy: false, posted: 1, failed: 0, waiting: false };
    expect(await ledger.drain(bookId, 2)).toEqual(rest);
    expect(await ledger.drain(bookId, 2)).toEqual({ ...rest, posted: 0 });
  });

  it('never takes more than a thousand requests at once, however many it is asked for', async () => {
    await ledger.rows(
      `SELECT ledger.accept_request($1, 'k' || n, sha256('x'), 'f', 's', '2024-03-01', '记', 'p', $2, '[]')
         FROM generate_series(1, 1002) AS n`,
      [
        bookId,
        JSON.stringify(
          ['5', '-5'].map((amount, index) => ({
            code: String(index),
            dimensions: ['', '', '', ''],
            side: 1,
            section: 'main',
            floor: null,
            amount,
          })),
        ),
      ],
    );
    const [all] = await ledger.rows<{ posted: number; waiting: boolean }>(
      'SELECT * FROM ledger.drain($1, NULL)',
      [bookId],
    );
    expect(all).toMatchObject({ posted: 1000, waiting: true });
    expect(await ledger.drain(bookId, 5_000)).toMatchObject({ posted: 2, waiting: false });
  });

  it('numbers the vouchers of each month of the business date for itself', async () => {
    const days = ['2024-03-31', '2024-04-01', '2024-03-01', '2024-02-29', '2024-04-30'];
    for (const [index, businessOn] of days.entries()) {
      await ledger.accept({ bookId, businessOn, lines: transfer(pool('a'), income, 1n) });
      if (index % 2 === 0) await ledger.drain(bookId);
    }
    await ledger.drain(bookId);
    expect(await vouchers()).toEqual([
      '2024-03/1',
      '2024-04/1',
      '2024-03/2',
      '2024-02/1',
      '2024-04/2',
    ]);
    expect(await auditBook(ledger, bookId)).toEqual([]);
  });

  it('leaves no gap where a posting was rolled back', async () => {
    await ledger.fund(bookId, pool('a'), 1n);
    await ledger.accept({ bookId, lines: transfer(pool('a'), income, 1n) });
    const runner = ledger.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('SELECT * FROM ledger.drain($1, 500)', [bookId]);
    await runner.rollbackTransaction();
    await runner.release();
    await ledger.drain(bookId);
    expect(await vouchers()).toEqual(['2024-03/1', '2024-03/2']);
  });

  it('leaves a book that is being written to its writer, and another book is free', async () => {
    const other = await ledger.openBook();
    for (const book of [bookId, other]) {
      await ledger.accept({ bookId: book, lines: transfer(pool('a'), income, 1n) });
    }
    const runner = ledger.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('SELECT * FROM ledger.drain($1, 500)', [bookId]);
    expect(await ledger.drain(bookId)).toMatchObject({ busy: true, posted: 0 });
    expect(await ledger.drain(other)).toMatchObject({ busy: false, posted: 1 });
    await runner.commitTransaction();
    await runner.release();
    expect(await ledger.drain(bookId)).toMatchObject({ busy: false, posted: 0 });
  });

  it('writes the moment of booking after everything it waited for', async () => {
    await ledger.fund(bookId, pool('a'), 10n);
    await ledger.accept({ bookId, lines: transfer(income, pool('a'), 1n) });
    const parts = { bookId, account: pool('a'), amount: 1n, purpose: 'test', placedBy: 'tester' };
    let posting: Promise<unknown> = Promise.resolve();
    const letGo = await ledger.act(async (tx) => {
      await placeHold(tx, parts);
      posting = ledger.drain(bookId);
      await ledger.untilWaiting(1);
      const [row] = await tx.query<{ at: Date }[]>('SELECT clock_timestamp() AS at');
      return row?.at;
    });
    await posting;
    const [journal] = await ledger.rows<{ booked_at: Date }>(
      'SELECT booked_at FROM ledger.journal WHERE book_id = $1 AND number = 2',
      [bookId],
    );
    expect(journal?.booked_at.getTime()).toBeGreaterThanOrEqual(letGo?.getTime() ?? Infinity);
  });

  it('reads no more when other books have become long', async () => {
    const readBlocks = async (): Promise<number> => {
      const blocks: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        await ledger.accept({ bookId, lines: transfer(pool('a'), income, 1n) });
        const [plan] = await ledger.rows<{
          'QUERY PLAN': { Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }[];
        }>(
          `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM ledger.drain(${String(bookId)}, 500)`,
        );
        const root = plan?.['QUERY PLAN'][0]?.Plan;
        blocks.push((root?.['Shared Hit Blocks'] ?? NaN) + (root?.['Shared Read Blocks'] ?? NaN));
      }
      return Math.min(...blocks);
    };
    const before = await readBlocks();
    const other = await ledger.openBook();
    await ledger.session(async (client) => {
      await client.query('BEGIN');
      await client.query('ALTER TABLE ledger.journal DISABLE TRIGGER ALL');
      await client.query(
        `INSERT INTO ledger.journal (number, book_id, voucher_month, voucher_word, voucher_number, business_on,
                                     booked_at, request_id, fact, summary, made_by, entry_count)
         SELECT n, $1, '2024-03-01', '记', n, '2024-03-01', now(), -n, 'f', 's', 'p', 2
           FROM generate_series(1, 20000) AS n`,
        [other],
      );
      await client.query('ALTER TABLE ledger.journal ENABLE TRIGGER ALL');
      for (const guard of ['append_only', 'journal_whole', 'own_hand']) {
        await client.query(`ALTER TABLE ledger.journal ENABLE ALWAYS TRIGGER ${guard}`);
      }
      await client.query('COMMIT');
      await client.query('ANALYZE ledger.journal');
    });
    expect((await readBlocks()) - before).toBeLessThan(40);
  });

  it('asks whether a book is settled without reading all that was ever asked of it', async () => {
    await ledger.session(async (client) => {
      await client.query('BEGIN');
      await client.query(
        `INSERT INTO ledger.posting_request (book_id, idempotency_key, body_hash, fact, summary, business_on,
                                             voucher_word, made_by, lines, hold_changes, status, journal_number)
         SELECT $1, 'long-' || n, sha256('x'), 'f', 's', '2024-03-01', '记', 'p', '[]', '[]', 'posted', -n
           FROM generate_series(1, 20000) AS n`,
        [bookId],
      );
      await client.query('COMMIT');
      await client.query('ANALYZE ledger.posting_request');
    }, 'fund_owner');
    const query = jest.spyOn(ledger.dataSource, 'query');
    await settleBook(ledger.dataSource, bookId);
    const asked = query.mock.calls.map(([sql]) => sql).filter((sql) => !sql.includes('drain('));
    query.mockRestore();
    expect(asked).toHaveLength(1);
    const [plan] = await ledger.rows<{ 'QUERY PLAN': { Plan: { 'Shared Hit Blocks': number } }[] }>(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${asked[0] ?? ''}`,
      [bookId],
    );
    expect(plan?.['QUERY PLAN'][0]?.Plan['Shared Hit Blocks']).toBeLessThan(20);
  });

  it('keeps every number and every balance whole under 8 producers and 3 workers on 2 books', async () => {
    const books = [bookId, await ledger.openBook()];
    const months = ['2024-01-31', '2024-02-29', '2024-03-01'];
    for (const book of books) await ledger.fund(book, pool('a'), 100n);
    const faults: unknown[] = [];
    const wakeUp = new PostgresWakeUp(ledger.dataSource, ledger.database.serviceClient);
    const workers = [1, 2, 3].map(
      () => new PostingWorker(ledger.dataSource, wakeUp, (_book, error) => faults.push(error)),
    );
    await Promise.all(workers.map((worker) => worker.start()));
    let expectedFailures = 0;
    const produce = async (producer: number): Promise<void> => {
      for (let index = 0; index < 25; index += 1) {
        const book = books[(producer + index) % 2] ?? bookId;
        const businessOn = months[(producer * 7 + index) % 3] ?? '2024-01-01';
        const fails = index % 5 === 4;
        if (fails) expectedFailures += 1;
        const empty = pool(`empty-${String(producer)}-${String(index)}`);
        const lines = fails
          ? transfer(income, empty, 1n)
          : transfer(pool(`p-${String(index % 3)}`), income, BigInt(index + 1));
        await ledger.act((tx) =>
          acceptRequest(tx, ledger.request({ bookId: book, businessOn, lines })),
        );
        await wakeUp.announce(book);
      }
    };
    try {
      await Promise.all(Array.from({ length: 8 }, (_, producer) => produce(producer)));
      await ledger.until(async () => {
        const ready = await ledger.rows(
          `SELECT 1 FROM ledger.posting_request WHERE status = 'ready' AND book_id = ANY ($1)`,
          [books],
        );
        return ready.length === 0;
      });
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
    }
    expect(faults).toEqual([]);
    for (const book of books) expect(await auditBook(ledger, book)).toEqual([]);
    const [totals] = await ledger.rows<{ posted: number; failed: number; codes: string[] }>(
      `SELECT count(*) FILTER (WHERE status = 'posted')::integer AS posted,
              count(*) FILTER (WHERE status = 'failed')::integer AS failed,
              array_agg(DISTINCT failure_code) FILTER (WHERE status = 'failed') AS codes
         FROM ledger.posting_request WHERE book_id = ANY ($1)`,
      [books],
    );
    expect(totals).toEqual({
      posted: 2 + 200 - expectedFailures,
      failed: expectedFailures,
      codes: ['FLOOR_BROKEN'],
    });
    const [disordered] = await ledger.rows(
      `SELECT 1 FROM (SELECT request_id, lag(request_id) OVER (PARTITION BY book_id, batch ORDER BY number) AS before
                        FROM (SELECT *, booked_at AS batch FROM ledger.journal WHERE book_id = ANY ($1)) j) o
        WHERE request_id < before`,
      [books],
    );
    expect(disordered).toBeUndefined();
  });
});
