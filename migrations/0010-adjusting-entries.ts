import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OPEN_MONTH } from './0005-periods';
import { FastPosting0007 } from './0007-fast-posting';

/**
 * Months on hold take adjusting entries and nothing else, and many requests are accepted in one
 * call, each with the money that it will need held at once. One request is a call of one.
 */
export class AdjustingEntries0010 implements MigrationInterface {
  readonly name = 'AdjustingEntries1795392000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${FORMER_CHECK};
      ${OPEN_MONTH.replace('p_day date)', 'p_day date, p_fact text)').replace(ONLY_OPEN, OPEN_FOR_FACT)}
      ALTER FUNCTION ${CHECK} SET enable_seqscan = off;
      REVOKE ALL ON FUNCTION ${CHECK} FROM PUBLIC;
    `);
    for (const { signature, call, fact } of CALLERS) {
      await replaceIn(runner, signature, `${call})`, `${call}, ${fact})`);
    }
    await runner.query(`
      ${ACCEPT_REQUESTS}
      ${ACCEPT_REQUEST}
      REVOKE ALL ON FUNCTION ${ACCEPT_MANY} FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ${ACCEPT_MANY} TO fund_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { signature, call, fact } of CALLERS) {
      await replaceIn(runner, signature, `${call}, ${fact})`, `${call})`);
    }
    await runner.query(`
      DROP FUNCTION ${ACCEPT_MANY}, ${CHECK};
      ${OPEN_MONTH}
      REVOKE ALL ON FUNCTION ${FORMER_CHECK} FROM PUBLIC;
    `);
    // It only replaces functions and their settings, so it brings back its accept_request.
    await new FastPosting0007().up(runner);
  }
}

const FORMER_CHECK = 'ledger.require_open_month(integer, date)';
const CHECK = 'ledger.require_open_month(integer, date, text)';
const ACCEPT_MANY = 'ledger.accept_requests(integer, bytea, jsonb)';

const ONLY_OPEN = `IF found_state IS DISTINCT FROM 'open' THEN`;
const OPEN_FOR_FACT = `IF (found_state = 'open' OR found_state = 'on_hold' AND p_fact = 'adjustment') IS NOT TRUE THEN`;

/** Who else asks whether a month is open, and how each knows the fact. */
const CALLERS = [
  {
    signature: 'ledger.accept_reversal(integer, text, bytea, text, date, text, bigint)',
    call: 'require_open_month(p_book, p_business_on',
    fact: 'original.fact',
  },
  {
    signature: 'ledger.retry_request(bigint)',
    call: 'require_open_month(failed.book_id, failed.business_on',
    fact: 'failed.fact',
  },
] as const;

/** Changes one place of a function as it stands in the database, with its settings kept. */
export async function replaceIn(
  runner: QueryRunner,
  signature: string,
  former: string,
  next: string,
): Promise<void> {
  const rows = (await runner.query('SELECT pg_get_functiondef($1::regprocedure) AS definition', [
    signature,
  ])) as { definition: string }[];
  const parts = (rows[0]?.definition ?? '').split(former);
  if (parts.length !== 2) throw new Error(`${signature} does not say ${former} once`);
  await runner.query(parts.join(next));
}

const REQUEST_COLUMNS = `key text, fact text, summary text, business_on date, voucher_word text, made_by text,
       lines jsonb, hold_changes jsonb, reservations jsonb`;

/** The requests of a call in their order, `place` from 1. */
export const ASKED = `ROWS FROM (jsonb_to_recordset(p_requests) AS (${REQUEST_COLUMNS})) WITH ORDINALITY
      AS q(key, fact, summary, business_on, voucher_word, made_by, lines, hold_changes, reservations, place)`;

/**
 * OFFSET 0 keeps this a look-up line by line, and + 0 keeps it off the index that begins with the book: a
 * plan made on an empty table may else read every account of the book.
 */
export const accountOf = (line: string): string => `(
        SELECT x.id, x.side, x.section, x.closed_at FROM account x
         WHERE x.code = ${line}.code AND x.dimension_1 = ${line}.dimensions[1] AND x.dimension_2 = ${line}.dimensions[2]
           AND x.dimension_3 = ${line}.dimensions[3] AND x.dimension_4 = ${line}.dimensions[4] AND x.book_id + 0 = p_book
        OFFSET 0)`;

const OUTSIZED = 'NOT BETWEEN -1000000000000000 AND 1000000000000000';

