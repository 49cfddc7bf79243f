import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The seal of a book: the hashes of its journals' tree, and the signed checkpoints. */
export class Sealing0004 implements MigrationInterface {
  readonly name = 'Sealing1795392000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(GUARDS);
    await runner.query(SEAL);
    await runner.query(`
      GRANT SELECT ON ledger.tree_node, ledger.checkpoint TO fund_app;
      REVOKE ALL ON FUNCTION ${SIGNATURE} FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ${SIGNATURE} TO fund_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${SIGNATURE}`);
    await runner.query('DROP TABLE ledger.checkpoint, ledger.tree_node');
  }
}

const SIGNATURE =
  'ledger.seal(integer, bigint, bigint, smallint[], bigint[], bytea[], bytea, text)';

const TABLES = `
-- The roots of the complete subtrees of a book's tree (RFC 6962): level 0 are the leaves, position
-- counts the subtrees of a level from the left. A complete subtree never changes.
CREATE TABLE ledger.tree_node (
  book_id  integer  NOT NULL,
  level    smallint NOT NULL,
  position bigint   NOT NULL,
  hash     bytea    NOT NULL,
  CONSTRAINT pk_tree_node PRIMARY KEY (book_id, level, position),
  CONSTRAINT fk_tree_node_book FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT ck_tree_node_level CHECK (level BETWEEN 0 AND 62),
  CONSTRAINT ck_tree_node_position CHECK (position >= 0),
  CONSTRAINT ck_tree_node_hash CHECK (length(hash) = 32)
);

CREATE TABLE ledger.checkpoint (
  book_id   integer     NOT NULL,
  size      bigint      NOT NULL,
  root      bytea       NOT NULL,
  note      text        NOT NULL,
  sealed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT pk_checkpoint PRIMARY KEY (book_id, size),
  CONSTRAINT fk_checkpoint_book FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT ck_checkpoint_size CHECK (size > 0),
  CONSTRAINT ck_checkpoint_root CHECK (length(root) = 32)
);
`;

const GUARDS = `
DO $$
DECLARE
  kernel_table text;
BEGIN
  FOREACH kernel_table IN ARRAY ARRAY['tree_node', 'checkpoint'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', kernel_table);
    EXECUTE format('CREATE TRIGGER own_hand BEFORE INSERT OR UPDATE ON ledger.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_foreign_hand()', kernel_table);
    EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER append_only', kernel_table);
    EXECUTE format('ALTER TABLE ledger.%I ENABLE ALWAYS TRIGGER own_hand', kernel_table);
  END LOOP;
END $$;
`;

const SEAL = `
-- Adds the journals p_from + 1 … p_size to the tree of a book, with the checkpoint of that size. The
-- hashes come from outside, and so does the signature: what they are worth the verifier finds out.
CREATE FUNCTION ledger.seal(
  p_book integer, p_from bigint, p_size bigint, p_levels smallint[], p_positions bigint[], p_hashes bytea[],
  p_root bytea, p_note text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp AS $$
DECLARE
  sealed bigint;
  last bigint;
BEGIN
  SELECT coalesce(max(c.size), 0) INTO sealed FROM checkpoint c WHERE c.book_id = p_book;
  SELECT h.last_journal INTO last FROM book_head h WHERE h.book_id = p_book;
  IF p_from <> sealed OR p_size <= sealed OR p_size > last
     OR p_size - p_from <> (SELECT count(*) FROM unnest(p_levels, p_positions) AS n(level, position)
                             WHERE n.level = 0 AND n.position >= p_from AND n.position < p_size) THEN
    RAISE EXCEPTION 'SEAL_OUT_OF_TURN' USING ERRCODE = 'LG003',
      DETAIL = format('book %s: journals %s to %s, sealed are %s of %s', p_book, p_from + 1, p_size, sealed, last);
  END IF;
  INSERT INTO tree_node (book_id, level, position, hash)
  SELECT p_book, n.level, n.position, n.hash FROM unnest(p_levels, p_positions, p_hashes) AS n(level, position, hash);
  INSERT INTO checkpoint (book_id, size, root, note) VALUES (p_book, p_size, p_root, p_note);
END $$;
`;
