import type { Client } from 'pg';
import { FEATURE_GUARDS } from '../../src/guards';
import { findUnguardedTables } from '../../src/ledger';
import { environmentOf, runFund } from '../support/fund-process';
import { asSuperuser, createTestDatabase, type TestDatabase } from '../support/test-database';

interface Protected {
  /** With its schema. */
  readonly table: string;
  readonly name: string;
  readonly trigger: string;
}

const TRIGGERS = `
  SELECT t.tgrelid::regclass::text AS table, c.relname AS name, t.tgname AS trigger
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
   WHERE NOT t.tgisinternal AND c.relnamespace IN ('ledger'::regnamespace, 'fund'::regnamespace)
   ORDER BY 1, 3`;
const SECURED = `
  SELECT c.oid::regclass::text AS table, c.relname AS name FROM pg_class c
   WHERE c.relrowsecurity AND c.relnamespace IN ('ledger'::regnamespace, 'fund'::regnamespace)
   ORDER BY 1`;

describe('the guards of a migrated database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const unguarded = (client: Client): Promise<string[]> =>
    findUnguardedTables(
      { query: async <Row extends object>(sql: string) => (await client.query<Row>(sql)).rows },
      FEATURE_GUARDS,
    );

  /** What is found after a statement that is then taken back. */
  async function foundAfter(client: Client, statement: string): Promise<string[]> {
    await client.query('BEGIN');
    try {
      await client.query(statement);
      return await unguarded(client);
    } finally {
      await client.query('ROLLBACK');
    }
  }

  it('are all missed, each by its table, when they are dropped or may be silenced', async () => {
    await asSuperuser(database.name, async (client) => {
      expect(await unguarded(client)).toEqual([]);
      const { rows } = await client.query<Protected>(TRIGGERS);
      expect(rows.length).toBeGreaterThan(55);
      for (const { table, name, trigger } of rows) {
        for (const statement of [
          `DROP TRIGGER ${trigger} ON ${table}`,
          `ALTER TABLE ${table} ENABLE TRIGGER ${trigger}`,
        ]) {
          expect([statement, await foundAfter(client, statement)]).toEqual([statement, [name]]);
        }
      }
    });
  });

  it('are missed where row-level security is off, not forced, or passed by', async () => {
    await asSuperuser(database.name, async (client) => {
      const { rows } = await client.query<Protected>(SECURED);
      expect(rows.length).toBeGreaterThan(45);
      for (const { table, name } of rows) {
        for (const change of ['DISABLE', 'NO FORCE']) {
          const statement = `ALTER TABLE ${table} ${change} ROW LEVEL SECURITY`;
          expect([statement, await foundAfter(client, statement)]).toEqual([statement, [name]]);
        }
      }
      const grant = 'GRANT SELECT ON fund.session TO fund_web';
      expect(await foundAfter(client, grant)).toEqual(['session']);
    });
  });

  it('stop a start by their absence', async () => {
    await asSuperuser(database.name, async (client) => {
      await client.query('DROP TRIGGER guard_approval_decision ON fund.approval_decision');
      await client.query('ALTER TABLE fund.person NO FORCE ROW LEVEL SECURITY');
    });
    const { status, stderr } = await runFund(['work'], environmentOf(database));
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Guards of the ledger are missing on: approval_decision, person\./);
  });
});
