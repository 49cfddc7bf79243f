import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payments whose outcome is open stand in inboxes; each is found however many are done already. */
export class OpenPayments0057 implements MigrationInterface {
  readonly name = 'OpenPayments1795392000057';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(INDEX);
    await runner.query(OPEN);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW fund.open_payment;
      DROP INDEX fund.ix_payment_order_line_open;`);
  }
}

const INDEX = `
CREATE INDEX ix_payment_order_line_open ON fund.payment_order_line (order_id)
  WHERE state IN ('waiting', 'unknown');
`;

// It works in its owner's name and says itself whose it shows, as fund.waiting_request does: an administrator
// is told that nobody can act, and of what no more than this.
const OPEN = `
CREATE VIEW fund.open_payment AS
  SELECT l.id, l.order_id, l.state, b.bureau_id, o.made_by_id, o.made_at,
         coalesce((SELECT max(x.recorded_at) FROM fund.payment_result x WHERE x.line_id = l.id), o.made_at) AS since,
         ARRAY(SELECT t.person_id FROM fund.approval_part t WHERE t.request_id = l.approval_request_id
               UNION SELECT o.made_by_id) AS parties
    FROM fund.payment_order_line l
    JOIN fund.payment_order o ON o.id = l.order_id
    JOIN fund.bureau_book b ON b.book_id = o.book_id
   WHERE l.state IN ('waiting', 'unknown')
     AND (coalesce(current_setting('app.caller', true), '') = '' OR b.bureau_id = fund.own_bureau());
GRANT SELECT ON fund.open_payment TO fund_app, fund_web;
`;
