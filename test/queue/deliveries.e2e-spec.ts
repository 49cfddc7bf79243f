import { setTimeout as pause } from 'node:timers/promises';
import type { StopListening, WakeUp } from '../../src/ledger';
import { PostingWorker } from '../../src/ledger';
import { brokenRules } from '../support/books';
import { auditBook, income, pool, TestLedger, transfer } from '../support/ledger';
import { poison } from '../support/poison';
import { reportFigures, sized } from '../support/reliability';

const BOOKS = 4;
const REQUESTS = sized(400, 5_000);
/** Hints for them: each comes once at least and five times at most. */
const DELIVERIES = 4 * REQUESTS;
const MOST_DELIVERIES = 5;
const ENDS_WITHIN_MS = sized(120_000, 1_200_000);

/** Delivers hints as the test says, to whoever listens. */
class HandDelivery implements WakeUp {
  private readonly listeners: ((bookId: number) => void)[] = [];

  announce(): Promise<void> {
    return Promise.resolve();
  }

  listen(onBook: (bookId: number) => void): Promise<StopListening> {
    this.listeners.push(onBook);
    return Promise.resolve(() => Promise.resolve());
  }

  deliver(bookId: number, listener: number): void {
    this.listeners[listener % this.listeners.length]?.(bookId);
  }
}

/** The same numbers in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** How often the hint of each request comes. */
function timesOfEach(roll: (sides: number) => number): number[] {
  const times = Array.from({ length: REQUESTS }, () => 1);
  let left = DELIVERIES - REQUESTS;
  while (left > 0) {
    const index = roll(REQUESTS);
    if ((times[index] ?? 0) >= MOST_DELIVERIES) continue;
    times[index] = (times[index] ?? 0) + 1;
    left -= 1;
  }
  return times;
}

describe('hints that come twice, in another order and late', () => {
  let ledger: TestLedger;
  let books: number[];
  let workers: PostingWorker[];
  let delivery: HandDelivery;
  let faults: unknown[];
  beforeAll(async () => {
    ledger = await TestLedger.create(16);
  });
  beforeEach(async () => {
    books = [];
    for (let index = 0; index < BOOKS; index += 1) books.push(await ledger.openBook());
    faults = [];
    delivery = new HandDelivery();
    workers = [0, 1].map(
      () => new PostingWorker(ledger.dataSource, delivery, (_book, error) => faults.push(error)),
    );
  });
  afterEach(() => Promise.all(workers.map((worker) => worker.stop())));
  afterAll(() => ledger.drop());

  const startWorkers = async (): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.start()));
  };

  const countOf = async (status: string): Promise<number> => {
    const [row] = await ledger.rows<{ count: number }>(
      `SELECT count(*)::integer AS count FROM ledger.posting_request
        WHERE book_id = ANY ($1) AND status = $2`,
      [books, status],
    );
    return row?.count ?? -1;
  };

  const journals = async (): Promise<{ journals: number; requests: number }[]> =>
    ledger.rows(
      `SELECT count(*)::integer AS journals, count(DISTINCT request_id)::integer AS requests
         FROM ledger.journal WHERE book_id = ANY ($1)`,
      [books],
    );

  const until = async (isSo: () => Promise<boolean>): Promise<void> => {
    const deadline = performance.now() + ENDS_WITHIN_MS;
    while (!(await isSo())) {
      if (performance.now() > deadline) throw new Error('it did not come to that');
      await pause(10);
    }
  };

  it.each([11, 22, 33])(
    'post every request once (seed %i)',
    async (seed) => {
      await startWorkers();
      const roll = dice(seed);
      const late: number[] = [];
      let delivered = 0;
      const deliver = (bookId: number): void => {
        delivered += 1;
        delivery.deliver(bookId, roll(2));
      };
      for (const times of timesOfEach(roll)) {
        const bookId = books[roll(BOOKS)] ?? 0;
        await ledger.accept({ bookId, lines: transfer(pool(`p${roll(3)}`), income, 1n) });
        for (let time = 0; time < times; time += 1) {
          if (roll(2) === 0) deliver(bookId);
          else late.splice(roll(late.length + 1), 0, bookId);
        }
        if (late.length > 0 && roll(4) === 0) deliver(late.pop() ?? 0);
      }
      for (const bookId of late) deliver(bookId);
      await until(async () => (await countOf('ready')) === 0);
      await Promise.all(workers.map((worker) => worker.stop()));
      expect(delivered).toBe(DELIVERIES);
      expect(await journals()).toEqual([{ journals: REQUESTS, requests: REQUESTS }]);
      for (const bookId of books) expect(await auditBook(ledger, bookId)).toEqual([]);
      expect(await brokenRules(ledger.dataSource)).toEqual([]);
      expect(faults).toEqual([]);
      reportFigures(`deliveries-${seed}`, {
        delivered,
        requests: REQUESTS,
        ...(await journals())[0],
      });
    },
    ENDS_WITHIN_MS,
  );

  it('put a poisoned request aside, post the others, and leave it aside however often they come', async () => {
    const bookId = books[0] ?? 0;
    const ids: bigint[] = [];
    for (let index = 0; index < 60; index += 1) {
      const { requestId } = await ledger.accept({
        bookId,
        lines: transfer(pool('a'), income, 1n),
      });
      ids.push(requestId);
    }
    await poison(ledger, ids[30] ?? 0n, 'none');
    await startWorkers();
    for (let time = 0; time < 20; time += 1) delivery.deliver(bookId, time);
    await until(async () => (await countOf('ready')) === 0);
    for (let time = 0; time < 20; time += 1) delivery.deliver(bookId, time);
    expect(await countOf('failed')).toBe(1);
    expect(await journals()).toEqual([{ journals: 59, requests: 59 }]);
    const poisoned = await ledger.requestState(ids[30] ?? 0n);
    expect(poisoned).toMatchObject({ status: 'failed', journal_number: null });
    expect(poisoned.failure_code).not.toBeNull();
    expect(await auditBook(ledger, bookId)).toEqual([]);
    expect(faults).toEqual([]);
  });
});
