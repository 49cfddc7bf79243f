import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { caseNumber } from '../claims';
import { PlanMilestone, PlanUse, RestorationPlan } from '../damages';
import { formatYuan } from '../money';
import { readPayments, readReports } from './read-payments';
import type { opinionView, planDetail, planItem } from './plan-schemas';

type Opinion = z.infer<typeof opinionView>;
type Item = z.infer<typeof planItem>;
type Detail = z.infer<typeof planDetail>;

const OPINIONS = `
  SELECT o.id, o.plan_ref AS plan, o.of_agency AS of, o.agency, o.given_on::text AS "givenOn", o.stance, o.conditions,
         jsonb_build_object('id', d.id, 'name', d.name) AS document, p.name AS "recordedBy"
    FROM fund.plan_opinion o JOIN fund.document d ON d.id = o.document_id JOIN fund.person p ON p.id = o.recorded_by_id`;

/** Opinions on plans of a case, the newest first; one of them where its id is given. */
export const readOpinions = (tx: EntityManager, caseId: string, id?: string): Promise<Opinion[]> =>
  tx.query<Opinion[]>(
    `${OPINIONS} WHERE o.case_id = $1 AND ($2::uuid IS NULL OR o.id = $2) ORDER BY o.id DESC`,
    [caseId, id ?? null],
  );

const itemOf = (plan: RestorationPlan, milestones: readonly PlanMilestone[]): Item => ({
  id: plan.id,
  number: plan.ref,
  title: plan.title,
  version: plan.version,
  isSubstitute: plan.isSubstitute,
  amount: formatYuan(plan.amountFen),
  paid: formatYuan(plan.paidFen),
  milestonesPaid: milestones.filter(({ paidOn }) => paidOn !== null).length,
  milestones: milestones.filter(({ droppedIn }) => droppedIn === null).length,
  acceptedOn: plan.acceptedOn,
  effectEvaluatedOn: plan.effectEvaluatedOn,
});

const milestonesOf = (tx: EntityManager, planId: string): Promise<PlanMilestone[]> =>
  tx.find(PlanMilestone, { where: { planId }, order: { number: 'ASC' } });

/** The restoration plans of a case, in the order in which they came. */
export async function readPlans(tx: EntityManager, caseId: string): Promise<Item[]> {
  const plans = await tx.find(RestorationPlan, { where: { caseId }, order: { id: 'ASC' } });
  const items: Item[] = [];
  for (const plan of plans) items.push(itemOf(plan, await milestonesOf(tx, plan.id)));
  return items;
}

type VersionRow = Omit<Detail['versions'][number], 'amount' | 'budgetLines' | 'milestones'> & {
  readonly fen: string;
  readonly lines: readonly (Omit<Detail['versions'][number]['budgetLines'][number], 'amount'> & {
    readonly fen: string;
  })[];
  readonly steps: readonly {
    readonly number: number;
    readonly name: string;
    readonly fen: string;
  }[];
};

const VERSIONS = `
  SELECT v.version, v.amount_fen AS fen, v.title, v.implementer_name AS implementer, v.reason,
         v.decided_on::text AS "decidedOn", v.approval_request_id AS approval, v.document_id AS document,
         (SELECT jsonb_agg(jsonb_build_object('use', l.use, 'text', l.body, 'fen', l.amount_fen::text) ORDER BY l.use)
            FROM fund.plan_budget_line l WHERE l.version_id = v.id) AS lines,
         (SELECT jsonb_agg(jsonb_build_object('number', m.number, 'name', m.name, 'fen', m.amount_fen::text) ORDER BY m.number)
            FROM fund.plan_version_milestone m WHERE m.version_id = v.id) AS steps
    FROM fund.plan_version v WHERE v.plan_id = $1 ORDER BY v.version DESC`;

const SAID = `
  SELECT s.of_agency AS of, o.agency, o.given_on::text AS "givenOn", o.stance, o.conditions, o.document_id AS document,
         s.not_asked_reason AS "notAsked"
    FROM fund.plan_version_opinion s JOIN fund.plan_version v ON v.id = s.version_id
    LEFT JOIN fund.plan_opinion o ON o.id = s.opinion_id
   WHERE v.plan_id = $1 ORDER BY s.of_agency`;

const withAmount = <Row extends { readonly fen: string }>({ fen, ...row }: Row) => ({
  ...row,
  amount: formatYuan(BigInt(fen)),
});

async function versionsOf(tx: EntityManager, planId: string): Promise<Detail['versions']> {
  const rows = await tx.query<VersionRow[]>(VERSIONS, [planId]);
  return rows.map(({ lines, steps, ...row }) => ({
    ...withAmount(row),
    budgetLines: lines.map(withAmount),
    milestones: steps.map(withAmount),
  }));
}

function stepsOf(milestones: readonly PlanMilestone[]): Detail['steps'] {
  const standing = milestones.filter(({ droppedIn }) => droppedIn === null);
  const next = standing.find(({ paidOn }) => paidOn === null);
  return standing.map((one) => ({
    ...{ id: one.id, number: one.number, name: one.name, papers: one.papers },
    amount: formatYuan(one.amountFen),
    ...{ paidOn: one.paidOn, purpose: one.purpose, isNext: one.id === next?.id },
  }));
}

/** A plan with its versions, as it stands. */
export async function readPlan(
  tx: EntityManager,
  plan: RestorationPlan,
  book: string,
): Promise<Detail> {
  const milestones = await milestonesOf(tx, plan.id);
  const uses = await tx.find(PlanUse, { where: { planId: plan.id }, order: { use: 'ASC' } });
  const { implementerName: name, implementerCode: creditCode } = plan;
  return {
    ...itemOf(plan, milestones),
    ...{ case: plan.caseId, caseNumber: await caseNumber(tx, plan.caseId), book },
    ...{ place: plan.place, acceptanceBody: plan.acceptanceBody, minutes: plan.minutesNumber },
    implementer: name === null || creditCode === null ? null : { name, creditCode },
    approval: plan.approvalRequestId,
    uses: uses.map(({ use, amountFen, paidFen }) => ({
      ...{ use, amount: formatYuan(amountFen), paid: formatYuan(paidFen) },
    })),
    steps: stepsOf(milestones),
    payments: await readPayments(tx, plan.id),
    reports: await readReports(tx, plan.id),
    versions: await versionsOf(tx, plan.id),
    opinions: await tx.query<Detail['opinions']>(SAID, [plan.id]),
  };
}
