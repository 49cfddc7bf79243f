import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The rows of the workflows, with their limits as constraints. */
export class Workflows0003 implements MigrationInterface {
  readonly name = 'Workflows1795392000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(GUARDS);
    await runner.query(GRANTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE ${TABLE_NAMES.map((table) => `fund.${table}`).join(', ')} CASCADE`,
    );
  }
}

const TABLE_NAMES = [
  'advance_application',
  'advance_item',
  'advance_payment',
  'appropriation',
  'audit_event',
  'award',
  'award_share',
  'case_file',
  'case_file_event',
  'claim_balance',
  'computation',
  'cost_absorption',
  'defendant',
  'invoice',
  'item_debtor',
  'judgment',
  'judgment_item',
  'litigation_case',
  'organization',
  'organization_penalty',
  'organization_recovery',
  'plan_milestone',
  'qualification',
  'receipt',
  'receipt_allocation',
  'restoration_plan',
  'sanction',
  'stay',
  'write_off',
];

const TABLES = `
CREATE TABLE fund.litigation_case (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  number text NOT NULL,
  court text NOT NULL,
  filed_on date NOT NULL,
  damage_route text NOT NULL,
  day_count text NOT NULL,
  costs_settled_fen bigint NOT NULL DEFAULT 0,
  costs_granted_fen bigint NOT NULL DEFAULT 0,
  costs_absorbed_fen bigint NOT NULL DEFAULT 0,
  costs_recovered_fen bigint NOT NULL DEFAULT 0,
  fund_replenished_fen bigint NOT NULL DEFAULT 0,
  damages_received_fen bigint NOT NULL DEFAULT 0,
  damages_remitted_fen bigint NOT NULL DEFAULT 0,
  trust_interest_received_fen bigint NOT NULL DEFAULT 0,
  treasury_interest_received_fen bigint NOT NULL DEFAULT 0,
  treasury_interest_remitted_fen bigint NOT NULL DEFAULT 0,
  damages_planned_fen bigint NOT NULL DEFAULT 0,
  damages_paid_fen bigint NOT NULL DEFAULT 0,
  CONSTRAINT pk_litigation_case PRIMARY KEY (id),
  CONSTRAINT ck_litigation_case_costs CHECK (costs_granted_fen + costs_absorbed_fen <= costs_settled_fen),
  CONSTRAINT ck_litigation_case_damage_route CHECK (damage_route IN ('treasury', 'trust_account')),
  CONSTRAINT ck_litigation_case_day_count CHECK (day_count IN ('end_minus_start', 'inclusive')),
  CONSTRAINT ck_litigation_case_interest_remitted CHECK (treasury_interest_remitted_fen <= treasury_interest_received_fen),
  CONSTRAINT ck_litigation_case_not_negative CHECK (least(costs_granted_fen, costs_absorbed_fen, fund_replenished_fen, damages_remitted_fen, trust_interest_received_fen, treasury_interest_remitted_fen, damages_planned_fen, damages_paid_fen) >= 0),
  CONSTRAINT ck_litigation_case_paid CHECK (damages_paid_fen <= damages_planned_fen),
  CONSTRAINT ck_litigation_case_planned CHECK (damages_planned_fen <= damages_received_fen + trust_interest_received_fen),
  CONSTRAINT ck_litigation_case_remit_route CHECK (damage_route = 'treasury' OR damages_remitted_fen = 0),
  CONSTRAINT ck_litigation_case_remitted CHECK (damages_remitted_fen <= damages_received_fen),
  CONSTRAINT ck_litigation_case_replenished CHECK (fund_replenished_fen <= costs_recovered_fen),
  CONSTRAINT uq_litigation_case_book_id_number UNIQUE (book_id, number)
);
CREATE TABLE fund.defendant (
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  ref text NOT NULL,
  ordinal integer NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  overpaid_fen bigint NOT NULL DEFAULT 0,
  refunded_fen bigint NOT NULL DEFAULT 0,
  CONSTRAINT pk_defendant PRIMARY KEY (id),
  CONSTRAINT ck_defendant_refunded CHECK (refunded_fen BETWEEN 0 AND overpaid_fen),
  CONSTRAINT uq_defendant_case_id_ref UNIQUE (case_id, ref)
);
CREATE TABLE fund.stay (
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  from_on date NOT NULL,
  to_on date NOT NULL,
  requested_by_debtor boolean NOT NULL,
  CONSTRAINT pk_stay PRIMARY KEY (id)
);
CREATE INDEX ix_stay_case_id ON fund.stay (case_id);
CREATE TABLE fund.audit_event (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  business_on date NOT NULL,
  person text NOT NULL,
  action text NOT NULL,
  act_key text NOT NULL,
  outcome text NOT NULL,
  refusal_code text,
  content jsonb NOT NULL,
  CONSTRAINT pk_audit_event PRIMARY KEY (id)
);
CREATE INDEX ix_audit_event_book_id_recorded_at ON fund.audit_event (book_id, recorded_at);
CREATE TABLE fund.computation (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  business_on date NOT NULL,
  act_key text NOT NULL,
  subject text NOT NULL,
  rule text NOT NULL,
  rule_version text NOT NULL,
  articles text[] NOT NULL,
  inputs jsonb NOT NULL,
  steps jsonb NOT NULL,
  result jsonb NOT NULL,
  CONSTRAINT pk_computation PRIMARY KEY (id)
);
CREATE INDEX ix_computation_book_id_id ON fund.computation (book_id, id);
CREATE TABLE fund.organization (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  ref text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  uscc text NOT NULL,
  registrar_region text,
  registered_on date NOT NULL,
  active_since date,
  annual_report_years integer[] NOT NULL,
  clean_record_statement_on date,
  charter_related boolean NOT NULL,
  reviewed_by text,
  CONSTRAINT pk_organization PRIMARY KEY (id),
  CONSTRAINT ck_organization_kind CHECK (kind IN ('social_association', 'social_service_organization', 'foundation', 'other')),
  CONSTRAINT uq_organization_book_id_ref UNIQUE (book_id, ref)
);
CREATE TABLE fund.organization_penalty (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  decided_on date NOT NULL,
  cause text NOT NULL,
  CONSTRAINT pk_organization_penalty PRIMARY KEY (id),
  CONSTRAINT ck_organization_penalty_cause CHECK (cause IN ('business', 'other'))
);
CREATE INDEX ix_organization_penalty_organization_id ON fund.organization_penalty (organization_id);
CREATE TABLE fund.qualification (
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  as_of date NOT NULL,
  status text NOT NULL,
  reasons text[] NOT NULL,
  rule_version text NOT NULL,
  CONSTRAINT pk_qualification PRIMARY KEY (id),
  CONSTRAINT ck_qualification_status CHECK (status IN ('eligible', 'manual_review', 'ineligible')),
  CONSTRAINT uq_qualification_case_id_organization_id UNIQUE (case_id, organization_id)
);
CREATE TABLE fund.advance_application (
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  ref text NOT NULL,
  status text NOT NULL,
  total_fen bigint NOT NULL,
  applicant text NOT NULL,
  reviewer text,
  approver text,
  minutes_number text,
  applied_on date NOT NULL,
  approved_on date,
  CONSTRAINT pk_advance_application PRIMARY KEY (id),
  CONSTRAINT ck_advance_application_approved CHECK ((status = 'approved') = (approver IS NOT NULL)),
  CONSTRAINT ck_advance_application_people CHECK (approver <> applicant AND approver <> reviewer),
  CONSTRAINT ck_advance_application_status CHECK (status IN ('submitted', 'approved')),
  CONSTRAINT uq_advance_application_case_id_ref UNIQUE (case_id, ref)
);
CREATE TABLE fund.advance_item (
  id uuid NOT NULL,
  application_id uuid NOT NULL,
  case_id uuid NOT NULL,
  ref text NOT NULL,
  ordinal integer NOT NULL,
  category text NOT NULL,
  instance integer NOT NULL,
  payee text NOT NULL,
  applied_fen bigint NOT NULL,
  approved_fen bigint NOT NULL DEFAULT 0,
  paid_fen bigint NOT NULL DEFAULT 0,
  settled_fen bigint NOT NULL DEFAULT 0,
  surplus_demanded_fen bigint NOT NULL DEFAULT 0,
  surplus_returned_fen bigint NOT NULL DEFAULT 0,
  absorbed_fen bigint NOT NULL DEFAULT 0,
  refunded_by_court_fen bigint NOT NULL DEFAULT 0,
  hold_id bigint,
  CONSTRAINT pk_advance_item PRIMARY KEY (id),
  CONSTRAINT ck_advance_item_absorbed CHECK (CASE category WHEN 'acceptance_fee' THEN absorbed_fen + refunded_by_court_fen <= paid_fen ELSE absorbed_fen <= settled_fen AND refunded_by_court_fen = 0 END),
  CONSTRAINT ck_advance_item_applied CHECK (applied_fen > 0),
  CONSTRAINT ck_advance_item_approved CHECK (approved_fen IN (0, applied_fen)),
  CONSTRAINT ck_advance_item_category CHECK (category IN ('investigation', 'testing', 'appraisal', 'assessment', 'expert', 'lawyer', 'travel', 'acceptance_fee', 'preservation_fee', 'announcement', 'notary', 'copying', 'translation', 'other')),
  CONSTRAINT ck_advance_item_not_negative CHECK (least(settled_fen, surplus_demanded_fen, surplus_returned_fen, absorbed_fen, refunded_by_court_fen) >= 0),
  CONSTRAINT ck_advance_item_paid CHECK (paid_fen BETWEEN 0 AND approved_fen),
  CONSTRAINT ck_advance_item_settled CHECK (settled_fen + surplus_demanded_fen <= paid_fen),
  CONSTRAINT ck_advance_item_surplus CHECK (surplus_returned_fen <= surplus_demanded_fen),
  CONSTRAINT uq_advance_item_case_id_ref UNIQUE (case_id, ref)
);
CREATE INDEX ix_advance_item_application_id ON fund.advance_item (application_id);
CREATE TABLE fund.advance_payment (
  id uuid NOT NULL,
  item_id uuid NOT NULL,
  paid_on date NOT NULL,
  paid_by text NOT NULL,
  amount_fen bigint NOT NULL,
  returned_fen bigint NOT NULL DEFAULT 0,
  request_id bigint NOT NULL,
  CONSTRAINT pk_advance_payment PRIMARY KEY (id),
  CONSTRAINT ck_advance_payment_amount CHECK (amount_fen > 0),
  CONSTRAINT ck_advance_payment_returned CHECK (returned_fen BETWEEN 0 AND amount_fen)
);
CREATE INDEX ix_advance_payment_item_id ON fund.advance_payment (item_id);
CREATE TABLE fund.invoice (
  id uuid NOT NULL,
  item_id uuid NOT NULL,
  scope integer NOT NULL,
  issuer text NOT NULL,
  number text NOT NULL,
  amount_fen bigint NOT NULL,
  settled_on date NOT NULL,
  CONSTRAINT pk_invoice PRIMARY KEY (id),
  CONSTRAINT ck_invoice_amount CHECK (amount_fen > 0),
  CONSTRAINT uq_invoice_issuer_number_scope UNIQUE (issuer, number, scope)
);
CREATE INDEX ix_invoice_item_id ON fund.invoice (item_id);
CREATE TABLE fund.cost_absorption (
  id uuid NOT NULL,
  item_id uuid NOT NULL,
  amount_fen bigint NOT NULL,
  absorbed_on date NOT NULL,
  requested_by text NOT NULL,
  approved_by text NOT NULL,
  CONSTRAINT pk_cost_absorption PRIMARY KEY (id),
  CONSTRAINT ck_cost_absorption_amount CHECK (amount_fen > 0),
  CONSTRAINT ck_cost_absorption_people CHECK (requested_by <> approved_by)
);
CREATE INDEX ix_cost_absorption_item_id ON fund.cost_absorption (item_id);
CREATE TABLE fund.appropriation (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  pool text NOT NULL,
  amount_fen bigint NOT NULL,
  appropriated_on date NOT NULL,
  request_id bigint NOT NULL,
  CONSTRAINT pk_appropriation PRIMARY KEY (id),
  CONSTRAINT ck_appropriation_amount CHECK (amount_fen > 0),
  CONSTRAINT ck_appropriation_pool CHECK (pool IN ('special_fund', 'award_fund', 'sanction_quota', 'damage_fund'))
);
CREATE TABLE fund.sanction (
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  paid_on date NOT NULL,
  amount_paid_fen bigint NOT NULL,
  grade integer NOT NULL,
  CONSTRAINT pk_sanction PRIMARY KEY (id),
  CONSTRAINT ck_sanction_amount CHECK (amount_paid_fen > 0),
  CONSTRAINT ck_sanction_grade CHECK (grade IN (1, 2, 3))
);
CREATE INDEX ix_sanction_case_id ON fund.sanction (case_id);
CREATE TABLE fund.award (
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  ref text NOT NULL,
  decided_on date NOT NULL,
  base_fen bigint NOT NULL,
  from_sanction_quota_fen bigint NOT NULL,
  from_award_fund_fen bigint NOT NULL,
  paid_from_sanction_quota_fen bigint NOT NULL DEFAULT 0,
  paid_from_award_fund_fen bigint NOT NULL DEFAULT 0,
  sanction_quota_hold_id bigint,
  award_fund_hold_id bigint,
  CONSTRAINT pk_award PRIMARY KEY (id),
  CONSTRAINT ck_award_amount CHECK (from_sanction_quota_fen >= 0 AND from_award_fund_fen >= 0 AND from_sanction_quota_fen + from_award_fund_fen > 0),
  CONSTRAINT ck_award_paid CHECK (paid_from_sanction_quota_fen BETWEEN 0 AND from_sanction_quota_fen AND paid_from_award_fund_fen BETWEEN 0 AND from_award_fund_fen),
  CONSTRAINT uq_award_case_id UNIQUE (case_id)
);
CREATE TABLE fund.award_share (
  id uuid NOT NULL,
  award_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  ordinal integer NOT NULL,
  amount_fen bigint NOT NULL,
  paid_on date,
  CONSTRAINT pk_award_share PRIMARY KEY (id),
  CONSTRAINT ck_award_share_amount CHECK (amount_fen >= 0),
  CONSTRAINT uq_award_share_award_id_organization_id UNIQUE (award_id, organization_id)
);
CREATE TABLE fund.judgment (
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  ref text NOT NULL,
  ordinal integer NOT NULL,
  outcome text NOT NULL,
  claimed_fen bigint,
  effective_on date NOT NULL,
  CONSTRAINT pk_judgment PRIMARY KEY (id),
  CONSTRAINT ck_judgment_claimed CHECK (outcome <> 'partial_win' OR claimed_fen > 0),
  CONSTRAINT ck_judgment_outcome CHECK (outcome IN ('win', 'partial_win', 'mediation', 'loss', 'dismissed', 'injunction_only_win', 'withdrawn_claims_realized')),
  CONSTRAINT uq_judgment_case_id_ref UNIQUE (case_id, ref)
);
CREATE TABLE fund.judgment_item (
  id uuid NOT NULL,
  judgment_id uuid NOT NULL,
  case_id uuid NOT NULL,
  ref text NOT NULL,
  ordinal integer NOT NULL,
  kind text NOT NULL,
  ordered_fen bigint NOT NULL,
  conditional boolean NOT NULL,
  defaulted boolean NOT NULL DEFAULT false,
  organization_id uuid,
  bears_interest boolean NOT NULL,
  liability_mode text NOT NULL,
  CONSTRAINT pk_judgment_item PRIMARY KEY (id),
  CONSTRAINT ck_judgment_item_conditional CHECK (NOT conditional OR kind NOT IN ('fund_costs', 'organization_costs')),
  CONSTRAINT ck_judgment_item_defaulted CHECK (conditional OR NOT defaulted),
  CONSTRAINT ck_judgment_item_kind CHECK (kind IN ('fund_costs', 'organization_costs', 'restoration', 'emergency', 'service_loss', 'permanent_loss', 'penal')),
  CONSTRAINT ck_judgment_item_liability_mode CHECK (liability_mode IN ('sole', 'joint', 'several', 'joint_capped')),
  CONSTRAINT ck_judgment_item_ordered CHECK (ordered_fen > 0),
  CONSTRAINT ck_judgment_item_organization CHECK ((kind = 'organization_costs') = (organization_id IS NOT NULL)),
  CONSTRAINT uq_judgment_item_case_id_ref UNIQUE (case_id, ref)
);
CREATE TABLE fund.item_debtor (
  id uuid NOT NULL,
  item_id uuid NOT NULL,
  defendant_id uuid NOT NULL,
  ordinal integer NOT NULL,
  cap_fen bigint,
  paid_fen bigint NOT NULL DEFAULT 0,
  CONSTRAINT pk_item_debtor PRIMARY KEY (id),
  CONSTRAINT ck_item_debtor_cap CHECK (paid_fen >= 0 AND paid_fen <= cap_fen),
  CONSTRAINT uq_item_debtor_item_id_defendant_id UNIQUE (item_id, defendant_id)
);
CREATE TABLE fund.claim_balance (
  id uuid NOT NULL,
  item_id uuid NOT NULL,
  ordinal integer NOT NULL,
  defendant_id uuid,
  due_on date,
  ordered_fen bigint NOT NULL,
  received_fen bigint NOT NULL DEFAULT 0,
  written_off_fen bigint NOT NULL DEFAULT 0,
  interest_fixed_fen bigint NOT NULL DEFAULT 0,
  interest_received_fen bigint NOT NULL DEFAULT 0,
  CONSTRAINT pk_claim_balance PRIMARY KEY (id),
  CONSTRAINT ck_claim_balance_interest CHECK (interest_received_fen BETWEEN 0 AND interest_fixed_fen),
  CONSTRAINT ck_claim_balance_not_over_collected CHECK (received_fen >= 0 AND written_off_fen >= 0 AND received_fen + written_off_fen <= ordered_fen),
  CONSTRAINT ck_claim_balance_ordered CHECK (ordered_fen > 0),
  CONSTRAINT uq_claim_balance_item_id_ordinal UNIQUE (item_id, ordinal)
);
CREATE TABLE fund.receipt (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  case_id uuid NOT NULL,
  ref text NOT NULL,
  ordinal integer NOT NULL,
  defendant_id uuid NOT NULL,
  amount_fen bigint NOT NULL,
  overpaid_fen bigint NOT NULL,
  received_on date NOT NULL,
  bank_reference text NOT NULL,
  CONSTRAINT pk_receipt PRIMARY KEY (id),
  CONSTRAINT ck_receipt_amount CHECK (amount_fen > 0 AND overpaid_fen BETWEEN 0 AND amount_fen),
  CONSTRAINT uq_receipt_book_id_bank_reference UNIQUE (book_id, bank_reference),
  CONSTRAINT uq_receipt_case_id_ref UNIQUE (case_id, ref)
);
CREATE TABLE fund.receipt_allocation (
  id uuid NOT NULL,
  receipt_id uuid NOT NULL,
  ordinal integer NOT NULL,
  balance_id uuid NOT NULL,
  item_id uuid NOT NULL,
  part text NOT NULL,
  amount_fen bigint NOT NULL,
  interest_days integer,
  interest_fixed_fen bigint,
  CONSTRAINT pk_receipt_allocation PRIMARY KEY (id),
  CONSTRAINT ck_receipt_allocation_amount CHECK (amount_fen > 0),
  CONSTRAINT ck_receipt_allocation_part CHECK (part IN ('principal', 'written_off', 'doubled_interest')),
  CONSTRAINT uq_receipt_allocation_receipt_id_ordinal UNIQUE (receipt_id, ordinal)
);
CREATE TABLE fund.organization_recovery (
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  received_fen bigint NOT NULL DEFAULT 0,
  reimbursed_fen bigint NOT NULL DEFAULT 0,
  CONSTRAINT pk_organization_recovery PRIMARY KEY (id),
  CONSTRAINT ck_organization_recovery_reimbursed CHECK (reimbursed_fen BETWEEN 0 AND received_fen),
  CONSTRAINT uq_organization_recovery_case_id_organization_id UNIQUE (case_id, organization_id)
);
CREATE TABLE fund.write_off (
  id uuid NOT NULL,
  item_id uuid NOT NULL,
  amount_fen bigint NOT NULL,
  written_off_on date NOT NULL,
  requested_by text NOT NULL,
  approved_by text NOT NULL,
  CONSTRAINT pk_write_off PRIMARY KEY (id),
  CONSTRAINT ck_write_off_amount CHECK (amount_fen > 0),
  CONSTRAINT ck_write_off_people CHECK (requested_by <> approved_by)
);
CREATE INDEX ix_write_off_item_id ON fund.write_off (item_id);
CREATE TABLE fund.restoration_plan (
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  ref text NOT NULL,
  amount_fen bigint NOT NULL,
  paid_fen bigint NOT NULL DEFAULT 0,
  minutes_number text,
  minutes_amount_fen bigint,
  accepted_on date,
  effect_evaluated_on date,
  CONSTRAINT pk_restoration_plan PRIMARY KEY (id),
  CONSTRAINT ck_restoration_plan_amount CHECK (amount_fen > 0),
  CONSTRAINT ck_restoration_plan_minutes CHECK (minutes_amount_fen >= amount_fen),
  CONSTRAINT ck_restoration_plan_needs_minutes CHECK (paid_fen = 0 OR minutes_number IS NOT NULL),
  CONSTRAINT ck_restoration_plan_paid CHECK (paid_fen BETWEEN 0 AND amount_fen),
  CONSTRAINT uq_restoration_plan_case_id_ref UNIQUE (case_id, ref)
);
CREATE TABLE fund.plan_milestone (
  id uuid NOT NULL,
  plan_id uuid NOT NULL,
  number integer NOT NULL,
  amount_fen bigint NOT NULL,
  paid_on date,
  purpose text,
  payee text,
  request_id bigint,
  CONSTRAINT pk_plan_milestone PRIMARY KEY (id),
  CONSTRAINT ck_plan_milestone_amount CHECK (amount_fen >= 0),
  CONSTRAINT ck_plan_milestone_paid CHECK ((paid_on IS NULL) = (purpose IS NULL)),
  CONSTRAINT uq_plan_milestone_plan_id_number UNIQUE (plan_id, number)
);
CREATE TABLE fund.case_file (
  id text NOT NULL,
  book_id integer NOT NULL,
  case_id uuid NOT NULL,
  document jsonb NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_case_file PRIMARY KEY (id),
  CONSTRAINT uq_case_file_book_id UNIQUE (book_id)
);
CREATE TABLE fund.case_file_event (
  case_file_id text NOT NULL,
  position integer NOT NULL,
  outcome text NOT NULL,
  code text,
  details jsonb NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_case_file_event PRIMARY KEY (case_file_id, position),
  CONSTRAINT ck_case_file_event_outcome CHECK (outcome IN ('accepted', 'refused') AND (outcome = 'refused') = (code IS NOT NULL))
);
ALTER TABLE fund.litigation_case
  ADD CONSTRAINT fk_litigation_case_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id);
ALTER TABLE fund.defendant
  ADD CONSTRAINT fk_defendant_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id);
