import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/**
 * An award is assessed, shown to the public, objected to, decided by approval, paid to an approved account, recalled
 * where it was wrong, and its use is reported.
 */
export class Awards0075 implements MigrationInterface {
  readonly name = 'Awards1795392000075';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [KNOWN, ASSESSED, AFTER, GUARDS, PAY_OUTS, GRANTS]) await runner.query(part);
    for (const [table, seen] of SEEN) await runner.query(protect(table, seen));
    await runner.query(`ALTER POLICY seen ON fund.award USING (${CASE} OR ${OWN_SHARE})`);
  }

  /** Refused by the constraints where an award was recalled or paid here. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER POLICY seen ON fund.award USING (${CASE})`);
    for (const [table] of SEEN.toReversed()) await runner.query(unprotect(table));
    await runner.query(`
      DROP TRIGGER guard_award ON fund.award;
      DROP TRIGGER guard_sanction ON fund.sanction;
      DROP TRIGGER guard_award_payment ON fund.pay_out;
      DROP TABLE fund.award_use_document, fund.award_use_report, fund.award_return, fund.award_recall_part, fund.award_recall;
      ALTER TABLE fund.award
        DROP CONSTRAINT ck_award_released, DROP CONSTRAINT ck_award_decided,
        DROP COLUMN assessment_id, DROP COLUMN approval_request_id, DROP COLUMN recalled_on,
        DROP COLUMN released_sanction_quota_fen, DROP COLUMN released_award_fund_fen,
        ADD CONSTRAINT uq_award_case_id UNIQUE (case_id);
      ALTER TABLE fund.award_share
        DROP CONSTRAINT ck_award_share_released, DROP CONSTRAINT ck_award_share_paid, DROP CONSTRAINT ck_award_share_returned,
        DROP COLUMN released_fen, DROP COLUMN paid_sanction_quota_fen, DROP COLUMN paid_award_fund_fen,
        DROP COLUMN owed_sanction_quota_fen, DROP COLUMN owed_award_fund_fen,
        DROP COLUMN returned_sanction_quota_fen, DROP COLUMN returned_award_fund_fen;
      ALTER TABLE fund.sanction DROP COLUMN document_id, DROP COLUMN approval_request_id;
      DROP TABLE fund.award_objection_decision, fund.award_objection, fund.award_notice, fund.award_assessment_share,
        fund.award_assessment;
      DROP FUNCTION fund.guard_award(), fund.guard_sanction(), fund.guard_award_notice(), fund.guard_award_objection(),
        fund.guard_objection_decision(), fund.guard_award_assessment(), fund.guard_award_recall(), fund.guard_award_use(), fund.guard_award_payment();
      ALTER TABLE fund.pay_out
        DROP CONSTRAINT ck_pay_out_kind,
        DROP CONSTRAINT ck_pay_out_payee,
        ADD CONSTRAINT ck_pay_out_kind
          CHECK (kind IN ('overpayment_refund', 'cost_reimbursement', 'damages_remittance', 'interest_remittance')),
        ADD CONSTRAINT ck_pay_out_payee
          CHECK ((payee_id IS NOT NULL) = (kind IN ('overpayment_refund', 'cost_reimbursement')));`);
  }
}

const KNOWN = `
ALTER TABLE fund.sanction
  ADD COLUMN document_id uuid,
  ADD COLUMN approval_request_id uuid,
  ADD CONSTRAINT uq_sanction_approval_request_id UNIQUE (approval_request_id),
  ADD CONSTRAINT fk_sanction_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id),
  ADD CONSTRAINT fk_sanction_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id);
ALTER TABLE fund.award
  ADD COLUMN assessment_id uuid,
  ADD COLUMN approval_request_id uuid,
  ADD COLUMN recalled_on date,
  ADD COLUMN released_sanction_quota_fen bigint NOT NULL DEFAULT 0,
  ADD COLUMN released_award_fund_fen bigint NOT NULL DEFAULT 0,
  DROP CONSTRAINT uq_award_case_id,
  ADD CONSTRAINT uq_award_assessment_id UNIQUE (assessment_id),
  ADD CONSTRAINT uq_award_approval_request_id UNIQUE (approval_request_id),
  ADD CONSTRAINT ck_award_decided CHECK (num_nonnulls(assessment_id, approval_request_id) IN (0, 2)),
  ADD CONSTRAINT ck_award_released CHECK (least(released_sanction_quota_fen, released_award_fund_fen) >= 0
    AND paid_from_sanction_quota_fen + released_sanction_quota_fen <= from_sanction_quota_fen
    AND paid_from_award_fund_fen + released_award_fund_fen <= from_award_fund_fen),
  ADD CONSTRAINT fk_award_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id);
-- One award of a case is in force at most.
CREATE UNIQUE INDEX uq_award_in_force ON fund.award (case_id) WHERE recalled_on IS NULL;
CREATE INDEX ix_award_case_id ON fund.award (case_id);
ALTER TABLE fund.award_share
  ADD COLUMN released_fen bigint NOT NULL DEFAULT 0,
  ADD COLUMN paid_sanction_quota_fen bigint NOT NULL DEFAULT 0,
  ADD COLUMN paid_award_fund_fen bigint NOT NULL DEFAULT 0,
  ADD COLUMN owed_sanction_quota_fen bigint NOT NULL DEFAULT 0,
  ADD COLUMN owed_award_fund_fen bigint NOT NULL DEFAULT 0,
  ADD COLUMN returned_sanction_quota_fen bigint NOT NULL DEFAULT 0,
  ADD COLUMN returned_award_fund_fen bigint NOT NULL DEFAULT 0;
`;

/** What was paid before is known by the award alone; a share that was paid took of the quota as long as it lasted. */
const PAID_BEFORE = `
WITH paid AS (
  SELECT s.id, s.amount_fen,
         least(s.amount_fen, greatest(0, a.paid_from_sanction_quota_fen
           - coalesce(sum(s.amount_fen) OVER (PARTITION BY s.award_id ORDER BY s.paid_on, s.ordinal
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))) AS quota
    FROM fund.award_share s JOIN fund.award a ON a.id = s.award_id WHERE s.paid_on IS NOT NULL)
UPDATE fund.award_share s SET paid_sanction_quota_fen = paid.quota, paid_award_fund_fen = paid.amount_fen - paid.quota
  FROM paid WHERE paid.id = s.id;
ALTER TABLE fund.award_share
  ADD CONSTRAINT ck_award_share_released CHECK (released_fen BETWEEN 0 AND amount_fen AND (paid_on IS NULL OR paid_sanction_quota_fen + paid_award_fund_fen = amount_fen - released_fen)),
  ADD CONSTRAINT ck_award_share_paid CHECK (least(paid_sanction_quota_fen, paid_award_fund_fen) >= 0
    AND (paid_on IS NOT NULL OR paid_sanction_quota_fen + paid_award_fund_fen = 0)),
  ADD CONSTRAINT ck_award_share_returned CHECK (owed_sanction_quota_fen BETWEEN 0 AND paid_sanction_quota_fen
    AND owed_award_fund_fen BETWEEN 0 AND paid_award_fund_fen
    AND returned_sanction_quota_fen BETWEEN 0 AND owed_sanction_quota_fen
    AND returned_award_fund_fen BETWEEN 0 AND owed_award_fund_fen);
`;

