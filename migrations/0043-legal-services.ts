import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/** Legal services: law firms, agreements, engagements on cases, evaluations, training. */
export class LegalServices0043 implements MigrationInterface {
  readonly name = 'LegalServices1795392000043';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [FIRMS, AGREEMENTS, ENGAGEMENTS, RECORDS, GUARDS, GRANTS]) {
      await runner.query(part);
    }
    for (const [table, seen] of Object.entries(SEEN)) await runner.query(protect(table, seen));
    await runner.query(MADE_BY_CALLERS);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.keys(MADE)) await runner.query(`DROP POLICY made ON ${table}`);
    for (const table of Object.keys(SEEN)) await runner.query(unprotect(table));
    await runner.query(`
      DROP TABLE ${Object.keys(SEEN).join(', ')} CASCADE;
      DROP FUNCTION fund.keep_law_firm(), fund.keep_lawyer(), fund.guard_service_agreement(),
        fund.guard_legal_engagement(), fund.apply_legal_engagement(), fund.guard_engagement_lawyer();`);
  }
}

const FIRMS = `
CREATE TABLE fund.law_firm (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  uscc text NOT NULL,
  name text NOT NULL,
  licence_number text NOT NULL,
  region text NOT NULL,
  state text NOT NULL,
  version integer NOT NULL,
  CONSTRAINT pk_law_firm PRIMARY KEY (id),
  CONSTRAINT uq_law_firm_book_id_uscc UNIQUE (book_id, uscc),
  CONSTRAINT ck_law_firm_state CHECK (state IN ('registered', 'suspended', 'removed')),
  CONSTRAINT ck_law_firm_uscc CHECK (uscc ~ '^31[0-9A-Z]{16}$'),
  CONSTRAINT ck_law_firm_version CHECK (version > 0),
  CONSTRAINT fk_law_firm_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id)
);
CREATE TABLE fund.law_firm_version (
  law_firm_id uuid NOT NULL,
  version integer NOT NULL,
  facts jsonb NOT NULL,
  source_kind text NOT NULL,
  source_number text NOT NULL,
  source_on date NOT NULL,
  authority text,
  tender_method text,
  bidders integer,
  winning_price_fen bigint,
  reason text NOT NULL,
  entered_by text NOT NULL,
  approval_request_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_law_firm_version PRIMARY KEY (law_firm_id, version),
  CONSTRAINT uq_law_firm_version_approval_request_id UNIQUE (approval_request_id),
  CONSTRAINT ck_law_firm_version_version CHECK (version > 0),
  CONSTRAINT ck_law_firm_version_source CHECK (source_kind IN ('recommended_list', 'tender')),
  CONSTRAINT ck_law_firm_version_method CHECK (tender_method IN ('open_tender', 'invited_tender', 'competitive_negotiation', 'competitive_consultation', 'inquiry', 'single_source')),
  CONSTRAINT ck_law_firm_version_tender CHECK ((source_kind = 'tender') = (tender_method IS NOT NULL) AND (source_kind = 'tender') = (bidders IS NOT NULL) AND (source_kind = 'tender') = (winning_price_fen IS NOT NULL)),
  CONSTRAINT ck_law_firm_version_authority CHECK ((source_kind = 'recommended_list') = (authority IS NOT NULL)),
  CONSTRAINT ck_law_firm_version_amounts CHECK (bidders > 0 AND winning_price_fen > 0),
  CONSTRAINT fk_law_firm_version_law_firm_id FOREIGN KEY (law_firm_id) REFERENCES fund.law_firm (id),
  CONSTRAINT fk_law_firm_version_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id)
);
CREATE TABLE fund.law_firm_document (
  law_firm_id uuid NOT NULL,
  version integer NOT NULL,
  ordinal integer NOT NULL,
  document_id uuid NOT NULL,
  CONSTRAINT pk_law_firm_document PRIMARY KEY (law_firm_id, version, ordinal),
  CONSTRAINT fk_law_firm_document_law_firm_id FOREIGN KEY (law_firm_id) REFERENCES fund.law_firm (id),
  CONSTRAINT fk_law_firm_document_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id)
);
CREATE TABLE fund.lawyer (
  id uuid NOT NULL,
  law_firm_id uuid NOT NULL,
  name text NOT NULL,
  licence_number text NOT NULL,
  field text NOT NULL,
  state text NOT NULL,
  CONSTRAINT pk_lawyer PRIMARY KEY (id),
  CONSTRAINT uq_lawyer_law_firm_id_licence_number UNIQUE (law_firm_id, licence_number),
  CONSTRAINT ck_lawyer_state CHECK (state IN ('active', 'left')),
  CONSTRAINT fk_lawyer_law_firm_id FOREIGN KEY (law_firm_id) REFERENCES fund.law_firm (id)
);
CREATE INDEX ix_lawyer_law_firm_id ON fund.lawyer (law_firm_id);
`;

