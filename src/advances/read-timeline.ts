import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { DomainError } from '../errors';
import type { Caller, Role } from '../identity';
import { type advanceTimeline, TIMELINE_STEPS } from './advance-schemas';
import type { AdvanceState } from './advance-states';
import { findAdvance } from './list-advances';

type Timeline = z.infer<typeof advanceTimeline>;
type StepName = (typeof TIMELINE_STEPS)[number];

/** Working days that each step is promised to take; a default of this product. */
const PROMISED: Readonly<Record<StepName, number | null>> = {
  submitted: null,
  review: 3,
  approval: 3,
  payment: 5,
  settlement: 30,
};

/** Working days that a finance officer has for receipts. */
const RECEIPTS_WITHIN = 5;

/** The step that each state is at; at the end all are done. */
const AT: Readonly<Record<AdvanceState, StepName | null>> = {
  reviewing: 'review',
  approving: 'approval',
  returned: 'submitted',
  rejected: null,
  withdrawn: null,
  to_pay: 'payment',
  partly_paid: 'payment',
  to_settle: 'settlement',
  surplus_due: 'settlement',
  settled: null,
};

interface Facts {
  readonly submitted: string | null;
  readonly reviewed: string | null;
  readonly decided: string | null;
  readonly paid: string | null;
  readonly settled: string | null;
  readonly role: Role | null;
  readonly since: string | null;
  readonly due: string | null;
  readonly reason: string | null;
  readonly paymentDue: string | null;
  readonly settlementDue: string | null;
  /** Since when receipts for all that was paid wait for an officer; null: some are still to come. */
  readonly receiptsSince: string | null;
  readonly receiptsDue: string | null;
  readonly surplusSince: string | null;
  readonly surplusDue: string | null;
}

const DAY = (instant: string): string => `(${instant} AT TIME ZONE 'Asia/Shanghai')::date`;

// Decisions count in the version that stands; that of the last step is the approval itself.
const FACTS = `
  SELECT coalesce(${DAY('r.made_at')}, a.applied_on) AS submitted,
         (SELECT ${DAY('min(d.decided_at)')} FROM fund.approval_decision d
           WHERE d.request_id = r.id AND d.version = r.version AND d.decision = 'approved' AND d.step = 0
             AND cardinality(r.steps) > 1) AS reviewed,
         a.approved_on AS decided, p.paid,
         p.settled, r.responsible_role AS role, ${DAY('r.waiting_since')} AS since, r.due_on AS due,
         (SELECT d.reason FROM fund.approval_decision d
           WHERE d.request_id = r.id AND r.state = d.decision AND r.state IN ('returned', 'rejected')
           ORDER BY d.decided_at DESC LIMIT 1) AS reason,
         CASE WHEN a.approved_on IS NOT NULL THEN fund.add_working_days(a.approved_on, $2) END AS "paymentDue",
         CASE WHEN p.paid IS NOT NULL THEN fund.add_working_days(p.paid, $3) END AS "settlementDue",
         w.since AS "receiptsSince", CASE WHEN w.since IS NOT NULL THEN fund.add_working_days(w.since, $4) END AS "receiptsDue",
         d.demanded_on AS "surplusSince", d.due_on AS "surplusDue"
    FROM (SELECT $1::uuid AS id) x
    LEFT JOIN fund.advance_application a ON a.id = x.id
    LEFT JOIN fund.approval_request r ON r.id = coalesce(a.approval_request_id, x.id)
    LEFT JOIN LATERAL (
      SELECT max(p.paid_on) AS paid,
             (SELECT greatest(max(v.settled_on), max(l.decided_on), max(b.returned_on))
                FROM fund.advance_item j LEFT JOIN fund.invoice v ON v.item_id = j.id
                LEFT JOIN fund.settlement_line l ON l.item_id = j.id AND l.state = 'accepted'
                LEFT JOIN fund.surplus_return b ON b.item_id = j.id
               WHERE j.application_id = a.id) AS settled
        FROM fund.advance_payment p JOIN fund.advance_item i ON i.id = p.item_id
       WHERE i.application_id = a.id AND p.returned_fen < p.amount_fen) p ON true
    LEFT JOIN LATERAL (
      SELECT max(s.submitted_on) AS since
        FROM fund.settlement_line l JOIN fund.settlement_submission s ON s.id = l.submission_id
       WHERE s.application_id = a.id AND l.state = 'submitted'
      HAVING sum(l.amount_fen) = (
        SELECT sum(i.paid_fen - i.settled_fen - i.surplus_demanded_fen) FROM fund.advance_item i
         WHERE i.application_id = a.id AND i.category <> 'acceptance_fee')) w ON true
    LEFT JOIN LATERAL (
      SELECT d.demanded_on, d.due_on FROM fund.surplus_demand d JOIN fund.advance_item i ON i.id = d.item_id
       WHERE i.application_id = a.id AND i.surplus_returned_fen < i.surplus_demanded_fen
       ORDER BY d.due_on LIMIT 1) d ON true`;