const ASSESSED = `
${PAID_BEFORE}
CREATE TABLE fund.award_assessment (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  case_id uuid NOT NULL,
  policy_version integer NOT NULL,
  inputs jsonb NOT NULL,
  inputs_hash bytea NOT NULL,
  sheet jsonb NOT NULL,
  base_fen bigint NOT NULL,
  from_sanction_quota_fen bigint NOT NULL,
  from_award_fund_fen bigint NOT NULL,
  assessed_on date NOT NULL,
  assessed_by_id uuid NOT NULL,
  assessed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  act_key text NOT NULL,
  body_hash bytea NOT NULL,
  void_reason text,
  voided_by_id uuid,
  voided_at timestamptz,
  CONSTRAINT pk_award_assessment PRIMARY KEY (id),
  CONSTRAINT uq_award_assessment_assessed_by_id_act_key UNIQUE (assessed_by_id, act_key),
  CONSTRAINT ck_award_assessment_amount CHECK (from_sanction_quota_fen >= 0 AND from_award_fund_fen >= 0
    AND from_sanction_quota_fen + from_award_fund_fen > 0 AND base_fen >= 0),
  CONSTRAINT ck_award_assessment_hash CHECK (octet_length(inputs_hash) = 32),
  CONSTRAINT ck_award_assessment_version CHECK (policy_version >= 0),
  CONSTRAINT ck_award_assessment_void CHECK (num_nonnulls(void_reason, voided_by_id, voided_at) IN (0, 3)),
  CONSTRAINT fk_award_assessment_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT fk_award_assessment_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id),
  CONSTRAINT fk_award_assessment_assessed_by_id FOREIGN KEY (assessed_by_id) REFERENCES fund.person (id),
  CONSTRAINT fk_award_assessment_voided_by_id FOREIGN KEY (voided_by_id) REFERENCES fund.person (id)
);
-- One assessment of a case stands at most.
CREATE UNIQUE INDEX uq_award_assessment_in_force ON fund.award_assessment (case_id) WHERE voided_at IS NULL;
CREATE INDEX ix_award_assessment_case_id ON fund.award_assessment (case_id);
ALTER TABLE fund.award ADD CONSTRAINT fk_award_assessment_id FOREIGN KEY (assessment_id) REFERENCES fund.award_assessment (id);
CREATE TABLE fund.award_assessment_share (
  assessment_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  ordinal integer NOT NULL,
  ratio text,
  amount_fen bigint NOT NULL,
  CONSTRAINT pk_award_assessment_share PRIMARY KEY (assessment_id, organization_id),
  CONSTRAINT uq_award_assessment_share_assessment_id_ordinal UNIQUE (assessment_id, ordinal),
  CONSTRAINT ck_award_assessment_share_amount CHECK (amount_fen >= 0),
  CONSTRAINT fk_award_assessment_share_assessment_id FOREIGN KEY (assessment_id) REFERENCES fund.award_assessment (id),
  CONSTRAINT fk_award_assessment_share_organization_id FOREIGN KEY (organization_id) REFERENCES fund.organization (id)
);
CREATE TABLE fund.award_notice (
  assessment_id uuid NOT NULL,
  from_on date NOT NULL,
  until_on date NOT NULL,
  way text NOT NULL,
  published_by_id uuid NOT NULL,
  published_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_award_notice PRIMARY KEY (assessment_id),
  CONSTRAINT ck_award_notice_days CHECK (until_on > from_on),
  CONSTRAINT fk_award_notice_assessment_id FOREIGN KEY (assessment_id) REFERENCES fund.award_assessment (id),
  CONSTRAINT fk_award_notice_published_by_id FOREIGN KEY (published_by_id) REFERENCES fund.person (id)
);
CREATE TABLE fund.award_objection (
  id uuid NOT NULL,
  assessment_id uuid NOT NULL,
  objector text NOT NULL,
  objected_on date NOT NULL,
  objection text NOT NULL,
  document_id uuid,
  recorded_by_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  act_key text NOT NULL,
  body_hash bytea NOT NULL,
  CONSTRAINT pk_award_objection PRIMARY KEY (id),
  CONSTRAINT uq_award_objection_recorded_by_id_act_key UNIQUE (recorded_by_id, act_key),
  CONSTRAINT fk_award_objection_assessment_id FOREIGN KEY (assessment_id) REFERENCES fund.award_assessment (id),
  CONSTRAINT fk_award_objection_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id),
  CONSTRAINT fk_award_objection_recorded_by_id FOREIGN KEY (recorded_by_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_award_objection_assessment_id ON fund.award_objection (assessment_id);
CREATE TABLE fund.award_objection_decision (
  objection_id uuid NOT NULL,
  upheld boolean NOT NULL,
  reason text NOT NULL,
  decided_by_id uuid NOT NULL,
  decided_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_award_objection_decision PRIMARY KEY (objection_id),
  CONSTRAINT fk_award_objection_decision_objection_id FOREIGN KEY (objection_id) REFERENCES fund.award_objection (id),
  CONSTRAINT fk_award_objection_decision_decided_by_id FOREIGN KEY (decided_by_id) REFERENCES fund.person (id)
);
`;

