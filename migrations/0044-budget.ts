import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/** Budgets by year, pool and category: every amount the sum of movements that are only added. */
export class Budget0044 implements MigrationInterface {
  readonly name = 'Budget1795392000044';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, GUARDS, GRANTS]) await runner.query(part);
    for (const [table, seen] of Object.entries(SEEN)) await runner.query(protect(table, seen));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.keys(SEEN)) await runner.query(unprotect(table));
    await runner.query(`
      DROP TABLE fund.budget_movement, fund.budget_change, fund.budget_line CASCADE;
      DROP FUNCTION fund.guard_budget_line(), fund.apply_budget_movement();`);
  }
}

const TABLES = `
CREATE TABLE fund.budget_line (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  year integer NOT NULL,
  pool text NOT NULL,
  category text NOT NULL,
  origin_year integer NOT NULL,
  budgeted_fen bigint NOT NULL DEFAULT 0,
  held_fen bigint NOT NULL DEFAULT 0,
  spent_fen bigint NOT NULL DEFAULT 0,
  CONSTRAINT uq_budget_line_book_id_year_pool_category_origin_year UNIQUE (book_id, year, pool, category, origin_year),
  CONSTRAINT ck_budget_line_pool CHECK (pool IN ('special_fund', 'award_fund', 'sanction_quota', 'damage_fund')),
  CONSTRAINT ck_budget_line_category CHECK (category IN ('investigation', 'testing', 'appraisal', 'assessment', 'expert', 'lawyer', 'travel', 'acceptance_fee', 'preservation_fee', 'announcement', 'notary', 'copying', 'translation', 'other', 'whole')),
  CONSTRAINT ck_budget_line_whole CHECK ((pool = 'special_fund') = (category <> 'whole')),
  CONSTRAINT ck_budget_line_year CHECK (year BETWEEN 2000 AND 2200),
  CONSTRAINT ck_budget_line_origin CHECK (origin_year IN (year, year - 1)),
  CONSTRAINT ck_budget_line_not_negative CHECK (least(held_fen, spent_fen) >= 0),
  CONSTRAINT ck_budget_line_within CHECK (held_fen + spent_fen <= budgeted_fen),
  CONSTRAINT pk_budget_line PRIMARY KEY (id)
);
CREATE TABLE fund.budget_change (
  id uuid NOT NULL,
  book_id integer NOT NULL,
  approval_request_id uuid NOT NULL,
  change text NOT NULL,
  pool text NOT NULL,
  year integer NOT NULL,
  amount_fen bigint NOT NULL,
  document text NOT NULL,
  reason text NOT NULL,
  donor text,
  business_on date NOT NULL,
  made_by text NOT NULL,
  approved_by text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  request_id bigint,
  CONSTRAINT uq_budget_change_approval_request_id UNIQUE (approval_request_id),
  CONSTRAINT ck_budget_change_change CHECK (change IN ('appropriation', 'adjustment', 'transfer', 'donation', 'interest', 'carry_over', 'lapse')),
  CONSTRAINT ck_budget_change_pool CHECK (pool IN ('special_fund', 'award_fund', 'sanction_quota', 'damage_fund')),
  CONSTRAINT ck_budget_change_amount CHECK (amount_fen > 0),
  CONSTRAINT ck_budget_change_donor CHECK ((change = 'donation') = (donor IS NOT NULL)),
  CONSTRAINT pk_budget_change PRIMARY KEY (id)
);
CREATE INDEX ix_budget_change_book_id ON fund.budget_change (book_id);
CREATE TABLE fund.budget_movement (
  id uuid NOT NULL,
  line_id uuid NOT NULL,
  kind text NOT NULL,
  budgeted_fen bigint NOT NULL DEFAULT 0,
  held_fen bigint NOT NULL DEFAULT 0,
  spent_fen bigint NOT NULL DEFAULT 0,
  change_id uuid,
  hold_id bigint,
  business_on date NOT NULL,
  made_by text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT ck_budget_movement_kind CHECK (kind IN ('change', 'hold', 'release', 'spend', 'take_back')),
  CONSTRAINT ck_budget_movement_source CHECK (CASE kind WHEN 'change' THEN change_id IS NOT NULL AND hold_id IS NULL ELSE change_id IS NULL AND hold_id IS NOT NULL END),
  CONSTRAINT ck_budget_movement_amounts CHECK (CASE kind
    WHEN 'change' THEN budgeted_fen <> 0 AND held_fen = 0 AND spent_fen = 0
    WHEN 'hold' THEN budgeted_fen = 0 AND held_fen > 0 AND spent_fen = 0
    WHEN 'release' THEN budgeted_fen = 0 AND held_fen < 0 AND spent_fen = 0
    WHEN 'spend' THEN budgeted_fen = 0 AND spent_fen > 0 AND held_fen = - spent_fen
    ELSE budgeted_fen = 0 AND spent_fen < 0 AND held_fen = - spent_fen END),
  CONSTRAINT pk_budget_movement PRIMARY KEY (id)
);
CREATE INDEX ix_budget_movement_line_id_business_on ON fund.budget_movement (line_id, business_on);
CREATE INDEX ix_budget_movement_change_id ON fund.budget_movement (change_id);
CREATE INDEX ix_budget_movement_hold_id ON fund.budget_movement (hold_id);
ALTER TABLE fund.budget_line
  ADD CONSTRAINT fk_budget_line_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id);
ALTER TABLE fund.budget_change
  ADD CONSTRAINT fk_budget_change_book_id FOREIGN KEY (book_id) REFERENCES ledger.book (id);
ALTER TABLE fund.budget_change
  ADD CONSTRAINT fk_budget_change_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id);
ALTER TABLE fund.budget_movement
  ADD CONSTRAINT fk_budget_movement_line_id FOREIGN KEY (line_id) REFERENCES fund.budget_line (id);
ALTER TABLE fund.budget_movement
  ADD CONSTRAINT fk_budget_movement_change_id FOREIGN KEY (change_id) REFERENCES fund.budget_change (id);
`;

