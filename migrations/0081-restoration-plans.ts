import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/** Restoration plans (修复方案) by approval: opinions, versions, budget lines, and what each milestone requires. */
export class RestorationPlans0081 implements MigrationInterface {
  readonly name = 'RestorationPlans1795392000081';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [PLANS, TABLES, GUARDS, GRANTS]) await runner.query(part);
    for (const [table, seen] of SEEN) await runner.query(protect(table, seen));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of SEEN.toReversed()) await runner.query(unprotect(table));
    await runner.query(`
      DROP TRIGGER never_removed ON fund.plan_milestone;
      DROP TRIGGER never_removed ON fund.restoration_plan;
      DROP TRIGGER keep_plan ON fund.restoration_plan;
      DROP TABLE fund.plan_use, fund.plan_version_opinion, fund.plan_version_milestone, fund.plan_budget_line,
        fund.plan_version, fund.plan_opinion;
      DROP FUNCTION fund.keep_plan(), fund.guard_plan_version();
      ALTER TABLE fund.plan_milestone DROP CONSTRAINT ck_plan_milestone_dropped,
        DROP COLUMN name, DROP COLUMN papers, DROP COLUMN dropped_in, DROP COLUMN hold_id;
      ALTER TABLE fund.restoration_plan DROP CONSTRAINT ck_restoration_plan_approved,
        DROP COLUMN title, DROP COLUMN place, DROP COLUMN version, DROP COLUMN is_substitute, DROP COLUMN implementer_name,
        DROP COLUMN implementer_code, DROP COLUMN acceptance_body, DROP COLUMN approval_request_id;`);
  }
}

const USES = `('removal_or_control_of_pollution', 'restoration_plan_and_works', 'substitute_restoration',
    'monitoring_and_supervision', 'acceptance_and_effect_evaluation', 'investigation_appraisal_assessment',
    'other_restoration_at_place_of_damage')`;

// What a case file tells of a plan is its amount alone.
const PLANS = `
ALTER TABLE fund.restoration_plan
  ADD COLUMN title text,
  ADD COLUMN place text,
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN is_substitute boolean NOT NULL DEFAULT false,
  ADD COLUMN implementer_name text,
  ADD COLUMN implementer_code text,
  ADD COLUMN acceptance_body text,
  ADD COLUMN approval_request_id uuid,
  ADD CONSTRAINT ck_restoration_plan_approved CHECK (
    num_nonnulls(title, place, implementer_name, implementer_code, acceptance_body, approval_request_id) IN (0, 6)),
  ADD CONSTRAINT uq_restoration_plan_approval_request_id UNIQUE (approval_request_id),
  ADD CONSTRAINT fk_restoration_plan_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id);
ALTER TABLE fund.plan_milestone
  ADD COLUMN name text,
  ADD COLUMN papers text[] NOT NULL DEFAULT '{}',
  ADD COLUMN dropped_in integer,
  ADD COLUMN hold_id bigint,
  ADD CONSTRAINT ck_plan_milestone_dropped CHECK (dropped_in IS NULL OR paid_on IS NULL AND hold_id IS NULL);
`;

