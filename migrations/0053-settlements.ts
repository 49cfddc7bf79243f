import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/** What is settled with receipts line by line (票据核销), and what of an advance is to come back. */
export class Settlements0053 implements MigrationInterface {
  readonly name = 'Settlements1795392000053';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [INVOICES, TABLES, GUARDS, GRANTS]) await runner.query(part);
    for (const [table, seen] of SEEN) await runner.query(protect(table, seen));
    await runner.query(`ALTER POLICY seen ON fund.invoice USING (${ITEM} OR ${USED})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER POLICY seen ON fund.invoice USING (${ITEM})`);
    for (const [table] of SEEN.toReversed()) await runner.query(unprotect(table));
    await runner.query(`
      DROP TABLE fund.surplus_return, fund.surplus_reminder, fund.surplus_demand,
        fund.settlement_line, fund.settlement_submission;
      DROP TRIGGER guard_invoice ON fund.invoice;
      DROP FUNCTION fund.guard_settlement_line(), fund.guard_invoice();
      ALTER TABLE fund.advance_item DROP CONSTRAINT ck_advance_item_revoked, DROP COLUMN revoked_fen;
      ALTER TABLE fund.invoice DROP CONSTRAINT ck_invoice_used, DROP COLUMN used_fen, DROP COLUMN issuer_tax_id,
        DROP COLUMN issued_on;`);
  }
}

// An invoice that a case file settles with is used up at once.
const INVOICES = `
ALTER TABLE fund.invoice ADD COLUMN used_fen bigint NOT NULL DEFAULT 0, ADD COLUMN issuer_tax_id text,
  ADD COLUMN issued_on date;
UPDATE fund.invoice SET used_fen = amount_fen;
ALTER TABLE fund.invoice ADD CONSTRAINT ck_invoice_used CHECK (used_fen BETWEEN 0 AND amount_fen);
ALTER TABLE fund.advance_item ADD COLUMN revoked_fen bigint NOT NULL DEFAULT 0,
  ADD CONSTRAINT ck_advance_item_revoked CHECK (revoked_fen BETWEEN 0 AND surplus_demanded_fen);
`;

const TABLES = `
CREATE TABLE fund.settlement_submission (
  id uuid NOT NULL,
  application_id uuid NOT NULL,
  submitted_by_id uuid NOT NULL,
  submitted_on date NOT NULL,
  submitted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  act_key text NOT NULL,
  body_hash bytea NOT NULL,
  CONSTRAINT pk_settlement_submission PRIMARY KEY (id),
  CONSTRAINT uq_settlement_submission_submitted_by_id_act_key UNIQUE (submitted_by_id, act_key),
  CONSTRAINT fk_settlement_submission_application_id FOREIGN KEY (application_id) REFERENCES fund.advance_application (id),
  CONSTRAINT fk_settlement_submission_submitted_by_id FOREIGN KEY (submitted_by_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_settlement_submission_application_id ON fund.settlement_submission (application_id);
CREATE TABLE fund.settlement_line (
  id uuid NOT NULL,
  submission_id uuid NOT NULL,
  ordinal integer NOT NULL,
  item_id uuid NOT NULL,
  invoice_id uuid NOT NULL,
  document_id uuid NOT NULL,
  amount_fen bigint NOT NULL,
  submitted_by_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'submitted',
  decided_by_id uuid,
  decided_on date,
  reason text,
  CONSTRAINT pk_settlement_line PRIMARY KEY (id),
  CONSTRAINT uq_settlement_line_submission_id_ordinal UNIQUE (submission_id, ordinal),
  CONSTRAINT ck_settlement_line_amount CHECK (amount_fen > 0),
  CONSTRAINT ck_settlement_line_state CHECK (state IN ('submitted', 'accepted', 'rejected')),
  CONSTRAINT ck_settlement_line_decided CHECK ((state = 'submitted') = (decided_by_id IS NULL) AND (state = 'submitted') = (decided_on IS NULL)),
  CONSTRAINT ck_settlement_line_people CHECK (decided_by_id <> submitted_by_id),
  CONSTRAINT ck_settlement_line_reason CHECK (state <> 'rejected' OR reason IS NOT NULL),
  CONSTRAINT fk_settlement_line_submission_id FOREIGN KEY (submission_id) REFERENCES fund.settlement_submission (id),
  CONSTRAINT fk_settlement_line_item_id FOREIGN KEY (item_id) REFERENCES fund.advance_item (id),
  CONSTRAINT fk_settlement_line_invoice_id FOREIGN KEY (invoice_id) REFERENCES fund.invoice (id),
  CONSTRAINT fk_settlement_line_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id),
  CONSTRAINT fk_settlement_line_submitted_by_id FOREIGN KEY (submitted_by_id) REFERENCES fund.person (id),
  CONSTRAINT fk_settlement_line_decided_by_id FOREIGN KEY (decided_by_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_settlement_line_item_id ON fund.settlement_line (item_id);
CREATE INDEX ix_settlement_line_invoice_id ON fund.settlement_line (invoice_id);
CREATE TABLE fund.surplus_demand (
  id uuid NOT NULL,
  item_id uuid NOT NULL,
  amount_fen bigint NOT NULL,
  demanded_on date NOT NULL,
  due_on date NOT NULL,
  demanded_by_id uuid NOT NULL,
  CONSTRAINT pk_surplus_demand PRIMARY KEY (id),
  CONSTRAINT ck_surplus_demand_amount CHECK (amount_fen > 0),
  CONSTRAINT ck_surplus_demand_due CHECK (due_on > demanded_on),
  CONSTRAINT fk_surplus_demand_item_id FOREIGN KEY (item_id) REFERENCES fund.advance_item (id),
  CONSTRAINT fk_surplus_demand_demanded_by_id FOREIGN KEY (demanded_by_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_surplus_demand_item_id ON fund.surplus_demand (item_id);
CREATE TABLE fund.surplus_reminder (
  id uuid NOT NULL,
  item_id uuid NOT NULL,
  reminded_on date NOT NULL,
  reminded_by_id uuid NOT NULL,
  CONSTRAINT pk_surplus_reminder PRIMARY KEY (id),
  CONSTRAINT uq_surplus_reminder_item_id_reminded_on UNIQUE (item_id, reminded_on),
  CONSTRAINT fk_surplus_reminder_item_id FOREIGN KEY (item_id) REFERENCES fund.advance_item (id),
  CONSTRAINT fk_surplus_reminder_reminded_by_id FOREIGN KEY (reminded_by_id) REFERENCES fund.person (id)
);
CREATE TABLE fund.surplus_return (
  id uuid NOT NULL,
  item_id uuid NOT NULL,
  amount_fen bigint NOT NULL,
  returned_on date NOT NULL,
  bank_reference text NOT NULL,
  recorded_by_id uuid NOT NULL,
  act_key text NOT NULL,
  CONSTRAINT pk_surplus_return PRIMARY KEY (id),
  CONSTRAINT uq_surplus_return_recorded_by_id_act_key UNIQUE (recorded_by_id, act_key),
  CONSTRAINT ck_surplus_return_amount CHECK (amount_fen > 0),
  CONSTRAINT fk_surplus_return_item_id FOREIGN KEY (item_id) REFERENCES fund.advance_item (id),
  CONSTRAINT fk_surplus_return_recorded_by_id FOREIGN KEY (recorded_by_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_surplus_return_item_id ON fund.surplus_return (item_id);
`;

