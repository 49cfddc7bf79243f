import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { asCaller, asService, type Caller, type Role } from '../../src/identity';
import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import { acceptRequest, acceptRequests } from '../../src/ledger';
import { facts } from '../../src/accounting';
import { exampleText } from '../support/examples';
import { refusalOf } from '../support/ledger';
import { type TestBureau, TestService } from '../support/test-service';
import { asSuperuser } from '../support/test-database';

/** Tables that nobody works with in a caller's name. */
const NOT_FOR_CALLERS = [
  'account',
  'account_reset',
  'api_key',
  'expiry_reminder',
  'invitation',
  'migration',
  'reminder',
  'session',
  'sign_in_failure',
  'used_refresh_token',
].map((table) => `fund.${table}`);

const TABLES = `
  SELECT format('%s.%s', n.nspname, c.relname) AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
         has_table_privilege('fund_web', c.oid, 'SELECT') AS readable
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname IN ('fund', 'ledger') AND c.relkind IN ('r', 'p') ORDER BY 1`;

interface Table {
  readonly name: string;
  readonly enabled: boolean;
  readonly forced: boolean;
  readonly readable: boolean;
}

describe('row-level security', () => {
  let service: TestService;
  let changchun: TestBureau;
  let jilin: TestBureau;
  let tables: Table[];
  beforeAll(async () => {
    service = await TestService.open();
    const { dataSource } = service.database;
    [changchun, jilin] = [await service.bureau('changchun'), await service.bureau('jilin')];
    for (const { bookId } of [changchun, jilin]) {
      await acceptRequest(dataSource.manager, {
        bookId,
        idempotencyKey: 'first',
        businessOn: '2024-01-02',
        madeBy: 'officer',
        ...facts.appropriated('special_fund', 100n),
      });
    }
    await replayCaseFile(dataSource, parseCaseFile(exampleText('02-nanping-2015')));
    tables = await dataSource.query<Table[]>(TABLES);
  });
  afterAll(() => service.close());

  const caller = (facts_: Partial<Caller>): Caller => ({
    personId: '00000000-0000-4000-8000-000000000001',
    name: 'somebody',
    accountId: null,
    sessionId: null,
    roles: [],
    bureauId: null,
    creditCode: null,
    sandbox: false,
    scopes: null,
    steppedUp: false,
    address: 'test',
    ...facts_,
  });

  const as = <T>(who: Partial<Caller>, work: (tx: EntityManager) => Promise<T>): Promise<T> =>
    asCaller(service.database.dataSource, caller(who), work);

  /** How many rows of each table somebody sees, of those with any. */
  const seen = (who: Partial<Caller>): Promise<Record<string, number>> =>
    as(who, async (tx) => {
      const counts: Record<string, number> = {};
      for (const { name } of tables.filter(({ readable }) => readable)) {
        const [row] = await tx.query<{ rows: number }[]>(
          `SELECT count(*)::integer AS rows FROM ${name}`,
        );
        if (row !== undefined && row.rows > 0) counts[name] = row.rows;
      }
      return counts;
    });

  it('is forced on every table, or callers have no right to the table at all', () => {
    expect(tables.length).toBeGreaterThan(45);
    for (const { name, enabled, forced, readable } of tables) {
      const expected = NOT_FOR_CALLERS.includes(name)
        ? { name, readable: false }
        : { name, enabled: true, forced: true, readable: true };
      expect({ name, ...(readable ? { enabled, forced } : {}), readable }).toEqual(expected);
    }
  });

  it('shows nothing to whoever is nobody', async () => {
    expect(await seen({})).toEqual({});
  });

  it('shows a bureau its own books and nothing of another’s', async () => {
    const own = await seen({ bureauId: changchun.id });
    expect(own).toMatchObject({ 'ledger.book': 1, 'ledger.posting_request': 1, 'fund.bureau': 1 });
    const books = await as({ bureauId: changchun.id }, (tx) =>
      tx.query<{ id: number }[]>('SELECT id FROM ledger.book'),
    );
    expect(books).toEqual([{ id: changchun.bookId }]);
    expect(own['fund.litigation_case']).toBeUndefined();
  });

  it('shows a province what it was granted to read, and lets it write nothing there', async () => {
    const province = await service.bureau('province');
    await service.database.dataSource.query('INSERT INTO fund.bureau_reading VALUES ($1, $2)', [
      province.id,
      jilin.id,
    ]);
    const rows = await as({ bureauId: province.id }, (tx) =>
      tx.query<{ id: number }[]>('SELECT id FROM ledger.book ORDER BY id'),
    );
    expect(rows.map(({ id }) => id).sort()).toEqual([jilin.bookId, province.bookId].sort());
    expect(await refusalOf(writeInto(jilin.bookId, { bureauId: province.id }))).toMatchObject({
      message: 'NOT_FOUND',
    });
    await writeInto(province.bookId, { bureauId: province.id });
  });

  const writeInto = (bookId: number, who: Partial<Caller>): Promise<unknown> =>
    as(who, (tx) => accept(tx, bookId));

  const accept = (tx: EntityManager, bookId: number): Promise<unknown> =>
    acceptRequests(tx, bookId, [
      {
        idempotencyKey: 'second',
        businessOn: '2024-01-03',
        madeBy: 'somebody',
        ...facts.appropriated('special_fund', 100n),
      },
    ]);

  it('keeps the sandbox and real books apart, both ways', async () => {
    const sandbox = await seen({ bureauId: changchun.id, sandbox: true });
    expect(sandbox).toMatchObject({ 'ledger.book': 1, 'fund.case_file': 1 });
    expect(await seen({ bureauId: changchun.id })).not.toHaveProperty('fund.case_file');
  });

  it('shows an organization its own file and advances, and no case or other organization', async () => {
    const all = await seen({ bureauId: changchun.id, sandbox: true });
    const [first] = await service.database.dataSource.query<{ uscc: string; others: number }[]>(
      `SELECT o.uscc, (SELECT count(*)::integer FROM fund.organization x WHERE x.uscc <> o.uscc) AS others
         FROM fund.organization o JOIN fund.advance_application a ON a.organization_id = o.id LIMIT 1`,
    );
    expect(first?.others).toBeGreaterThan(0);
    const own = await seen({ creditCode: first?.uscc ?? '', sandbox: true });
    expect(own['fund.organization']).toBe(1);
    expect(own['fund.advance_item']).toBeGreaterThan(0);
    for (const table of Object.keys(own)) {
      // Of a book that holds its file an organization knows that it is there, and nothing in it.
      expect(table).toMatch(
        /^fund\.(organization|qualification|advance|invoice|award|cost)|^ledger\.book$/,
      );
      expect(own[table]).toBeLessThanOrEqual(all[table] ?? 0);
    }
    expect(await seen({ creditCode: first?.uscc ?? '' })).toEqual({});
  });

  it('lets nobody leave the role, or write what the service writes', async () => {
    const who = { bureauId: changchun.id };
    const tries = [
      `UPDATE fund.person SET name = 'x'`,
      `INSERT INTO fund.bureau_reading SELECT id, id FROM fund.bureau`,
      `SELECT ledger.drain(${String(changchun.bookId)}, 1)`,
      `SELECT * FROM fund.session`,
      `UPDATE ledger.posting_request SET status = 'posted'`,
    ];
    for (const statement of tries) {
      const refusal = await refusalOf(as(who, (tx) => tx.query(statement)));
      expect({ statement, sqlState: refusal.sqlState }).toEqual({ statement, sqlState: '42501' });
    }
  });

  it('lets a caller write approvals of the own bureau, as themselves, and nobody else’s', async () => {
    const [mine, theirs] = [
      await service.person(['finance_officer'], { bureauId: changchun.id }),
      await service.person(['finance_officer'], { bureauId: jilin.id }),
    ];
    const colleague = await service.person(['finance_officer'], { bureauId: changchun.id });
    const REQUEST = `
      INSERT INTO fund.approval_request (id, bureau_id, kind, title, version, content_hash, steps, step, state,
        responsible_role, due_on, maker_id, maker_role, idempotency_key, body_hash)
      VALUES ($1, $2, 'month_reopen', 'x', 1, sha256('x'), ARRAY['approver'], 0, 'open', 'approver', '2030-01-01',
        $3, 'finance_officer', gen_random_uuid(), sha256('x'))`;
    const [own, other] = [uuidv7(), uuidv7()];
    const who = { personId: mine.personId, bureauId: changchun.id };
    await as(who, (tx) => tx.query(REQUEST, [own, changchun.id, mine.personId]));
    await service.database.dataSource.query(REQUEST, [other, jilin.id, theirs.personId]);
    const refused: [string, unknown[]][] = [
      [REQUEST, [uuidv7(), changchun.id, colleague.personId]],
      [REQUEST, [uuidv7(), jilin.id, theirs.personId]],
      [
        `INSERT INTO fund.approval_version (request_id, version, document, content_hash, made_by_id)
         VALUES ($1, 1, '{}', sha256('x'), $2)`,
        [own, colleague.personId],
      ],
      [
        `INSERT INTO fund.delegation (id, from_person_id, to_person_id, role, from_on, until_on, reason)
         VALUES ($1, $2, $3, 'finance_officer', '2030-01-01', '2030-01-02', 'x')`,
        [uuidv7(), colleague.personId, mine.personId],
      ],
      [
        `INSERT INTO fund.joint_meeting (id, bureau_id, number, title, held_on, place, chaired_by, maker_id)
         VALUES ($1, $2, 'x', 'x', '2024-01-01', 'x', 'x', $3)`,
        [uuidv7(), jilin.id, mine.personId],
      ],
      [
        `INSERT INTO fund.policy_version VALUES ($1, 'approval_tiers', 1, '[]', '2024-01-01', $2)`,
        [changchun.id, own],
      ],
      [`INSERT INTO fund.approval_part VALUES ($1, 1, $2, 0)`, [own, mine.personId]],
    ];
    for (const [statement, parameters] of refused) {
      const refusal = await refusalOf(as(who, (tx) => tx.query(statement, parameters)));
      expect({ statement, sqlState: refusal.sqlState }).toEqual({ statement, sqlState: '42501' });
    }
    const [rows, changed] = await as(who, (tx) =>
      tx.query<[object[], number]>(
        'UPDATE fund.approval_request SET waiting_since = now() RETURNING id',
      ),
    );
    expect([rows, changed]).toEqual([[{ id: own }], 1]);
  });

  it('shows an administrator the requests that are made or decided in their role, and nothing of others', async () => {
    const bureau = await service.bureau('siping');
    const belongsTo = { bureauId: bureau.id };
    const officer = await service.person(['finance_officer'], belongsTo);
    const system = await service.person(['system_administrator'], belongsTo);
    const made: Record<string, string> = {};
    for (const [maker, role, step] of [
      [officer, 'finance_officer', 'approver'],
      [system, 'system_administrator', 'security_administrator'],
    ] as const) {
      const id = (made[role] = uuidv7());
      await service.database.dataSource.query(
        `INSERT INTO fund.approval_request (id, bureau_id, kind, title, version, content_hash, steps, step, state,
           responsible_role, due_on, maker_id, maker_role, idempotency_key, body_hash)
         VALUES ($1, $2, 'x', 'x', 1, sha256('x'), ARRAY[$5], 0, 'open', $5, '2030-01-01', $3, $4, 'x', sha256('x'))`,
        [id, bureau.id, maker.personId, role, step],
      );
      await service.database.dataSource.query(
        `INSERT INTO fund.approval_version (request_id, version, document, content_hash, made_by_id)
         VALUES ($1, 1, '{}', sha256('x'), $2)`,
        [id, maker.personId],
      );
    }
    const idsFor = async (role: Role): Promise<unknown[]> => {
      const { personId } = await service.person([role], belongsTo);
      return as({ personId, bureauId: bureau.id }, async (tx) => {
        const rows = await tx.query<{ id: string }[]>('SELECT id FROM fund.approval_request');
        const versions = await tx.query<{ id: string }[]>(
          'SELECT request_id AS id FROM fund.approval_version',
        );
        expect(versions).toEqual(rows);
        // What waits is known, without what it is about.
        expect(await tx.query('SELECT FROM fund.waiting_request')).toHaveLength(2);
        return rows.map(({ id }) => id);
      });
    };
    expect(await idsFor('system_administrator')).toEqual([made['system_administrator']]);
    expect(await idsFor('security_administrator')).toEqual([made['system_administrator']]);
    expect(await idsFor('audit_administrator')).toEqual([]);
    expect((await idsFor('auditor')).length).toBe(2);
    const elsewhere = await as({ bureauId: jilin.id }, (tx) =>
      tx.query<object[]>('SELECT FROM fund.waiting_request WHERE bureau_id = $1', [bureau.id]),
    );
    expect(elsewhere).toEqual([]);
  });

  it('steps aside for a part that the service does, and comes back after it', async () => {
    const who = { bureauId: changchun.id };
    const books = (tx: EntityManager) =>
      tx.query<object[]>(`SELECT FROM ledger.book WHERE kind = 'real'`);
    const [inside, after] = await as(who, async (tx) => [
      await asService(tx, books),
      await books(tx),
    ]);
    expect(inside.length).toBeGreaterThan(1);
    expect(after).toHaveLength(1);
    await as(who, async (tx) => {
      const failing = asService(tx, () => Promise.reject(new Error('refused')));
      await expect(failing).rejects.toThrow('refused');
      expect(await books(tx)).toHaveLength(1);
    });
    // Triggers keep to the own books whoever does it.
    const foreign = as(who, (tx) => asService(tx, () => accept(tx, jilin.bookId)));
    expect(await refusalOf(foreign)).toMatchObject({ message: 'NOT_FOUND' });
  });

  it('sees no more after the transaction, on the same connection', async () => {
    await as({ bureauId: changchun.id }, (tx) => tx.query('SELECT 1'));
    await asSuperuser(service.database.name, async (client) => {
      await client.query('BEGIN');
      await client.query(`SELECT set_config('app.bureau', $1, true)`, [changchun.id]);
      await client.query('COMMIT');
      await client.query('SET ROLE fund_web');
      const { rows } = await client.query('SELECT FROM ledger.book');
      expect(rows).toEqual([]);
    });
  });
});
