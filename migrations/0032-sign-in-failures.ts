import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Wrong passwords count for the account and the network they come from, so that strangers keep out
 * nobody but themselves. A session that another sign-in in the same browser follows ends.
 */
export class SignInFailures0032 implements MigrationInterface {
  readonly name = 'SignInFailures1795392000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE fund.sign_in_failure (
        account_id uuid NOT NULL,
        network text NOT NULL,
        failures integer NOT NULL,
        locked_until timestamptz,
        CONSTRAINT pk_sign_in_failure PRIMARY KEY (account_id, network),
        CONSTRAINT fk_sign_in_failure_account_id FOREIGN KEY (account_id) REFERENCES fund.account (id)
      );
      GRANT SELECT, INSERT, UPDATE ON fund.sign_in_failure TO fund_app;
      ${reasons([...REASONS, 'signed_in_again'])}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE fund.sign_in_failure;
      UPDATE fund.session SET end_reason = 'signed_out' WHERE end_reason = 'signed_in_again';
      ${reasons(REASONS)}
    `);
  }
}

const REASONS = [
  'signed_out',
  'refresh_reused',
  'account_disabled',
  'credentials_changed',
  'ended_by_administrator',
];

const reasons = (values: readonly string[]): string => `
  ALTER TABLE fund.session DROP CONSTRAINT ck_session_end_reason;
  ALTER TABLE fund.session ADD CONSTRAINT ck_session_end_reason
    CHECK (end_reason IN (${values.map((value) => `'${value}'`).join(', ')}));`;
