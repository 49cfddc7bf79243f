import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/** Receipts that officers record, allocations that others approved, and what is taken back or written off. */
export class LiveReceipts0062 implements MigrationInterface {
  readonly name = 'LiveReceipts1795392000062';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [COLUMNS, TABLES, GUARDS, GRANTS]) await runner.query(part);
    for (const [table, seen] of SEEN) await runner.query(protect(table, seen));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of SEEN.toReversed()) await runner.query(unprotect(table));
    for (const table of ['receipt', 'receipt_allocation', 'write_off']) {
      await runner.query(`DROP TRIGGER append_only ON fund.${table}`);
    }
    await runner.query(`
      GRANT UPDATE ON fund.receipt, fund.receipt_allocation, fund.write_off TO fund_app;
      DROP TRIGGER guard_receipt ON fund.receipt;
      DROP TRIGGER guard_write_off ON fund.write_off;
      DROP TABLE fund.write_off_part, fund.in_kind_performance, fund.receipt_reversal;
      DROP FUNCTION fund.guard_receipt(), fund.guard_receipt_reversal(), fund.guard_write_off();
      ALTER TABLE fund.write_off DROP COLUMN approval_request_id;
      ALTER TABLE fund.receipt DROP COLUMN kind, DROP COLUMN recorded_by_id, DROP COLUMN act_key,
        DROP COLUMN body_hash, DROP COLUMN posting_key, DROP COLUMN approval_request_id;`);
  }
}

// A case file tells neither how money came nor who entered it.
const COLUMNS = `
ALTER TABLE fund.receipt
  ADD COLUMN kind text,
  ADD COLUMN recorded_by_id uuid,
  ADD COLUMN act_key text,
  ADD COLUMN body_hash bytea,
  ADD COLUMN posting_key text,
  ADD COLUMN approval_request_id uuid,
  ADD CONSTRAINT ck_receipt_kind CHECK (kind IN ('voluntary', 'court_transfer', 'auction')),
  ADD CONSTRAINT ck_receipt_recorded CHECK (num_nonnulls(kind, recorded_by_id, posting_key) IN (0, 3)
    AND num_nonnulls(act_key, body_hash) IN (0, 2)
    AND num_nonnulls(act_key, approval_request_id) = (kind IS NOT NULL)::integer),
  ADD CONSTRAINT uq_receipt_recorded_by_id_act_key UNIQUE (recorded_by_id, act_key),
  ADD CONSTRAINT uq_receipt_approval_request_id UNIQUE (approval_request_id),
  ADD CONSTRAINT fk_receipt_recorded_by_id FOREIGN KEY (recorded_by_id) REFERENCES fund.person (id),
  ADD CONSTRAINT fk_receipt_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id);
ALTER TABLE fund.write_off
  ADD COLUMN approval_request_id uuid,
  ADD CONSTRAINT uq_write_off_approval_request_id UNIQUE (approval_request_id),
  ADD CONSTRAINT fk_write_off_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id);
`;

const TABLES = `
CREATE TABLE fund.receipt_reversal (
  receipt_id uuid NOT NULL,
  reversed_on date NOT NULL,
  reason text NOT NULL,
  approval_request_id uuid NOT NULL,
  CONSTRAINT pk_receipt_reversal PRIMARY KEY (receipt_id),
  CONSTRAINT uq_receipt_reversal_approval_request_id UNIQUE (approval_request_id),
  CONSTRAINT fk_receipt_reversal_receipt_id FOREIGN KEY (receipt_id) REFERENCES fund.receipt (id),
  CONSTRAINT fk_receipt_reversal_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id)
);
CREATE TABLE fund.in_kind_performance (
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  item_id uuid NOT NULL,
  defendant_id uuid NOT NULL,
  performed_on date NOT NULL,
  description text NOT NULL,
  document_id uuid,
  recorded_by_id uuid NOT NULL,
  act_key text NOT NULL,
  body_hash bytea NOT NULL,
  CONSTRAINT pk_in_kind_performance PRIMARY KEY (id),
  CONSTRAINT uq_in_kind_performance_recorded_by_id_act_key UNIQUE (recorded_by_id, act_key),
  CONSTRAINT fk_in_kind_performance_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id),
  CONSTRAINT fk_in_kind_performance_item_id FOREIGN KEY (item_id) REFERENCES fund.judgment_item (id),
  CONSTRAINT fk_in_kind_performance_defendant_id FOREIGN KEY (defendant_id) REFERENCES fund.defendant (id),
  CONSTRAINT fk_in_kind_performance_document_id FOREIGN KEY (document_id) REFERENCES fund.document (id),
  CONSTRAINT fk_in_kind_performance_recorded_by_id FOREIGN KEY (recorded_by_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_in_kind_performance_case_id ON fund.in_kind_performance (case_id);
CREATE TABLE fund.write_off_part (
  write_off_id uuid NOT NULL,
  balance_id uuid NOT NULL,
  amount_fen bigint NOT NULL,
  CONSTRAINT pk_write_off_part PRIMARY KEY (write_off_id, balance_id),
  CONSTRAINT ck_write_off_part_amount CHECK (amount_fen > 0),
  CONSTRAINT fk_write_off_part_write_off_id FOREIGN KEY (write_off_id) REFERENCES fund.write_off (id),
  CONSTRAINT fk_write_off_part_balance_id FOREIGN KEY (balance_id) REFERENCES fund.claim_balance (id)
);
CREATE INDEX ix_write_off_part_balance_id ON fund.write_off_part (balance_id);
-- What was written off until now: the balances were taken in turn, the earlier due one first.
INSERT INTO fund.write_off_part
SELECT w.id, b.id, least(w.upto, b.upto) - greatest(w.upto - w.fen, b.upto - b.fen)
  FROM (SELECT o.id, o.item_id, o.amount_fen AS fen,
               sum(o.amount_fen) OVER (PARTITION BY o.item_id ORDER BY o.id) AS upto FROM fund.write_off o) w
  JOIN (SELECT x.id, x.item_id, x.fen, sum(x.fen) OVER (PARTITION BY x.item_id ORDER BY x.due_on, x.ordinal) AS upto
          FROM (SELECT c.id, c.item_id, c.due_on, c.ordinal, c.written_off_fen + coalesce((
                         SELECT sum(a.amount_fen) FROM fund.receipt_allocation a
                          WHERE a.balance_id = c.id AND a.part = 'written_off'), 0) AS fen
                  FROM fund.claim_balance c) x) b ON b.item_id = w.item_id
 WHERE least(w.upto, b.upto) > greatest(w.upto - w.fen, b.upto - b.fen);
`;

