import type { EntityManager } from 'typeorm';
import { damageAccounts } from '../accounting';
import { fen, formatYuan } from '../money';
import type { Progress, Publication, PublishedCase } from './publication-schemas';

interface Row {
  readonly caseNumber: string;
  readonly court: string;
  readonly effectiveOn: string;
  readonly route: 'treasury' | 'trust_account';
  readonly ordered: string;
  readonly receivedInYear: string;
  readonly received: string;
  readonly remitted: string;
  readonly spentInYear: string;
  readonly spent: string;
  readonly plans: readonly {
    readonly plan: string;
    readonly amount: string;
    readonly spent: string;
    readonly acceptedOn: string | null;
    readonly effectEvaluatedOn: string | null;
  }[];
}

// Cases with an effective judgment that orders damages; what is told of a year stays the same later, as it is read from
// entries by their business days. A reversal counts on its own day. Money that was spent under a judgment that is none
// any more and is to be got back is nothing that was received. A plan is of no year before its first payment.
const CASES = `
WITH published AS (
  SELECT c.id, c.book_id, c.number, c.court, c.damage_route, min(j.effective_on) AS effective_on,
         sum(i.ordered_fen) AS ordered
    FROM fund.litigation_case c
    JOIN fund.judgment j ON j.case_id = c.id AND j.effective_on <= make_date($2, 12, 31)
    JOIN fund.judgment_item i ON i.judgment_id = j.id AND NOT i.reversed AND i.kind NOT IN ('fund_costs', 'organization_costs')
   WHERE c.book_id = ANY ($1::integer[])
   GROUP BY c.id
), moved AS (
  SELECT p.id, e.amount, e.business_on >= make_date($2, 1, 1) AS in_year,
         CASE r.fact WHEN 'milestone_paid' THEN 'spent' WHEN 'cross_case_cost_paid' THEN 'spent'
                     WHEN 'cross_case_cost_returned' THEN 'spent' WHEN 'surplus_surrendered' THEN 'spent'
                     WHEN 'damages_remitted' THEN 'remitted'
                     WHEN 'spent_to_recover' THEN 'deficit' WHEN 'spent_carried' THEN 'deficit' ELSE 'received' END AS what
    FROM published p
    JOIN ledger.account a ON a.book_id = p.book_id AND a.dimension_2 = p.id::text
     AND (p.damage_route = 'treasury' AND a.code = ANY ($3::text[]) OR p.damage_route <> 'treasury' AND a.code = ANY ($4::text[]))
    JOIN ledger.entry e ON e.account_id = a.id AND e.business_on <= make_date($2, 12, 31)
    JOIN ledger.journal r ON r.number = e.journal_number AND r.book_id = e.book_id
), sums AS (
  SELECT m.id,
         coalesce(sum(-m.amount) FILTER (WHERE m.what = 'received'), 0) AS received,
         coalesce(sum(-m.amount) FILTER (WHERE m.what = 'received' AND m.in_year), 0) AS received_in_year,
         coalesce(sum(m.amount) FILTER (WHERE m.what = 'remitted'), 0) AS remitted,
         coalesce(sum(m.amount) FILTER (WHERE m.what = 'spent'), 0) AS spent,
         coalesce(sum(m.amount) FILTER (WHERE m.what = 'spent' AND m.in_year), 0) AS spent_in_year
    FROM moved m GROUP BY m.id
)
SELECT p.number AS "caseNumber", p.court, p.effective_on::text AS "effectiveOn", p.damage_route AS route, p.ordered::text AS ordered,
       coalesce(s.received, 0)::text AS received, coalesce(s.received_in_year, 0)::text AS "receivedInYear",
       coalesce(s.remitted, 0)::text AS remitted, coalesce(s.spent, 0)::text AS spent,
       coalesce(s.spent_in_year, 0)::text AS "spentInYear",
       coalesce((SELECT jsonb_agg(jsonb_build_object('plan', t.ref, 'amount', t.amount_fen::text,
                   'spent', (SELECT coalesce(sum(m.amount_fen), 0)::text FROM fund.plan_milestone m
                              WHERE m.plan_id = t.id AND m.paid_on <= make_date($2, 12, 31)),
                   'acceptedOn', CASE WHEN t.accepted_on <= make_date($2, 12, 31) THEN t.accepted_on END,
                   'effectEvaluatedOn', CASE WHEN t.effect_evaluated_on <= make_date($2, 12, 31) THEN t.effect_evaluated_on END)
                   ORDER BY t.id)
                   FROM fund.restoration_plan t WHERE t.case_id = p.id
                    AND NOT EXISTS (SELECT FROM fund.plan_milestone m WHERE m.plan_id = t.id GROUP BY m.plan_id
                                    HAVING min(m.paid_on) > make_date($2, 12, 31))
                    AND coalesce(s.received, 0) > 0), '[]') AS plans
  FROM published p LEFT JOIN sums s ON s.id = p.id
 ORDER BY p.effective_on, p.number`;

const yuan = (amount: bigint | string): string => formatYuan(fen(BigInt(amount)));

function progressOf({ received, spent, plans }: Row): Progress {
  if (plans.length > 0) {
    const isOver = plans.every(
      ({ acceptedOn, effectEvaluatedOn }) => acceptedOn !== null && effectEvaluatedOn !== null,
    );
    if (isOver) return 'completed';
    return BigInt(spent) > 0n ? 'under_way' : 'planned';
  }
  return BigInt(received) > 0n ? 'awaiting_plan' : 'awaiting_payment';
}

const published = (row: Row): PublishedCase => ({
  ...row,
  ordered: yuan(row.ordered),
  receivedInYear: yuan(row.receivedInYear),
  received: yuan(row.received),
  remitted: yuan(row.remitted),
  spentInYear: yuan(row.spentInYear),
  spent: yuan(row.spent),
  balance: yuan(BigInt(row.received) - BigInt(row.spent)),
  progress: progressOf(row),
  plans: row.plans.map((plan) => ({
    ...plan,
    amount: yuan(plan.amount),
    spent: yuan(plan.spent),
  })),
});

/**
 * What a bureau publishes of damage money for a year: each case with an effective judgment, what came in, what was
 * spent, what is left, and how far restoration is. It names no defendant and no payee, and tells no account.
 * Source: 环境民事公益诉讼 practice of yearly publication (local: Shandong); 吉环法字〔2015〕4号 三(二).
 */
export async function readPublication(
  tx: EntityManager,
  books: readonly number[],
  year: number,
): Promise<Publication> {
  const codesOf = (route: Row['route']): string[] => {
    const { owed, spent } = damageAccounts(route);
    return [...new Set([owed, spent])];
  };
  const rows = await tx.query<Row[]>(CASES, [
    books,
    year,
    codesOf('treasury'),
    codesOf('trust_account'),
  ]);
  const sum = (of: (row: Row) => bigint): string =>
    yuan(rows.reduce((total, row) => total + of(row), 0n));
  return {
    year,
    items: rows.map(published),
    totals: {
      receivedInYear: sum(({ receivedInYear }) => BigInt(receivedInYear)),
      spentInYear: sum(({ spentInYear }) => BigInt(spentInYear)),
      received: sum(({ received }) => BigInt(received)),
      spent: sum(({ spent }) => BigInt(spent)),
      balance: sum(({ received, spent }) => BigInt(received) - BigInt(spent)),
    },
  };
}