ALTER TABLE fund.stay
  ADD CONSTRAINT fk_stay_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id);
ALTER TABLE fund.organization
  ADD CONSTRAINT fk_organization_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id);
ALTER TABLE fund.organization_penalty
  ADD CONSTRAINT fk_organization_penalty_organization_id FOREIGN KEY (organization_id) REFERENCES fund.organization (id);
ALTER TABLE fund.qualification
  ADD CONSTRAINT fk_qualification_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id);
ALTER TABLE fund.qualification
  ADD CONSTRAINT fk_qualification_organization_id FOREIGN KEY (organization_id) REFERENCES fund.organization (id);
ALTER TABLE fund.advance_application
  ADD CONSTRAINT fk_advance_application_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id);
ALTER TABLE fund.advance_application
  ADD CONSTRAINT fk_advance_application_organization_id FOREIGN KEY (organization_id) REFERENCES fund.organization (id);
ALTER TABLE fund.advance_item
  ADD CONSTRAINT fk_advance_item_application_id FOREIGN KEY (application_id) REFERENCES fund.advance_application (id);
ALTER TABLE fund.advance_item
  ADD CONSTRAINT fk_advance_item_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id);
ALTER TABLE fund.advance_payment
  ADD CONSTRAINT fk_advance_payment_item_id FOREIGN KEY (item_id) REFERENCES fund.advance_item (id);
