import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/**
 * Which lines of the bank's are which entries of the books, which lines need none, and the reconciliation
 * statements (银行余额调节表) that two people stand for.
 */
export class BankMatches0060 implements MigrationInterface {
  readonly name = 'BankMatches1795392000060';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, FUNCTIONS, GUARDS, RECONCILED, GRANTS]) await runner.query(part);
    for (const [table, seen] of SEEN) await runner.query(protect(table, seen));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of SEEN.toReversed()) await runner.query(unprotect(table));
    await runner.query(`
      DROP TRIGGER keep_reconciled_days ON fund.bank_line;
      DROP TABLE ${SEEN.map(([table]) => table).join(', ')} CASCADE;
      DROP FUNCTION fund.assert_bank_match_whole(), fund.guard_bank_match_undoing(), fund.guard_bank_line_ignoring(),
        fund.guard_bank_line_restoring(), fund.bank_line_matched(uuid), fund.bank_entry_matched(bigint, bigint),
        fund.is_bank_line_ignored(uuid), fund.lock_bank_lines(integer, text), fund.keep_reconciled_days(),
        fund.guard_bank_reconciliation_confirming(), fund.bank_reconciled_until(integer, text, timestamptz);`);
  }
}

const BY = `
  made_by text NOT NULL,
  made_by_id uuid NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),`;

const TABLES = `
CREATE TABLE fund.bank_match (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  account_code text NOT NULL,
  note text,${BY}
  CONSTRAINT pk_bank_match PRIMARY KEY (id),
  CONSTRAINT fk_bank_match_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT fk_bank_match_made_by_id FOREIGN KEY (made_by_id) REFERENCES fund.person (id)
);
CREATE TABLE fund.bank_match_part (
  match_id uuid NOT NULL,
  ordinal integer NOT NULL,
  line_id uuid,
  account_id bigint,
  entry_seq bigint,
  amount_fen bigint NOT NULL,
  CONSTRAINT pk_bank_match_part PRIMARY KEY (match_id, ordinal),
  CONSTRAINT ck_bank_match_part_amount CHECK (amount_fen <> 0),
  CONSTRAINT ck_bank_match_part_side CHECK (num_nonnulls(account_id, entry_seq) = CASE WHEN line_id IS NULL THEN 2 ELSE 0 END),
  CONSTRAINT fk_bank_match_part_match_id FOREIGN KEY (match_id) REFERENCES fund.bank_match (id),
  CONSTRAINT fk_bank_match_part_line_id FOREIGN KEY (line_id) REFERENCES fund.bank_line (id)
);
CREATE INDEX ix_bank_match_part_line_id ON fund.bank_match_part (line_id);
CREATE INDEX ix_bank_match_part_account_id_entry_seq ON fund.bank_match_part (account_id, entry_seq);
CREATE TABLE fund.bank_match_undoing (
  match_id uuid NOT NULL,
  reason text NOT NULL,${BY}
  CONSTRAINT pk_bank_match_undoing PRIMARY KEY (match_id),
  CONSTRAINT fk_bank_match_undoing_match_id FOREIGN KEY (match_id) REFERENCES fund.bank_match (id),
  CONSTRAINT fk_bank_match_undoing_made_by_id FOREIGN KEY (made_by_id) REFERENCES fund.person (id)
);
CREATE TABLE fund.bank_line_ignoring (
  id uuid NOT NULL,
  line_id uuid NOT NULL,
  reason text NOT NULL,${BY}
  CONSTRAINT pk_bank_line_ignoring PRIMARY KEY (id),
  CONSTRAINT fk_bank_line_ignoring_line_id FOREIGN KEY (line_id) REFERENCES fund.bank_line (id),
  CONSTRAINT fk_bank_line_ignoring_made_by_id FOREIGN KEY (made_by_id) REFERENCES fund.person (id)
);
CREATE TABLE fund.bank_reconciliation (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  account_code text NOT NULL,
  as_of date NOT NULL,
  content jsonb NOT NULL,
  content_hash bytea NOT NULL,${BY}
  CONSTRAINT pk_bank_reconciliation PRIMARY KEY (id),
  CONSTRAINT ck_bank_reconciliation_content_hash CHECK (octet_length(content_hash) = 32),
  CONSTRAINT fk_bank_reconciliation_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT fk_bank_reconciliation_made_by_id FOREIGN KEY (made_by_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_bank_reconciliation_book_id_account_code_as_of ON fund.bank_reconciliation (book_id, account_code, as_of);
CREATE TABLE fund.bank_reconciliation_confirming (
  reconciliation_id uuid NOT NULL,${BY}
  CONSTRAINT pk_bank_reconciliation_confirming PRIMARY KEY (reconciliation_id),
  CONSTRAINT fk_bank_reconciliation_confirming_reconciliation_id FOREIGN KEY (reconciliation_id) REFERENCES fund.bank_reconciliation (id),
  CONSTRAINT fk_bank_reconciliation_confirming_made_by_id FOREIGN KEY (made_by_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_bank_line_ignoring_line_id ON fund.bank_line_ignoring (line_id);
CREATE TABLE fund.bank_line_restoring (
  ignoring_id uuid NOT NULL,
  reason text NOT NULL,${BY}
  CONSTRAINT pk_bank_line_restoring PRIMARY KEY (ignoring_id),
  CONSTRAINT fk_bank_line_restoring_ignoring_id FOREIGN KEY (ignoring_id) REFERENCES fund.bank_line_ignoring (id),
  CONSTRAINT fk_bank_line_restoring_made_by_id FOREIGN KEY (made_by_id) REFERENCES fund.person (id)
);
`;