const TABLES = `
CREATE TABLE fund.plan_opinion (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  case_id uuid NOT NULL,
  plan_ref text NOT NULL,
  of_agency text NOT NULL,
  agency text NOT NULL,
  given_on date NOT NULL,
  stance text NOT NULL,
  conditions text,
  document_id uuid NOT NULL,
  recorded_by_id uuid NOT NULL,
  act_key text NOT NULL,
  body_hash bytea NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_plan_opinion PRIMARY KEY (id),
  CONSTRAINT uq_plan_opinion_recorded_by_id_act_key UNIQUE (recorded_by_id, act_key),
  CONSTRAINT ck_plan_opinion_of_agency CHECK (of_agency IN ('court', 'finance', 'audit')),
  CONSTRAINT ck_plan_opinion_stance CHECK (stance IN ('for', 'against', 'with_conditions')),
  CONSTRAINT ck_plan_opinion_conditions CHECK (stance <> 'with_conditions' OR conditions IS NOT NULL),
  CONSTRAINT fk_plan_opinion_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT fk_plan_opinion_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id),
  CONSTRAINT fk_plan_opinion_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id),
  CONSTRAINT fk_plan_opinion_recorded_by_id FOREIGN KEY (recorded_by_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_plan_opinion_case_id ON fund.plan_opinion (case_id);
CREATE TABLE fund.plan_version (
  id uuid NOT NULL,
  plan_id uuid NOT NULL,
  version integer NOT NULL,
  amount_fen bigint NOT NULL,
  title text NOT NULL,
  place text NOT NULL,
  implementer_name text NOT NULL,
  implementer_code text NOT NULL,
  acceptance_body text NOT NULL,
  document_id uuid NOT NULL,
  reason text,
  decided_on date NOT NULL,
  approval_request_id uuid NOT NULL,
  CONSTRAINT pk_plan_version PRIMARY KEY (id),
  CONSTRAINT uq_plan_version_plan_id_version UNIQUE (plan_id, version),
  CONSTRAINT uq_plan_version_approval_request_id UNIQUE (approval_request_id),
  CONSTRAINT ck_plan_version_version CHECK (version >= 1),
  CONSTRAINT ck_plan_version_amount CHECK (amount_fen > 0),
  CONSTRAINT ck_plan_version_reason CHECK ((version = 1) = (reason IS NULL)),
  CONSTRAINT fk_plan_version_plan_id FOREIGN KEY (plan_id) REFERENCES fund.restoration_plan (id),
  CONSTRAINT fk_plan_version_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id),
  CONSTRAINT fk_plan_version_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id)
);
CREATE TABLE fund.plan_budget_line (
  version_id uuid NOT NULL,
  use text NOT NULL,
  body text NOT NULL,
  amount_fen bigint NOT NULL,
  CONSTRAINT pk_plan_budget_line PRIMARY KEY (version_id, use),
  CONSTRAINT ck_plan_budget_line_use CHECK (use IN ${USES}),
  CONSTRAINT ck_plan_budget_line_amount CHECK (amount_fen > 0),
  CONSTRAINT fk_plan_budget_line_version_id FOREIGN KEY (version_id) REFERENCES fund.plan_version (id)
);
CREATE TABLE fund.plan_version_milestone (
  version_id uuid NOT NULL,
  number integer NOT NULL,
  name text NOT NULL,
  amount_fen bigint NOT NULL,
  papers text[] NOT NULL,
  CONSTRAINT pk_plan_version_milestone PRIMARY KEY (version_id, number),
  CONSTRAINT ck_plan_version_milestone_amount CHECK (amount_fen > 0),
  CONSTRAINT fk_plan_version_milestone_version_id FOREIGN KEY (version_id) REFERENCES fund.plan_version (id)
);
CREATE TABLE fund.plan_version_opinion (
  version_id uuid NOT NULL,
  of_agency text NOT NULL,
  opinion_id uuid,
  not_asked_reason text,
  CONSTRAINT pk_plan_version_opinion PRIMARY KEY (version_id, of_agency),
  CONSTRAINT ck_plan_version_opinion_of_agency CHECK (of_agency IN ('court', 'finance', 'audit')),
  CONSTRAINT ck_plan_version_opinion_asked CHECK (num_nonnulls(opinion_id, not_asked_reason) = 1),
  CONSTRAINT fk_plan_version_opinion_version_id FOREIGN KEY (version_id) REFERENCES fund.plan_version (id),
  CONSTRAINT fk_plan_version_opinion_opinion_id FOREIGN KEY (opinion_id) REFERENCES fund.plan_opinion (id)
);
CREATE TABLE fund.plan_use (
  plan_id uuid NOT NULL,
  use text NOT NULL,
  amount_fen bigint NOT NULL,
  paid_fen bigint NOT NULL DEFAULT 0,
  CONSTRAINT pk_plan_use PRIMARY KEY (plan_id, use),
  CONSTRAINT ck_plan_use_use CHECK (use IN ${USES}),
  CONSTRAINT ck_plan_use_paid CHECK (paid_fen BETWEEN 0 AND amount_fen),
  CONSTRAINT fk_plan_use_plan_id FOREIGN KEY (plan_id) REFERENCES fund.restoration_plan (id)
);
`;

const DEFINER = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp';
const EVIDENCE = [
  'plan_opinion',
  'plan_version',
  'plan_budget_line',
  'plan_version_milestone',
  'plan_version_opinion',
];
const KEPT = ['restoration_plan', 'plan_milestone', 'plan_use'];

