import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A sweep takes so many holds at once. Those that stay for their requests are left out before it
 * counts: else enough of them would keep every other hold from being given back.
 */
export class AwaitedHolds0013 implements MigrationInterface {
  readonly name = 'AwaitedHolds1795392000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RELEASING(`AND NOT ${IS_AWAITED('a.book_id', 'h.id')}`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(RELEASING(''));
  }
}

/** Whether an accepted request is going to consume the hold. */
const IS_AWAITED = (book: string, hold: string): string => `EXISTS (
      SELECT 1 FROM posting_request r
       CROSS JOIN LATERAL jsonb_to_recordset(r.hold_changes) AS c(hold bigint, amount bigint)
       WHERE r.book_id = ${book} AND r.status IN ('ready', 'failed') AND c.hold = ${hold} AND c.amount < 0)`;

const RELEASING = (condition: string): string => `
-- Gives back what is left of holds that are over, at most p_limit of them; safe from several processes.
CREATE OR REPLACE FUNCTION ledger.release_expired_holds(p_limit integer)
RETURNS TABLE (hold_id bigint, released bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp AS $$
DECLARE
  over record;
BEGIN
  FOR over IN SELECT h.id, h.account_id, a.book_id FROM hold h JOIN account a ON a.id = h.account_id
               WHERE h.expires_at IS NOT NULL AND h.remaining > 0 AND h.expires_at <= clock_timestamp() ${condition}
               ORDER BY h.account_id, h.id LIMIT least(p_limit, 1000) LOOP
    -- Balance before hold, as everywhere; whoever has one of them now, the next round comes.
    PERFORM 1 FROM account_balance b WHERE b.account_id = over.account_id FOR UPDATE SKIP LOCKED;
    CONTINUE WHEN NOT FOUND;
    SELECT h.id, h.remaining INTO hold_id, released FROM hold h
     WHERE h.id = over.id AND h.remaining > 0 FOR UPDATE SKIP LOCKED;
    CONTINUE WHEN NOT FOUND;
    -- Asked after the lock: an intake that had it is committed now, and its request is seen.
    CONTINUE WHEN ${IS_AWAITED('over.book_id', 'over.id')};
    UPDATE hold h SET remaining = 0, released_at = clock_timestamp() WHERE h.id = over.id;
    UPDATE account_balance b SET held = b.held - released WHERE b.account_id = over.account_id;
    RETURN NEXT;
  END LOOP;
END $$;
`;
