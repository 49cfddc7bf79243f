import type { EntityManager } from 'typeorm';
import { DomainError } from '../errors';
import { ApprovalPart } from './approval.entity';

/**
 * Keeps whoever pays apart from all who asked for it or decided on it, in any version of the request. The
 * database holds it as well, where a table of payments has the trigger `fund.guard_payer`.
 *
 * @throws DomainError SAME_PERSON the person had a part in one of the requests
 */
export async function refuseParty(
  tx: EntityManager,
  requestIds: readonly string[],
  personId: string,
): Promise<void> {
  for (const requestId of requestIds) {
    if (await tx.existsBy(ApprovalPart, { requestId, personId })) {
      throw new DomainError('SAME_PERSON', 'forbidden');
    }
  }
}
