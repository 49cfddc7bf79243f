import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';
import { SEEN_WITH_FILES } from './0042-organizations';

/** Bank accounts of those who are paid: encrypted, approved one by one, never changed. */
export class Payees0048 implements MigrationInterface {
  readonly name = 'Payees1795392000048';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(protect('fund.bank_account', SEEN));
    await runner.query(
      protect('fund.bank_account_approval', through('fund.bank_account', 'bank_account_id')),
    );
    await runner.query(`
      CREATE POLICY made ON fund.bank_account FOR INSERT TO fund_web WITH CHECK (${MADE});
      GRANT INSERT ON fund.bank_account TO fund_web;
      ALTER POLICY seen ON ledger.book USING (${SEEN_WITH_FILES} OR ${OF_AN_ACCOUNT});`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER POLICY seen ON ledger.book USING (${SEEN_WITH_FILES});
      DROP POLICY made ON fund.bank_account;`);
    await runner.query(unprotect('fund.bank_account_approval'));
    await runner.query(unprotect('fund.bank_account'));
    await runner.query(`
      DROP TABLE fund.bank_account_approval, fund.bank_account;
      DROP FUNCTION fund.guard_bank_account_approval();`);
  }
}

/** An organization knows the books in which it entered an account. */
const OF_AN_ACCOUNT = `fund.own_credit_code() IS NOT NULL
  AND EXISTS (SELECT FROM fund.bank_account a WHERE a.book_id = book.id)`;
const OF_THE_ORGANIZATION = 'fund.is_of_own_organization(credit_code, book_id)';
const SEEN = `book_id = ANY ((SELECT fund.readable_books())::integer[]) OR ${OF_THE_ORGANIZATION}`;
const MADE = `entered_by_id = fund.own_person()
  AND (book_id = ANY ((SELECT fund.own_books())::integer[]) OR ${OF_THE_ORGANIZATION})`;

const TABLES = `
CREATE TABLE fund.bank_account (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  holder_kind text NOT NULL,
  holder_name text NOT NULL,
  credit_code text,
  bank_name text NOT NULL,
  number_sealed bytea NOT NULL,
  last4 text NOT NULL,
  fingerprint bytea NOT NULL,
  entered_by_id uuid NOT NULL,
  entered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_bank_account PRIMARY KEY (id),
  CONSTRAINT ck_bank_account_holder_kind CHECK (holder_kind IN ('organization', 'law_firm', 'vendor', 'court')),
  CONSTRAINT ck_bank_account_last4 CHECK (last4 ~ '^[0-9]{4}$'),
  CONSTRAINT ck_bank_account_fingerprint CHECK (octet_length(fingerprint) = 32),
  CONSTRAINT ck_bank_account_organization CHECK (credit_code IS NULL OR holder_kind = 'organization'),
  CONSTRAINT fk_bank_account_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT fk_bank_account_entered_by_id FOREIGN KEY (entered_by_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_bank_account_book_id_holder_kind_holder_name ON fund.bank_account (book_id, holder_kind, holder_name);
CREATE TABLE fund.bank_account_approval (
  bank_account_id uuid NOT NULL,
  approval_request_id uuid NOT NULL,
  approved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_bank_account_approval PRIMARY KEY (bank_account_id),
  CONSTRAINT uq_bank_account_approval_approval_request_id UNIQUE (approval_request_id),
  CONSTRAINT fk_bank_account_approval_bank_account_id FOREIGN KEY (bank_account_id) REFERENCES fund.bank_account (id),
  CONSTRAINT fk_bank_account_approval_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id)
);
-- Nothing but an approval of exactly this account lets it be paid to.
CREATE FUNCTION fund.guard_bank_account_approval() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = fund, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM approval_request r WHERE r.id = NEW.approval_request_id AND r.kind = 'bank_account'
                    AND r.state = 'approved' AND r.subject = 'bank_account/' || NEW.bank_account_id) THEN
    RAISE EXCEPTION 'an account is approved by the request that was made for it' USING ERRCODE = 'FL048';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_bank_account_approval BEFORE INSERT ON fund.bank_account_approval
  FOR EACH ROW EXECUTE FUNCTION fund.guard_bank_account_approval();
ALTER TABLE fund.bank_account_approval ENABLE ALWAYS TRIGGER guard_bank_account_approval;
DO $$
DECLARE
  guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['bank_account', 'bank_account_approval'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', guarded);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER append_only', guarded);
  END LOOP;
END $$;
GRANT SELECT, INSERT ON fund.bank_account, fund.bank_account_approval TO fund_app;
`;
