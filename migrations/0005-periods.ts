import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ACCEPT_REQUEST } from './0002-ledger-functions';

/**
 * Months that are closed with a snapshot of every balance, and balances at any time. What is closed,
 * and who reopened it and why, is evidence: rows are added, never changed.
 */
export class Periods0005 implements MigrationInterface {
  readonly name = 'Periods1795392000005';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [TABLES, GUARDS, OPEN_MONTH, CLOSING, REOPENING, BALANCES]) {
      await runner.query(statement);
    }
    await runner.query(`
      REVOKE ALL ON FUNCTION ${FUNCTIONS.join(', ')} FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ${FUNCTIONS.join(', ')} TO fund_app;
      GRANT SELECT ON ${TABLE_NAMES.map((table) => `ledger.${table}`).join(', ')} TO fund_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${FUNCTIONS.join(', ')}`);
    await runner.query(ACCEPT_REQUEST.replaceAll('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION'));
    await runner.query(
      'DROP TABLE ledger.period_reopening, ledger.period_snapshot, ledger.period_closing',
    );
  }
}

const TABLE_NAMES = ['period_closing', 'period_snapshot', 'period_reopening'];

const FUNCTIONS = [
  'ledger.close_month(integer, date, text, boolean)',
  'ledger.reopen_month(integer, date, text, text, text)',
  'ledger.put_month_on_hold(integer, date, boolean)',
  'ledger.last_journal_known_at(integer, timestamptz)',
  'ledger.balances_at(integer, date, timestamptz, bigint[])',
];

const DEFINER = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp`;

const TABLES = `
-- One row each time that a month is closed. The journals up to through_journal were posted then.
CREATE TABLE ledger.period_closing (
  month           date        NOT NULL,
  version         integer     NOT NULL,
  book_id         integer     NOT NULL,
  through_journal bigint      NOT NULL,
  accounts        integer     NOT NULL,
  closed_by       text        NOT NULL,
  closed_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_period_closing PRIMARY KEY (month, version, book_id),
  CONSTRAINT fk_period_closing_period FOREIGN KEY (month, book_id) REFERENCES ledger.period (month, book_id),
  CONSTRAINT ck_period_closing_version CHECK (version > 0),
  CONSTRAINT ck_period_closing_closed_by CHECK (closed_by ~ '[^[:space:]]')
);

-- posted counts the entries dated up to the end of the month. later_from is the number of the first
-- entry of the account that is dated after it, so that a later balance reads on from there.
CREATE TABLE ledger.period_snapshot (
  account_id bigint  NOT NULL,
  month      date    NOT NULL,
  version    integer NOT NULL,
  book_id    integer NOT NULL,
  posted     bigint  NOT NULL,
  later_from bigint  NOT NULL,
  CONSTRAINT pk_period_snapshot PRIMARY KEY (account_id, month, version),
  CONSTRAINT fk_period_snapshot_closing FOREIGN KEY (month, version, book_id)
    REFERENCES ledger.period_closing (month, version, book_id),
  CONSTRAINT ck_period_snapshot_later_from CHECK (later_from > 0)
);

-- A closing is reopened at most once, by two people, with a reason; closing again makes the next version.
CREATE TABLE ledger.period_reopening (
  month           date        NOT NULL,
  version         integer     NOT NULL,
  book_id         integer     NOT NULL,
  through_journal bigint      NOT NULL,
  reopened_by     text        NOT NULL,
  second_person   text        NOT NULL,
  reason          text        NOT NULL,
  reopened_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_period_reopening PRIMARY KEY (month, version, book_id),
  CONSTRAINT fk_period_reopening_closing FOREIGN KEY (month, version, book_id)
    REFERENCES ledger.period_closing (month, version, book_id),
  CONSTRAINT ck_period_reopening_people CHECK (
    reopened_by ~ '[^[:space:]]' AND second_person ~ '[^[:space:]]'
    AND lower(btrim(reopened_by)) <> lower(btrim(second_person))),
  CONSTRAINT ck_period_reopening_reason CHECK (reason ~ '[^[:space:]]')
);
`;

const GUARDS = `
DO $$
DECLARE
  evidence text;
