import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/** Honours of organizations (通报表扬、荣誉证书、先进单位): a register with numbers by year, and revocations. */
export class Honours0086 implements MigrationInterface {
  readonly name = 'Honours1795392000086';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, GUARDS]) await runner.query(part);
    await runner.query(protect('fund.honour', through('fund.organization', 'organization_id')));
    for (const table of OF_HONOUR) {
      await runner.query(protect(`fund.${table}`, through('fund.honour', 'honour_id')));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...OF_HONOUR, 'honour']) await runner.query(unprotect(`fund.${table}`));
    await runner.query(`
      DROP TABLE fund.honour_revocation, fund.honour_document, fund.honour_case, fund.honour;
      DROP FUNCTION fund.guard_honour(), fund.guard_honour_revocation();`);
  }
}

const OF_HONOUR = ['honour_case', 'honour_document', 'honour_revocation'];

const TABLES = `
CREATE TABLE fund.honour (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  organization_id uuid NOT NULL,
  kind text NOT NULL,
  year integer NOT NULL,
  ordinal integer NOT NULL,
  granted_on date NOT NULL,
  organization_name text NOT NULL,
  ground text NOT NULL,
  approval_request_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_honour PRIMARY KEY (id),
  CONSTRAINT uq_honour_book_id_year_ordinal UNIQUE (book_id, year, ordinal),
  CONSTRAINT uq_honour_approval_request_id UNIQUE (approval_request_id),
  CONSTRAINT ck_honour_kind CHECK (kind IN ('commendation', 'certificate', 'advanced_unit')),
  CONSTRAINT ck_honour_year CHECK (year = extract(year FROM granted_on) AND ordinal > 0),
  CONSTRAINT fk_honour_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT fk_honour_organization_id FOREIGN KEY (organization_id) REFERENCES fund.organization (id),
  CONSTRAINT fk_honour_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id)
);
CREATE INDEX ix_honour_organization_id ON fund.honour (organization_id);
CREATE TABLE fund.honour_case (
  honour_id uuid NOT NULL,
  case_id uuid NOT NULL,
  CONSTRAINT pk_honour_case PRIMARY KEY (honour_id, case_id),
  CONSTRAINT fk_honour_case_honour_id FOREIGN KEY (honour_id) REFERENCES fund.honour (id),
  CONSTRAINT fk_honour_case_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id)
);
CREATE TABLE fund.honour_document (
  honour_id uuid NOT NULL,
  ordinal integer NOT NULL,
  document_id uuid NOT NULL,
  CONSTRAINT pk_honour_document PRIMARY KEY (honour_id, ordinal),
  CONSTRAINT fk_honour_document_honour_id FOREIGN KEY (honour_id) REFERENCES fund.honour (id),
  CONSTRAINT fk_honour_document_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id)
);
CREATE TABLE fund.honour_revocation (
  honour_id uuid NOT NULL,
  revoked_on date NOT NULL,
  reason text NOT NULL,
  approval_request_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_honour_revocation PRIMARY KEY (honour_id),
  CONSTRAINT uq_honour_revocation_approval_request_id UNIQUE (approval_request_id),
  CONSTRAINT fk_honour_revocation_honour_id FOREIGN KEY (honour_id) REFERENCES fund.honour (id),
  CONSTRAINT fk_honour_revocation_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id)
);
GRANT SELECT, INSERT ON fund.honour, fund.honour_case, fund.honour_document, fund.honour_revocation TO fund_app;
`;

const DEFINER = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp';

const GUARDS = `
-- An honour comes from its own request, to an organization of its book, under the next number of its year.
CREATE FUNCTION fund.guard_honour() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM approval_request r JOIN organization o ON o.id = NEW.organization_id AND o.book_id = NEW.book_id
                  WHERE r.id = NEW.approval_request_id AND r.kind = 'honour' AND r.state = 'approved'
                    AND r.book_id = NEW.book_id AND r.subject = 'organization/' || NEW.organization_id) THEN
    RAISE EXCEPTION 'an honour is given by the request that was made for it' USING ERRCODE = 'FL086';
  END IF;
  IF NEW.ordinal <> (SELECT coalesce(max(h.ordinal), 0) + 1 FROM honour h WHERE h.book_id = NEW.book_id AND h.year = NEW.year) THEN
    RAISE EXCEPTION 'honours of a year are numbered without a gap' USING ERRCODE = 'FL086';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_honour BEFORE INSERT ON fund.honour FOR EACH ROW EXECUTE FUNCTION fund.guard_honour();
ALTER TABLE fund.honour ENABLE ALWAYS TRIGGER guard_honour;

CREATE FUNCTION fund.guard_honour_revocation() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM approval_request r JOIN honour h ON h.id = NEW.honour_id AND h.book_id = r.book_id
                  WHERE r.id = NEW.approval_request_id AND r.kind = 'honour_revocation' AND r.state = 'approved'
                    AND r.subject = 'honour/' || NEW.honour_id AND NEW.revoked_on >= h.granted_on) THEN
    RAISE EXCEPTION 'an honour is revoked by the request that was made for it' USING ERRCODE = 'FL086';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_honour_revocation BEFORE INSERT ON fund.honour_revocation
  FOR EACH ROW EXECUTE FUNCTION fund.guard_honour_revocation();
ALTER TABLE fund.honour_revocation ENABLE ALWAYS TRIGGER guard_honour_revocation;
DO $$
DECLARE
  guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['honour', 'honour_case', 'honour_document', 'honour_revocation'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', guarded);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER append_only', guarded);
  END LOOP;
END $$;
`;
