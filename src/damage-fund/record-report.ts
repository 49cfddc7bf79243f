import { recordAct } from '../audit';
import { madeBefore, requirePast, sendingOf } from '../claims';
import { PlanReportRow, reportOnPlan } from '../damages';
import type { Work } from '../platform/work';
import type { NewReport } from './milestone-schemas';

/**
 * Keeps a report on the works of a plan. The same key again is the same report; returns its id.
 *
 * @throws DomainError IDEMPOTENCY_KEY_REUSED, RECEIPT_DAY_WRONG, and those of reportOnPlan
 */
export async function recordReport(
  work: Work,
  planId: string,
  recordedById: string,
  given: NewReport,
): Promise<string> {
  const { kind, body, reportedOn, document } = given;
  const sending = sendingOf(work, recordedById, { planId, ...given });
  const before = await madeBefore(work, PlanReportRow, sending);
  if (before !== undefined) return before;
  await requirePast(work.tx, reportedOn);
  const said = { planId, kind, body, reportedOn, documentId: document.id };
  const id = await reportOnPlan(work, said, sending);
  await recordAct(work, 'plan_report.record', { id, ...said });
  return id;
}