const AGREEMENTS = `
CREATE TABLE fund.service_agreement (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  law_firm_id uuid NOT NULL,
  number text NOT NULL,
  from_on date NOT NULL,
  until_on date NOT NULL,
  scope text NOT NULL,
  cap_per_case_fen bigint NOT NULL,
  cap_per_instance_fen bigint NOT NULL,
  cap_in_all_fen bigint NOT NULL,
  used_fen bigint NOT NULL DEFAULT 0,
  ended_on date,
  end_reason text,
  end_request_id uuid,
  approval_request_id uuid NOT NULL,
  CONSTRAINT pk_service_agreement PRIMARY KEY (id),
  CONSTRAINT uq_service_agreement_book_id_number UNIQUE (book_id, number),
  CONSTRAINT uq_service_agreement_approval_request_id UNIQUE (approval_request_id),
  CONSTRAINT ck_service_agreement_term CHECK (from_on <= until_on),
  CONSTRAINT ck_service_agreement_limits CHECK (0 < cap_per_instance_fen AND cap_per_instance_fen <= cap_per_case_fen AND cap_per_case_fen <= cap_in_all_fen),
  CONSTRAINT ck_service_agreement_used CHECK (used_fen BETWEEN 0 AND cap_in_all_fen),
  CONSTRAINT ck_service_agreement_ended CHECK ((ended_on IS NULL) = (end_reason IS NULL) AND (ended_on IS NULL) = (end_request_id IS NULL)),
  CONSTRAINT fk_service_agreement_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT fk_service_agreement_law_firm_id FOREIGN KEY (law_firm_id) REFERENCES fund.law_firm (id),
  CONSTRAINT fk_service_agreement_end_request_id FOREIGN KEY (end_request_id) REFERENCES fund.approval_request (id),
  CONSTRAINT fk_service_agreement_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id)
);
CREATE INDEX ix_service_agreement_law_firm_id ON fund.service_agreement (law_firm_id);
CREATE TABLE fund.service_agreement_instalment (
  agreement_id uuid NOT NULL,
  ordinal integer NOT NULL,
  due text NOT NULL,
  basis_points integer,
  amount_fen bigint,
  CONSTRAINT pk_service_agreement_instalment PRIMARY KEY (agreement_id, ordinal),
  CONSTRAINT ck_service_agreement_instalment_due CHECK (due IN ('signing', 'first_instance_judgment', 'second_instance_judgment', 'closing', 'other')),
  CONSTRAINT ck_service_agreement_instalment_part CHECK ((basis_points IS NULL) <> (amount_fen IS NULL) AND coalesce(basis_points, amount_fen) > 0),
  CONSTRAINT fk_service_agreement_instalment_agreement_id FOREIGN KEY (agreement_id) REFERENCES fund.service_agreement (id)
);
CREATE TABLE fund.service_agreement_document (
  agreement_id uuid NOT NULL,
  ordinal integer NOT NULL,
  document_id uuid NOT NULL,
  CONSTRAINT pk_service_agreement_document PRIMARY KEY (agreement_id, ordinal),
  CONSTRAINT fk_service_agreement_document_agreement_id FOREIGN KEY (agreement_id) REFERENCES fund.service_agreement (id),
  CONSTRAINT fk_service_agreement_document_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id)
);
`;

