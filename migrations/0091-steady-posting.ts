import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ASSERT, POST } from './0007-fast-posting';

/**
 * Posting takes as long as what is posted, however much else waits, however many books and accounts there
 * are: each account is read once, and nothing is found by reading what it stands among.
 */
export class SteadyPosting0091 implements MigrationInterface {
  readonly name = 'SteadyPosting1795392000091';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [REVERSALS, DRAIN, ASSERT_ENTRIES]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const part of [POST, ASSERT, FORMER_REVERSALS]) await runner.query(part);
    for (const signature of [
      'ledger.drain(integer, integer, bigint)',
      'ledger.assert_entries_whole()',
    ]) {
      await runner.query(`ALTER FUNCTION ${signature} SET enable_seqscan = off`);
    }
  }
}

// Few journals are reversals; the others need no place in these indexes.
const REVERSALS = `
ALTER TABLE ledger.journal DROP CONSTRAINT uq_journal_reverses;
CREATE UNIQUE INDEX uq_journal_reverses ON ledger.journal (reverses, book_id) WHERE reverses IS NOT NULL;
DROP INDEX ledger.uq_posting_request_reverses;
CREATE UNIQUE INDEX uq_posting_request_reverses ON ledger.posting_request (reverses_journal, book_id)
  WHERE reverses_journal IS NOT NULL AND status <> 'withdrawn';
`;

const FORMER_REVERSALS = `
DROP INDEX ledger.uq_journal_reverses;
ALTER TABLE ledger.journal ADD CONSTRAINT uq_journal_reverses UNIQUE (reverses, book_id);
DROP INDEX ledger.uq_posting_request_reverses;
CREATE UNIQUE INDEX uq_posting_request_reverses
  ON ledger.posting_request (reverses_journal, book_id) WHERE status <> 'withdrawn';
`;

const DRAIN = `
-- Posts up to p_limit ready requests of a book, in the order of their acceptance. A request that
-- cannot be posted is marked failed with its code; the others are posted all the same. Given a
-- request, it posts that one alone: so a worker learns which request makes the function fail.
CREATE OR REPLACE FUNCTION ledger.drain(p_book integer, p_limit integer, p_request bigint DEFAULT NULL)
RETURNS TABLE (busy boolean, posted integer, failed integer, waiting boolean) LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = ledger, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  head bigint;
  claimed bigint[];
  good bigint[];
  bad bigint[] := '{}';
  offender record;
  line_request bigint[]; line_day date[]; line_number smallint[]; line_account bigint[]; line_amount bigint[]; line_facets jsonb[];
  change_request bigint[]; change_hold bigint[]; change_account bigint[]; change_amount bigint[];
  balance_account bigint[]; balance_side smallint[]; balance_posted bigint[]; balance_held bigint[];
  balance_seq bigint[]; balance_floor bigint[];
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

  -- One order of locking for all writers, so that they cannot deadlock. What is locked is read once.
  SELECT array_agg(b.account_id), array_agg(b.side), array_agg(b.posted), array_agg(b.held), array_agg(b.seq),
         array_agg(b.floor)
    INTO balance_account, balance_side, balance_posted, balance_held, balance_seq, balance_floor
    FROM (SELECT x.account_id, x.side, x.posted, x.held, x.seq, x.floor FROM account_balance x
           WHERE x.account_id = ANY (line_account) OR x.account_id = ANY (change_account)
           ORDER BY x.account_id FOR UPDATE) b;
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
                JOIN unnest(balance_account, balance_side, balance_posted, balance_held, balance_floor)
                       AS b(account, side, posted, held, floor) ON b.account = d.account
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
      JOIN unnest(balance_account, balance_posted, balance_seq) AS b(account, posted, seq) ON b.account = l.account
    WINDOW w AS (PARTITION BY l.account ORDER BY l.request, l.number);

    UPDATE hold h SET remaining = h.remaining + c.amount
      FROM (SELECT x.hold, sum(x.amount) AS amount
              FROM unnest(change_request, change_hold, change_amount) AS x(request, hold, amount)
             WHERE x.request <> ALL (bad) GROUP BY x.hold) c
     WHERE h.id = c.hold;

    WITH written AS (
      INSERT INTO journal (number, book_id, voucher_month, voucher_word, voucher_number, business_on, booked_at,
                           request_id, reverses, fact, summary, made_by, entry_count)
      SELECT head + g.place, p_book, m.month, r.voucher_word,
             coalesce(k.last_number, 0) + row_number() OVER (PARTITION BY m.month, r.voucher_word ORDER BY r.id),
             r.business_on, posted_at, r.id, r.reverses_journal, r.fact, r.summary, r.made_by, jsonb_array_length(r.lines)
        FROM unnest(good) WITH ORDINALITY AS g(request, place)
        JOIN posting_request r ON r.id = g.request
       CROSS JOIN LATERAL (SELECT date_trunc('month', r.business_on)::date AS month) m
        LEFT JOIN voucher_counter k ON k.month = m.month AND k.word = r.voucher_word AND k.book_id = p_book
      RETURNING voucher_month, voucher_word, voucher_number
    )
    INSERT INTO voucher_counter AS k (book_id, month, word, last_number)
    SELECT p_book, w.voucher_month, w.voucher_word, max(w.voucher_number) FROM written w
     GROUP BY w.voucher_month, w.voucher_word
    ON CONFLICT (month, word, book_id) DO UPDATE SET last_number = excluded.last_number;

    -- Said as status = 'ready', a plan would read all that waits to find these.
    UPDATE posting_request r
       SET status = 'posted', attempts = r.attempts + 1, journal_number = head + g.place
      FROM unnest(good) WITH ORDINALITY AS g(request, place)
     WHERE r.id = g.request AND r.status NOT IN ('posted', 'failed', 'withdrawn');
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

const ASSERT_ENTRIES = `
-- Entries of one statement: each is of an open account of its book, every journal among them balances in
-- each section and is not there yet, and every account's balance row equals its last entry. OFFSET 0 keeps
-- accounts and balances looked up by id: joined freely, a plan may read every one there is.
CREATE OR REPLACE FUNCTION ledger.assert_entries_whole() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
  offender record;
