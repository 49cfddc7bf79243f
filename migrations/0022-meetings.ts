import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Joint meetings, what they resolved, and which request rests on a resolution. */
export class Meetings0022 implements MigrationInterface {
  readonly name = 'Meetings1795392000022';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, MEETINGS, CITATION, GRANTS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE fund.approval_request DROP CONSTRAINT fk_approval_request_resolution_id;
      DROP INDEX fund.uq_approval_request_resolution;
      DROP TRIGGER guard_citation ON fund.approval_request;
      DROP TABLE ${TABLE_NAMES.map((table) => `fund.${table}`).join(', ')} CASCADE;
      DROP FUNCTION fund.guard_citation(), fund.guard_meeting(), fund.guard_meeting_part();`);
  }
}

const TABLE_NAMES = [
  'joint_meeting',
  'meeting_agenda_item',
  'meeting_attendee',
  'meeting_resolution',
];

const TABLES = `
CREATE TABLE fund.joint_meeting (
  id uuid NOT NULL,
  bureau_id uuid NOT NULL,
  number text NOT NULL,
  title text NOT NULL,
  held_on date NOT NULL,
  place text NOT NULL,
  chaired_by text NOT NULL,
  minutes text,
  state text NOT NULL DEFAULT 'draft',
  version integer NOT NULL DEFAULT 1,
  maker_id uuid NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  concluded_by_id uuid,
  concluded_at timestamptz,
  CONSTRAINT uq_joint_meeting_bureau_id_number UNIQUE (bureau_id, number),
  CONSTRAINT ck_joint_meeting_state CHECK (state IN ('draft', 'concluded')),
  CONSTRAINT ck_joint_meeting_concluded CHECK ((state = 'concluded') = (num_nonnulls(concluded_by_id, concluded_at) = 2) AND num_nonnulls(concluded_by_id, concluded_at) <> 1),
  CONSTRAINT ck_joint_meeting_other CHECK (concluded_by_id <> maker_id),
  CONSTRAINT pk_joint_meeting PRIMARY KEY (id)
);
CREATE TABLE fund.meeting_agenda_item (
  meeting_id uuid NOT NULL,
  version integer NOT NULL,
  ordinal integer NOT NULL,
  title text NOT NULL,
  CONSTRAINT pk_meeting_agenda_item PRIMARY KEY (meeting_id, version, ordinal)
);
CREATE TABLE fund.meeting_attendee (
  meeting_id uuid NOT NULL,
  version integer NOT NULL,
  ordinal integer NOT NULL,
  agency text NOT NULL,
  name text NOT NULL,
  position text,
  CONSTRAINT pk_meeting_attendee PRIMARY KEY (meeting_id, version, ordinal)
);
CREATE TABLE fund.meeting_resolution (
  id uuid NOT NULL,
  bureau_id uuid NOT NULL,
  meeting_id uuid NOT NULL,
  number text NOT NULL,
  body text NOT NULL,
  kind text NOT NULL,
  subject text,
  amount_fen bigint,
  owner text NOT NULL,
  due_on date NOT NULL,
  struck_out boolean NOT NULL DEFAULT false,
  follow_up text NOT NULL DEFAULT 'open',
  follow_up_note text,
  CONSTRAINT uq_meeting_resolution_bureau_id_number UNIQUE (bureau_id, number),
  CONSTRAINT ck_meeting_resolution_amount CHECK (amount_fen > 0),
  CONSTRAINT ck_meeting_resolution_follow_up CHECK (follow_up IN ('open', 'done')),
  CONSTRAINT ck_meeting_resolution_note CHECK (follow_up = 'open' OR follow_up_note IS NOT NULL AND follow_up_note ~ '[^[:space:]]'),
  CONSTRAINT pk_meeting_resolution PRIMARY KEY (id)
);
CREATE INDEX ix_meeting_resolution_meeting_id ON fund.meeting_resolution (meeting_id);
ALTER TABLE fund.joint_meeting
  ADD CONSTRAINT fk_joint_meeting_bureau_id FOREIGN KEY (bureau_id) REFERENCES fund.bureau (id);
ALTER TABLE fund.joint_meeting
  ADD CONSTRAINT fk_joint_meeting_maker_id FOREIGN KEY (maker_id) REFERENCES fund.person (id);
ALTER TABLE fund.joint_meeting
  ADD CONSTRAINT fk_joint_meeting_concluded_by_id FOREIGN KEY (concluded_by_id) REFERENCES fund.person (id);
ALTER TABLE fund.meeting_agenda_item
  ADD CONSTRAINT fk_meeting_agenda_item_meeting_id FOREIGN KEY (meeting_id) REFERENCES fund.joint_meeting (id);
ALTER TABLE fund.meeting_attendee
  ADD CONSTRAINT fk_meeting_attendee_meeting_id FOREIGN KEY (meeting_id) REFERENCES fund.joint_meeting (id);
ALTER TABLE fund.meeting_resolution
  ADD CONSTRAINT fk_meeting_resolution_bureau_id FOREIGN KEY (bureau_id) REFERENCES fund.bureau (id);
ALTER TABLE fund.meeting_resolution
  ADD CONSTRAINT fk_meeting_resolution_meeting_id FOREIGN KEY (meeting_id) REFERENCES fund.joint_meeting (id);
ALTER TABLE fund.approval_request
  ADD CONSTRAINT fk_approval_request_resolution_id FOREIGN KEY (resolution_id) REFERENCES fund.meeting_resolution (id);
-- A resolution carries one request; one that was rejected or withdrawn gives it free.
CREATE UNIQUE INDEX uq_approval_request_resolution ON fund.approval_request (resolution_id)
  WHERE state IN ('open', 'returned', 'approved');
`;

const MEETINGS = `
-- A concluded meeting never changes, and is concluded by somebody else than its maker.
CREATE FUNCTION fund.guard_meeting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' THEN
      RAISE EXCEPTION 'a meeting begins as a draft' USING ERRCODE = 'FL031';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state = 'concluded' THEN
    RAISE EXCEPTION 'a concluded meeting does not change' USING ERRCODE = 'FL031';
  END IF;
  IF (NEW.id, NEW.bureau_id, NEW.maker_id, NEW.made_at) IS DISTINCT FROM (OLD.id, OLD.bureau_id, OLD.maker_id, OLD.made_at) THEN
    RAISE EXCEPTION 'who made a meeting, and where, stays' USING ERRCODE = 'FL031';
  END IF;
  IF NEW.state = 'concluded' AND NOT (
       EXISTS (SELECT FROM meeting_agenda_item i WHERE i.meeting_id = NEW.id AND i.version = NEW.version)
       AND EXISTS (SELECT FROM meeting_attendee a WHERE a.meeting_id = NEW.id AND a.version = NEW.version)
       AND coalesce(NEW.minutes, '') ~ '[^[:space:]]') THEN
    RAISE EXCEPTION 'a meeting is concluded with agenda, attendees and minutes' USING ERRCODE = 'FL031';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_meeting BEFORE INSERT OR UPDATE ON fund.joint_meeting
  FOR EACH ROW EXECUTE FUNCTION fund.guard_meeting();
ALTER TABLE fund.joint_meeting ENABLE ALWAYS TRIGGER guard_meeting;

-- What belongs to a meeting changes with the draft only; of a resolution the follow-up goes on.
CREATE FUNCTION fund.guard_meeting_part() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp AS $$
DECLARE
  was jsonb := to_jsonb(OLD);
  becomes jsonb := to_jsonb(NEW);
  meeting joint_meeting;
BEGIN
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'meeting_resolution'
     AND was - 'follow_up' - 'follow_up_note' = becomes - 'follow_up' - 'follow_up_note' THEN
    RETURN NEW;
  END IF;
  FOR meeting IN SELECT m.* FROM joint_meeting m
                  WHERE m.id IN ((was ->> 'meeting_id')::uuid, (becomes ->> 'meeting_id')::uuid) FOR UPDATE LOOP
    IF meeting.state <> 'draft' THEN
      RAISE EXCEPTION 'a concluded meeting does not change' USING ERRCODE = 'FL031';
    END IF;
    IF becomes ? 'version' AND (becomes ->> 'version')::integer <> meeting.version THEN
      RAISE EXCEPTION 'agenda and attendees are entered with their version' USING ERRCODE = 'FL031';
    END IF;
    IF becomes ? 'bureau_id' AND (becomes ->> 'bureau_id')::uuid <> meeting.bureau_id THEN
      RAISE EXCEPTION 'a resolution is of the bureau of its meeting' USING ERRCODE = 'FL031';
    END IF;
  END LOOP;
  RETURN coalesce(NEW, OLD);
END $$;
DO $$
DECLARE
  part text;
BEGIN
  FOREACH part IN ARRAY ARRAY['meeting_agenda_item', 'meeting_attendee', 'meeting_resolution'] LOOP
    EXECUTE format('CREATE TRIGGER guard_meeting_part BEFORE INSERT OR UPDATE ON fund.%I
                    FOR EACH ROW EXECUTE FUNCTION fund.guard_meeting_part()', part);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER guard_meeting_part', part);
  END LOOP;
  FOREACH part IN ARRAY ARRAY['joint_meeting', 'meeting_resolution'] LOOP
    EXECUTE format('CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_removal()', part);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER never_removed', part);
  END LOOP;
  FOREACH part IN ARRAY ARRAY['meeting_agenda_item', 'meeting_attendee'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', part);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER append_only', part);
  END LOOP;
END $$;
`;

const CITATION = `
-- A resolution is cited for what it decided, once its meeting is concluded.
CREATE FUNCTION fund.guard_citation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp AS $$
BEGIN
  IF NEW.resolution_id IS NOT NULL AND NOT EXISTS (
       SELECT FROM meeting_resolution r JOIN joint_meeting m ON m.id = r.meeting_id
        WHERE r.id = NEW.resolution_id AND m.state = 'concluded' AND m.bureau_id = NEW.bureau_id
          AND NOT r.struck_out
          AND r.kind = NEW.kind AND r.subject IS NOT DISTINCT FROM NEW.subject
          AND (NEW.amount_fen IS NULL OR NEW.amount_fen <= r.amount_fen)) THEN
    RAISE EXCEPTION 'RESOLUTION_FOR_OTHER_MATTER' USING ERRCODE = 'FL032';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_citation BEFORE INSERT OR UPDATE ON fund.approval_request
  FOR EACH ROW EXECUTE FUNCTION fund.guard_citation();
ALTER TABLE fund.approval_request ENABLE ALWAYS TRIGGER guard_citation;
`;

const GRANTS = `
GRANT SELECT, INSERT ON ${TABLE_NAMES.map((table) => `fund.${table}`).join(', ')} TO fund_app;
GRANT UPDATE ON fund.joint_meeting, fund.meeting_resolution TO fund_app;
`;