ALTER TABLE fund.invoice
  ADD CONSTRAINT fk_invoice_item_id FOREIGN KEY (item_id) REFERENCES fund.advance_item (id);
ALTER TABLE fund.cost_absorption
  ADD CONSTRAINT fk_cost_absorption_item_id FOREIGN KEY (item_id) REFERENCES fund.advance_item (id);
ALTER TABLE fund.appropriation
  ADD CONSTRAINT fk_appropriation_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id);
ALTER TABLE fund.sanction
  ADD CONSTRAINT fk_sanction_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id);
ALTER TABLE fund.award
  ADD CONSTRAINT fk_award_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id);
ALTER TABLE fund.award_share
  ADD CONSTRAINT fk_award_share_award_id FOREIGN KEY (award_id) REFERENCES fund.award (id);
ALTER TABLE fund.award_share
  ADD CONSTRAINT fk_award_share_organization_id FOREIGN KEY (organization_id) REFERENCES fund.organization (id);
ALTER TABLE fund.judgment
  ADD CONSTRAINT fk_judgment_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id);
ALTER TABLE fund.judgment_item
  ADD CONSTRAINT fk_judgment_item_judgment_id FOREIGN KEY (judgment_id) REFERENCES fund.judgment (id);
ALTER TABLE fund.judgment_item
  ADD CONSTRAINT fk_judgment_item_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id);
