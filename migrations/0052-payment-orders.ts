import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/** Payment orders (付款单) and what became of every line of them. */
export class PaymentOrders0052 implements MigrationInterface {
  readonly name = 'PaymentOrders1795392000052';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, GUARDS, GRANTS]) await runner.query(part);
    for (const [table, seen] of SEEN) await runner.query(protect(table, seen));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of SEEN.toReversed()) await runner.query(unprotect(table));
    await runner.query(`
      DROP TABLE fund.payment_result, fund.payment_order_line, fund.payment_order;
      DROP FUNCTION fund.guard_payment_order(), fund.guard_payment_order_line(), fund.apply_payment_result();`);
  }
}

const TABLES = `
CREATE TABLE fund.payment_order (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  year integer NOT NULL,
  ordinal integer NOT NULL,
  made_by_id uuid NOT NULL,
  made_on date NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  act_key text NOT NULL,
  body_hash bytea NOT NULL,
  CONSTRAINT pk_payment_order PRIMARY KEY (id),
  CONSTRAINT uq_payment_order_book_id_year_ordinal UNIQUE (book_id, year, ordinal),
  CONSTRAINT uq_payment_order_made_by_id_act_key UNIQUE (made_by_id, act_key),
  CONSTRAINT ck_payment_order_ordinal CHECK (ordinal > 0),
  CONSTRAINT ck_payment_order_year CHECK (year = extract(year FROM made_on)),
  CONSTRAINT fk_payment_order_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT fk_payment_order_made_by_id FOREIGN KEY (made_by_id) REFERENCES fund.person (id)
);
CREATE TABLE fund.payment_order_line (
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  ordinal integer NOT NULL,
  item_id uuid NOT NULL,
  approval_request_id uuid NOT NULL,
  bank_account_id uuid NOT NULL,
  account_fingerprint bytea NOT NULL,
  amount_fen bigint NOT NULL,
  state text NOT NULL DEFAULT 'waiting',
  CONSTRAINT pk_payment_order_line PRIMARY KEY (id),
  CONSTRAINT uq_payment_order_line_order_id_ordinal UNIQUE (order_id, ordinal),
  CONSTRAINT uq_payment_order_line_order_id_item_id UNIQUE (order_id, item_id),
  CONSTRAINT ck_payment_order_line_amount CHECK (amount_fen > 0),
  CONSTRAINT ck_payment_order_line_state CHECK (state IN ('waiting', 'paid', 'bounced', 'unknown')),
  CONSTRAINT fk_payment_order_line_order_id FOREIGN KEY (order_id) REFERENCES fund.payment_order (id),
  CONSTRAINT fk_payment_order_line_item_id FOREIGN KEY (item_id) REFERENCES fund.advance_item (id),
  CONSTRAINT fk_payment_order_line_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id),
  CONSTRAINT fk_payment_order_line_bank_account_id FOREIGN KEY (bank_account_id) REFERENCES fund.bank_account (id)
);
CREATE INDEX ix_payment_order_line_item_id ON fund.payment_order_line (item_id);
CREATE TABLE fund.payment_result (
  id uuid NOT NULL,
  line_id uuid NOT NULL,
  ordinal integer NOT NULL,
  result text NOT NULL,
  result_on date NOT NULL,
  bank_reference text,
  reason text,
  approval_request_id uuid NOT NULL,
  recorded_by_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_payment_result PRIMARY KEY (id),
  CONSTRAINT uq_payment_result_line_id_ordinal UNIQUE (line_id, ordinal),
  CONSTRAINT ck_payment_result_result CHECK (result IN ('paid', 'bounced', 'unknown')),
  CONSTRAINT ck_payment_result_reason CHECK (result = 'paid' OR reason IS NOT NULL),
  CONSTRAINT fk_payment_result_line_id FOREIGN KEY (line_id) REFERENCES fund.payment_order_line (id),
  CONSTRAINT fk_payment_result_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id),
  CONSTRAINT fk_payment_result_recorded_by_id FOREIGN KEY (recorded_by_id) REFERENCES fund.person (id)
);
`;

const DEFINER = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp`;

const GUARDS = `
-- Numbers of a book and year have no gap.
CREATE FUNCTION fund.guard_payment_order() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF NEW.ordinal <> (SELECT coalesce(max(o.ordinal), 0) + 1 FROM payment_order o
                      WHERE o.book_id = NEW.book_id AND o.year = NEW.year) THEN
    RAISE EXCEPTION 'payment orders are numbered without a gap' USING ERRCODE = 'FL052';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_payment_order BEFORE INSERT ON fund.payment_order
  FOR EACH ROW EXECUTE FUNCTION fund.guard_payment_order();
ALTER TABLE fund.payment_order ENABLE ALWAYS TRIGGER guard_payment_order;

