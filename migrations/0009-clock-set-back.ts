import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A clock that is set back holds nothing up. A request that was never put off has no time to wait
 * for; with the time of its acceptance it would wait until the clock shows that again.
 */
export class ClockSetBack0009 implements MigrationInterface {
  readonly name = 'ClockSetBack1795392000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(runnableFrom(`'-infinity'`));
    await runner.query(
      `UPDATE ledger.posting_request SET run_after = '-infinity' WHERE status = 'ready'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(runnableFrom('clock_timestamp()'));
  }
}

const runnableFrom = (time: string): string => `
ALTER TABLE ledger.posting_request ALTER COLUMN run_after SET DEFAULT ${time};

CREATE OR REPLACE FUNCTION ledger.retry_request(p_request bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp AS $$
DECLARE
  failed posting_request;
BEGIN
  SELECT * INTO failed FROM posting_request r WHERE r.id = p_request AND r.status = 'failed';
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  PERFORM require_open_month(failed.book_id, failed.business_on);
  UPDATE posting_request SET status = 'ready', failure_code = NULL, failure_detail = NULL, run_after = ${time}
   WHERE id = p_request AND status = 'failed';
  RETURN FOUND;
END $$;
`;
