import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/** What is paid for a milestone of a plan, on which papers, and the reports that its last one waits for. */
export class MilestonePayments0082 implements MigrationInterface {
  readonly name = 'MilestonePayments1795392000082';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [CHANGES, TABLES, GUARDS, GRANTS]) await runner.query(part);
    for (const [table, seen] of SEEN) await runner.query(protect(table, seen));
    await runner.query(`ALTER POLICY seen ON fund.invoice USING (${ITEM} OR ${USED} OR ${PAID})`);
  }

  /** Refused by the constraints where something was paid so. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER POLICY seen ON fund.invoice USING (${ITEM} OR ${USED})`);
    for (const [table] of SEEN.toReversed()) await runner.query(unprotect(table));
    await runner.query(`
      DROP TABLE fund.milestone_paper, fund.milestone_payment, fund.plan_report;
      DROP FUNCTION fund.guard_milestone_payment(), fund.guard_milestone_paper(), fund.guard_plan_report();
      ALTER TABLE fund.invoice ALTER COLUMN item_id SET NOT NULL;
      ALTER TABLE fund.pay_out
        DROP CONSTRAINT ck_pay_out_kind, DROP CONSTRAINT ck_pay_out_payee,
        ADD CONSTRAINT ck_pay_out_kind
          CHECK (kind IN ('overpayment_refund', 'cost_reimbursement', 'damages_remittance', 'interest_remittance')),
        ADD CONSTRAINT ck_pay_out_payee CHECK ((payee_id IS NOT NULL) = (kind IN ('overpayment_refund', 'cost_reimbursement')));`);
  }
}

// An invoice of a contractor is of no advance.
const CHANGES = `
ALTER TABLE fund.invoice ALTER COLUMN item_id DROP NOT NULL;
ALTER TABLE fund.pay_out
  DROP CONSTRAINT ck_pay_out_kind, DROP CONSTRAINT ck_pay_out_payee,
  ADD CONSTRAINT ck_pay_out_kind
    CHECK (kind IN ('overpayment_refund', 'cost_reimbursement', 'damages_remittance', 'interest_remittance',
      'award_payment', 'milestone_payment')),
  ADD CONSTRAINT ck_pay_out_payee
    CHECK ((payee_id IS NOT NULL) = (kind IN ('overpayment_refund', 'cost_reimbursement', 'award_payment')));
`;

const TABLES = `
CREATE TABLE fund.milestone_payment (
  approval_request_id uuid NOT NULL,
  plan_id uuid NOT NULL,
  plan_version integer NOT NULL,
  milestone_id uuid NOT NULL,
  purpose text NOT NULL,
  amount_fen bigint NOT NULL,
  hold_id bigint,
  paid_on date NOT NULL,
  CONSTRAINT pk_milestone_payment PRIMARY KEY (approval_request_id),
  CONSTRAINT ck_milestone_payment_amount CHECK (amount_fen > 0),
  CONSTRAINT fk_milestone_payment_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id),
  CONSTRAINT fk_milestone_payment_plan_id FOREIGN KEY (plan_id) REFERENCES fund.restoration_plan (id),
  CONSTRAINT fk_milestone_payment_milestone_id FOREIGN KEY (milestone_id) REFERENCES fund.plan_milestone (id)
);
CREATE INDEX ix_milestone_payment_plan_id ON fund.milestone_payment (plan_id);
CREATE INDEX ix_milestone_payment_milestone_id ON fund.milestone_payment (milestone_id);
CREATE TABLE fund.milestone_paper (
  id uuid NOT NULL,
  milestone_id uuid NOT NULL,
  payment_id uuid NOT NULL,
  document_id uuid NOT NULL,
  kind text NOT NULL,
  invoice_id uuid,
  issuer text,
  number text,
  amount_fen bigint,
  CONSTRAINT pk_milestone_paper PRIMARY KEY (id),
  CONSTRAINT ck_milestone_paper_kind CHECK (kind IN ('invoice', 'contract', 'progress_report', 'supervision_report',
    'monitoring_report', 'completion_report', 'final_accounts', 'other')),
  CONSTRAINT ck_milestone_paper_invoice
    CHECK (num_nonnulls(invoice_id, issuer, number, amount_fen) = CASE kind WHEN 'invoice' THEN 4 ELSE 0 END),
  CONSTRAINT ck_milestone_paper_amount CHECK (amount_fen > 0),
  CONSTRAINT fk_milestone_paper_milestone_id FOREIGN KEY (milestone_id) REFERENCES fund.plan_milestone (id),
  CONSTRAINT fk_milestone_paper_payment_id FOREIGN KEY (payment_id) REFERENCES fund.approval_request (id),
  CONSTRAINT fk_milestone_paper_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id),
  CONSTRAINT fk_milestone_paper_invoice_id FOREIGN KEY (invoice_id) REFERENCES fund.invoice (id)
);
CREATE INDEX ix_milestone_paper_payment_id ON fund.milestone_paper (payment_id);
CREATE INDEX ix_milestone_paper_invoice_id ON fund.milestone_paper (invoice_id);
CREATE TABLE fund.plan_report (
  id uuid NOT NULL,
  plan_id uuid NOT NULL,
  plan_version integer NOT NULL,
  kind text NOT NULL,
  body text NOT NULL,
  reported_on date NOT NULL,
  document_id uuid NOT NULL,
  after_request_id uuid,
  recorded_by_id uuid NOT NULL,
  act_key text NOT NULL,
  body_hash bytea NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_plan_report PRIMARY KEY (id),
  CONSTRAINT uq_plan_report_recorded_by_id_act_key UNIQUE (recorded_by_id, act_key),
  CONSTRAINT ck_plan_report_kind CHECK (kind IN ('acceptance', 'effect_evaluation')),
  CONSTRAINT fk_plan_report_plan_id FOREIGN KEY (plan_id) REFERENCES fund.restoration_plan (id),
  CONSTRAINT fk_plan_report_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id),
  CONSTRAINT fk_plan_report_after_request_id FOREIGN KEY (after_request_id) REFERENCES fund.milestone_payment (approval_request_id),
  CONSTRAINT fk_plan_report_recorded_by_id FOREIGN KEY (recorded_by_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_plan_report_plan_id ON fund.plan_report (plan_id);
`;

const DEFINER = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp';
const EVIDENCE = ['milestone_payment', 'milestone_paper', 'plan_report'];

const GUARDS = `
-- A milestone is paid by the request that was made for it: of its own plan and case, in whole, for what the plan is for.
CREATE FUNCTION fund.guard_milestone_payment() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF NOT EXISTS (
       SELECT FROM plan_milestone m JOIN restoration_plan p ON p.id = m.plan_id
         JOIN approval_request r ON r.id = NEW.approval_request_id
         JOIN litigation_case c ON c.id = p.case_id
         JOIN ledger.book b ON b.id = c.book_id
        WHERE m.id = NEW.milestone_id AND p.id = NEW.plan_id AND m.amount_fen = NEW.amount_fen AND m.dropped_in IS NULL
          AND p.version = NEW.plan_version AND p.approval_request_id IS NOT NULL
          AND r.kind = 'milestone_payment' AND r.state = 'approved' AND r.amount_fen = NEW.amount_fen
          AND r.subject = 'litigation_case/' || p.case_id AND r.book_id = c.book_id
          AND (c.damage_route = 'trust_account' OR b.kind = 'sandbox' OR c.damages_appropriated_fen IS NOT NULL))
     OR NOT EXISTS (SELECT FROM plan_use u WHERE u.plan_id = NEW.plan_id AND u.use = NEW.purpose) THEN
    RAISE EXCEPTION 'a milestone is paid by the request that was made for it' USING ERRCODE = 'FL082';
  END IF;
  IF coalesce((SELECT sum(d.amount_fen) FROM milestone_paper d
                WHERE d.payment_id = NEW.approval_request_id AND d.milestone_id = NEW.milestone_id), 0) < NEW.amount_fen
     OR EXISTS (SELECT FROM plan_milestone m, unnest(m.papers) needed
                 WHERE m.id = NEW.milestone_id
                   AND NOT EXISTS (SELECT FROM milestone_paper d
                                    WHERE d.payment_id = NEW.approval_request_id AND d.milestone_id = NEW.milestone_id
                                      AND d.kind = needed)) THEN
    RAISE EXCEPTION 'a milestone is paid on invoices and the papers that it requires' USING ERRCODE = 'FL082';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_milestone_payment BEFORE INSERT ON fund.milestone_payment
  FOR EACH ROW EXECUTE FUNCTION fund.guard_milestone_payment();
ALTER TABLE fund.milestone_payment ENABLE ALWAYS TRIGGER guard_milestone_payment;

-- Its papers are there before it is, and no further one comes later.
CREATE FUNCTION fund.guard_milestone_paper() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF EXISTS (SELECT FROM milestone_payment m WHERE m.approval_request_id = NEW.payment_id) THEN
    RAISE EXCEPTION 'what a milestone was paid on stays' USING ERRCODE = 'FL082';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_milestone_paper BEFORE INSERT ON fund.milestone_paper
  FOR EACH ROW EXECUTE FUNCTION fund.guard_milestone_paper();
ALTER TABLE fund.milestone_paper ENABLE ALWAYS TRIGGER guard_milestone_paper;

-- A report is that of the body that the plan names, and is recorded by nobody who paid the milestone before it.
CREATE FUNCTION fund.guard_plan_report() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM restoration_plan p
                  WHERE p.id = NEW.plan_id AND p.version = NEW.plan_version AND p.acceptance_body = NEW.body)
     OR NEW.after_request_id IS DISTINCT FROM (
          SELECT m.approval_request_id FROM milestone_payment m JOIN pay_out o USING (approval_request_id)
           WHERE m.plan_id = NEW.plan_id AND NOT EXISTS (SELECT FROM pay_out_return x WHERE x.pay_out_id = o.id)
           ORDER BY o.id DESC LIMIT 1) THEN
    RAISE EXCEPTION 'a report is of the body that the plan names' USING ERRCODE = 'FL082';
  END IF;
  IF NEW.after_request_id IS NOT NULL THEN
    PERFORM refuse_party_of_request(NEW.after_request_id, NEW.recorded_by_id);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_plan_report BEFORE INSERT ON fund.plan_report
  FOR EACH ROW EXECUTE FUNCTION fund.guard_plan_report();
ALTER TABLE fund.plan_report ENABLE ALWAYS TRIGGER guard_plan_report;
${EVIDENCE.map(
  (table) => `
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.${table}
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE fund.${table} ENABLE ALWAYS TRIGGER append_only;`,
).join('')}
`;

const GRANTS = `
GRANT SELECT, INSERT ON ${EVIDENCE.map((table) => `fund.${table}`).join(', ')} TO fund_app;
`;

const ITEM = through('fund.advance_item', 'item_id');
const USED = 'EXISTS (SELECT FROM fund.settlement_line l WHERE l.invoice_id = invoice.id)';
const PAID = 'EXISTS (SELECT FROM fund.milestone_paper p WHERE p.invoice_id = invoice.id)';
/** When a caller sees a row of a table: with the plan, and no organization at all. */
const SEEN: readonly (readonly [string, string])[] = [
  ['fund.milestone_payment', through('fund.restoration_plan', 'plan_id')],
  ['fund.milestone_paper', through('fund.plan_milestone', 'milestone_id')],
  ['fund.plan_report', through('fund.restoration_plan', 'plan_id')],
];
