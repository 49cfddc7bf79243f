import { type InboxSource, ofHolders } from '../inbox';
import { FIRST_TRANCHE_PERCENT } from '../law';

// Left to the finance officer: an order for what may be paid now and is not on its way. What an organization
// gets only after it has settled waits for the organization.
const OPEN = `
  SELECT i.id::text AS id, 'advance_to_pay' AS kind, i.ref || ' ' || i.payee AS title,
         'advance_application/' || a.id AS subject, b.code AS book, p.payable_fen::bigint AS amount_fen,
         'to_pay' AS state, r.maker_id, r.made_at, 'finance_officer' AS role, NULL::uuid AS person_id,
         coalesce(d.decided_at, r.made_at) AS since, fund.add_working_days(a.approved_on, 5) AS due_on,
         '/console/payment-orders/new?book=' || b.code || '&item=' || i.id AS link, r.bureau_id,
         NULL::uuid AS not_by
    FROM fund.advance_item i
    JOIN fund.advance_application a ON a.id = i.application_id
    JOIN fund.approval_request r ON r.id = a.approval_request_id
    JOIN ledger.book b ON b.id = a.book_id
    LEFT JOIN fund.bank_account k ON k.id = i.bank_account_id
    LEFT JOIN LATERAL (SELECT max(x.decided_at) AS decided_at FROM fund.approval_decision x
                        WHERE x.request_id = r.id AND x.decision = 'approved') d ON true
   CROSS JOIN LATERAL (SELECT coalesce(sum(l.amount_fen), 0) AS fen FROM fund.payment_order_line l
                        WHERE l.item_id = i.id AND l.state IN ('waiting', 'unknown')) underway
   CROSS JOIN LATERAL (
         SELECT CASE WHEN k.holder_kind IS DISTINCT FROM 'organization'
                       OR i.paid_fen > 0 AND underway.fen = 0 AND i.settled_fen >= i.paid_fen THEN i.approved_fen
                     ELSE i.approved_fen * ${String(FIRST_TRANCHE_PERCENT)} / 100 END
                - i.paid_fen - underway.fen AS payable_fen) p
   WHERE a.status = 'approved' AND i.paid_fen < i.approved_fen AND p.payable_fen > 0`;

/** Costs that are approved and not wholly paid or ordered: a finance officer makes the payment order. */
export const UNPAID_ADVANCES: InboxSource = {
  name: 'advance_to_pay',
  ...ofHolders(OPEN, ['finance_officer']),
  actions: ({ stuck }) => (stuck ? [] : ['order']),
};
