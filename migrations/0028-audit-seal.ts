import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/** The seal of the audit trail: its order, the hashes of its tree, and the signed checkpoints. */
export class AuditSeal0028 implements MigrationInterface {
  readonly name = 'AuditSeal1795392000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(GUARDS);
    await runner.query(FUNCTIONS);
    for (const [table, seen] of Object.entries(SEEN)) await runner.query(protect(table, seen));
    await runner.query(`
      GRANT SELECT ON ${Object.keys(SEEN).join(', ')} TO fund_app;
      REVOKE ALL ON FUNCTION ${SIGNATURES} FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ${SIGNATURES} TO fund_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.keys(SEEN)) await runner.query(unprotect(table));
    await runner.query(`
      DROP FUNCTION ${SIGNATURES};
      DROP TABLE ${Object.keys(SEEN).join(', ')};
      DROP INDEX fund.ix_audit_event_recorded_in;
      ALTER TABLE fund.audit_event DROP COLUMN recorded_in;
      DROP FUNCTION fund.current_transaction();
    `);
  }
}

const SIGNATURES =
  'fund.number_audit_events(integer), ' +
  'fund.seal_audit_trail(bigint, bigint, smallint[], bigint[], bytea[], bytea, text)';

/** Hashes say nothing of an event; which number an event has is seen with the event. */
const SEEN: Readonly<Record<string, string>> = {
  'fund.audit_leaf': through('fund.audit_event', 'event_id'),
  'fund.audit_node': 'true',
  'fund.audit_checkpoint': 'true',
};

const TABLES = `
CREATE FUNCTION fund.current_transaction() RETURNS bigint LANGUAGE sql VOLATILE
  RETURN pg_current_xact_id()::text::bigint;

-- The transaction that recorded the event. Events are committed in another order than they are made;
-- this tells from where on one may still be missing.
ALTER TABLE fund.audit_event ADD recorded_in bigint NOT NULL DEFAULT fund.current_transaction();
CREATE INDEX ix_audit_event_recorded_in ON fund.audit_event (recorded_in);

-- The order of the trail. All events of transactions below the horizon have a number up to this one.
CREATE TABLE fund.audit_leaf (
  number   bigint NOT NULL,
  event_id uuid   NOT NULL,
  horizon  bigint NOT NULL,
  CONSTRAINT pk_audit_leaf PRIMARY KEY (number),
  CONSTRAINT uq_audit_leaf_event_id UNIQUE (event_id),
  CONSTRAINT fk_audit_leaf_event_id FOREIGN KEY (event_id) REFERENCES fund.audit_event (id),
  CONSTRAINT ck_audit_leaf_number CHECK (number > 0)
);

-- As ledger.tree_node and ledger.checkpoint, of the one trail.
CREATE TABLE fund.audit_node (
  level    smallint NOT NULL,
  position bigint   NOT NULL,
  hash     bytea    NOT NULL,
  CONSTRAINT pk_audit_node PRIMARY KEY (level, position),
  CONSTRAINT ck_audit_node_level CHECK (level BETWEEN 0 AND 62),
  CONSTRAINT ck_audit_node_position CHECK (position >= 0),
  CONSTRAINT ck_audit_node_hash CHECK (length(hash) = 32)
);
CREATE TABLE fund.audit_checkpoint (
  size      bigint      NOT NULL,
  root      bytea       NOT NULL,
  note      text        NOT NULL,
  sealed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_audit_checkpoint PRIMARY KEY (size),
  CONSTRAINT ck_audit_checkpoint_size CHECK (size > 0),
  CONSTRAINT ck_audit_checkpoint_root CHECK (length(root) = 32)
);
`;

const GUARDS = `
DO $$
DECLARE
  sealing_table text;
BEGIN
  FOREACH sealing_table IN ARRAY ARRAY['audit_leaf', 'audit_node', 'audit_checkpoint'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', sealing_table);
    EXECUTE format('CREATE TRIGGER own_hand BEFORE INSERT OR UPDATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_foreign_hand()', sealing_table);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER append_only', sealing_table);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER own_hand', sealing_table);
  END LOOP;
END $$;
`;

const FUNCTIONS = `
-- Gives numbers to events that are committed and have none, p_most at most; one caller at a time.
-- Whoever records an event takes no lock for it: the order is made here.
CREATE FUNCTION fund.number_audit_events(p_most integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp AS $$
DECLARE
  last bigint := 0;
  since bigint := 0;
  numbered record;
BEGIN
  SELECT l.number, l.horizon INTO numbered FROM audit_leaf l ORDER BY l.number DESC LIMIT 1;
  IF FOUND THEN
    last := numbered.number;
    -- A restored server counts its transactions anew: then all events are looked at once.
    IF numbered.horizon <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint THEN
      since := numbered.horizon;
    END IF;
  END IF;
  -- What is seen and from where on something may be missing are of one snapshot.
  WITH missing AS MATERIALIZED (
    SELECT e.id, e.recorded_in FROM audit_event e
     WHERE e.recorded_in >= since AND NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id)
     ORDER BY e.recorded_in, e.id LIMIT p_most
  ), horizon AS (
    SELECT least(pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
                 CASE WHEN count(*) = p_most THEN max(m.recorded_in) END) AS reached FROM missing m
  )
  INSERT INTO audit_leaf (number, event_id, horizon)
  SELECT last + row_number() OVER (ORDER BY m.recorded_in, m.id), m.id, h.reached FROM missing m CROSS JOIN horizon h;
END $$;

-- Adds the events p_from + 1 … p_size to the tree, with the checkpoint of that size; see ledger.seal.
CREATE FUNCTION fund.seal_audit_trail(
  p_from bigint, p_size bigint, p_levels smallint[], p_positions bigint[], p_hashes bytea[], p_root bytea, p_note text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp AS $$
DECLARE
  sealed bigint;
  last bigint;
BEGIN
  SELECT coalesce(max(c.size), 0) INTO sealed FROM audit_checkpoint c;
  SELECT coalesce(max(l.number), 0) INTO last FROM audit_leaf l;
  IF p_from <> sealed OR p_size <= sealed OR p_size > last
     OR p_size - p_from <> (SELECT count(*) FROM unnest(p_levels, p_positions) AS n(level, position)
                             WHERE n.level = 0 AND n.position >= p_from AND n.position < p_size) THEN
    RAISE EXCEPTION 'SEAL_OUT_OF_TURN' USING ERRCODE = 'LG003',
      DETAIL = format('audit trail: events %s to %s, sealed are %s of %s', p_from + 1, p_size, sealed, last);
  END IF;
  INSERT INTO audit_node (level, position, hash)
  SELECT n.level, n.position, n.hash FROM unnest(p_levels, p_positions, p_hashes) AS n(level, position, hash);
  INSERT INTO audit_checkpoint (size, root, note) VALUES (p_size, p_root, p_note);
END $$;
`;
