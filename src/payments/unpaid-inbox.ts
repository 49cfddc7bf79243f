import type { InboxSource } from '../inbox';

// Left to the finance officer: an order for what is approved and not paid.
const OPEN = `
  SELECT i.id::text AS id, 'advance_to_pay' AS kind, i.ref || ' ' || i.payee AS title,
         'advance_application/' || a.id AS subject, b.code AS book, i.approved_fen - i.paid_fen AS amount_fen,
         'to_pay' AS state, r.maker_id, r.made_at, 'finance_officer' AS role, NULL::uuid AS person_id,
         coalesce(d.decided_at, r.made_at) AS since, fund.add_working_days(a.approved_on, 5) AS due_on,
         '/console/advances/' || a.id AS link, r.bureau_id, NULL::uuid AS not_by
    FROM fund.advance_item i
    JOIN fund.advance_application a ON a.id = i.application_id
    JOIN fund.approval_request r ON r.id = a.approval_request_id
    JOIN ledger.book b ON b.id = a.book_id
    LEFT JOIN LATERAL (SELECT max(x.decided_at) AS decided_at FROM fund.approval_decision x
                        WHERE x.request_id = r.id AND x.decision = 'approved') d ON true
   WHERE a.status = 'approved' AND i.paid_fen < i.approved_fen`;

/** Costs that are approved and not wholly paid: a finance officer makes the payment order. */
export const UNPAID_ADVANCES: InboxSource = {
  name: 'advance_to_pay',
  open: OPEN,
  actions: ({ stuck }) => (stuck ? [] : ['order']),
};
