import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bureaus, people, their accounts, roles and sessions; audit events of more than the books. */
export class Identity0020 implements MigrationInterface {
  readonly name = 'Identity1795392000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(GUARDS);
    await runner.query(AUDIT);
    await runner.query(GRANTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(AUDIT_DOWN);
    await runner.query(
      `DROP TABLE ${TABLE_NAMES.map((table) => `fund.${table}`).join(', ')} CASCADE`,
    );
    await runner.query(`DROP FUNCTION fund.keep_roles_apart(), fund.keep_role_grant(),
      fund.keep_book_kind()`);
  }
}

const TABLE_NAMES = [
  'account',
  'api_key',
  'bureau',
  'bureau_book',
  'bureau_reading',
  'invitation',
  'person',
  'role_grant',
  'session',
  'used_refresh_token',
];

const TABLES = `
CREATE TABLE fund.bureau (
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  sandbox boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT uq_bureau_code UNIQUE (code),
  CONSTRAINT ck_bureau_code CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  CONSTRAINT pk_bureau PRIMARY KEY (id)
);
CREATE TABLE fund.bureau_book (
  book_id integer NOT NULL,
  bureau_id uuid NOT NULL,
  CONSTRAINT pk_bureau_book PRIMARY KEY (book_id)
);
CREATE TABLE fund.bureau_reading (
  reader_id uuid NOT NULL,
  bureau_id uuid NOT NULL,
  CONSTRAINT ck_bureau_reading_other CHECK (reader_id <> bureau_id),
  CONSTRAINT pk_bureau_reading PRIMARY KEY (reader_id, bureau_id)
);
CREATE TABLE fund.person (
  id uuid NOT NULL,
  name text NOT NULL,
  bureau_id uuid,
  credit_code text,
  sandbox boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT uq_person_credit_code_name UNIQUE (credit_code, name),
  CONSTRAINT uq_person_bureau_id_name UNIQUE (bureau_id, name),
  CONSTRAINT ck_person_belongs CHECK (num_nonnulls(bureau_id, credit_code) = 1),
  CONSTRAINT pk_person PRIMARY KEY (id)
);
CREATE TABLE fund.account (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  login text NOT NULL,
  state text NOT NULL DEFAULT 'invited',
  password_hash text,
  totp_secret bytea,
  totp_step integer NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  locked_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT uq_account_login UNIQUE (login),
  CONSTRAINT ck_account_state CHECK (state IN ('invited', 'active', 'disabled')),
  CONSTRAINT ck_account_login CHECK (login ~ '^[a-z0-9][a-z0-9._-]{2,39}$'),
  CONSTRAINT pk_account PRIMARY KEY (id)
);
CREATE INDEX ix_account_person_id ON fund.account (person_id);
CREATE TABLE fund.invitation (
  token_hash bytea NOT NULL,
  account_id uuid,
  totp_secret bytea,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  CONSTRAINT pk_invitation PRIMARY KEY (token_hash)
);
CREATE INDEX ix_invitation_account_id ON fund.invitation (account_id);
CREATE TABLE fund.api_key (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  name text NOT NULL,
  key_hash bytea NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  CONSTRAINT uq_api_key_key_hash UNIQUE (key_hash),
  CONSTRAINT pk_api_key PRIMARY KEY (id)
);
CREATE INDEX ix_api_key_person_id ON fund.api_key (person_id);
CREATE TABLE fund.session (
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  address text NOT NULL,
  awaits_second_factor boolean NOT NULL,
  stepped_up_at timestamptz,
  access_hash bytea NOT NULL,
  access_expires_at timestamptz NOT NULL,
  refresh_hash bytea NOT NULL,
  idle_expires_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  end_reason text,
  CONSTRAINT uq_session_refresh_hash UNIQUE (refresh_hash),
  CONSTRAINT uq_session_access_hash UNIQUE (access_hash),
  CONSTRAINT ck_session_end_reason CHECK (end_reason IN ('signed_out', 'refresh_reused', 'account_disabled', 'credentials_changed', 'ended_by_administrator')),
  CONSTRAINT pk_session PRIMARY KEY (id)
);
CREATE INDEX ix_session_account_id ON fund.session (account_id);
CREATE TABLE fund.used_refresh_token (
  token_hash bytea NOT NULL,
  session_id uuid NOT NULL,
  CONSTRAINT pk_used_refresh_token PRIMARY KEY (token_hash)
);
CREATE TABLE fund.role_grant (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  role text NOT NULL,
  valid_from date NOT NULL,
  valid_until date,
  granted_by text NOT NULL,
  granted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  revoked_at timestamptz,
  revoked_by text,
  CONSTRAINT ck_role_grant_dates CHECK (valid_until >= valid_from),
  CONSTRAINT ck_role_grant_role CHECK (role IN ('finance_officer', 'reviewer', 'approver', 'cashier', 'auditor', 'organization_member', 'system_administrator', 'security_administrator', 'audit_administrator')),
  CONSTRAINT pk_role_grant PRIMARY KEY (id)
);
CREATE UNIQUE INDEX uq_role_grant_held ON fund.role_grant (person_id, role) WHERE revoked_at IS NULL;
ALTER TABLE fund.bureau_book
  ADD CONSTRAINT fk_bureau_book_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id);
ALTER TABLE fund.bureau_book
  ADD CONSTRAINT fk_bureau_book_bureau_id FOREIGN KEY (bureau_id) REFERENCES fund.bureau (id);
ALTER TABLE fund.bureau_reading
  ADD CONSTRAINT fk_bureau_reading_reader_id FOREIGN KEY (reader_id) REFERENCES fund.bureau (id);
ALTER TABLE fund.bureau_reading
  ADD CONSTRAINT fk_bureau_reading_bureau_id FOREIGN KEY (bureau_id) REFERENCES fund.bureau (id);
ALTER TABLE fund.person
  ADD CONSTRAINT fk_person_bureau_id FOREIGN KEY (bureau_id) REFERENCES fund.bureau (id);
ALTER TABLE fund.account
  ADD CONSTRAINT fk_account_person_id FOREIGN KEY (person_id) REFERENCES fund.person (id);
ALTER TABLE fund.invitation
  ADD CONSTRAINT fk_invitation_account_id FOREIGN KEY (account_id) REFERENCES fund.account (id);
ALTER TABLE fund.api_key
  ADD CONSTRAINT fk_api_key_person_id FOREIGN KEY (person_id) REFERENCES fund.person (id);
ALTER TABLE fund.session
  ADD CONSTRAINT fk_session_account_id FOREIGN KEY (account_id) REFERENCES fund.account (id);
ALTER TABLE fund.used_refresh_token
  ADD CONSTRAINT fk_used_refresh_token_session_id FOREIGN KEY (session_id) REFERENCES fund.session (id);
ALTER TABLE fund.role_grant
  ADD CONSTRAINT fk_role_grant_person_id FOREIGN KEY (person_id) REFERENCES fund.person (id);
`;

