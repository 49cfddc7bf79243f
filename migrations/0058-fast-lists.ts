import type { MigrationInterface, QueryRunner } from 'typeorm';
import { through } from './0024-row-level-security';

/**
 * Lists of many advances: the state of an application stands beside it, and what a caller sees is told once for a
 * question and not once for a row.
 */
export class FastLists0058 implements MigrationInterface {
  readonly name = 'FastLists1795392000058';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [STATES, BOOKS, INDEXES, ORGANIZATIONS]) await runner.query(part);
    for (const [policy, , after] of POLICIES) {
      await runner.query(`ALTER POLICY seen ON ${policy} USING (${after})`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [policy, before] of POLICIES) {
      await runner.query(`ALTER POLICY seen ON ${policy} USING (${before})`);
    }
    await runner.query(`
      DROP FUNCTION fund.own_organizations();
      DROP INDEX fund.ix_advance_item_unpaid, fund.ix_approval_request_credit_code_id;
      CREATE INDEX ix_approval_request_credit_code ON fund.approval_request (credit_code);
      DROP TRIGGER place_settlement_line ON fund.settlement_line;
      DROP FUNCTION fund.place_settlement_line();
      ALTER TABLE fund.settlement_line DROP COLUMN book_id;
      DROP TRIGGER follow_new_costs ON fund.advance_item;
      DROP TRIGGER follow_costs ON fund.advance_item;
      DROP TRIGGER keep_advance_state ON fund.advance_application;
      ALTER TABLE fund.advance_application DROP COLUMN state;
      DROP FUNCTION fund.follow_costs(), fund.keep_advance_state(), fund.state_of_advance(uuid);`);
  }
}

const DEFINER = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp';

const STATES = `
-- Where an approved application stands, by its costs; an acceptance fee is used by being paid.
CREATE FUNCTION fund.state_of_advance(application uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = fund, pg_temp AS $$
  SELECT CASE WHEN s.returned < s.demanded THEN 'surplus_due'
              WHEN s.paid = 0 THEN 'to_pay'
              WHEN s.paid < s.approved THEN 'partly_paid'
              WHEN s.used + s.demanded < s.paid THEN 'to_settle'
              ELSE 'settled' END
    FROM (SELECT coalesce(sum(i.approved_fen), 0) AS approved, coalesce(sum(i.paid_fen), 0) AS paid,
                 coalesce(sum(CASE i.category WHEN 'acceptance_fee' THEN i.paid_fen ELSE i.settled_fen END), 0) AS used,
                 coalesce(sum(i.surplus_demanded_fen), 0) AS demanded,
                 coalesce(sum(i.surplus_returned_fen), 0) AS returned
            FROM advance_item i WHERE i.application_id = application) s
$$;
REVOKE ALL ON FUNCTION fund.state_of_advance(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fund.state_of_advance(uuid) TO fund_app;

ALTER TABLE fund.advance_application ADD COLUMN state text;
UPDATE fund.advance_application a SET state = fund.state_of_advance(a.id);
ALTER TABLE fund.advance_application
  ALTER COLUMN state SET NOT NULL,
  ADD CONSTRAINT ck_advance_application_state
    CHECK (state IN ('to_pay', 'partly_paid', 'to_settle', 'surplus_due', 'settled'));
CREATE INDEX ix_advance_application_state_book_id_id ON fund.advance_application (state, book_id, id);

-- Nobody says the state of an application but its costs.
CREATE FUNCTION fund.keep_advance_state() RETURNS trigger ${DEFINER} AS $$
BEGIN
  NEW.state := state_of_advance(NEW.id);
  RETURN NEW;
END $$;
CREATE TRIGGER keep_advance_state BEFORE INSERT OR UPDATE ON fund.advance_application
  FOR EACH ROW EXECUTE FUNCTION fund.keep_advance_state();
ALTER TABLE fund.advance_application ENABLE ALWAYS TRIGGER keep_advance_state;

-- The application is locked before its costs are added up, so that two acts on two of its costs see each other.
CREATE FUNCTION fund.follow_costs() RETURNS trigger ${DEFINER} AS $$
DECLARE
  applications uuid[] := ARRAY(SELECT c.application_id FROM changed c);
BEGIN
  IF TG_OP = 'UPDATE' THEN
    applications := applications || ARRAY(SELECT w.application_id FROM was w);
  END IF;
  PERFORM FROM advance_application a WHERE a.id = ANY (applications) ORDER BY a.id FOR NO KEY UPDATE;
  UPDATE advance_application a SET state = state_of_advance(a.id)
   WHERE a.id = ANY (applications) AND a.state <> state_of_advance(a.id);
  RETURN NULL;
END $$;
CREATE TRIGGER follow_costs AFTER UPDATE ON fund.advance_item REFERENCING OLD TABLE AS was NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION fund.follow_costs();
CREATE TRIGGER follow_new_costs AFTER INSERT ON fund.advance_item REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION fund.follow_costs();
ALTER TABLE fund.advance_item ENABLE ALWAYS TRIGGER follow_costs;
ALTER TABLE fund.advance_item ENABLE ALWAYS TRIGGER follow_new_costs;
`;

