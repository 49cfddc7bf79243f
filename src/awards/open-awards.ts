import type { Role } from '../identity';
import { type InboxSource, ofHolders, ofOrganizations } from '../inbox';

/** A day as the instant at which it begins. */
const beginOf = (day: string): string => `(${day}::timestamp AT TIME ZONE 'Asia/Shanghai')`;
const dayOf = (instant: string): string => `(${instant} AT TIME ZONE 'Asia/Shanghai')::date`;
const TODAY = dayOf('now()');

/** One sort of open work on awards, as SQL over case `c`, book `b` and bureau `o`. */
interface OfAward {
  readonly name: string;
  readonly title: string;
  readonly action: string;
  readonly state: string;
  readonly id: string;
  readonly amount: string;
  readonly maker: string;
  readonly role: Role;
  readonly since: string;
  /** In how many working days it is to be done. */
  readonly within: number;
  readonly notBy: string;
  /** What it is of, joined with `c`, and conditions. */
  readonly from: string;
}

const open = (of: OfAward): string => `
  SELECT ${of.id}::text AS id, '${of.name}' AS kind, '${of.title}：' || c.number AS title,
         'litigation_case/' || c.id AS subject, b.code AS book, ${of.amount} AS amount_fen, '${of.state}' AS state,
         ${of.maker} AS maker_id, ${of.since} AS made_at, '${of.role}' AS role, NULL::uuid AS person_id,
         ${of.since} AS since, fund.add_working_days(${dayOf(of.since)}, ${String(of.within)}) AS due_on,
         '/console/awards/' || c.id AS link, o.bureau_id, ${of.notBy} AS not_by
    FROM fund.litigation_case c
    JOIN ledger.book b ON b.id = c.book_id
    JOIN fund.bureau_book o ON o.book_id = c.book_id
    ${of.from}`;

const sourceOf = (of: OfAward): InboxSource => ({
  name: of.name,
  ...ofHolders(open(of), [of.role]),
  actions: ({ stuck }) => (stuck ? [] : [of.action]),
});

const NOBODY = 'NULL::uuid';
const ASSESSED = 's.from_sanction_quota_fen + s.from_award_fund_fen';
const STANDING = `
    JOIN fund.award_assessment s ON s.case_id = c.id AND s.voided_at IS NULL
     AND NOT EXISTS (SELECT FROM fund.award a WHERE a.assessment_id = s.id)`;
const isOpenRequest = (kind: string, more = ''): string => `
  EXISTS (SELECT FROM fund.approval_request r WHERE r.kind = '${kind}'
             AND r.subject = 'litigation_case/' || c.id AND r.state IN ('open', 'returned')${more})`;

/** A case that ended well and whose advances are settled: its award is to be assessed. */
const TO_ASSESS = sourceOf({
  name: 'award_to_assess',
  title: '待核定胜诉奖励',
  action: 'assess',
  state: 'to_assess',
  id: 'c.id',
  amount: 'NULL::bigint',
  maker: NOBODY,
  role: 'finance_officer',
  since: beginOf('j.effective_on'),
  within: 30,
  notBy: NOBODY,
  from: `
    JOIN LATERAL (SELECT j.effective_on, j.outcome FROM fund.judgment j
                   WHERE j.case_id = c.id AND j.reversed_on IS NULL AND j.approval_request_id IS NOT NULL
                   ORDER BY j.ordinal DESC LIMIT 1) j
      ON j.effective_on <= ${TODAY} AND j.outcome NOT IN ('loss', 'dismissed')
   WHERE c.state IN ('final', 'mediated', 'withdrawn', 'in_enforcement', 'enforcement_suspended', 'closed')
     AND (c.damages_received_fen > 0 OR j.outcome IN ('injunction_only_win', 'withdrawn_claims_realized'))
     AND NOT EXISTS (SELECT FROM fund.award_assessment s WHERE s.case_id = c.id AND s.voided_at IS NULL)
     AND NOT EXISTS (SELECT FROM fund.award a WHERE a.case_id = c.id AND a.recalled_on IS NULL)
     AND NOT EXISTS (SELECT FROM fund.advance_item i WHERE i.case_id = c.id AND i.category <> 'acceptance_fee'
                        AND i.paid_fen <> i.settled_fen + i.surplus_returned_fen)`,
});

const TO_NOTICE = sourceOf({
  name: 'award_to_notice',
  title: '待公示胜诉奖励',
  action: 'publish_notice',
  state: 'assessed',
  id: 's.id',
  amount: ASSESSED,
  maker: 's.assessed_by_id',
  role: 'finance_officer',
  since: 's.assessed_at',
  within: 5,
  notBy: NOBODY,
  from: `${STANDING}
   WHERE NOT EXISTS (SELECT FROM fund.award_notice n WHERE n.assessment_id = s.id)`,
});

const OBJECTIONS = sourceOf({
  name: 'award_objection',
  title: '奖励公示异议',
  action: 'decide_objection',
  state: 'objected',
  id: 'j.id',
  amount: ASSESSED,
  maker: 'j.recorded_by_id',
  role: 'reviewer',
  since: 'j.recorded_at',
  within: 5,
  notBy: 'j.recorded_by_id',
  from: `${STANDING}
    JOIN fund.award_objection j ON j.assessment_id = s.id
   WHERE NOT EXISTS (SELECT FROM fund.award_objection_decision d WHERE d.objection_id = j.id)`,
});

