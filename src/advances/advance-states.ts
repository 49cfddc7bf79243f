/** Where an application stands, as the console says it. */
export const ADVANCE_STATES = [
  'reviewing',
  'approving',
  'returned',
  'rejected',
  'withdrawn',
  'to_pay',
  'partly_paid',
  'to_settle',
  'surplus_due',
  'settled',
] as const;
export type AdvanceState = (typeof ADVANCE_STATES)[number];

/** SQL of the state of a request `r` that is not approved. */
export const STATE_OF_REQUEST = `
  CASE r.state WHEN 'open' THEN CASE WHEN r.step = 0 THEN 'reviewing' ELSE 'approving' END ELSE r.state END`;

/** SQL of the sums `s` over the items of an application `a`; an acceptance fee is used by being paid. */
export const SUMS_OF_ITEMS = `
  CROSS JOIN LATERAL (
    SELECT sum(i.approved_fen) AS approved, sum(i.paid_fen) AS paid,
           sum(CASE i.category WHEN 'acceptance_fee' THEN i.paid_fen ELSE i.settled_fen END) AS used,
           sum(i.settled_fen) AS settled, sum(i.surplus_demanded_fen) AS demanded,
           sum(i.surplus_returned_fen) AS returned
      FROM fund.advance_item i WHERE i.application_id = a.id) s`;

/** SQL of the state of an approved application, from {@link SUMS_OF_ITEMS}. */
export const STATE_OF_APPLICATION = `
  CASE WHEN s.returned < s.demanded THEN 'surplus_due'
       WHEN s.paid = 0 THEN 'to_pay'
       WHEN s.paid < s.approved THEN 'partly_paid'
       WHEN s.used + s.demanded < s.paid THEN 'to_settle'
       ELSE 'settled' END`;
