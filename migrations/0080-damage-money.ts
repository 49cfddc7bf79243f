import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Budget money for restoration names the case whose damages it comes from (treasury route). */
export class DamageMoney0080 implements MigrationInterface {
  readonly name = 'DamageMoney1795392000080';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE fund.budget_change DROP CONSTRAINT ck_budget_change_case, DROP COLUMN case_id;
      ALTER TABLE fund.litigation_case DROP CONSTRAINT ck_litigation_case_appropriated, DROP COLUMN damages_appropriated_fen;`);
  }
}

// Null: nothing names the case, as in a case file, whose pool is for all cases of it together.
const COLUMNS = `
ALTER TABLE fund.litigation_case
  ADD COLUMN damages_appropriated_fen bigint,
  ADD CONSTRAINT ck_litigation_case_appropriated CHECK (damages_appropriated_fen IS NULL
    OR damage_route = 'treasury' AND damages_appropriated_fen >= damages_paid_fen);
ALTER TABLE fund.budget_change
  ADD COLUMN case_id uuid,
  ADD CONSTRAINT ck_budget_change_case CHECK (case_id IS NULL OR pool = 'damage_fund' AND change IN ('appropriation', 'lapse')),
  ADD CONSTRAINT fk_budget_change_case_id FOREIGN KEY (case_id) REFERENCES fund.litigation_case (id);
CREATE INDEX ix_budget_change_case_id ON fund.budget_change (case_id);
`;
