import type { DataSource } from 'typeorm';
import type { ReportFault } from '../posting-worker';
import type { CheckpointFolder } from './checkpoint-folder';
import { booksToSeal, SEAL_BATCH, sealBook, type SealedBook, type SealResult } from './seal-book';
import type { SealKey } from './seal-key';

/** How long a journal stays unsealed at most, while a sealer runs. */
const SEAL_EVERY_MS = 2_000;

/** Seals a book up to its last journal. @returns the last run, with `from` of the first */
export async function sealWholeBook(
  dataSource: DataSource,
  book: SealedBook,
  key: SealKey,
  folder?: CheckpointFolder,
): Promise<SealResult> {
  const sealNext = (): Promise<SealResult> => sealBook(dataSource, book, key, SEAL_BATCH, folder);
  const first = await sealNext();
  let last = first;
  // Nothing was added: all is sealed, or another sealer is at it.
  while (last.size !== last.from) last = await sealNext();
  return { ...last, from: first.from };
}

/** Seals what was posted, every few seconds. Any number may run: a book has one sealer at a time. */
export class SealingWorker {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly key: SealKey,
    private readonly folder: CheckpointFolder | undefined,
    private readonly reportFault: ReportFault,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.running ??= this.sealAll().finally(() => {
        this.running = undefined;
      });
    }, SEAL_EVERY_MS);
  }

  /** Begins no further book and waits for the one in hand. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  private async sealAll(): Promise<void> {
    try {
      for (const book of await booksToSeal(this.dataSource)) {
        if (this.stopped) return;
        await sealWholeBook(this.dataSource, book, this.key, this.folder).catch(
          (error: unknown) => {
            this.reportFault(book.id, error);
          },
        );
      }
    } catch (error) {
      this.reportFault(undefined, error);
    }
  }
}
