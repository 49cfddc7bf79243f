import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OPEN_MONTH } from './0005-periods';

/**
 * Months on hold take adjusting entries and nothing else, and many requests are accepted in one
 * call, each with the money that it will need held at once.
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
      REVOKE ALL ON FUNCTION ${ACCEPT_MANY} FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ${ACCEPT_MANY} TO fund_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${ACCEPT_MANY}`);
    for (const { signature, call, fact } of CALLERS) {
      await replaceIn(runner, signature, `${call}, ${fact})`, `${call})`);
    }
    await runner.query(`
      DROP FUNCTION ${CHECK};
      ${OPEN_MONTH}
      ALTER FUNCTION ${FORMER_CHECK} SET enable_seqscan = off;
      REVOKE ALL ON FUNCTION ${FORMER_CHECK} FROM PUBLIC;
    `);
  }
}

const FORMER_CHECK = 'ledger.require_open_month(integer, date)';
const CHECK = 'ledger.require_open_month(integer, date, text)';
const ACCEPT_MANY = 'ledger.accept_requests(integer, bytea, jsonb)';

const ONLY_OPEN = `IF found_state IS DISTINCT FROM 'open' THEN`;
const OPEN_FOR_FACT = `IF (found_state = 'open' OR found_state = 'on_hold' AND p_fact = 'adjustment') IS NOT TRUE THEN`;

/** Who asks whether a month is open, and how each knows the fact. */
const CALLERS = [
  {
    signature:
      'ledger.accept_request(integer, text, bytea, text, text, date, text, text, jsonb, jsonb)',
    call: 'require_open_month(p_book, p_business_on',
    fact: 'p_fact',
  },
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
async function replaceIn(
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

const ACCEPT_REQUESTS = `
-- Many requests in one call, all or none. p_requests: [{key, fact, summary, business_on, voucher_word,
-- made_by, lines, hold_changes, reservations}], lines and hold_changes as accept_request takes them.
-- reservations: [{code, dimensions, amount}], money that is held now and consumed by the posting.
-- p_body_hash stands for the whole call, so a key names the call as well as its own request.
-- A refusal names the request that it stands against, from 0, as its hint.
CREATE FUNCTION ledger.accept_requests(p_book integer, p_body_hash bytea, p_requests jsonb)
RETURNS TABLE (request_id bigint, is_new boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp SET enable_seqscan = off AS $$
DECLARE
  request record;
  place integer := 0;
  reserved jsonb;
  code text;
  message text;
  detail text;
BEGIN
  -- One order of locking for all writers, so that they cannot deadlock. The same call sent twice at
  -- once waits here as well, and then finds its requests instead of holding the money a second time.
  PERFORM 1 FROM account_balance b
    WHERE b.account_id IN (
      SELECT a.id FROM jsonb_to_recordset(p_requests) AS r(reservations jsonb)
       CROSS JOIN LATERAL jsonb_to_recordset(r.reservations) AS m(code text, dimensions text[])
       CROSS JOIN LATERAL (SELECT x.id FROM account x
                            WHERE x.code = m.code AND x.dimension_1 = m.dimensions[1] AND x.dimension_2 = m.dimensions[2]
                              AND x.dimension_3 = m.dimensions[3] AND x.dimension_4 = m.dimensions[4]
                              AND x.book_id + 0 = p_book OFFSET 0) a)
    ORDER BY b.account_id FOR UPDATE;

  FOR request IN
    SELECT * FROM jsonb_to_recordset(p_requests)
      AS r(key text, fact text, summary text, business_on date, voucher_word text, made_by text,
           lines jsonb, hold_changes jsonb, reservations jsonb)
  LOOP
    reserved := NULL;
    IF jsonb_array_length(request.reservations) > 0
       AND existing_request(p_book, request.key, p_body_hash) IS NULL THEN
      SELECT jsonb_agg(jsonb_build_object(
               'hold', place_hold(p_book, m.code, m.dimensions, m.amount, request.summary, request.made_by),
               'amount', -m.amount))
        INTO reserved
        FROM jsonb_to_recordset(request.reservations) AS m(code text, dimensions text[], amount bigint);
    END IF;
    RETURN QUERY
      SELECT * FROM accept_request(p_book, request.key, p_body_hash, request.fact, request.summary,
                                   request.business_on, request.voucher_word, request.made_by, request.lines,
                                   request.hold_changes || coalesce(reserved, '[]'::jsonb));
    place := place + 1;
  END LOOP;
EXCEPTION WHEN SQLSTATE 'LG003' OR SQLSTATE 'LG004' THEN
  GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
  RAISE EXCEPTION USING ERRCODE = code, MESSAGE = message, DETAIL = detail, HINT = place;
END $$;
`;