BEGIN
  FOREACH evidence IN ARRAY ARRAY['period_closing', 'period_snapshot', 'period_reopening'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', evidence);
    EXECUTE format('CREATE TRIGGER own_hand BEFORE INSERT OR UPDATE ON ledger.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_foreign_hand()', evidence);
    EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER append_only', evidence);
    EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER own_hand', evidence);
  END LOOP;
END $$;
`;

export const OPEN_MONTH = `
-- The share lock keeps the month from being closed under a request on its way. A month that nobody
-- used before is opened here, but not before a closed one: the snapshot of that has no place for it.
CREATE OR REPLACE FUNCTION ledger.require_open_month(p_book integer, p_day date) RETURNS void
LANGUAGE plpgsql SET search_path = ledger, pg_temp AS $$
DECLARE
  wanted date := date_trunc('month', p_day)::date;
  found_state text;
BEGIN
  SELECT p.state INTO found_state FROM period p WHERE p.month = wanted AND p.book_id = p_book FOR SHARE;
  IF NOT FOUND THEN
    -- Closing takes this lock exclusively, so it sees every month that is opened before it.
    PERFORM pg_advisory_xact_lock_shared(hashtext('ledger.period'), p_book);
    IF NOT EXISTS (SELECT 1 FROM period p WHERE p.month > wanted AND p.book_id = p_book AND p.state = 'closed') THEN
      INSERT INTO period (book_id, month) VALUES (p_book, wanted) ON CONFLICT DO NOTHING;
      SELECT p.state INTO found_state FROM period p WHERE p.month = wanted AND p.book_id = p_book FOR SHARE;
    END IF;
  END IF;
  -- The locking read gives the row as it is after the wait.
  IF found_state IS DISTINCT FROM 'open' THEN
    RAISE EXCEPTION 'PERIOD_NOT_OPEN' USING ERRCODE = 'LG004', DETAIL = format('month %s', wanted);
  END IF;
END $$;
`;

const CLOSING = `
-- Closes a month: refused while requests of it wait or have failed (every voucher is entered before
-- closing), while an earlier month is open, and when a balance differs from its entries.
-- With p_check it only says what closing would do.
CREATE FUNCTION ledger.close_month(p_book integer, p_month date, p_by text, p_check boolean)
RETURNS TABLE (closed_version integer, through bigint, account_count integer) ${DEFINER} AS $$
DECLARE
  month_state text;
  next_month date := (p_month + interval '1 month')::date;
  last_number bigint;
  next_version integer;
  offender record;
  counted integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ledger.period'), p_book);
  SELECT p.state INTO month_state FROM period p WHERE p.month = p_month AND p.book_id = p_book FOR UPDATE;
  IF month_state = 'closed' THEN
    RAISE EXCEPTION 'MONTH_ALREADY_CLOSED' USING ERRCODE = 'LG004', DETAIL = format('month %s', p_month);
  END IF;
  SELECT p.month INTO offender FROM period p
   WHERE p.book_id = p_book AND (p.month < p_month AND p.state <> 'closed' OR p.month > p_month AND p.state = 'closed')
   ORDER BY p.month LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'MONTH_OUT_OF_ORDER' USING ERRCODE = 'LG004', DETAIL = format('month %s comes first', offender.month);
  END IF;
  -- Nobody posts to the book from here on; what waits of this month stands against closing.
  SELECT h.last_journal INTO last_number FROM book_head h WHERE h.book_id = p_book FOR UPDATE;
  SELECT count(*) AS requests, min(r.id) AS first INTO offender FROM posting_request r
   WHERE r.book_id = p_book AND r.status IN ('ready', 'failed')
     AND r.business_on >= p_month AND r.business_on < next_month;
  IF offender.requests > 0 THEN
    RAISE EXCEPTION 'MONTH_HAS_UNPOSTED' USING ERRCODE = 'LG004',
      DETAIL = format('%s requests, the first is %s', offender.requests, offender.first);
  END IF;
  SELECT a.code, a.id INTO offender FROM account a
    LEFT JOIN account_balance b ON b.account_id = a.id
    LEFT JOIN LATERAL (SELECT coalesce(sum(e.amount), 0) AS total, count(*) AS entries
                         FROM entry e WHERE e.account_id = a.id) x ON true
   WHERE a.book_id = p_book AND (b.posted IS DISTINCT FROM x.total OR b.seq IS DISTINCT FROM x.entries)
   ORDER BY a.code, a.id LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'BALANCES_DIFFER' USING ERRCODE = 'LG004',
      DETAIL = format('account %s (%s)', offender.id, offender.code);
  END IF;
  SELECT coalesce(max(c.version), 0) + 1 INTO next_version
    FROM period_closing c WHERE c.month = p_month AND c.book_id = p_book;
  SELECT count(*) INTO counted FROM account a WHERE a.book_id = p_book;
  IF NOT p_check THEN
    INSERT INTO period AS p (book_id, month, state) VALUES (p_book, p_month, 'closed')
    ON CONFLICT (month, book_id) DO UPDATE SET state = 'closed';
    -- An intake may open accounts meanwhile; without entries they need no snapshot.
    INSERT INTO period_closing (month, version, book_id, through_journal, accounts, closed_by)
    VALUES (p_month, next_version, p_book, last_number, counted, p_by);
    INSERT INTO period_snapshot (account_id, month, version, book_id, posted, later_from)
    SELECT a.id, p_month, next_version, p_book,
           coalesce(sum(e.amount) FILTER (WHERE e.business_on < next_month), 0),
           coalesce(min(e.seq) FILTER (WHERE e.business_on >= next_month), count(e.seq) + 1)
      FROM account a LEFT JOIN entry e ON e.account_id = a.id
     WHERE a.book_id = p_book GROUP BY a.id;
  END IF;
  RETURN QUERY SELECT next_version, last_number, counted;
END $$;
`;

const REOPENING = `
-- The last closed month is reopened first, so that no snapshot stands on a month that changes.
CREATE FUNCTION ledger.reopen_month(p_book integer, p_month date, p_by text, p_second text, p_reason text)
RETURNS integer ${DEFINER} AS $$
DECLARE
  closed_version integer;
  last_number bigint;
BEGIN
  IF p_by !~ '[^[:space:]]' OR p_second !~ '[^[:space:]]' OR lower(btrim(p_by)) = lower(btrim(p_second))
     OR p_reason !~ '[^[:space:]]' THEN
    RAISE EXCEPTION 'REOPENING_NEEDS_TWO' USING ERRCODE = 'LG004', DETAIL = format('month %s', p_month);
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('ledger.period'), p_book);
  PERFORM 1 FROM period p WHERE p.month = p_month AND p.book_id = p_book AND p.state = 'closed' FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'MONTH_NOT_CLOSED' USING ERRCODE = 'LG004', DETAIL = format('month %s', p_month);
  END IF;
  IF EXISTS (SELECT 1 FROM period p WHERE p.month > p_month AND p.book_id = p_book AND p.state = 'closed') THEN
    RAISE EXCEPTION 'MONTH_OUT_OF_ORDER' USING ERRCODE = 'LG004', DETAIL = 'a later month is closed';
  END IF;
  SELECT h.last_journal INTO last_number FROM book_head h WHERE h.book_id = p_book FOR UPDATE;
  SELECT max(c.version) INTO closed_version FROM period_closing c WHERE c.month = p_month AND c.book_id = p_book;
  INSERT INTO period_reopening (month, version, book_id, through_journal, reopened_by, second_person, reason)
  VALUES (p_month, closed_version, p_book, last_number, p_by, p_second, p_reason);
  UPDATE period p SET state = 'open' WHERE p.month = p_month AND p.book_id = p_book;
  RETURN closed_version;