// The guard lets nothing of a decided line change, and this is not what a line says.
const BOOKS = `
ALTER TABLE fund.settlement_line ADD COLUMN book_id integer;
ALTER TABLE fund.settlement_line DISABLE TRIGGER guard_settlement_line;
UPDATE fund.settlement_line l SET book_id = a.book_id
  FROM fund.advance_item i JOIN fund.advance_application a ON a.id = i.application_id WHERE i.id = l.item_id;
ALTER TABLE fund.settlement_line ENABLE ALWAYS TRIGGER guard_settlement_line;
ALTER TABLE fund.settlement_line
  ALTER COLUMN book_id SET NOT NULL,
  ADD CONSTRAINT fk_settlement_line_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id);
CREATE INDEX ix_settlement_line_state_id ON fund.settlement_line (state, id);
CREATE FUNCTION fund.place_settlement_line() RETURNS trigger ${DEFINER} AS $$
BEGIN
  NEW.book_id := (SELECT a.book_id FROM advance_item i JOIN advance_application a ON a.id = i.application_id
                   WHERE i.id = NEW.item_id);
  RETURN NEW;
END $$;
CREATE TRIGGER place_settlement_line BEFORE INSERT ON fund.settlement_line
  FOR EACH ROW EXECUTE FUNCTION fund.place_settlement_line();
ALTER TABLE fund.settlement_line ENABLE ALWAYS TRIGGER place_settlement_line;
`;

const INDEXES = `
CREATE INDEX ix_advance_item_unpaid ON fund.advance_item (id) WHERE paid_fen < approved_fen;
CREATE INDEX ix_approval_request_credit_code_id ON fund.approval_request (credit_code, id);
DROP INDEX fund.ix_approval_request_credit_code;
`;

const ORGANIZATIONS = `
-- The files of the caller's organization in the books of all bureaus; none for the people of a bureau.
CREATE FUNCTION fund.own_organizations() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = fund, pg_temp AS $$
  SELECT coalesce(array_agg(o.id), '{}') FROM organization o
   WHERE o.uscc = fund.own_credit_code() AND o.book_id = ANY (fund.books_of_own_kind())
$$;
REVOKE ALL ON FUNCTION fund.own_organizations() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fund.own_organizations() TO fund_app, fund_web;
`;

const IN_BOOKS = 'book_id = ANY ((SELECT fund.readable_books())::integer[])';
const OF_THE_ORGANIZATION = `credit_code = (SELECT fund.own_credit_code())
  AND book_id = ANY ((SELECT fund.books_of_own_kind())::integer[])`;
const WITH_ITS_ROLE =
  'coalesce((SELECT fund.own_administrator_role()) = ANY (steps || maker_role), true)';
const ORGANIZATION = through('fund.organization', 'organization_id');
const OWN = 'organization_id = ANY ((SELECT fund.own_organizations())::uuid[])';
const ITEM = through('fund.advance_item', 'item_id');
const APPLICATION = through('fund.advance_application', 'application_id');
/** Looked up for each row, and never all applications for a few rows, as is done for what merely exists. */
const ITS_APPLICATION =
  '(SELECT true FROM fund.advance_application parent WHERE parent.id = application_id)';
/** No caller of a bureau sees more than its books; what is behind this costs nothing then. */
const IS_OF_AN_ORGANIZATION = '(SELECT fund.own_credit_code()) IS NOT NULL';

/** A table, when a caller saw a row of it, and the same in words that cost less. */
const POLICIES: readonly (readonly [table: string, before: string, after: string])[] = [
  [
    'fund.approval_request',
    `bureau_id = fund.own_bureau() AND ${WITH_ITS_ROLE} OR fund.is_of_own_organization(credit_code, book_id)`,
    `bureau_id = (SELECT fund.own_bureau()) AND ${WITH_ITS_ROLE} OR ${OF_THE_ORGANIZATION}`,
  ],
  ['fund.advance_application', ORGANIZATION, `${IN_BOOKS} OR ${OWN}`],
  ['fund.advance_item', APPLICATION, ITS_APPLICATION],
  ['fund.settlement_line', ITEM, `${IN_BOOKS} OR ${IS_OF_AN_ORGANIZATION} AND ${ITEM}`],
];