const READER = 'LANGUAGE sql STABLE SET search_path = fund, pg_temp';

const FUNCTIONS = `
-- What of a line, and of an entry, stands in matches that were not undone.
CREATE FUNCTION fund.bank_line_matched(p_line uuid) RETURNS bigint ${READER} AS $$
  SELECT coalesce(sum(p.amount_fen), 0)::bigint FROM fund.bank_match_part p
   WHERE p.line_id = p_line
     AND NOT EXISTS (SELECT FROM fund.bank_match_undoing u WHERE u.match_id = p.match_id)
$$;
CREATE FUNCTION fund.bank_entry_matched(p_account bigint, p_seq bigint) RETURNS bigint ${READER} AS $$
  SELECT coalesce(sum(p.amount_fen), 0)::bigint FROM fund.bank_match_part p
   WHERE p.account_id = p_account AND p.entry_seq = p_seq
     AND NOT EXISTS (SELECT FROM fund.bank_match_undoing u WHERE u.match_id = p.match_id)
$$;
CREATE FUNCTION fund.is_bank_line_ignored(p_line uuid) RETURNS boolean ${READER} AS $$
  SELECT EXISTS (SELECT FROM fund.bank_line_ignoring i WHERE i.line_id = p_line
    AND NOT EXISTS (SELECT FROM fund.bank_line_restoring r WHERE r.ignoring_id = i.id))
$$;
-- The day until which an account is reconciled, by statements that were confirmed after a moment.
CREATE FUNCTION fund.bank_reconciled_until(p_book integer, p_account text, p_after timestamptz) RETURNS date ${READER} AS $$
  SELECT max(r.as_of) FROM fund.bank_reconciliation r
    JOIN fund.bank_reconciliation_confirming c ON c.reconciliation_id = r.id
   WHERE r.book_id = p_book AND r.account_code = p_account AND c.made_at > p_after
$$;
-- Imports, matches and what ignores lines of one account follow each other.
CREATE FUNCTION fund.lock_bank_lines(p_book integer, p_account text) RETURNS void LANGUAGE sql VOLATILE
  SET search_path = fund, pg_temp AS $$
  SELECT pg_advisory_xact_lock(hashtext('bank lines of ' || p_book || ' ' || p_account))
$$;
`;

const DEFINER = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp`;

const GUARDS = `
-- A match is written at once, and adds up: what it takes of lines is what it takes of entries of the same account,
-- each with its own sign and within what is left of it.
CREATE FUNCTION fund.assert_bank_match_whole() RETURNS trigger ${DEFINER} AS $$
DECLARE
  made record;
