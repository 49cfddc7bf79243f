import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/** Judgments of live cases: approved, on papers, and reversed where a later one takes their place. */
export class Judgments0063 implements MigrationInterface {
  readonly name = 'Judgments1795392000063';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [COLUMNS, TABLES, GUARDS, GRANTS]) await runner.query(part);
    for (const [table, seen] of SEEN) await runner.query(protect(table, seen));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of SEEN.toReversed()) await runner.query(unprotect(table));
    await runner.query(`
      DROP TABLE fund.condition_default, fund.in_kind_acceptance, fund.in_kind_debtor, fund.in_kind_order,
        fund.refused_cost, fund.judgment_document;
      DROP TRIGGER keep_judgment ON fund.judgment;
      DROP TRIGGER keep_claim_balance ON fund.claim_balance;
      DROP FUNCTION fund.keep_judgment(), fund.keep_claim_balance();
      ALTER TABLE fund.stay DROP COLUMN approval_request_id;
      ALTER TABLE fund.claim_balance DROP COLUMN reversed;
      ALTER TABLE fund.judgment_item DROP COLUMN reversed;
      ALTER TABLE fund.judgment DROP COLUMN approval_request_id, DROP COLUMN case_step_id,
        DROP COLUMN posting_request_id, DROP COLUMN fee_owed_by, DROP COLUMN replaces_id, DROP COLUMN reversed_on;`);
  }
}

const COLUMNS = `
ALTER TABLE fund.judgment
  ADD COLUMN approval_request_id uuid,
  ADD COLUMN case_step_id uuid,
  ADD COLUMN posting_request_id bigint,
  ADD COLUMN fee_owed_by text,
  ADD COLUMN replaces_id uuid,
  ADD COLUMN reversed_on date,
  ADD CONSTRAINT ck_judgment_fee_owed_by CHECK (fee_owed_by IN ('court', 'defendant')),
  ADD CONSTRAINT uq_judgment_approval_request_id UNIQUE (approval_request_id),
  ADD CONSTRAINT uq_judgment_case_step_id UNIQUE (case_step_id),
  ADD CONSTRAINT uq_judgment_replaces_id UNIQUE (replaces_id),
  ADD CONSTRAINT fk_judgment_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id),
  ADD CONSTRAINT fk_judgment_case_step_id FOREIGN KEY (case_step_id) REFERENCES fund.case_step (id),
  ADD CONSTRAINT fk_judgment_replaces_id FOREIGN KEY (replaces_id) REFERENCES fund.judgment (id);
ALTER TABLE fund.judgment_item ADD COLUMN reversed boolean NOT NULL DEFAULT false;
ALTER TABLE fund.claim_balance ADD COLUMN reversed boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT ck_claim_balance_reversed CHECK (
    NOT reversed OR (received_fen = 0 AND written_off_fen = 0 AND interest_fixed_fen = 0));
ALTER TABLE fund.stay
  ADD COLUMN approval_request_id uuid,
  ADD CONSTRAINT uq_stay_approval_request_id UNIQUE (approval_request_id),
  ADD CONSTRAINT fk_stay_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id);
`;

