import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ASSERT_ENTRIES } from './0001-ledger-kernel';
import { ACCEPT_REQUEST, DRAIN } from './0002-ledger-functions';
import { OPEN_MONTH } from './0005-periods';

/**
 * The same posting, faster: set-based numbering instead of searching arrays, accounts opened only
 * when one is missing, and plans that stay good when they were made on empty tables.
 */
export class FastPosting0007 implements MigrationInterface {
  readonly name = 'FastPosting1795392000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ACCEPT);
    await runner.query(ASSERT);
    await runner.query(POST);
    await runner.query(CONTENT_TRIGGER(WHEN_TOUCHED));
    for (const signature of PLANNED) {
      await runner.query(`ALTER FUNCTION ${signature} SET enable_seqscan = off`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const signature of PLANNED) {
      await runner.query(`ALTER FUNCTION ${signature} RESET enable_seqscan`);
    }
    await runner.query(CONTENT_TRIGGER(''));
    for (const statement of [ASSERT_ENTRIES, ACCEPT_REQUEST, OPEN_MONTH, DRAIN]) {
      await runner.query(statement.replaceAll('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION'));
    }
  }
}

const TRIGGER = 'LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp';
const DEFINER = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp`;

/**
 * A session keeps its plans. Made while the tables are empty they would read whole tables for ever,
 * many times slower; every question these functions ask has its index.
 */
const PLANNED = [
  'ledger.existing_request(integer, text, bytea)',
  'ledger.require_open_month(integer, date)',
  'ledger.accept_request(integer, text, bytea, text, text, date, text, text, jsonb, jsonb)',
  'ledger.accept_reversal(integer, text, bytea, text, date, text, bigint)',
  'ledger.drain(integer, integer, bigint)',
  'ledger.assert_entries_whole()',
  'ledger.assert_journals_whole()',
];

/** The guard looks only at rows whose content or final state somebody touches: no call for the others. */
const WHEN_TOUCHED = `WHEN (
  OLD.status IN ('posted', 'withdrawn')
  OR OLD.id <> NEW.id OR OLD.book_id <> NEW.book_id OR OLD.idempotency_key <> NEW.idempotency_key
  OR OLD.body_hash <> NEW.body_hash OR OLD.fact <> NEW.fact OR OLD.summary <> NEW.summary
  OR OLD.business_on <> NEW.business_on OR OLD.voucher_word <> NEW.voucher_word OR OLD.made_by <> NEW.made_by
  OR OLD.lines <> NEW.lines OR OLD.hold_changes <> NEW.hold_changes OR OLD.accepted_at <> NEW.accepted_at
  OR OLD.reverses_journal IS DISTINCT FROM NEW.reverses_journal)`;

const CONTENT_TRIGGER = (condition: string): string => `
DROP TRIGGER posting_request_content ON ledger.posting_request;
CREATE TRIGGER posting_request_content BEFORE UPDATE ON ledger.posting_request
  FOR EACH ROW ${condition} EXECUTE FUNCTION ledger.guard_posting_request();
ALTER TABLE ledger.posting_request ENABLE ALWAYS TRIGGER posting_request_content;
`;

const ACCEPT = `
-- p_lines: [{code, dimensions: [4 texts], side, section, floor, amount, facets}], amounts in fen as text.
-- p_hold_changes: [{hold, amount}], signed: negative consumes the hold, positive gives back to it.
CREATE OR REPLACE FUNCTION ledger.accept_request(
  p_book integer, p_key text, p_body_hash bytea, p_fact text, p_summary text, p_business_on date,
  p_voucher_word text, p_made_by text, p_lines jsonb, p_hold_changes jsonb
) RETURNS TABLE (request_id bigint, is_new boolean) ${DEFINER} AS $$
DECLARE
  known bigint := existing_request(p_book, p_key, p_body_hash);
  resolved jsonb;
  fault text;
  has_unknown boolean;
