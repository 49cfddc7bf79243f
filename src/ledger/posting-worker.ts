import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { drainBatch, type DrainResult, requestOfFault } from './drain';
import { releaseExpiredHolds } from './holds';
import type { StopListening, WakeUp } from './wake-up';

/** How long a lost hint can delay a posting. */
const SWEEP_EVERY_MS = 1_000;
/** The other writer may have claimed its batch just before our request came: look again soon. */
const BUSY_PAUSE_MS = 25;

/** What went wrong while draining, and with which request where one is known; the worker goes on and the sweeper tries again. */
export type ReportFault = (bookId: number | undefined, error: unknown, request?: string) => void;

/** Told of every batch, with the seconds that it took. */
export type ObserveBatch = (result: DrainResult, seconds: number) => void;

/**
 * Posts what waits, book by book: woken by hints, and by a sweeper that finds books whose hint was
 * lost; it also gives back holds that are over. Any number of workers may run; PostgreSQL lets one write a book at a time.
 */
export class PostingWorker {
  private readonly wanted = new Set<number>();
  private readonly draining = new Map<number, Promise<void>>();
  private sweepTimer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;
  private stopListening: StopListening | undefined;
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly wakeUp: WakeUp,
    private readonly reportFault: ReportFault,
    private readonly observeBatch: ObserveBatch = () => undefined,
  ) {}

  async start(): Promise<void> {
    this.stopListening = await this.wakeUp.listen((bookId) => {
      this.want(bookId);
    });
    this.sweepTimer = setInterval(() => {
      this.sweeping ??= this.sweep().finally(() => {
        this.sweeping = undefined;
      });
    }, SWEEP_EVERY_MS);
  }

  /** Takes no new work and waits for the batches in hand. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.sweepTimer);
    await this.stopListening?.();
    await this.sweeping;
    await Promise.all(this.draining.values());
  }

  private want(bookId: number): void {
    if (this.stopped) return;
    this.wanted.add(bookId);
    if (this.draining.has(bookId)) return;
    const run = this.drain(bookId)
      .catch((error: unknown) => {
        this.reportFault(bookId, error, requestOfFault(error));
      })
      .finally(() => {
        this.draining.delete(bookId);
        // A hint that came while the drain was ending, or failing, would else wait for the sweeper.
        if (this.wanted.has(bookId)) this.want(bookId);
      });
    this.draining.set(bookId, run);
  }

  private async drain(bookId: number): Promise<void> {
    while (this.wanted.delete(bookId)) {
      for (;;) {
        const started = performance.now();
        const result = await drainBatch(this.dataSource, bookId);
        this.observeBatch(result, (performance.now() - started) / 1_000);
        const { busy, waiting } = result;
        if (this.stopped || !(busy || waiting)) break;
        if (busy) await pause(BUSY_PAUSE_MS);
      }
    }
  }

  private async sweep(): Promise<void> {
    try {
      const rows = await this.dataSource.query<{ book_id: number }[]>(
        `WITH leader AS MATERIALIZED (
           SELECT pg_try_advisory_xact_lock(hashtext('ledger.sweeper')) AS is_leader)
         SELECT DISTINCT r.book_id FROM leader JOIN ledger.posting_request r ON leader.is_leader
          WHERE r.status = 'ready' AND r.run_after <= clock_timestamp()`,
      );
      for (const { book_id: bookId } of rows) this.want(bookId);
      await releaseExpiredHolds(this.dataSource);
    } catch (error) {
      this.reportFault(undefined, error);
    }
  }
}