const DEFINER = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp';

/** SQL of whether a request of a kind, about the subject, was approved by somebody else than its maker. */
const approved = (kind: string, subject: string): string => `
  EXISTS (SELECT FROM approval_request r WHERE r.id = NEW.approval_request_id AND r.kind = '${kind}'
             AND r.state = 'approved' AND r.subject = ${subject})`;

const GUARDS = `
-- Whoever records a receipt may not depart from the rule: that takes a request that others approved.
CREATE FUNCTION fund.guard_receipt() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF NEW.approval_request_id IS NOT NULL
     AND NOT ${approved('receipt_departure', `'litigation_case/' || NEW.case_id`)} THEN
    RAISE EXCEPTION 'an allocation of one''s own wants the approval of others' USING ERRCODE = 'FL062';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_receipt BEFORE INSERT ON fund.receipt
  FOR EACH ROW EXECUTE FUNCTION fund.guard_receipt();
ALTER TABLE fund.receipt ENABLE ALWAYS TRIGGER guard_receipt;

CREATE FUNCTION fund.guard_receipt_reversal() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF NOT ${approved('receipt_reversal', `'receipt/' || NEW.receipt_id`)} THEN
    RAISE EXCEPTION 'a receipt is taken back by the request that was made for it' USING ERRCODE = 'FL062';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_receipt_reversal BEFORE INSERT ON fund.receipt_reversal
  FOR EACH ROW EXECUTE FUNCTION fund.guard_receipt_reversal();
ALTER TABLE fund.receipt_reversal ENABLE ALWAYS TRIGGER guard_receipt_reversal;

CREATE FUNCTION fund.guard_write_off() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF NEW.approval_request_id IS NOT NULL
     AND NOT ${approved('debt_write_off', `'judgment_item/' || NEW.item_id`)} THEN
    RAISE EXCEPTION 'a debt is written off by the request that was made for it' USING ERRCODE = 'FL062';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_write_off BEFORE INSERT ON fund.write_off
  FOR EACH ROW EXECUTE FUNCTION fund.guard_write_off();
ALTER TABLE fund.write_off ENABLE ALWAYS TRIGGER guard_write_off;
DO $$
DECLARE
  evidence text;
BEGIN
  FOREACH evidence IN ARRAY ARRAY['receipt', 'receipt_allocation', 'receipt_reversal', 'write_off', 'write_off_part', 'in_kind_performance'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', evidence);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER append_only', evidence);
  END LOOP;
END $$;
`;

const GRANTS = `
GRANT SELECT, INSERT ON fund.receipt_reversal, fund.in_kind_performance, fund.write_off_part TO fund_app;
REVOKE UPDATE ON fund.receipt, fund.receipt_allocation, fund.write_off FROM fund_app;
`;

/** When a caller sees a row of a table: receipts are the bureau's, and no organization's. */
const SEEN: readonly (readonly [string, string])[] = [
  ['fund.receipt_reversal', through('fund.receipt', 'receipt_id')],
  ['fund.in_kind_performance', through('fund.litigation_case', 'case_id')],
  ['fund.write_off_part', through('fund.write_off', 'write_off_id')],
];
