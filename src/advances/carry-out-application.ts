import type { EntityManager } from 'typeorm';
import type { ApprovedRequest } from '../approvals';
import { recordAct, recordComputation } from '../audit';
import { lockCase } from '../cases';
import { checkOutstanding } from '../law';
import { sumFen } from '../money';
import { Organization } from '../organizations';
import type { Work } from '../platform/work';
import { AdvanceItemDocument } from './advance-paper.entity';
import { AdvanceApplication, AdvanceItem } from './advance.entity';
import { nextApplicationNumber } from './application-number';
import type { ApplicationContent, AskedItem } from './application-schemas';
import { applyForAdvance } from './apply-for-advance';
import { approveAdvance } from './approve-advance';
import { amountOf, linesOf, outstandingOf } from './asked-in-case';
import { requireOutstandingWithin } from './check-application';
import { checkItem } from './check-item';
import { tellApproved } from './tell-applicant';

/**
 * Makes the application that was approved, and holds its money. What may have changed since it was asked
 * for is looked at again; the application has the id of its request.
 *
 * @throws DomainError those of checkItem, OUTSTANDING_EXCEEDED, and those of applyForAdvance and approveAdvance
 */
export async function carryOutApplication(
  work: Work,
  content: ApplicationContent,
  request: ApprovedRequest,
): Promise<void> {
  const { tx } = work;
  const organization = await tx.findOneOrFail(Organization, {
    where: { id: content.organization },
    lock: { mode: 'pessimistic_write' },
  });
  await lockCase(work, content.case);
  for (const item of content.items) await checkItem(tx, work.bookId, organization, item);
  await keepOutstandingWithin(work, content);
  const ref = await nextApplicationNumber(work);
  const lines = linesOf(content.items);
  await applyForAdvance(
    { ...work, by: request.maker.name },
    {
      id: request.id,
      caseId: content.case,
      ref,
      organizationId: organization.id,
      items: lines.map((line, index) => ({
        ...line,
        ref: refOf(ref, index),
        payee: content.items[index]?.payee.name ?? '',
      })),
    },
  );
  await tx.update(AdvanceApplication, request.id, { approvalRequestId: request.id });
  for (const [index, item] of content.items.entries()) {
    await keepPapers(tx, request.id, refOf(ref, index), item);
  }
  await approveAdvance(work, {
    applicationId: request.id,
    reviewer: await reviewerOf(tx, request.id),
    minutesNumber: await minutesOf(tx, request.resolution),
  });
  await recordAct(work, 'advance.approve', { application: request.id, number: ref });
  await tellApproved(work, organization.id, ref, request);
}

const refOf = (number: string, index: number): string => `${number}-${String(index + 1)}`;

async function keepOutstandingWithin(work: Work, content: ApplicationContent): Promise<void> {
  const before = await outstandingOf(work.tx, content.organization, { everything: true });
  const total = sumFen(content.items.map(amountOf));
  requireOutstandingWithin(before, total);
  const { value, explanation } = checkOutstanding(before, total);
  await recordComputation(work, `outstanding of ${content.organization}`, explanation, {
    kept: value.kept,
  });
}

async function keepPapers(
  tx: EntityManager,
  applicationId: string,
  ref: string,
  { purpose, payee, documents }: AskedItem,
): Promise<void> {
  const { id: itemId } = await tx.findOneByOrFail(AdvanceItem, { applicationId, ref });
  await tx.update(AdvanceItem, itemId, {
    purpose,
    bankAccountId: payee.account,
    accountFingerprint: Buffer.from(payee.fingerprint, 'hex'),
  });
  await tx.insert(
    AdvanceItemDocument,
    documents.map(({ id: documentId, kind }, index) => ({
      itemId,
      ordinal: index + 1,
      kind,
      documentId,
    })),
  );
}

/** Who reviewed the version that was approved; null where nobody was asked to. */
async function reviewerOf(tx: EntityManager, requestId: string): Promise<string | null> {
  const [row] = await tx.query<{ name: string }[]>(
    `SELECT p.name FROM fund.approval_request r
       JOIN fund.approval_decision d ON d.request_id = r.id AND d.version = r.version
        AND d.decision = 'approved' AND d.role = 'reviewer'
       JOIN fund.person p ON p.id = d.person_id
      WHERE r.id = $1 AND d.step < cardinality(r.steps) - 1 ORDER BY d.step LIMIT 1`,
    [requestId],
  );
  return row?.name ?? null;
}

async function minutesOf(tx: EntityManager, resolution: string | null): Promise<string | null> {
  if (resolution === null) return null;
  const [row] = await tx.query<{ number: string }[]>(
    'SELECT r.number FROM fund.meeting_resolution r WHERE r.id = $1',
    [resolution],
  );
  return row?.number ?? null;
}
