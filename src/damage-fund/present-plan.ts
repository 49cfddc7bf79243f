import { type EntityManager, In } from 'typeorm';
import type { SummaryRow } from '../approvals';
import { caseNumber } from '../claims';
import { PlanOpinion, RestorationPlan } from '../damages';
import { Document } from '../documents';
import type { Language } from '../errors';
import { formatYuan, subtractFen } from '../money';
import { milestonesOf } from './plan-of-content';
import {
  fenOf,
  type MilestoneGiven,
  type PlanChangeContent,
  type PlanContent,
} from './plan-schemas';
import { AGENCY_NAMES, NOT_ASKED, PAPER_NAMES, STANCE_NAMES, USE_NAMES } from './words';

export const rowOf = (field: string, cells: Readonly<Record<string, string>>): SummaryRow => ({
  field,
  value: Object.values(cells).filter(Boolean).join(' '),
  cells,
});

/** Papers that a request names, as rows of a table. */
export async function paperRows(
  tx: EntityManager,
  papers: readonly { readonly id: string; readonly sha256: string }[],
): Promise<SummaryRow[]> {
  const found = await tx.findBy(Document, { id: In(papers.map(({ id }) => id)) });
  const names = new Map(found.map(({ id, name }) => [id, name]));
  return papers.map(({ id, sha256 }) =>
    rowOf('papers', { attachment: names.get(id) ?? id, sha256: sha256.slice(0, 16) }),
  );
}

type Planned = Pick<PlanContent, 'budgetLines' | 'implementer'>;

const lineRows = ({ budgetLines }: Planned, language: Language): SummaryRow[] =>
  budgetLines.map(({ use, text, amount }) =>
    rowOf('planLines', { use: USE_NAMES[use][language], text, amount }),
  );

function milestoneRows(
  amount: bigint,
  given: readonly MilestoneGiven[] | undefined,
  language: Language,
): SummaryRow[] {
  return milestonesOf(fenOf(formatYuan(amount)), given).map((one) =>
    rowOf('planMilestones', {
      milestone: one.name,
      papersNeeded: one.papers.map((paper) => PAPER_NAMES[paper][language]).join('、'),
      amount: formatYuan(one.amount),
    }),
  );
}

async function opinionRows(
  tx: EntityManager,
  { opinions }: PlanContent,
  language: Language,
): Promise<SummaryRow[]> {
  const found = await tx.findBy(PlanOpinion, {
    id: In(opinions.flatMap(({ opinion }) => opinion ?? [])),
  });
  return opinions.map(({ agency, opinion, notAsked = '' }) => {
    const said = found.find(({ id }) => id === opinion);
    return rowOf('planOpinions', {
      agency: said?.agency ?? AGENCY_NAMES[agency][language],
      opinion: said === undefined ? NOT_ASKED[language] : STANCE_NAMES[said.stance][language],
      givenOn: said?.givenOn ?? '',
      conditions: said?.conditions ?? notAsked,
    });
  });
}

const implementerRows = ({ implementer }: Planned): SummaryRow[] => [
  { field: 'implementer', value: implementer.name },
  { field: 'uscc', value: implementer.creditCode },
];

/** A plan, for those who decide on it. */
export async function presentPlan(
  content: PlanContent,
  language: Language,
  tx: EntityManager,
): Promise<SummaryRow[]> {
  return [
    { field: 'caseNumber', value: await caseNumber(tx, content.case) },
    { field: 'planNumber', value: content.plan },
    { field: 'planTitle', value: content.title },
    { field: 'place', value: content.place },
    { field: 'amount', value: content.amount },
    ...implementerRows(content),
    { field: 'acceptanceBody', value: content.acceptanceBody },
    ...lineRows(content, language),
    ...milestoneRows(fenOf(content.amount), content.milestones, language),
    ...(await opinionRows(tx, content, language)),
    ...(await paperRows(tx, [content.document])),
  ];
}

/** A change of a plan: what it comes to, and what it came to before. */
export async function presentChange(
  content: PlanChangeContent,
  language: Language,
  tx: EntityManager,
): Promise<SummaryRow[]> {
  const plan = await tx.findOneBy(RestorationPlan, { id: content.plan });
  const paid = plan?.paidFen ?? fenOf(undefined);
  const amount = fenOf(content.amount);
  return [
    { field: 'caseNumber', value: plan === null ? '' : await caseNumber(tx, plan.caseId) },
    { field: 'planNumber', value: plan?.ref ?? content.plan },
    { field: 'amountBefore', value: formatYuan(plan?.amountFen ?? fenOf(undefined)) },
    { field: 'amount', value: content.amount },
    { field: 'paidOfPlan', value: formatYuan(paid) },
    { field: 'reason', value: content.reason },
    ...implementerRows(content),
    ...lineRows(content, language),
    ...(content.milestones.length === 0 || amount < paid
      ? []
      : milestoneRows(subtractFen(amount, paid), content.milestones, language)),
    ...(await paperRows(tx, [content.document])),
  ];
}
