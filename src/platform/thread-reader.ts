import { Worker } from 'node:worker_threads';
import { DomainError } from '../errors';

/** What reading one file may take, and how many are read at once. */
export interface ReadingLimits {
  readonly milliseconds: number;
  /** Of the thread's heap, in MB. */
  readonly heap: number;
  readonly atOnce: number;
  readonly waiting: number;
}

/** What is answered where a file takes more than it may. */
export interface ReadingRefusals<Reading> {
  readonly tooSlow: Reading;
  readonly tooLarge: Reading;
}

/** Files come from strangers: each is read in a thread of its own, which ends in time whatever it holds. */
export class ThreadReader<Work extends object, Reading> {
  private running = 0;
  private readonly queue: (() => void)[] = [];

  /** @param program path of what runs in the thread: it posts one reading of its `workerData` */
  constructor(
    private readonly program: string,
    private readonly limits: ReadingLimits,
    private readonly refusals: ReadingRefusals<Reading>,
  ) {}

  /** @throws DomainError DOCUMENT_READER_BUSY */
  async read(work: Work): Promise<Reading> {
    await this.enter();
    try {
      return await this.readInThread(work);
    } finally {
      this.leave();
    }
  }

  private readInThread(work: Work): Promise<Reading> {
    return new Promise((resolve, reject) => {
      const { milliseconds, heap } = this.limits;
      const worker = new Worker(this.program, {
        workerData: work,
        // Nothing of the process's settings is a file's business.
        env: {},
        resourceLimits: {
          maxOldGenerationSizeMb: heap,
          maxYoungGenerationSizeMb: 32,
          stackSizeMb: 4,
        },
      });
      const timer = setTimeout(() => {
        resolve(this.refusals.tooSlow);
        void worker.terminate();
      }, milliseconds);
      worker.once('message', resolve);
      worker.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(this.refusals.tooLarge);
        else reject(error);
      });
      worker.once('exit', () => {
        clearTimeout(timer);
        reject(new Error('a reader ended without an answer'));
      });
    });
  }

  private async enter(): Promise<void> {
    if (this.running < this.limits.atOnce) {
      this.running += 1;
      return;
    }
    if (this.queue.length >= this.limits.waiting) {
      throw new DomainError('DOCUMENT_READER_BUSY', 'failed', { retryAfterSeconds: 5 });
    }
    await new Promise<void>((resolve) => this.queue.push(resolve));
  }

  /** Whoever waits takes the place. */
  private leave(): void {
    const next = this.queue.shift();
    if (next === undefined) this.running -= 1;
    else next();
  }
}
