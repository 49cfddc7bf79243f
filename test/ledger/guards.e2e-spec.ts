import type { Client } from 'pg';
import { FEATURE_GUARDS } from '../../src/guards';
import { findMissingGuards, type MissingGuard } from '../../src/ledger';
import { environmentOf, runFund } from '../support/fund-process';
import { asSuperuser, createTestDatabase, type TestDatabase } from '../support/test-database';

interface Protected {
  /** With its schema. */
  readonly table: string;
  readonly trigger: string;
}

interface Named {
  readonly table: string;
  readonly name: string;
}

const TRIGGERS = `
  SELECT t.tgrelid::regclass::text AS table, t.tgname AS trigger
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
   WHERE NOT t.tgisinternal AND c.relnamespace IN ('ledger'::regnamespace, 'fund'::regnamespace)
   ORDER BY 1, 2`;
const CHECKS = `
  SELECT c.conrelid::regclass::text AS table, c.conname AS name FROM pg_constraint c
   WHERE c.contype = 'c' AND c.connamespace IN ('ledger'::regnamespace, 'fund'::regnamespace)
   ORDER BY 1, 2`;
const UNIQUES = `
  SELECT i.indrelid::regclass::text AS table, x.relname AS name,
         EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = x.oid) AS is_constraint
    FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
   WHERE i.indisunique AND NOT i.indisprimary
     AND x.relnamespace IN ('ledger'::regnamespace, 'fund'::regnamespace)
   ORDER BY 1, 2`;
const SECURED = `
  SELECT c.oid::regclass::text AS table FROM pg_class c
   WHERE c.relrowsecurity AND c.relnamespace IN ('ledger'::regnamespace, 'fund'::regnamespace)
   ORDER BY 1`;

/** Of each table the trigger that stands at a place in its list, where there are so many. */
function oneOfEachTable(rows: readonly Protected[], place: number): Protected[] {
  const tables = new Map<string, Protected[]>();
  for (const row of rows) tables.set(row.table, [...(tables.get(row.table) ?? []), row]);
  return [...tables.values()].flatMap((triggers) => triggers[place] ?? []);
}

/** A child of a table, with the rows of it that are put there. */
const CHILD = 'CREATE TABLE ledger.entry_elsewhere () INHERITS (ledger.entry)';
const GUARD_THE_CHILD = `
  ALTER TABLE ledger.entry_elsewhere OWNER TO fund_owner;
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entry_elsewhere
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
  CREATE TRIGGER own_hand BEFORE INSERT OR UPDATE ON ledger.entry_elsewhere
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_foreign_hand();
  CREATE TRIGGER entry_whole AFTER INSERT ON ledger.entry_elsewhere REFERENCING NEW TABLE AS new_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.assert_entries_whole();`;
const ALL_OF_THE_CHILD = ['append_only', 'entry_whole', 'own_hand']
  .map((guard) => `ALTER TABLE ledger.entry_elsewhere ENABLE ALWAYS TRIGGER ${guard}`)
  .join(';');
const EXTRA =
  'CREATE TABLE ledger.extra (id bigint); ALTER TABLE ledger.extra OWNER TO fund_owner;';

