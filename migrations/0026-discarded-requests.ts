import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './0024-row-level-security';

/**
 * A request that cannot be posted is put aside for good by two people with a reason, and what it held is
 * free again. Whoever keeps the system running sees what waits and what failed, and not what it is about.
 */
export class DiscardedRequests0026 implements MigrationInterface {
  readonly name = 'DiscardedRequests1795392000026';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await runner.query(protect('ledger.request_discard', IN_BOOKS));
    await runner.query(DISCARD);
    await runner.query(QUEUE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW fund.queued_request;
      DROP FUNCTION ${SIGNATURE};
      DROP TABLE ledger.request_discard;`);
  }
}

const SIGNATURE = 'ledger.discard_request(bigint, text, text, text)';

const IN_BOOKS = 'book_id = ANY ((SELECT fund.readable_books())::integer[])';

const TABLE = `
-- Why a request will never be posted, and who answers for that.
CREATE TABLE ledger.request_discard (
  request_id    bigint      NOT NULL,
  book_id       integer     NOT NULL,
  discarded_by  text        NOT NULL,
  second_person text        NOT NULL,
  reason        text        NOT NULL,
  discarded_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_request_discard PRIMARY KEY (request_id),
  CONSTRAINT fk_request_discard_request FOREIGN KEY (request_id) REFERENCES ledger.posting_request (id),
  CONSTRAINT fk_request_discard_book FOREIGN KEY (book_id) REFERENCES ledger.book (id)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.request_discard
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER own_hand BEFORE INSERT OR UPDATE ON ledger.request_discard
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_foreign_hand();
ALTER TABLE ledger.request_discard ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE ledger.request_discard ENABLE ALWAYS TRIGGER own_hand;
GRANT SELECT ON ledger.request_discard TO fund_app;
`;

const DISCARD = `
-- Withdraws a failed request: it is never posted, and what it alone was going to take from holds is free
-- again. False where the request has not failed, or not any more.
CREATE FUNCTION ${SIGNATURE.replace('(bigint, text, text, text)', '(p_request bigint, p_by text, p_second text, p_reason text)')}
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp SET enable_seqscan = off AS $$
DECLARE
  failed posting_request;
  part record;
  freed bigint;
BEGIN
  IF (p_by ~ '[^[:space:]]' AND p_second ~ '[^[:space:]]' AND p_reason ~ '[^[:space:]]'
      AND lower(btrim(p_by)) <> lower(btrim(p_second))) IS NOT TRUE THEN
    RAISE EXCEPTION 'DISCARD_NEEDS_TWO' USING ERRCODE = 'LG004', DETAIL = format('request %s', p_request);
  END IF;
  -- Whoever puts it back or posts it has this lock too; the state is read again after the wait.
  SELECT * INTO failed FROM posting_request r WHERE r.id = p_request AND r.status = 'failed' FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;

  -- Balances before holds and in their order, as everywhere.
  PERFORM 1 FROM account_balance b
    WHERE b.account_id IN (SELECT h.account_id FROM jsonb_to_recordset(failed.hold_changes) AS c(hold bigint)
                             JOIN hold h ON h.id = c.hold)
    ORDER BY b.account_id FOR UPDATE;
  FOR part IN SELECT h.id AS hold, h.account_id, h.remaining, -sum(c.amount) AS wanted
                FROM jsonb_to_recordset(failed.hold_changes) AS c(hold bigint, amount bigint)
                JOIN hold h ON h.id = c.hold
               GROUP BY h.id HAVING sum(c.amount) < 0 ORDER BY h.id LOOP
    -- What other requests are going to take from the same hold stays theirs.
    SELECT least(part.wanted, part.remaining + coalesce(sum(c.amount), 0)) INTO freed
      FROM posting_request r
     CROSS JOIN LATERAL jsonb_to_recordset(r.hold_changes) AS c(hold bigint, amount bigint)
     WHERE r.book_id = failed.book_id AND r.status IN ('ready', 'failed') AND r.id <> p_request
       AND c.hold = part.hold AND c.amount < 0;
    CONTINUE WHEN freed <= 0;
    UPDATE hold h SET remaining = h.remaining - freed WHERE h.id = part.hold;
    UPDATE account_balance b SET held = b.held - freed WHERE b.account_id = part.account_id;
  END LOOP;

  UPDATE posting_request r SET status = 'withdrawn' WHERE r.id = p_request;
  INSERT INTO request_discard (request_id, book_id, discarded_by, second_person, reason)
  VALUES (p_request, failed.book_id, p_by, p_second, p_reason);
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION ${SIGNATURE} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ${SIGNATURE} TO fund_app;
`;

// It works in its owner's name and says itself who sees what: a system administrator, of the own books.
const QUEUE = `
CREATE VIEW fund.queued_request AS
  SELECT r.id, r.book_id, b.code AS book, r.fact, r.status, r.failure_code, r.attempts, r.accepted_at,
         CASE r.status WHEN 'ready' THEN greatest(r.run_after, r.accepted_at) END AS next_try_at
    FROM ledger.posting_request r JOIN ledger.book b ON b.id = r.book_id
   WHERE r.status IN ('ready', 'failed') AND r.book_id = ANY ((SELECT fund.own_books())::integer[])
     AND EXISTS (SELECT FROM fund.held_role h WHERE h.role = 'system_administrator'
                    AND h.person_id = nullif(current_setting('app.caller', true), '')::uuid);
GRANT SELECT ON fund.queued_request TO fund_app, fund_web;
`;
