import { type InboxSource, ofOrganizations } from '../inbox';

/** Working days that receipts may take after a payment, as the timeline promises them. */
const RECEIPTS_WITHIN = 30;

/** A day as the instant at which it begins. */
const beginOf = (day: string): string => `(${day}::timestamp AT TIME ZONE 'Asia/Shanghai')`;

/** One sort of what organizations owe for costs `i`, as SQL. */
interface Owed {
  readonly name: string;
  readonly action: string;
  readonly state: string;
  readonly amount: string;
  readonly maker: string;
  readonly since: string;
  readonly dueOn: string;
  /** Joins and conditions. */
  readonly from: string;
}

/** What is owed, of applications that were made here: case files tell of costs that nobody waits for. */
const owed = (work: Owed, role: string): string => `
  SELECT i.id::text AS id, '${work.name}' AS kind, i.ref || ' ' || i.payee AS title,
         'advance_application/' || a.id AS subject, b.code AS book, ${work.amount} AS amount_fen,
         '${work.state}' AS state, ${work.maker} AS maker_id, ${work.since} AS made_at, ${role} AS role,
         NULL::uuid AS person_id, ${work.since} AS since, ${work.dueOn} AS due_on,
         '/console/advances/' || a.id AS link, o.bureau_id, NULL::uuid AS not_by, g.uscc, g.book_id
    FROM fund.advance_item i
    JOIN fund.advance_application a ON a.id = i.application_id AND a.approval_request_id IS NOT NULL
    JOIN fund.organization g ON g.id = a.organization_id
    LEFT JOIN ledger.book b ON b.id = a.book_id
    LEFT JOIN fund.bureau_book o ON o.book_id = a.book_id
    ${work.from}`;

const sourceOf = (work: Owed): InboxSource => ({
  name: work.name,
  ...ofOrganizations((role) => owed(work, role)),
  actions: ({ stuck }) => (stuck ? [] : [work.action]),
});

/** What was demanded back of a cost and has not come back: the organization returns it. */
export const SURPLUS_TO_RETURN = sourceOf({
  name: 'surplus_to_return',
  action: 'return',
  state: 'surplus_due',
  amount: 'i.surplus_demanded_fen - i.surplus_returned_fen',
  maker: 'd.demanded_by_id',
  since: beginOf('d.demanded_on'),
  dueOn: 'd.due_on',
  from: `
    JOIN LATERAL (SELECT d.* FROM fund.surplus_demand d WHERE d.item_id = i.id
                   ORDER BY d.due_on DESC, d.id DESC LIMIT 1) d ON true
   WHERE i.surplus_returned_fen < i.surplus_demanded_fen`,
});

/**
 * What was paid and not settled: the organization submits its receipts, within 30 working days. What it has
 * submitted waits for an officer.
 */
export const RECEIPTS_TO_SUBMIT = sourceOf({
  name: 'receipts_to_submit',
  action: 'submit',
  state: 'to_settle',
  amount: 'i.paid_fen - i.settled_fen - i.surplus_demanded_fen - w.waiting',
  maker: 'NULL::uuid',
  since: beginOf('p.paid_on'),
  dueOn: `fund.add_working_days(p.paid_on, ${String(RECEIPTS_WITHIN)})`,
  from: `
    JOIN LATERAL (SELECT coalesce(sum(l.amount_fen), 0)::bigint AS waiting FROM fund.settlement_line l
                   WHERE l.item_id = i.id AND l.state = 'submitted') w ON true
    JOIN LATERAL (SELECT max(p.paid_on) AS paid_on FROM fund.advance_payment p
                   WHERE p.item_id = i.id AND p.returned_fen < p.amount_fen) p ON p.paid_on IS NOT NULL
   WHERE i.settled_fen + i.surplus_demanded_fen < i.paid_fen AND i.category <> 'acceptance_fee'
     AND i.settled_fen + i.surplus_demanded_fen + w.waiting < i.paid_fen`,
});
