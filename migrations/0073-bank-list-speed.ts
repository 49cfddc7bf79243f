import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, unprotect } from './0024-row-level-security';

/**
 * Pages of lines are found by an index in their order, and what of an entry stands in matches is kept, so that very
 * many lines and entries are read fast.
 */
export class BankListSpeed0073 implements MigrationInterface {
  readonly name = 'BankListSpeed1795392000073';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [LINES, TABLE, FOLLOWS, GRANTS]) await runner.query(part);
    await runner.query(protect(TAKEN, 'book_id = ANY ((SELECT fund.readable_books())::integer[])'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(unprotect(TAKEN));
    for (const table of FOLLOWED) {
      await runner.query(`DROP TRIGGER keep_bank_entry_taken ON fund.${table}`);
    }
    await runner.query(`
      DROP FUNCTION fund.keep_bank_entry_taken();
      DROP TABLE ${TAKEN};
      DROP INDEX fund.ix_bank_line_standing_matched, fund.ix_bank_line_standing_day;`);
  }
}

const TAKEN = 'fund.bank_entry_taken';
const FOLLOWED = ['bank_match_part', 'bank_match_undoing'];

const LINES = `
CREATE INDEX ix_bank_line_standing_day ON fund.bank_line_standing (book_id, account_code, booked_on, line_id);
CREATE INDEX ix_bank_line_standing_matched ON fund.bank_line_standing (book_id, account_code, booked_on, line_id)
  WHERE matched_fen = amount_fen AND NOT ignored;
`;

/** What of the entries \`which\` stands in matches that were not undone. */
const sums = (which: string): string => `
  SELECT m.book_id, m.account_code, p.account_id, p.entry_seq IS NULL, coalesce(p.entry_seq, p.request_id),
         coalesce(sum(p.amount_fen) FILTER (WHERE u.match_id IS NULL), 0)
    FROM fund.bank_match_part p JOIN fund.bank_match m ON m.id = p.match_id
    LEFT JOIN fund.bank_match_undoing u ON u.match_id = m.id
   WHERE p.line_id IS NULL ${which}
   GROUP BY 1, 2, 3, 4, 5`;

const TABLE = `
CREATE TABLE fund.bank_entry_taken (
  account_id bigint NOT NULL,
  by_request boolean NOT NULL,
  number bigint NOT NULL,
  book_id integer NOT NULL,
  account_code text NOT NULL,
  taken_fen bigint NOT NULL,
  CONSTRAINT pk_bank_entry_taken PRIMARY KEY (account_id, by_request, number)
);
INSERT INTO fund.bank_entry_taken (book_id, account_code, account_id, by_request, number, taken_fen) ${sums('')};
CREATE INDEX ix_bank_entry_taken_of ON fund.bank_entry_taken (book_id, account_code, by_request);
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON fund.bank_entry_taken
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_removal();
ALTER TABLE fund.bank_entry_taken ENABLE ALWAYS TRIGGER never_removed;
`;

// Each part is looked up by its own index; what it names is in one of the two.
const CHANGED = `
  AND (p.account_id, p.entry_seq) IN (SELECT c.account_id, c.entry_seq FROM bank_match_part c
                                       WHERE c.match_id = ANY (changed) AND c.entry_seq IS NOT NULL)`;
const CHANGED_REQUESTS = `
  AND p.request_id IN (SELECT c.request_id FROM bank_match_part c
                        WHERE c.match_id = ANY (changed) AND c.request_id IS NOT NULL)`;

const FOLLOWS = `
-- Nobody says what of an entry is taken but the matches.
CREATE FUNCTION fund.keep_bank_entry_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = fund, pg_temp AS $$
DECLARE
  changed uuid[] := ARRAY(SELECT n.match_id FROM added n);
BEGIN
  INSERT INTO bank_entry_taken AS t (book_id, account_code, account_id, by_request, number, taken_fen)
  ${sums(CHANGED)}
   UNION ALL
  ${sums(CHANGED_REQUESTS)}
  ON CONFLICT (account_id, by_request, number) DO UPDATE SET taken_fen = EXCLUDED.taken_fen;
  RETURN NULL;
END $$;
${FOLLOWED.map(
  (table) => `
CREATE TRIGGER keep_bank_entry_taken AFTER INSERT ON fund.${table} REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION fund.keep_bank_entry_taken();
ALTER TABLE fund.${table} ENABLE ALWAYS TRIGGER keep_bank_entry_taken;`,
).join('')}
`;

const GRANTS = `
GRANT SELECT ON fund.bank_entry_taken TO fund_app;
`;
