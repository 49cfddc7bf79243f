import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The ledger kernel: books, accounts, requests, holds, journals and entries, with every rule that
 * must hold whatever runs above. Login roles own nothing here and write through functions only.
 */
export class LedgerKernel0001 implements MigrationInterface {
  readonly name = 'LedgerKernel1795392000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(GUARDS);
    await runner.query(GRANTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE ledger.entry, ledger.journal, ledger.voucher_counter, ledger.hold,
                 ledger.posting_request, ledger.account_balance, ledger.account,
                 ledger.period, ledger.book_head, ledger.book CASCADE;
      DROP FUNCTION ledger.refuse_change(), ledger.refuse_foreign_hand(), ledger.refuse_removal(),
                    ledger.assert_entries_whole(), ledger.assert_journals_whole(),
                    ledger.guard_posting_request();
    `);
  }
}

const TABLES = `
-- A book is one bureau's set of accounts: the unit of voucher numbers, of closing and of sealing.
CREATE TABLE ledger.book (
  id         integer     GENERATED ALWAYS AS IDENTITY,
  code       text        NOT NULL,
  kind       text        NOT NULL,
  title      text        NOT NULL,
  opened_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_book PRIMARY KEY (id),
  CONSTRAINT uq_book_code UNIQUE (code),
  CONSTRAINT ck_book_code CHECK (code ~ '^[a-z0-9-]{1,120}$'),
  CONSTRAINT ck_book_kind CHECK (kind IN ('real', 'sandbox'))
);

-- Locking this row makes the holder the one writer of the book.
CREATE TABLE ledger.book_head (
  book_id      integer NOT NULL,
  last_journal bigint  NOT NULL DEFAULT 0,
  CONSTRAINT pk_book_head PRIMARY KEY (book_id),
  CONSTRAINT fk_book_head_book FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT ck_book_head_last_journal CHECK (last_journal >= 0)
);

CREATE TABLE ledger.period (
  book_id integer NOT NULL,
  month   date    NOT NULL,
  state   text    NOT NULL DEFAULT 'open',
  CONSTRAINT pk_period PRIMARY KEY (month, book_id),
  CONSTRAINT fk_period_book FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT ck_period_month CHECK (month = date_trunc('month', month)::date),
  CONSTRAINT ck_period_state CHECK (state IN ('open', 'on_hold', 'closed'))
);

-- An account is a code and up to four dimension values; the kernel does not know what they mean.
CREATE TABLE ledger.account (
  id          bigint   GENERATED ALWAYS AS IDENTITY,
  book_id     integer  NOT NULL,
  code        text     NOT NULL,
  dimension_1 text     NOT NULL DEFAULT '',
  dimension_2 text     NOT NULL DEFAULT '',
  dimension_3 text     NOT NULL DEFAULT '',
  dimension_4 text     NOT NULL DEFAULT '',
  side        smallint NOT NULL,
  section     text     NOT NULL,
  closed_at   timestamptz,
  CONSTRAINT pk_account PRIMARY KEY (id),
  CONSTRAINT uq_account_key UNIQUE (code, dimension_1, dimension_2, dimension_3, dimension_4, book_id),
  CONSTRAINT fk_account_book FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT ck_account_side CHECK (side IN (1, -1)),
  CONSTRAINT ck_account_section CHECK (section IN ('main', 'memo'))
);
CREATE INDEX ix_account_book ON ledger.account (book_id, code);

-- One narrow row an account, so that posting rewrites as little as it can (hence the fillfactor).
-- posted is signed, debit positive, in fen; side turns it to the account's own direction.
CREATE TABLE ledger.account_balance (
  account_id bigint   NOT NULL,
  posted     bigint   NOT NULL DEFAULT 0,
  held       bigint   NOT NULL DEFAULT 0,
  seq        bigint   NOT NULL DEFAULT 0,
  floor      bigint,
  side       smallint NOT NULL,
  CONSTRAINT pk_account_balance PRIMARY KEY (account_id),
  CONSTRAINT fk_account_balance_account FOREIGN KEY (account_id) REFERENCES ledger.account (id),
  CONSTRAINT ck_account_balance_held CHECK (held >= 0),
  CONSTRAINT ck_account_balance_floor CHECK (floor IS NULL OR side * posted - held >= floor)
) WITH (fillfactor = 50);

-- What a feature asked to be posted. Its content never changes; only its fate does.
CREATE TABLE ledger.posting_request (
  id               bigint      GENERATED ALWAYS AS IDENTITY,
  book_id          integer     NOT NULL,
  idempotency_key  text        NOT NULL,
  body_hash        bytea       NOT NULL,
  fact             text        NOT NULL,
  summary          text        NOT NULL,
  business_on      date        NOT NULL,
  voucher_word     text        NOT NULL,
  made_by          text        NOT NULL,
  lines            jsonb       NOT NULL,
  hold_changes     jsonb       NOT NULL,
  reverses_journal bigint,
  accepted_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  status           text        NOT NULL DEFAULT 'ready',
  attempts         integer     NOT NULL DEFAULT 0,
  run_after        timestamptz NOT NULL DEFAULT clock_timestamp(),
  failure_code     text,
  failure_detail   text,
  journal_number   bigint,
  CONSTRAINT pk_posting_request PRIMARY KEY (id),
  CONSTRAINT uq_posting_request_key UNIQUE (idempotency_key, book_id),
  CONSTRAINT uq_posting_request_journal UNIQUE (journal_number, book_id),
  CONSTRAINT fk_posting_request_book FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT ck_posting_request_key CHECK (length(idempotency_key) BETWEEN 1 AND 255),
  CONSTRAINT ck_posting_request_body_hash CHECK (length(body_hash) = 32),
  CONSTRAINT ck_posting_request_status CHECK (status IN ('ready', 'posted', 'failed', 'withdrawn')),
  CONSTRAINT ck_posting_request_posted CHECK ((status = 'posted') = (journal_number IS NOT NULL)),
  CONSTRAINT ck_posting_request_failed CHECK (status <> 'failed' OR failure_code IS NOT NULL)
);
CREATE INDEX ix_posting_request_waiting ON ledger.posting_request (book_id, id) WHERE status = 'ready';
CREATE INDEX ix_posting_request_failed ON ledger.posting_request (book_id, id) WHERE status = 'failed';
CREATE UNIQUE INDEX uq_posting_request_reverses
  ON ledger.posting_request (reverses_journal, book_id) WHERE status <> 'withdrawn';

-- Money of an account set aside for one purpose; posting consumes it.
CREATE TABLE ledger.hold (
  id         bigint      GENERATED ALWAYS AS IDENTITY,
  account_id bigint      NOT NULL,
  purpose    text        NOT NULL,
  placed_by  text        NOT NULL,
  placed_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  remaining  bigint      NOT NULL,
  CONSTRAINT pk_hold PRIMARY KEY (id),
  CONSTRAINT fk_hold_account FOREIGN KEY (account_id) REFERENCES ledger.account (id),
  CONSTRAINT ck_hold_remaining CHECK (remaining >= 0)
);
CREATE INDEX ix_hold_account ON ledger.hold (account_id);

CREATE TABLE ledger.voucher_counter (
  book_id     integer NOT NULL,
  month       date    NOT NULL,
  word        text    NOT NULL,
  last_number integer NOT NULL,
  CONSTRAINT pk_voucher_counter PRIMARY KEY (month, word, book_id),
  CONSTRAINT fk_voucher_counter_book FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT ck_voucher_counter_last_number CHECK (last_number > 0)
);

-- number runs 1…n in a book without a gap; so does voucher_number in a book, month and word.
CREATE TABLE ledger.journal (
  number         bigint      NOT NULL,
  book_id        integer     NOT NULL,
  voucher_month  date        NOT NULL,
  voucher_word   text        NOT NULL,
  voucher_number integer     NOT NULL,
  business_on    date        NOT NULL,
  booked_at      timestamptz NOT NULL,
  request_id     bigint      NOT NULL,
  reverses       bigint,
  fact           text        NOT NULL,
  summary        text        NOT NULL,
  made_by        text        NOT NULL,
  entry_count    smallint    NOT NULL,
  CONSTRAINT pk_journal PRIMARY KEY (number, book_id),
  CONSTRAINT uq_journal_request UNIQUE (request_id),
  CONSTRAINT uq_journal_voucher UNIQUE (voucher_number, voucher_month, voucher_word, book_id),
  CONSTRAINT uq_journal_reverses UNIQUE (reverses, book_id),
  CONSTRAINT fk_journal_book FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT ck_journal_voucher_month CHECK (voucher_month = date_trunc('month', business_on)::date),
  CONSTRAINT ck_journal_voucher_number CHECK (voucher_number > 0),
  CONSTRAINT ck_journal_entry_count CHECK (entry_count >= 2),
  CONSTRAINT ck_journal_reverses CHECK (reverses < number)
);

-- seq numbers the entries of an account; amount is signed fen, debit positive.
-- No foreign keys: on this table they cost 40 % of the posting rate, and the triggers check more.
CREATE TABLE ledger.entry (
  account_id     bigint   NOT NULL,
  seq            bigint   NOT NULL,
  amount         bigint   NOT NULL,
  balance_after  bigint   NOT NULL,
  journal_number bigint   NOT NULL,
  book_id        integer  NOT NULL,
  line           smallint NOT NULL,
  business_on    date     NOT NULL,
  facets         jsonb,
  CONSTRAINT pk_entry PRIMARY KEY (account_id, seq),
  CONSTRAINT uq_entry_line UNIQUE (journal_number, line, book_id),
  CONSTRAINT ck_entry_amount CHECK (amount <> 0 AND amount BETWEEN -1000000000000000 AND 1000000000000000)
);
`;

// Fixed, because a temporary table of the login would otherwise stand before the catalogue's.
const TRIGGER = 'LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp';

export const ASSERT_ENTRIES = `
-- Entries of one statement: every journal among them balances in each section, is not there yet,
-- and every account's balance row equals its last entry.
CREATE FUNCTION ledger.assert_entries_whole() RETURNS trigger ${TRIGGER} AS $$
DECLARE
  offender record;
BEGIN
  SELECT n.book_id, n.journal_number, a.section, sum(n.amount) AS difference INTO offender
    FROM new_entry n JOIN ledger.account a ON a.id = n.account_id AND a.book_id = n.book_id
   GROUP BY n.book_id, n.journal_number, a.section HAVING sum(n.amount) <> 0 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'UNBALANCED' USING ERRCODE = 'LG003',
      DETAIL = format('book %s journal %s section %s is off by %s fen',
                      offender.book_id, offender.journal_number, offender.section, offender.difference);
  END IF;

  SELECT n.account_id INTO offender FROM new_entry n
    LEFT JOIN ledger.account a ON a.id = n.account_id AND a.book_id = n.book_id AND a.closed_at IS NULL
   WHERE a.id IS NULL LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'ACCOUNT_NOT_OPEN' USING ERRCODE = 'LG003', DETAIL = format('account %s', offender.account_id);
  END IF;

  SELECT n.journal_number INTO offender FROM new_entry n
    JOIN ledger.journal j ON j.number = n.journal_number AND j.book_id = n.book_id LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'JOURNAL_COMPLETE' USING ERRCODE = 'LG003', DETAIL = format('journal %s', offender.journal_number);
  END IF;

  SELECT l.account_id INTO offender
    FROM (SELECT DISTINCT ON (account_id) account_id, seq, balance_after
            FROM new_entry ORDER BY account_id, seq DESC) l
    LEFT JOIN ledger.account_balance b USING (account_id)
   WHERE b.seq IS DISTINCT FROM l.seq OR b.posted IS DISTINCT FROM l.balance_after LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'BALANCE_DIFFERS' USING ERRCODE = 'LG003', DETAIL = format('account %s', offender.account_id);
  END IF;
  RETURN NULL;
END $$;
`;

const GUARDS = `
CREATE FUNCTION ledger.refuse_change() RETURNS trigger ${TRIGGER} AS $$
BEGIN
  RAISE EXCEPTION 'APPEND_ONLY' USING ERRCODE = 'LG001',
    DETAIL = format('%s on %I.%I', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME),
    HINT = 'What is posted stays. Correct it with a reversal.';
END $$;

CREATE FUNCTION ledger.refuse_removal() RETURNS trigger ${TRIGGER} AS $$
BEGIN
  RAISE EXCEPTION 'APPEND_ONLY' USING ERRCODE = 'LG001',
    DETAIL = format('%s on %I.%I', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME),
    HINT = 'Rows of the kernel are never removed.';
END $$;

-- Inside the kernel's own functions current_user is their owner; for everybody else, a superuser
-- included, it is the login. So a stray statement is stopped even where a grant was too wide.
CREATE FUNCTION ledger.refuse_foreign_hand() RETURNS trigger ${TRIGGER} AS $$
BEGIN
  IF current_user <> (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
    RAISE EXCEPTION 'WRITE_THROUGH_FUNCTIONS' USING ERRCODE = 'LG002',
      DETAIL = format('%s on %I.%I by %s', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME, current_user),
      HINT = 'The kernel is written through its functions only.';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION ledger.guard_posting_request() RETURNS trigger ${TRIGGER} AS $$
BEGIN
  IF OLD.status IN ('posted', 'withdrawn') THEN
    RAISE EXCEPTION 'REQUEST_FINAL' USING ERRCODE = 'LG001', DETAIL = format('request %s', OLD.id);
  END IF;
  IF (NEW.id, NEW.book_id, NEW.idempotency_key, NEW.body_hash, NEW.fact, NEW.summary, NEW.business_on,
      NEW.voucher_word, NEW.made_by, NEW.lines, NEW.hold_changes, NEW.accepted_at)
     IS DISTINCT FROM
     (OLD.id, OLD.book_id, OLD.idempotency_key, OLD.body_hash, OLD.fact, OLD.summary, OLD.business_on,
      OLD.voucher_word, OLD.made_by, OLD.lines, OLD.hold_changes, OLD.accepted_at)
     OR NEW.reverses_journal IS DISTINCT FROM OLD.reverses_journal THEN
    RAISE EXCEPTION 'REQUEST_CONTENT_FIXED' USING ERRCODE = 'LG001', DETAIL = format('request %s', OLD.id);
  END IF;
  RETURN NEW;
END $$;

${ASSERT_ENTRIES}
-- Journals come after their entries; here it is asserted that each has all of them.
CREATE FUNCTION ledger.assert_journals_whole() RETURNS trigger ${TRIGGER} AS $$
DECLARE
  offender record;
BEGIN
  SELECT n.number INTO offender
    FROM new_journal n
    LEFT JOIN LATERAL (SELECT count(*) AS entries, coalesce(sum(e.amount), -1) AS total
                         FROM ledger.entry e
                        WHERE e.journal_number = n.number AND e.book_id = n.book_id) x ON true
   WHERE x.entries <> n.entry_count OR x.total <> 0 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'JOURNAL_INCOMPLETE' USING ERRCODE = 'LG003', DETAIL = format('journal %s', offender.number);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER entry_whole AFTER INSERT ON ledger.entry REFERENCING NEW TABLE AS new_entry
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.assert_entries_whole();
CREATE TRIGGER journal_whole AFTER INSERT ON ledger.journal REFERENCING NEW TABLE AS new_journal
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.assert_journals_whole();
CREATE TRIGGER posting_request_content BEFORE UPDATE ON ledger.posting_request
  FOR EACH ROW EXECUTE FUNCTION ledger.guard_posting_request();

DO $$
DECLARE
  kernel_table text;
BEGIN
  FOREACH kernel_table IN ARRAY ARRAY['entry', 'journal'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', kernel_table);
  END LOOP;
  FOREACH kernel_table IN ARRAY ARRAY['book', 'book_head', 'period', 'account', 'account_balance',
                                      'posting_request', 'hold', 'voucher_counter'] LOOP
    EXECUTE format('CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON ledger.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_removal()', kernel_table);
  END LOOP;
  FOREACH kernel_table IN ARRAY ARRAY['book', 'book_head', 'period', 'account', 'account_balance',
                                      'posting_request', 'hold', 'voucher_counter', 'entry', 'journal'] LOOP
    EXECUTE format('CREATE TRIGGER own_hand BEFORE INSERT OR UPDATE ON ledger.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_foreign_hand()', kernel_table);
  END LOOP;
END $$;

-- ALWAYS: not even a session in replica mode steps around them.
DO $$
DECLARE
  guard record;
BEGIN
  FOR guard IN SELECT c.relname, t.tgname FROM pg_trigger t
                 JOIN pg_class c ON c.oid = t.tgrelid
                 JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'ledger' AND NOT t.tgisinternal LOOP
    EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER %I', guard.relname, guard.tgname);
  END LOOP;
END $$;
`;

const GRANTS = `
GRANT USAGE ON SCHEMA ledger TO fund_app;
GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO fund_app;
`;
