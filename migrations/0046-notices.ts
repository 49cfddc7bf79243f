import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './0024-row-level-security';

/**
 * Notices by e-mail: what is to be told is written with the act that causes it, and sent afterwards. What a
 * notice says never changes; how far it came only moves on.
 */
export class Notices0046 implements MigrationInterface {
  readonly name = 'Notices1795392000046';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [ADDRESSES, EVENTS, GUARDS, REMINDERS]) await runner.query(part);
    await runner.query(protect('fund.outgoing_event', SEEN));
    await runner.query(DELIVERY);
    await runner.query(PEOPLE);
    await runner.query(GRANTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION fund.people_before(uuid), fund.people_in_role(uuid, text);
      DROP VIEW fund.notice_delivery;
      DROP TABLE fund.reminder, fund.outgoing_event;
      DROP FUNCTION fund.guard_outgoing_event();
      ALTER TABLE fund.person DROP COLUMN email, DROP COLUMN language;`);
  }
}

const ADDRESSES = `
ALTER TABLE fund.person ADD email text;
ALTER TABLE fund.person ADD language text NOT NULL DEFAULT 'zh';
ALTER TABLE fund.person ADD CONSTRAINT ck_person_email
  CHECK (char_length(email) <= 254 AND email ~ '^[^[:space:][:cntrl:]@<>(),;:"]+@[^[:space:][:cntrl:]@<>(),;:"]+$');
ALTER TABLE fund.person ADD CONSTRAINT ck_person_language CHECK (language IN ('zh', 'en'));
`;

const EVENTS = `
CREATE TABLE fund.outgoing_event (
  id uuid NOT NULL,
  kind text NOT NULL,
  bureau_id uuid NOT NULL,
  book_id integer,
  person_id uuid,
  credit_code text,
  subject text,
  facts jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  state text NOT NULL DEFAULT 'waiting',
  attempts integer NOT NULL DEFAULT 0,
  run_after timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_error text,
  sent_at timestamptz,
  CONSTRAINT ck_outgoing_event_kind CHECK (kind ~ '^[a-z_]{1,60}$'),
  CONSTRAINT ck_outgoing_event_recipient CHECK (num_nonnulls(person_id, credit_code) = 1),
  CONSTRAINT ck_outgoing_event_organization CHECK (credit_code IS NULL OR book_id IS NOT NULL),
  CONSTRAINT ck_outgoing_event_state CHECK (state IN ('waiting', 'sent', 'logged', 'failed')),
  CONSTRAINT ck_outgoing_event_sent CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
  CONSTRAINT ck_outgoing_event_last_error CHECK (last_error ~ '^[A-Z][A-Z0-9_]{0,39}$'),
  CONSTRAINT pk_outgoing_event PRIMARY KEY (id)
);
CREATE INDEX ix_outgoing_event_person_id ON fund.outgoing_event (person_id);
CREATE INDEX ix_outgoing_event_credit_code ON fund.outgoing_event (credit_code);
CREATE INDEX ix_outgoing_event_bureau_id_state ON fund.outgoing_event (bureau_id, state);
CREATE INDEX ix_outgoing_event_waiting ON fund.outgoing_event (run_after) WHERE state = 'waiting';
ALTER TABLE fund.outgoing_event
  ADD CONSTRAINT fk_outgoing_event_bureau_id FOREIGN KEY (bureau_id) REFERENCES fund.bureau (id);
ALTER TABLE fund.outgoing_event
  ADD CONSTRAINT fk_outgoing_event_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id);
ALTER TABLE fund.outgoing_event
  ADD CONSTRAINT fk_outgoing_event_person_id FOREIGN KEY (person_id) REFERENCES fund.person (id);