-- A line pays what was approved, to the account that was approved; all lines of an item that did not come
-- back are together within what was approved. What it says stays; its state follows its results.
CREATE FUNCTION fund.guard_payment_order_line() RETURNS trigger ${DEFINER} AS $$
DECLARE
  item advance_item;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(NEW) - 'state' IS DISTINCT FROM to_jsonb(OLD) - 'state' THEN
      RAISE EXCEPTION 'what a line of a payment order says stays' USING ERRCODE = 'FL052';
    END IF;
    IF NEW.state IS DISTINCT FROM (SELECT r.result FROM payment_result r WHERE r.line_id = NEW.id
                                    ORDER BY r.ordinal DESC LIMIT 1) THEN
      RAISE EXCEPTION 'the state of a line is its last result' USING ERRCODE = 'FL052';
    END IF;
    RETURN NEW;
  END IF;
  SELECT i.* INTO item FROM advance_item i WHERE i.id = NEW.item_id FOR UPDATE;
  IF NEW.state <> 'waiting'
     OR (NEW.bank_account_id, NEW.account_fingerprint)
        IS DISTINCT FROM (item.bank_account_id, item.account_fingerprint)
     OR NOT EXISTS (SELECT FROM advance_application a
                      JOIN litigation_case c ON c.id = a.case_id
                      JOIN payment_order o ON o.id = NEW.order_id AND o.book_id = c.book_id
                     WHERE a.id = item.application_id AND a.status = 'approved'
                       AND a.approval_request_id = NEW.approval_request_id) THEN
    RAISE EXCEPTION 'a line pays an approved cost of the book to the account that was approved'
      USING ERRCODE = 'FL052';
  END IF;
  IF NEW.amount_fen + (SELECT coalesce(sum(l.amount_fen), 0) FROM payment_order_line l
                        WHERE l.item_id = NEW.item_id AND l.state <> 'bounced') > item.approved_fen THEN
    RAISE EXCEPTION 'PAYMENT_EXCEEDS_APPROVAL' USING ERRCODE = 'FL052';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_payment_order_line BEFORE INSERT OR UPDATE ON fund.payment_order_line
  FOR EACH ROW EXECUTE FUNCTION fund.guard_payment_order_line();
ALTER TABLE fund.payment_order_line ENABLE ALWAYS TRIGGER guard_payment_order_line;

-- What may follow what, and that nobody records the payment of an order that they made.
CREATE FUNCTION fund.apply_payment_result() RETURNS trigger ${DEFINER} AS $$
DECLARE
  line payment_order_line;
BEGIN
  SELECT l.* INTO line FROM payment_order_line l WHERE l.id = NEW.line_id FOR UPDATE;
  IF NOT (CASE line.state
           WHEN 'waiting' THEN true
           WHEN 'unknown' THEN NEW.result <> 'unknown' AND NEW.reason IS NOT NULL
           WHEN 'paid' THEN NEW.result = 'bounced'
           ELSE false END)
     OR NEW.approval_request_id <> line.approval_request_id
     OR NEW.ordinal <> (SELECT count(*) FROM payment_result r WHERE r.line_id = NEW.line_id) THEN
    RAISE EXCEPTION 'a line that is % does not become %', line.state, NEW.result USING ERRCODE = 'FL052';
  END IF;
  IF EXISTS (SELECT FROM payment_order o WHERE o.id = line.order_id AND o.made_by_id = NEW.recorded_by_id) THEN
    RAISE EXCEPTION 'SAME_PERSON' USING ERRCODE = 'FL052';
  END IF;
  UPDATE payment_order_line l SET state = NEW.result WHERE l.id = NEW.line_id;
  RETURN NULL;
END $$;
CREATE TRIGGER apply_payment_result AFTER INSERT ON fund.payment_result
  FOR EACH ROW EXECUTE FUNCTION fund.apply_payment_result();
ALTER TABLE fund.payment_result ENABLE ALWAYS TRIGGER apply_payment_result;
CREATE TRIGGER guard_payer BEFORE INSERT OR UPDATE ON fund.payment_result
  FOR EACH ROW EXECUTE FUNCTION fund.guard_payer('approval_request_id', 'recorded_by_id');
ALTER TABLE fund.payment_result ENABLE ALWAYS TRIGGER guard_payer;

CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON fund.payment_order_line
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_removal();
ALTER TABLE fund.payment_order_line ENABLE ALWAYS TRIGGER never_removed;
DO $$
DECLARE
  evidence text;
BEGIN
  FOREACH evidence IN ARRAY ARRAY['payment_order', 'payment_result'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', evidence);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER append_only', evidence);
  END LOOP;
END $$;
`;

// No right to change a line: its results do.
const GRANTS = `
GRANT SELECT, INSERT ON fund.payment_order, fund.payment_order_line, fund.payment_result TO fund_app;
`;

/** When a caller sees a row of a table: orders are the bureau's, and no organization's. */
const SEEN: readonly (readonly [string, string])[] = [
  ['fund.payment_order', 'book_id = ANY ((SELECT fund.readable_books())::integer[])'],
  ['fund.payment_order_line', through('fund.payment_order', 'order_id')],
  ['fund.payment_result', through('fund.payment_order_line', 'line_id')],
];