BEGIN
  FOR made IN
    SELECT m.id, m.book_id, m.account_code FROM bank_match m
     WHERE m.id IN (SELECT n.match_id FROM new_part n) ORDER BY m.book_id, m.account_code, m.id
  LOOP
    PERFORM fund.lock_bank_lines(made.book_id, made.account_code);
    IF (SELECT count(*) FROM bank_match_part p WHERE p.match_id = made.id)
         <> (SELECT count(*) FROM new_part n WHERE n.match_id = made.id)
       OR (SELECT count(*) < 2 OR sum(CASE WHEN n.line_id IS NULL THEN -n.amount_fen ELSE n.amount_fen END) <> 0
             FROM new_part n WHERE n.match_id = made.id) THEN
      RAISE EXCEPTION 'BANK_MATCH_UNBALANCED' USING ERRCODE = 'FL060';
    END IF;
    IF EXISTS (
      SELECT FROM new_part n LEFT JOIN bank_line l ON l.id = n.line_id
       WHERE n.match_id = made.id AND n.line_id IS NOT NULL
         AND ((l.book_id, l.account_code) IS DISTINCT FROM (made.book_id, made.account_code)
              OR fund.is_bank_line_ignored(l.id) OR sign(n.amount_fen) <> sign(l.amount_fen)
              OR abs(fund.bank_line_matched(l.id)) > abs(l.amount_fen)))
     OR EXISTS (
      SELECT FROM new_part n
        LEFT JOIN ledger.entry e ON e.account_id = n.account_id AND e.seq = n.entry_seq
        LEFT JOIN ledger.account a ON a.id = e.account_id
       WHERE n.match_id = made.id AND n.line_id IS NULL
         AND ((e.book_id, a.code) IS DISTINCT FROM (made.book_id, made.account_code)
              OR sign(n.amount_fen) <> sign(e.amount)
              OR abs(fund.bank_entry_matched(e.account_id, e.seq)) > abs(e.amount))) THEN
      RAISE EXCEPTION 'BANK_MATCH_EXCEEDS' USING ERRCODE = 'FL060';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER bank_match_whole AFTER INSERT ON fund.bank_match_part REFERENCING NEW TABLE AS new_part
  FOR EACH STATEMENT EXECUTE FUNCTION fund.assert_bank_match_whole();
ALTER TABLE fund.bank_match_part ENABLE ALWAYS TRIGGER bank_match_whole;

CREATE FUNCTION fund.guard_bank_match_undoing() RETURNS trigger ${DEFINER} AS $$
DECLARE
  made bank_match;
BEGIN
  SELECT m.* INTO made FROM bank_match m WHERE m.id = NEW.match_id;
  PERFORM fund.lock_bank_lines(made.book_id, made.account_code);
  IF EXISTS (
    SELECT FROM bank_match_part p
      LEFT JOIN bank_line l ON l.id = p.line_id
      LEFT JOIN ledger.entry e ON e.account_id = p.account_id AND e.seq = p.entry_seq
     WHERE p.match_id = made.id AND coalesce(l.booked_on, e.business_on)
           <= fund.bank_reconciled_until(made.book_id, made.account_code, made.made_at)) THEN
    RAISE EXCEPTION 'BANK_RECONCILED' USING ERRCODE = 'FL060';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_bank_match_undoing BEFORE INSERT ON fund.bank_match_undoing
  FOR EACH ROW EXECUTE FUNCTION fund.guard_bank_match_undoing();
ALTER TABLE fund.bank_match_undoing ENABLE ALWAYS TRIGGER guard_bank_match_undoing;

-- What is ignored is in no match, and not ignored already.
CREATE FUNCTION fund.guard_bank_line_ignoring() RETURNS trigger ${DEFINER} AS $$
DECLARE
  line bank_line;
BEGIN
  SELECT l.* INTO line FROM bank_line l WHERE l.id = NEW.line_id;
  PERFORM fund.lock_bank_lines(line.book_id, line.account_code);
  IF fund.is_bank_line_ignored(NEW.line_id) OR fund.bank_line_matched(NEW.line_id) <> 0 THEN
    RAISE EXCEPTION 'BANK_LINE_NOT_OPEN' USING ERRCODE = 'FL060';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_bank_line_ignoring BEFORE INSERT ON fund.bank_line_ignoring
  FOR EACH ROW EXECUTE FUNCTION fund.guard_bank_line_ignoring();
ALTER TABLE fund.bank_line_ignoring ENABLE ALWAYS TRIGGER guard_bank_line_ignoring;