ALTER TABLE fund.judgment_item
  ADD CONSTRAINT fk_judgment_item_organization_id FOREIGN KEY (organization_id) REFERENCES fund.organization (id);
ALTER TABLE fund.item_debtor
  ADD CONSTRAINT fk_item_debtor_item_id FOREIGN KEY (item_id) REFERENCES fund.judgment_item (id);
ALTER TABLE fund.item_debtor
  ADD CONSTRAINT fk_item_debtor_defendant_id FOREIGN KEY (defendant_id) REFERENCES fund.defendant (id);
ALTER TABLE fund.claim_balance
  ADD CONSTRAINT fk_claim_balance_item_id FOREIGN KEY (item_id) REFERENCES fund.judgment_item (id);
ALTER TABLE fund.claim_balance
  ADD CONSTRAINT fk_claim_balance_defendant_id FOREIGN KEY (defendant_id) REFERENCES fund.defendant (id);
ALTER TABLE fund.receipt
  ADD CONSTRAINT fk_receipt_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id);
ALTER TABLE fund.receipt
  ADD CONSTRAINT fk_receipt_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id);
ALTER TABLE fund.receipt
  ADD CONSTRAINT fk_receipt_defendant_id FOREIGN KEY (defendant_id) REFERENCES fund.defendant (id);
