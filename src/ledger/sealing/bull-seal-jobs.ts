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
  type RedisOptions,
  SEALING_QUEUE,
  within,
} from '../bull-queue';
import type { StopListening } from '../wake-up';

const TASK = 'seal';
/** Sealing is long: each process seals one book at a time, so that the books spread. */
const CONCURRENCY = 1;
/** A book has one job at most, so there are no more than books to be sealed. */
const MOST_LISTED = 1_000;
const READ_WITHIN_MS = 2_000;

/** How far a book is sealed: journals under a checkpoint, of all that it has; decimal digits. */
export interface SealProgress {
  readonly sealed: string;
  readonly journals: string;
}

/** A book that is being sealed, or whose turn is to come. */
export interface SealJob {
  readonly bookId: number;
  readonly status: 'running' | 'waiting';
  /** Absent until the work has begun. */
  readonly progress?: SealProgress;
}

/** Who will seal a book: somebody does, somebody is to, or nobody was reached. */
export type Taken = 'running' | 'waiting' | 'nobody';

/** Seals a book and tells how far it is. */
export type SealOne = (bookId: number, report: (progress: SealProgress) => void) => Promise<void>;

/** What Redis holds may be of anybody's making. */
function progressOf(job: Job): SealProgress | undefined {
  const { sealed, journals } = (job.progress() ?? {}) as Record<string, unknown>;
  const areCounts = [sealed, journals].every(
    (count) => typeof count === 'string' && /^\d{1,19}$/.test(count),
  );
  return areCounts ? { sealed: String(sealed), journals: String(journals) } : undefined;
}

/**
 * Sealing as Bull jobs on Redis, one a book. Unlike a hint to post, a job lasts as long as its work
 * and tells how far it is. What is posted meanwhile needs no hint: the sweep of a `SealingWorker` asks
 * again for every book that is behind.
 */
export class BullSealJobs {
  private readonly address: RedisOptions;
  private readonly asking: Queue<unknown>;
  private unanswered = 0;

  constructor(redisUrl: string) {
    this.address = addressOf(redisUrl);
    this.asking = openQueue(SEALING_QUEUE, { ...this.address, ...forAnnouncing });
  }

  /** Asks for a book to be sealed. Takes half a second at most, and never fails. */
  async ask(bookId: number): Promise<Taken> {
    // While Redis leaves one question unanswered, others would only wait in line behind it.
    if (this.unanswered > 0) return 'nobody';
    let taken: Taken = 'nobody';
    const asking = this.add(bookId).then((answer) => {
      taken = answer;
    });
    if (!(await within(HINT_WITHIN_MS, asking))) {
      this.unanswered += 1;
      const answered = (): void => {
        this.unanswered -= 1;
      };
      asking.then(answered, answered);
    }
    return taken;
  }

  /** Seals the books that were asked for, one at a time, until stopped. */
  listen(seal: SealOne): StopListening {
    const queue = openQueue(SEALING_QUEUE, { ...this.address, ...forListening });
    let stopped = false;
    let inHand: Promise<void> = Promise.resolve();
    const processing = queue.process(CONCURRENCY, (job) => {
      const bookId = bookOfJob(TASK, job.id);
      if (bookId === undefined || stopped) return Promise.resolve();
      inHand = seal(bookId, (progress) => {
        // Sealing does not wait for Redis, and needs no answer from it.
        job.progress(progress).catch(() => undefined);
      });
      return inHand;
    });
    processing.catch(() => undefined);
    return async () => {
      stopped = true;
      await inHand;
      await closeQueue(queue, true);
    };
  }

  async close(): Promise<void> {
    await closeQueue(this.asking);
  }

  private async add(bookId: number): Promise<Taken> {
    const job = await this.asking.add({}, jobOptions(`${TASK}:${bookId}`));
    return (await job.isActive()) ? 'running' : 'waiting';
  }
}

/** What is being sealed and what waits for it; nothing where Redis does not answer in two seconds. */
export async function readSealJobs(redisUrl: string): Promise<SealJob[]> {
  const queue = openQueue(SEALING_QUEUE, { ...addressOf(redisUrl), ...forListening });
  const found: SealJob[] = [];
  const add = (jobs: readonly (Job | null)[], status: SealJob['status']): void => {
    for (const job of jobs) {
      const bookId = bookOfJob(TASK, job?.id);
      if (job === null || bookId === undefined) continue;
      const progress = progressOf(job);
      found.push({ bookId, status, ...(progress !== undefined && { progress }) });
    }
  };
  const reading = async (): Promise<void> => {
    add(await queue.getActive(0, MOST_LISTED), 'running');
    add(await queue.getWaiting(0, MOST_LISTED), 'waiting');
  };
  await within(READ_WITHIN_MS, reading());
  await closeQueue(queue);
  return found;
}
