import { uuidv7 } from 'uuidv7';
import type { ApprovedRequest } from '../approvals';
import { recordAct } from '../audit';
import { businessDate } from '../calendar';
import { lockCase } from '../cases';
import { isMonthOpen } from '../ledger';
import type { Work } from '../platform/work';
import { readCalendar } from '../working-days';
import { organizationsOf, placeAnew, releaseFormer } from './change-judgment';
import { amountOf, claimedOf, itemsOf } from './judgment-of-content';
import { InKindDebtor, InKindOrder, JudgmentDocument, RefusedCost } from './judgment-papers.entity';
import type { JudgmentContent } from './judgment-schemas';
import { requireJudgment } from './judgment-setting';
import { Judgment } from './judgment.entity';
import { changeOf, changesMoney } from './plan-change';
import { recordJudgment } from './record-judgment';
import { reverseJudgment } from './reverse-judgment';

/**
 * Has a judgment that was approved take effect in the books: on its day of effect where that month is open, else on
 * the day of the decision. One in whose place it comes is reversed first, and what had come in under it is allocated
 * anew; that is booked on the day of the decision, for nothing is undone before it was done.
 *
 * @throws DomainError those of requireJudgment, planChange and reverseJudgment
 */
export async function carryOutJudgment(
  approval: Work,
  content: JudgmentContent,
  request: ApprovedRequest,
): Promise<void> {
  const { tx, bookId } = approval;
  const { case: caseId, ref, outcome, replaces } = content;
  const litigationCase = await lockCase(approval, caseId);
  const { id: caseStepId, happenedOn } = await requireJudgment(tx, litigationCase, content);
  const change = await changeOf(tx, litigationCase, content, happenedOn);
  const isOpen = await isMonthOpen(tx, bookId, happenedOn);
  const isWithMoney = change !== undefined && changesMoney(change);
  const work = isOpen && !isWithMoney ? { ...approval, on: happenedOn } : approval;
  const organizations =
    change === undefined ? new Map<string, string>() : await organizationsOf(work, change);
  const carrying = { of: litigationCase, organizations };
  if (change !== undefined) {
    await releaseFormer(work, { ...carrying, change });
    await reverseJudgment(work, caseId, change.former.judgment.id);
  }
  const { id, requestId } = await recordJudgment(work, {
    caseId,
    ref,
    outcome,
    claimed: claimedOf(content),
    effectiveOn: happenedOn,
    items: itemsOf(content, await readCalendar(tx)),
  });
  await tx.update(Judgment, id, {
    approvalRequestId: request.id,
    caseStepId,
    postingRequestId: requestId,
    feeOwedBy: content.feeOwedBy ?? null,
    replacesId: replaces ?? null,
  });
  if (change !== undefined && isWithMoney) {
    await placeAnew(work, { ...carrying, change, judgmentId: id });
  }
  await keepPapers(work, id, content);
  await recordAct(approval, 'judgment.record', {
    judgment: id,
    ref,
    outcome,
    effectiveOn: happenedOn,
    bookedOn: work.on,
    ...(replaces !== undefined && { replaces }),
  });
}

async function keepPapers(
  { tx }: Work,
  judgmentId: string,
  { documents, refusedCosts, inKind }: JudgmentContent,
): Promise<void> {
  for (const [index, { id: documentId }] of documents.entries()) {
    await tx.insert(JudgmentDocument, { judgmentId, ordinal: index + 1, documentId });
  }
  for (const [index, { category, amount, reason }] of refusedCosts.entries()) {
    const said = { category, amountFen: amountOf(amount), reason };
    await tx.insert(RefusedCost, { judgmentId, ordinal: index + 1, ...said });
  }
  for (const [index, { work, dueOn, defendants }] of inKind.entries()) {
    const orderId = uuidv7();
    const due = dueOn === undefined ? null : businessDate(dueOn);
    await tx.insert(InKindOrder, { id: orderId, judgmentId, ordinal: index + 1, work, dueOn: due });
    for (const [place, defendantId] of defendants.entries()) {
      await tx.insert(InKindDebtor, { orderId, ordinal: place + 1, defendantId });
    }
  }
}
