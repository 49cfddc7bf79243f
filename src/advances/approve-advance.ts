import { recordComputation } from '../audit';
import { holdMoney, requireAvailable } from '../budget';
import { lockCase } from '../cases';
import { DomainError } from '../errors';
import { type PersonName, requireAnotherPerson } from '../identity';
import { needsJointMeetingMinutes } from '../law';
import { addFen, formatYuan, sumFen } from '../money';
import type { Work } from '../platform/work';
import { AdvanceApplication, AdvanceItem } from './advance.entity';

/**
 * The approver (`work.by`) approves an application; its money is held from now on. In a real book the
 * reviewer is not the applicant either.
 *
 * @throws DomainError ALREADY_DECIDED, SAME_PERSON, MINUTES_REQUIRED, INSUFFICIENT_FUNDS, BUDGET_EXCEEDED
 *   (in this order)
 */
export async function approveAdvance(
  work: Work,
  decision: {
    readonly applicationId: string;
    /** Null where nobody reviews before the approver. */
    readonly reviewer: PersonName | null;
    readonly minutesNumber: string | null;
  },
): Promise<void> {
  const { applicationId, reviewer, minutesNumber } = decision;
  const { caseId } = await work.tx.findOneByOrFail(AdvanceApplication, { id: applicationId });
  await lockCase(work, caseId);
  const application = await work.tx.findOneByOrFail(AdvanceApplication, { id: applicationId });
  if (application.status !== 'submitted') {
    throw new DomainError('ALREADY_DECIDED', 'conflict', { application: application.status });
  }
  requireAnotherPerson(work.by, [application.applicant, ...(reviewer === null ? [] : [reviewer])]);
  // A case file may let one person apply and review; its format knows no refusal of it.
  if (work.bookKind === 'real' && reviewer !== null) {
    requireAnotherPerson(reviewer, [application.applicant]);
  }

  const approved = await work.tx.findBy(AdvanceApplication, { caseId, status: 'approved' });
  const approvedAfter = addFen(
    sumFen(approved.map(({ totalFen }) => totalFen)),
    application.totalFen,
  );
  const minutes = needsJointMeetingMinutes(application.totalFen, approvedAfter);
  if (minutes.value && minutesNumber === null) {
    throw new DomainError('MINUTES_REQUIRED', 'refused', {
      application: formatYuan(application.totalFen),
      approvedAfter: formatYuan(approvedAfter),
    });
  }

  await requireAvailable(work, 'special_fund', application.totalFen);
  const items = await work.tx.find(AdvanceItem, {
    where: { applicationId },
    order: { ordinal: 'ASC' },
  });
  for (const item of items) {
    const purpose = `advance ${item.ref}`;
    const { appliedFen, category } = item;
    const holdId = await holdMoney(work, 'special_fund', appliedFen, purpose, category);
    await work.tx.update(AdvanceItem, item.id, { approvedFen: item.appliedFen, holdId });
  }
  await work.tx.update(AdvanceApplication, applicationId, {
    status: 'approved',
    reviewer,
    approver: work.by,
    minutesNumber,
    approvedOn: work.on,
  });
  await recordComputation(work, `minutes for ${application.ref}`, minutes.explanation, {
    minutesRequired: minutes.value,
  });
}
