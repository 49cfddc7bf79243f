import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, unprotect } from './0024-row-level-security';

/** Letters that demand what is overdue (催告函), as they were written. */
export class DemandLetters0064 implements MigrationInterface {
  readonly name = 'DemandLetters1795392000064';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await runner.query(protect('fund.demand_letter', SEEN));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(unprotect('fund.demand_letter'));
    await runner.query('DROP TABLE fund.demand_letter');
  }
}

/** Letters are the bureau's, and no organization's. */
const SEEN = 'book_id = ANY ((SELECT fund.readable_books())::integer[])';

const TABLE = `
CREATE TABLE fund.demand_letter (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  case_id uuid NOT NULL,
  defendant_id uuid NOT NULL,
  year integer NOT NULL,
  ordinal integer NOT NULL,
  made_on date NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  remind_on date NOT NULL,
  principal_fen bigint NOT NULL,
  interest_fen bigint NOT NULL,
  content jsonb NOT NULL,
  made_by_id uuid NOT NULL,
  act_key text NOT NULL,
  body_hash bytea NOT NULL,
  CONSTRAINT pk_demand_letter PRIMARY KEY (id),
  CONSTRAINT uq_demand_letter_book_id_year_ordinal UNIQUE (book_id, year, ordinal),
  CONSTRAINT uq_demand_letter_made_by_id_act_key UNIQUE (made_by_id, act_key),
  CONSTRAINT ck_demand_letter_amounts CHECK (principal_fen >= 0 AND interest_fen >= 0 AND principal_fen + interest_fen > 0),
  CONSTRAINT ck_demand_letter_remind CHECK (remind_on > made_on),
  CONSTRAINT ck_demand_letter_year CHECK (year = extract(year FROM made_on) AND ordinal > 0),
  CONSTRAINT fk_demand_letter_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id),
  CONSTRAINT fk_demand_letter_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id),
  CONSTRAINT fk_demand_letter_defendant_id FOREIGN KEY (defendant_id) REFERENCES fund.defendant (id),
  CONSTRAINT fk_demand_letter_made_by_id FOREIGN KEY (made_by_id) REFERENCES fund.person (id)
);
CREATE INDEX ix_demand_letter_case_id ON fund.demand_letter (case_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.demand_letter
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE fund.demand_letter ENABLE ALWAYS TRIGGER append_only;
GRANT SELECT, INSERT ON fund.demand_letter TO fund_app;
`;
