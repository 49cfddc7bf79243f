import { Worker } from 'node:worker_threads';
import { DomainError } from '../../errors';
import type { InvoiceReading } from './invoice';
import { unreadable } from './invoice';
import type { ReadingWork } from './invoice-worker';

/** What reading one file may take, and how many are read at once. */
export interface ReadingLimits {
  readonly milliseconds: number;
  /** Of the thread's heap, in MB. */
  readonly heap: number;
  readonly atOnce: number;
  readonly waiting: number;
}

const LIMITS: ReadingLimits = { milliseconds: 10_000, heap: 128, atOnce: 2, waiting: 20 };

/** Files come from strangers: each is read in a thread of its own, which ends in time whatever it holds. */
export class InvoiceReader {
  private readonly limits: ReadingLimits;
  private running = 0;
  private readonly queue: (() => void)[] = [];

  constructor(limits: Partial<ReadingLimits> = {}) {
    this.limits = { ...LIMITS, ...limits };
  }

  /**
   * Reads the invoice that a file holds for programs.
   *
   * @throws DomainError DOCUMENT_READER_BUSY
   */
  async read(format: ReadingWork['format'], bytes: Uint8Array): Promise<InvoiceReading> {
    await this.enter();
    try {
      return await this.readInThread({ format, bytes });
    } finally {
      this.leave();
    }
  }

  private readInThread(work: ReadingWork): Promise<InvoiceReading> {
    return new Promise((resolve, reject) => {
      const { milliseconds, heap } = this.limits;
      const worker = new Worker(require.resolve('./invoice-worker'), {
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
        resolve(unreadable('too_slow'));
        void worker.terminate();
      }, milliseconds);
      worker.once('message', resolve);
      worker.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(unreadable('too_large'));
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