/** What is done to a database, and what is then said to be missing, in lines `place: what`. */
const CHANGES: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a child without guards, in whatever schema',
    'CREATE TABLE public.entry_elsewhere () INHERITS (ledger.entry)',
    [
      'public.entry_elsewhere: OWNER fund_owner, not ${superuser}',
      'public.entry_elsewhere: TRIGGER append_only',
      'public.entry_elsewhere: TRIGGER entry_whole',
      'public.entry_elsewhere: TRIGGER own_hand',
    ],
  ],
  [
    'a child of a child, with one guard that can be silenced',
    `${CHILD}; ${GUARD_THE_CHILD}; ${ALL_OF_THE_CHILD};
     ALTER TABLE ledger.entry_elsewhere ENABLE TRIGGER entry_whole;
     CREATE TABLE ledger.entry_farther () INHERITS (ledger.entry_elsewhere);
     ALTER TABLE ledger.entry_farther OWNER TO fund_owner`,
    [
      'ledger.entry_elsewhere: TRIGGER entry_whole',
      'ledger.entry_farther: TRIGGER append_only',
      'ledger.entry_farther: TRIGGER entry_whole',
      'ledger.entry_farther: TRIGGER own_hand',
    ],
  ],
  ['a child with all guards', `${CHILD}; ${GUARD_THE_CHILD}; ${ALL_OF_THE_CHILD}`, []],
  [
    'a partition without guards',
    `CREATE TABLE ledger.parted (id bigint) PARTITION BY RANGE (id);
     ALTER TABLE ledger.parted OWNER TO fund_owner;
     CREATE TABLE ledger.part PARTITION OF ledger.parted DEFAULT;
     ALTER TABLE ledger.part OWNER TO fund_owner;
     CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.parted
       FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
     CREATE TRIGGER own_hand BEFORE INSERT OR UPDATE ON ledger.parted
       FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_foreign_hand();
     ALTER TABLE ledger.parted ENABLE ALWAYS TRIGGER append_only;
     ALTER TABLE ledger.parted ENABLE ALWAYS TRIGGER own_hand`,
    ['ledger.part: TRIGGER append_only', 'ledger.part: TRIGGER own_hand'],
  ],
  [
    'a new table of the books without guards',
    EXTRA,
    ['ledger.extra: TRIGGER append_only', 'ledger.extra: TRIGGER own_hand'],
  ],
  [
    'a new table of the books that callers may read without policies',
    `${EXTRA} GRANT SELECT ON ledger.extra TO fund_web`,
    [
      'ledger.extra: ROW LEVEL SECURITY',
      'ledger.extra: TRIGGER append_only',
      'ledger.extra: TRIGGER own_hand',
    ],
  ],
  [
    'a guard that does nothing',
    `CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entry
       FOR EACH STATEMENT EXECUTE FUNCTION ledger.assert_journals_whole();
     ALTER TABLE ledger.entry ENABLE ALWAYS TRIGGER append_only`,
    ['ledger.entry: TRIGGER append_only'],
  ],
  [
    'a guard that looks away at some statements',
    `CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON ledger.journal
       FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
     ALTER TABLE ledger.journal ENABLE ALWAYS TRIGGER append_only`,
    ['ledger.journal: TRIGGER append_only'],
  ],
  [
    'a disabled guard',
    'ALTER TABLE ledger.hold DISABLE TRIGGER own_hand',
    ['ledger.hold: TRIGGER own_hand'],
  ],
  [
    'a check that was put back without looking at the rows',
    `ALTER TABLE ledger.account_balance DROP CONSTRAINT ck_account_balance_floor;
     ALTER TABLE ledger.account_balance ADD CONSTRAINT ck_account_balance_floor
       CHECK (floor IS NULL OR side * posted - held >= floor) NOT VALID`,
    ['ledger.account_balance: CHECK ck_account_balance_floor'],
  ],
  [
    'a rule that makes a statement nothing',
    'CREATE RULE quiet AS ON INSERT TO ledger.entry DO INSTEAD NOTHING',
    ['ledger.entry: DROP RULE quiet'],
  ],
  [
    'rights to write the books, of a role of the service, of a login and of everybody',
    `GRANT INSERT, DELETE ON ledger.entry TO fund_app; GRANT UPDATE ON ledger.journal TO fund_service;
     GRANT TRUNCATE ON ledger.hold TO PUBLIC; GRANT TRIGGER ON ledger.book TO fund_web;
     GRANT UPDATE (posted) ON ledger.account_balance TO fund_app`,
    [
      'ledger.account_balance: REVOKE UPDATE FROM fund_app',
      'ledger.book: REVOKE TRIGGER FROM fund_web',
      'ledger.entry: REVOKE DELETE FROM fund_app',
      'ledger.entry: REVOKE INSERT FROM fund_app',
      'ledger.hold: REVOKE TRUNCATE FROM PUBLIC',
      'ledger.journal: REVOKE UPDATE FROM fund_service',
    ],
  ],
  [
    'rights to change the evidence of the features',
    `GRANT UPDATE ON fund.audit_event TO fund_app; GRANT DELETE ON fund.award TO fund_app;
     GRANT INSERT ON fund.audit_leaf TO fund_app`,
    [
      'fund.audit_event: REVOKE UPDATE FROM fund_app',
      'fund.audit_leaf: REVOKE INSERT FROM fund_app',
      'fund.award: REVOKE DELETE FROM fund_app',
    ],
  ],
  [
    'another owner',
    'ALTER TABLE ledger.entry OWNER TO fund_app; ALTER TABLE fund.award OWNER TO fund_service',
    [
      'fund.award: OWNER fund_owner, not fund_service',
      'ledger.entry: OWNER fund_owner, not fund_app',
    ],
  ],
  [
    'a role of the service that may do what the owner may',
    'GRANT fund_owner, pg_write_all_data TO fund_app',
    ['role fund_app: REVOKE fund_owner', 'role fund_app: REVOKE pg_write_all_data'],
  ],
];

