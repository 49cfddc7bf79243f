import type { EntityManager } from 'typeorm';
import { recordEvent } from '../audit';
import { DomainError } from '../errors';
import { actorFacts, asService, type Caller } from '../identity';
import { findDelivery } from './read-notices';

/**
 * Puts a notice that could not be sent back, to be tried once more.
 *
 * @throws DomainError NOT_FOUND, NOTICE_NOT_FAILED
 */
export async function retryNotice(tx: EntityManager, caller: Caller, id: string): Promise<void> {
  const { state, attempts } = await findDelivery(tx, caller, id);
  const isPutBack = await asService(tx, async () => {
    const rows = await tx.query<unknown[]>(
      `WITH back AS (
         UPDATE fund.outgoing_event SET state = 'waiting', run_after = clock_timestamp()
          WHERE id = $1 AND state = 'failed' RETURNING id)
       SELECT id FROM back`,
      [id],
    );
    return rows.length === 1;
  });
  if (!isPutBack) throw new DomainError('NOTICE_NOT_FAILED', 'conflict', { state });
  await recordEvent(tx, {
    action: 'notice.retry',
    ...actorFacts(caller),
    subject: `outgoing_event/${id}`,
    content: { attempts },
  });
}
