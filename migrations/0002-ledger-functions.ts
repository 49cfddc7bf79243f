import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The only ways to write the kernel: open a book, accept a request, hold money, post what waits. */
export class LedgerFunctions0002 implements MigrationInterface {
  readonly name = 'LedgerFunctions1795392000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      OPEN_BOOK,
      ACCEPT_REQUEST,
      ACCEPT_REVERSAL,
      PLACE_HOLD,
      RELEASE_HOLD,
      DRAIN,
      FAILURES,
    ]) {
      await runner.query(statement);
    }
    await runner.query(`
      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
      ${FUNCTIONS.map((signature) => `GRANT EXECUTE ON FUNCTION ${signature} TO fund_app;`).join('\n')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const signature of FUNCTIONS) await runner.query(`DROP FUNCTION ${signature}`);
    await runner.query(`DROP FUNCTION ledger.existing_request(integer, text, bytea),
                                      ledger.require_open_month(integer, date)`);
  }
}

const FUNCTIONS = [
  'ledger.open_book(text, text, text)',
  'ledger.accept_request(integer, text, bytea, text, text, date, text, text, jsonb, jsonb)',
  'ledger.accept_reversal(integer, text, bytea, text, date, text, bigint)',
  'ledger.place_hold(integer, text, text[], bigint, text, text)',
  'ledger.release_hold(bigint, bigint)',
  'ledger.drain(integer, integer, bigint)',
  'ledger.fail_request(bigint, text, text)',
  'ledger.retry_request(bigint)',
];

const DEFINER = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp`;

const OPEN_BOOK = `
CREATE FUNCTION ledger.open_book(p_code text, p_kind text, p_title text) RETURNS integer ${DEFINER} AS $$
DECLARE
  opened book;
BEGIN
  INSERT INTO book (code, kind, title) VALUES (p_code, p_kind, p_title) ON CONFLICT (code) DO NOTHING;
  SELECT * INTO opened FROM book WHERE code = p_code;
  IF opened.kind <> p_kind THEN
    RAISE EXCEPTION 'BOOK_OF_OTHER_KIND' USING ERRCODE = 'LG004',
      DETAIL = format('book %s is a %s book', p_code, opened.kind);
  END IF;
  INSERT INTO book_head (book_id) VALUES (opened.id) ON CONFLICT (book_id) DO NOTHING;
  RETURN opened.id;
END $$;
`;

export const ACCEPT_REQUEST = `
-- The request that already has this key; an error when it asked for something else.
CREATE FUNCTION ledger.existing_request(p_book integer, p_key text, p_body_hash bytea) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = ledger, pg_temp AS $$
DECLARE
  existing posting_request;
BEGIN
  SELECT * INTO existing FROM posting_request r WHERE r.idempotency_key = p_key AND r.book_id = p_book;
  IF existing.id IS NOT NULL AND existing.body_hash <> p_body_hash THEN
    RAISE EXCEPTION 'IDEMPOTENCY_KEY_REUSED' USING ERRCODE = 'LG004',
      DETAIL = format('key %s was used for another request', p_key);
  END IF;
  RETURN existing.id;
END $$;

-- The share lock keeps the month from being closed under a request on its way.
CREATE FUNCTION ledger.require_open_month(p_book integer, p_day date) RETURNS void
LANGUAGE plpgsql SET search_path = ledger, pg_temp AS $$
DECLARE
  wanted date := date_trunc('month', p_day)::date;
BEGIN
  PERFORM 1 FROM period p WHERE p.month = wanted AND p.book_id = p_book FOR SHARE;
  IF NOT FOUND THEN
    INSERT INTO period (book_id, month) VALUES (p_book, wanted) ON CONFLICT DO NOTHING;
    PERFORM 1 FROM period p WHERE p.month = wanted AND p.book_id = p_book FOR SHARE;
  END IF;
  -- Asked again: what the lock waited for may have closed it.
  PERFORM 1 FROM period p WHERE p.month = wanted AND p.book_id = p_book AND p.state = 'open';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'PERIOD_NOT_OPEN' USING ERRCODE = 'LG004', DETAIL = format('month %s', wanted);
  END IF;
END $$;

-- p_lines: [{code, dimensions: [4 texts], side, section, floor, amount, facets}], amounts in fen as text.
-- p_hold_changes: [{hold, amount}], signed: negative consumes the hold, positive gives back to it.
CREATE FUNCTION ledger.accept_request(
  p_book integer, p_key text, p_body_hash bytea, p_fact text, p_summary text, p_business_on date,
  p_voucher_word text, p_made_by text, p_lines jsonb, p_hold_changes jsonb
) RETURNS TABLE (request_id bigint, is_new boolean) ${DEFINER} AS $$
DECLARE
  known bigint := existing_request(p_book, p_key, p_body_hash);
  resolved jsonb;
  fault text;
BEGIN
  IF known IS NOT NULL THEN
    RETURN QUERY SELECT known, false;
    RETURN;
  END IF;

  PERFORM require_open_month(p_book, p_business_on);
  IF jsonb_array_length(p_lines) > 1000 THEN
    RAISE EXCEPTION 'TOO_MANY_LINES' USING ERRCODE = 'LG003', DETAIL = format('fact %s key %s', p_fact, p_key);
  END IF;

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

  SELECT jsonb_agg(jsonb_build_object('a', a.id, 'm', l.amount, 'f', l.facets) ORDER BY l.line),
         CASE WHEN bool_or(a.id IS NULL OR a.closed_at IS NOT NULL) THEN 'ACCOUNT_NOT_OPEN'
              WHEN bool_or(a.side <> l.side OR a.section <> l.section)
                OR count(DISTINCT (a.id, l.floor)) > count(DISTINCT a.id) THEN 'ACCOUNT_MISMATCH'
              WHEN count(*) < 2 THEN 'TOO_FEW_LINES'
              WHEN bool_or(l.amount IS NULL OR l.amount = 0
                           OR l.amount NOT BETWEEN -1000000000000000 AND 1000000000000000) THEN 'AMOUNT_OUT_OF_RANGE'
              WHEN sum(l.amount) FILTER (WHERE l.section = 'main') <> 0
                OR sum(l.amount) FILTER (WHERE l.section = 'memo') <> 0 THEN 'UNBALANCED'
         END
    INTO resolved, fault
    FROM ROWS FROM (jsonb_to_recordset(p_lines) AS (code text, dimensions text[], side smallint, section text,
                                                    floor bigint, amount bigint, facets jsonb)) WITH ORDINALITY
           AS l(code, dimensions, side, section, floor, amount, facets, line)
    LEFT JOIN account a ON a.code = l.code AND a.dimension_1 = l.dimensions[1] AND a.dimension_2 = l.dimensions[2]
                       AND a.dimension_3 = l.dimensions[3] AND a.dimension_4 = l.dimensions[4] AND a.book_id = p_book;
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

const ACCEPT_REVERSAL = `
-- The whole journal with its sides swapped and its holds given back; once for each journal.
CREATE FUNCTION ledger.accept_reversal(
  p_book integer, p_key text, p_body_hash bytea, p_summary text, p_business_on date, p_made_by text, p_journal bigint
) RETURNS TABLE (request_id bigint, is_new boolean) ${DEFINER} AS $$
DECLARE
  known bigint := existing_request(p_book, p_key, p_body_hash);
  original journal;
  swapped jsonb;
BEGIN
  IF known IS NOT NULL THEN
    RETURN QUERY SELECT known, false;
    RETURN;
  END IF;
  SELECT * INTO original FROM journal j WHERE j.number = p_journal AND j.book_id = p_book;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'JOURNAL_NOT_FOUND' USING ERRCODE = 'LG004', DETAIL = format('journal %s', p_journal);
  END IF;
  PERFORM require_open_month(p_book, p_business_on);
  SELECT jsonb_agg(jsonb_build_object('a', e.account_id, 'm', -e.amount, 'f', e.facets) ORDER BY e.line)
    INTO swapped FROM entry e WHERE e.journal_number = p_journal AND e.book_id = p_book;
  INSERT INTO posting_request (book_id, idempotency_key, body_hash, fact, summary, business_on, voucher_word,
                               made_by, lines, hold_changes, reverses_journal)
  SELECT p_book, p_key, p_body_hash, original.fact, p_summary, p_business_on, original.voucher_word, p_made_by, swapped,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('hold', c.hold, 'amount', -c.amount)), '[]'::jsonb)
            FROM jsonb_to_recordset(r.hold_changes) AS c(hold bigint, amount bigint)), p_journal
    FROM posting_request r WHERE r.id = original.request_id
  ON CONFLICT DO NOTHING RETURNING id INTO known;
  IF known IS NULL THEN
    -- Either this very request came twice at once, or another one reverses the journal.
    known := existing_request(p_book, p_key, p_body_hash);
    IF known IS NULL THEN
      RAISE EXCEPTION 'ALREADY_REVERSED' USING ERRCODE = 'LG004', DETAIL = format('journal %s', p_journal);
    END IF;
    RETURN QUERY SELECT known, false;
    RETURN;
  END IF;
  RETURN QUERY SELECT known, true;