describe('the guards of a migrated database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const missing = async (client: Client): Promise<string[]> => {
    const reader = {
      query: async <Row extends object>(sql: string) => (await client.query<Row>(sql)).rows,
    };
    const found: MissingGuard[] = await findMissingGuards(reader, FEATURE_GUARDS);
    return found.map(({ place, lacks }) => `${place}: ${lacks}`).sort();
  };

  /** What is found after a statement that is then taken back. */
  async function foundAfter(client: Client, statement: string): Promise<string[]> {
    await client.query('BEGIN');
    try {
      await client.query(statement);
      return await missing(client);
    } finally {
      await client.query('ROLLBACK');
    }
  }

  it('are all missed, each by its name, when they are dropped or may be silenced', async () => {
    await asSuperuser(database.name, async (client) => {
      expect(await missing(client)).toEqual([]);
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
          expect(found).toEqual(
            taken.map(({ table, trigger }) => `${table}: TRIGGER ${trigger}`).sort(),
          );
        }
      }
    });
  });

  it('have every check of a row and everything that happens once, and miss each by its name', async () => {
    await asSuperuser(database.name, async (client) => {
      const { rows: checks } = await client.query<Named>(CHECKS);
      expect(checks.length).toBeGreaterThan(120);
      const withoutChecks = await foundAfter(
        client,
        checks.map(({ table, name }) => `ALTER TABLE ${table} DROP CONSTRAINT ${name}`).join(';'),
      );
      expect(withoutChecks).toEqual(
        checks.map(({ table, name }) => `${table}: CHECK ${name}`).sort(),
      );
      const { rows: uniques } = await client.query<Named & { is_constraint: boolean }>(UNIQUES);
      expect(uniques.length).toBeGreaterThan(35);
      const withoutUniques = await foundAfter(
        client,
        uniques
          .map(({ table, name, is_constraint: isConstraint }) =>
            isConstraint
              ? `ALTER TABLE ${table} DROP CONSTRAINT ${name}`
              : `DROP INDEX ${table.split('.')[0] ?? ''}.${name}`,
          )
          .join(';'),
      );
      expect(withoutUniques).toEqual(
        uniques.map(({ table, name }) => `${table}: UNIQUE ${name}`).sort(),
      );
    });
  });

  it.each(CHANGES)('know %s', async (_, statement, expected) => {
    await asSuperuser(database.name, async (client) => {
      const superuser = client.user ?? '';
      expect(await foundAfter(client, statement)).toEqual(
        expected.map((line) => line.replace('${superuser}', superuser)).sort(),
      );
    });
  });

  it('are looked at in a moment', async () => {
    await asSuperuser(database.name, async (client) => {
      await missing(client);
      const begun = performance.now();
      await missing(client);
      expect(performance.now() - begun).toBeLessThan(1_000);
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
        expect(found).toEqual(rows.map(({ table }) => `${table}: ROW LEVEL SECURITY`).sort());
      }
      const grant = 'GRANT SELECT ON fund.session TO fund_web';
      expect(await foundAfter(client, grant)).toEqual(['fund.session: ROW LEVEL SECURITY']);
    });
  });

  it('stop a start by their absence', async () => {
    await asSuperuser(database.name, async (client) => {
      await client.query('DROP TRIGGER guard_approval_decision ON fund.approval_decision');
      await client.query('ALTER TABLE ledger.entry DROP CONSTRAINT ck_entry_amount');
      await client.query(
        'CREATE TABLE ledger.extra (); ALTER TABLE ledger.extra OWNER TO fund_app',
      );
      await client.query('GRANT INSERT ON ledger.journal TO fund_app');
    });
    const { status, stderr } = await runFund(['work'], environmentOf(database));
    expect(status).toBe(1);
    expect(stderr).toMatch(
      'Guards of the ledger are missing on: fund.approval_decision (TRIGGER guard_approval_decision), ' +
        'ledger.entry (CHECK ck_entry_amount), ' +
        'ledger.extra (OWNER fund_owner, not fund_app, TRIGGER append_only, TRIGGER own_hand), ' +
        'ledger.journal (REVOKE INSERT FROM fund_app). Nothing is posted',
    );
    const { status: doctor, stdout } = await runFund(['doctor'], environmentOf(database));
    expect(doctor).toBe(1);
    expect(stdout).toContain('ledger.entry (CHECK ck_entry_amount)');
  });
});
