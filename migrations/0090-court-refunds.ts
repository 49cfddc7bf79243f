import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/** Acceptance fees that courts give back are recorded one by one, and costs that the fund bears name their request. */
export class CourtRefunds0090 implements MigrationInterface {
  readonly name = 'CourtRefunds1795392000090';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(REFUNDS);
    await runner.query(ABSORPTIONS);
    await runner.query(protect('fund.court_refund', through('fund.advance_item', 'item_id')));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(unprotect('fund.court_refund'));
    await runner.query(`
      GRANT UPDATE ON fund.cost_absorption TO fund_app;
      DROP TRIGGER append_only ON fund.cost_absorption;
      DROP TRIGGER guard_cost_absorption ON fund.cost_absorption;
      DROP FUNCTION fund.guard_cost_absorption();
      ALTER TABLE fund.cost_absorption DROP COLUMN approval_request_id;
      DROP TABLE fund.court_refund;`);
  }
}

const REFUNDS = `
CREATE TABLE fund.court_refund (
  id uuid NOT NULL,
  item_id uuid NOT NULL,
  amount_fen bigint NOT NULL,
  refunded_on date NOT NULL,
  bank_reference text NOT NULL,
  recorded_by_id uuid NOT NULL,
  act_key text NOT NULL,
  CONSTRAINT pk_court_refund PRIMARY KEY (id),
  CONSTRAINT uq_court_refund_recorded_by_id_act_key UNIQUE (recorded_by_id, act_key),
  CONSTRAINT ck_court_refund_amount CHECK (amount_fen > 0),
  CONSTRAINT fk_court_refund_item_id FOREIGN KEY (item_id) REFERENCES fund.advance_item (id),
  CONSTRAINT fk_court_refund_recorded_by_id FOREIGN KEY (recorded_by_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_court_refund_item_id ON fund.court_refund (item_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.court_refund
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE fund.court_refund ENABLE ALWAYS TRIGGER append_only;
GRANT SELECT, INSERT ON fund.court_refund TO fund_app;
`;

const ABSORPTIONS = `
ALTER TABLE fund.cost_absorption
  ADD COLUMN approval_request_id uuid,
  ADD CONSTRAINT uq_cost_absorption_approval_request_id UNIQUE (approval_request_id),
  ADD CONSTRAINT fk_cost_absorption_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id);
CREATE FUNCTION fund.guard_cost_absorption() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp AS $$
BEGIN
  IF NEW.approval_request_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM approval_request r WHERE r.id = NEW.approval_request_id AND r.kind = 'cost_absorption'
       AND r.state = 'approved' AND r.subject = 'advance_item/' || NEW.item_id) THEN
    RAISE EXCEPTION 'a cost is borne by the request that was made for it' USING ERRCODE = 'FL090';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_cost_absorption BEFORE INSERT ON fund.cost_absorption
  FOR EACH ROW EXECUTE FUNCTION fund.guard_cost_absorption();
ALTER TABLE fund.cost_absorption ENABLE ALWAYS TRIGGER guard_cost_absorption;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.cost_absorption
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE fund.cost_absorption ENABLE ALWAYS TRIGGER append_only;
REVOKE UPDATE ON fund.cost_absorption FROM fund_app;
`;
