import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/**
 * What goes out of the money of defendants names the account that it goes to, and may come back from the bank. The
 * bureau's own accounts are kept beside those that it pays to.
 */
export class PayOuts0070 implements MigrationInterface {
  readonly name = 'PayOuts1795392000070';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [ACCOUNTS, TABLES, GUARDS, GRANTS]) await runner.query(part);
    for (const [table, seen] of SEEN) await runner.query(protect(table, seen));
  }

  /** Refused by the constraints where an account of a new kind was entered. */
  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of SEEN.toReversed()) await runner.query(unprotect(table));
    await runner.query(`
      DROP TABLE fund.pay_out_return, fund.pay_out;
      DROP FUNCTION fund.guard_pay_out(), fund.guard_pay_out_return();
      ALTER TABLE fund.bank_account
        DROP CONSTRAINT ck_bank_account_own,
        DROP COLUMN account_code,
        DROP CONSTRAINT ck_bank_account_holder_kind,
        ADD CONSTRAINT ck_bank_account_holder_kind
          CHECK (holder_kind IN ('organization', 'law_firm', 'vendor', 'court'));`);
  }
}

const ACCOUNTS = `
ALTER TABLE fund.bank_account
  ADD COLUMN account_code text,
  DROP CONSTRAINT ck_bank_account_holder_kind,
  ADD CONSTRAINT ck_bank_account_holder_kind
    CHECK (holder_kind IN ('organization', 'law_firm', 'vendor', 'court', 'defendant', 'treasury', 'bureau')),
  ADD CONSTRAINT ck_bank_account_own CHECK ((account_code IS NOT NULL) = (holder_kind = 'bureau')
    AND account_code IN ('1011', '1002.01', '1002.02', '1002.99'));
`;

const TABLES = `
CREATE TABLE fund.pay_out (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  case_id uuid NOT NULL,
  kind text NOT NULL,
  payee_id uuid,
  amount_fen bigint NOT NULL,
  bank_account_id uuid NOT NULL,
  account_fingerprint bytea NOT NULL,
  paid_on date NOT NULL,
  posting_key text NOT NULL,
  approval_request_id uuid NOT NULL,
  CONSTRAINT pk_pay_out PRIMARY KEY (id),
  CONSTRAINT uq_pay_out_approval_request_id UNIQUE (approval_request_id),
  CONSTRAINT ck_pay_out_amount CHECK (amount_fen > 0),
  CONSTRAINT ck_pay_out_kind
    CHECK (kind IN ('overpayment_refund', 'cost_reimbursement', 'damages_remittance', 'interest_remittance')),
  CONSTRAINT ck_pay_out_payee CHECK ((payee_id IS NOT NULL) = (kind IN ('overpayment_refund', 'cost_reimbursement'))),
  CONSTRAINT fk_pay_out_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT fk_pay_out_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id),
  CONSTRAINT fk_pay_out_bank_account_id FOREIGN KEY (bank_account_id) REFERENCES fund.bank_account (id),
  CONSTRAINT fk_pay_out_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id)
);
CREATE INDEX ix_pay_out_case_id ON fund.pay_out (case_id);
CREATE TABLE fund.pay_out_return (
  pay_out_id uuid NOT NULL,
  returned_on date NOT NULL,
  bank_reference text,
  reason text NOT NULL,
  approval_request_id uuid NOT NULL,
  recorded_by_id uuid NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_pay_out_return PRIMARY KEY (pay_out_id),
  CONSTRAINT fk_pay_out_return_pay_out_id FOREIGN KEY (pay_out_id) REFERENCES fund.pay_out (id),
  CONSTRAINT fk_pay_out_return_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id),
  CONSTRAINT fk_pay_out_return_recorded_by_id FOREIGN KEY (recorded_by_id) REFERENCES fund.person (id)
);
`;

const DEFINER = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp';

const GUARDS = `
CREATE FUNCTION fund.guard_pay_out() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM approval_request r WHERE r.id = NEW.approval_request_id AND r.kind = NEW.kind
                    AND r.state = 'approved' AND r.subject = 'litigation_case/' || NEW.case_id) THEN
    RAISE EXCEPTION 'money goes out by the request that was made for it' USING ERRCODE = 'FL070';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_pay_out BEFORE INSERT ON fund.pay_out
  FOR EACH ROW EXECUTE FUNCTION fund.guard_pay_out();
ALTER TABLE fund.pay_out ENABLE ALWAYS TRIGGER guard_pay_out;

CREATE FUNCTION fund.guard_pay_out_return() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pay_out p WHERE p.id = NEW.pay_out_id AND p.approval_request_id = NEW.approval_request_id
                    AND p.paid_on <= NEW.returned_on) THEN
    RAISE EXCEPTION 'what comes back went out before' USING ERRCODE = 'FL070';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_pay_out_return BEFORE INSERT ON fund.pay_out_return
  FOR EACH ROW EXECUTE FUNCTION fund.guard_pay_out_return();
ALTER TABLE fund.pay_out_return ENABLE ALWAYS TRIGGER guard_pay_out_return;
CREATE TRIGGER guard_payer BEFORE INSERT OR UPDATE ON fund.pay_out_return
  FOR EACH ROW EXECUTE FUNCTION fund.guard_payer('approval_request_id', 'recorded_by_id');
ALTER TABLE fund.pay_out_return ENABLE ALWAYS TRIGGER guard_payer;
DO $$
DECLARE
  evidence text;
BEGIN
  FOREACH evidence IN ARRAY ARRAY['pay_out', 'pay_out_return'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', evidence);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER append_only', evidence);
  END LOOP;
END $$;
`;

const GRANTS = `
GRANT SELECT, INSERT ON fund.pay_out, fund.pay_out_return TO fund_app;
`;

/** When a caller sees a row of a table: with the book, and no organization at all. */
const SEEN: readonly (readonly [string, string])[] = [
  ['fund.pay_out', 'book_id = ANY ((SELECT fund.readable_books())::integer[])'],
  ['fund.pay_out_return', through('fund.pay_out', 'pay_out_id')],
];
