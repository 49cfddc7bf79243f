import { setTimeout as pause } from 'node:timers/promises';
import Bull, { type Job, type JobId, type JobOptions, type Queue } from 'bull';
import type { StopListening, WakeUp } from './wake-up';

const QUEUE = 'ledger';
/** In braces, so that a Redis Cluster keeps all keys of the queue in one place. */
const PREFIX = '{fund}';
/** Anybody who reaches Redis may add a job: what cannot be the id of a book is no hint. */
const JOB_ID = /^drain:([1-9]\d{0,8})$/;

/** How long whoever accepts waits for a hint to be taken. */
const ADD_WITHIN_MS = 500;
const READY_WITHIN_MS = 500;
const CLOSE_WITHIN_MS = 2_000;
const CONNECT_WITHIN_MS = 2_000;
/** A machine that vanished without a word is noticed some ten seconds after this. */
const KEEP_ALIVE_AFTER_MS = 5_000;
/** How long a connection that is being closed may keep the process alive. */
const DISCONNECT_WITHIN_MS = 300;
const MOST_BETWEEN_TRIES_MS = 1_000;

/** A job is taken and gone in a millisecond or two, because the posting happens after it. */
const CONCURRENCY = 1;
const SETTINGS: Bull.AdvancedSettings = {
  // A worker that dies between taking a job and ending it blocks its id for these two together.
  lockDuration: 5_000,
  lockRenewTime: 2_500,
  stalledInterval: 5_000,
  maxStalledCount: 1,
  guardInterval: 5_000,
  retryProcessDelay: 200,
  // Seconds, unlike the others: how long one blocking call waits for a job.
  drainDelay: 5,
  backoffStrategies: {},
};

const jobOptions = (bookId: number): JobOptions => ({
  jobId: `drain:${bookId}`,
  attempts: 1,
  delay: 0,
  lifo: false,
  removeOnComplete: true,
  removeOnFail: true,
  stackTraceLimit: 1,
});

type RedisOptions = Exclude<Bull.QueueOptions['redis'], string | undefined>;

/** Bull would read the address itself, but without TLS and with the login still encoded. */
function addressOf(redisUrl: string): RedisOptions {
  const { protocol, hostname, port, username, password, pathname } = new URL(redisUrl);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 6379 : parseInt(port, 10),
    db: pathname.length > 1 ? parseInt(pathname.slice(1), 10) : 0,
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: {} }),
    connectTimeout: CONNECT_WITHIN_MS,
    keepAlive: KEEP_ALIVE_AFTER_MS,
    disconnectTimeout: DISCONNECT_WITHIN_MS,
    enableReadyCheck: false,
    retryStrategy: (tries) => Math.min(50 * 2 ** Math.min(tries, 10), MOST_BETWEEN_TRIES_MS),
  };
}

/** For whoever accepts: nothing is kept for later, because a hint that is late is worth nothing. */
const forAnnouncing: RedisOptions = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
};

/** For whoever posts: the blocking call waits as long as it must, the small ones do not pile up. */
const forListening: RedisOptions = { maxRetriesPerRequest: 1 };

function openQueue(redis: RedisOptions): Queue<unknown> {
  const queue = new Bull<unknown>(QUEUE, { prefix: PREFIX, redis, settings: SETTINGS });
  queue.on('error', () => undefined);
  return queue;
}

/** Waits for something, but not for ever; whether it went well is no matter. */
async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const giveUp = new AbortController();
  const late = pause(ms, false, { signal: giveUp.signal }).catch(() => false);
  const done = work.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([done, late]);
  } finally {
    giveUp.abort();
  }
}

async function closeQueue(queue: Queue<unknown>): Promise<void> {
  await within(CLOSE_WITHIN_MS, queue.close(true));
  for (const client of queue.clients) client.disconnect();
}

/** The book that a job names; undefined where it names none. */
export function bookOfJob(jobId: JobId | undefined): number | undefined {
  const digits = JOB_ID.exec(String(jobId))?.[1];
  return digits === undefined ? undefined : parseInt(digits, 10);
}

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
    this.outgoing = openQueue({ ...this.address, ...forAnnouncing });
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
    const adding = this.outgoing.add({}, jobOptions(bookId));
    if (await within(ADD_WITHIN_MS, adding)) return;
    this.overdue += 1;
    const answered = (): void => {
      this.overdue -= 1;
    };
    adding.then(answered, answered);
  }

  listen(onBook: (bookId: number) => void): Promise<StopListening> {
    const queue = openQueue({ ...this.address, ...forListening });
    let stopped = false;
    // A job that was removed as stalled is gone already: then there is nothing to name the book.
    const isOver = (job: Job | null): void => {
      const bookId = bookOfJob(job?.id);
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