const ACCEPT_REQUESTS = `
-- Many requests in one call, all or none. p_requests: [{key, fact, summary, business_on, voucher_word,
-- made_by, lines, hold_changes, reservations}], amounts in fen as text.
-- lines: [{code, dimensions: [4 texts], side, section, floor, amount, facets}].
-- hold_changes: [{hold, amount}], signed: negative consumes the hold, positive gives back to it.
-- reservations: [{code, dimensions, amount}], money that is held now and consumed by the posting.
-- p_body_hash stands for the whole call, so a key names the call as well as its own request.
-- Of many requests a refusal names the one that it stands against, from 0, as its hint.
CREATE FUNCTION ledger.accept_requests(p_book integer, p_body_hash bytea, p_requests jsonb)
RETURNS TABLE (request_id bigint, is_new boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp SET enable_seqscan = off AS $$
DECLARE
  asked integer := jsonb_array_length(p_requests);
  place bigint;
  known bigint[];
  resolved jsonb[];
  has_unknown boolean;
  reserves boolean := jsonb_path_exists(p_requests, '$[*].reservations[*]');
  reserved jsonb[];
  part record;
  code text;
  message text;
  detail text;
BEGIN
  -- One order of locking for all writers, so that they cannot deadlock. The same call sent twice at
  -- once waits here as well, and then finds its requests instead of holding the money a second time.
  IF reserves THEN
    PERFORM 1 FROM account_balance b
      WHERE b.account_id IN (
        SELECT a.id FROM ${ASKED}
         CROSS JOIN LATERAL jsonb_to_recordset(q.reservations) AS m(code text, dimensions text[])
         CROSS JOIN LATERAL ${accountOf('m')} a)
      ORDER BY b.account_id FOR UPDATE;
  END IF;

  SELECT array_agg(r.id ORDER BY q.place), min(q.place) FILTER (WHERE r.body_hash <> p_body_hash)
    INTO known, place
    FROM ${ASKED}
    JOIN LATERAL (SELECT x.id, x.body_hash FROM posting_request x
                   WHERE x.idempotency_key = q.key AND x.book_id = p_book OFFSET 0) r ON true;
  IF place IS NOT NULL OR cardinality(known) < asked THEN
    RAISE EXCEPTION 'IDEMPOTENCY_KEY_REUSED' USING ERRCODE = 'LG004',
      DETAIL = format('key %s was used for another request', p_requests -> coalesce(place - 1, 0)::integer ->> 'key');
  END IF;
  IF known IS NOT NULL THEN
    RETURN QUERY SELECT k, false FROM unnest(known) AS k;
    RETURN;
  END IF;

  FOR part IN SELECT min(q.place) AS first, date_trunc('month', q.business_on)::date AS month, q.fact
                FROM ${ASKED} GROUP BY 2, 3 ORDER BY 2, 1 LOOP
    place := part.first;
    PERFORM require_open_month(p_book, part.month, part.fact);
  END LOOP;

  -- Nearly always the accounts are there; only when one is not are they opened, and looked up again.
  FOR look_up IN 1..2 LOOP
    SELECT array_agg(f.resolved ORDER BY f.place), min(f.place) FILTER (WHERE f.fault IS NOT NULL),
           (array_agg(f.fault ORDER BY f.place) FILTER (WHERE f.fault IS NOT NULL))[1], bool_or(f.has_unknown)
      INTO resolved, place, message, has_unknown
      FROM (SELECT q.place,
                   jsonb_agg(jsonb_build_object('a', a.id, 'm', l.amount, 'f', l.facets) ORDER BY l.line) AS resolved,
                   CASE WHEN count(l.line) < 2 THEN 'TOO_FEW_LINES'
                        WHEN count(*) > 1000 THEN 'TOO_MANY_LINES'
                        WHEN bool_or(a.id IS NULL OR a.closed_at IS NOT NULL) THEN 'ACCOUNT_NOT_OPEN'
                        WHEN bool_or(a.side <> l.side OR a.section <> l.section)
                          OR count(DISTINCT (a.id, l.floor)) > count(DISTINCT a.id) THEN 'ACCOUNT_MISMATCH'
                        WHEN bool_or(l.amount IS NULL OR l.amount = 0 OR l.amount ${OUTSIZED}) THEN 'AMOUNT_OUT_OF_RANGE'
                        WHEN sum(l.amount) FILTER (WHERE l.section = 'main') <> 0
                          OR sum(l.amount) FILTER (WHERE l.section = 'memo') <> 0 THEN 'UNBALANCED'
                   END AS fault, bool_or(a.id IS NULL) AS has_unknown
              FROM ${ASKED}
              LEFT JOIN LATERAL ROWS FROM (jsonb_to_recordset(q.lines) AS (
                     code text, dimensions text[], side smallint, section text, floor bigint, amount bigint, facets jsonb))
                   WITH ORDINALITY AS l(code, dimensions, side, section, floor, amount, facets, line) ON true
              LEFT JOIN LATERAL ${accountOf('l')} a ON true
             GROUP BY q.place) f;
    EXIT WHEN has_unknown IS NOT TRUE OR look_up = 2;
    WITH wanted AS (
      SELECT DISTINCT ON (1, 2, 3, 4, 5) l.code, l.dimensions[1] AS d1, l.dimensions[2] AS d2, l.dimensions[3] AS d3,
                      l.dimensions[4] AS d4, l.side, l.section, l.floor
        FROM ${ASKED}
       CROSS JOIN LATERAL jsonb_to_recordset(q.lines)
          AS l(code text, dimensions text[], side smallint, section text, floor bigint)
    ), opened AS (
      INSERT INTO account (book_id, code, dimension_1, dimension_2, dimension_3, dimension_4, side, section)
      SELECT p_book, w.code, w.d1, w.d2, w.d3, w.d4, w.side, w.section FROM wanted w
       WHERE NOT EXISTS (SELECT 1 FROM account a
                          WHERE a.code = w.code AND a.dimension_1 = w.d1 AND a.dimension_2 = w.d2
                            AND a.dimension_3 = w.d3 AND a.dimension_4 = w.d4 AND a.book_id = p_book)
       ORDER BY w.code, w.d1, w.d2, w.d3, w.d4
      ON CONFLICT DO NOTHING
      RETURNING id, account.code, dimension_1, dimension_2, dimension_3, dimension_4, side
    )
    INSERT INTO account_balance (account_id, side, floor)
    SELECT o.id, o.side, w.floor FROM opened o
      JOIN wanted w ON (w.code, w.d1, w.d2, w.d3, w.d4)
                     = (o.code, o.dimension_1, o.dimension_2, o.dimension_3, o.dimension_4);
  END LOOP;

  -- A hold of another book would let this book's writer change that one's balances.
  IF message IS NULL AND jsonb_path_exists(p_requests, '$[*].hold_changes[*]') THEN
    SELECT q.place, CASE WHEN h.id IS NULL THEN 'HOLD_NOT_FOUND' ELSE 'AMOUNT_OUT_OF_RANGE' END INTO place, message
      FROM ${ASKED}
     CROSS JOIN LATERAL jsonb_to_recordset(q.hold_changes) AS c(hold bigint, amount bigint)
      LEFT JOIN LATERAL (SELECT x.id FROM hold x JOIN account a ON a.id = x.account_id AND a.book_id = p_book
                          WHERE x.id = c.hold OFFSET 0) h ON true
     WHERE h.id IS NULL OR c.amount IS NULL OR c.amount = 0 OR c.amount ${OUTSIZED}
     ORDER BY q.place LIMIT 1;
  END IF;
  IF message IS NOT NULL THEN
    RAISE EXCEPTION USING MESSAGE = message, ERRCODE = 'LG003',
      DETAIL = (SELECT format('fact %s key %s', r ->> 'fact', r ->> 'key') FROM (SELECT p_requests -> (place - 1)::integer AS r) x);
  END IF;

  IF reserves THEN
    FOR part IN SELECT q.place AS at, q.summary, q.made_by, m.*
                  FROM ${ASKED}
                 CROSS JOIN LATERAL jsonb_to_recordset(q.reservations) AS m(code text, dimensions text[], amount bigint)
                 ORDER BY q.place LOOP
      place := part.at;
      reserved[place] := coalesce(reserved[place], '[]') || jsonb_build_object('amount', -part.amount, 'hold',
        place_hold(p_book, part.code, part.dimensions, part.amount, part.summary, part.made_by));
    END LOOP;
  END IF;

  place := NULL;
  WITH accepted AS (
    INSERT INTO posting_request (book_id, idempotency_key, body_hash, fact, summary, business_on, voucher_word,
                                 made_by, lines, hold_changes)
    SELECT p_book, q.key, p_body_hash, q.fact, q.summary, q.business_on, q.voucher_word, q.made_by,
           resolved[q.place], q.hold_changes || coalesce(reserved[q.place], '[]')
      FROM ${ASKED} ORDER BY q.place
    ON CONFLICT (idempotency_key, book_id) DO NOTHING RETURNING id
  )
  SELECT array_agg(a.id ORDER BY a.id) INTO known FROM accepted a;
  IF known IS NULL THEN
    -- The same call was faster.
    RETURN QUERY SELECT * FROM accept_requests(p_book, p_body_hash, p_requests);
  ELSIF cardinality(known) < asked THEN
    RAISE EXCEPTION 'IDEMPOTENCY_KEY_REUSED' USING ERRCODE = 'LG004', DETAIL = 'a key stands for two requests';
  ELSE
    RETURN QUERY SELECT k, true FROM unnest(known) AS k;
  END IF;
EXCEPTION WHEN SQLSTATE 'LG003' OR SQLSTATE 'LG004' THEN
  GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
  RAISE EXCEPTION USING ERRCODE = code, MESSAGE = message, DETAIL = detail,
    HINT = CASE WHEN asked > 1 THEN coalesce((place - 1)::text, '') ELSE '' END;
END $$;
`;

const ACCEPT_REQUEST = `
CREATE OR REPLACE FUNCTION ledger.accept_request(
  p_book integer, p_key text, p_body_hash bytea, p_fact text, p_summary text, p_business_on date,
  p_voucher_word text, p_made_by text, p_lines jsonb, p_hold_changes jsonb
) RETURNS TABLE (request_id bigint, is_new boolean)
LANGUAGE sql SECURITY DEFINER SET search_path = ledger, pg_temp AS $$
  SELECT * FROM accept_requests(p_book, p_body_hash, jsonb_build_array(jsonb_build_object(
    'key', p_key, 'fact', p_fact, 'summary', p_summary, 'business_on', p_business_on, 'voucher_word', p_voucher_word,
    'made_by', p_made_by, 'lines', p_lines, 'hold_changes', p_hold_changes, 'reservations', '[]'::jsonb)))
$$;
`;
