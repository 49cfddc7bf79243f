import type { EntityManager } from 'typeorm';
import type { LitigationCase } from '../cases';
import { DomainError } from '../errors';
import type { AwardResult } from '../law';
import { formatYuan } from '../money';
import { chart } from '../accounting';
import { readBalance } from '../ledger';
import { today } from '../platform/database/today';
import { lastJudgment } from './award-inputs';

/** What must be so before an award is made, in the order in which it is told. */
export const AWARD_CONDITIONS = [
  'judgment_effective',
  'no_open_appeal',
  'advances_settled',
  'surplus_returned',
  'no_refund_duty',
  'organizations_qualified',
  'not_awarded',
  'amount',
  'money',
] as const;
export type AwardConditionName = (typeof AWARD_CONDITIONS)[number];

/** One of them, and what is missing of it: references of costs, names, days or amounts. */
export interface AwardCondition {
  readonly name: AwardConditionName;
  readonly met: boolean;
  readonly missing: readonly string[];
}

const condition = (name: AwardConditionName, missing: readonly string[]): AwardCondition => ({
  name,
  met: missing.length === 0,
  missing,
});

/** States of a case in which a court hears it, or a judgment may be appealed. */
const HEARD: readonly string[] = ['filed', 'in_trial', 'judged'];

async function openCosts(
  tx: EntityManager,
  caseId: string,
): Promise<{ readonly unsettled: string[]; readonly surplus: string[] }> {
  const rows = await tx.query<{ ref: string; unsettled: boolean; surplus: boolean }[]>(
    `SELECT i.ref, i.paid_fen > i.settled_fen + i.surplus_demanded_fen AS unsettled,
            i.surplus_demanded_fen > i.surplus_returned_fen AS surplus
       FROM fund.advance_item i WHERE i.case_id = $1 AND i.category <> 'acceptance_fee' ORDER BY i.id`,
    [caseId],
  );
  const refs = (of: 'unsettled' | 'surplus') => rows.filter((row) => row[of]).map(({ ref }) => ref);
  return { unsettled: refs('unsettled'), surplus: refs('surplus') };
}

/** Applications of the case of which a return of everything is asked for, and not decided. */
async function refundDuties(tx: EntityManager, caseId: string): Promise<string[]> {
  const rows = await tx.query<{ ref: string }[]>(
    `SELECT a.ref FROM fund.advance_application a
      WHERE a.case_id = $1 AND EXISTS (
        SELECT FROM fund.approval_request r WHERE r.kind = 'advance_refund_duty'
           AND r.subject = 'advance_application/' || a.id AND r.state IN ('open', 'returned')) ORDER BY a.id`,
    [caseId],
  );
  return rows.map(({ ref }) => ref);
}

/** Organizations that are not eligible for the case, or not in good standing now. */
async function notQualified(
  tx: EntityManager,
  caseId: string,
  organizations: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ name: string }[]>(
    `SELECT o.name FROM fund.organization o
      WHERE o.id = ANY ($2::uuid[]) AND (o.state <> 'registered' OR NOT EXISTS (
        SELECT FROM fund.qualification q WHERE q.case_id = $1 AND q.organization_id = o.id
           AND q.status = 'eligible' AND NOT q.is_revoked)) ORDER BY o.name`,
    [caseId, organizations],
  );
  return rows.map(({ name }) => name);
}

/** The award that stands in the way of another: one in force, or one of which something is owed back. */
export async function awardInTheWay(tx: EntityManager, caseId: string): Promise<string | null> {
  const [row] = await tx.query<{ ref: string }[]>(
    `SELECT a.ref FROM fund.award a
      WHERE a.case_id = $1 AND (a.recalled_on IS NULL OR EXISTS (
        SELECT FROM fund.award_share s WHERE s.award_id = a.id
           AND s.owed_sanction_quota_fen + s.owed_award_fund_fen
               > s.returned_sanction_quota_fen + s.returned_award_fund_fen)) LIMIT 1`,
    [caseId],
  );
  return row?.ref ?? null;
}

/** Pools that have less than the award takes, with what they have in yuan. */
async function shortPools(
  tx: EntityManager,
  bookId: number,
  { fromSanctionQuota, fromAwardFund }: AwardResult,
): Promise<string[]> {
  const short: string[] = [];
  for (const [pool, amount] of [
    ['sanction_quota', fromSanctionQuota],
    ['award_fund', fromAwardFund],
  ] as const) {
    if (amount === 0n) continue;
    const { posted, held } = await readBalance(tx, bookId, chart.quota(pool));
    if (amount > posted - held) short.push(`${pool} ${formatYuan(posted - held)}`);
  }
  return short;
}

async function effectiveness(
  tx: EntityManager,
  { id, state }: LitigationCase,
): Promise<AwardCondition[]> {
  const judgment = await lastJudgment(tx, id);
  const day = await today(tx);
  const missing =
    judgment === undefined
      ? ['judgment']
      : judgment.effectiveOn > day
        ? [judgment.effectiveOn]
        : [];
  const isHeard = state !== null && HEARD.includes(state);
  return [
    condition('judgment_effective', missing),
    condition('no_open_appeal', isHeard ? [state] : []),
  ];
}

/**
 * Whether each condition is met as things stand.
 *
 * @param computed the award that would be made; null where there is no judgment to compute it by
 */
export async function checkConditions(
  tx: EntityManager,
  litigationCase: LitigationCase,
  plaintiffs: readonly string[],
  computed: AwardResult | null,
): Promise<AwardCondition[]> {
  const { id: caseId, bookId } = litigationCase;
  const { unsettled, surplus } = await openCosts(tx, caseId);
  const former = await awardInTheWay(tx, caseId);
  const none = plaintiffs.length === 0 ? ['plaintiff'] : [];
  return [
    ...(await effectiveness(tx, litigationCase)),
    condition('advances_settled', unsettled),
    condition('surplus_returned', surplus),
    condition('no_refund_duty', await refundDuties(tx, caseId)),
    condition('organizations_qualified', [
      ...none,
      ...(await notQualified(tx, caseId, plaintiffs)),
    ]),
    condition('not_awarded', former === null ? [] : [former]),
    condition('amount', (computed?.total ?? 0n) === 0n ? ['0.00'] : []),
    condition('money', computed === null ? [] : await shortPools(tx, bookId, computed)),
  ];
}

/**
 * Refuses an award as long as a condition is missing; that there is money is asked when it is held.
 *
 * @throws DomainError ALREADY_AWARDED, AWARD_PRECONDITION with the names of what is missing
 */
export function requireConditions(conditions: readonly AwardCondition[]): void {
  const open = conditions.filter(({ name, met }) => !met && name !== 'money');
  const awarded = open.find(({ name }) => name === 'not_awarded');
  if (awarded !== undefined) {
    throw new DomainError('ALREADY_AWARDED', 'conflict', { award: awarded.missing[0] ?? '' });
  }
  const [first] = open;
  if (first === undefined) return;
  throw new DomainError('AWARD_PRECONDITION', 'refused', {
    missing: first.name,
    items: [...first.missing],
    all: open.map(({ name }) => name),
  });
}
