import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../migrations';
import {
  APP_ROLE,
  dataSourceOptions,
  EMBEDDED_LOGIN,
  OWNER_ROLE,
} from '../../src/platform/database/connection';
import { migrateDown, migrateUp } from '../../src/platform/database/migrate';
import { provision } from '../../src/platform/database/provision';
import { ENTITIES } from '../../src/schema';
import { asSuperuser, createTestDatabase, type TestDatabase } from '../support/test-database';

/** Everything of ours that is in a database, one line each. */
const OBJECTS = `
  SELECT format('%s %s', c.relkind, c.oid::regclass) AS object FROM pg_class c
   WHERE c.relnamespace IN ('ledger'::regnamespace, 'fund'::regnamespace)
  UNION ALL
  SELECT format('function %s', p.oid::regprocedure) FROM pg_proc p
   WHERE p.pronamespace IN ('ledger'::regnamespace, 'fund'::regnamespace)
  UNION ALL
  SELECT format('type %s', t.oid::regtype) FROM pg_type t
   WHERE t.typnamespace IN ('ledger'::regnamespace, 'fund'::regnamespace)
  ORDER BY 1`;

/** What a database is made of, in enough detail to tell two apart. */
const SHAPE = `
  SELECT format('column %s.%s %s %s %s %s', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod),
                a.attnotnull, a.attidentity, pg_get_expr(d.adbin, d.adrelid)) AS part
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
   WHERE c.relnamespace IN ('ledger'::regnamespace, 'fund'::regnamespace) AND c.relkind = 'r' AND a.attnum > 0
     AND c.relname <> 'migration'
  UNION ALL
  SELECT format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
   WHERE connamespace IN ('ledger'::regnamespace, 'fund'::regnamespace)
     AND conrelid <> 'fund.migration'::regclass
  UNION ALL
  SELECT format('trigger %s %s', pg_get_triggerdef(oid), tgenabled) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL
  SELECT format('function %s %s %s', oid::regprocedure, md5(pg_get_functiondef(oid)), proacl) FROM pg_proc
   WHERE pronamespace IN ('ledger'::regnamespace, 'fund'::regnamespace)
  UNION ALL
  SELECT format('rights %s %s', oid::regclass, relacl) FROM pg_class
   WHERE relnamespace IN ('ledger'::regnamespace, 'fund'::regnamespace) AND relkind = 'r'
  ORDER BY 1`;

const NAMES = MIGRATIONS.map((migration) => (new migration() as { name: string }).name);

describe('the migrations', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase({ migrated: false, poolSize: 1 });
  });
  afterEach(() => database.drop());

  const read = async (sql: string): Promise<string[]> =>
    asSuperuser(database.name, async (client) => {
      const { rows } = await client.query<Record<string, string>>(sql);
      return rows.flatMap((row) => Object.values(row));
    });

  const up = async (): Promise<string[]> => {
    await provision(database.superuserAddress, EMBEDDED_LOGIN);
    return migrateUp(database.superuserAddress, MIGRATIONS);
  };

  it('go up, down and up again, and make the same database twice', async () => {
    expect(await up()).toEqual(NAMES);
    expect(await up()).toEqual([]);
    const first = await read(SHAPE);
    expect(first.length).toBeGreaterThan(300);
    await migrateDown(database.superuserAddress, MIGRATIONS);
    expect(await up()).toEqual(NAMES);
    expect(await read(SHAPE)).toEqual(first);
  });

  it('leave nothing of ours behind when taken back but the list of migrations', async () => {
    await up();
    await migrateDown(database.superuserAddress, MIGRATIONS);
    const left = await read(OBJECTS);
    expect(
      left.filter((object) => !/fund\.(pk_)?migration(_id_seq)?(\[\])?$/.test(object)),
    ).toEqual([]);
    expect(await read('SELECT name FROM fund.migration')).toEqual([]);
  });

  it('make exactly the tables that the entities describe', async () => {
    await up();
    const owner = new DataSource(
      dataSourceOptions(database.superuserAddress, OWNER_ROLE, {
        entities: ENTITIES,
        migrations: MIGRATIONS,
        poolSize: 2,
      }),
    );
    await owner.initialize();
    const wantedChanges = async (): Promise<string[]> => {
      const { upQueries } = await owner.driver.createSchemaBuilder().log();
      return upQueries.map(({ query }) => query);
    };
    try {
      expect(await wantedChanges()).toEqual([]);
      // The comparison itself is worth something only if it sees a difference.
      await owner.query('ALTER TABLE fund.award ADD COLUMN planted text');
      expect(await wantedChanges()).toEqual([expect.stringContaining('DROP COLUMN "planted"')]);
    } finally {
      await owner.destroy();
    }
  });

  it('give every constraint and index a name that tells its kind and its table', async () => {
    await up();
    const misnamed = await read(
      `SELECT format('%s on %s', conname, conrelid::regclass) FROM pg_constraint c
         JOIN pg_class t ON t.oid = c.conrelid
        WHERE connamespace IN ('ledger'::regnamespace, 'fund'::regnamespace) AND contype <> 'n'
          AND NOT starts_with(conname, CASE contype WHEN 'p' THEN 'pk_' WHEN 'u' THEN 'uq_' WHEN 'f' THEN 'fk_'
                                                    WHEN 'c' THEN 'ck_' ELSE '?' END || t.relname)
       UNION ALL
       SELECT format('%s on %s', i.indexrelid::regclass, i.indrelid::regclass) FROM pg_index i
         JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
        WHERE t.relnamespace IN ('ledger'::regnamespace, 'fund'::regnamespace)
          AND NOT starts_with(x.relname, CASE WHEN i.indisprimary THEN 'pk_' WHEN i.indisunique THEN 'uq_'
                                              ELSE 'ix_' END || t.relname)`,
    );
    expect(misnamed).toEqual([]);
  });

  it('do not collide when two processes start at once', async () => {
    const ran = await Promise.all([up(), up(), up()]);
    expect(ran.filter((names) => names.length > 0)).toEqual([NAMES]);
    expect(await read('SELECT name FROM fund.migration ORDER BY id')).toEqual(NAMES);
  });

  it('make a database that the service can enter in its role', async () => {
    await up();
    expect(await database.dataSource.query('SELECT current_user AS role')).toEqual([
      { role: APP_ROLE },
    ]);
    await database.dataSource.query(`SELECT ledger.open_book('first', 'real', '某局')`);
  });
});
