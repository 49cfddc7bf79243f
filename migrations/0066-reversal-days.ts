import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nothing is reversed before it was booked: a reversal has the day of its original, or a later one. */
export class ReversalDays0066 implements MigrationInterface {
  readonly name = 'ReversalDays1795392000066';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(GUARD);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER reversal_after_original ON ledger.posting_request;
      DROP FUNCTION ledger.reversal_after_original();`);
  }
}

const GUARD = `
CREATE FUNCTION ledger.reversal_after_original() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = ledger, pg_temp AS $$
DECLARE
  booked date;
BEGIN
  SELECT j.business_on INTO booked FROM journal j WHERE j.number = NEW.reverses_journal AND j.book_id = NEW.book_id;
  IF NEW.business_on < booked THEN
    RAISE EXCEPTION 'REVERSAL_TOO_EARLY' USING ERRCODE = 'LG004',
      DETAIL = format('journal %s is of %s', NEW.reverses_journal, booked);
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION ledger.reversal_after_original() FROM PUBLIC;
CREATE TRIGGER reversal_after_original BEFORE INSERT ON ledger.posting_request
  FOR EACH ROW WHEN (NEW.reverses_journal IS NOT NULL) EXECUTE FUNCTION ledger.reversal_after_original();
ALTER TABLE ledger.posting_request ENABLE ALWAYS TRIGGER reversal_after_original;
`;
