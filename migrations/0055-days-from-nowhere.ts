import type { MigrationInterface, QueryRunner } from 'typeorm';

const COUNT = 'FUNCTION fund.add_working_days(date, integer)';

/** Working days counted from no day, or none given to count, lead to no day; they were counted for ever. */
export class DaysFromNowhere0055 implements MigrationInterface {
  readonly name = 'DaysFromNowhere1795392000055';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER ${COUNT} STRICT`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER ${COUNT} CALLED ON NULL INPUT`);
  }
}
