import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/** The procedure of a case, step by step (案件进程): what happened, when, on which papers, told by whom. */
export class CaseSteps0061 implements MigrationInterface {
  readonly name = 'CaseSteps1795392000061';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [COLUMNS, TABLES, GUARDS, GRANTS]) await runner.query(part);
    await runner.query(ownCases(true));
    await runner.query(protect('fund.case_step', SEEN));
    await runner.query(protect('fund.case_step_document', through('fund.case_step', 'step_id')));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(unprotect('fund.case_step_document'));
    await runner.query(unprotect('fund.case_step'));
    await runner.query(ownCases(false));
    await runner.query(`
      DROP TABLE fund.case_step_document, fund.case_step;
      DROP FUNCTION fund.guard_case_step();
      ALTER TABLE fund.defendant DROP COLUMN is_revoked;
      ALTER TABLE fund.qualification DROP COLUMN is_revoked;
      ALTER TABLE fund.litigation_case DROP COLUMN state;`);
  }
}

// A case file tells no procedure, so a case of one has no state.
const COLUMNS = `
ALTER TABLE fund.litigation_case ADD COLUMN state text,
  ADD CONSTRAINT ck_litigation_case_state CHECK (state IN ('filed', 'in_trial', 'judged', 'final', 'mediated',
    'withdrawn', 'dismissed', 'in_enforcement', 'enforcement_suspended', 'closed'));
UPDATE fund.litigation_case SET state = 'filed' WHERE opened_by_id IS NOT NULL;
ALTER TABLE fund.qualification ADD COLUMN is_revoked boolean NOT NULL DEFAULT false;
ALTER TABLE fund.defendant ADD COLUMN is_revoked boolean NOT NULL DEFAULT false;
`;

const TABLES = `
CREATE TABLE fund.case_step (
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  ordinal integer NOT NULL,
  kind text NOT NULL,
  happened_on date NOT NULL,
  facts jsonb NOT NULL,
  revokes_id uuid,
  recorded_by_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  act_key text NOT NULL,
  body_hash bytea NOT NULL,
  CONSTRAINT pk_case_step PRIMARY KEY (id),
  CONSTRAINT ck_case_step_facts CHECK (jsonb_typeof(facts) = 'object' AND octet_length(facts::text) <= 16384),
  CONSTRAINT ck_case_step_kind CHECK (kind IN ('court_notice', 'plaintiff_joined', 'procuratorate_sued',
    'agency_supported', 'defendant_added', 'instance_opened', 'debate_closed', 'stayed', 'stay_ended', 'judged',
    'judgment_final', 'mediation_published', 'mediation_final', 'withdrawn', 'dismissed', 'enforcement_moved',
    'enforcement_suspended', 'enforcement_resumed', 'closed', 'revoked')),
  CONSTRAINT ck_case_step_revokes CHECK ((kind = 'revoked') = (revokes_id IS NOT NULL)),
  CONSTRAINT uq_case_step_case_id_ordinal UNIQUE (case_id, ordinal),
  CONSTRAINT uq_case_step_recorded_by_id_act_key UNIQUE (recorded_by_id, act_key),
  CONSTRAINT uq_case_step_revokes_id UNIQUE (revokes_id),
  CONSTRAINT fk_case_step_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id),
  CONSTRAINT fk_case_step_revokes_id FOREIGN KEY (revokes_id) REFERENCES fund.case_step (id),
  CONSTRAINT fk_case_step_recorded_by_id FOREIGN KEY (recorded_by_id) REFERENCES fund.person (id)
);
CREATE TABLE fund.case_step_document (
  step_id uuid NOT NULL,
  ordinal integer NOT NULL,
  document_id uuid NOT NULL,
  CONSTRAINT pk_case_step_document PRIMARY KEY (step_id, ordinal),
  CONSTRAINT fk_case_step_document_step_id FOREIGN KEY (step_id) REFERENCES fund.case_step (id),
  CONSTRAINT fk_case_step_document_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id)
);
`;

const GUARDS = `
-- Steps follow each other without a gap; what is revoked is a step of the same case, and revoked once.
CREATE FUNCTION fund.guard_case_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp AS $$
BEGIN
  PERFORM FROM litigation_case c WHERE c.id = NEW.case_id FOR UPDATE;
  IF NEW.ordinal <> (SELECT count(*) FROM case_step s WHERE s.case_id = NEW.case_id) + 1 THEN
    RAISE EXCEPTION 'steps of a case follow each other' USING ERRCODE = 'FL061';
  END IF;
  IF NEW.revokes_id IS NOT NULL AND NOT EXISTS (
       SELECT FROM case_step s WHERE s.id = NEW.revokes_id AND s.case_id = NEW.case_id AND s.kind <> 'revoked') THEN
    RAISE EXCEPTION 'what is revoked is a step of the same case' USING ERRCODE = 'FL061';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_case_step BEFORE INSERT ON fund.case_step
  FOR EACH ROW EXECUTE FUNCTION fund.guard_case_step();
ALTER TABLE fund.case_step ENABLE ALWAYS TRIGGER guard_case_step;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.case_step
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE fund.case_step ENABLE ALWAYS TRIGGER append_only;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.case_step_document
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE fund.case_step_document ENABLE ALWAYS TRIGGER append_only;
`;

const GRANTS = `
GRANT SELECT, INSERT ON fund.case_step, fund.case_step_document TO fund_app;
`;

/** An organization sees no case but those in which it is a plaintiff; with or without where the case stands. */
const ownCases = (hasState: boolean): string => `
DROP FUNCTION fund.own_cases();
CREATE FUNCTION fund.own_cases() RETURNS TABLE (
    id uuid, book_id integer, book text, number text, court text, filed_on date, organization_id uuid,
    status text, reasons text[]${hasState ? ', state text' : ''})
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fund, pg_temp AS $$
  SELECT c.id, b.id, b.code, c.number, c.court, c.filed_on, o.id, q.status, q.reasons${hasState ? ', c.state' : ''}
    FROM qualification q
    JOIN organization o ON o.id = q.organization_id
    JOIN litigation_case c ON c.id = q.case_id
    JOIN ledger.book b ON b.id = c.book_id
   WHERE o.uscc = fund.own_credit_code() AND (b.kind = 'sandbox') = fund.is_sandbox()${hasState ? '\n     AND NOT q.is_revoked' : ''}
$$;
REVOKE ALL ON FUNCTION fund.own_cases() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fund.own_cases() TO fund_app, fund_web;
`;

/** A plaintiff is a party to the procedure, and knows its steps. */
const SEEN = `${through('fund.litigation_case', 'case_id')} OR case_id IN (SELECT c.id FROM fund.own_cases() c)`;