const AFTER = `
CREATE TABLE fund.award_recall (
  id uuid NOT NULL,
  award_id uuid NOT NULL,
  whole boolean NOT NULL,
  former_fen bigint NOT NULL,
  left_fen bigint NOT NULL,
  reason text NOT NULL,
  recalled_on date NOT NULL,
  approval_request_id uuid NOT NULL,
  CONSTRAINT pk_award_recall PRIMARY KEY (id),
  CONSTRAINT uq_award_recall_approval_request_id UNIQUE (approval_request_id),
  CONSTRAINT ck_award_recall_amounts CHECK (left_fen >= 0 AND left_fen < former_fen AND (NOT whole OR left_fen = 0)),
  CONSTRAINT fk_award_recall_award_id FOREIGN KEY (award_id) REFERENCES fund.award (id),
  CONSTRAINT fk_award_recall_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id)
);
CREATE INDEX ix_award_recall_award_id ON fund.award_recall (award_id);
CREATE TABLE fund.award_recall_part (
  recall_id uuid NOT NULL,
  share_id uuid NOT NULL,
  pool text NOT NULL,
  released_fen bigint NOT NULL,
  owed_fen bigint NOT NULL,
  CONSTRAINT pk_award_recall_part PRIMARY KEY (recall_id, share_id, pool),
  CONSTRAINT ck_award_recall_part_amounts CHECK (least(released_fen, owed_fen) >= 0 AND released_fen + owed_fen > 0),
  CONSTRAINT ck_award_recall_part_pool CHECK (pool IN ('sanction_quota', 'award_fund')),
  CONSTRAINT fk_award_recall_part_recall_id FOREIGN KEY (recall_id) REFERENCES fund.award_recall (id),
  CONSTRAINT fk_award_recall_part_share_id FOREIGN KEY (share_id) REFERENCES fund.award_share (id)
);
CREATE TABLE fund.award_return (
  id uuid NOT NULL,
  share_id uuid NOT NULL,
  sanction_quota_fen bigint NOT NULL,
  award_fund_fen bigint NOT NULL,
  returned_on date NOT NULL,
  bank_reference text NOT NULL,
  approval_request_id uuid NOT NULL,
  recorded_by_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  act_key text NOT NULL,
  CONSTRAINT pk_award_return PRIMARY KEY (id),
  CONSTRAINT uq_award_return_recorded_by_id_act_key UNIQUE (recorded_by_id, act_key),
  CONSTRAINT ck_award_return_amount CHECK (least(sanction_quota_fen, award_fund_fen) >= 0
    AND sanction_quota_fen + award_fund_fen > 0),
  CONSTRAINT fk_award_return_share_id FOREIGN KEY (share_id) REFERENCES fund.award_share (id),
  CONSTRAINT fk_award_return_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id),
  CONSTRAINT fk_award_return_recorded_by_id FOREIGN KEY (recorded_by_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_award_return_share_id ON fund.award_return (share_id);
CREATE TABLE fund.award_use_report (
  id uuid NOT NULL,
  share_id uuid NOT NULL,
  year integer NOT NULL,
  purpose text NOT NULL,
  amount_fen bigint NOT NULL,
  use text NOT NULL,
  reported_by_id uuid NOT NULL,
  reported_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  act_key text NOT NULL,
  body_hash bytea NOT NULL,
  CONSTRAINT pk_award_use_report PRIMARY KEY (id),
  CONSTRAINT uq_award_use_report_reported_by_id_act_key UNIQUE (reported_by_id, act_key),
  CONSTRAINT ck_award_use_report_amount CHECK (amount_fen >= 0),
  CONSTRAINT ck_award_use_report_purpose CHECK (purpose IN ('restoration', 'litigation', 'monitoring', 'education', 'research', 'volunteers', 'none_yet')
    AND (purpose = 'none_yet') = (amount_fen = 0)),
  CONSTRAINT fk_award_use_report_share_id FOREIGN KEY (share_id) REFERENCES fund.award_share (id),
  CONSTRAINT fk_award_use_report_reported_by_id FOREIGN KEY (reported_by_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_award_use_report_share_id_year ON fund.award_use_report (share_id, year);
CREATE TABLE fund.award_use_document (
  report_id uuid NOT NULL,
  document_id uuid NOT NULL,
  CONSTRAINT pk_award_use_document PRIMARY KEY (report_id, document_id),
  CONSTRAINT fk_award_use_document_report_id FOREIGN KEY (report_id) REFERENCES fund.award_use_report (id),
  CONSTRAINT fk_award_use_document_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id)
);
`;

