import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, unprotect } from './0024-row-level-security';

/** Statements of the bureau's own bank accounts, line by line, and how the layouts of banks are read. */
export class BankStatements0059 implements MigrationInterface {
  readonly name = 'BankStatements1795392000059';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, GUARDS, GRANTS]) await runner.query(part);
    for (const [table, seen] of SEEN) await runner.query(protect(table, seen));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of SEEN.toReversed()) await runner.query(unprotect(table));
    await runner.query(`
      DROP TABLE fund.bank_line, fund.bank_statement, fund.bank_profile;
      DROP FUNCTION fund.guard_bank_profile(), fund.guard_bank_line(), fund.assert_bank_lines_follow();`);
  }
}

const TABLES = `
CREATE TABLE fund.bank_profile (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  name text NOT NULL,
  version integer NOT NULL,
  content jsonb NOT NULL,
  made_by_id uuid NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_bank_profile PRIMARY KEY (id),
  CONSTRAINT uq_bank_profile_book_id_name_version UNIQUE (book_id, name, version),
  CONSTRAINT ck_bank_profile_version CHECK (version > 0),
  CONSTRAINT fk_bank_profile_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT fk_bank_profile_made_by_id FOREIGN KEY (made_by_id) REFERENCES fund.person (id)
);
CREATE TABLE fund.bank_statement (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  account_code text NOT NULL,
  file_name text NOT NULL,
  file_hash bytea NOT NULL,
  profile_name text NOT NULL,
  profile_version integer NOT NULL,
  profile_hash bytea NOT NULL,
  stated_last4 text,
  opening_fen bigint,
  closing_fen bigint,
  line_count integer NOT NULL,
  new_count integer NOT NULL,
  imported_by text NOT NULL,
  imported_by_id uuid,
  imported_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_bank_statement PRIMARY KEY (id),
  CONSTRAINT ck_bank_statement_account_code CHECK (account_code IN ('1011', '1002.01', '1002.02', '1002.99')),
  CONSTRAINT ck_bank_statement_hashes CHECK (octet_length(file_hash) = 32 AND octet_length(profile_hash) = 32),
  CONSTRAINT ck_bank_statement_counts CHECK (new_count BETWEEN 1 AND line_count),
  CONSTRAINT fk_bank_statement_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT fk_bank_statement_imported_by_id FOREIGN KEY (imported_by_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_bank_statement_book_id_account_code ON fund.bank_statement (book_id, account_code);
CREATE TABLE fund.bank_line (
  id uuid NOT NULL,
  statement_id uuid NOT NULL,
  book_id integer NOT NULL,
  account_code text NOT NULL,
  position integer NOT NULL,
  line integer NOT NULL,
  booked_on date NOT NULL,
  serial text,
  amount_fen bigint NOT NULL,
  balance_fen bigint,
  counterparty text,
  counterparty_last4 text,
  remark text,
  identity bytea NOT NULL,
  content_hash bytea NOT NULL,
  CONSTRAINT pk_bank_line PRIMARY KEY (id),
  CONSTRAINT uq_bank_line_book_id_account_code_identity UNIQUE (book_id, account_code, identity),
  CONSTRAINT uq_bank_line_book_id_account_code_position UNIQUE (book_id, account_code, position),
  CONSTRAINT ck_bank_line_amount CHECK (amount_fen <> 0),
  CONSTRAINT ck_bank_line_hashes CHECK (octet_length(identity) = 32 AND octet_length(content_hash) = 32),
  CONSTRAINT fk_bank_line_statement_id FOREIGN KEY (statement_id) REFERENCES fund.bank_statement (id)
);
CREATE INDEX ix_bank_line_statement_id ON fund.bank_line (statement_id);
CREATE INDEX ix_bank_line_book_id_booked_on_id ON fund.bank_line (book_id, booked_on, id);
`;

const DEFINER = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp`;

const GUARDS = `
-- Versions of a profile have no gap.
CREATE FUNCTION fund.guard_bank_profile() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF NEW.version <> (SELECT coalesce(max(p.version), 0) + 1 FROM bank_profile p
                      WHERE p.book_id = NEW.book_id AND p.name = NEW.name) THEN
    RAISE EXCEPTION 'versions of a profile are numbered without a gap' USING ERRCODE = 'FL059';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_bank_profile BEFORE INSERT ON fund.bank_profile
  FOR EACH ROW EXECUTE FUNCTION fund.guard_bank_profile();
ALTER TABLE fund.bank_profile ENABLE ALWAYS TRIGGER guard_bank_profile;

-- A line is of the account of its statement.
CREATE FUNCTION fund.guard_bank_line() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM bank_statement s WHERE s.id = NEW.statement_id
                    AND s.book_id = NEW.book_id AND s.account_code = NEW.account_code) THEN
    RAISE EXCEPTION 'a line is of the account of its statement' USING ERRCODE = 'FL059';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_bank_line BEFORE INSERT ON fund.bank_line
  FOR EACH ROW EXECUTE FUNCTION fund.guard_bank_line();
ALTER TABLE fund.bank_line ENABLE ALWAYS TRIGGER guard_bank_line;

-- Each balance of an account is the one before and the amount, through all statements.
CREATE FUNCTION fund.assert_bank_lines_follow() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (
      SELECT l.balance_fen, l.amount_fen,
             lag(l.balance_fen) OVER (PARTITION BY l.book_id, l.account_code ORDER BY l.position) AS before
        FROM bank_line l
       WHERE (l.book_id, l.account_code) IN (SELECT DISTINCT n.book_id, n.account_code FROM new_line n)) x
     WHERE x.before + x.amount_fen <> x.balance_fen) THEN
    RAISE EXCEPTION 'BANK_BALANCE_GAP' USING ERRCODE = 'FL059';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER bank_lines_follow AFTER INSERT ON fund.bank_line REFERENCING NEW TABLE AS new_line
  FOR EACH STATEMENT EXECUTE FUNCTION fund.assert_bank_lines_follow();
ALTER TABLE fund.bank_line ENABLE ALWAYS TRIGGER bank_lines_follow;

DO $$
DECLARE
  evidence text;
BEGIN
  FOREACH evidence IN ARRAY ARRAY['bank_profile', 'bank_statement', 'bank_line'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', evidence);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER append_only', evidence);
  END LOOP;
END $$;
`;

const GRANTS = `
GRANT SELECT, INSERT ON fund.bank_profile, fund.bank_statement, fund.bank_line TO fund_app;
`;

const OF_THE_BOOK = 'book_id = ANY ((SELECT fund.readable_books())::integer[])';

/** When a caller sees a row of a table: bank statements are the bureau's, and no organization's. */
const SEEN: readonly (readonly [string, string])[] = [
  ['fund.bank_profile', OF_THE_BOOK],
  ['fund.bank_statement', OF_THE_BOOK],
  ['fund.bank_line', OF_THE_BOOK],
];