END $$;

-- On hold a month takes no requests, but nothing is closed: it can be opened again at any time.
CREATE FUNCTION ledger.put_month_on_hold(p_book integer, p_month date, p_hold boolean) RETURNS void ${DEFINER} AS $$
BEGIN
  UPDATE period p SET state = CASE WHEN p_hold THEN 'on_hold' ELSE 'open' END
   WHERE p.month = p_month AND p.book_id = p_book AND p.state = CASE WHEN p_hold THEN 'open' ELSE 'on_hold' END;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'PERIOD_NOT_OPEN' USING ERRCODE = 'LG004', DETAIL = format('month %s', p_month);
  END IF;
END $$;
`;

const BALANCES = `
-- Booking times never fall from one journal to the next, so halving finds the last one in time.
CREATE FUNCTION ledger.last_journal_known_at(p_book integer, p_known_at timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = ledger, pg_temp AS $$
DECLARE
  low bigint := 0;
  high bigint;
  middle bigint;
BEGIN
  SELECT h.last_journal INTO high FROM book_head h WHERE h.book_id = p_book;
  WHILE low < high LOOP
    middle := (low + high + 1) / 2;
    IF (SELECT j.booked_at <= p_known_at FROM journal j WHERE j.number = middle AND j.book_id = p_book) THEN
      low := middle;
    ELSE
      high := middle - 1;
    END IF;
  END LOOP;
  RETURN low;
END $$;

-- Balances from entries: dated up to p_as_of, of what was booked up to p_known_at; NULL means no limit.
-- They start at the last snapshot that held then: closed before, and not reopened by that time.
CREATE FUNCTION ledger.balances_at(p_book integer, p_as_of date, p_known_at timestamptz, p_accounts bigint[])
RETURNS TABLE (account_id bigint, posted bigint)
LANGUAGE plpgsql STABLE SET search_path = ledger, pg_temp AS $$
DECLARE
  through bigint := CASE WHEN p_known_at IS NULL THEN 9223372036854775807 ELSE last_journal_known_at(p_book, p_known_at) END;
  as_of date := coalesce(p_as_of, 'infinity');
  base_month date;
  base_version integer;
  later date := '-infinity';
BEGIN
  SELECT c.month, c.version, (c.month + interval '1 month')::date INTO base_month, base_version, later
    FROM period_closing c
   WHERE c.book_id = p_book AND (c.month + interval '1 month')::date - 1 <= as_of AND c.through_journal <= through
     AND NOT EXISTS (SELECT 1 FROM period_reopening o
                      WHERE o.month = c.month AND o.version = c.version AND o.book_id = c.book_id
                        AND o.through_journal < through)
   ORDER BY c.month DESC, c.version DESC LIMIT 1;
  RETURN QUERY
    SELECT a.id, (coalesce(s.posted, 0) + coalesce(x.amount, 0))::bigint
      FROM account a
      LEFT JOIN period_snapshot s
        ON s.account_id = a.id AND s.month = base_month AND s.version = base_version
      LEFT JOIN LATERAL (SELECT sum(e.amount) AS amount FROM entry e
                          WHERE e.account_id = a.id AND e.seq >= coalesce(s.later_from, 1)
                            AND e.business_on >= coalesce(later, '-infinity') AND e.business_on <= as_of
                            AND e.journal_number <= through) x ON true
     WHERE a.book_id = p_book AND (p_accounts IS NULL OR a.id = ANY (p_accounts));
END $$;
`;
