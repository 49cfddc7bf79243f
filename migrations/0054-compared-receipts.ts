import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the file of a receipt says of itself stays beside what was entered of it, and what is to be settled or
 * returned stands in inboxes.
 */
export class ComparedReceipts0054 implements MigrationInterface {
  readonly name = 'ComparedReceipts1795392000054';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [COLUMN, INDEXES, MEMBERS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION fund.has_active_member(text, integer), fund.is_member_for(uuid, text, integer);
      DROP INDEX fund.ix_settlement_line_submitted, fund.ix_advance_item_unsettled, fund.ix_advance_item_surplus;
      ALTER TABLE fund.settlement_line DROP CONSTRAINT ck_settlement_line_e_invoice, DROP COLUMN e_invoice;`);
  }
}

// What a line says stays, by its guard.
const COLUMN = `
ALTER TABLE fund.settlement_line ADD COLUMN e_invoice jsonb,
  ADD CONSTRAINT ck_settlement_line_e_invoice CHECK (octet_length(e_invoice::text) <= 4096);
`;

const INDEXES = `
CREATE INDEX ix_settlement_line_submitted ON fund.settlement_line (id) WHERE state = 'submitted';
CREATE INDEX ix_advance_item_unsettled ON fund.advance_item (application_id)
  WHERE settled_fen + surplus_demanded_fen < paid_fen AND category <> 'acceptance_fee';
CREATE INDEX ix_advance_item_surplus ON fund.advance_item (application_id)
  WHERE surplus_returned_fen < surplus_demanded_fen;
`;

// They see people and books that a caller does not, and tell no more than yes or no.
const DEFINER = `LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fund, pg_temp`;
const MEMBERS = `
-- Whether somebody acts today for an organization in a book; invented and real ones may share a code.
CREATE FUNCTION fund.is_member_for(p_person uuid, p_code text, p_book integer) RETURNS boolean ${DEFINER} AS $$
  SELECT EXISTS (
    SELECT FROM person p JOIN ledger.book b ON b.id = p_book AND (b.kind = 'sandbox') = p.sandbox
     WHERE p.id = p_person AND p.credit_code = p_code AND is_active_member(p.id))
$$;
-- Whether anybody does.
CREATE FUNCTION fund.has_active_member(p_code text, p_book integer) RETURNS boolean ${DEFINER} AS $$
  SELECT EXISTS (
    SELECT FROM person p JOIN ledger.book b ON b.id = p_book AND (b.kind = 'sandbox') = p.sandbox
     WHERE p.credit_code = p_code AND is_active_member(p.id))
$$;
REVOKE ALL ON FUNCTION fund.is_member_for(uuid, text, integer), fund.has_active_member(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fund.is_member_for(uuid, text, integer), fund.has_active_member(text, integer)
  TO fund_app, fund_web;
`;