const DEFINER = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp`;

const GUARDS = `
-- What an invoice says stays; what is used of it follows the lines that use it.
CREATE FUNCTION fund.guard_invoice() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF to_jsonb(NEW) - 'used_fen' IS DISTINCT FROM to_jsonb(OLD) - 'used_fen' THEN
    RAISE EXCEPTION 'what an invoice says stays' USING ERRCODE = 'FL053';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_invoice BEFORE UPDATE ON fund.invoice
  FOR EACH ROW EXECUTE FUNCTION fund.guard_invoice();
ALTER TABLE fund.invoice ENABLE ALWAYS TRIGGER guard_invoice;

-- A line uses its part of the invoice from the day it is submitted until it is rejected; it is decided once.
CREATE FUNCTION fund.guard_settlement_line() RETURNS trigger ${DEFINER} AS $$
DECLARE
  decision CONSTANT text[] := ARRAY['state', 'decided_by_id', 'decided_on', 'reason'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'submitted' OR NOT EXISTS (
         SELECT FROM settlement_submission s JOIN advance_item i ON i.application_id = s.application_id
          WHERE s.id = NEW.submission_id AND i.id = NEW.item_id AND s.submitted_by_id = NEW.submitted_by_id) THEN
      RAISE EXCEPTION 'a line begins as submitted for a cost of its application' USING ERRCODE = 'FL053';
    END IF;
    UPDATE invoice v SET used_fen = v.used_fen + NEW.amount_fen WHERE v.id = NEW.invoice_id;
    RETURN NEW;
  END IF;
  IF OLD.state <> 'submitted' OR to_jsonb(NEW) - decision IS DISTINCT FROM to_jsonb(OLD) - decision THEN
    RAISE EXCEPTION 'a line is decided once, and what it says stays' USING ERRCODE = 'FL053';
  END IF;
  IF NEW.state = 'rejected' THEN
    UPDATE invoice v SET used_fen = v.used_fen - NEW.amount_fen WHERE v.id = NEW.invoice_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_settlement_line BEFORE INSERT OR UPDATE ON fund.settlement_line
  FOR EACH ROW EXECUTE FUNCTION fund.guard_settlement_line();
ALTER TABLE fund.settlement_line ENABLE ALWAYS TRIGGER guard_settlement_line;
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON fund.settlement_line
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_removal();
ALTER TABLE fund.settlement_line ENABLE ALWAYS TRIGGER never_removed;
DO $$
DECLARE
  evidence text;
BEGIN
  FOREACH evidence IN ARRAY ARRAY['settlement_submission', 'surplus_demand', 'surplus_reminder', 'surplus_return'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', evidence);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER append_only', evidence);
  END LOOP;
END $$;
`;

const GRANTS = `
GRANT SELECT, INSERT ON fund.settlement_submission, fund.settlement_line, fund.surplus_demand,
  fund.surplus_reminder, fund.surplus_return TO fund_app;
GRANT UPDATE ON fund.settlement_line TO fund_app;
`;

const ITEM = through('fund.advance_item', 'item_id');
/** Whoever uses a part of an invoice sees it, whoever used it first. */
const USED = 'EXISTS (SELECT FROM fund.settlement_line l WHERE l.invoice_id = invoice.id)';
/** When a caller sees a row of a table: with the advance that it is about. */
const SEEN: readonly (readonly [string, string])[] = [
  ['fund.settlement_submission', through('fund.advance_application', 'application_id')],
  ['fund.settlement_line', ITEM],
  ['fund.surplus_demand', ITEM],
  ['fund.surplus_reminder', ITEM],
  ['fund.surplus_return', ITEM],
];
