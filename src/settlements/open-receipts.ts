import { type InboxSource, ofHolders } from '../inbox';

// Left to the finance officer: to accept or reject within the five working days that a payment has as well.
const OPEN = `
  SELECT l.id::text AS id, 'receipt_line' AS kind, i.ref || ' ' || v.issuer AS title,
         'advance_application/' || a.id AS subject, b.code AS book, l.amount_fen, l.state,
         l.submitted_by_id AS maker_id, s.submitted_at AS made_at, 'finance_officer' AS role,
         NULL::uuid AS person_id, s.submitted_at AS since, fund.add_working_days(s.submitted_on, 5) AS due_on,
         '/console/receipts?application=' || a.id AS link, o.bureau_id, l.submitted_by_id AS not_by
    FROM fund.settlement_line l
    JOIN fund.settlement_submission s ON s.id = l.submission_id
    JOIN fund.invoice v ON v.id = l.invoice_id
    JOIN fund.advance_item i ON i.id = l.item_id
    JOIN fund.advance_application a ON a.id = i.application_id
    JOIN ledger.book b ON b.id = a.book_id
    JOIN fund.bureau_book o ON o.book_id = a.book_id
   WHERE l.state = 'submitted'`;

/** Receipts that were submitted: a finance officer who did not submit them accepts or rejects each. */
export const SUBMITTED_RECEIPTS: InboxSource = {
  name: 'receipt_line',
  ...ofHolders(OPEN, ['finance_officer']),
  actions: ({ stuck }) => (stuck ? [] : ['accept', 'reject']),
};