const GUARDS = `
-- A version comes by the request that was made for it; one that is more than before, by a resolution for that plan.
CREATE FUNCTION fund.guard_plan_version() RETURNS trigger ${DEFINER} AS $$
DECLARE
  plan restoration_plan;
  before bigint;
BEGIN
  SELECT * INTO plan FROM restoration_plan p WHERE p.id = NEW.plan_id FOR NO KEY UPDATE;
  SELECT v.amount_fen INTO before FROM plan_version v WHERE v.plan_id = NEW.plan_id AND v.version = NEW.version - 1;
  IF NOT EXISTS (SELECT FROM approval_request r
                  WHERE r.id = NEW.approval_request_id AND r.state = 'approved' AND r.amount_fen = NEW.amount_fen
                    AND r.kind = CASE NEW.version WHEN 1 THEN 'restoration_plan' ELSE 'restoration_plan_change' END
                    AND r.subject = 'restoration_plan/' || plan.case_id || '/' || plan.ref
                    AND (r.resolution_id IS NOT NULL OR NEW.amount_fen <= before))
     OR NEW.version <> plan.version + (CASE NEW.version WHEN 1 THEN 0 ELSE 1 END)
     OR NEW.amount_fen < plan.paid_fen
     OR NEW.version = 1 AND (NEW.approval_request_id, NEW.amount_fen) IS DISTINCT FROM (plan.approval_request_id, plan.amount_fen) THEN
    RAISE EXCEPTION 'a plan is what was resolved and approved' USING ERRCODE = 'FL081';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_plan_version BEFORE INSERT ON fund.plan_version
  FOR EACH ROW EXECUTE FUNCTION fund.guard_plan_version();
ALTER TABLE fund.plan_version ENABLE ALWAYS TRIGGER guard_plan_version;

-- What an approved plan is changes with its version, and by nothing else.
CREATE FUNCTION fund.keep_plan() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF OLD.approval_request_id IS NULL AND NEW.approval_request_id IS NULL THEN
    RETURN NEW;
  END IF;
  IF (NEW.case_id, NEW.ref, NEW.approval_request_id, NEW.is_substitute)
     IS DISTINCT FROM (OLD.case_id, OLD.ref, OLD.approval_request_id, OLD.is_substitute)
     OR (NEW.version, NEW.amount_fen, NEW.title, NEW.place, NEW.implementer_name, NEW.implementer_code, NEW.acceptance_body)
        IS DISTINCT FROM (OLD.version, OLD.amount_fen, OLD.title, OLD.place, OLD.implementer_name, OLD.implementer_code, OLD.acceptance_body)
     AND NOT EXISTS (SELECT FROM plan_version v
                      WHERE v.plan_id = NEW.id AND v.version = NEW.version AND NEW.version = OLD.version + 1
                        AND (v.amount_fen, v.title, v.place, v.implementer_name, v.implementer_code, v.acceptance_body)
                            = (NEW.amount_fen, NEW.title, NEW.place, NEW.implementer_name, NEW.implementer_code, NEW.acceptance_body)) THEN
    RAISE EXCEPTION 'a plan changes by a version that was approved' USING ERRCODE = 'FL081';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_plan BEFORE UPDATE ON fund.restoration_plan
  FOR EACH ROW EXECUTE FUNCTION fund.keep_plan();
ALTER TABLE fund.restoration_plan ENABLE ALWAYS TRIGGER keep_plan;
${EVIDENCE.map(
  (table) => `
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.${table}
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE fund.${table} ENABLE ALWAYS TRIGGER append_only;`,
).join('')}
${KEPT.map(
  (table) => `
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON fund.${table}
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_removal();
ALTER TABLE fund.${table} ENABLE ALWAYS TRIGGER never_removed;`,
).join('')}
`;

const GRANTS = `
GRANT SELECT, INSERT ON ${[...EVIDENCE, 'plan_use'].map((table) => `fund.${table}`).join(', ')} TO fund_app;
GRANT UPDATE ON fund.plan_use TO fund_app;
`;

/** When a caller sees a row of a table: with the plan or the book, and no organization at all. */
const SEEN: readonly (readonly [string, string])[] = [
  ['fund.plan_opinion', 'book_id = ANY ((SELECT fund.readable_books())::integer[])'],
  ['fund.plan_version', through('fund.restoration_plan', 'plan_id')],
  ['fund.plan_budget_line', through('fund.plan_version', 'version_id')],
  ['fund.plan_version_milestone', through('fund.plan_version', 'version_id')],
  ['fund.plan_version_opinion', through('fund.plan_version', 'version_id')],
  ['fund.plan_use', through('fund.restoration_plan', 'plan_id')],
];
