import fc from 'fast-check';
import type { Told } from '../case-register/case-scene';

/** Amounts in yuan that meet each other often, so that limits are reached exactly and passed by one. */
const YUAN = fc.integer({ min: 1, max: 12 }).map((thousands) => BigInt(thousands) * 1_000_00n);
/** Often below what is paid. */
const LITTLE = fc.oneof(
  YUAN,
  YUAN.map((amount) => amount / 4n),
);
/** Mostly below what was received under the judgment before. */
const JUDGED = fc.oneof(
  YUAN,
  YUAN,
  YUAN.map((amount) => amount * 10n),
);
const ANY = fc.nat({ max: 5 });

/** Something that happens to the damage money of a case; `which` picks among what is there. */
export type Act =
  | {
      readonly act: 'receive' | 'appropriate' | 'adopt' | 'surplus' | 'judge_anew';
      readonly amount: bigint;
    }
  | { readonly act: 'change'; readonly amount: bigint; readonly which: number }
  | { readonly act: 'pay' | 'report' | 'finish' | 'return' | 'take_back'; readonly which: number };

export const ACTS: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ act: fc.constant('receive' as const), amount: YUAN }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('appropriate' as const), amount: YUAN }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('adopt' as const), amount: YUAN }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('surplus' as const), amount: LITTLE }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('judge_anew' as const), amount: JUDGED }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('finish' as const), which: ANY }) },
  {
    weight: 4,
    arbitrary: fc.record({ act: fc.constant('change' as const), amount: LITTLE, which: ANY }),
  },
  { weight: 8, arbitrary: fc.record({ act: fc.constant('pay' as const), which: ANY }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('report' as const), which: ANY }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('return' as const), which: ANY }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('take_back' as const), which: ANY }) },
);

/** Surplus is planned, more is paid than a new judgment leaves, some of it comes back, and there is money again. */
export const EXAMPLES: ['treasury' | 'trust_account', Act[]][] = (
  ['treasury', 'trust_account'] as const
).map((route) => [
  route,
  [
    { act: 'adopt', amount: 6_000_00n },
    { act: 'finish', which: 0 },
    { act: 'surplus', amount: 2_000_00n },
    { act: 'finish', which: 1 },
    { act: 'judge_anew', amount: 3_000_00n },
    { act: 'change', amount: 9_000_00n, which: 0 },
    { act: 'pay', which: 0 },
    { act: 'return', which: 0 },
    { act: 'pay', which: 1 },
    { act: 'judge_anew', amount: 100_000_00n },
    { act: 'receive', amount: 12_000_00n },
    { act: 'adopt', amount: 8_000_00n },
    { act: 'finish', which: 2 },
    { act: 'return', which: 1 },
  ],
]);

/** Each judgment has an instance of its own. */
export const retrial = (number: number): readonly Told[] => [
  [
    'instance_opened',
    '2026-08-01',
    {
      instance: 'retrial',
      number: `（2026）吉民再${String(number)}号`,
      court: '吉林省高级人民法院',
    },
  ],
  ['judged', '2026-10-01'],
  ['judgment_final', '2026-10-01'],
];

/** What must hold of a case in every state, as its rows say it. */
export const BROKEN = `
  SELECT c.damages_received_fen + c.trust_interest_received_fen - c.damages_elsewhere_fen < c.damages_planned_fen AS "planned beyond what was received",
         CASE WHEN d.changed THEN c.damages_planned_fen > p.planned ELSE c.damages_planned_fen <> p.planned END AS "planned is not the sum of the plans",
         c.damages_paid_fen > p.paid AS "more counted as paid than was",
         p.paid - c.damages_paid_fen > d.missing AS "paid and neither counted nor told to be missing",
         p.paid > p.planned AS "paid beyond the plans",
         c.damages_appropriated_fen < p.paid AS "paid beyond what was appropriated",
         EXISTS (SELECT FROM fund.restoration_plan x
                  WHERE x.case_id = c.id AND (x.paid_fen > x.amount_fen
                    OR x.amount_fen <> (SELECT sum(m.amount_fen) FROM fund.plan_milestone m WHERE m.plan_id = x.id AND m.dropped_in IS NULL)
                    OR x.paid_fen <> (SELECT coalesce(sum(m.amount_fen) FILTER (WHERE m.paid_on IS NOT NULL), 0) FROM fund.plan_milestone m WHERE m.plan_id = x.id)
                    OR x.paid_fen <> (SELECT sum(u.paid_fen) FROM fund.plan_use u WHERE u.plan_id = x.id)
                    OR x.amount_fen <> (SELECT sum(u.amount_fen) FROM fund.plan_use u WHERE u.plan_id = x.id))) AS "a plan that does not add up",
         p.paid <> coalesce((SELECT sum(y.amount_fen) FROM fund.milestone_payment y
             JOIN fund.restoration_plan x ON x.id = y.plan_id JOIN fund.pay_out o ON o.approval_request_id = y.approval_request_id
            WHERE x.case_id = c.id AND NOT EXISTS (SELECT FROM fund.pay_out_return r WHERE r.pay_out_id = o.id)), 0) AS "paid is not what went out",
         b.posted <> CASE c.damage_route WHEN 'treasury' THEN p.paid
                       ELSE c.damages_received_fen + c.trust_interest_received_fen - c.damages_paid_fen - c.damages_elsewhere_fen END AS "the books differ"
    FROM fund.litigation_case c
   CROSS JOIN LATERAL (SELECT coalesce(sum(x.amount_fen), 0) AS planned, coalesce(sum(x.paid_fen), 0) AS paid
                         FROM fund.restoration_plan x WHERE x.case_id = c.id) p
   CROSS JOIN LATERAL (SELECT coalesce(sum(x.amount_fen) FILTER (WHERE x.what = 'restoration'), 0) AS missing,
                              EXISTS (SELECT FROM fund.judgment j WHERE j.case_id = c.id AND j.reversed_on IS NOT NULL) AS changed
                         FROM fund.spent_deficit x WHERE x.case_id = c.id) d
   CROSS JOIN LATERAL (SELECT coalesce(sum(y.posted), 0) AS posted FROM ledger.account a JOIN ledger.account_balance y ON y.account_id = a.id
                        WHERE a.book_id = c.book_id AND a.dimension_2 = c.id::text
                          AND a.code = CASE c.damage_route WHEN 'treasury' THEN '5001.03' ELSE '1002.99' END) b
   WHERE c.id = $1`;

/** What the pool holds is what is held for milestones that came back. */
export const HELD = `
  SELECT coalesce((SELECT sum(b.held) FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
                    WHERE a.book_id = $1 AND a.code = '1011' AND a.dimension_1 = 'damage_fund'), 0)::text AS pool,
         coalesce((SELECT sum(m.amount_fen) FROM fund.plan_milestone m JOIN fund.restoration_plan x ON x.id = m.plan_id
                     JOIN fund.litigation_case c ON c.id = x.case_id
                    WHERE c.book_id = $1 AND m.hold_id IS NOT NULL AND m.paid_on IS NULL), 0)::text AS milestones`;