BEGIN
  IF known IS NOT NULL THEN
    RETURN QUERY SELECT known, false;
    RETURN;
  END IF;

  PERFORM require_open_month(p_book, p_business_on);
  IF jsonb_array_length(p_lines) > 1000 THEN
    RAISE EXCEPTION 'TOO_MANY_LINES' USING ERRCODE = 'LG003', DETAIL = format('fact %s key %s', p_fact, p_key);
  END IF;

  -- Nearly always the accounts are there; only when one is not are they opened, and looked up again.
  FOR attempt IN 1..2 LOOP
    SELECT jsonb_agg(jsonb_build_object('a', a.id, 'm', l.amount, 'f', l.facets) ORDER BY l.line),
           CASE WHEN bool_or(a.id IS NULL OR a.closed_at IS NOT NULL) THEN 'ACCOUNT_NOT_OPEN'
                WHEN bool_or(a.side <> l.side OR a.section <> l.section)
                  OR count(DISTINCT (a.id, l.floor)) > count(DISTINCT a.id) THEN 'ACCOUNT_MISMATCH'
                WHEN count(*) < 2 THEN 'TOO_FEW_LINES'
                WHEN bool_or(l.amount IS NULL OR l.amount = 0
                             OR l.amount NOT BETWEEN -1000000000000000 AND 1000000000000000) THEN 'AMOUNT_OUT_OF_RANGE'
                WHEN sum(l.amount) FILTER (WHERE l.section = 'main') <> 0
                  OR sum(l.amount) FILTER (WHERE l.section = 'memo') <> 0 THEN 'UNBALANCED'
           END, bool_or(a.id IS NULL)
      INTO resolved, fault, has_unknown
      FROM ROWS FROM (jsonb_to_recordset(p_lines) AS (code text, dimensions text[], side smallint, section text,
                                                      floor bigint, amount bigint, facets jsonb)) WITH ORDINALITY
             AS l(code, dimensions, side, section, floor, amount, facets, line)
      -- OFFSET 0 keeps this a look-up line by line, and + 0 keeps it off the index that begins with the
      -- book: a plan made on an empty table may else read every account of the book.
      LEFT JOIN LATERAL (SELECT x.id, x.side, x.section, x.closed_at FROM account x
                          WHERE x.code = l.code AND x.dimension_1 = l.dimensions[1] AND x.dimension_2 = l.dimensions[2]
                            AND x.dimension_3 = l.dimensions[3] AND x.dimension_4 = l.dimensions[4] AND x.book_id + 0 = p_book
                         OFFSET 0) a ON true;
    EXIT WHEN has_unknown IS NOT TRUE OR attempt = 2;
    WITH wanted AS (
      SELECT DISTINCT ON (1, 2, 3, 4, 5) l.code, l.dimensions[1] AS d1, l.dimensions[2] AS d2, l.dimensions[3] AS d3,
                      l.dimensions[4] AS d4, l.side, l.section, l.floor
        FROM jsonb_to_recordset(p_lines) AS l(code text, dimensions text[], side smallint, section text, floor bigint)
    ), opened AS (
      INSERT INTO account (book_id, code, dimension_1, dimension_2, dimension_3, dimension_4, side, section)
      SELECT p_book, w.code, w.d1, w.d2, w.d3, w.d4, w.side, w.section FROM wanted w
       WHERE NOT EXISTS (SELECT 1 FROM account a
                          WHERE a.code = w.code AND a.dimension_1 = w.d1 AND a.dimension_2 = w.d2
                            AND a.dimension_3 = w.d3 AND a.dimension_4 = w.d4 AND a.book_id = p_book)
       ORDER BY w.code, w.d1, w.d2, w.d3, w.d4
      ON CONFLICT DO NOTHING
      RETURNING id, code, dimension_1, dimension_2, dimension_3, dimension_4, side
    )
    INSERT INTO account_balance (account_id, side, floor)
    SELECT o.id, o.side, w.floor FROM opened o
      JOIN wanted w ON (w.code, w.d1, w.d2, w.d3, w.d4)
                     = (o.code, o.dimension_1, o.dimension_2, o.dimension_3, o.dimension_4);
  END LOOP;
  IF fault IS NOT NULL OR resolved IS NULL THEN
    RAISE EXCEPTION USING MESSAGE = coalesce(fault, 'TOO_FEW_LINES'), ERRCODE = 'LG003',
      DETAIL = format('fact %s key %s', p_fact, p_key);
  END IF;

  -- A hold of another book would let this book's writer change that one's balances.
  IF jsonb_array_length(p_hold_changes) > 0 THEN
    SELECT CASE WHEN bool_or(h.id IS NULL) THEN 'HOLD_NOT_FOUND'
                WHEN bool_or(c.amount IS NULL OR c.amount = 0
                             OR c.amount NOT BETWEEN -1000000000000000 AND 1000000000000000) THEN 'AMOUNT_OUT_OF_RANGE'
           END
      INTO fault
      FROM jsonb_to_recordset(p_hold_changes) AS c(hold bigint, amount bigint)
      LEFT JOIN (hold h JOIN account a ON a.id = h.account_id AND a.book_id = p_book) ON h.id = c.hold;
    IF fault IS NOT NULL THEN
      RAISE EXCEPTION USING MESSAGE = fault, ERRCODE = 'LG003',
        DETAIL = format('fact %s key %s', p_fact, p_key);
    END IF;
  END IF;

  INSERT INTO posting_request (book_id, idempotency_key, body_hash, fact, summary, business_on, voucher_word,
                               made_by, lines, hold_changes)
  VALUES (p_book, p_key, p_body_hash, p_fact, p_summary, p_business_on, p_voucher_word, p_made_by, resolved, p_hold_changes)
  ON CONFLICT (idempotency_key, book_id) DO NOTHING RETURNING id INTO known;
  IF known IS NULL THEN
    RETURN QUERY SELECT existing_request(p_book, p_key, p_body_hash), false;
  ELSE
    RETURN QUERY SELECT known, true;
  END IF;
