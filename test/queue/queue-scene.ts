import { setTimeout as pause } from 'node:timers/promises';
import Bull from 'bull';
import { BullWakeUp, PostingWorker, type WakeUp } from '../../src/ledger';
import { brokenRules } from '../support/books';
import { auditBook, income, pool, TestLedger, transfer } from '../support/ledger';
import { type RedisOptions, TestRedis } from '../support/redis';

const GIVE_UP_AFTER_MS = 20_000;

/** Looks every few milliseconds until it is so. */
export async function until(
  isSo: () => Promise<boolean>,
  withinMs = GIVE_UP_AFTER_MS,
): Promise<void> {
  const started = performance.now();
  while (!(await isSo())) {
    if (performance.now() - started > withinMs) throw new Error('it did not come to that');
    await pause(5);
  }
}

/** A ledger and a Redis of their own, with workers that are woken through Redis. */
export class QueueScene {
  bookId = 0;
  /** What the workers reported. */
  faults: unknown[] = [];
  /** Fen that were accepted for the book. */
  accepted = 0;
  private workers: PostingWorker[] = [];
  private wakeUps: BullWakeUp[] = [];

  private constructor(
    readonly ledger: TestLedger,
    readonly redis: TestRedis,
  ) {}

  static async open(options: RedisOptions = {}): Promise<QueueScene> {
    const redis = await TestRedis.start(options);
    return new QueueScene(await TestLedger.create(16), redis);
  }

  async newBook(): Promise<void> {
    this.bookId = await this.ledger.openBook();
    this.accepted = 0;
    this.faults = [];
  }

  async openWakeUp(): Promise<BullWakeUp> {
    const wakeUp = await BullWakeUp.open(this.redis.url);
    this.wakeUps.push(wakeUp);
    return wakeUp;
  }

  async startWorker(): Promise<PostingWorker> {
    const wakeUp = await this.openWakeUp();
    const worker = new PostingWorker(this.ledger.dataSource, wakeUp, (_book, error) => {
      this.faults.push(error);
    });
    this.workers.push(worker);
    await worker.start();
    return worker;
  }

  /** Accepts one fen. */
  async accept(): Promise<bigint> {
    const { requestId } = await this.ledger.accept({
      bookId: this.bookId,
      lines: transfer(pool('a'), income, 1n),
    });
    this.accepted += 1;
    return requestId;
  }

  /** Accepts and announces so many requests, several at a time, as an API does. */
  async acceptMany(count: number, announcer: WakeUp, atOnce = 4): Promise<void> {
    let left = count;
    const one = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await this.accept();
        await announcer.announce(this.bookId);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, one));
  }

  /** Adds a job past the port. */
  async addJob(jobId: string): Promise<void> {
    const { port } = this.redis;
    const queue = new Bull('ledger', { prefix: '{fund}', redis: { host: '127.0.0.1', port } });
    try {
      await queue.add({}, { jobId, removeOnComplete: true, removeOnFail: true });
    } finally {
      await queue.close(true);
    }
  }

  async keys(): Promise<string[]> {
    return (await this.redis.command('KEYS', '*')) as string[];
  }

  until(isSo: () => Promise<boolean>, withinMs?: number): Promise<void> {
    return until(isSo, withinMs);
  }

  async untilPosted(requests: readonly bigint[]): Promise<void> {
    for (const request of requests) {
      await this.until(async () => (await this.ledger.requestState(request)).status === 'posted');
    }
  }

  /** Waits until nothing of the book is ready; returns the milliseconds that took. */
  async untilDrained(withinMs = GIVE_UP_AFTER_MS): Promise<number> {
    const started = performance.now();
    await this.until(async () => {
      const rows = await this.ledger.rows(
        `SELECT FROM ledger.posting_request WHERE book_id = $1 AND status = 'ready' LIMIT 1`,
        [this.bookId],
      );
      return rows.length === 0;
    }, withinMs);
    return performance.now() - started;
  }

  /** How often something was posted for the book, and how much money that came to. */
  async postings(): Promise<{ journals: number; requests: number; money: number }> {
    const [row] = await this.ledger.rows<{ journals: number; requests: number; money: number }>(
      `SELECT count(*)::integer AS journals, count(DISTINCT request_id)::integer AS requests,
              (SELECT coalesce(sum(b.posted), 0)::integer
                 FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
                WHERE a.book_id = $1 AND a.code = '1011') AS money
         FROM ledger.journal WHERE book_id = $1`,
      [this.bookId],
    );
    if (row === undefined) throw new Error('the ledger gave no answer');
    return row;
  }

  /** Stops what runs and checks the books. */
  async endTest(): Promise<void> {
    await Promise.all(this.workers.splice(0).map((worker) => worker.stop()));
    await Promise.all(this.wakeUps.splice(0).map((wakeUp) => wakeUp.close()));
    await this.checkBooks();
  }

  /** Nothing was lost and nothing posted twice. */
  async checkBooks(): Promise<void> {
    const { accepted } = this;
    expect(await this.postings()).toEqual({
      journals: accepted,
      requests: accepted,
      money: accepted,
    });
    expect(await auditBook(this.ledger, this.bookId)).toEqual([]);
    expect(await brokenRules(this.ledger.dataSource)).toEqual([]);
  }

  async close(): Promise<void> {
    await Promise.all(this.wakeUps.splice(0).map((wakeUp) => wakeUp.close()));
    await this.ledger.drop();
    await this.redis.remove();
  }
}
