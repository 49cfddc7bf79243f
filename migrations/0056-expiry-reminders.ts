import type { MigrationInterface, QueryRunner } from 'typeorm';
import { replaceIn } from './0010-adjusting-entries';

/** Reminders of what is about to end (到期提醒), and notices to an organization that its members get as well. */
export class ExpiryReminders0056 implements MigrationInterface {
  readonly name = 'ExpiryReminders1795392000056';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [COPIES, REMINDERS]) await runner.query(part);
    for (const [former, next] of KEPT) await replaceIn(runner, GUARDING, former, next);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [former, next] of KEPT) await replaceIn(runner, GUARDING, next, former);
    await runner.query(`
      DROP TABLE fund.expiry_reminder;
      ALTER TABLE fund.outgoing_event DROP COLUMN copy_of;`);
  }
}

const COPIES = `
ALTER TABLE fund.outgoing_event
  ADD COLUMN copy_of uuid,
  ADD CONSTRAINT ck_outgoing_event_copy CHECK (copy_of IS NULL OR person_id IS NOT NULL),
  ADD CONSTRAINT fk_outgoing_event_copy_of FOREIGN KEY (copy_of) REFERENCES fund.outgoing_event (id);
`;

const GUARDING = 'fund.guard_outgoing_event()';
const KEPT = [
  ['NEW.facts, NEW.created_at)', 'NEW.facts, NEW.created_at, NEW.copy_of)'],
  ['OLD.facts, OLD.created_at)', 'OLD.facts, OLD.created_at, OLD.copy_of)'],
] as const;

// By what ends, its last day and how near that was: whatever runs at once or again tells it once.
const REMINDERS = `
CREATE TABLE fund.expiry_reminder (
  subject text NOT NULL,
  expires_on date NOT NULL,
  threshold integer NOT NULL,
  reminded_on date NOT NULL,
  CONSTRAINT pk_expiry_reminder PRIMARY KEY (subject, expires_on, threshold),
  CONSTRAINT ck_expiry_reminder_threshold CHECK (threshold IN (60, 30, 7))
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.expiry_reminder
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE fund.expiry_reminder ENABLE ALWAYS TRIGGER append_only;
GRANT SELECT, INSERT ON fund.expiry_reminder TO fund_app;
`;