const GUARDS = `
-- Separation of duties by person; the same rule as keepsApart in src/identity/roles.ts.
CREATE FUNCTION fund.keep_roles_apart() RETURNS trigger LANGUAGE plpgsql SET search_path = fund, pg_temp AS $$
DECLARE
  held_alone CONSTANT text[] := ARRAY['system_administrator', 'security_administrator', 'audit_administrator',
                                      'auditor', 'organization_member'];
  other text;
BEGIN
  PERFORM FROM fund.person WHERE id = NEW.person_id FOR UPDATE;
  FOR other IN SELECT role FROM fund.role_grant WHERE person_id = NEW.person_id AND revoked_at IS NULL LOOP
    IF NEW.role = ANY (held_alone) OR other = ANY (held_alone)
       OR (NEW.role IN ('cashier', 'finance_officer') AND other IN ('cashier', 'finance_officer') AND NEW.role <> other) THEN
      RAISE EXCEPTION 'ROLES_INCOMPATIBLE' USING ERRCODE = 'FL001', DETAIL = format('%s beside %s', NEW.role, other);
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_roles_apart BEFORE INSERT ON fund.role_grant
  FOR EACH ROW EXECUTE FUNCTION fund.keep_roles_apart();
ALTER TABLE fund.role_grant ENABLE ALWAYS TRIGGER keep_roles_apart;

-- A grant is only ever taken back, once.
CREATE FUNCTION fund.keep_role_grant() RETURNS trigger LANGUAGE plpgsql SET search_path = fund, pg_temp AS $$
BEGIN
  IF OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL
     OR (to_jsonb(OLD) - 'revoked_at' - 'revoked_by') <> (to_jsonb(NEW) - 'revoked_at' - 'revoked_by') THEN
    RAISE EXCEPTION 'a grant of a role is only ever taken back' USING ERRCODE = 'FL002';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_role_grant BEFORE UPDATE ON fund.role_grant
  FOR EACH ROW EXECUTE FUNCTION fund.keep_role_grant();
ALTER TABLE fund.role_grant ENABLE ALWAYS TRIGGER keep_role_grant;

-- A sandbox bureau owns sandbox books, and a real one real books.
CREATE FUNCTION fund.keep_book_kind() RETURNS trigger LANGUAGE plpgsql SET search_path = fund, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM fund.bureau u, ledger.book b
                  WHERE u.id = NEW.bureau_id AND b.id = NEW.book_id AND u.sandbox = (b.kind = 'sandbox')) THEN
    RAISE EXCEPTION 'a bureau owns books of its own kind only' USING ERRCODE = 'FL003';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_book_kind BEFORE INSERT OR UPDATE ON fund.bureau_book
  FOR EACH ROW EXECUTE FUNCTION fund.keep_book_kind();
ALTER TABLE fund.bureau_book ENABLE ALWAYS TRIGGER keep_book_kind;
`;

