import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { refuseParty } from '../approvals';
import { lockCase } from '../cases';
import { DomainError } from '../errors';
import type { PlanReport } from '../law';
import type { Work } from '../platform/work';
import { RestorationPlan } from './damage-fund.entity';
import { PlanReportRow } from './milestone-payment.entity';

/** A report on the works of a plan that was approved. */
export interface ReportOnPlan {
  readonly planId: string;
  readonly kind: PlanReport;
  /** Who accepted the works, or evaluated their effect. */
  readonly body: string;
  readonly reportedOn: string;
  readonly documentId: string;
}

/** By which request the last milestone was paid that did not come back; null before the first. */
async function lastPayment(tx: EntityManager, planId: string): Promise<string | null> {
  const [row] = await tx.query<{ id: string }[]>(
    `SELECT m.approval_request_id AS id FROM fund.milestone_payment m
       JOIN fund.pay_out o ON o.approval_request_id = m.approval_request_id
      WHERE m.plan_id = $1 AND NOT EXISTS (SELECT FROM fund.pay_out_return x WHERE x.pay_out_id = o.id)
      ORDER BY o.id DESC LIMIT 1`,
    [planId],
  );
  return row?.id ?? null;
}

/**
 * Keeps that works of a plan were accepted, or their effect evaluated, by the body that the plan names. Whoever records
 * it had no part in the payment before. Returns its id.
 *
 * @throws DomainError NOT_FOUND, REPORT_BODY_OTHER, SAME_PERSON
 */
export async function reportOnPlan(
  work: Work,
  report: ReportOnPlan,
  sending: Pick<PlanReportRow, 'recordedById' | 'actKey' | 'bodyHash'>,
): Promise<string> {
  const { tx } = work;
  const { planId, kind, body, reportedOn, documentId } = report;
  const { caseId } = await tx.findOneByOrFail(RestorationPlan, { id: planId });
  await lockCase(work, caseId);
  const plan = await tx.findOneByOrFail(RestorationPlan, { id: planId });
  if (plan.acceptanceBody !== body) {
    const facts = { body, expected: plan.acceptanceBody };
    throw new DomainError('REPORT_BODY_OTHER', 'refused', facts);
  }
  const afterRequestId = await lastPayment(tx, planId);
  if (afterRequestId !== null) await refuseParty(tx, [afterRequestId], sending.recordedById);
  const id = uuidv7();
  await tx.insert(PlanReportRow, {
    ...{ id, planId, planVersion: plan.version, kind, body, reportedOn, documentId },
    ...{ afterRequestId, ...sending },
  });
  await tx.update(
    RestorationPlan,
    planId,
    kind === 'acceptance' ? { acceptedOn: reportedOn } : { effectEvaluatedOn: reportedOn },
  );
  return id;
}
