import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, unprotect } from './0024-row-level-security';

/** How each line of the bank's stands is kept beside it, so that what is open is found among very many lines. */
export class BankLineStanding0069 implements MigrationInterface {
  readonly name = 'BankLineStanding1795392000069';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLE, FOLLOWS, GRANTS]) await runner.query(part);
    await runner.query(
      protect(STANDING, 'book_id = ANY ((SELECT fund.readable_books())::integer[])'),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(unprotect(STANDING));
    for (const table of FOLLOWED) {
      await runner.query(`DROP TRIGGER keep_bank_line_standing ON fund.${table}`);
    }
    await runner.query(`
      DROP FUNCTION fund.keep_bank_line_standing();
      DROP TABLE ${STANDING};`);
  }
}

const STANDING = 'fund.bank_line_standing';
const FOLLOWED = [
  'bank_line',
  'bank_match_part',
  'bank_match_undoing',
  'bank_line_ignoring',
  'bank_line_restoring',
];

const TABLE = `
CREATE TABLE fund.bank_line_standing (
  line_id uuid NOT NULL,
  book_id integer NOT NULL,
  account_code text NOT NULL,
  booked_on date NOT NULL,
  amount_fen bigint NOT NULL,
  matched_fen bigint NOT NULL DEFAULT 0,
  ignored boolean NOT NULL DEFAULT false,
  CONSTRAINT pk_bank_line_standing PRIMARY KEY (line_id),
  CONSTRAINT ck_bank_line_standing_matched CHECK (matched_fen = 0
    OR sign(matched_fen) = sign(amount_fen) AND abs(matched_fen) <= abs(amount_fen)),
  CONSTRAINT fk_bank_line_standing_line_id FOREIGN KEY (line_id) REFERENCES fund.bank_line (id)
);
INSERT INTO fund.bank_line_standing
SELECT l.id, l.book_id, l.account_code, l.booked_on, l.amount_fen, fund.bank_line_matched(l.id), fund.is_bank_line_ignored(l.id)
  FROM fund.bank_line l;
CREATE INDEX ix_bank_line_standing_open ON fund.bank_line_standing (book_id, account_code, booked_on, line_id)
  WHERE matched_fen <> amount_fen AND NOT ignored;
CREATE INDEX ix_bank_line_standing_ignored ON fund.bank_line_standing (book_id, account_code, booked_on, line_id)
  WHERE ignored;
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON fund.bank_line_standing
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_removal();
ALTER TABLE fund.bank_line_standing ENABLE ALWAYS TRIGGER never_removed;
`;

const FOLLOWS = `
-- Nobody says how a line stands but its matches and what ignores it.
CREATE FUNCTION fund.keep_bank_line_standing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = fund, pg_temp AS $$
DECLARE
  changed uuid[];
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'bank_line' THEN
      INSERT INTO bank_line_standing (line_id, book_id, account_code, booked_on, amount_fen)
      SELECT n.id, n.book_id, n.account_code, n.booked_on, n.amount_fen FROM added n;
    WHEN 'bank_match_part' THEN
      changed := ARRAY(SELECT n.line_id FROM added n WHERE n.line_id IS NOT NULL);
    WHEN 'bank_match_undoing' THEN
      changed := ARRAY(SELECT p.line_id FROM added n JOIN bank_match_part p ON p.match_id = n.match_id
                        WHERE p.line_id IS NOT NULL);
    WHEN 'bank_line_ignoring' THEN
      changed := ARRAY(SELECT n.line_id FROM added n);
    WHEN 'bank_line_restoring' THEN
      changed := ARRAY(SELECT i.line_id FROM added n JOIN bank_line_ignoring i ON i.id = n.ignoring_id);
  END CASE;
  UPDATE bank_line_standing s
     SET matched_fen = fund.bank_line_matched(s.line_id), ignored = fund.is_bank_line_ignored(s.line_id)
   WHERE s.line_id = ANY (changed);
  RETURN NULL;
END $$;
${FOLLOWED.map(
  (table) => `
CREATE TRIGGER keep_bank_line_standing AFTER INSERT ON fund.${table} REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION fund.keep_bank_line_standing();
ALTER TABLE fund.${table} ENABLE ALWAYS TRIGGER keep_bank_line_standing;`,
).join('')}
`;

const GRANTS = `
GRANT SELECT ON fund.bank_line_standing TO fund_app;
`;