END $$;
`;

export const ASSERT = `
-- Entries of one statement: every journal among them balances in each section, is not there yet,
-- and every account's balance row equals its last entry. OFFSET 0 keeps the accounts looked up by id:
-- joined freely, a plan may read every account of the book for each entry.
CREATE OR REPLACE FUNCTION ledger.assert_entries_whole() RETURNS trigger ${TRIGGER} AS $$
DECLARE
  offender record;
BEGIN
  SELECT n.book_id, n.journal_number, a.section, sum(n.amount) AS difference INTO offender
    FROM new_entry n
    JOIN LATERAL (SELECT x.book_id, x.section, x.closed_at FROM ledger.account x
                        WHERE x.id = n.account_id OFFSET 0) a ON a.book_id = n.book_id
   GROUP BY n.book_id, n.journal_number, a.section HAVING sum(n.amount) <> 0 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'UNBALANCED' USING ERRCODE = 'LG003',
      DETAIL = format('book %s journal %s section %s is off by %s fen',
                      offender.book_id, offender.journal_number, offender.section, offender.difference);
  END IF;

  SELECT n.account_id INTO offender FROM new_entry n
    LEFT JOIN LATERAL (SELECT x.book_id, x.section, x.closed_at FROM ledger.account x
                        WHERE x.id = n.account_id OFFSET 0) a ON a.book_id = n.book_id AND a.closed_at IS NULL
   WHERE a.book_id IS NULL LIMIT 1;
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

