import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect, through, unprotect } from './0024-row-level-security';

/** What changes with a judgment that takes the place of one under which money has come in or was given up. */
export class JudgmentChanges0065 implements MigrationInterface {
  readonly name = 'JudgmentChanges1795392000065';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, GUARDS, GRANTS]) await runner.query(part);
    for (const [table, seen] of SEEN) await runner.query(protect(table, seen));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of SEEN.toReversed()) await runner.query(unprotect(table));
    await runner.query(`
      DROP TABLE fund.deficit_recovery, fund.spent_deficit, fund.write_off_reversal, fund.receipt_allocation_undoing,
        fund.receipt_reallocation;
      DROP FUNCTION fund.guard_judgment_change(), fund.guard_deficit_recovery();
      ALTER TABLE fund.receipt_allocation DROP COLUMN judgment_id;`);
  }
}

const TABLES = `
ALTER TABLE fund.receipt_allocation
  ADD COLUMN judgment_id uuid,
  ADD CONSTRAINT fk_receipt_allocation_judgment_id FOREIGN KEY (judgment_id) REFERENCES fund.judgment (id);
CREATE TABLE fund.receipt_reallocation (
  receipt_id uuid NOT NULL,
  judgment_id uuid NOT NULL,
  reallocated_on date NOT NULL,
  overpaid_fen bigint NOT NULL,
  CONSTRAINT pk_receipt_reallocation PRIMARY KEY (receipt_id, judgment_id),
  CONSTRAINT ck_receipt_reallocation_overpaid CHECK (overpaid_fen >= 0),
  CONSTRAINT fk_receipt_reallocation_receipt_id FOREIGN KEY (receipt_id) REFERENCES fund.receipt (id),
  CONSTRAINT fk_receipt_reallocation_judgment_id FOREIGN KEY (judgment_id) REFERENCES fund.judgment (id)
);
CREATE INDEX ix_receipt_reallocation_judgment_id ON fund.receipt_reallocation (judgment_id);
CREATE TABLE fund.receipt_allocation_undoing (
  allocation_id uuid NOT NULL,
  judgment_id uuid NOT NULL,
  undone_on date NOT NULL,
  CONSTRAINT pk_receipt_allocation_undoing PRIMARY KEY (allocation_id),
  CONSTRAINT fk_receipt_allocation_undoing_allocation_id FOREIGN KEY (allocation_id) REFERENCES fund.receipt_allocation (id),
  CONSTRAINT fk_receipt_allocation_undoing_judgment_id FOREIGN KEY (judgment_id) REFERENCES fund.judgment (id)
);
CREATE TABLE fund.write_off_reversal (
  write_off_id uuid NOT NULL,
  judgment_id uuid NOT NULL,
  reversed_on date NOT NULL,
  CONSTRAINT pk_write_off_reversal PRIMARY KEY (write_off_id),
  CONSTRAINT fk_write_off_reversal_write_off_id FOREIGN KEY (write_off_id) REFERENCES fund.write_off (id),
  CONSTRAINT fk_write_off_reversal_judgment_id FOREIGN KEY (judgment_id) REFERENCES fund.judgment (id)
);
CREATE TABLE fund.spent_deficit (
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  judgment_id uuid NOT NULL,
  what text NOT NULL,
  organization_id uuid,
  of_custody boolean NOT NULL,
  amount_fen bigint NOT NULL,
  CONSTRAINT pk_spent_deficit PRIMARY KEY (id),
  CONSTRAINT ck_spent_deficit_what CHECK (what IN ('fund_replenishment', 'cost_reimbursement', 'damages_remittance',
    'interest_remittance', 'restoration', 'award')),
  CONSTRAINT ck_spent_deficit_amount CHECK (amount_fen > 0),
  CONSTRAINT ck_spent_deficit_organization CHECK ((what = 'cost_reimbursement') = (organization_id IS NOT NULL)),
  CONSTRAINT ck_spent_deficit_custody CHECK (what <> 'award' OR NOT of_custody),
  CONSTRAINT fk_spent_deficit_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id),
  CONSTRAINT fk_spent_deficit_judgment_id FOREIGN KEY (judgment_id) REFERENCES fund.judgment (id),
  CONSTRAINT fk_spent_deficit_organization_id FOREIGN KEY (organization_id) REFERENCES fund.organization (id)
);
CREATE INDEX ix_spent_deficit_case_id ON fund.spent_deficit (case_id);
CREATE TABLE fund.deficit_recovery (
  approval_request_id uuid NOT NULL,
  deficit_id uuid NOT NULL,
  amount_fen bigint NOT NULL,
  recovered_on date NOT NULL,
  CONSTRAINT pk_deficit_recovery PRIMARY KEY (approval_request_id),
  CONSTRAINT ck_deficit_recovery_amount CHECK (amount_fen > 0),
  CONSTRAINT fk_deficit_recovery_approval_request_id FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id),
  CONSTRAINT fk_deficit_recovery_deficit_id FOREIGN KEY (deficit_id) REFERENCES fund.spent_deficit (id)
);
CREATE INDEX ix_deficit_recovery_deficit_id ON fund.deficit_recovery (deficit_id);
`;