const ENGAGEMENTS = `
CREATE TABLE fund.legal_engagement (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  agreement_id uuid NOT NULL,
  case_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  instance integer NOT NULL,
  fee_fen bigint NOT NULL,
  engaged_on date NOT NULL,
  approval_request_id uuid NOT NULL,
  CONSTRAINT pk_legal_engagement PRIMARY KEY (id),
  CONSTRAINT uq_legal_engagement_approval_request_id UNIQUE (approval_request_id),
  CONSTRAINT ck_legal_engagement_instance CHECK (instance BETWEEN 1 AND 3),
  CONSTRAINT ck_legal_engagement_fee CHECK (fee_fen > 0),
  CONSTRAINT fk_legal_engagement_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT fk_legal_engagement_agreement_id FOREIGN KEY (agreement_id) REFERENCES fund.service_agreement (id),
  CONSTRAINT fk_legal_engagement_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id),
  CONSTRAINT fk_legal_engagement_organization_id FOREIGN KEY (organization_id) REFERENCES fund.organization (id),
  CONSTRAINT fk_legal_engagement_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id)
);
CREATE INDEX ix_legal_engagement_agreement_id_case_id ON fund.legal_engagement (agreement_id, case_id);
CREATE INDEX ix_legal_engagement_case_id ON fund.legal_engagement (case_id);
CREATE TABLE fund.legal_engagement_lawyer (
  engagement_id uuid NOT NULL,
  lawyer_id uuid NOT NULL,
  CONSTRAINT pk_legal_engagement_lawyer PRIMARY KEY (engagement_id, lawyer_id),
  CONSTRAINT fk_legal_engagement_lawyer_engagement_id FOREIGN KEY (engagement_id) REFERENCES fund.legal_engagement (id),
  CONSTRAINT fk_legal_engagement_lawyer_lawyer_id FOREIGN KEY (lawyer_id) REFERENCES fund.lawyer (id)
);
`;

const RECORDS = `
CREATE TABLE fund.legal_evaluation (
  engagement_id uuid NOT NULL,
  closed_on date NOT NULL,
  diligence integer NOT NULL,
  quality integer NOT NULL,
  timeliness integer NOT NULL,
  opinion text NOT NULL,
  evaluated_by_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_legal_evaluation PRIMARY KEY (engagement_id),
  CONSTRAINT ck_legal_evaluation_scores CHECK (least(diligence, quality, timeliness) >= 1 AND greatest(diligence, quality, timeliness) <= 5),
  CONSTRAINT fk_legal_evaluation_engagement_id FOREIGN KEY (engagement_id) REFERENCES fund.legal_engagement (id),
  CONSTRAINT fk_legal_evaluation_evaluated_by_id FOREIGN KEY (evaluated_by_id) REFERENCES fund.person (id)
);
CREATE TABLE fund.training_record (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  kind text NOT NULL,
  held_on date NOT NULL,
  topic text NOT NULL,
  held_by text NOT NULL,
  attended text[] NOT NULL,
  recorded_by_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_training_record PRIMARY KEY (id),
  CONSTRAINT ck_training_record_kind CHECK (kind IN ('training', 'guidance')),
  CONSTRAINT ck_training_record_attended CHECK (cardinality(attended) > 0),
  CONSTRAINT fk_training_record_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT fk_training_record_recorded_by_id FOREIGN KEY (recorded_by_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_training_record_book_id_held_on ON fund.training_record (book_id, held_on);
CREATE TABLE fund.training_document (
  training_id uuid NOT NULL,
  ordinal integer NOT NULL,
  document_id uuid NOT NULL,
  CONSTRAINT pk_training_document PRIMARY KEY (training_id, ordinal),
  CONSTRAINT fk_training_document_training_id FOREIGN KEY (training_id) REFERENCES fund.training_record (id),
  CONSTRAINT fk_training_document_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id)
);
`;

const DEFINER = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp`;

const GUARDS = `
-- Which firm it is stays; whatever else changes, changes with the version; what was removed stays so.
CREATE FUNCTION fund.keep_law_firm() RETURNS trigger LANGUAGE plpgsql SET search_path = fund, pg_temp AS $$
BEGIN
  IF (OLD.id, OLD.book_id, OLD.uscc) IS DISTINCT FROM (NEW.id, NEW.book_id, NEW.uscc) THEN
    RAISE EXCEPTION 'which law firm it is stays' USING ERRCODE = 'FL043';
  END IF;
  IF OLD.state = 'removed' THEN
    RAISE EXCEPTION 'a law firm that was removed stays so' USING ERRCODE = 'FL043';
  END IF;
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'a law firm changes with its version' USING ERRCODE = 'FL043';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_law_firm BEFORE UPDATE ON fund.law_firm
  FOR EACH ROW EXECUTE FUNCTION fund.keep_law_firm();

CREATE FUNCTION fund.keep_lawyer() RETURNS trigger LANGUAGE plpgsql SET search_path = fund, pg_temp AS $$
BEGIN
  IF (OLD.id, OLD.law_firm_id, OLD.licence_number) IS DISTINCT FROM (NEW.id, NEW.law_firm_id, NEW.licence_number) THEN
    RAISE EXCEPTION 'which lawyer it is stays' USING ERRCODE = 'FL043';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_lawyer BEFORE UPDATE ON fund.lawyer
  FOR EACH ROW EXECUTE FUNCTION fund.keep_lawyer();

