import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Advances of live work: decided by a request, each cost paid to an account that was approved. */
export class Advances0049 implements MigrationInterface {
  readonly name = 'Advances1795392000049';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE fund.advance_item DROP COLUMN purpose, DROP COLUMN bank_account_id, DROP COLUMN account_fingerprint;
      ALTER TABLE fund.advance_application DROP COLUMN approval_request_id;`);
  }
}

const COLUMNS = `
ALTER TABLE fund.advance_application
  ADD COLUMN approval_request_id uuid,
  ADD CONSTRAINT uq_advance_application_approval_request_id UNIQUE (approval_request_id),
  ADD CONSTRAINT fk_advance_application_approval_request_id
    FOREIGN KEY (approval_request_id) REFERENCES fund.approval_request (id);
ALTER TABLE fund.advance_item
  ADD COLUMN purpose text,
  ADD COLUMN bank_account_id uuid,
  ADD COLUMN account_fingerprint bytea,
  ADD CONSTRAINT ck_advance_item_account CHECK (num_nonnulls(bank_account_id, account_fingerprint) <> 1),
  ADD CONSTRAINT fk_advance_item_bank_account_id FOREIGN KEY (bank_account_id) REFERENCES fund.bank_account (id);
`;