const DEFINER = 'LANGUAGE plpgsql SECURITY DEFINER SET search_path = fund, pg_temp';

const CHANGED = [
  'receipt_reallocation',
  'receipt_allocation_undoing',
  'write_off_reversal',
  'spent_deficit',
] as const;

const GUARDS = `
-- What was placed stays where it is, unless an approved judgment came in place of another.
CREATE FUNCTION fund.guard_judgment_change() RETURNS trigger ${DEFINER} AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM judgment j WHERE j.id = NEW.judgment_id AND j.replaces_id IS NOT NULL
                    AND j.approval_request_id IS NOT NULL) THEN
    RAISE EXCEPTION 'only a judgment that was approved in place of another changes what was placed' USING ERRCODE = 'FL065';
  END IF;
  RETURN NEW;
END $$;

-- No more comes back than is missing, however many ask at once.
CREATE FUNCTION fund.guard_deficit_recovery() RETURNS trigger ${DEFINER} AS $$
DECLARE
  missing bigint;
  has_custody boolean;
BEGIN
  SELECT d.amount_fen, d.of_custody INTO missing, has_custody FROM spent_deficit d WHERE d.id = NEW.deficit_id FOR NO KEY UPDATE;
  IF NOT has_custody
     OR NEW.amount_fen + coalesce((SELECT sum(r.amount_fen) FROM deficit_recovery r WHERE r.deficit_id = NEW.deficit_id), 0) > missing
     OR NOT EXISTS (SELECT FROM approval_request r WHERE r.id = NEW.approval_request_id AND r.kind = 'deficit_recovery'
                       AND r.state = 'approved') THEN
    RAISE EXCEPTION 'no more comes back than is missing, and by approval' USING ERRCODE = 'FL065';
  END IF;
  RETURN NEW;
END $$;
${CHANGED.map(
  (table) => `
CREATE TRIGGER guard_judgment_change BEFORE INSERT ON fund.${table}
  FOR EACH ROW EXECUTE FUNCTION fund.guard_judgment_change();
ALTER TABLE fund.${table} ENABLE ALWAYS TRIGGER guard_judgment_change;`,
).join('')}
CREATE TRIGGER guard_deficit_recovery BEFORE INSERT ON fund.deficit_recovery
  FOR EACH ROW EXECUTE FUNCTION fund.guard_deficit_recovery();
ALTER TABLE fund.deficit_recovery ENABLE ALWAYS TRIGGER guard_deficit_recovery;
${[...CHANGED, 'deficit_recovery']
  .map(
    (table) => `
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fund.${table}
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE fund.${table} ENABLE ALWAYS TRIGGER append_only;`,
  )
  .join('')}
`;

const GRANTS = `
GRANT SELECT, INSERT ON fund.receipt_reallocation, fund.receipt_allocation_undoing, fund.write_off_reversal,
  fund.spent_deficit, fund.deficit_recovery TO fund_app;
`;

/** When a caller sees a row of a table: with the row that it changed. */
const SEEN: readonly (readonly [string, string])[] = [
  ['fund.receipt_reallocation', through('fund.receipt', 'receipt_id')],
  ['fund.receipt_allocation_undoing', through('fund.receipt_allocation', 'allocation_id')],
  ['fund.write_off_reversal', through('fund.write_off', 'write_off_id')],
  ['fund.spent_deficit', through('fund.litigation_case', 'case_id')],
  ['fund.deficit_recovery', through('fund.spent_deficit', 'deficit_id')],
];
