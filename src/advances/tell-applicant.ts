import { ApprovalRequest, type ApprovedRequest } from '../approvals';
import { type Fen, formatYuan } from '../money';
import { type CostNoticeName, tellOrganization } from '../notices';
import type { Work } from '../platform/work';
import { AdvanceApplication, type AdvanceItem } from './advance.entity';

/**
 * Tells the organization that applied for a cost what became of an amount of it.
 *
 * @param day on which it did, or until which it is to come back
 */
export async function tellApplicant(
  work: Work,
  item: Pick<AdvanceItem, 'id' | 'ref' | 'applicationId'>,
  kind: CostNoticeName,
  amount: Fen,
  day: string,
): Promise<void> {
  const { organizationId, id } = await work.tx.findOneByOrFail(AdvanceApplication, {
    id: item.applicationId,
  });
  await tellOrganization(work, {
    kind,
    organizationId,
    subject: `advance_item/${item.id}`,
    facts: { application: id, item: item.ref, amount: formatYuan(amount), day },
  });
}

/** Tells an organization of an application that an officer made for it; of its own request it is told anyway. */
export async function tellApproved(
  work: Work,
  organizationId: string,
  number: string,
  { id }: ApprovedRequest,
): Promise<void> {
  const { creditCode } = await work.tx.findOneByOrFail(ApprovalRequest, { id });
  if (creditCode !== null) return;
  await tellOrganization(work, {
    kind: 'advance_approved',
    organizationId,
    subject: `advance_application/${id}`,
    facts: { application: id, number },
  });
}