export const POST = `
-- Posts up to p_limit ready requests of a book, in the order of their acceptance. A request that
-- cannot be posted is marked failed with its code; the others are posted all the same. Given a
-- request, it posts that one alone: so a worker learns which request makes the function fail.
CREATE OR REPLACE FUNCTION ledger.drain(p_book integer, p_limit integer, p_request bigint DEFAULT NULL)
RETURNS TABLE (busy boolean, posted integer, failed integer, waiting boolean) ${DEFINER} AS $$
DECLARE
  head bigint;
  claimed bigint[];
  good bigint[];
  bad bigint[] := '{}';
  offender record;
  line_request bigint[]; line_day date[]; line_number smallint[]; line_account bigint[]; line_amount bigint[]; line_facets jsonb[];
  change_request bigint[]; change_hold bigint[]; change_account bigint[]; change_amount bigint[];
  batch integer := least(p_limit, 1000);
  posted_at timestamptz;
  marked integer;
BEGIN
  -- SKIP LOCKED: a second worker goes on to another book instead of queueing here.
  SELECT h.last_journal INTO head FROM book_head h WHERE h.book_id = p_book FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN QUERY SELECT true, 0, 0, true;
    RETURN;
  END IF;

  SELECT array_agg(r.id ORDER BY r.id) INTO claimed FROM (
    SELECT q.id FROM posting_request q
     WHERE q.book_id = p_book AND q.status = 'ready' AND q.run_after <= clock_timestamp()
       AND (p_request IS NULL OR q.id = p_request)
     ORDER BY q.id LIMIT batch) r;
  IF claimed IS NULL THEN
    RETURN QUERY SELECT false, 0, 0, false;
    RETURN;
  END IF;

  SELECT array_agg(r.id ORDER BY r.id, l.line), array_agg(l.line::smallint ORDER BY r.id, l.line),
         array_agg(l.a ORDER BY r.id, l.line), array_agg(l.m ORDER BY r.id, l.line),
         array_agg(l.f ORDER BY r.id, l.line), array_agg(r.business_on ORDER BY r.id, l.line)
    INTO line_request, line_number, line_account, line_amount, line_facets, line_day
    FROM posting_request r
    CROSS JOIN LATERAL ROWS FROM (jsonb_to_recordset(r.lines) AS (a bigint, m bigint, f jsonb)) WITH ORDINALITY
           AS l(a, m, f, line)
   WHERE r.id = ANY (claimed);
  SELECT array_agg(r.id), array_agg(c.hold), array_agg(h.account_id), array_agg(c.amount)
    INTO change_request, change_hold, change_account, change_amount
    FROM posting_request r
    CROSS JOIN LATERAL jsonb_to_recordset(r.hold_changes) AS c(hold bigint, amount bigint)
    JOIN hold h ON h.id = c.hold
   WHERE r.id = ANY (claimed);

  -- One order of locking for all writers, so that they cannot deadlock.
  PERFORM 1 FROM account_balance b
    WHERE b.account_id = ANY (line_account) OR b.account_id = ANY (change_account)
    ORDER BY b.account_id FOR UPDATE;
  -- Read after the last wait, so that booking times follow the order of the journals.
  -- The clock may be set back; balances as known at a time rely on times that never fall.
  posted_at := greatest(clock_timestamp(), (SELECT j.booked_at FROM journal j WHERE j.number = head AND j.book_id = p_book));

  LOOP
    SELECT v.request, v.code, v.detail INTO offender FROM (
      SELECT m.request, 'FLOOR_BROKEN' AS code,
             format('account %s would have %s fen free, its floor is %s', m.account, m.free, m.floor) AS detail
        FROM (SELECT d.request, d.account, b.floor,
                     b.side * (b.posted + sum(d.amount) OVER w) - (b.held + sum(d.held) OVER w) AS free
                FROM (SELECT x.request, x.account, sum(x.amount) AS amount, sum(x.held) AS held
                        FROM (SELECT l.request, l.account, l.amount, 0 AS held
                                FROM unnest(line_request, line_account, line_amount) AS l(request, account, amount)
                              UNION ALL
                              SELECT c.request, c.account, 0, c.amount
                                FROM unnest(change_request, change_account, change_amount) AS c(request, account, amount)) x
                       WHERE x.request <> ALL (bad) GROUP BY x.request, x.account) d
                JOIN account_balance b ON b.account_id = d.account
               WHERE b.floor IS NOT NULL
              WINDOW w AS (PARTITION BY d.account ORDER BY d.request)) m
       WHERE m.free < m.floor
      UNION ALL
      SELECT m.request, 'HOLD_EXCEEDED', format('hold %s', m.hold)
        FROM (SELECT c.request, c.hold, h.remaining + sum(c.amount) OVER (PARTITION BY c.hold ORDER BY c.request) AS rest
                FROM unnest(change_request, change_hold, change_amount) AS c(request, hold, amount)
                JOIN hold h ON h.id = c.hold
               WHERE c.request <> ALL (bad)) m
       WHERE m.rest < 0
      UNION ALL
      SELECT l.request, 'ACCOUNT_NOT_OPEN', format('account %s', l.account)
        FROM unnest(line_request, line_account) AS l(request, account)
        JOIN account a ON a.id = l.account
       WHERE a.closed_at IS NOT NULL AND l.request <> ALL (bad)
    ) v ORDER BY v.request LIMIT 1;
    EXIT WHEN NOT FOUND;
    bad := bad || offender.request;
    UPDATE posting_request r
       SET status = 'failed', failure_code = offender.code, failure_detail = offender.detail, attempts = r.attempts + 1
     WHERE r.id = offender.request;
  END LOOP;

  SELECT array_agg(c.id ORDER BY c.id) INTO good FROM unnest(claimed) AS c(id) WHERE c.id <> ALL (bad);
  IF good IS NOT NULL THEN
    WITH line AS (
      SELECT l.*, head + g.place AS journal
        FROM unnest(line_request, line_day, line_number, line_account, line_amount, line_facets)
               AS l(request, day, number, account, amount, facets)
        JOIN unnest(good) WITH ORDINALITY AS g(request, place) ON g.request = l.request
    ), delta AS (
      SELECT x.account, sum(x.amount) AS amount, sum(x.held) AS held, sum(x.entries) AS entries
        FROM (SELECT l.account, l.amount, 0 AS held, 1 AS entries FROM line l
              UNION ALL
              SELECT c.account, 0, c.amount, 0
                FROM unnest(change_request, change_account, change_amount) AS c(request, account, amount)
               WHERE c.request <> ALL (bad)) x
       GROUP BY x.account
    ), moved AS (
      UPDATE account_balance b
         SET posted = b.posted + d.amount, held = b.held + d.held, seq = b.seq + d.entries
        FROM delta d WHERE b.account_id = d.account
    )
    INSERT INTO entry (account_id, seq, amount, balance_after, journal_number, book_id, line, business_on, facets)
    SELECT l.account,
           b.seq + row_number() OVER w,
           l.amount,
           b.posted + sum(l.amount) OVER w,
           l.journal, p_book, l.number, l.day, nullif(l.facets, 'null'::jsonb)
      FROM line l
      JOIN account_balance b ON b.account_id = l.account
    WINDOW w AS (PARTITION BY l.account ORDER BY l.request, l.number);

    UPDATE hold h SET remaining = h.remaining + c.amount
      FROM (SELECT x.hold, sum(x.amount) AS amount
              FROM unnest(change_request, change_hold, change_amount) AS x(request, hold, amount)
             WHERE x.request <> ALL (bad) GROUP BY x.hold) c
     WHERE h.id = c.hold;

    INSERT INTO journal (number, book_id, voucher_month, voucher_word, voucher_number, business_on, booked_at,
                         request_id, reverses, fact, summary, made_by, entry_count)
    SELECT head + g.place, p_book, m.month, r.voucher_word,
           coalesce(k.last_number, 0) + row_number() OVER (PARTITION BY m.month, r.voucher_word ORDER BY r.id),
           r.business_on, posted_at, r.id, r.reverses_journal, r.fact, r.summary, r.made_by, jsonb_array_length(r.lines)
      FROM unnest(good) WITH ORDINALITY AS g(request, place)
      JOIN posting_request r ON r.id = g.request
     CROSS JOIN LATERAL (SELECT date_trunc('month', r.business_on)::date AS month) m
      LEFT JOIN voucher_counter k ON k.month = m.month AND k.word = r.voucher_word AND k.book_id = p_book;

    INSERT INTO voucher_counter AS k (book_id, month, word, last_number)
    SELECT p_book, j.voucher_month, j.voucher_word, max(j.voucher_number)
      FROM journal j WHERE j.number > head AND j.number <= head + cardinality(good) AND j.book_id = p_book
     GROUP BY j.voucher_month, j.voucher_word
    ON CONFLICT (month, word, book_id) DO UPDATE SET last_number = excluded.last_number;

    UPDATE posting_request r
       SET status = 'posted', attempts = r.attempts + 1, journal_number = head + g.place
      FROM unnest(good) WITH ORDINALITY AS g(request, place)
     WHERE r.id = g.request AND r.status = 'ready';
    GET DIAGNOSTICS marked = ROW_COUNT;
    -- The claim takes no row locks: being the one writer is enough, but for a request put aside by hand.
    IF marked <> cardinality(good) THEN
      RAISE EXCEPTION 'CLAIM_LOST' USING ERRCODE = '40001', DETAIL = format('book %s', p_book);
    END IF;
    UPDATE book_head h SET last_journal = head + cardinality(good) WHERE h.book_id = p_book;
  END IF;

  RETURN QUERY SELECT false, coalesce(cardinality(good), 0), cardinality(bad), cardinality(claimed) = batch;
END $$;
`;
