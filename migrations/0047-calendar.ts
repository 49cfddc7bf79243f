import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, unprotect } from './0024-row-level-security';

/** Working days as data: which days differ from the week, and how days are counted by it. */
export class Calendar0047 implements MigrationInterface {
  readonly name = 'Calendar1795392000047';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLE, FUNCTIONS, GRANTS]) await runner.query(part);
    await runner.query(protect('fund.calendar_day', 'true'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(unprotect('fund.calendar_day'));
    await runner.query(`
      DROP FUNCTION fund.add_working_days(date, integer), fund.is_working_day(date);
      DROP TABLE fund.calendar_day CASCADE;`);
  }
}

const TABLE = `
CREATE TABLE fund.calendar_day (
  day date NOT NULL,
  is_working boolean NOT NULL,
  note text NOT NULL DEFAULT '',
  CONSTRAINT ck_calendar_day_day CHECK (day BETWEEN '1900-01-01' AND '2200-12-31'),
  CONSTRAINT pk_calendar_day PRIMARY KEY (day)
);
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON fund.calendar_day
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_removal();
ALTER TABLE fund.calendar_day ENABLE ALWAYS TRIGGER never_removed;
`;

const FUNCTIONS = `
-- Monday to Friday, unless the calendar says otherwise.
CREATE FUNCTION fund.is_working_day(p_day date) RETURNS boolean LANGUAGE sql STABLE
  RETURN coalesce((SELECT c.is_working FROM fund.calendar_day c WHERE c.day = p_day),
                  extract(isodow FROM p_day) < 6);

-- The p_days-th working day after a day; the day itself for none.
CREATE FUNCTION fund.add_working_days(p_day date, p_days integer) RETURNS date LANGUAGE plpgsql STABLE
  SET search_path = fund, pg_temp AS $$
DECLARE
  reached date := p_day;
  missing integer := p_days;
BEGIN
  IF p_days < 0 THEN
    RAISE EXCEPTION 'working days are added forward' USING ERRCODE = '22023';
  END IF;
  WHILE missing > 0 LOOP
    reached := reached + 1;
    IF reached > '2200-12-31' THEN
      RAISE EXCEPTION 'no such working day before 2201' USING ERRCODE = '22008';
    END IF;
    IF fund.is_working_day(reached) THEN
      missing := missing - 1;
    END IF;
  END LOOP;
  RETURN reached;
END $$;
`;

const GRANTS = `
GRANT SELECT, INSERT, UPDATE ON fund.calendar_day TO fund_app;
GRANT EXECUTE ON FUNCTION fund.is_working_day(date), fund.add_working_days(date, integer) TO fund_app, fund_web;
`;
