import { setTimeout as pause } from 'node:timers/promises';
import Bull, { type JobId, type JobOptions, type Queue } from 'bull';

/** What can be the id of a book. */
const BOOK_ID = /^[1-9]\d{0,8}$/;
/** Hints that a book has requests waiting. */
export const POSTING_QUEUE = 'ledger';
/** Books to be sealed. */
export const SEALING_QUEUE = 'sealing';

/** In braces, so that a Redis Cluster keeps all keys of a queue in one place. */
const PREFIX = '{fund}';

/** How long whoever hints waits for Redis to take the hint. */
export const HINT_WITHIN_MS = 500;
const CLOSE_WITHIN_MS = 2_000;
const CONNECT_WITHIN_MS = 2_000;
/** A machine that vanished without a word is noticed some ten seconds after this. */
const KEEP_ALIVE_AFTER_MS = 5_000;
/** How long a connection that is being closed may keep the process alive. */
const DISCONNECT_WITHIN_MS = 300;
const MOST_BETWEEN_TRIES_MS = 1_000;

const SETTINGS: Bull.AdvancedSettings = {
  // A worker that dies between taking a job and ending it blocks its id for these two together.
  lockDuration: 5_000,
  lockRenewTime: 2_500,
  stalledInterval: 5_000,
  // A job whose worker died is given to another one once; then the sweep has it.
  maxStalledCount: 1,
  // Nothing is ever delayed, so there is seldom anything to guard.
  guardInterval: 5_000,
  retryProcessDelay: 200,
  // Seconds, unlike the others: how long one blocking call waits for a job.
  drainDelay: 5,
  // Nothing is tried again by Bull.
  backoffStrategies: {},
};

/** Of every job. It repeats never, and is its own book's only one, so Bull's debouncing has no use. */
export const DEFAULT_JOB_OPTIONS = {
  // First come, first served: no book is before another.
  priority: 0,
  lifo: false,
  delay: 0,
  // What fails is found again by the sweep, from PostgreSQL; a job that came back would find it done.
  attempts: 1,
  backoff: { type: 'fixed', delay: 0 },
  // A hint is over at once. Sealing takes as long as it takes: Bull would only call it failed while it
  // goes on, and a second sealer would begin.
  timeout: 0,
  // A job that stayed would keep its id, and with it every later hint, away.
  removeOnComplete: true,
  removeOnFail: true,
  // Errors are logged where they happen; Redis is no place for what they say.
  stackTraceLimit: 1,
  preventParsingData: false,
} as const satisfies JobOptions;

/** One job for each thing to be done: while it exists, another with its id is ignored. */
export const jobOptions = (jobId: string): JobOptions => ({ ...DEFAULT_JOB_OPTIONS, jobId });

/** How Bull reaches Redis. */
export type RedisOptions = Exclude<Bull.QueueOptions['redis'], string | undefined>;

/** Bull would read the address itself, but without TLS and with the login still encoded. */
export function addressOf(redisUrl: string): RedisOptions {
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
    // Else a connection that is lost in its first moment counts as ready for ever after.
    disableClientInfo: true,
    // Nothing is ever delayed, so nobody waits for the news that Bull subscribes to; and if a connection is closed
    // before the new subscription is answered, nobody catches that.
    autoResubscribe: false,
    retryStrategy: (tries) => Math.min(50 * 2 ** Math.min(tries, 10), MOST_BETWEEN_TRIES_MS),
  };
}

/** For whoever hints: nothing is kept for later, because a hint that is late is worth nothing. */
export const forAnnouncing: RedisOptions = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
};

/** For whoever does the work: the blocking call waits as long as it must, the small ones do not pile up. */
export const forListening: RedisOptions = { maxRetriesPerRequest: 1 };

/** A queue whose faults are no news: hints may be lost. */
export function openQueue(name: string, redis: RedisOptions): Queue<unknown> {
  const queue = new Bull<unknown>(name, {
    prefix: PREFIX,
    redis,
    settings: SETTINGS,
    defaultJobOptions: DEFAULT_JOB_OPTIONS,
    // PostgreSQL limits by itself how much is posted at once: one writer a book.
    limiter: undefined,
    // What is counted is counted from PostgreSQL (`/metrics`); Bull keeps nothing in Redis for it.
    metrics: { maxDataPoints: 0 },
  });
  queue.on('error', () => undefined);
  return queue;
}

/** Waits for something, but not for ever; whether it went well is no matter. */
export async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
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

/** Leaves Redis; with `settle` the job that just ended is first taken out of it. */
export async function closeQueue(queue: Queue<unknown>, settle = false): Promise<void> {
  await within(CLOSE_WITHIN_MS, queue.close(!settle));
  for (const client of queue.clients) client.disconnect();
}

/** All queues of the installation, to look at. */
export const openQueues = (redisUrl: string): Queue<unknown>[] =>
  [POSTING_QUEUE, SEALING_QUEUE].map((name) =>
    openQueue(name, { ...addressOf(redisUrl), ...forListening }),
  );

/** Leaves the queues that {@link openQueues} opened. */
export async function closeQueues(queues: readonly Queue<unknown>[]): Promise<void> {
  await Promise.all(queues.map((queue) => closeQueue(queue)));
}

/**
 * The book that a job with the id `<task>:<book>` is about. Anybody who reaches Redis may add a job:
 * undefined where the id names none.
 */
export function bookOfJob(task: string, jobId: JobId | undefined): number | undefined {
  const [given, digits = '', ...more] = String(jobId).split(':');
  if (given !== task || more.length > 0 || !BOOK_ID.test(digits)) return undefined;
  return parseInt(digits, 10);
}