const DEFINER = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp';

/** A trigger that always fires. */
const guard = (name: string, table: string, when: string, body: string): string => `
CREATE FUNCTION fund.${name}() RETURNS trigger ${DEFINER} AS $$
BEGIN
  ${body}
  RETURN NEW;
END $$;
CREATE TRIGGER ${name} BEFORE ${when} ON fund.${table} FOR EACH ROW EXECUTE FUNCTION fund.${name}();
ALTER TABLE fund.${table} ENABLE ALWAYS TRIGGER ${name};`;

const refuse = (condition: string, why: string): string =>
  `IF ${condition} THEN RAISE EXCEPTION '${why}' USING ERRCODE = 'FL075'; END IF;`;

const approved = (kind: string, caseId: string): string => `
  NOT EXISTS (SELECT FROM approval_request r WHERE r.id = NEW.approval_request_id AND r.kind = '${kind}'
                 AND r.state = 'approved' AND r.subject = 'litigation_case/' || ${caseId})`;

const GUARDS = [
  guard(
    'guard_sanction',
    'sanction',
    'INSERT',
    refuse(
      `NEW.approval_request_id IS NOT NULL AND ${approved('sanction_record', 'NEW.case_id')}`,
      'a sanction is recorded by the request that was made for it',
    ),
  ),
  guard(
    'guard_award',
    'award',
    'INSERT OR UPDATE',
    `${refuse(
      `TG_OP = 'INSERT' AND NEW.approval_request_id IS NOT NULL AND (${approved('award_decision', 'NEW.case_id')} OR NOT EXISTS (
         SELECT FROM award_assessment a JOIN award_notice n ON n.assessment_id = a.id
          WHERE a.id = NEW.assessment_id AND a.case_id = NEW.case_id AND a.voided_at IS NULL AND n.until_on < NEW.decided_on
            AND a.from_sanction_quota_fen = NEW.from_sanction_quota_fen AND a.from_award_fund_fen = NEW.from_award_fund_fen
            AND NOT EXISTS (SELECT FROM award_objection o WHERE o.assessment_id = a.id
                              AND NOT EXISTS (SELECT FROM award_objection_decision d WHERE d.objection_id = o.id))))`,
      'an award is decided as it was assessed, after the public notice, with no objection open',
    )}
  ${refuse(
    `TG_OP = 'UPDATE' AND ((OLD.recalled_on IS NOT NULL AND NEW.recalled_on IS NULL)
       OR (OLD.case_id, OLD.assessment_id, OLD.approval_request_id, OLD.from_sanction_quota_fen, OLD.from_award_fund_fen)
          IS DISTINCT FROM
          (NEW.case_id, NEW.assessment_id, NEW.approval_request_id, NEW.from_sanction_quota_fen, NEW.from_award_fund_fen))`,
    'what was awarded stays as it was decided',
  )}`,
  ),
  guard(
    'guard_award_assessment',
    'award_assessment',
    'UPDATE',
    refuse(
      `OLD.voided_at IS NOT NULL
       OR (to_jsonb(OLD) - ARRAY['void_reason', 'voided_by_id', 'voided_at'])
          IS DISTINCT FROM (to_jsonb(NEW) - ARRAY['void_reason', 'voided_by_id', 'voided_at'])
       OR EXISTS (SELECT FROM award w WHERE w.assessment_id = NEW.id AND w.recalled_on IS NULL)`,
      'an assessment stays as it was made, until it is void',
    ),
  ),
  guard(
    'guard_award_notice',
    'award_notice',
    'INSERT',
    refuse(
      `EXISTS (SELECT FROM award_assessment a WHERE a.id = NEW.assessment_id AND a.voided_at IS NOT NULL)`,
      'what is void is shown to nobody',
    ),
  ),
  guard(
    'guard_award_objection',
    'award_objection',
    'INSERT',
    refuse(
      `NOT EXISTS (SELECT FROM award_notice n WHERE n.assessment_id = NEW.assessment_id
                      AND NEW.objected_on BETWEEN n.from_on AND n.until_on)
       OR EXISTS (SELECT FROM award w WHERE w.assessment_id = NEW.assessment_id)`,
      'an objection is made during the public notice',
    ),
  ),
  guard(
    'guard_objection_decision',
    'award_objection_decision',
    'INSERT',
    refuse(
      `EXISTS (SELECT FROM award_objection o JOIN award_assessment a ON a.id = o.assessment_id
                 WHERE o.id = NEW.objection_id AND NEW.decided_by_id IN (o.recorded_by_id, a.assessed_by_id))`,
      'an objection is decided by another person',
    ),
  ),
  guard(
    'guard_award_recall',
    'award_recall',
    'INSERT',
    refuse(
      approved('award_recall', '(SELECT a.case_id FROM award a WHERE a.id = NEW.award_id)'),
      'an award is recalled by the request that was made for it',
    ),
  ),
  guard(
    'guard_award_use',
    'award_use_report',
    'INSERT',
    refuse(
      `(SELECT s.paid_sanction_quota_fen + s.paid_award_fund_fen - s.owed_sanction_quota_fen - s.owed_award_fund_fen
          FROM award_share s WHERE s.id = NEW.share_id FOR NO KEY UPDATE)
       < NEW.amount_fen + (SELECT coalesce(sum(u.amount_fen), 0) FROM award_use_report u WHERE u.share_id = NEW.share_id)`,
      'no more is used than was paid',
    ),
  ),
  guard(
    'guard_award_payment',
    'pay_out',
    'INSERT',
    refuse(
      `NEW.kind = 'award_payment' AND EXISTS (
         SELECT FROM approval_request p
           JOIN award a ON a.case_id = NEW.case_id AND a.recalled_on IS NULL
           JOIN approval_part t ON t.request_id = a.approval_request_id AND t.person_id = p.maker_id
          WHERE p.id = NEW.approval_request_id)`,
      'whoever decided on an award does not ask for its payment',
    ),
  ),
  `CREATE TRIGGER guard_payer BEFORE INSERT OR UPDATE ON fund.award_return
    FOR EACH ROW EXECUTE FUNCTION fund.guard_payer('approval_request_id', 'recorded_by_id');
  ALTER TABLE fund.award_return ENABLE ALWAYS TRIGGER guard_payer;
  CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON fund.award_assessment
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_removal();
  ALTER TABLE fund.award_assessment ENABLE ALWAYS TRIGGER never_removed;
  DO $$
  DECLARE
    evidence text;
  BEGIN
    FOREACH evidence IN ARRAY ARRAY['award_assessment_share', 'award_notice', 'award_objection', 'award_objection_decision',
                                    'award_recall', 'award_recall_part', 'award_return', 'award_use_report', 'award_use_document'] LOOP
      EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.%I
                      FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', evidence);
      EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER append_only', evidence);
    END LOOP;
  END $$;`,
].join('\n');

