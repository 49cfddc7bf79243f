import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests that one person makes and others decide, delegations, and policies that change by approval. */
export class Approvals0021 implements MigrationInterface {
  readonly name = 'Approvals1795392000021';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, VIEWS, REQUESTS, DECISIONS, DELEGATIONS, GUARDS, GRANTS]) {
      await runner.query(part);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP VIEW fund.approval_actor, fund.approval_candidate, fund.acting_person,
      fund.held_role`);
    await runner.query(
      `DROP TABLE ${TABLE_NAMES.map((table) => `fund.${table}`).join(', ')} CASCADE`,
    );
    await runner.query(`DROP FUNCTION fund.guard_approval_request(), fund.note_maker(),
      fund.guard_approval_decision(), fund.guard_delegation(), fund.keep_delegation(),
      fund.keeps_apart(text, text)`);
  }
}

const EVIDENCE = ['approval_version', 'approval_decision', 'approval_part', 'policy_version'];
const TABLE_NAMES = [...EVIDENCE, 'approval_request', 'delegation'];

const DEFINER = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp`;

const TABLES = `
CREATE TABLE fund.approval_request (
  id uuid NOT NULL,
  bureau_id uuid NOT NULL,
  book_id integer,
  kind text NOT NULL,
  subject text,
  title text NOT NULL,
  amount_fen bigint,
  resolution_id uuid,
  version integer NOT NULL,
  content_hash bytea NOT NULL,
  steps text[] NOT NULL,
  step integer NOT NULL,
  state text NOT NULL,
  responsible_role text,
  responsible_person_id uuid,
  waiting_since timestamptz NOT NULL DEFAULT clock_timestamp(),
  due_on date,
  maker_id uuid NOT NULL,
  maker_role text NOT NULL,
  idempotency_key text NOT NULL,
  body_hash bytea NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT uq_approval_request_maker_id_idempotency_key UNIQUE (maker_id, idempotency_key),
  CONSTRAINT ck_approval_request_state CHECK (state IN ('open', 'returned', 'approved', 'rejected', 'withdrawn')),
  CONSTRAINT ck_approval_request_amount CHECK (amount_fen > 0),
  CONSTRAINT ck_approval_request_hash CHECK (octet_length(content_hash) = 32),
  CONSTRAINT ck_approval_request_step CHECK (step BETWEEN 0 AND cardinality(steps) AND cardinality(steps) > 0),
  CONSTRAINT ck_approval_request_responsible CHECK (CASE state
    WHEN 'open' THEN responsible_role IS NOT NULL AND responsible_role = steps[step + 1] AND due_on IS NOT NULL
    WHEN 'returned' THEN responsible_role IS NOT NULL AND responsible_role = maker_role AND due_on IS NOT NULL
      AND responsible_person_id IS NOT NULL AND responsible_person_id = maker_id
    ELSE num_nonnulls(responsible_role, responsible_person_id, due_on) = 0 END),
  CONSTRAINT pk_approval_request PRIMARY KEY (id)
);
CREATE INDEX ix_approval_request_bureau_id_state ON fund.approval_request (bureau_id, state);
CREATE TABLE fund.approval_version (
  request_id uuid NOT NULL,
  version integer NOT NULL,
  document jsonb NOT NULL,
  content_hash bytea NOT NULL,
  made_by_id uuid NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_approval_version PRIMARY KEY (request_id, version)
);
CREATE TABLE fund.approval_decision (
  id uuid NOT NULL,
  request_id uuid NOT NULL,
  version integer NOT NULL,
  step integer NOT NULL,
  role text NOT NULL,
  decision text NOT NULL,
  person_id uuid NOT NULL,
  on_behalf_of_id uuid,
  content_hash bytea NOT NULL,
  reason text,
  decided_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  session_id uuid,
  CONSTRAINT ck_approval_decision_decision CHECK (decision IN ('submitted', 'approved', 'returned', 'rejected', 'withdrawn')),
  CONSTRAINT ck_approval_decision_reason CHECK (decision NOT IN ('returned', 'rejected') OR reason IS NOT NULL AND reason ~ '[^[:space:]]'),
  CONSTRAINT pk_approval_decision PRIMARY KEY (id)
);
CREATE INDEX ix_approval_decision_request_id_decided_at ON fund.approval_decision (request_id, decided_at);
CREATE INDEX ix_approval_decision_person_id_decided_at ON fund.approval_decision (person_id, decided_at);
CREATE UNIQUE INDEX uq_approval_decision_step_approved ON fund.approval_decision (request_id, version, step)
  WHERE decision = 'approved';
CREATE TABLE fund.approval_part (
  request_id uuid NOT NULL,
  version integer NOT NULL,
  person_id uuid NOT NULL,
  step integer,
  CONSTRAINT pk_approval_part PRIMARY KEY (request_id, version, person_id)
);
CREATE TABLE fund.delegation (
  id uuid NOT NULL,
  from_person_id uuid NOT NULL,
  to_person_id uuid NOT NULL,
  role text NOT NULL,
  from_on date NOT NULL,
  until_on date NOT NULL,
  reason text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  revoked_at timestamptz,
  CONSTRAINT ck_delegation_other CHECK (from_person_id <> to_person_id),
  CONSTRAINT ck_delegation_dates CHECK (until_on >= from_on),
  CONSTRAINT ck_delegation_reason CHECK (reason ~ '[^[:space:]]'),
  CONSTRAINT pk_delegation PRIMARY KEY (id)
);
CREATE INDEX ix_delegation_from_person_id ON fund.delegation (from_person_id);
CREATE INDEX ix_delegation_to_person_id ON fund.delegation (to_person_id);
CREATE TABLE fund.policy_version (
  bureau_id uuid NOT NULL,
  name text NOT NULL,
  version integer NOT NULL,
  value jsonb NOT NULL,
  effective_on date NOT NULL,
  approval_request_id uuid NOT NULL,
  CONSTRAINT uq_policy_version_approval_request_id UNIQUE (approval_request_id),
  CONSTRAINT ck_policy_version_version CHECK (version > 0),
  CONSTRAINT pk_policy_version PRIMARY KEY (bureau_id, name, version)
);
ALTER TABLE fund.approval_request
  ADD CONSTRAINT fk_approval_request_bureau_id FOREIGN KEY (bureau_id) REFERENCES fund.bureau (id);
ALTER TABLE fund.approval_request
  ADD CONSTRAINT fk_approval_request_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id);
ALTER TABLE fund.approval_request
  ADD CONSTRAINT fk_approval_request_responsible_person_id FOREIGN KEY (responsible_person_id) REFERENCES fund.person (id);
ALTER TABLE fund.approval_request
  ADD CONSTRAINT fk_approval_request_maker_id FOREIGN KEY (maker_id) REFERENCES fund.person (id);
ALTER TABLE fund.approval_version
  ADD CONSTRAINT fk_approval_version_request_id FOREIGN KEY (request_id) REFERENCES fund.approval_request (id);
ALTER TABLE fund.approval_version
  ADD CONSTRAINT fk_approval_version_made_by_id FOREIGN KEY (made_by_id) REFERENCES fund.person (id);
ALTER TABLE fund.approval_decision
  ADD CONSTRAINT fk_approval_decision_request_id FOREIGN KEY (request_id) REFERENCES fund.approval_request (id);
ALTER TABLE fund.approval_decision
  ADD CONSTRAINT fk_approval_decision_person_id FOREIGN KEY (person_id) REFERENCES fund.person (id);
ALTER TABLE fund.approval_decision
  ADD CONSTRAINT fk_approval_decision_on_behalf_of_id FOREIGN KEY (on_behalf_of_id) REFERENCES fund.person (id);
ALTER TABLE fund.approval_decision
  ADD CONSTRAINT fk_approval_decision_session_id FOREIGN KEY (session_id) REFERENCES fund.session (id);
ALTER TABLE fund.approval_part
  ADD CONSTRAINT fk_approval_part_request_id FOREIGN KEY (request_id) REFERENCES fund.approval_request (id);
ALTER TABLE fund.approval_part
  ADD CONSTRAINT fk_approval_part_person_id FOREIGN KEY (person_id) REFERENCES fund.person (id);
ALTER TABLE fund.delegation
  ADD CONSTRAINT fk_delegation_from_person_id FOREIGN KEY (from_person_id) REFERENCES fund.person (id);
ALTER TABLE fund.delegation
  ADD CONSTRAINT fk_delegation_to_person_id FOREIGN KEY (to_person_id) REFERENCES fund.person (id);
ALTER TABLE fund.policy_version
  ADD CONSTRAINT fk_policy_version_bureau_id FOREIGN KEY (bureau_id) REFERENCES fund.bureau (id);
ALTER TABLE fund.policy_version
  ADD CONSTRAINT fk_policy_version_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id);
`;

/** The query of `fund.held_role`. */
export const HELD_ROLE = `
  SELECT p.bureau_id, g.role, p.id AS person_id
    FROM fund.role_grant g JOIN fund.person p ON p.id = g.person_id
   WHERE g.revoked_at IS NULL AND p.bureau_id IS NOT NULL
     AND (now() AT TIME ZONE 'Asia/Shanghai')::date
         BETWEEN g.valid_from AND coalesce(g.valid_until, 'infinity')
     AND EXISTS (SELECT FROM fund.account a WHERE a.person_id = p.id AND a.state = 'active')`;

const VIEWS = `
-- The same rule as keepsApart in src/identity/roles.ts.
CREATE FUNCTION fund.keeps_apart(one text, other text) RETURNS boolean LANGUAGE sql IMMUTABLE
SET search_path = fund, pg_temp AS $$
  SELECT one <> other AND (
    ARRAY[one, other] && ARRAY['system_administrator', 'security_administrator', 'audit_administrator',
                               'auditor', 'organization_member']
    OR ARRAY[one, other] <@ ARRAY['cashier', 'finance_officer'])
$$;

-- Who holds which role today and can sign in.
CREATE VIEW fund.held_role AS ${HELD_ROLE};

-- Who can act in which role today: whoever holds it, and whoever it was delegated to by a holder.
CREATE VIEW fund.acting_person AS
  SELECT h.bureau_id, h.role, h.person_id, NULL::uuid AS on_behalf_of_id FROM fund.held_role h
  UNION ALL
  SELECT h.bureau_id, d.role, d.to_person_id, d.from_person_id
    FROM fund.delegation d JOIN fund.held_role h ON h.person_id = d.from_person_id AND h.role = d.role
   WHERE d.revoked_at IS NULL
     AND (now() AT TIME ZONE 'Asia/Shanghai')::date BETWEEN d.from_on AND d.until_on
     AND EXISTS (SELECT FROM fund.held_role t
                  WHERE t.person_id = d.to_person_id AND t.bureau_id = h.bureau_id)
     AND NOT EXISTS (SELECT FROM fund.held_role t
                      WHERE t.person_id = d.to_person_id AND fund.keeps_apart(t.role, d.role));

-- Who can take the step that a request waits for without having two parts in it.
CREATE VIEW fund.approval_candidate AS
  SELECT r.id AS request_id, r.responsible_person_id, a.person_id, a.on_behalf_of_id
    FROM fund.approval_request r
    JOIN fund.acting_person a ON a.bureau_id = r.bureau_id AND a.role = r.responsible_role
   WHERE r.state = 'open'
     AND NOT EXISTS (SELECT FROM fund.approval_part t
                      WHERE t.request_id = r.id AND t.version = r.version
                        AND t.person_id IN (a.person_id, a.on_behalf_of_id)
                        AND t.step IS DISTINCT FROM r.step);

-- Who is to act on a request now. One rule for the inbox, for what a page offers and for what is taken:
-- the person it went back to, or who stands in for that person; anybody of the role where that fails.
CREATE VIEW fund.approval_actor AS
  SELECT c.request_id, c.person_id, c.on_behalf_of_id
    FROM fund.approval_candidate c
   WHERE c.responsible_person_id IS NULL
      OR c.responsible_person_id = coalesce(c.on_behalf_of_id, c.person_id)
      OR NOT EXISTS (SELECT FROM fund.approval_candidate p
                      WHERE p.request_id = c.request_id
                        AND p.responsible_person_id = coalesce(p.on_behalf_of_id, p.person_id))
  UNION ALL
  SELECT r.id, r.maker_id, NULL::uuid
    FROM fund.approval_request r
    JOIN fund.held_role h ON h.bureau_id = r.bureau_id AND h.person_id = r.maker_id AND h.role = r.responsible_role
   WHERE r.state = 'returned';
`;

const REQUESTS = `
CREATE FUNCTION fund.guard_approval_request() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF NEW.book_id IS NOT NULL AND NOT EXISTS (
       SELECT FROM bureau_book b WHERE b.book_id = NEW.book_id AND b.bureau_id = NEW.bureau_id)
     OR NOT EXISTS (SELECT FROM person p WHERE p.id = NEW.maker_id AND p.bureau_id = NEW.bureau_id) THEN
    RAISE EXCEPTION 'a request, its maker and its book are of one bureau' USING ERRCODE = 'FL021';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'open' OR NEW.version <> 1 OR NEW.step <> 0 THEN
      RAISE EXCEPTION 'a request begins open, in version 1, at its first step' USING ERRCODE = 'FL021';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state IN ('approved', 'rejected', 'withdrawn') THEN
    RAISE EXCEPTION 'a request that is % stays so', OLD.state USING ERRCODE = 'FL021';
  END IF;
  IF (OLD.id, OLD.bureau_id, OLD.kind, OLD.maker_id, OLD.maker_role, OLD.made_at, OLD.idempotency_key, OLD.body_hash)
     IS DISTINCT FROM
     (NEW.id, NEW.bureau_id, NEW.kind, NEW.maker_id, NEW.maker_role, NEW.made_at, NEW.idempotency_key, NEW.body_hash) THEN
    RAISE EXCEPTION 'who made a request, where and of what kind stays' USING ERRCODE = 'FL021';
  END IF;
  IF NEW.content_hash <> OLD.content_hash THEN
    IF NEW.version <> OLD.version + 1 OR NEW.state <> 'open' OR NEW.step <> 0 THEN
      RAISE EXCEPTION 'changed content is a new version, and every approval of the old one is void'
        USING ERRCODE = 'FL021';
    END IF;
  ELSIF (OLD.version, OLD.book_id, OLD.subject, OLD.title, OLD.amount_fen, OLD.resolution_id, OLD.steps)
        IS DISTINCT FROM
        (NEW.version, NEW.book_id, NEW.subject, NEW.title, NEW.amount_fen, NEW.resolution_id, NEW.steps) THEN
    RAISE EXCEPTION 'what is to be decided changes with its hash only' USING ERRCODE = 'FL021';
  END IF;
  -- Every step that is behind it was approved in this version, each by somebody else, none by the maker.
  IF NEW.step <> (SELECT count(DISTINCT d.step) FROM approval_decision d
                   WHERE d.request_id = NEW.id AND d.version = NEW.version AND d.content_hash = NEW.content_hash
                     AND d.decision = 'approved' AND d.step < NEW.step AND d.person_id <> NEW.maker_id)
     OR NEW.step <> (SELECT count(DISTINCT d.person_id) FROM approval_decision d
                      WHERE d.request_id = NEW.id AND d.version = NEW.version
                        AND d.decision = 'approved' AND d.step < NEW.step) THEN
    RAISE EXCEPTION 'a step is behind a request once somebody else has approved it' USING ERRCODE = 'FL021';
  END IF;
  IF (NEW.state = 'approved') <> (NEW.step = cardinality(NEW.steps)) THEN
    RAISE EXCEPTION 'a request is approved by all of its steps' USING ERRCODE = 'FL021';
  END IF;
  IF NEW.state IN ('returned', 'rejected', 'withdrawn') AND NOT EXISTS (
       SELECT FROM approval_decision d
        WHERE d.request_id = NEW.id AND d.version = NEW.version AND d.decision = NEW.state AND d.step = NEW.step) THEN
    RAISE EXCEPTION 'nobody has decided that the request is %', NEW.state USING ERRCODE = 'FL021';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_approval_request BEFORE INSERT OR UPDATE ON fund.approval_request
  FOR EACH ROW EXECUTE FUNCTION fund.guard_approval_request();
ALTER TABLE fund.approval_request ENABLE ALWAYS TRIGGER guard_approval_request;

CREATE FUNCTION fund.note_maker() RETURNS trigger ${DEFINER} AS $$
BEGIN
  INSERT INTO approval_part (request_id, version, person_id) VALUES (NEW.id, NEW.version, NEW.maker_id)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER note_maker AFTER INSERT OR UPDATE OF version ON fund.approval_request
  FOR EACH ROW EXECUTE FUNCTION fund.note_maker();
ALTER TABLE fund.approval_request ENABLE ALWAYS TRIGGER note_maker;
`;

const DECISIONS = `
CREATE FUNCTION fund.guard_approval_decision() RETURNS trigger ${DEFINER} AS $$
DECLARE
  decided approval_request;
BEGIN
  SELECT * INTO decided FROM approval_request WHERE id = NEW.request_id FOR UPDATE;
  IF decided.state NOT IN ('open', 'returned') THEN
    RAISE EXCEPTION 'a request that is % is decided', decided.state USING ERRCODE = 'FL022';
  END IF;
  IF (NEW.version, NEW.content_hash, NEW.step) IS DISTINCT FROM (decided.version, decided.content_hash, decided.step)
     OR NOT EXISTS (SELECT FROM approval_version v WHERE v.request_id = NEW.request_id
                       AND v.version = NEW.version AND v.content_hash = NEW.content_hash) THEN
    RAISE EXCEPTION 'a decision is about the request as it is now' USING ERRCODE = 'FL022';
  END IF;
  IF NEW.decision IN ('submitted', 'withdrawn') THEN
    IF NEW.person_id <> decided.maker_id OR NEW.on_behalf_of_id IS NOT NULL THEN
      RAISE EXCEPTION 'only its maker submits or withdraws a request' USING ERRCODE = 'FL022';
    END IF;
    RETURN NEW;
  END IF;
  IF decided.state <> 'open' OR NEW.role <> decided.responsible_role OR NOT EXISTS (
       SELECT FROM approval_actor a WHERE a.request_id = NEW.request_id AND a.person_id = NEW.person_id
          AND a.on_behalf_of_id IS NOT DISTINCT FROM NEW.on_behalf_of_id) THEN
    RAISE EXCEPTION 'this person cannot take this step' USING ERRCODE = 'FL022';
  END IF;
  -- The key of the table holds it too: whoever has another part in this version cannot have this one.
  INSERT INTO approval_part (request_id, version, person_id, step)
  SELECT NEW.request_id, NEW.version, person, NEW.step
    FROM unnest(ARRAY[NEW.person_id, NEW.on_behalf_of_id]) AS person
   WHERE person IS NOT NULL AND NOT EXISTS (
           SELECT FROM approval_part t WHERE t.request_id = NEW.request_id AND t.version = NEW.version
              AND t.person_id = person AND t.step = NEW.step);
  RETURN NEW;
END $$;
CREATE TRIGGER guard_approval_decision BEFORE INSERT ON fund.approval_decision
  FOR EACH ROW EXECUTE FUNCTION fund.guard_approval_decision();
ALTER TABLE fund.approval_decision ENABLE ALWAYS TRIGGER guard_approval_decision;
`;

const DELEGATIONS = `
-- Nobody passes on what was delegated to them: in one role and on one day a person gives or takes, never both.
CREATE FUNCTION fund.guard_delegation() RETURNS trigger ${DEFINER} AS $$
BEGIN
  PERFORM FROM person WHERE id IN (NEW.from_person_id, NEW.to_person_id) ORDER BY id FOR NO KEY UPDATE;
  IF NEW.revoked_at IS NOT NULL OR NOT EXISTS (
       SELECT FROM held_role h, person t WHERE h.person_id = NEW.from_person_id AND h.role = NEW.role
          AND t.id = NEW.to_person_id AND t.bureau_id = h.bureau_id) THEN
    RAISE EXCEPTION 'DELEGATION_NOT_POSSIBLE' USING ERRCODE = 'FL023',
      DETAIL = 'a holder of the role delegates it to somebody of the same bureau';
  END IF;
  IF EXISTS (SELECT FROM role_grant g WHERE g.person_id = NEW.to_person_id AND g.revoked_at IS NULL
                AND keeps_apart(g.role, NEW.role)) THEN
    RAISE EXCEPTION 'ROLES_INCOMPATIBLE' USING ERRCODE = 'FL023', DETAIL = NEW.role;
  END IF;
  IF EXISTS (SELECT FROM delegation d WHERE d.revoked_at IS NULL AND d.role = NEW.role
                AND d.from_on <= NEW.until_on AND d.until_on >= NEW.from_on
                AND (d.to_person_id = NEW.from_person_id OR d.from_person_id = NEW.to_person_id)) THEN
    RAISE EXCEPTION 'DELEGATION_PASSED_ON' USING ERRCODE = 'FL023', DETAIL = NEW.role;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_delegation BEFORE INSERT ON fund.delegation
  FOR EACH ROW EXECUTE FUNCTION fund.guard_delegation();
ALTER TABLE fund.delegation ENABLE ALWAYS TRIGGER guard_delegation;

CREATE FUNCTION fund.keep_delegation() RETURNS trigger LANGUAGE plpgsql SET search_path = fund, pg_temp AS $$
BEGIN
  IF OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL
     OR (to_jsonb(OLD) - 'revoked_at') <> (to_jsonb(NEW) - 'revoked_at') THEN
    RAISE EXCEPTION 'a delegation is only ever taken back' USING ERRCODE = 'FL023';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_delegation BEFORE UPDATE ON fund.delegation
  FOR EACH ROW EXECUTE FUNCTION fund.keep_delegation();
ALTER TABLE fund.delegation ENABLE ALWAYS TRIGGER keep_delegation;
`;

const GUARDS = `
DO $$
DECLARE
  guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY[${EVIDENCE.map((table) => `'${table}'`).join(', ')}] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', guarded);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER append_only', guarded);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['approval_request', 'delegation'] LOOP
    EXECUTE format('CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_removal()', guarded);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER never_removed', guarded);
  END LOOP;
END $$;
`;

// Parts are made by the triggers alone.
const GRANTS = `
GRANT SELECT ON ${[
  ...TABLE_NAMES,
  'held_role',
  'acting_person',
  'approval_candidate',
  'approval_actor',
]
  .map((table) => `fund.${table}`)
  .join(', ')} TO fund_app;
GRANT INSERT ON fund.approval_request, fund.approval_version, fund.approval_decision, fund.delegation,
  fund.policy_version TO fund_app;
GRANT UPDATE ON fund.approval_request, fund.delegation TO fund_app;
`;
