import type { DataSource } from 'typeorm';
import type { ReportFault } from '../posting-worker';
import type { StopListening } from '../wake-up';
import type { SealedBook } from './book-log';
import type { BullSealJobs, SealProgress } from './bull-seal-jobs';
import type { CheckpointFolder } from './checkpoint-folder';
import { booksToSeal, sealBook, type SealResult } from './seal-book';
import type { SealKey } from './seal-key';

/** How long a journal stays unsealed at most, while a sealer runs. */
const SEAL_EVERY_MS = 2_000;
/** A journal that is older than this and not sealed is not left to a job that nobody takes. */
const OVERDUE_AFTER_SECONDS = 10;

/** What a sealer works with. */
export interface Sealing {
  readonly key: SealKey;
  /** Absent where none is configured: then checkpoints are in the database and on HTTP only. */
  readonly folder: CheckpointFolder | undefined;
  /** The most journals or events that one checkpoint adds. */
  readonly batch?: bigint;
  /** Seals what is no book: the audit trail. */
  readonly alongside?: (dataSource: DataSource, sealing: Sealing) => Promise<unknown>;
}

/**
 * Seals again and again, until nothing is left or another sealer is at it.
 *
 * @returns the last run, with `from` of the first
 */
export async function sealWhole(
  sealNext: () => Promise<SealResult>,
  afterEach: (run: SealResult) => void = () => undefined,
): Promise<SealResult> {
  const first = await sealNext();
  let last = first;
  while (last.size !== last.from) {
    afterEach(last);
    last = await sealNext();
  }
  return { ...last, from: first.from };
}

/** Seals a book up to its last journal. @returns the last run, with `from` of the first */
export async function sealWholeBook(
  dataSource: DataSource,
  book: SealedBook,
  { key, folder, batch }: Sealing,
  afterEach?: (run: SealResult) => void,
): Promise<SealResult> {
  return sealWhole(() => sealBook(dataSource, book, key, batch, folder), afterEach);
}

/**
 * Seals what was posted, every few seconds. Any number may run: a book has one sealer at a time.
 *
 * With Redis the books are spread as jobs over all that run. The sweep then asks for the books that
 * are behind, and seals them itself where Redis is away or nobody takes the job.
 */
export class SealingWorker {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopListening: StopListening | undefined;
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly sealing: Sealing,
    private readonly reportFault: ReportFault,
    private readonly jobs?: BullSealJobs,
  ) {}

  start(): void {
    this.stopListening = this.jobs?.listen((bookId, report) => this.sealAsked(bookId, report));
    this.timer = setInterval(() => {
      this.running ??= this.sweep().finally(() => {
        this.running = undefined;
      });
    }, SEAL_EVERY_MS);
  }

  /** Begins no further book and waits for the one in hand. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
    await this.stopListening?.();
  }

  private async sweep(): Promise<void> {
    try {
      for (const book of await booksToSeal(this.dataSource)) {
        if (this.stopped) return;
        const taken = (await this.jobs?.ask(book.id)) ?? 'nobody';
        const isOverdue = book.behindSeconds > OVERDUE_AFTER_SECONDS;
        if (taken === 'nobody' || (taken === 'waiting' && isOverdue)) await this.seal(book);
      }
    } catch (error) {
      this.reportFault(undefined, error);
    }
    if (!this.stopped) await this.sealAlongside();
  }

  private async sealAlongside(): Promise<void> {
    try {
      await this.sealing.alongside?.(this.dataSource, this.sealing);
    } catch (error) {
      this.reportFault(undefined, error);
    }
  }

  /** Never fails: whatever went wrong, the next sweep asks again. */
  private async sealAsked(bookId: number, report: (progress: SealProgress) => void): Promise<void> {
    try {
      const book = (await booksToSeal(this.dataSource)).find(({ id }) => id === bookId);
      if (book === undefined) return;
      report({ sealed: book.sealed, journals: book.journals });
      await this.seal(book, ({ size, last }) => {
        report({ sealed: size.toString(), journals: last.toString() });
      });
    } catch (error) {
      this.reportFault(bookId, error);
    }
  }

  private async seal(book: SealedBook, afterEach?: (run: SealResult) => void): Promise<void> {
    try {
      await sealWholeBook(this.dataSource, book, this.sealing, afterEach);
    } catch (error) {
      this.reportFault(book.id, error);
    }
  }
}
