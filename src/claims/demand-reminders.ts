import { type InboxSource, ofHolders } from '../inbox';

const TODAY = `(now() AT TIME ZONE 'Asia/Shanghai')::date`;

// The last letter to a defendant, once its day has come, as long as something is overdue and enforcement not deferred.
const OPEN = `
  SELECT l.id::text AS id, 'demand_reminder' AS kind,
         '催' || l.year || '-' || lpad(l.ordinal::text, greatest(4, length(l.ordinal::text)), '0')
           || ' ' || f.name AS title,
         'demand_letter/' || l.id AS subject, b.code AS book, l.principal_fen + l.interest_fen AS amount_fen,
         'to_demand' AS state, l.made_by_id AS maker_id, l.made_at, 'finance_officer' AS role,
         NULL::uuid AS person_id, (l.remind_on::timestamp AT TIME ZONE 'Asia/Shanghai') AS since,
         fund.add_working_days(l.remind_on, 5) AS due_on,
         '/console/cases/' || l.case_id || '/recoveries' AS link, o.bureau_id, NULL::uuid AS not_by
    FROM fund.demand_letter l
    JOIN fund.defendant f ON f.id = l.defendant_id
    JOIN ledger.book b ON b.id = l.book_id
    JOIN fund.bureau_book o ON o.book_id = l.book_id
   WHERE l.remind_on <= ${TODAY}
     AND NOT EXISTS (SELECT FROM fund.demand_letter n WHERE n.defendant_id = l.defendant_id AND n.id > l.id)
     AND NOT EXISTS (SELECT FROM fund.enforcement_deferral e
                      WHERE e.defendant_id = l.defendant_id AND ${TODAY} BETWEEN e.from_on AND e.until_on)
     AND EXISTS (
       SELECT FROM fund.item_debtor d
         JOIN fund.judgment_item i ON i.id = d.item_id AND NOT i.reversed AND (NOT i.conditional OR i.defaulted)
         JOIN fund.claim_balance c ON c.item_id = i.id AND (c.defendant_id IS NULL OR c.defendant_id = d.defendant_id)
        WHERE d.defendant_id = l.defendant_id AND c.due_on < ${TODAY}
          AND c.received_fen + c.written_off_fen < c.ordered_fen AND (d.cap_fen IS NULL OR d.paid_fen < d.cap_fen))`;

/** Letters whose day has come and that were not paid: a finance officer writes another, or goes to the court. */
export const DEMAND_REMINDERS: InboxSource = {
  name: 'demand_reminder',
  ...ofHolders(OPEN, ['finance_officer']),
  actions: ({ stuck }) => (stuck ? [] : ['demand']),
};
