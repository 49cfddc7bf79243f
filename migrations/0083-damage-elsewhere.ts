import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/**
 * What of damage money goes elsewhere than to a first plan: what a plan left, and necessary costs of a losing plaintiff
 * of another case, by a court's document (法释〔2015〕1号 art 24(2)).
 */
export class DamageElsewhere0083 implements MigrationInterface {
  readonly name = 'DamageElsewhere1795392000083';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [COLUMNS, TABLES, GUARDS, GRANTS]) await runner.query(part);
    await runner.query(planVersions(`IN ('restoration_plan', 'damage_surplus')`));
    for (const [table, seen] of SEEN) await runner.query(protect(table, seen));
  }

  /** Refused by the constraints where something went elsewhere. */
  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of SEEN.toReversed()) await runner.query(unprotect(table));
    await runner.query(planVersions(`= 'restoration_plan'`));
    await runner.query(`
      DROP TABLE fund.damage_surplus, fund.cross_case_cost;
      DROP FUNCTION fund.guard_damage_surplus(), fund.guard_cross_case_cost();
      ALTER TABLE fund.pay_out
        DROP CONSTRAINT ck_pay_out_kind,
        ADD CONSTRAINT ck_pay_out_kind
          CHECK (kind IN ('overpayment_refund', 'cost_reimbursement', 'damages_remittance', 'interest_remittance',
            'award_payment', 'milestone_payment'));
      ALTER TABLE fund.litigation_case
        DROP CONSTRAINT ck_litigation_case_elsewhere,
        DROP CONSTRAINT ck_litigation_case_appropriated,
        DROP COLUMN damages_elsewhere_fen,
        ADD CONSTRAINT ck_litigation_case_appropriated CHECK (damages_appropriated_fen IS NULL
          OR damage_route = 'treasury' AND damages_appropriated_fen >= damages_paid_fen);`);
  }
}

const COLUMNS = `
ALTER TABLE fund.litigation_case
  ADD COLUMN damages_elsewhere_fen bigint NOT NULL DEFAULT 0,
  ADD CONSTRAINT ck_litigation_case_elsewhere CHECK (damages_elsewhere_fen >= 0
    AND damages_planned_fen + damages_elsewhere_fen <= damages_received_fen + trust_interest_received_fen),
  DROP CONSTRAINT ck_litigation_case_appropriated,
  ADD CONSTRAINT ck_litigation_case_appropriated CHECK (damages_appropriated_fen IS NULL
    OR damage_route = 'treasury' AND damages_appropriated_fen >= damages_paid_fen + damages_elsewhere_fen);
ALTER TABLE fund.pay_out
  DROP CONSTRAINT ck_pay_out_kind,
  ADD CONSTRAINT ck_pay_out_kind
    CHECK (kind IN ('overpayment_refund', 'cost_reimbursement', 'damages_remittance', 'interest_remittance',
      'award_payment', 'milestone_payment', 'damage_surplus', 'cross_case_cost'));
`;

const TABLES = `
CREATE TABLE fund.damage_surplus (
  approval_request_id uuid NOT NULL,
  case_id uuid NOT NULL,
  goes_to text NOT NULL,
  amount_fen bigint NOT NULL,
  plan_id uuid,
  decided_on date NOT NULL,
  CONSTRAINT pk_damage_surplus PRIMARY KEY (approval_request_id),
  CONSTRAINT ck_damage_surplus_goes_to CHECK (goes_to IN ('same_place', 'substitute', 'treasury')),
  CONSTRAINT ck_damage_surplus_plan CHECK ((plan_id IS NULL) = (goes_to = 'treasury')),
  CONSTRAINT ck_damage_surplus_amount CHECK (amount_fen > 0),
  CONSTRAINT fk_damage_surplus_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id),
  CONSTRAINT fk_damage_surplus_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id),
  CONSTRAINT fk_damage_surplus_plan_id FOREIGN KEY (plan_id) REFERENCES fund.restoration_plan (id)
);
CREATE INDEX ix_damage_surplus_case_id ON fund.damage_surplus (case_id);
CREATE TABLE fund.cross_case_cost (
  approval_request_id uuid NOT NULL,
  case_id uuid NOT NULL,
  other_case_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  category text NOT NULL,
  court text NOT NULL,
  document_number text NOT NULL,
  document_day date NOT NULL,
  document_amount_fen bigint NOT NULL,
  document_id uuid NOT NULL,
  amount_fen bigint NOT NULL,
  hold_id bigint,
  paid_on date NOT NULL,
  CONSTRAINT pk_cross_case_cost PRIMARY KEY (approval_request_id),
  CONSTRAINT ck_cross_case_cost_other CHECK (other_case_id <> case_id),
  CONSTRAINT ck_cross_case_cost_category CHECK (category IN ('investigation', 'expert', 'testing', 'appraisal')),
  CONSTRAINT ck_cross_case_cost_amount CHECK (amount_fen > 0 AND amount_fen <= document_amount_fen),
  CONSTRAINT fk_cross_case_cost_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id),
  CONSTRAINT fk_cross_case_cost_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id),
  CONSTRAINT fk_cross_case_cost_other_case_id FOREIGN KEY (other_case_id) REFERENCES fund.litigation_case (id),
  CONSTRAINT fk_cross_case_cost_organization_id FOREIGN KEY (organization_id) REFERENCES fund.organization (id),
  CONSTRAINT fk_cross_case_cost_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id)
);
CREATE INDEX ix_cross_case_cost_case_id ON fund.cross_case_cost (case_id);
CREATE INDEX ix_cross_case_cost_other_case_id ON fund.cross_case_cost (other_case_id);
`;

