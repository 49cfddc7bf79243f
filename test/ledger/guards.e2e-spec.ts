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

/** Of each table the trigger that stands at a place in its list, where there are so many. */
function oneOfEachTable(rows: readonly Protected[], place: number): Protected[] {
  const tables = new Map<string, Protected[]>();
  for (const row of rows) tables.set(row.table, [...(tables.get(row.table) ?? []), row]);
  return [...tables.values()].flatMap((triggers) => triggers[place] ?? []);
}

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
      // One of each table at a time, so that none is found by another's absence.
      for (let turn = 0; ; turn += 1) {
        const taken = oneOfEachTable(rows, turn);
        if (taken.length === 0) break;
        for (const change of [
          ({ table, trigger }: Protected) => `DROP TRIGGER ${trigger} ON ${table}`,
          ({ table, trigger }: Protected) => `ALTER TABLE ${table} ENABLE TRIGGER ${trigger}`,
        ]) {
          const found = await foundAfter(client, taken.map(change).join(';'));
          expect(found.sort()).toEqual(taken.map(({ name }) => name).sort());
        }
      }
    });
  });

  it('are missed where row-level security is off, not forced, or passed by', async () => {
    await asSuperuser(database.name, async (client) => {
      const { rows } = await client.query<Protected>(SECURED);
      expect(rows.length).toBeGreaterThan(45);
      for (const change of ['DISABLE', 'NO FORCE']) {
        const statements = rows.map(
          ({ table }) => `ALTER TABLE ${table} ${change} ROW LEVEL SECURITY`,
        );
        const found = await foundAfter(client, statements.join(';'));
        expect(found.sort()).toEqual(rows.map(({ name }) => name).sort());
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
