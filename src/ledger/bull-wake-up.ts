import type { Job, Queue } from 'bull';
import {
  addressOf,
  bookOfJob,
  closeQueue,
  forAnnouncing,
  forListening,
  HINT_WITHIN_MS,
  jobOptions,
  openQueue,
  POSTING_QUEUE,
  type RedisOptions,
  within,
} from './bull-queue';
import type { StopListening, WakeUp } from './wake-up';

const TASK = 'drain';
const READY_WITHIN_MS = 500;
/** A job is taken and gone in a millisecond or two, because the posting happens after it. */
const CONCURRENCY = 1;

/**
 * Hints as Bull jobs on Redis, one job a book: each goes to one worker, so the work spreads.
 *
 * While a job with an id exists, Bull ignores another with the same id. A job that lasted as long as
 * its drain would swallow the hint for what is accepted meanwhile. So a job is over, and its id free,
 * before the drain that it asks for begins: whatever was accepted before the id was free is seen by
 * that drain, whatever is accepted later makes a job of its own.
 */
export class BullWakeUp implements WakeUp {
  private readonly address: RedisOptions;
  private readonly outgoing: Queue<unknown>;
  private overdue = 0;

  private constructor(redisUrl: string) {
    this.address = addressOf(redisUrl);
    this.outgoing = openQueue(POSTING_QUEUE, { ...this.address, ...forAnnouncing });
  }

  /** Connects; where Redis does not answer the connection is made when it is back. */
  static async open(redisUrl: string): Promise<BullWakeUp> {
    const wakeUp = new BullWakeUp(redisUrl);
    const { client } = wakeUp.outgoing;
    const ready = new Promise<void>((resolve) => {
      if (client.status === 'ready') resolve();
      client.once('ready', resolve);
      client.once('error', resolve);
    });
    await within(READY_WITHIN_MS, ready);
    return wakeUp;
  }

  /** Takes half a second at most, and never fails: what Redis does not take, the sweeper finds. */
  async announce(bookId: number): Promise<void> {
    // While Redis leaves one hint unanswered, others would only wait in line behind it.
    if (this.overdue > 0) return;
    const adding = this.outgoing.add({}, jobOptions(`${TASK}:${bookId}`));
    if (await within(HINT_WITHIN_MS, adding)) return;
    this.overdue += 1;
    const answered = (): void => {
      this.overdue -= 1;
    };
    adding.then(answered, answered);
  }

  listen(onBook: (bookId: number) => void): Promise<StopListening> {
    const queue = openQueue(POSTING_QUEUE, { ...this.address, ...forListening });
    let stopped = false;
    // A job that was removed as stalled is gone already: then there is nothing to name the book.
    const isOver = (job: Job | null): void => {
      const bookId = bookOfJob(TASK, job?.id);
      if (bookId !== undefined && !stopped) onBook(bookId);
    };
    queue.on('completed', isOver);
    queue.on('failed', isOver);
    const processing = queue.process(CONCURRENCY, () => Promise.resolve());
    const stop = async (): Promise<void> => {
      stopped = true;
      await closeQueue(queue);
    };
    processing
      .catch(() => undefined)
      .finally(() => {
        // Bull opens a connection when it first needs it, which may be after the closing.
        if (stopped) for (const client of queue.clients) client.disconnect();
      });
    return Promise.resolve(stop);
  }

  async close(): Promise<void> {
    await closeQueue(this.outgoing);
  }
}
