import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/** Cases and advances over HTTP: whoever opened a case, numbers, documents and drafts of applications. */
export class LiveAdvances0050 implements MigrationInterface {
  readonly name = 'LiveAdvances1795392000050';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [COLUMNS, TABLES, OWN_CASES, GUARDS]) await runner.query(part);
    await runner.query(
      protect('fund.advance_item_document', through('fund.advance_item', 'item_id')),
    );
    await runner.query(
      protect('fund.advance_counter', 'book_id = ANY ((SELECT fund.readable_books())::integer[])'),
    );
    await runner.query(protect('fund.advance_draft', OWN));
    await runner.query(`
      CREATE POLICY made ON fund.advance_draft FOR INSERT TO fund_web WITH CHECK (${OWN});
      CREATE POLICY changed ON fund.advance_draft FOR UPDATE TO fund_web USING (${OWN}) WITH CHECK (${OWN});
      GRANT INSERT, UPDATE ON fund.advance_draft TO fund_web;
      GRANT SELECT, INSERT, UPDATE ON fund.advance_draft TO fund_app;
      GRANT SELECT, INSERT ON fund.advance_item_document TO fund_app;
      GRANT SELECT, INSERT, UPDATE ON fund.advance_counter TO fund_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['advance_draft', 'advance_counter', 'advance_item_document']) {
      await runner.query(
        `DROP POLICY IF EXISTS made ON fund.${table}; DROP POLICY IF EXISTS changed ON fund.${table};
         ${unprotect(`fund.${table}`)} DROP TABLE fund.${table};`,
      );
    }
    await runner.query(`
      DROP FUNCTION fund.own_cases(), fund.guard_advance_counter();
      DROP INDEX fund.ix_approval_request_subject, fund.ix_approval_request_not_approved;
      ALTER TABLE fund.advance_application DROP COLUMN book_id;
      DROP INDEX fund.ix_advance_application_organization_id_id;
      ALTER TABLE fund.litigation_case DROP COLUMN opened_by_id, DROP COLUMN idempotency_key, DROP COLUMN body_hash;`);
  }
}

const OWN = 'person_id = fund.own_person()';

const COLUMNS = `
ALTER TABLE fund.litigation_case
  ADD COLUMN opened_by_id uuid,
  ADD COLUMN idempotency_key text,
  ADD COLUMN body_hash bytea,
  ADD CONSTRAINT uq_litigation_case_opened_by_id_idempotency_key UNIQUE (opened_by_id, idempotency_key),
  ADD CONSTRAINT ck_litigation_case_opened CHECK (num_nonnulls(opened_by_id, idempotency_key, body_hash) IN (0, 3)),
  ADD CONSTRAINT fk_litigation_case_opened_by_id FOREIGN KEY (opened_by_id) REFERENCES fund.person (id);
ALTER TABLE fund.advance_application ADD COLUMN book_id integer;
UPDATE fund.advance_application a SET book_id = c.book_id FROM fund.litigation_case c WHERE c.id = a.case_id;
ALTER TABLE fund.advance_application
  ALTER COLUMN book_id SET NOT NULL,
  ADD CONSTRAINT fk_advance_application_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id);
CREATE INDEX ix_advance_application_book_id_id ON fund.advance_application (book_id, id);
CREATE INDEX ix_advance_application_organization_id_id ON fund.advance_application (organization_id, id);
-- What is asked for in a case is looked for by the case.
CREATE INDEX ix_approval_request_subject ON fund.approval_request (subject);
CREATE INDEX ix_approval_request_not_approved ON fund.approval_request (book_id, id) WHERE state <> 'approved';
`;

const TABLES = `
CREATE TABLE fund.advance_item_document (
  item_id uuid NOT NULL,
  ordinal integer NOT NULL,
  kind text NOT NULL,
  document_id uuid NOT NULL,
  CONSTRAINT pk_advance_item_document PRIMARY KEY (item_id, ordinal),
  CONSTRAINT ck_advance_item_document_kind CHECK (kind IN ('quotation', 'contract', 'court_notice', 'other')),
  CONSTRAINT fk_advance_item_document_item_id FOREIGN KEY (item_id) REFERENCES fund.advance_item (id),
  CONSTRAINT fk_advance_item_document_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id)
);
CREATE TABLE fund.advance_counter (
  book_id integer NOT NULL,
  year integer NOT NULL,
  last integer NOT NULL,
  CONSTRAINT pk_advance_counter PRIMARY KEY (book_id, year),
  CONSTRAINT ck_advance_counter_last CHECK (last > 0),
  CONSTRAINT fk_advance_counter_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id)
);
CREATE TABLE fund.advance_draft (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  content jsonb NOT NULL,
  saved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  dropped_at timestamptz,
  CONSTRAINT pk_advance_draft PRIMARY KEY (id),
  CONSTRAINT ck_advance_draft_size CHECK (octet_length(content::text) <= 131072),
  CONSTRAINT ck_advance_draft_dropped CHECK (dropped_at IS NULL OR content = '{}'),
  CONSTRAINT fk_advance_draft_person_id FOREIGN KEY (person_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_advance_draft_person_id ON fund.advance_draft (person_id);
`;

// An organization sees no case but this of those in which it is a plaintiff.
const OWN_CASES = `
CREATE FUNCTION fund.own_cases() RETURNS TABLE (
    id uuid, book_id integer, book text, number text, court text, filed_on date, organization_id uuid,
    status text, reasons text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = fund, pg_temp AS $$
  SELECT c.id, b.id, b.code, c.number, c.court, c.filed_on, o.id, q.status, q.reasons
    FROM qualification q
    JOIN organization o ON o.id = q.organization_id
    JOIN litigation_case c ON c.id = q.case_id
    JOIN ledger.book b ON b.id = c.book_id
   WHERE o.uscc = fund.own_credit_code() AND (b.kind = 'sandbox') = fund.is_sandbox()
$$;
REVOKE ALL ON FUNCTION fund.own_cases() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fund.own_cases() TO fund_app, fund_web;
`;

const GUARDS = `
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.advance_item_document
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE fund.advance_item_document ENABLE ALWAYS TRIGGER append_only;
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON fund.advance_counter
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_removal();
ALTER TABLE fund.advance_counter ENABLE ALWAYS TRIGGER never_removed;
-- Numbers are given one after the other, and none twice.
CREATE FUNCTION fund.guard_advance_counter() RETURNS trigger LANGUAGE plpgsql SET search_path = fund, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.last = 1
     OR TG_OP = 'UPDATE' AND NEW.last = OLD.last + 1 AND (NEW.book_id, NEW.year) = (OLD.book_id, OLD.year) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'numbers of applications have no gap' USING ERRCODE = 'FL050';
END $$;
CREATE TRIGGER guard_advance_counter BEFORE INSERT OR UPDATE ON fund.advance_counter
  FOR EACH ROW EXECUTE FUNCTION fund.guard_advance_counter();
ALTER TABLE fund.advance_counter ENABLE ALWAYS TRIGGER guard_advance_counter;
`;
