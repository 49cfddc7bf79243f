import type { EntityManager } from 'typeorm';
import type { Setting } from '../approvals';
import type { BudgetLineOfPlan, MilestoneOfPlan, OpinionOnPlan } from '../damages';
import { PlanOpinion } from '../damages';
import { DomainError } from '../errors';
import { DEFAULT_MILESTONE_RATIOS, milestoneAmounts, OPINION_AGENCIES } from '../law';
import { type Fen, fen, formatYuan, sumFen, ZERO_FEN } from '../money';
import {
  fenOf,
  type MilestoneGiven,
  type PlanChangeContent,
  type PlanContent,
} from './plan-schemas';

/** What a resolution about a plan, and each request for it, is about. */
export const subjectOfPlan = (caseId: string, ref: string): string =>
  `restoration_plan/${caseId}/${ref}`;

const defaults = (): MilestoneGiven[] =>
  DEFAULT_MILESTONE_RATIOS.map((ratio, index) => ({
    name: `第${String(index + 1)}期`,
    ratio,
    papers: [],
  }));

/**
 * The milestones of a plan with their amounts.
 *
 * @param amount what they are of, in fen
 * @throws DomainError MILESTONES_UNEVEN
 */
export function milestonesOf(
  amount: Fen,
  asked: readonly MilestoneGiven[] = [],
): MilestoneOfPlan[] {
  const given = asked.length === 0 ? defaults() : asked;
  const ratios = given.flatMap(({ ratio }) => ratio ?? []);
  const shares = ratios.length === 0 ? [] : milestoneAmounts(amount, ratios).value;
  const milestones = given.map(({ name, amount: own, papers }, index) => ({
    name,
    papers,
    amount: own === undefined ? (shares[index] ?? ZERO_FEN) : fenOf(own),
  }));
  const total = sumFen(milestones.map((one) => one.amount));
  if (total !== amount || milestones.some((one) => one.amount === 0n)) {
    const facts = { milestones: formatYuan(total), left: formatYuan(amount) };
    throw new DomainError('MILESTONES_UNEVEN', 'refused', facts);
  }
  return milestones;
}

export const linesOf = ({
  budgetLines,
}: Pick<PlanContent | PlanChangeContent, 'budgetLines'>): BudgetLineOfPlan[] =>
  budgetLines.map(({ use, text: body, amount }) => ({ use, body, amount: fenOf(amount) }));

/** @throws DomainError OPINION_MISSING with the agencies of which nothing is said */
export function opinionsOf({ opinions }: PlanContent): OpinionOnPlan[] {
  const missing = OPINION_AGENCIES.filter((agency) =>
    opinions.every((given) => given.agency !== agency),
  );
  if (missing.length > 0) throw new DomainError('OPINION_MISSING', 'refused', { missing });
  return opinions.map(({ agency, opinion, notAsked = '' }) =>
    opinion === undefined ? { agency, notAsked } : { agency, opinion },
  );
}

/** @throws DomainError OPINION_MISSING, NOT_FOUND an opinion on another plan, or of another agency */
export async function requireOpinions({ tx }: Setting, content: PlanContent): Promise<void> {
  for (const given of opinionsOf(content)) {
    if (!('opinion' in given)) continue;
    const { agency: ofAgency, opinion: id } = given;
    const place = { id, ofAgency, caseId: content.case, planRef: content.plan };
    if (!(await tx.existsBy(PlanOpinion, place))) {
      throw new DomainError('NOT_FOUND', 'not_found', { opinion: id });
    }
  }
}

/** A resolution of a joint meeting by its id: its number, and the most that it allows. */
export async function resolutionOf(
  tx: EntityManager,
  id: string | null,
): Promise<{ readonly number: string; readonly amount: Fen } | null> {
  if (id === null) return null;
  const [row] = await tx.query<{ number: string; amount: string | null }[]>(
    `SELECT m.number || ' ' || r.number AS number, r.amount_fen AS amount
       FROM fund.meeting_resolution r JOIN fund.joint_meeting m ON m.id = r.meeting_id WHERE r.id = $1`,
    [id],
  );
  return row === undefined ? null : { number: row.number, amount: fen(BigInt(row.amount ?? 0)) };
}