-- An agreement begins unused and in force with a firm in good standing; what was agreed stays; what is
-- used is the sum of the fees; it ends once.
CREATE FUNCTION fund.guard_service_agreement() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.used_fen <> 0 OR NEW.ended_on IS NOT NULL THEN
      RAISE EXCEPTION 'an agreement begins unused and in force' USING ERRCODE = 'FL043';
    END IF;
    IF NOT EXISTS (SELECT FROM law_firm f WHERE f.id = NEW.law_firm_id AND f.book_id = NEW.book_id AND f.state = 'registered') THEN
      RAISE EXCEPTION 'an agreement is with a firm of its book in good standing' USING ERRCODE = 'FL043';
    END IF;
    RETURN NEW;
  END IF;
  IF to_jsonb(OLD) - ARRAY['used_fen', 'ended_on', 'end_reason', 'end_request_id']
     IS DISTINCT FROM to_jsonb(NEW) - ARRAY['used_fen', 'ended_on', 'end_reason', 'end_request_id'] THEN
    RAISE EXCEPTION 'what was agreed stays' USING ERRCODE = 'FL043';
  END IF;
  IF OLD.ended_on IS NOT NULL AND (OLD.ended_on, OLD.end_reason, OLD.end_request_id)
     IS DISTINCT FROM (NEW.ended_on, NEW.end_reason, NEW.end_request_id) THEN
    RAISE EXCEPTION 'an agreement ends once' USING ERRCODE = 'FL043';
  END IF;
  IF NEW.used_fen <> (SELECT coalesce(sum(e.fee_fen), 0) FROM legal_engagement e WHERE e.agreement_id = NEW.id) THEN
    RAISE EXCEPTION 'what is used of an agreement is the sum of its fees' USING ERRCODE = 'FL043';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_service_agreement BEFORE INSERT OR UPDATE ON fund.service_agreement
  FOR EACH ROW EXECUTE FUNCTION fund.guard_service_agreement();

-- One engagement under an agreement after the other, each in force and within the limits.
CREATE FUNCTION fund.guard_legal_engagement() RETURNS trigger ${DEFINER} AS $$
DECLARE
  agreement service_agreement;
  of_case bigint;
  of_instance bigint;
BEGIN
  SELECT a.* INTO agreement FROM service_agreement a WHERE a.id = NEW.agreement_id FOR UPDATE;
  IF agreement.book_id <> NEW.book_id
     OR NOT EXISTS (SELECT FROM litigation_case c WHERE c.id = NEW.case_id AND c.book_id = NEW.book_id)
     OR NOT EXISTS (SELECT FROM organization o WHERE o.id = NEW.organization_id AND o.book_id = NEW.book_id) THEN
    RAISE EXCEPTION 'an engagement is of one book' USING ERRCODE = 'FL043';
  END IF;
  IF NOT EXISTS (SELECT FROM law_firm f WHERE f.id = agreement.law_firm_id AND f.state = 'registered') THEN
    RAISE EXCEPTION 'a firm is engaged while it is in good standing' USING ERRCODE = 'FL043';
  END IF;
  IF NEW.engaged_on NOT BETWEEN agreement.from_on AND least(agreement.until_on, agreement.ended_on) THEN
    RAISE EXCEPTION 'a firm is engaged while its agreement is in force' USING ERRCODE = 'FL043';
  END IF;
  SELECT coalesce(sum(e.fee_fen), 0), coalesce(sum(e.fee_fen) FILTER (WHERE e.instance = NEW.instance), 0)
    INTO of_case, of_instance
    FROM legal_engagement e WHERE e.agreement_id = NEW.agreement_id AND e.case_id = NEW.case_id;
  IF of_instance + NEW.fee_fen > agreement.cap_per_instance_fen OR of_case + NEW.fee_fen > agreement.cap_per_case_fen THEN
    RAISE EXCEPTION 'fees keep within the limits of their agreement' USING ERRCODE = 'FL043';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_legal_engagement BEFORE INSERT ON fund.legal_engagement
  FOR EACH ROW EXECUTE FUNCTION fund.guard_legal_engagement();

-- The agreement's own CHECK refuses what is too much in all.
CREATE FUNCTION fund.apply_legal_engagement() RETURNS trigger ${DEFINER} AS $$
BEGIN
  UPDATE service_agreement a
     SET used_fen = (SELECT sum(e.fee_fen) FROM legal_engagement e WHERE e.agreement_id = a.id)
   WHERE a.id = NEW.agreement_id;
  RETURN NULL;
