import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Members of organizations are administered by the bureau that entered them, and an account is set up
 * anew by two administrators.
 */
export class PeopleAdministration0031 implements MigrationInterface {
  readonly name = 'PeopleAdministration1795392000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MEMBERS);
    await runner.query(RESETS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE fund.account_reset;
      ALTER POLICY seen ON fund.person USING (${SEEN_BEFORE});
      ALTER TABLE fund.person DROP COLUMN entered_by_bureau_id;
    `);
  }
}

const SEEN_BEFORE = 'bureau_id = fund.own_bureau() OR credit_code = fund.own_credit_code()';
/** Which people a caller sees. */
export const SEEN_PEOPLE = `${SEEN_BEFORE} OR entered_by_bureau_id = fund.own_bureau()`;

// Whoever was entered before belongs to the bureau that the trail names; else to the only one there is.
const MEMBERS = `
ALTER TABLE fund.person ADD entered_by_bureau_id uuid;
UPDATE fund.person p
   SET entered_by_bureau_id = coalesce(
     (SELECT e.bureau_id FROM fund.audit_event e
       WHERE e.action = 'person.enter' AND e.subject = 'person/' || p.id
       ORDER BY e.recorded_at LIMIT 1),
     (SELECT (array_agg(b.id))[1] FROM fund.bureau b WHERE b.sandbox = p.sandbox HAVING count(*) = 1))
 WHERE p.credit_code IS NOT NULL;
ALTER TABLE fund.person
  ADD CONSTRAINT ck_person_entered_by CHECK (entered_by_bureau_id IS NULL OR credit_code IS NOT NULL),
  ADD CONSTRAINT fk_person_entered_by_bureau_id FOREIGN KEY (entered_by_bureau_id) REFERENCES fund.bureau (id);
ALTER POLICY seen ON fund.person
  USING (${SEEN_PEOPLE});
`;

const RESETS = `
CREATE TABLE fund.account_reset (
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  asked_by_id uuid NOT NULL,
  done_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  link_taken_at timestamptz,
  CONSTRAINT pk_account_reset PRIMARY KEY (id),
  CONSTRAINT fk_account_reset_account_id FOREIGN KEY (account_id) REFERENCES fund.account (id),
  CONSTRAINT fk_account_reset_asked_by_id FOREIGN KEY (asked_by_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_account_reset_account_id ON fund.account_reset (account_id);
GRANT SELECT, INSERT, UPDATE ON fund.account_reset TO fund_app;
`;
