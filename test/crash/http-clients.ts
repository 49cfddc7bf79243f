import { setTimeout as pause } from 'node:timers/promises';
import { formatYuan } from '../../src/money';
import { until } from '../queue/queue-scene';
import { paid, received } from '../vouchers/voucher-service';

const CLIENTS = 8;
const TRY_AGAIN_AFTER_MS = 20;
const GIVE_UP_AFTER_MS = 180_000;
/** Every so many vouchers one that is cut off is not sent again. */
const ABANDONED_ONE_IN = 5;

/** A voucher as a client sends it. */
export interface Sent {
  readonly isPaid: boolean;
  /** In fen. */
  readonly amount: bigint;
  /** Whether the client wants to be answered once it is posted. */
  readonly waits: boolean;
}

/** An answer, down to the letter. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly location: string | null;
}

/** Where the service is, and as whom it is called. */
export interface Door {
  readonly url: string;
  readonly apiKey: string;
  readonly bookCode: string;
  /** Lets the caller in again. */
  readonly open: () => Promise<void>;
}

/**
 * Clients that enter vouchers over HTTP and keep a journal of what they sent and what they were told.
 * What was cut off they send again under the same key until it is answered, some of it never again.
 * The summary of each voucher is its key.
 */
export class HttpClients {
  readonly sent = new Map<string, Sent>();
  readonly acknowledged = new Map<string, Answer>();
  readonly abandoned = new Set<string>();
  /** Keys whose sending a death has cut off. */
  readonly cutOff = new Set<string>();
  private stopped = false;
  private running: Promise<void>[] = [];

  constructor(private readonly door: Door) {}

  start(): void {
    this.running = Array.from({ length: CLIENTS }, () => this.enterVouchers());
  }

  /** Lets every client bring its last voucher to an end. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.running);
  }

  /** Waits until so many more vouchers are acknowledged. */
  async untilAcknowledged(more: number): Promise<void> {
    const wanted = this.acknowledged.size + more;
    const enough = until(() => Promise.resolve(this.acknowledged.size >= wanted), GIVE_UP_AFTER_MS);
    // A client that fails says why; waiting for the others would hide it.
    await Promise.race([enough, Promise.all(this.running).then(() => enough)]);
  }

  /** Sends a voucher once. */
  async send(key: string): Promise<Answer> {
    const sent = this.sent.get(key);
    if (sent === undefined) throw new Error('this voucher was never made');
    const voucher = (sent.isPaid ? paid : received)(formatYuan(sent.amount));
    const response = await fetch(`${this.door.url}/api/v1/books/${this.door.bookCode}/vouchers`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.door.apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': key,
        ...(sent.waits && { prefer: 'wait=10' }),
      },
      body: JSON.stringify({ ...voucher, summary: key }),
    });
    const { status, headers } = response;
    return { status, text: await response.text(), location: headers.get('location') };
  }

  private async enterVouchers(): Promise<void> {
    while (!this.stopped) {
      const made = this.sent.size + 1;
      const key = `voucher-${String(made)}`;
      // Three kinds of one and two of the other, so that every kind comes both ways.
      this.sent.set(key, { isPaid: made % 3 === 0, amount: BigInt(made), waits: made % 2 === 0 });
      const answer = await this.untilAnswered(key, made % ABANDONED_ONE_IN === 0);
      if (answer === undefined) this.abandoned.add(key);
      else this.acknowledged.set(key, answer);
    }
  }

  /** Undefined where it was cut off and given up. */
  private async untilAnswered(key: string, isAbandoned: boolean): Promise<Answer | undefined> {
    const started = performance.now();
    for (;;) {
      const answer = await this.send(key).catch(() => undefined);
      if (answer?.status === 201 || answer?.status === 202) return answer;
      if (answer?.status === 401) {
        // Each start closes the sandbox of a database that is not embedded.
        await this.door.open();
        continue;
      }
      if (answer !== undefined) throw new Error(`${String(answer.status)}: ${answer.text}`);
      this.cutOff.add(key);
      if (isAbandoned) return undefined;
      if (performance.now() - started > GIVE_UP_AFTER_MS) throw new Error('it was never answered');
      await pause(TRY_AGAIN_AFTER_MS);
    }
  }
}
