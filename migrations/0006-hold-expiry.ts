import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PLACE_HOLD } from './0002-ledger-functions';

/** Holds that end by themselves: the time is in the table, so no process has to remember it. */
export class HoldExpiry0006 implements MigrationInterface {
  readonly name = 'HoldExpiry1795392000006';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [COLUMNS, PLACING, EXPIRING, RELEASING]) await runner.query(statement);
    await runner.query(`
      REVOKE ALL ON FUNCTION ${FUNCTIONS.join(', ')}, ledger.refuse_expired_hold() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ${FUNCTIONS.join(', ')} TO fund_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER posting_request_live_holds ON ledger.posting_request;
      DROP FUNCTION ${FUNCTIONS.join(', ')}, ledger.refuse_expired_hold();
      ${PLACE_HOLD}
      REVOKE ALL ON FUNCTION ${FORMER_PLACE_HOLD} FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ${FORMER_PLACE_HOLD} TO fund_app;
      ALTER TABLE ledger.hold DROP COLUMN expires_at, DROP COLUMN released_at;
    `);
  }
}

const FORMER_PLACE_HOLD = 'ledger.place_hold(integer, text, text[], bigint, text, text)';

const FUNCTIONS = [
  'ledger.place_hold(integer, text, text[], bigint, text, text, timestamptz)',
  'ledger.release_expired_holds(integer)',
];

const DEFINER = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp`;

const COLUMNS = `
ALTER TABLE ledger.hold ADD COLUMN expires_at timestamptz, ADD COLUMN released_at timestamptz;
ALTER TABLE ledger.hold ADD CONSTRAINT ck_hold_released_at CHECK (released_at >= expires_at);
CREATE INDEX ix_hold_expiry ON ledger.hold (expires_at) WHERE expires_at IS NOT NULL AND remaining > 0;
`;

const PLACING = `
DROP FUNCTION ${FORMER_PLACE_HOLD};
${PLACE_HOLD.replace('p_by text\n', 'p_by text, p_expires_at timestamptz DEFAULT NULL\n')
  .replace(
    '(account_id, purpose, placed_by, remaining)',
    '(account_id, purpose, placed_by, remaining, expires_at)',
  )
  .replace('p_by, p_amount)', 'p_by, p_amount, p_expires_at)')}
`;

const EXPIRING = `
-- A request may not count on a hold that is over. Those with an end are locked against the release,
-- which lets go of no hold that an accepted request is going to consume.
CREATE FUNCTION ledger.refuse_expired_hold() RETURNS trigger
LANGUAGE plpgsql SET search_path = ledger, pg_temp AS $$
DECLARE
  offender record;
BEGIN
  PERFORM 1 FROM jsonb_to_recordset(NEW.hold_changes) AS c(hold bigint, amount bigint)
    JOIN hold h ON h.id = c.hold
   WHERE c.amount < 0 AND h.expires_at IS NOT NULL ORDER BY h.id FOR SHARE OF h;
  IF FOUND THEN
    SELECT h.id, h.expires_at INTO offender
      FROM jsonb_to_recordset(NEW.hold_changes) AS c(hold bigint, amount bigint)
      JOIN hold h ON h.id = c.hold
     WHERE c.amount < 0 AND h.expires_at <= clock_timestamp() ORDER BY h.id LIMIT 1;
    IF FOUND THEN
      RAISE EXCEPTION 'HOLD_EXPIRED' USING ERRCODE = 'LG004',
        DETAIL = format('hold %s, over since %s', offender.id, offender.expires_at);
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER posting_request_live_holds BEFORE INSERT ON ledger.posting_request
  FOR EACH ROW WHEN (NEW.hold_changes <> '[]'::jsonb) EXECUTE FUNCTION ledger.refuse_expired_hold();
ALTER TABLE ledger.posting_request ENABLE ALWAYS TRIGGER posting_request_live_holds;
`;

const RELEASING = `
-- Gives back what is left of holds that are over, at most p_limit of them; safe from several processes.
CREATE FUNCTION ledger.release_expired_holds(p_limit integer)
RETURNS TABLE (hold_id bigint, released bigint) ${DEFINER} AS $$
DECLARE
  over record;
BEGIN
  FOR over IN SELECT h.id, h.account_id, a.book_id FROM hold h JOIN account a ON a.id = h.account_id
               WHERE h.expires_at IS NOT NULL AND h.remaining > 0 AND h.expires_at <= clock_timestamp()
               ORDER BY h.account_id, h.id LIMIT least(p_limit, 1000) LOOP
    -- Balance before hold, as everywhere; whoever has one of them now, the next round comes.
    PERFORM 1 FROM account_balance b WHERE b.account_id = over.account_id FOR UPDATE SKIP LOCKED;
    CONTINUE WHEN NOT FOUND;
    SELECT h.id, h.remaining INTO hold_id, released FROM hold h
     WHERE h.id = over.id AND h.remaining > 0 FOR UPDATE SKIP LOCKED;
    CONTINUE WHEN NOT FOUND;
    -- Asked after the lock: an intake that had it is committed now, and its request is seen.
    CONTINUE WHEN EXISTS (
      SELECT 1 FROM posting_request r
       CROSS JOIN LATERAL jsonb_to_recordset(r.hold_changes) AS c(hold bigint, amount bigint)
       WHERE r.book_id = over.book_id AND r.status IN ('ready', 'failed') AND c.hold = over.id AND c.amount < 0);
    UPDATE hold h SET remaining = 0, released_at = clock_timestamp() WHERE h.id = over.id;
    UPDATE account_balance b SET held = b.held - released WHERE b.account_id = over.account_id;
    RETURN NEXT;
  END LOOP;
END $$;
`;