`;

const GUARDS = `
CREATE FUNCTION fund.guard_outgoing_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = fund, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'waiting' OR NEW.attempts <> 0 OR NEW.last_error IS NOT NULL THEN
      RAISE EXCEPTION 'a notice begins waiting, and untried' USING ERRCODE = 'FL061';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.kind, NEW.bureau_id, NEW.book_id, NEW.person_id, NEW.credit_code, NEW.subject, NEW.facts, NEW.created_at)
     IS DISTINCT FROM
     (OLD.id, OLD.kind, OLD.bureau_id, OLD.book_id, OLD.person_id, OLD.credit_code, OLD.subject, OLD.facts, OLD.created_at) THEN
    RAISE EXCEPTION 'what a notice says, and to whom, stays' USING ERRCODE = 'FL061';
  END IF;
  IF OLD.state IN ('sent', 'logged') OR OLD.state = 'failed' AND NEW.state <> 'waiting'
     OR NEW.attempts NOT BETWEEN OLD.attempts AND OLD.attempts + 1 THEN
    RAISE EXCEPTION 'a notice only moves on' USING ERRCODE = 'FL061';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_outgoing_event BEFORE INSERT OR UPDATE ON fund.outgoing_event
  FOR EACH ROW EXECUTE FUNCTION fund.guard_outgoing_event();
ALTER TABLE fund.outgoing_event ENABLE ALWAYS TRIGGER guard_outgoing_event;
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON fund.outgoing_event
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_removal();
ALTER TABLE fund.outgoing_event ENABLE ALWAYS TRIGGER never_removed;
`;

// By source, work and day, so that whatever runs at once or again reminds of a piece of work once a day.
const REMINDERS = `
CREATE TABLE fund.reminder (
  source text NOT NULL,
  work_id text NOT NULL,
  day date NOT NULL,
  CONSTRAINT pk_reminder PRIMARY KEY (source, work_id, day)
);
`;

const SEEN = `person_id = fund.own_person() OR fund.is_of_own_organization(credit_code, book_id)`;

// It works in its owner's name and says itself who sees what: a system administrator, how far the notices of
// the own bureau came, and never what they say.
const DELIVERY = `
CREATE VIEW fund.notice_delivery AS
  SELECT e.id, e.kind, e.bureau_id, e.person_id, e.credit_code, e.created_at, e.state, e.attempts, e.run_after,
         e.last_error, e.sent_at
    FROM fund.outgoing_event e
   WHERE coalesce(current_setting('app.caller', true), '') = ''
      OR e.bureau_id = fund.own_bureau() AND (SELECT fund.own_administrator_role()) = 'system_administrator';
`;

// Whoever asks may be of an organization, which does not know who in the bureau acts: so nobody is the caller
// while it is asked.
const asNobody = (head: string, people: string): string => `
CREATE FUNCTION ${head} RETURNS TABLE (person_id uuid) LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = fund, pg_temp AS $$
DECLARE
  caller text := coalesce(current_setting('app.caller', true), '');
BEGIN
  PERFORM set_config('app.caller', '', true);
  RETURN QUERY SELECT DISTINCT a.person_id FROM ${people};
  PERFORM set_config('app.caller', caller, true);
END $$;
REVOKE ALL ON FUNCTION ${head} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ${head} TO fund_app;
`;

/** Who can act on a request now, and who acts in a role of a bureau. */
const PEOPLE =
  asNobody(
    'fund.people_before(request uuid)',
    'fund.approval_actor a WHERE a.request_id = request',
  ) +
  asNobody(
    'fund.people_in_role(bureau uuid, wanted text)',
    'fund.acting_person a WHERE a.bureau_id = bureau AND a.role = wanted',
  );

const GRANTS = `
GRANT SELECT, INSERT ON fund.outgoing_event TO fund_app;
GRANT UPDATE (state, attempts, run_after, last_error, sent_at) ON fund.outgoing_event TO fund_app;
GRANT SELECT ON fund.notice_delivery TO fund_app, fund_web;
GRANT SELECT, INSERT ON fund.reminder TO fund_app;
`;