CREATE FUNCTION fund.guard_bank_line_restoring() RETURNS trigger ${DEFINER} AS $$
DECLARE
  found record;
BEGIN
  SELECT l.book_id, l.account_code, l.booked_on, i.made_at INTO found
    FROM bank_line l JOIN bank_line_ignoring i ON i.line_id = l.id WHERE i.id = NEW.ignoring_id;
  PERFORM fund.lock_bank_lines(found.book_id, found.account_code);
  IF found.booked_on <= fund.bank_reconciled_until(found.book_id, found.account_code, found.made_at) THEN
    RAISE EXCEPTION 'BANK_RECONCILED' USING ERRCODE = 'FL060';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_bank_line_restoring BEFORE INSERT ON fund.bank_line_restoring
  FOR EACH ROW EXECUTE FUNCTION fund.guard_bank_line_restoring();
ALTER TABLE fund.bank_line_restoring ENABLE ALWAYS TRIGGER guard_bank_line_restoring;

DO $$
DECLARE
  evidence text;
BEGIN
  FOREACH evidence IN ARRAY ARRAY['bank_match', 'bank_match_part', 'bank_match_undoing', 'bank_line_ignoring', 'bank_line_restoring',
    'bank_reconciliation', 'bank_reconciliation_confirming'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', evidence);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER append_only', evidence);
  END LOOP;
END $$;
`;

const RECONCILED = `
-- Two people stand for a statement.
CREATE FUNCTION fund.guard_bank_reconciliation_confirming() RETURNS trigger ${DEFINER} AS $$
DECLARE
  made bank_reconciliation;
BEGIN
  SELECT r.* INTO made FROM bank_reconciliation r WHERE r.id = NEW.reconciliation_id;
  PERFORM fund.lock_bank_lines(made.book_id, made.account_code);
  IF made.made_by_id = NEW.made_by_id THEN
    RAISE EXCEPTION 'SAME_PERSON' USING ERRCODE = 'FL060';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_bank_reconciliation_confirming BEFORE INSERT ON fund.bank_reconciliation_confirming
  FOR EACH ROW EXECUTE FUNCTION fund.guard_bank_reconciliation_confirming();
ALTER TABLE fund.bank_reconciliation_confirming ENABLE ALWAYS TRIGGER guard_bank_reconciliation_confirming;

-- Into days that are reconciled no line comes any more.
CREATE FUNCTION fund.keep_reconciled_days() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF NEW.booked_on <= fund.bank_reconciled_until(NEW.book_id, NEW.account_code, '-infinity') THEN
    RAISE EXCEPTION 'BANK_RECONCILED' USING ERRCODE = 'FL060';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_reconciled_days BEFORE INSERT ON fund.bank_line
  FOR EACH ROW EXECUTE FUNCTION fund.keep_reconciled_days();
ALTER TABLE fund.bank_line ENABLE ALWAYS TRIGGER keep_reconciled_days;
`;

const GRANTS = `
GRANT SELECT, INSERT ON fund.bank_match, fund.bank_match_part, fund.bank_match_undoing, fund.bank_line_ignoring,
  fund.bank_line_restoring, fund.bank_reconciliation, fund.bank_reconciliation_confirming TO fund_app;
GRANT EXECUTE ON FUNCTION fund.bank_line_matched(uuid), fund.bank_entry_matched(bigint, bigint),
  fund.is_bank_line_ignored(uuid), fund.lock_bank_lines(integer, text),
  fund.bank_reconciled_until(integer, text, timestamptz) TO fund_app, fund_web;
`;

/** When a caller sees a row of a table: with the account's lines. */
const SEEN: readonly (readonly [string, string])[] = [
  ['fund.bank_match', 'book_id = ANY ((SELECT fund.readable_books())::integer[])'],
  ['fund.bank_match_part', through('fund.bank_match', 'match_id')],
  ['fund.bank_match_undoing', through('fund.bank_match', 'match_id')],
  ['fund.bank_line_ignoring', through('fund.bank_line', 'line_id')],
  ['fund.bank_line_restoring', through('fund.bank_line_ignoring', 'ignoring_id')],
  ['fund.bank_reconciliation', 'book_id = ANY ((SELECT fund.readable_books())::integer[])'],
  ['fund.bank_reconciliation_confirming', through('fund.bank_reconciliation', 'reconciliation_id')],
];