END $$;
`;

export const PLACE_HOLD = `
CREATE FUNCTION ledger.place_hold(
  p_book integer, p_code text, p_dimensions text[], p_amount bigint, p_purpose text, p_by text
) RETURNS bigint ${DEFINER} AS $$
DECLARE
  held_account bigint;
  placed bigint;
BEGIN
  IF p_amount <= 0 THEN
    RAISE EXCEPTION 'AMOUNT_OUT_OF_RANGE' USING ERRCODE = 'LG003', DETAIL = format('hold of %s fen', p_amount);
  END IF;
  UPDATE account_balance b SET held = b.held + p_amount
    FROM account a
   WHERE a.id = b.account_id AND a.code = p_code AND a.book_id = p_book AND a.closed_at IS NULL
     AND a.dimension_1 = p_dimensions[1] AND a.dimension_2 = p_dimensions[2]
     AND a.dimension_3 = p_dimensions[3] AND a.dimension_4 = p_dimensions[4]
     AND (b.floor IS NULL OR b.side * b.posted - b.held - p_amount >= b.floor)
  RETURNING b.account_id INTO held_account;
  IF held_account IS NULL THEN
    RAISE EXCEPTION 'INSUFFICIENT_FUNDS' USING ERRCODE = 'LG004',
      DETAIL = format('%s fen of %s %s', p_amount, p_code, array_to_string(p_dimensions, ' '));
  END IF;
  INSERT INTO hold (account_id, purpose, placed_by, remaining)
  VALUES (held_account, p_purpose, p_by, p_amount) RETURNING id INTO placed;
  RETURN placed;