const TO_ASK = sourceOf({
  name: 'award_to_ask',
  title: '公示期满待报批',
  action: 'ask',
  state: 'notice_over',
  id: 's.id',
  amount: ASSESSED,
  maker: 's.assessed_by_id',
  role: 'finance_officer',
  since: beginOf('(n.until_on + 1)'),
  within: 5,
  notBy: NOBODY,
  from: `${STANDING}
    JOIN fund.award_notice n ON n.assessment_id = s.id AND n.until_on < ${TODAY}
   WHERE NOT ${isOpenRequest('award_decision')}
     AND NOT EXISTS (SELECT FROM fund.award_objection j WHERE j.assessment_id = s.id
            AND NOT EXISTS (SELECT FROM fund.award_objection_decision d WHERE d.objection_id = j.id))`,
});

const TO_PAY = sourceOf({
  name: 'award_to_pay',
  title: '待发放胜诉奖励',
  action: 'pay',
  state: 'approved',
  id: 'h.id',
  amount: 'h.amount_fen - h.released_fen',
  maker: 'q.maker_id',
  role: 'cashier',
  since: beginOf('a.decided_on'),
  within: 15,
  notBy: 'q.maker_id',
  from: `
    JOIN fund.award a ON a.case_id = c.id AND a.recalled_on IS NULL
    JOIN fund.approval_request q ON q.id = a.approval_request_id
    JOIN fund.award_share h ON h.award_id = a.id AND h.paid_on IS NULL AND h.amount_fen > h.released_fen
   WHERE NOT ${isOpenRequest(
     'award_payment',
     ` AND EXISTS (SELECT FROM fund.approval_version v WHERE v.request_id = r.id AND v.version = r.version
              AND v.document -> 'content' ->> 'organization' = h.organization_id::text)`,
   )}`,
});

const TO_RETURN = sourceOf({
  name: 'award_to_return',
  title: '待收回的胜诉奖励',
  action: 'record_return',
  state: 'to_return',
  id: 'h.id',
  amount:
    'h.owed_sanction_quota_fen + h.owed_award_fund_fen - h.returned_sanction_quota_fen - h.returned_award_fund_fen',
  maker: NOBODY,
  role: 'cashier',
  since: beginOf('k.recalled_on'),
  within: 15,
  notBy: NOBODY,
  from: `
    JOIN fund.award a ON a.case_id = c.id
    JOIN fund.award_share h ON h.award_id = a.id
     AND h.owed_sanction_quota_fen + h.owed_award_fund_fen > h.returned_sanction_quota_fen + h.returned_award_fund_fen
    JOIN LATERAL (SELECT max(k.recalled_on) AS recalled_on FROM fund.award_recall k WHERE k.award_id = a.id) k
      ON k.recalled_on IS NOT NULL`,
});

/** Awards that were paid before this year, are not used up, and of which last year tells nothing. */
const unreportedUse = (role: string): string => `
  SELECT h.id::text AS id, 'award_use_to_report' AS kind, '奖励使用报告：' || coalesce(c.number, own.number, '') AS title,
         'award_share/' || h.id AS subject, b.code AS book,
         h.paid_sanction_quota_fen + h.paid_award_fund_fen - h.owed_sanction_quota_fen - h.owed_award_fund_fen
           - u.used AS amount_fen,
         'to_report' AS state, ${NOBODY} AS maker_id, year.begun AS made_at, ${role} AS role, ${NOBODY} AS person_id,
         year.begun AS since, make_date(extract(year FROM ${TODAY})::integer, 3, 31) AS due_on,
         '/console/awards/' || a.case_id AS link, o.bureau_id, ${NOBODY} AS not_by, g.uscc, g.book_id
    FROM fund.award_share h
    JOIN fund.award a ON a.id = h.award_id AND a.approval_request_id IS NOT NULL
    JOIN fund.organization g ON g.id = h.organization_id
    LEFT JOIN fund.litigation_case c ON c.id = a.case_id
    LEFT JOIN LATERAL (SELECT w.number FROM fund.own_cases() w WHERE w.id = a.case_id LIMIT 1) own ON true
    LEFT JOIN ledger.book b ON b.id = g.book_id
    LEFT JOIN fund.bureau_book o ON o.book_id = g.book_id
    CROSS JOIN LATERAL (SELECT date_trunc('year', now(), 'Asia/Shanghai') AS begun) year
    CROSS JOIN LATERAL (SELECT coalesce(sum(u.amount_fen), 0)::bigint AS used,
                               coalesce(bool_or(u.year >= extract(year FROM ${TODAY}) - 1), false) AS told
                          FROM fund.award_use_report u WHERE u.share_id = h.id) u
   WHERE h.paid_on < ${dayOf('year.begun')} AND NOT u.told
     AND h.paid_sanction_quota_fen + h.paid_award_fund_fen - h.owed_sanction_quota_fen - h.owed_award_fund_fen > u.used`;

/** Each year the organization reports what it used its award for, until nothing is left of it. */
const TO_REPORT: InboxSource = {
  name: 'award_use_to_report',
  ...ofOrganizations(unreportedUse),
  actions: ({ stuck }) => (stuck ? [] : ['report']),
};

/** What of awards waits for somebody. */
export const OPEN_AWARDS: readonly InboxSource[] = [
  TO_ASSESS,
  TO_NOTICE,
  OBJECTIONS,
  TO_ASK,
  TO_PAY,
  TO_RETURN,
  TO_REPORT,
];
