import { type InboxSource, ofHolders } from '../inbox';

// Silence of the bank is looked into on the next working day: the money may be gone, or may still go.
const OPEN = `
  SELECT p.id::text AS id, 'payment_to_record' AS kind,
         '付' || o.year || '-' || lpad(o.ordinal::text, greatest(4, length(o.ordinal::text)), '0')
           || '-' || l.ordinal || ' ' || k.holder_name AS title,
         'payment_order/' || o.id AS subject, b.code AS book, l.amount_fen, p.state, p.made_by_id AS maker_id,
         p.made_at, 'cashier' AS role, NULL::uuid AS person_id, p.since,
         fund.add_working_days((p.since AT TIME ZONE 'Asia/Shanghai')::date,
           CASE p.state WHEN 'unknown' THEN 1 ELSE 3 END) AS due_on,
         '/console/payment-orders/' || o.id AS link, p.bureau_id, NULL::uuid AS not_by, p.parties
    FROM fund.open_payment p
    LEFT JOIN fund.payment_order_line l ON l.id = p.id
    LEFT JOIN fund.payment_order o ON o.id = l.order_id
    LEFT JOIN fund.bank_account k ON k.id = l.bank_account_id
    LEFT JOIN ledger.book b ON b.id = o.book_id`;

/** Nobody pays what they asked for, decided on or ordered. */
const isNoParty = (person: string): string => `${person} <> ALL (w.parties)`;

/** Payments that were ordered and whose outcome nobody has recorded, or nobody knows: a cashier says it. */
export const OPEN_PAYMENTS: InboxSource = {
  name: 'payment_to_record',
  ...ofHolders(OPEN, ['cashier'], isNoParty),
  actors: `
    SELECT a.person_id FROM fund.acting_people(w.bureau_id, w.role) a
     WHERE a.on_behalf_of_id IS NULL AND ${isNoParty('a.person_id')}`,
  actions: ({ stuck }) => (stuck ? [] : ['record']),
};