END $$;
`;

const RELEASE_HOLD = `
CREATE FUNCTION ledger.release_hold(p_hold bigint, p_amount bigint) RETURNS void ${DEFINER} AS $$
DECLARE
  held_account bigint;
BEGIN
  SELECT h.account_id INTO held_account FROM hold h WHERE h.id = p_hold;
  -- The balance before the hold, as the posting function does: in another order they would deadlock.
  PERFORM 1 FROM account_balance b WHERE b.account_id = held_account FOR UPDATE;
  UPDATE hold SET remaining = remaining - p_amount
   WHERE id = p_hold AND p_amount > 0 AND remaining >= p_amount;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'HOLD_EXCEEDED' USING ERRCODE = 'LG003', DETAIL = format('hold %s, %s fen', p_hold, p_amount);
  END IF;
  UPDATE account_balance SET held = held - p_amount WHERE account_id = held_account;
END $$;
`;

export const DRAIN = `
-- Posts up to p_limit ready requests of a book, in the order of their acceptance. A request that
-- cannot be posted is marked failed with its code; the others are posted all the same. Given a
-- request, it posts that one alone: so a worker learns which request makes the function fail.
CREATE FUNCTION ledger.drain(p_book integer, p_limit integer, p_request bigint DEFAULT NULL)
RETURNS TABLE (busy boolean, posted integer, failed integer, waiting boolean) ${DEFINER} AS $$
DECLARE
  head bigint;
  claimed bigint[];
  good bigint[];
  bad bigint[] := '{}';
  offender record;
  line_request bigint[]; line_number smallint[]; line_account bigint[]; line_amount bigint[]; line_facets jsonb[];
  change_request bigint[]; change_hold bigint[]; change_account bigint[]; change_amount bigint[];
  batch integer := least(p_limit, 1000);
  posted_at timestamptz;
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
     ORDER BY q.id LIMIT batch FOR UPDATE) r;
  IF claimed IS NULL THEN
    RETURN QUERY SELECT false, 0, 0, false;
    RETURN;
  END IF;

  SELECT array_agg(r.id ORDER BY r.id, l.line), array_agg(l.line::smallint ORDER BY r.id, l.line),
         array_agg(l.a ORDER BY r.id, l.line), array_agg(l.m ORDER BY r.id, l.line),
         array_agg(l.f ORDER BY r.id, l.line)
    INTO line_request, line_number, line_account, line_amount, line_facets
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
  posted_at := clock_timestamp();

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
      SELECT l.*, head + array_position(good, l.request) AS journal
        FROM unnest(line_request, line_number, line_account, line_amount, line_facets)
               AS l(request, number, account, amount, facets)
       WHERE l.request <> ALL (bad)
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
           l.journal, p_book, l.number, r.business_on, nullif(l.facets, 'null'::jsonb)
      FROM line l
      JOIN account_balance b ON b.account_id = l.account
      JOIN posting_request r ON r.id = l.request
    WINDOW w AS (PARTITION BY l.account ORDER BY l.request, l.number);

    UPDATE hold h SET remaining = h.remaining + c.amount
      FROM (SELECT x.hold, sum(x.amount) AS amount
              FROM unnest(change_request, change_hold, change_amount) AS x(request, hold, amount)
             WHERE x.request <> ALL (bad) GROUP BY x.hold) c
     WHERE h.id = c.hold;

    INSERT INTO journal (number, book_id, voucher_month, voucher_word, voucher_number, business_on, booked_at,
                         request_id, reverses, fact, summary, made_by, entry_count)
    SELECT head + array_position(good, r.id), p_book, m.month, r.voucher_word,
           coalesce(k.last_number, 0) + row_number() OVER (PARTITION BY m.month, r.voucher_word ORDER BY r.id),
           r.business_on, posted_at, r.id, r.reverses_journal, r.fact, r.summary, r.made_by, jsonb_array_length(r.lines)
      FROM posting_request r
     CROSS JOIN LATERAL (SELECT date_trunc('month', r.business_on)::date AS month) m
      LEFT JOIN voucher_counter k ON k.month = m.month AND k.word = r.voucher_word AND k.book_id = p_book
     WHERE r.id = ANY (good);

    INSERT INTO voucher_counter AS k (book_id, month, word, last_number)
    SELECT p_book, j.voucher_month, j.voucher_word, max(j.voucher_number)
      FROM journal j WHERE j.request_id = ANY (good)
     GROUP BY j.voucher_month, j.voucher_word
    ON CONFLICT (month, word, book_id) DO UPDATE SET last_number = excluded.last_number;

    UPDATE posting_request r
       SET status = 'posted', attempts = r.attempts + 1, journal_number = head + array_position(good, r.id)
     WHERE r.id = ANY (good);
    UPDATE book_head h SET last_journal = head + cardinality(good) WHERE h.book_id = p_book;
  END IF;

  RETURN QUERY SELECT false, coalesce(cardinality(good), 0), cardinality(bad), cardinality(claimed) = batch;
END $$;
`;

const FAILURES = `
-- For a request that makes the whole batch fail: the worker, having found it alone, puts it aside.
CREATE FUNCTION ledger.fail_request(p_request bigint, p_code text, p_detail text) RETURNS void ${DEFINER} AS $$
BEGIN
  UPDATE posting_request SET status = 'failed', failure_code = p_code, failure_detail = p_detail, attempts = attempts + 1
   WHERE id = p_request AND status = 'ready';
END $$;

CREATE FUNCTION ledger.retry_request(p_request bigint) RETURNS boolean ${DEFINER} AS $$
DECLARE
  failed posting_request;
BEGIN
  SELECT * INTO failed FROM posting_request r WHERE r.id = p_request AND r.status = 'failed';
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  PERFORM require_open_month(failed.book_id, failed.business_on);
  UPDATE posting_request SET status = 'ready', failure_code = NULL, failure_detail = NULL, run_after = clock_timestamp()
   WHERE id = p_request AND status = 'failed';
  RETURN FOUND;
END $$;
`;