const DEFINER = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp`;

const GUARDS = `
-- A line begins with nothing, and what it is about stays; its amounts follow its movements.
CREATE FUNCTION fund.guard_budget_line() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF (NEW.budgeted_fen, NEW.held_fen, NEW.spent_fen) IS DISTINCT FROM (0::bigint, 0::bigint, 0::bigint) THEN
      RAISE EXCEPTION 'a budget line begins with nothing' USING ERRCODE = 'FL044';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.book_id, NEW.year, NEW.pool, NEW.category, NEW.origin_year)
     IS DISTINCT FROM (OLD.id, OLD.book_id, OLD.year, OLD.pool, OLD.category, OLD.origin_year) THEN
    RAISE EXCEPTION 'what a budget line is about stays' USING ERRCODE = 'FL044';
  END IF;
  IF NOT EXISTS (
       SELECT FROM budget_movement m WHERE m.line_id = NEW.id
       HAVING (coalesce(sum(m.budgeted_fen), 0), coalesce(sum(m.held_fen), 0), coalesce(sum(m.spent_fen), 0))
            = (NEW.budgeted_fen, NEW.held_fen, NEW.spent_fen)) THEN
    RAISE EXCEPTION 'the amounts of a budget line are the sums of its movements' USING ERRCODE = 'FL044';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_budget_line BEFORE INSERT OR UPDATE ON fund.budget_line
  FOR EACH ROW EXECUTE FUNCTION fund.guard_budget_line();
ALTER TABLE fund.budget_line ENABLE ALWAYS TRIGGER guard_budget_line;

-- Whatever moves, moves its line; the line's own limits refuse what is too much.
CREATE FUNCTION fund.apply_budget_movement() RETURNS trigger ${DEFINER} AS $$
DECLARE
  line budget_line;
BEGIN
  SELECT l.* INTO line FROM budget_line l WHERE l.id = NEW.line_id FOR UPDATE;
  IF NOT EXISTS (
       SELECT FROM budget_change c WHERE c.id = NEW.change_id AND c.book_id = line.book_id AND c.pool = line.pool
       UNION ALL
       SELECT FROM ledger.hold h JOIN ledger.account a ON a.id = h.account_id
        WHERE h.id = NEW.hold_id AND a.book_id = line.book_id AND a.dimension_1 = line.pool) THEN
    RAISE EXCEPTION 'a movement is of the book and the pool of its line' USING ERRCODE = 'FL044';
  END IF;
  UPDATE budget_line l
     SET (budgeted_fen, held_fen, spent_fen) = (
       SELECT sum(m.budgeted_fen), sum(m.held_fen), sum(m.spent_fen) FROM budget_movement m WHERE m.line_id = l.id)
   WHERE l.id = NEW.line_id;
  RETURN NULL;
END $$;
CREATE TRIGGER apply_budget_movement AFTER INSERT ON fund.budget_movement
  FOR EACH ROW EXECUTE FUNCTION fund.apply_budget_movement();
ALTER TABLE fund.budget_movement ENABLE ALWAYS TRIGGER apply_budget_movement;

CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON fund.budget_line
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_removal();
ALTER TABLE fund.budget_line ENABLE ALWAYS TRIGGER never_removed;
DO $$
DECLARE
  evidence text;
BEGIN
  FOREACH evidence IN ARRAY ARRAY['budget_change', 'budget_movement'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change()', evidence);
    EXECUTE format('ALTER TABLE fund.%I ENABLE ALWAYS TRIGGER append_only', evidence);
  END LOOP;
END $$;
`;

// No right to change a line: its movements do.
const GRANTS = `
GRANT SELECT, INSERT ON fund.budget_line, fund.budget_change, fund.budget_movement TO fund_app;
`;

const IN_BOOKS = 'book_id = ANY ((SELECT fund.readable_books())::integer[])';

/** When a caller sees a row of a table. */
const SEEN: Readonly<Record<string, string>> = {
  'fund.budget_line': IN_BOOKS,
  'fund.budget_change': IN_BOOKS,
  'fund.budget_movement': through('fund.budget_line', 'line_id'),
};
