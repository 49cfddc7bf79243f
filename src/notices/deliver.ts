import type { DataSource, EntityManager } from 'typeorm';
import { inTransaction } from '../platform/database/transaction';
import { addressOf } from './addresses';
import { MailError, type Mailer, SEND_WITHIN_MS } from './mailer';
import { OutgoingEvent } from './outgoing-event.entity';
import { renderNotice } from './render-notice';

/** How many notices are taken at a time. */
export const CLAIMED_AT_ONCE = 50;
/** For how long what is taken is left alone by others; nothing is begun that could last longer. */
const CLAIM_LASTS_MS = 10 * 60_000;
/** After each try but the last, in seconds: 1, 5 and 30 minutes, 2 hours, then a day each. */
export const RETRY_AFTER_SECONDS = [60, 300, 1_800, 7_200, 86_400, 86_400, 86_400] as const;

/** What becomes of notices where they are sent. */
export interface Delivery {
  /** Absent where no mail server is configured: notices are then read in the console only. */
  readonly mailer: Mailer | undefined;
  /** How browsers reach the console. */
  readonly publicUrl: string | undefined;
}

/** What a delivery came to. */
export interface Delivered {
  readonly claimed: number;
  readonly sent: number;
  readonly logged: number;
  readonly refused: number;
}

type Outcome =
  | { readonly state: 'sent' | 'logged'; readonly error?: string }
  | { readonly state: 'refused'; readonly error: string };

/** Takes notices that are due; nobody else gets them until the claim has run out. */
async function claim(tx: EntityManager): Promise<OutgoingEvent[]> {
  const rows = await tx.query<{ id: string }[]>(
    `WITH due AS (
       SELECT e.id FROM fund.outgoing_event e
        WHERE e.state = 'waiting' AND e.run_after <= clock_timestamp()
        ORDER BY e.run_after LIMIT $1 FOR UPDATE SKIP LOCKED),
     claimed AS (
       UPDATE fund.outgoing_event e SET run_after = clock_timestamp() + $2 * interval '1 millisecond'
         FROM due WHERE e.id = due.id RETURNING e.id)
     SELECT id FROM claimed`,
    [CLAIMED_AT_ONCE, CLAIM_LASTS_MS],
  );
  const ids = rows.map(({ id }) => id);
  return tx
    .createQueryBuilder(OutgoingEvent, 'event')
    .where('event.id = ANY (:ids)', { ids })
    .orderBy('event.id')
    .getMany();
}

async function settle(
  tx: EntityManager,
  { id, attempts }: OutgoingEvent,
  outcome: Outcome,
): Promise<void> {
  if (outcome.state === 'logged') {
    await tx.query(
      `UPDATE fund.outgoing_event SET state = 'logged', last_error = $2 WHERE id = $1 AND state = 'waiting'`,
      [id, outcome.error ?? null],
    );
    return;
  }
  const wait = outcome.state === 'sent' ? 0 : RETRY_AFTER_SECONDS[attempts];
  const state = outcome.state === 'sent' ? 'sent' : wait === undefined ? 'failed' : 'waiting';
  await tx.query(
    `UPDATE fund.outgoing_event
        SET state = $2, attempts = attempts + 1, last_error = $3,
            run_after = clock_timestamp() + $4 * interval '1 second',
            sent_at = CASE WHEN $2 = 'sent' THEN clock_timestamp() END
      WHERE id = $1 AND state = 'waiting' AND attempts = $5`,
    [id, state, outcome.error ?? null, wait ?? 0, attempts],
  );
}

async function send(
  tx: EntityManager,
  { mailer, publicUrl }: Delivery,
  event: OutgoingEvent,
): Promise<Outcome & { readonly isOfTheServer?: boolean }> {
  if (mailer === undefined) return { state: 'logged' };
  const address = await addressOf(tx, event);
  if (address === undefined) return { state: 'logged', error: 'NO_ADDRESS' };
  const { name, email, language } = address;
  try {
    const { subject, text } = renderNotice(event.kind, event.facts, language, publicUrl);
    await mailer.send({ id: event.id, to: { name, address: email }, subject, text });
    return { state: 'sent' };
  } catch (error) {
    if (!(error instanceof MailError)) return { state: 'refused', error: 'DEFECT' };
    return { state: 'refused', error: error.code, isOfTheServer: error.isOfTheServer };
  }
}

/** Lets others have what was taken and not begun. */
const giveBack = (tx: EntityManager, events: readonly OutgoingEvent[]): Promise<unknown> =>
  tx.query(
    `UPDATE fund.outgoing_event SET run_after = clock_timestamp() + $2 * interval '1 second'
      WHERE id = ANY ($1) AND state = 'waiting'`,
    [events.map(({ id }) => id), RETRY_AFTER_SECONDS[0]],
  );

/**
 * Sends notices that are due, at most {@link CLAIMED_AT_ONCE}. Each is sent at least once: what a process
 * sent and did not mark before it was killed is sent again once its claim has run out. Where the mail
 * server itself fails, the rest waits untried.
 */
export async function deliverNotices(
  dataSource: DataSource,
  delivery: Delivery,
  isStopped: () => boolean = () => false,
): Promise<Delivered> {
  const until = Date.now() + CLAIM_LASTS_MS - 2 * SEND_WITHIN_MS;
  const events = await inTransaction(dataSource, claim);
  const { manager } = dataSource;
  const counts = { sent: 0, logged: 0, refused: 0 };
  for (const [index, event] of events.entries()) {
    if (isStopped() || Date.now() > until) {
      await giveBack(manager, events.slice(index));
      break;
    }
    const outcome = await send(manager, delivery, event);
    await settle(manager, event, outcome);
    counts[outcome.state] += 1;
    if (outcome.isOfTheServer === true) {
      await giveBack(manager, events.slice(index + 1));
      break;
    }
  }
  return { claimed: events.length, ...counts };
}
