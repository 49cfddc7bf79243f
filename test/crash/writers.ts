import { setTimeout as pause } from 'node:timers/promises';
import { sqlState } from '../../src/platform/database/transaction';
import { income, pool, type TestLedger, transfer } from '../support/ledger';
import type { KillableServer } from './killable-server';

const WRITERS = 8;
const TRY_AGAIN_AFTER_MS = 20;
const GIVE_UP_AFTER_MS = 180_000;
/** What no crash brings about: faults of a statement, of data, of the kernel's rules. */
const FAULT = /^(0A|2[0-8]|42|LG|P0|XX)/;

/**
 * Clients that ask for postings, keep a journal of what was acknowledged, and send again, with the
 * same key, what was not.
 */
export class Writers {
  /** What was acknowledged: key and fen. */
  readonly acknowledged = new Map<string, bigint>();
  /** Requests that a kill has cut off. */
  cutOff = 0;
  /** Of those, the ones that turned out to be there already when they were sent again. */
  cutOffAfterCommit = 0;
  private made = 0;
  private stopped = false;
  private running: Promise<void>[] = [];

  constructor(
    private readonly ledger: TestLedger,
    private readonly server: KillableServer,
    private readonly bookId: number,
  ) {}

  start(): void {
    this.stopped = false;
    this.running = Array.from({ length: WRITERS }, (_, writer) => this.write(writer));
  }

  /** Lets every writer bring its last request to an end. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.running);
  }

  /** Waits until so many more requests are acknowledged. */
  async untilAcknowledged(more: number): Promise<void> {
    const wanted = this.acknowledged.size + more;
    const enough = this.ledger.until(
      () => Promise.resolve(this.acknowledged.size >= wanted),
      GIVE_UP_AFTER_MS,
    );
    // A writer that fails says why; waiting for the others would hide it.
    await Promise.race([enough, Promise.all(this.running).then(() => enough)]);
  }

  private async write(writer: number): Promise<void> {
    while (!this.stopped) {
      this.made += 1;
      const key = `request-${String(this.made)}`;
      const amount = BigInt(this.made);
      await this.send(key, pool(`writer-${String(writer)}`), amount);
      this.acknowledged.set(key, amount);
    }
  }

  private async send(key: string, account: ReturnType<typeof pool>, amount: bigint): Promise<void> {
    const started = performance.now();
    let wasCutOff = false;
    for (;;) {
      const wasUp = this.server.isUp;
      try {
        const { isNew } = await this.ledger.accept({
          bookId: this.bookId,
          idempotencyKey: key,
          lines: transfer(account, income, amount),
        });
        if (wasCutOff && !isNew) this.cutOffAfterCommit += 1;
        return;
      } catch (error) {
        const isOver = performance.now() - started > GIVE_UP_AFTER_MS;
        if (isOver || FAULT.test(sqlState(error) ?? '')) throw error;
        if (wasUp && !wasCutOff) {
          wasCutOff = true;
          this.cutOff += 1;
        }
        await pause(TRY_AGAIN_AFTER_MS);
      }
    }
  }
}