const TABLES = `
CREATE TABLE fund.judgment_document (
  judgment_id uuid NOT NULL,
  ordinal integer NOT NULL,
  document_id uuid NOT NULL,
  CONSTRAINT pk_judgment_document PRIMARY KEY (judgment_id, ordinal),
  CONSTRAINT fk_judgment_document_judgment_id FOREIGN KEY (judgment_id) REFERENCES fund.judgment (id),
  CONSTRAINT fk_judgment_document_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id)
);
CREATE TABLE fund.refused_cost (
  judgment_id uuid NOT NULL,
  ordinal integer NOT NULL,
  category text NOT NULL,
  amount_fen bigint NOT NULL,
  reason text NOT NULL,
  CONSTRAINT pk_refused_cost PRIMARY KEY (judgment_id, ordinal),
  CONSTRAINT ck_refused_cost_amount CHECK (amount_fen > 0),
  CONSTRAINT fk_refused_cost_judgment_id FOREIGN KEY (judgment_id) REFERENCES fund.judgment (id)
);
CREATE TABLE fund.in_kind_order (
  id uuid NOT NULL,
  judgment_id uuid NOT NULL,
  ordinal integer NOT NULL,
  work text NOT NULL,
  due_on date,
  CONSTRAINT pk_in_kind_order PRIMARY KEY (id),
  CONSTRAINT uq_in_kind_order_judgment_id_ordinal UNIQUE (judgment_id, ordinal),
  CONSTRAINT fk_in_kind_order_judgment_id FOREIGN KEY (judgment_id) REFERENCES fund.judgment (id)
);
CREATE TABLE fund.in_kind_debtor (
  order_id uuid NOT NULL,
  ordinal integer NOT NULL,
  defendant_id uuid NOT NULL,
  CONSTRAINT pk_in_kind_debtor PRIMARY KEY (order_id, ordinal),
  CONSTRAINT uq_in_kind_debtor_order_id_defendant_id UNIQUE (order_id, defendant_id),
  CONSTRAINT fk_in_kind_debtor_order_id FOREIGN KEY (order_id) REFERENCES fund.in_kind_order (id),
  CONSTRAINT fk_in_kind_debtor_defendant_id FOREIGN KEY (defendant_id) REFERENCES fund.defendant (id)
);
CREATE TABLE fund.in_kind_acceptance (
  order_id uuid NOT NULL,
  accepted_on date NOT NULL,
  opinion text NOT NULL,
  document_id uuid NOT NULL,
  approval_request_id uuid NOT NULL,
  CONSTRAINT pk_in_kind_acceptance PRIMARY KEY (order_id),
  CONSTRAINT uq_in_kind_acceptance_approval_request_id UNIQUE (approval_request_id),
  CONSTRAINT fk_in_kind_acceptance_order_id FOREIGN KEY (order_id) REFERENCES fund.in_kind_order (id),
  CONSTRAINT fk_in_kind_acceptance_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id),
  CONSTRAINT fk_in_kind_acceptance_approval_request_id
    FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id)
);
CREATE TABLE fund.condition_default (
  item_id uuid NOT NULL,
  due_on date NOT NULL,
  document_id uuid NOT NULL,
  approval_request_id uuid NOT NULL,
  posting_request_id bigint NOT NULL,
  CONSTRAINT pk_condition_default PRIMARY KEY (item_id),
  CONSTRAINT uq_condition_default_approval_request_id UNIQUE (approval_request_id),
  CONSTRAINT fk_condition_default_item_id FOREIGN KEY (item_id) REFERENCES fund.judgment_item (id),
  CONSTRAINT fk_condition_default_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id),
  CONSTRAINT fk_condition_default_approval_request_id
    FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id)
);
`;

const DEFINER = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp`;

const GUARDS = `
-- What a judgment says stays. What it rests on is told once, and once it may be reversed.
CREATE FUNCTION fund.keep_judgment() RETURNS trigger ${DEFINER} AS $$
DECLARE
  told text[] := ARRAY['approval_request_id', 'case_step_id', 'posting_request_id', 'fee_owed_by', 'replaces_id', 'reversed_on'];
  was jsonb := to_jsonb(OLD);
  becomes jsonb := to_jsonb(NEW);
  part text;
BEGIN
  IF was - told IS DISTINCT FROM becomes - told THEN
    RAISE EXCEPTION 'what a judgment says stays' USING ERRCODE = 'FL063';
  END IF;
  FOREACH part IN ARRAY told LOOP
    IF was ->> part IS NOT NULL AND was ->> part IS DISTINCT FROM becomes ->> part THEN
      RAISE EXCEPTION 'what a judgment rests on is told once' USING ERRCODE = 'FL063';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_judgment BEFORE UPDATE ON fund.judgment FOR EACH ROW EXECUTE FUNCTION fund.keep_judgment();
ALTER TABLE fund.judgment ENABLE ALWAYS TRIGGER keep_judgment;

-- A debt is of the amount that was ordered, and one that was reversed stays so.
CREATE FUNCTION fund.keep_claim_balance() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF OLD.ordered_fen <> NEW.ordered_fen OR OLD.item_id <> NEW.item_id OR (OLD.reversed AND NOT NEW.reversed) THEN
    RAISE EXCEPTION 'a debt is of what was ordered, and stays reversed' USING ERRCODE = 'FL063';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_claim_balance BEFORE UPDATE ON fund.claim_balance
  FOR EACH ROW EXECUTE FUNCTION fund.keep_claim_balance();
ALTER TABLE fund.claim_balance ENABLE ALWAYS TRIGGER keep_claim_balance;
DO $$
DECLARE
  evidence text;
BEGIN
  FOREACH evidence IN ARRAY ARRAY['judgment_document', 'refused_cost', 'in_kind_order', 'in_kind_debtor',
    'in_kind_acceptance', 'condition_default'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', evidence);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER append_only', evidence);
  END LOOP;
END $$;
`;

const GRANTS = `
GRANT SELECT, INSERT ON fund.judgment_document, fund.refused_cost, fund.in_kind_order, fund.in_kind_debtor,
  fund.in_kind_acceptance, fund.condition_default TO fund_app;
`;

const JUDGMENT = through('fund.judgment', 'judgment_id');
const ORDER = through('fund.in_kind_order', 'order_id');
/** When a caller sees a row of a table: with the judgment that it belongs to. */
const SEEN: readonly (readonly [string, string])[] = [
  ['fund.judgment_document', JUDGMENT],
  ['fund.refused_cost', JUDGMENT],
  ['fund.in_kind_order', JUDGMENT],
  ['fund.in_kind_debtor', ORDER],
  ['fund.in_kind_acceptance', ORDER],
  ['fund.condition_default', through('fund.judgment_item', 'item_id')],
];