const DEFINER = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp';
const EVIDENCE = ['damage_surplus', 'cross_case_cost'];

/** The guard of versions, by which kinds of requests a plan may come. */
const planVersions = (kinds: string): string => `
CREATE OR REPLACE FUNCTION fund.guard_plan_version() RETURNS trigger ${DEFINER} AS $$
DECLARE
  plan restoration_plan;
  before bigint;
BEGIN
  SELECT * INTO plan FROM restoration_plan p WHERE p.id = NEW.plan_id FOR NO KEY UPDATE;
  SELECT v.amount_fen INTO before FROM plan_version v WHERE v.plan_id = NEW.plan_id AND v.version = NEW.version - 1;
  IF NOT EXISTS (SELECT FROM approval_request r
                  WHERE r.id = NEW.approval_request_id AND r.state = 'approved' AND r.amount_fen = NEW.amount_fen
                    AND (CASE NEW.version WHEN 1 THEN r.kind ${kinds} ELSE r.kind = 'restoration_plan_change' END)
                    AND r.subject = 'restoration_plan/' || plan.case_id || '/' || plan.ref
                    AND (r.resolution_id IS NOT NULL OR NEW.amount_fen <= before))
     OR NEW.version <> plan.version + (CASE NEW.version WHEN 1 THEN 0 ELSE 1 END)
     OR NEW.amount_fen < plan.paid_fen
     OR NEW.version = 1 AND (NEW.approval_request_id, NEW.amount_fen) IS DISTINCT FROM (plan.approval_request_id, plan.amount_fen) THEN
    RAISE EXCEPTION 'a plan is what was resolved and approved' USING ERRCODE = 'FL081';
  END IF;
  RETURN NEW;
END $$;`;

const GUARDS = `
CREATE FUNCTION fund.guard_damage_surplus() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM approval_request r
                  WHERE r.id = NEW.approval_request_id AND r.kind = 'damage_surplus' AND r.state = 'approved'
                    AND r.amount_fen = NEW.amount_fen
                    AND (NEW.goes_to = 'treasury' AND r.subject = 'litigation_case/' || NEW.case_id
                         OR r.resolution_id IS NOT NULL AND EXISTS (
                              SELECT FROM restoration_plan p
                               WHERE p.id = NEW.plan_id AND p.case_id = NEW.case_id AND p.approval_request_id = r.id
                                 AND p.is_substitute = (NEW.goes_to = 'substitute')))) THEN
    RAISE EXCEPTION 'a surplus goes where it was decided' USING ERRCODE = 'FL083';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_damage_surplus BEFORE INSERT ON fund.damage_surplus
  FOR EACH ROW EXECUTE FUNCTION fund.guard_damage_surplus();
ALTER TABLE fund.damage_surplus ENABLE ALWAYS TRIGGER guard_damage_surplus;

-- Another case has money of a case only where that case was lost, and never more than the court's document says.
CREATE FUNCTION fund.guard_cross_case_cost() RETURNS trigger ${DEFINER} AS $$
DECLARE
  said bigint;
BEGIN
  PERFORM FROM litigation_case c WHERE c.id = NEW.other_case_id FOR NO KEY UPDATE;
  SELECT coalesce(sum(x.amount_fen), 0) INTO said FROM cross_case_cost x
   WHERE x.other_case_id = NEW.other_case_id AND x.court = NEW.court AND x.document_number = NEW.document_number
     AND NOT EXISTS (SELECT FROM pay_out o JOIN pay_out_return b ON b.pay_out_id = o.id
                      WHERE o.approval_request_id = x.approval_request_id);
  IF said + NEW.amount_fen > NEW.document_amount_fen
     OR NOT EXISTS (SELECT FROM approval_request r WHERE r.id = NEW.approval_request_id AND r.kind = 'cross_case_cost'
                       AND r.state = 'approved' AND r.subject = 'litigation_case/' || NEW.case_id
                       AND r.amount_fen = NEW.amount_fen)
     OR NOT EXISTS (SELECT FROM litigation_case c JOIN litigation_case o ON o.book_id = c.book_id
                     WHERE c.id = NEW.case_id AND o.id = NEW.other_case_id)
     OR NOT EXISTS (SELECT FROM qualification q WHERE q.case_id = NEW.other_case_id
                       AND q.organization_id = NEW.organization_id AND NOT q.is_revoked)
     OR coalesce((SELECT j.outcome FROM judgment j
                   WHERE j.case_id = NEW.other_case_id AND j.reversed_on IS NULL ORDER BY j.id DESC LIMIT 1), '') <> 'loss' THEN
    RAISE EXCEPTION 'another case has money of a case for the costs of who lost it, by a court alone' USING ERRCODE = 'FL083';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_cross_case_cost BEFORE INSERT ON fund.cross_case_cost
  FOR EACH ROW EXECUTE FUNCTION fund.guard_cross_case_cost();
ALTER TABLE fund.cross_case_cost ENABLE ALWAYS TRIGGER guard_cross_case_cost;
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

/** When a caller sees a row of a table: with the case whose money it is. */
const SEEN: readonly (readonly [string, string])[] = [
  ['fund.damage_surplus', through('fund.litigation_case', 'case_id')],
  ['fund.cross_case_cost', through('fund.litigation_case', 'case_id')],
];