BEGIN
  SELECT n.book_id, n.journal_number, a.section, sum(n.amount) AS difference,
         min(n.account_id) FILTER (WHERE a.book_id IS NULL OR a.closed_at IS NOT NULL) AS not_open
    INTO offender
    FROM new_entry n
    LEFT JOIN LATERAL (SELECT x.book_id, x.section, x.closed_at FROM ledger.account x
                        WHERE x.id = n.account_id OFFSET 0) a ON a.book_id = n.book_id
   GROUP BY n.book_id, n.journal_number, a.section
  HAVING sum(n.amount) <> 0 OR bool_or(a.book_id IS NULL OR a.closed_at IS NOT NULL) LIMIT 1;
  IF offender.not_open IS NOT NULL THEN
    RAISE EXCEPTION 'ACCOUNT_NOT_OPEN' USING ERRCODE = 'LG003', DETAIL = format('account %s', offender.not_open);
  ELSIF FOUND THEN
    RAISE EXCEPTION 'UNBALANCED' USING ERRCODE = 'LG003',
      DETAIL = format('book %s journal %s section %s is off by %s fen',
                      offender.book_id, offender.journal_number, offender.section, offender.difference);
  END IF;

  SELECT n.journal_number INTO offender FROM new_entry n
    JOIN ledger.journal j ON j.number = n.journal_number AND j.book_id = n.book_id LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'JOURNAL_COMPLETE' USING ERRCODE = 'LG003', DETAIL = format('journal %s', offender.journal_number);
  END IF;

  SELECT l.account_id INTO offender
    FROM (SELECT DISTINCT ON (account_id) account_id, seq, balance_after
            FROM new_entry ORDER BY account_id, seq DESC) l
    LEFT JOIN LATERAL (SELECT x.seq, x.posted FROM ledger.account_balance x
                        WHERE x.account_id = l.account_id OFFSET 0) b ON true
   WHERE b.seq IS DISTINCT FROM l.seq OR b.posted IS DISTINCT FROM l.balance_after LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'BALANCE_DIFFERS' USING ERRCODE = 'LG003', DETAIL = format('account %s', offender.account_id);
  END IF;
  RETURN NULL;
END $$;
`;
