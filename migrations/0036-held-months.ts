import type { MigrationInterface, QueryRunner } from 'typeorm';
import { replaceIn } from './0010-adjusting-entries';

/**
 * Who put a month on hold is kept, and somebody else closes it. The months of a book belong to its bureau,
 * so whoever calls over the network changes those of the own books only.
 */
export class HeldMonths0036 implements MigrationInterface {
  readonly name = 'HeldMonths1795392000036';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
    for (const [former, next] of CLOSING) await replaceIn(runner, CLOSE, former, next);
    await replaceIn(runner, CLOSE, FORMER_PARAMETERS, PARAMETERS);
    await runner.query(`
      DROP FUNCTION ${CLOSE};
      DROP FUNCTION ${FORMER_HOLD};
      ${ON_HOLD}
      REVOKE ALL ON FUNCTION ${CLOSE_HELD}, ${HOLD} FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ${CLOSE_HELD}, ${HOLD} TO fund_app;
      ${GUARDS}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await replaceIn(runner, CLOSE_HELD, PARAMETERS, FORMER_PARAMETERS);
    for (const [former, next] of [...CLOSING].reverse()) {
      await replaceIn(runner, CLOSE, next, former);
    }
    await runner.query(`
      DROP TRIGGER keep_to_own_books ON ledger.period;
      DROP TRIGGER keep_to_own_books ON ledger.period_closing;
      DROP FUNCTION ${CLOSE_HELD}, ${HOLD};
      ${FORMER_ON_HOLD}
      REVOKE ALL ON FUNCTION ${CLOSE}, ${FORMER_HOLD} FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ${CLOSE}, ${FORMER_HOLD} TO fund_app;
      ALTER TABLE ledger.period DROP COLUMN held_by;
      ALTER TABLE ledger.period_closing DROP COLUMN held_by;
    `);
  }
}

const FORMER_HOLD = 'ledger.put_month_on_hold(integer, date, boolean)';
const HOLD = 'ledger.put_month_on_hold(integer, date, boolean, text)';
const CLOSE = 'ledger.close_month(integer, date, text, boolean)';
const CLOSE_HELD = 'ledger.close_month(integer, date, text, boolean, boolean)';

const FORMER_PARAMETERS = 'p_by text, p_check boolean)';
const PARAMETERS = 'p_by text, p_check boolean, p_held boolean)';

const COLUMNS = `
ALTER TABLE ledger.period ADD held_by text;
-- Nobody could be named for it so far.
UPDATE ledger.period SET held_by = '—' WHERE state = 'on_hold';
ALTER TABLE ledger.period ADD CONSTRAINT ck_period_held_by CHECK (
  (state = 'on_hold') = (held_by IS NOT NULL) AND (held_by IS NULL OR held_by ~ '[^[:space:]]'));
-- Who had put the month on hold that was closed.
ALTER TABLE ledger.period_closing ADD held_by text;
ALTER TABLE ledger.period_closing ADD CONSTRAINT ck_period_closing_people CHECK (
  held_by IS NULL OR lower(btrim(held_by)) <> lower(btrim(closed_by)));
`;

const OUT_OF_ORDER = 'SELECT p.month INTO offender FROM period p';

/** What close_month said, and what it says; with p_held it closes only what is on hold. */
const CLOSING = [
  ['month_state text;', 'month_state text;\n  holder text;'],
  ['SELECT p.state INTO month_state', 'SELECT p.state, p.held_by INTO month_state, holder'],
  [
    OUT_OF_ORDER,
    `IF p_held AND month_state IS DISTINCT FROM 'on_hold' THEN
    RAISE EXCEPTION 'MONTH_NOT_ON_HOLD' USING ERRCODE = 'LG004', DETAIL = format('month %s', p_month);
  END IF;
  IF lower(btrim(holder)) = lower(btrim(p_by)) THEN
    RAISE EXCEPTION 'CLOSING_NEEDS_ANOTHER' USING ERRCODE = 'LG004', DETAIL = format('month %s', p_month);
  END IF;
  ${OUT_OF_ORDER}`,
  ],
  [`DO UPDATE SET state = 'closed'`, `DO UPDATE SET state = 'closed', held_by = NULL`],
  ['through_journal, accounts, closed_by)', 'through_journal, accounts, closed_by, held_by)'],
  ['last_number, counted, p_by)', 'last_number, counted, p_by, holder)'],
] as const;

const DEFINER = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp';

const ON_HOLD = `
-- On hold a month takes adjusting entries and nothing else, but nothing is closed: it can be opened
-- again at any time.
CREATE FUNCTION ledger.put_month_on_hold(p_book integer, p_month date, p_hold boolean, p_by text) RETURNS void ${DEFINER} AS $$
BEGIN
  UPDATE period p SET state = CASE WHEN p_hold THEN 'on_hold' ELSE 'open' END, held_by = CASE WHEN p_hold THEN p_by END
   WHERE p.month = p_month AND p.book_id = p_book AND p.state = CASE WHEN p_hold THEN 'open' ELSE 'on_hold' END;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING MESSAGE = CASE WHEN p_hold THEN 'PERIOD_NOT_OPEN' ELSE 'MONTH_NOT_ON_HOLD' END,
      ERRCODE = 'LG004', DETAIL = format('month %s', p_month);
  END IF;
END $$;
`;

const FORMER_ON_HOLD = `
CREATE FUNCTION ledger.put_month_on_hold(p_book integer, p_month date, p_hold boolean) RETURNS void ${DEFINER} AS $$
BEGIN
  UPDATE period p SET state = CASE WHEN p_hold THEN 'on_hold' ELSE 'open' END
   WHERE p.month = p_month AND p.book_id = p_book AND p.state = CASE WHEN p_hold THEN 'open' ELSE 'on_hold' END;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'PERIOD_NOT_OPEN' USING ERRCODE = 'LG004', DETAIL = format('month %s', p_month);
  END IF;
END $$;
`;

const OF_CALLERS = `WHEN (coalesce(current_setting('app.caller', true), '') <> '')
  EXECUTE FUNCTION fund.keep_to_own_books()`;

const GUARDS = `
CREATE TRIGGER keep_to_own_books BEFORE INSERT OR UPDATE ON ledger.period FOR EACH ROW ${OF_CALLERS};
ALTER TABLE ledger.period ENABLE ALWAYS TRIGGER keep_to_own_books;
CREATE TRIGGER keep_to_own_books BEFORE INSERT ON ledger.period_closing FOR EACH ROW ${OF_CALLERS};
ALTER TABLE ledger.period_closing ENABLE ALWAYS TRIGGER keep_to_own_books;
`;
