import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who pays is none of those who asked for the payment or decided on it (不相容岗位分离). */
export class Payers0037 implements MigrationInterface {
  readonly name = 'Payers1795392000037';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PAYERS);
    await runner.query(ADVANCES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER guard_advance_payer ON fund.advance_payment;
      DROP TRIGGER guard_advance_people ON fund.advance_application;
      DROP FUNCTION fund.guard_advance_payer(), fund.guard_advance_people(), fund.guard_payer(),
        fund.refuse_party_of_request(uuid, uuid);`);
  }
}

const DEFINER = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp';

const PAYERS = `
-- Nobody who had a part in a request, in any of its versions, pays what it asked for. Only what is approved
-- is paid, and then nobody gets a part any more.
CREATE FUNCTION fund.refuse_party_of_request(request uuid, person uuid) RETURNS void ${DEFINER} AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM approval_request r WHERE r.id = request AND r.state = 'approved') THEN
    RAISE EXCEPTION 'NOT_APPROVED' USING ERRCODE = 'FL037';
  END IF;
  IF EXISTS (SELECT FROM approval_part t WHERE t.request_id = request AND t.person_id = person) THEN
    RAISE EXCEPTION 'SAME_PERSON' USING ERRCODE = 'FL037';
  END IF;
END $$;

-- For any table of payments: its arguments are the columns of the request and of whoever pays. What nobody
-- has paid yet names nobody.
CREATE FUNCTION fund.guard_payer() RETURNS trigger ${DEFINER} AS $$
DECLARE
  payment jsonb := to_jsonb(NEW);
BEGIN
  IF payment ->> TG_ARGV[1] IS NOT NULL THEN
    PERFORM refuse_party_of_request((payment ->> TG_ARGV[0])::uuid, (payment ->> TG_ARGV[1])::uuid);
  END IF;
  RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION fund.refuse_party_of_request(uuid, uuid), fund.guard_payer() FROM PUBLIC;
`;

const ADVANCES = `
-- In real books; a case file names whom it wants, and what it may refuse is said by its format.
CREATE FUNCTION fund.guard_advance_people() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.status = 'approved'
     AND (OLD.case_id, OLD.status, OLD.applicant, OLD.reviewer, OLD.approver)
         IS DISTINCT FROM (NEW.case_id, NEW.status, NEW.applicant, NEW.reviewer, NEW.approver) THEN
    RAISE EXCEPTION 'who asked for an advance, and who decided on it, stays' USING ERRCODE = 'FL037';
  END IF;
  IF NEW.reviewer = NEW.applicant AND EXISTS (
       SELECT FROM litigation_case c JOIN ledger.book b ON b.id = c.book_id
        WHERE c.id = NEW.case_id AND b.kind = 'real') THEN
    RAISE EXCEPTION 'SAME_PERSON' USING ERRCODE = 'FL037';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_advance_people BEFORE INSERT OR UPDATE ON fund.advance_application
  FOR EACH ROW EXECUTE FUNCTION fund.guard_advance_people();
ALTER TABLE fund.advance_application ENABLE ALWAYS TRIGGER guard_advance_people;

CREATE FUNCTION fund.guard_advance_payer() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF EXISTS (
       SELECT FROM advance_item i
         JOIN advance_application a ON a.id = i.application_id
         JOIN litigation_case c ON c.id = i.case_id
         JOIN ledger.book b ON b.id = c.book_id
        WHERE i.id = NEW.item_id AND b.kind = 'real'
          AND NEW.paid_by IN (a.applicant, a.reviewer, a.approver)) THEN
    RAISE EXCEPTION 'SAME_PERSON' USING ERRCODE = 'FL037';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_advance_payer BEFORE INSERT OR UPDATE ON fund.advance_payment
  FOR EACH ROW EXECUTE FUNCTION fund.guard_advance_payer();
ALTER TABLE fund.advance_payment ENABLE ALWAYS TRIGGER guard_advance_payer;
`;
