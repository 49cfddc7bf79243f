import { type InboxSource, ofHolders } from '../inbox';
import { REMIT_WITHIN_WORKING_DAYS } from '../law';
import { OF_DAMAGES, STANDS } from './read-fund';

// Of each case what nobody has asked to remit yet; what came first is remitted first, and its day counts.
const OPEN = `
  SELECT c.id::text AS id, 'damages_to_remit' AS kind, '损害赔偿金待上缴：' || c.number AS title,
         'litigation_case/' || c.id AS subject, b.code AS book, c.damages_received_fen - gone.fen AS amount_fen,
         'to_remit' AS state, NULL::uuid AS maker_id, first.at AS made_at, 'finance_officer' AS role, NULL::uuid AS person_id,
         first.at AS since, fund.add_working_days(first.received_on, ${String(REMIT_WITHIN_WORKING_DAYS)}) AS due_on,
         '/console/damage-fund/' || c.id AS link, o.bureau_id, NULL::uuid AS not_by
    FROM fund.litigation_case c
    JOIN ledger.book b ON b.id = c.book_id
    JOIN fund.bureau_book o ON o.book_id = c.book_id
   CROSS JOIN LATERAL (
         SELECT c.damages_remitted_fen + coalesce(sum(r.amount_fen), 0) AS fen FROM fund.approval_request r
          WHERE r.kind = 'damages_remittance' AND r.subject = 'litigation_case/' || c.id
            AND r.state IN ('open', 'returned')) gone
    JOIN LATERAL (
         SELECT x.received_on, x.received_on::timestamp AT TIME ZONE 'Asia/Shanghai' AS at
           FROM (SELECT p.received_on, sum(sum(a.amount_fen)) OVER (ORDER BY p.received_on) AS upto
                   FROM fund.receipt_allocation a JOIN fund.receipt p ON p.id = a.receipt_id
                   JOIN fund.judgment_item i ON i.id = a.item_id
                  WHERE p.case_id = c.id AND a.part = 'principal' AND ${OF_DAMAGES} AND ${STANDS}
                  GROUP BY p.received_on) x
          WHERE x.upto > gone.fen ORDER BY x.received_on LIMIT 1) first ON true
   WHERE c.damage_route = 'treasury' AND c.damages_received_fen > c.damages_remitted_fen
     AND c.damages_received_fen > gone.fen`;

/** Damages that are to go to the treasury, each with its day: a finance officer asks for it. */
export const DAMAGES_TO_REMIT: InboxSource = {
  name: 'damages_to_remit',
  ...ofHolders(OPEN, ['finance_officer']),
  actions: ({ stuck }) => (stuck ? [] : ['remit']),
};
