import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';
import { SEEN_BOOKS } from './0041-requests-of-organizations';

/** The register of organizations: files with versions, evidence, opinions and standing. */
export class Organizations0042 implements MigrationInterface {
  readonly name = 'Organizations1795392000042';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [COLUMNS, TABLES, GUARDS, GRANTS]) await runner.query(part);
    await runner.query(`ALTER POLICY seen ON ledger.book USING (${SEEN_WITH_FILES})`);
    for (const table of EVIDENCE) {
      await runner.query(protect(`fund.${table}`, through('fund.organization', 'organization_id')));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER POLICY seen ON ledger.book USING (${SEEN_BOOKS})`);
    for (const table of EVIDENCE) await runner.query(unprotect(`fund.${table}`));
    await runner.query(`
      DROP TRIGGER keep_organization ON fund.organization;
      DROP TRIGGER never_removed ON fund.organization;
      DROP FUNCTION fund.keep_organization();
      DROP TABLE ${EVIDENCE.map((table) => `fund.${table}`).join(', ')};
      ALTER TABLE fund.organization DROP COLUMN state, DROP COLUMN version, DROP COLUMN valid_until, DROP COLUMN email;
      DROP INDEX fund.ix_organization_uscc;`);
  }
}

/** Which books a caller sees: an organization knows those that hold its file as well. */
export const SEEN_WITH_FILES = `${SEEN_BOOKS} OR fund.own_credit_code() IS NOT NULL
  AND EXISTS (SELECT FROM fund.organization o WHERE o.book_id = book.id AND o.uscc = fund.own_credit_code())`;

const EVIDENCE = [
  'organization_evidence',
  'organization_opinion',
  'organization_standing',
  'organization_version',
];

const COLUMNS = `
ALTER TABLE fund.organization
  ADD COLUMN state text NOT NULL DEFAULT 'registered',
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN valid_until date,
  ADD COLUMN email text,
  ADD CONSTRAINT ck_organization_state CHECK (state IN ('registered', 'suspended', 'deregistered')),
  ADD CONSTRAINT ck_organization_version CHECK (version > 0);
CREATE INDEX ix_organization_uscc ON fund.organization (uscc);
`;

const TABLES = `
CREATE TABLE fund.organization_version (
  organization_id uuid NOT NULL,
  version integer NOT NULL,
  facts jsonb NOT NULL,
  reason text NOT NULL,
  entered_by text NOT NULL,
  approval_request_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_organization_version PRIMARY KEY (organization_id, version),
  CONSTRAINT ck_organization_version_version CHECK (version > 0),
  CONSTRAINT uq_organization_version_approval_request_id UNIQUE (approval_request_id),
  CONSTRAINT fk_organization_version_organization_id FOREIGN KEY (organization_id) REFERENCES fund.organization (id),
  CONSTRAINT fk_organization_version_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id)
);
CREATE TABLE fund.organization_evidence (
  organization_id uuid NOT NULL,
  version integer NOT NULL,
  ordinal integer NOT NULL,
  kind text NOT NULL,
  year integer,
  document_id uuid NOT NULL,
  valid_until date,
  CONSTRAINT pk_organization_evidence PRIMARY KEY (organization_id, version, ordinal),
  CONSTRAINT ck_organization_evidence_kind CHECK (kind IN ('registration_certificate', 'charter', 'annual_report', 'clean_record_statement', 'activity_proof', 'other')),
  CONSTRAINT ck_organization_evidence_year CHECK ((kind = 'annual_report') = (year IS NOT NULL)),
  CONSTRAINT fk_organization_evidence_organization_id FOREIGN KEY (organization_id) REFERENCES fund.organization (id),
  CONSTRAINT fk_organization_evidence_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id)
);
CREATE TABLE fund.organization_opinion (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  as_of date NOT NULL,
  favourable boolean NOT NULL,
  opinion text NOT NULL,
  given_by text NOT NULL,
  approved_by text NOT NULL,
  approval_request_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_organization_opinion PRIMARY KEY (id),
  CONSTRAINT uq_organization_opinion_approval_request_id UNIQUE (approval_request_id),
  CONSTRAINT fk_organization_opinion_organization_id FOREIGN KEY (organization_id) REFERENCES fund.organization (id),
  CONSTRAINT fk_organization_opinion_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id)
);
CREATE INDEX ix_organization_opinion_organization_id ON fund.organization_opinion (organization_id);
CREATE TABLE fund.organization_standing (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  action text NOT NULL,
  effective_on date NOT NULL,
  reason text NOT NULL,
  approval_request_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_organization_standing PRIMARY KEY (id),
  CONSTRAINT ck_organization_standing_action CHECK (action IN ('penalty', 'suspend', 'resume', 'deregister')),
  CONSTRAINT uq_organization_standing_approval_request_id UNIQUE (approval_request_id),
  CONSTRAINT fk_organization_standing_organization_id FOREIGN KEY (organization_id) REFERENCES fund.organization (id),
  CONSTRAINT fk_organization_standing_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id)
);
CREATE INDEX ix_organization_standing_organization_id ON fund.organization_standing (organization_id);
`;

const GUARDS = `
-- Who an organization is stays; what its file says changes with its version; one that was deregistered stays so.
CREATE FUNCTION fund.keep_organization() RETURNS trigger LANGUAGE plpgsql SET search_path = fund, pg_temp AS $$
DECLARE
  was jsonb := to_jsonb(OLD) - ARRAY['version', 'state', 'reviewed_by'];
  becomes jsonb := to_jsonb(NEW) - ARRAY['version', 'state', 'reviewed_by'];
BEGIN
  IF (OLD.id, OLD.book_id, OLD.ref, OLD.uscc) IS DISTINCT FROM (NEW.id, NEW.book_id, NEW.ref, NEW.uscc) THEN
    RAISE EXCEPTION 'which organization a file is about stays' USING ERRCODE = 'FL042';
  END IF;
  IF OLD.state = 'deregistered' AND NEW.state <> OLD.state THEN
    RAISE EXCEPTION 'an organization that was deregistered stays so' USING ERRCODE = 'FL042';
  END IF;
  IF (was IS DISTINCT FROM becomes) IS DISTINCT FROM (NEW.version = OLD.version + 1)
     OR NEW.version NOT IN (OLD.version, OLD.version + 1) THEN
    RAISE EXCEPTION 'what a file says changes with its version' USING ERRCODE = 'FL042';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_organization BEFORE UPDATE ON fund.organization
  FOR EACH ROW EXECUTE FUNCTION fund.keep_organization();
ALTER TABLE fund.organization ENABLE ALWAYS TRIGGER keep_organization;
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON fund.organization
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_removal();
ALTER TABLE fund.organization ENABLE ALWAYS TRIGGER never_removed;
DO $$
DECLARE
  guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY[${EVIDENCE.map((table) => `'${table}'`).join(', ')}] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', guarded);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER append_only', guarded);
  END LOOP;
END $$;
`;

const GRANTS = `
GRANT SELECT, INSERT ON ${EVIDENCE.map((table) => `fund.${table}`).join(', ')} TO fund_app;
`;
