import type { DataSource } from 'typeorm';
import type { InboxSource } from '../inbox';
import { inTransaction } from '../platform/database/transaction';
import { CLAIMED_AT_ONCE, deliverNotices, type Delivery } from './deliver';
import { dayToRemind, remindOverdue } from './remind';
import { type ExpirySource, remindExpiring } from './remind-expiring';

/** How long a notice waits at most before it is first tried. */
const SWEEP_EVERY_MS = 2_000;
/** How often it is looked whether something became overdue or is about to end. */
const REMIND_EVERY_MS = 10 * 60_000;

/** What people are reminded of. */
export interface RemindedOf {
  /** Of this when it is overdue. */
  readonly work: readonly InboxSource[];
  /** Of this before it ends. */
  readonly expiries: readonly ExpirySource[];
}

/** What went wrong; the worker goes on. */
export type ReportNoticeFault = (error: unknown) => void;

/** Sends notices and reminds of what is overdue, and of what is about to end. Any number may run: each notice is taken by one at a time. */
export class NoticeWorker {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private nextReminder = 0;
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly delivery: Delivery,
    private readonly remindedOf: RemindedOf,
    private readonly reportFault: ReportNoticeFault,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.running ??= this.sweep().finally(() => {
        this.running = undefined;
      });
    }, SWEEP_EVERY_MS);
  }

  /** Begins no further message and waits for the one in hand. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  private async sweep(): Promise<void> {
    try {
      await this.remind();
      let claimed = CLAIMED_AT_ONCE;
      while (claimed === CLAIMED_AT_ONCE && !this.stopped) {
        ({ claimed } = await deliverNotices(this.dataSource, this.delivery, () => this.stopped));
      }
    } catch (error) {
      this.reportFault(error);
    }
  }

  private async remind(): Promise<void> {
    if (Date.now() < this.nextReminder) return;
    this.nextReminder = Date.now() + REMIND_EVERY_MS;
    await inTransaction(this.dataSource, async (tx) => {
      const day = await dayToRemind(tx);
      if (day === undefined) return;
      await remindOverdue(tx, this.remindedOf.work, day);
      await remindExpiring(tx, this.remindedOf.expiries, day);
    });
  }
}
