import { type InboxSource, ofHolders } from '../inbox';

// A debt of a judgment that came in place of one whose debts were written off: whether it can be collected is open
// until somebody asks for a write-off of it, or it is paid.
const OPEN = `
  SELECT i.id::text AS id, 'write_off_to_decide' AS kind, '坏账核销重新审批：' || c.number || ' ' || i.ref AS title,
         'judgment_item/' || i.id AS subject, b.code AS book, owed.fen AS amount_fen, 'to_decide' AS state,
         NULL::uuid AS maker_id, since.at AS made_at, 'finance_officer' AS role, NULL::uuid AS person_id,
         since.at AS since, fund.add_working_days(since.day, 5) AS due_on,
         '/console/cases/' || c.id || '/recoveries?writeOff=' || i.id AS link, o.bureau_id, NULL::uuid AS not_by
    FROM fund.judgment_item i
    JOIN fund.litigation_case c ON c.id = i.case_id
    JOIN ledger.book b ON b.id = c.book_id
    JOIN fund.bureau_book o ON o.book_id = c.book_id
    JOIN LATERAL (SELECT max(v.reversed_on) AS day, max(v.reversed_on)::timestamp AT TIME ZONE 'Asia/Shanghai' AS at
                    FROM fund.write_off_reversal v WHERE v.judgment_id = i.judgment_id) since ON since.day IS NOT NULL
    JOIN LATERAL (SELECT sum(x.ordered_fen - x.received_fen - x.written_off_fen) AS fen
                    FROM fund.claim_balance x WHERE x.item_id = i.id) owed ON owed.fen > 0
   WHERE i.kind = 'fund_costs' AND NOT i.reversed
     AND NOT EXISTS (SELECT FROM fund.approval_request r
                      WHERE r.kind = 'debt_write_off' AND r.subject = 'judgment_item/' || i.id)`;

/** Debts that were written off under a former judgment and are owed under the new one. */
export const WRITE_OFFS_TO_DECIDE: InboxSource = {
  name: 'write_off_to_decide',
  ...ofHolders(OPEN, ['finance_officer']),
  actions: ({ stuck }) => (stuck ? [] : ['write_off']),
};
