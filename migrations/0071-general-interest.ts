import type { MigrationInterface, QueryRunner } from 'typeorm';

/** General interest (一般债务利息) that a judgment orders by its own method. */
export class GeneralInterest0071 implements MigrationInterface {
  readonly name = 'GeneralInterest1795392000071';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
    await runner.query(GUARD);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER keep_general_interest ON fund.judgment_item;
      DROP FUNCTION fund.keep_general_interest();
      ALTER TABLE fund.receipt_allocation
        DROP CONSTRAINT ck_receipt_allocation_part,
        ADD CONSTRAINT ck_receipt_allocation_part CHECK (part IN ('principal', 'written_off', 'doubled_interest')),
        DROP COLUMN general_fixed_fen;
      ALTER TABLE fund.claim_balance
        DROP CONSTRAINT ck_claim_balance_reversed,
        ADD CONSTRAINT ck_claim_balance_reversed CHECK (
          NOT reversed OR (received_fen = 0 AND written_off_fen = 0 AND interest_fixed_fen = 0)),
        DROP COLUMN general_fixed_fen,
        DROP COLUMN general_received_fen;
      ALTER TABLE fund.judgment_item DROP COLUMN general_percent, DROP COLUMN general_from;`);
  }
}

const COLUMNS = `
ALTER TABLE fund.judgment_item
  ADD COLUMN general_percent numeric(6,4),
  ADD COLUMN general_from date,
  ADD CONSTRAINT ck_judgment_item_general CHECK (
    num_nonnulls(general_percent, general_from) = 0
    OR num_nonnulls(general_percent, general_from) = 2 AND general_percent > 0
       AND NOT conditional AND kind NOT IN ('fund_costs', 'organization_costs'));
ALTER TABLE fund.claim_balance
  ADD COLUMN general_fixed_fen bigint NOT NULL DEFAULT 0,
  ADD COLUMN general_received_fen bigint NOT NULL DEFAULT 0,
  ADD CONSTRAINT ck_claim_balance_general CHECK (general_fixed_fen >= 0 AND general_received_fen >= 0),
  DROP CONSTRAINT ck_claim_balance_reversed,
  ADD CONSTRAINT ck_claim_balance_reversed CHECK (
    NOT reversed OR (received_fen = 0 AND written_off_fen = 0 AND interest_fixed_fen = 0
     AND general_fixed_fen = 0 AND general_received_fen = 0));
ALTER TABLE fund.receipt_allocation
  ADD COLUMN general_fixed_fen bigint,
  DROP CONSTRAINT ck_receipt_allocation_part,
  ADD CONSTRAINT ck_receipt_allocation_part CHECK (part IN ('general_interest', 'principal', 'written_off', 'doubled_interest')),
  ADD CONSTRAINT ck_receipt_allocation_general CHECK (
    general_fixed_fen IS NULL OR (part = 'principal' AND general_fixed_fen >= 0));
`;

const GUARD = `
-- The rate and its first day are the judgment's, which stays as it is.
CREATE FUNCTION fund.keep_general_interest() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = fund, pg_temp AS $$
BEGIN
  IF (OLD.general_percent, OLD.general_from) IS DISTINCT FROM (NEW.general_percent, NEW.general_from) THEN
    RAISE EXCEPTION 'general interest is as the judgment orders it' USING ERRCODE = 'FL063';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_general_interest BEFORE UPDATE ON fund.judgment_item
  FOR EACH ROW EXECUTE FUNCTION fund.keep_general_interest();
ALTER TABLE fund.judgment_item ENABLE ALWAYS TRIGGER keep_general_interest;
`;
