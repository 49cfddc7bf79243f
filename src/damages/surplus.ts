import type { EntityManager } from 'typeorm';
import { facts, post } from '../accounting';
import { businessDate, yearOf } from '../calendar';
import { LitigationCase, lockCase } from '../cases';
import { DomainError } from '../errors';
import { lapsesIn, type SurplusUse } from '../law';
import { addFen, type Fen, fen, formatYuan, minFen, subtractFen, ZERO_FEN } from '../money';
import { today } from '../platform/database/today';
import type { Work } from '../platform/work';
import { adoptPlan, type PlanToAdopt } from './adopt-plan';
import { countBackElsewhere, freeMoney } from './cross-case-cost';
import { RestorationPlan } from './damage-fund.entity';
import { DamageSurplus } from './elsewhere.entity';

/** @throws DomainError PLANS_NOT_DONE a plan of the case has milestones that are not paid, or there is none */
async function requireDone(tx: EntityManager, caseId: string): Promise<void> {
  const plans = await tx.findBy(RestorationPlan, { caseId });
  const open = plans.filter(({ paidFen, amountFen }) => paidFen < amountFen);
  if (plans.length > 0 && open.length === 0) return;
  throw new DomainError('PLANS_NOT_DONE', 'refused', { plans: open.map(({ ref }) => ref) });
}

/**
 * What was received until the end of a year and is neither paid nor gone elsewhere, in fen: what came first is spent first.
 */
async function unspentOf(tx: EntityManager, of: LitigationCase, year: number): Promise<Fen> {
  const [row] = await tx.query<{ fen: string }[]>(
    `SELECT coalesce(sum(a.amount_fen), 0) AS fen FROM fund.receipt_allocation a JOIN fund.receipt p ON p.id = a.receipt_id
       JOIN fund.judgment_item i ON i.id = a.item_id
      WHERE p.case_id = $1 AND extract(year FROM p.received_on) <= $2
        AND a.part IN ('principal', 'general_interest', 'doubled_interest') AND i.kind NOT IN ('fund_costs', 'organization_costs')
        AND NOT EXISTS (SELECT FROM fund.receipt_allocation_undoing u WHERE u.allocation_id = a.id)
        AND NOT EXISTS (SELECT FROM fund.receipt_reversal v WHERE v.receipt_id = p.id)`,
    [of.id, year],
  );
  const received = fen(BigInt(row?.fen ?? 0));
  const gone = addFen(of.damagesPaidFen, of.damagesElsewhereFen);
  return received > gone ? subtractFen(received, gone) : ZERO_FEN;
}

/** The last year whose money has been unspent for two years. Source: 预算法 art 42. */
function lastLapsedYear(thisYear: number): number {
  let year = thisYear;
  while (lapsesIn(year) > thisYear) year -= 1;
  return year;
}

/**
 * Requires that so much of a case is left over, and may go where it is to go.
 *
 * @throws DomainError PLANS_NOT_DONE, INSUFFICIENT_FUNDS, SURPLUS_LAPSES_BY_BUDGET, SURPLUS_NOT_LAPSED
 */
export async function requireSurplus(
  tx: EntityManager,
  of: LitigationCase,
  { goesTo, amount }: { readonly goesTo: SurplusUse; readonly amount: Fen },
): Promise<void> {
  await requireDone(tx, of.id);
  const free = await freeMoney(tx, of);
  const facts = { amount: formatYuan(amount), available: formatYuan(free) };
  if (amount > free) throw new DomainError('INSUFFICIENT_FUNDS', 'refused', facts);
  if (goesTo !== 'treasury') return;
  if (of.damageRoute === 'treasury') throw new DomainError('SURPLUS_LAPSES_BY_BUDGET', 'refused');
  const year = lastLapsedYear(yearOf(businessDate(await today(tx))));
  const lapsed = minFen(free, await unspentOf(tx, of, year));
  if (amount <= lapsed) return;
  throw new DomainError('SURPLUS_NOT_LAPSED', 'refused', {
    ...{ amount: formatYuan(amount), available: formatYuan(lapsed), year },
  });
}

/** Adopts a further plan with what the plans of a case left; returns its id. @throws DomainError as requireSurplus, adoptPlan */
export async function planSurplus(
  work: Work,
  goesTo: 'same_place' | 'substitute',
  plan: Omit<PlanToAdopt, 'isSubstitute'>,
): Promise<string> {
  const { tx, on: decidedOn } = work;
  const { caseId, amount, approvalRequestId } = plan;
  await requireSurplus(tx, await lockCase(work, caseId), { goesTo, amount });
  const planId = await adoptPlan(work, { ...plan, isSubstitute: goesTo === 'substitute' });
  const kept = { approvalRequestId, caseId, goesTo, amountFen: amount, planId, decidedOn };
  await tx.insert(DamageSurplus, kept);
  return planId;
}

/** Money in trust goes to the treasury. @throws DomainError as {@link requireSurplus} */
export async function surrenderSurplus(
  work: Work,
  { caseId, amount }: { readonly caseId: string; readonly amount: Fen },
  approvalRequestId: string,
): Promise<void> {
  const { tx, on: decidedOn } = work;
  const goesTo = 'treasury';
  const of = await lockCase(work, caseId);
  await requireSurplus(tx, of, { goesTo, amount });
  const kept = { approvalRequestId, caseId, goesTo, amountFen: amount, decidedOn } as const;
  await tx.insert(DamageSurplus, kept);
  const damagesElsewhereFen = addFen(of.damagesElsewhereFen, amount);
  await tx.update(LitigationCase, caseId, { damagesElsewhereFen });
  await post(work, facts.surplusSurrendered(caseId, amount));
}

/** The bank sent a surplus back (退汇); its journal is reversed by whoever calls. */
export async function takeBackSurplus(work: Work, approvalRequestId: string): Promise<void> {
  const { caseId, amountFen } = await work.tx.findOneByOrFail(DamageSurplus, { approvalRequestId });
  await countBackElsewhere(work, await lockCase(work, caseId), amountFen);
}