ALTER TABLE fund.receipt_allocation
  ADD CONSTRAINT fk_receipt_allocation_receipt_id FOREIGN KEY (receipt_id) REFERENCES fund.receipt (id);
ALTER TABLE fund.receipt_allocation
  ADD CONSTRAINT fk_receipt_allocation_balance_id FOREIGN KEY (balance_id) REFERENCES fund.claim_balance (id);
ALTER TABLE fund.receipt_allocation
  ADD CONSTRAINT fk_receipt_allocation_item_id FOREIGN KEY (item_id) REFERENCES fund.judgment_item (id);
ALTER TABLE fund.organization_recovery
  ADD CONSTRAINT fk_organization_recovery_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id);
ALTER TABLE fund.organization_recovery
  ADD CONSTRAINT fk_organization_recovery_organization_id FOREIGN KEY (organization_id) REFERENCES fund.organization (id);
ALTER TABLE fund.write_off
  ADD CONSTRAINT fk_write_off_item_id FOREIGN KEY (item_id) REFERENCES fund.judgment_item (id);
ALTER TABLE fund.restoration_plan
  ADD CONSTRAINT fk_restoration_plan_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id);
ALTER TABLE fund.plan_milestone
  ADD CONSTRAINT fk_plan_milestone_plan_id FOREIGN KEY (plan_id) REFERENCES fund.restoration_plan (id);
ALTER TABLE fund.case_file
  ADD CONSTRAINT fk_case_file_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id);
ALTER TABLE fund.case_file
  ADD CONSTRAINT fk_case_file_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id);
ALTER TABLE fund.case_file_event
  ADD CONSTRAINT fk_case_file_event_case_file_id FOREIGN KEY (case_file_id) REFERENCES fund.case_file (id);
`;

// What was done and why a figure is what it is are evidence: added to, never changed.
const GUARDS = `
DO $$
DECLARE
  evidence text;
BEGIN
  FOREACH evidence IN ARRAY ARRAY['audit_event', 'computation', 'case_file_event', 'case_file'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', evidence);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER append_only', evidence);
  END LOOP;
END $$;
`;

// No DELETE for anybody: a workflow's row is closed or corrected, never lost.
const GRANTS = `
GRANT USAGE ON SCHEMA fund TO fund_app;
GRANT SELECT ON ALL TABLES IN SCHEMA fund TO fund_app;
GRANT INSERT, UPDATE ON ${TABLE_NAMES.map((table) => `fund.${table}`).join(', ')} TO fund_app;
REVOKE UPDATE ON fund.audit_event, fund.computation, fund.case_file_event, fund.case_file FROM fund_app;
`;