END $$;
CREATE TRIGGER apply_legal_engagement AFTER INSERT ON fund.legal_engagement
  FOR EACH ROW EXECUTE FUNCTION fund.apply_legal_engagement();

CREATE FUNCTION fund.guard_engagement_lawyer() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF NOT EXISTS (
       SELECT FROM legal_engagement e JOIN service_agreement a ON a.id = e.agreement_id
         JOIN lawyer l ON l.law_firm_id = a.law_firm_id
        WHERE e.id = NEW.engagement_id AND l.id = NEW.lawyer_id AND l.state = 'active') THEN
    RAISE EXCEPTION 'a lawyer works for the firm that is engaged' USING ERRCODE = 'FL043';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_engagement_lawyer BEFORE INSERT ON fund.legal_engagement_lawyer
  FOR EACH ROW EXECUTE FUNCTION fund.guard_engagement_lawyer();

ALTER TABLE fund.law_firm ENABLE ALWAYS TRIGGER keep_law_firm;
ALTER TABLE fund.lawyer ENABLE ALWAYS TRIGGER keep_lawyer;
ALTER TABLE fund.service_agreement ENABLE ALWAYS TRIGGER guard_service_agreement;
ALTER TABLE fund.legal_engagement ENABLE ALWAYS TRIGGER guard_legal_engagement;
ALTER TABLE fund.legal_engagement ENABLE ALWAYS TRIGGER apply_legal_engagement;
ALTER TABLE fund.legal_engagement_lawyer ENABLE ALWAYS TRIGGER guard_engagement_lawyer;
DO $$
DECLARE
  guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['law_firm', 'lawyer', 'service_agreement'] LOOP
    EXECUTE format('CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_removal()', guarded);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER never_removed', guarded);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['law_firm_version', 'law_firm_document', 'service_agreement_instalment',
      'service_agreement_document', 'legal_engagement', 'legal_engagement_lawyer', 'legal_evaluation',
      'training_record', 'training_document'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', guarded);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER append_only', guarded);
  END LOOP;
END $$;
`;

const IN_BOOKS = 'book_id = ANY ((SELECT fund.readable_books())::integer[])';
const FIRM = through('fund.law_firm', 'law_firm_id');
const AGREEMENT = through('fund.service_agreement', 'agreement_id');
const ENGAGEMENT = through('fund.legal_engagement', 'engagement_id');

/** When a caller sees a row of a table. */
const SEEN: Readonly<Record<string, string>> = {
  'fund.law_firm': IN_BOOKS,
  'fund.law_firm_version': FIRM,
  'fund.law_firm_document': FIRM,
  'fund.lawyer': FIRM,
  'fund.service_agreement': IN_BOOKS,
  'fund.service_agreement_instalment': AGREEMENT,
  'fund.service_agreement_document': AGREEMENT,
  'fund.legal_engagement': IN_BOOKS,
  'fund.legal_engagement_lawyer': ENGAGEMENT,
  'fund.legal_evaluation': ENGAGEMENT,
  'fund.training_record': IN_BOOKS,
  'fund.training_document': through('fund.training_record', 'training_id'),
};

// No right to change what is used of an agreement: its engagements do.
const GRANTS = `
GRANT SELECT, INSERT ON ${Object.keys(SEEN).join(', ')} TO fund_app;
GRANT UPDATE (name, licence_number, region, state, version) ON fund.law_firm TO fund_app;
GRANT UPDATE (name, field, state) ON fund.lawyer TO fund_app;
GRANT UPDATE (ended_on, end_reason, end_request_id) ON fund.service_agreement TO fund_app;
`;

const IN_OWN_BOOKS = 'book_id = ANY ((SELECT fund.own_books())::integer[])';

/** What callers put on record themselves, in their own name and in their own books. */
const MADE: Readonly<Record<string, string>> = {
  'fund.legal_evaluation': `evaluated_by_id = fund.own_person() AND EXISTS (
    SELECT FROM fund.legal_engagement e WHERE e.id = engagement_id AND e.${IN_OWN_BOOKS})`,
  'fund.training_record': `recorded_by_id = fund.own_person() AND ${IN_OWN_BOOKS}`,
  'fund.training_document': `EXISTS (
    SELECT FROM fund.training_record t WHERE t.id = training_id AND t.recorded_by_id = fund.own_person())`,
};

const MADE_BY_CALLERS = Object.entries(MADE)
  .map(
    ([table, made]) => `
CREATE POLICY made ON ${table} FOR INSERT TO fund_web WITH CHECK (${made});
GRANT INSERT ON ${table} TO fund_web;`,
  )
  .join('');
