import { rmSync } from 'node:fs';
import Bull from 'bull';
import { Client } from 'pg';
import {
  booksToSeal,
  BullSealJobs,
  readSealJobs,
  type SealedBook,
  SealingWorker,
  sealWholeBook,
  verifyBook,
} from '../../src/ledger';
import { keyInFolder } from '../sealing/support';
import { buildOnce, environmentOf, runFund, startFund } from '../support/fund-process';
import { income, pool, TestLedger, transfer } from '../support/ledger';
import { TestRedis } from '../support/redis';
import { reportFigures, sized } from '../support/reliability';
import { until } from './queue-scene';

const GIVE_UP_AFTER_MS = 60_000;
const seal = keyInFolder();

describe('sealing as jobs on Redis', () => {
  let ledger: TestLedger;
  let redis: TestRedis;
  let books: SealedBook[];
  let faults: unknown[];
  let closing: (() => Promise<void>)[];
  beforeAll(async () => {
    // Builds when the sources have changed, which can take longer than a test may.
    await buildOnce();
    ledger = await TestLedger.create(16);
    redis = await TestRedis.start();
  }, 180_000);
  beforeEach(() => {
    books = [];
    faults = [];
    closing = [];
  });
  afterEach(async () => {
    for (const close of closing.reverse()) await close();
    await redis.command('FLUSHALL');
    expect(faults).toEqual([]);
    expect(await booksToSeal(ledger.dataSource)).toEqual([]);
    for (const book of books) {
      const { journals, sealed } = await verifyBook(ledger.dataSource, book, seal.key.publicKey);
      expect(sealed).toBe(journals);
    }
  });
  afterAll(async () => {
    await ledger.drop();
    await redis.remove();
    rmSync(seal.folder, { recursive: true });
  });

  const post = async (bookId: number, journals: number): Promise<void> => {
    for (let made = 0; made < journals; made += 1) {
      await ledger.accept({ bookId, lines: transfer(pool('a'), income, 1n) });
    }
    await ledger.drain(bookId);
  };
  const newBook = async (journals: number): Promise<SealedBook> => {
    const id = await ledger.openBook();
    const [row] = await ledger.rows<{ code: string }>(
      'SELECT code FROM ledger.book WHERE id = $1',
      [id],
    );
    const book = { id, code: row?.code ?? '' };
    books.push(book);
    await post(id, journals);
    return book;
  };
  const openJobs = (): BullSealJobs => {
    const jobs = new BullSealJobs(redis.url);
    closing.push(() => jobs.close());
    return jobs;
  };
  const startWorker = (batch?: bigint): void => {
    const sealing = { key: seal.key, folder: undefined, ...(batch !== undefined && { batch }) };
    const report = (_book: number | undefined, error: unknown): void => {
      faults.push(error);
    };
    const worker = new SealingWorker(ledger.dataSource, sealing, report, openJobs());
    worker.start();
    closing.push(() => worker.stop());
  };
  /** The queue, reached past the port. */
  const rawQueue = async (): Promise<Bull.Queue> => {
    const { port } = redis;
    const queue = new Bull('sealing', { prefix: '{fund}', redis: { host: '127.0.0.1', port } });
    closing.push(() => queue.close(true));
    return queue.isReady();
  };
  const untilSealed = (): Promise<void> =>
    until(async () => (await booksToSeal(ledger.dataSource)).length === 0, GIVE_UP_AFTER_MS);

  /** While `work` runs no checkpoint can be written, so that whoever seals stands still. */
  const whileHeld = async (work: () => Promise<void>): Promise<void> => {
    const client = new Client(ledger.database.superuserClient);
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query('LOCK TABLE ledger.checkpoint IN SHARE ROW EXCLUSIVE MODE');
      await work();
    } finally {
      await client.end();
    }
  };

  const untilOneRuns = (): Promise<void> =>
    until(async () => (await readSealJobs(redis.url))[0]?.status === 'running', GIVE_UP_AFTER_MS);

  it('seals every book once, whoever takes it', async () => {
    for (let made = 0; made < sized(6, 40); made += 1) await newBook(3);
    startWorker(2n);
    startWorker(2n);
    startWorker(2n);
    await untilSealed();
    const rows = await ledger.rows<{ checkpoints: number }>(
      'SELECT count(*)::integer AS checkpoints FROM ledger.checkpoint WHERE book_id = ANY ($1) GROUP BY book_id',
      [books.map(({ id }) => id)],
    );
    expect(rows).toEqual(books.map(() => ({ checkpoints: 2 })));
    reportFigures('sealing-jobs', { books: books.length, workers: 3, unsealed: 0, sealedTwice: 0 });
  });

  it('tells how far it is', async () => {
    const book = await newBook(4);
    await sealWholeBook(ledger.dataSource, book, { key: seal.key, folder: undefined });
    await post(book.id, 6);
    const heard: unknown[] = [];
    const queue = await rawQueue();
    queue.on('global:progress', (_id: string, progress: unknown) => heard.push(progress));
    startWorker(2n);
    await until(() => Promise.resolve(heard.length >= 4), GIVE_UP_AFTER_MS);
    expect(heard).toEqual(['4', '6', '8', '10'].map((sealed) => ({ sealed, journals: '10' })));
  });

  it('is shown by `fund queue list` while it runs, and gone when it is done', async () => {
    const book = await newBook(4);
    await sealWholeBook(ledger.dataSource, book, { key: seal.key, folder: undefined });
    await post(book.id, 6);
    const environment = { ...environmentOf(ledger.database), REDIS_URL: redis.url };
    const list = async (): Promise<unknown[]> => {
      const { status, stdout } = await runFund(['queue', 'list', '--running'], environment);
      expect(status).toBe(0);
      return stdout
        .split('\n')
        .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown]));
    };
    startWorker();
    await whileHeld(async () => {
      await until(
        async () => (await readSealJobs(redis.url))[0]?.progress !== undefined,
        GIVE_UP_AFTER_MS,
      );
      expect(await list()).toEqual([
        { work: 'seal', book: book.code, status: 'running', sealed: '4', journals: '10' },
      ]);
    });
    await untilSealed();
    await until(async () => (await readSealJobs(redis.url)).length === 0, GIVE_UP_AFTER_MS);
    expect(await list()).toEqual([]);
  });

  it('goes on without Redis, and as jobs again when it is back', async () => {
    startWorker();
    startWorker();
    await redis.kill();
    await newBook(3);
    await untilSealed();
    await redis.restart();
    const completed: string[] = [];
    const queue = await rawQueue();
    queue.on('global:completed', (id: string) => completed.push(id));
    await until(async () => {
      await newBook(1);
      await untilSealed();
      return completed.length > 0;
    }, GIVE_UP_AFTER_MS);
  });

  it('stays safe when Redis is emptied in the midst of it, and two workers have the same book', async () => {
    const book = await newBook(7);
    startWorker(2n);
    startWorker(2n);
    const jobs = openJobs();
    await whileHeld(async () => {
      await untilOneRuns();
      await redis.command('FLUSHALL');
      // The sweep asks again, and the other worker takes it: to find that the book is being sealed.
      const taken = await jobs.ask(book.id);
      expect(taken).not.toBe('nobody');
    });
    await untilSealed();
  });

  it.each<[string, (queue: Bull.Queue, book: SealedBook) => Promise<unknown>]>([
    ['the queue is paused', (queue) => queue.pause(false)],
    [
      'somebody put the job off',
      (queue, { id }) => queue.add({}, { jobId: `seal:${String(id)}`, delay: 3_600_000 }),
    ],
  ])('costs delay only when %s', async (_what, hinder) => {
    const book = await newBook(3);
    await hinder(await rawQueue(), book);
    startWorker();
    await untilSealed();
  });

  it('ignores jobs that name no book, and books that are not there', async () => {
    const queue = await rawQueue();
    for (const jobId of ['nonsense', 'seal:', 'seal:0', 'drain:1', 'seal:1e3', 'seal:214748364']) {
      await queue.add({}, { jobId, removeOnComplete: true, removeOnFail: true });
    }
    await newBook(2);
    startWorker();
    await untilSealed();
    await until(async () => (await readSealJobs(redis.url)).length === 0, GIVE_UP_AFTER_MS);
  });

  it('is taken up by another process when the one that seals is killed', async () => {
    await newBook(5);
    const environment = {
      ...environmentOf(ledger.database),
      REDIS_URL: redis.url,
      FUND_SEAL_KEY_FILE: seal.keyFile,
    };
    const first = startFund(['work'], environment);
    closing.push(async () => {
      first.process.kill('SIGKILL');
      await first.done;
    });
    await whileHeld(async () => {
      await untilOneRuns();
      first.process.kill('SIGKILL');
      await first.done;
    });
    startWorker();
    await untilSealed();
  });

  it('lets a worker end cleanly while it seals', async () => {
    await newBook(3);
    startWorker();
    let stopping: Promise<void> | undefined;
    await whileHeld(async () => {
      await untilOneRuns();
      const [, stop] = closing.splice(0, 2);
      stopping = stop?.();
    });
    await stopping;
    expect(await readSealJobs(redis.url)).toEqual([]);
  });
});