/**
 * How far an application has come, as the applicant follows it: which role it waits for, since when, and
 * what the applicant is to do. It names nobody.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readTimeline(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<Timeline> {
  const item = await findAdvance(tx, caller, id);
  if (item === undefined) throw new DomainError('NOT_FOUND', 'not_found', { advance: id });
  const [facts] = await tx.query<Facts[]>(FACTS, [
    id,
    PROMISED.payment,
    PROMISED.settlement,
    RECEIPTS_WITHIN,
  ]);
  if (facts === undefined) throw new Error('one row of facts is always there');
  const { state } = item;
  return {
    id,
    state,
    steps: TIMELINE_STEPS.map((step) => ({
      step,
      state: stateOfStep(state, step),
      on: daysOf(state, facts)[step],
      workingDays: PROMISED[step],
    })),
    ...waitOf(state, facts),
    reason: facts.reason,
  };
}

function stateOfStep(state: AdvanceState, step: StepName): Timeline['steps'][number]['state'] {
  if (state === 'rejected' || state === 'withdrawn') return step === 'submitted' ? 'done' : 'ended';
  const current = AT[state];
  if (current === null) return 'done';
  const distance = TIMELINE_STEPS.indexOf(step) - TIMELINE_STEPS.indexOf(current);
  if (distance === 0) return 'current';
  return distance < 0 ? 'done' : 'ahead';
}

/** The day of each step that is behind it. */
function daysOf(state: AdvanceState, facts: Facts): Readonly<Record<StepName, string | null>> {
  const isPaid = !['to_pay', 'partly_paid'].includes(state);
  return {
    submitted: facts.submitted,
    review: facts.reviewed,
    approval: facts.decided,
    payment: isPaid ? facts.paid : null,
    settlement: state === 'settled' ? (facts.settled ?? facts.paid) : null,
  };
}

type Wait = Pick<Timeline, 'waitingFor' | 'since' | 'dueOn' | 'needed'>;

function waitOf(state: AdvanceState, facts: Facts): Wait {
  switch (state) {
    case 'reviewing':
    case 'approving':
      return { waitingFor: facts.role, since: facts.since, dueOn: facts.due, needed: null };
    case 'returned':
      return { waitingFor: facts.role, since: facts.since, dueOn: facts.due, needed: 'revise' };
    case 'to_pay':
    case 'partly_paid':
      return {
        waitingFor: 'finance_officer',
        since: facts.decided,
        dueOn: facts.paymentDue,
        needed: null,
      };
    case 'to_settle':
      return facts.receiptsSince === null
        ? {
            waitingFor: 'organization_member',
            since: facts.paid,
            dueOn: facts.settlementDue,
            needed: 'settle',
          }
        : {
            waitingFor: 'finance_officer',
            since: facts.receiptsSince,
            dueOn: facts.receiptsDue,
            needed: null,
          };
    case 'surplus_due':
      return {
        waitingFor: 'organization_member',
        since: facts.surplusSince ?? facts.paid,
        dueOn: facts.surplusDue ?? facts.settlementDue,
        needed: 'return_surplus',
      };
    case 'rejected':
    case 'withdrawn':
    case 'settled':
      return { waitingFor: null, since: null, dueOn: null, needed: null };
  }
}
