import type { Client } from 'pg';
import { EVIDENCE } from '../../src/guards';
import { auditBook, income, pool, TestLedger, transfer } from '../support/ledger';

interface Attempt {
  readonly role: string;
  readonly statement: string;
}

describe('what was recorded', () => {
  let ledger: TestLedger;
  let bookId: number;
  let kernelTables: string[];
  let logins: string[];

  beforeAll(async () => {
    ledger = await TestLedger.create();
    bookId = await ledger.openBook();
    await ledger.fund(bookId, pool('a'), 100n);
    await ledger.hold(bookId, pool('a'), 1n);
    kernelTables = await ledger.session(async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `SELECT format('ledger.%I', relname) AS name FROM pg_class
          WHERE relnamespace = 'ledger'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1`,
      );
      return rows.map(({ name }) => name);
    });
    logins = await ledger.session(async (client) => {
      const { rows } = await client.query<{ rolname: string }>(
        'SELECT rolname FROM pg_roles WHERE rolcanlogin ORDER BY rolname',
      );
      return rows.map(({ rolname }) => rolname);
    });
  });
  afterAll(() => ledger.drop());

  /** The attempts that were not refused with an error of permissions or of our guards. */
  const allowed = async (client: Client, attempts: readonly Attempt[]): Promise<string[]> => {
    const through: string[] = [];
    for (const { role, statement } of attempts) {
      await client.query('BEGIN');
      await client.query(`SET LOCAL SESSION AUTHORIZATION ${client.escapeIdentifier(role)}`);
      try {
        await client.query(statement);
        through.push(`${role}: ${statement}`);
      } catch (error) {
        const { code = '', message } = error as { code?: string; message: string };
        if (!['42501', 'LG001', 'LG002'].includes(code)) {
          through.push(`${role}: ${statement}: ${code} ${message}`);
        }
      }
      await client.query('ROLLBACK');
    }
    return through;
  };

  const firstColumn = async (table: string): Promise<string> => {
    const [row] = await ledger.rows<{ attname: string }>(
      `SELECT attname FROM pg_attribute
        WHERE attrelid = $1::regclass AND attnum > 0 AND attidentity = '' ORDER BY attnum LIMIT 1`,
      [table],
    );
    return row?.attname ?? '';
  };

  const changesOf = async (table: string): Promise<string[]> => {
    const column = await firstColumn(table);
    return [
      `UPDATE ${table} SET ${column} = ${column}`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table} CASCADE`,
      `MERGE INTO ${table} t USING (VALUES (1)) AS v(n) ON true WHEN MATCHED THEN DELETE`,
    ];
  };

  it('is kept by roles of which at least the service and the superuser log in', () => {
    expect(logins).toContain('fund_service');
    expect(logins.length).toBeGreaterThanOrEqual(2);
    expect(kernelTables).toHaveLength(16);
  });

  it('cannot be changed, removed or added to past the functions by any role that logs in', async () => {
    const attempts: Attempt[] = [];
    for (const role of logins) {
      for (const table of kernelTables) {
        const statements = [
          ...(await changesOf(table)),
          `INSERT INTO ${table} DEFAULT VALUES`,
          `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM ${table}`,
        ];
        attempts.push(...statements.map((statement) => ({ role, statement })));
      }
      for (const table of EVIDENCE) {
        const statements = await changesOf(`fund.${table}`);
        attempts.push(...statements.map((statement) => ({ role, statement })));
      }
    }
    expect(await ledger.session((client) => allowed(client, attempts))).toEqual([]);
  });

  it('cannot be changed or removed in replica mode, which silences ordinary triggers', async () => {
    const through = await ledger.session(async (client) => {
      const { rows } = await client.query<{ me: string }>('SELECT current_user AS me');
      await client.query('SET session_replication_role = replica');
      const attempts: Attempt[] = [];
      const tables = ['ledger.journal', 'ledger.entry', ...EVIDENCE.map((name) => `fund.${name}`)];
      for (const table of tables) {
        for (const statement of await changesOf(table)) {
          attempts.push({ role: rows[0]?.me ?? '', statement });
        }
      }
      return allowed(client, attempts);
    });
    expect(through).toEqual([]);
  });

  it.each(['ledger.journal', 'ledger.entry'])(
    'cannot be changed in %s even by the owner of the tables',
    async (table) => {
      for (const statement of await changesOf(table)) {
        await expect(ledger.asOwner(statement)).rejects.toMatchObject({ message: 'APPEND_ONLY' });
      }
    },
  );

  it('keeps the content of a request, posted or not, even from the owner of the tables', async () => {
    const { requestId } = await ledger.accept({
      bookId,
      lines: transfer(income, pool('nothing'), 5n),
    });
    await ledger.drain(bookId);
    const columns = await ledger.rows<{ name: string; type: string }>(
      `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
        WHERE attrelid = 'ledger.posting_request'::regclass AND attnum > 0
          AND attname NOT IN ('id', 'status', 'attempts', 'run_after', 'failure_code', 'failure_detail', 'journal_number')`,
    );
    expect(columns).toHaveLength(13);
    const other: Record<string, string> = {
      integer: '0',
      bigint: '77',
      text: `'another'`,
      bytea: `sha256('another')`,
      date: `'1999-01-01'`,
      jsonb: `'["another"]'`,
      'timestamp with time zone': 'now()',
    };
    for (const { name, type } of columns) {
      const change = `UPDATE ledger.posting_request SET ${name} = ${other[type] ?? '?'} WHERE id = $1`;
      await expect(ledger.asOwner(change, [requestId.toString()])).rejects.toMatchObject({
        message: 'REQUEST_CONTENT_FIXED',
      });
    }
    const [posted] = await ledger.rows<{ id: string }>(
      `SELECT id FROM ledger.posting_request WHERE status = 'posted' LIMIT 1`,
    );
    for (const change of [
      `lines = '[]'`,
      `status = 'ready', journal_number = NULL`,
      'attempts = 9',
    ]) {
      const statement = `UPDATE ledger.posting_request SET ${change} WHERE id = $1`;
      await expect(ledger.asOwner(statement, [posted?.id])).rejects.toMatchObject({
        message: 'REQUEST_FINAL',
      });
    }
  });

  it('is not opened up by a temporary table that pretends to be the catalogue', async () => {
    const attempt = ledger.session(async (client) => {
      await client.query('CREATE TEMPORARY TABLE pg_class (oid oid, relowner oid)');
      await client.query(
        `INSERT INTO pg_temp.pg_class SELECT 'ledger.period'::regclass, oid FROM pg_catalog.pg_roles
          WHERE rolname = current_user`,
      );
      await client.query(
        `INSERT INTO ledger.period (book_id, month, state) VALUES (${String(bookId)}, '1999-01-01', 'open')`,
      );
    });
    await expect(attempt).rejects.toMatchObject({ message: 'WRITE_THROUGH_FUNCTIONS' });
  });

  it('stayed as it was through all these attempts', async () => {
    expect(await auditBook(ledger, bookId)).toEqual([]);
    const [count] = await ledger.rows('SELECT count(*)::integer AS journals FROM ledger.journal');
    expect(count).toEqual({ journals: 1 });
  });
});

describe('the rights of the roles', () => {
  let ledger: TestLedger;
  beforeAll(async () => {
    ledger = await TestLedger.create();
  });
  afterAll(() => ledger.drop());

  const none = async (sql: string): Promise<void> => {
    const result = await ledger.session((client) => client.query(sql));
    expect(result.rows).toEqual([]);
  };

  it('give no login a table, sequence, function or schema of ours', async () => {
    await none(
      `SELECT 'relation' AS kind, c.relname AS name, pg_get_userbyid(c.relowner) AS owner FROM pg_class c
         JOIN pg_roles r ON r.oid = c.relowner
        WHERE c.relnamespace IN ('ledger'::regnamespace, 'fund'::regnamespace) AND r.rolcanlogin
       UNION ALL
       SELECT 'function', p.proname, r.rolname FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
        WHERE p.pronamespace IN ('ledger'::regnamespace, 'fund'::regnamespace) AND r.rolcanlogin
       UNION ALL
       SELECT 'schema', n.nspname, r.rolname FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner
        WHERE n.nspname IN ('ledger', 'fund') AND r.rolcanlogin`,
    );
  });

  it('let nobody but the service execute the kernel', async () => {
    await none(
      `SELECT p.oid::regprocedure::text AS function, coalesce(r.rolname, 'PUBLIC') AS grantee
         FROM pg_proc p
        CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS g
         LEFT JOIN pg_roles r ON r.oid = g.grantee
        WHERE p.pronamespace = 'ledger'::regnamespace AND g.grantee <> p.proowner
          AND coalesce(r.rolname, 'PUBLIC') NOT IN ('fund_app', 'fund_web')`,
    );
  });

  const executableBy = async (role: string): Promise<string[]> => {
    const rows = await ledger.rows<{ name: string }>(
      `SELECT DISTINCT proname::text AS name FROM pg_proc
        WHERE pronamespace = 'ledger'::regnamespace AND has_function_privilege($1, oid, 'EXECUTE')
        ORDER BY 1`,
      [role],
    );
    return rows.map(({ name }) => name);
  };

  it('let callers enter requests and read balances, and execute nothing else of the kernel', async () => {
    expect(await executableBy('fund_web')).toEqual([
      'accept_requests',
      'balances_at',
      'last_journal_known_at',
    ]);
  });

  it('let the service execute the doors of the kernel and nothing behind them', async () => {
    expect(await executableBy('fund_app')).toEqual([
      'accept_request',
      'accept_requests',
      'accept_reversal',
      'balances_at',
      'close_month',
      'discard_request',
      'drain',
      'fail_request',
      'last_journal_known_at',
      'open_book',
      'place_hold',
      'put_month_on_hold',
      'release_expired_holds',
      'release_hold',
      'reopen_month',
      'retry_request',
      'seal',
    ]);
  });

  it('run every function of ours with a fixed search path that ends in the temporary schema', async () => {
    await none(
      `SELECT p.oid::regprocedure::text AS function, p.proconfig FROM pg_proc p
        WHERE p.pronamespace IN ('ledger'::regnamespace, 'fund'::regnamespace)
          -- A body that was parsed when the function was made names nothing any more.
          AND p.prosqlbody IS NULL
          AND NOT EXISTS (SELECT 1 FROM unnest(p.proconfig) AS setting
                           WHERE setting ~ '^search_path=(ledger|fund|pg_catalog), pg_temp$')`,
    );
  });

  it('let the service delete, truncate or reference nothing', async () => {
    await none(
      `SELECT c.oid::regclass::text AS relation, privilege
         FROM pg_class c CROSS JOIN unnest(ARRAY['DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN']) AS privilege
        WHERE c.relnamespace IN ('ledger'::regnamespace, 'fund'::regnamespace) AND c.relkind IN ('r', 'p', 'v', 'm')
          AND (has_table_privilege('fund_app', c.oid, privilege) OR has_table_privilege('fund_web', c.oid, privilege))`,
    );
  });

  it('let the service write no table of the kernel and create nothing in our schemas', async () => {
    await none(
      `SELECT c.oid::regclass::text AS relation, privilege
         FROM pg_class c CROSS JOIN unnest(ARRAY['INSERT', 'UPDATE']) AS privilege
        WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind IN ('r', 'p')
          AND (has_table_privilege('fund_app', c.oid, privilege) OR has_any_column_privilege('fund_app', c.oid, privilege))
       UNION ALL
       SELECT nspname, 'CREATE' FROM pg_namespace
        WHERE nspname IN ('ledger', 'fund', 'public') AND has_schema_privilege('fund_app', oid, 'CREATE')`,
    );
  });

  it('keep every guard of the kernel on in every session', async () => {
    await none(
      `SELECT tgrelid::regclass::text AS relation, tgname FROM pg_trigger
        WHERE NOT tgisinternal AND tgenabled <> 'A'`,
    );
    await none(
      `SELECT c.oid::regclass::text AS relation FROM pg_class c
        WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind IN ('r', 'p')
          AND (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal
                  AND t.tgname IN ('append_only', 'never_removed', 'own_hand')) <> 2`,
    );
  });

  it('never put the service into the role of the owner', async () => {
    await none(
      `SELECT rolname FROM pg_roles WHERE rolname IN ('fund_service', 'fund_app', 'fund_web')
          AND (pg_has_role(oid, 'fund_owner', 'MEMBER') OR rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)`,
    );
  });
});
