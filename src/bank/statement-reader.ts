import { Worker } from 'node:worker_threads';
import { DomainError } from '../errors';
import { type StatementFaultCode, refusedFor } from './reading/statement';
import type { StatementRead, StatementWork } from './reading/statement-worker';

const LIMITS = { milliseconds: 20_000, heap: 512, atOnce: 2, waiting: 20 };

const refused = (code: StatementFaultCode): StatementRead => ({
  reading: refusedFor([{ code, line: null, column: null }]),
  rows: [],
});

/** Reads files that may be hostile, each in a thread of its own, which ends in time whatever it holds. */
export class StatementReader {
  private running = 0;
  private readonly queue: (() => void)[] = [];

  constructor(private readonly limits: typeof LIMITS = LIMITS) {}

  /** @throws DomainError DOCUMENT_READER_BUSY */
  async read(work: StatementWork): Promise<StatementRead> {
    await this.enter();
    try {
      return await this.readInThread(work);
    } finally {
      this.leave();
    }
  }

  private readInThread(work: StatementWork): Promise<StatementRead> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(require.resolve('./reading/statement-worker'), {
        workerData: work,
        // Nothing of the process's settings is a file's business.
        env: {},
        resourceLimits: { maxOldGenerationSizeMb: this.limits.heap, maxYoungGenerationSizeMb: 32 },
      });
      const timer = setTimeout(() => {
        resolve(refused('TOO_SLOW'));
        void worker.terminate();
      }, this.limits.milliseconds);
      worker.once('message', resolve);
      worker.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(refused('FILE_TOO_LARGE'));
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
