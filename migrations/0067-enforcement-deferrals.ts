import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/** Enforcement that the court deferred on security (执行担保、暂缓执行). */
export class EnforcementDeferrals0067 implements MigrationInterface {
  readonly name = 'EnforcementDeferrals1795392000067';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await runner.query(protect('fund.enforcement_deferral', SEEN));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(unprotect('fund.enforcement_deferral'));
    await runner.query(`
      DROP TABLE fund.enforcement_deferral;
      DROP FUNCTION fund.guard_enforcement_deferral();`);
  }
}

const SEEN = through('fund.litigation_case', 'case_id');

const TABLE = `
CREATE TABLE fund.enforcement_deferral (
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  defendant_id uuid NOT NULL,
  from_on date NOT NULL,
  until_on date NOT NULL,
  security text NOT NULL,
  secured_by text NOT NULL,
  document_id uuid NOT NULL,
  approval_request_id uuid NOT NULL,
  CONSTRAINT pk_enforcement_deferral PRIMARY KEY (id),
  CONSTRAINT uq_enforcement_deferral_approval_request_id UNIQUE (approval_request_id),
  CONSTRAINT ck_enforcement_deferral_security CHECK (security IN ('guarantor', 'collateral')),
  CONSTRAINT ck_enforcement_deferral_days CHECK (until_on >= from_on AND until_on <= (from_on + interval '1 year')::date),
  CONSTRAINT fk_enforcement_deferral_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id),
  CONSTRAINT fk_enforcement_deferral_defendant_id FOREIGN KEY (defendant_id) REFERENCES fund.defendant (id),
  CONSTRAINT fk_enforcement_deferral_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id),
  CONSTRAINT fk_enforcement_deferral_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id)
);
CREATE INDEX ix_enforcement_deferral_case_id ON fund.enforcement_deferral (case_id);
CREATE INDEX ix_enforcement_deferral_defendant_id ON fund.enforcement_deferral (defendant_id);
CREATE FUNCTION fund.guard_enforcement_deferral() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = fund, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM approval_request r WHERE r.id = NEW.approval_request_id AND r.kind = 'enforcement_deferral'
                    AND r.state = 'approved' AND r.subject = 'litigation_case/' || NEW.case_id) THEN
    RAISE EXCEPTION 'enforcement is deferred by the request that was made for it' USING ERRCODE = 'FL067';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_enforcement_deferral BEFORE INSERT ON fund.enforcement_deferral
  FOR EACH ROW EXECUTE FUNCTION fund.guard_enforcement_deferral();
ALTER TABLE fund.enforcement_deferral ENABLE ALWAYS TRIGGER guard_enforcement_deferral;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.enforcement_deferral
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE fund.enforcement_deferral ENABLE ALWAYS TRIGGER append_only;
GRANT SELECT, INSERT ON fund.enforcement_deferral TO fund_app;
`;