const PAY_OUTS = `
ALTER TABLE fund.pay_out
  DROP CONSTRAINT ck_pay_out_kind,
  DROP CONSTRAINT ck_pay_out_payee,
  ADD CONSTRAINT ck_pay_out_kind
    CHECK (kind IN ('overpayment_refund', 'cost_reimbursement', 'damages_remittance', 'interest_remittance', 'award_payment', 'milestone_payment')),
  ADD CONSTRAINT ck_pay_out_payee
    CHECK ((payee_id IS NOT NULL) = (kind IN ('overpayment_refund', 'cost_reimbursement', 'award_payment')));
`;

const GRANTS = `
GRANT SELECT, INSERT ON fund.award_assessment_share, fund.award_notice, fund.award_objection, fund.award_objection_decision,
  fund.award_recall, fund.award_recall_part, fund.award_return, fund.award_use_report, fund.award_use_document TO fund_app;
GRANT SELECT, INSERT, UPDATE ON fund.award_assessment TO fund_app;
`;

const IN_BOOKS = 'book_id = ANY ((SELECT fund.readable_books())::integer[])';
const ASSESSMENT = through('fund.award_assessment', 'assessment_id');
const CASE = through('fund.litigation_case', 'case_id');
/** An organization sees the award that it has a share of. */
const OWN_SHARE = 'EXISTS (SELECT FROM fund.award_share s WHERE s.award_id = award.id)';
const SHARE = through('fund.award_share', 'share_id');

/** When a caller sees a row of a table: with the book; an organization what it reported itself. */
const SEEN: readonly (readonly [string, string])[] = [
  ['fund.award_assessment', IN_BOOKS],
  ['fund.award_assessment_share', ASSESSMENT],
  ['fund.award_notice', ASSESSMENT],
  ['fund.award_objection', ASSESSMENT],
  ['fund.award_objection_decision', through('fund.award_objection', 'objection_id')],
  ['fund.award_recall', through('fund.award', 'award_id')],
  ['fund.award_recall_part', through('fund.award_recall', 'recall_id')],
  ['fund.award_return', SHARE],
  ['fund.award_use_report', SHARE],
  ['fund.award_use_document', through('fund.award_use_report', 'report_id')],
];