const AUDIT = `
ALTER TABLE fund.audit_event ADD bureau_id uuid;
ALTER TABLE fund.audit_event ADD person_id uuid;
ALTER TABLE fund.audit_event ADD session_id uuid;
ALTER TABLE fund.audit_event ADD address text;
ALTER TABLE fund.audit_event ADD subject text;
ALTER TABLE fund.audit_event ADD before_hash bytea;
ALTER TABLE fund.audit_event ADD after_hash bytea;
ALTER TABLE fund.audit_event ALTER COLUMN book_id DROP NOT NULL;
ALTER TABLE fund.audit_event ALTER COLUMN business_on DROP NOT NULL;
ALTER TABLE fund.audit_event ALTER COLUMN person DROP NOT NULL;
ALTER TABLE fund.audit_event ALTER COLUMN act_key DROP NOT NULL;
CREATE INDEX ix_audit_event_subject_recorded_at ON fund.audit_event (subject, recorded_at);
CREATE INDEX ix_audit_event_person_id_recorded_at ON fund.audit_event (person_id, recorded_at);
ALTER TABLE fund.audit_event ADD CONSTRAINT ck_audit_event_outcome CHECK (outcome IN ('accepted', 'refused'));
`;

// Older versions know no events outside a book; those there are stay, with what can be said of them.
const AUDIT_DOWN = `
ALTER TABLE fund.audit_event
  DROP CONSTRAINT ck_audit_event_outcome,
  DROP COLUMN bureau_id, DROP COLUMN person_id, DROP COLUMN session_id, DROP COLUMN address,
  DROP COLUMN subject, DROP COLUMN before_hash, DROP COLUMN after_hash;
ALTER TABLE fund.audit_event
  ALTER COLUMN book_id SET NOT NULL, ALTER COLUMN business_on SET NOT NULL,
  ALTER COLUMN person SET NOT NULL, ALTER COLUMN act_key SET NOT NULL;
`;

const GRANTS = `
GRANT SELECT, INSERT, UPDATE ON ${TABLE_NAMES.map((table) => `fund.${table}`).join(', ')} TO fund_app;
REVOKE UPDATE ON fund.used_refresh_token, fund.bureau_book FROM fund_app;
`;
