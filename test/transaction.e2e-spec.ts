import { setTimeout as pause } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { inTransaction, isTransient, sqlState } from '../src/platform/database/transaction';
import { createTestDatabase, type TestDatabase } from './support/test-database';

const ROWS = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];

describe('a transaction', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    await database.dataSource.query(
      `WITH opened AS (SELECT ledger.open_book('b', 'sandbox', 'b') AS book_id)
       INSERT INTO organization (id, book_id, ref, name, kind, uscc, registered_on, annual_report_years, charter_related)
       SELECT row::uuid, book_id, row, '', 'foundation', '', '2020-01-01', '{}', true
         FROM opened CROSS JOIN unnest($1::text[]) AS row`,
      [ROWS],
    );
  });
  beforeEach(() =>
    database.dataSource.query(
      `UPDATE organization SET name = '', version = version + 1 WHERE name <> ''`,
    ),
  );
  afterAll(() => database.drop());

  const sign = (tx: EntityManager, row: string | undefined, name: string): Promise<unknown> =>
    tx.query('UPDATE organization SET name = name || $2, version = version + 1 WHERE id = $1', [
      row,
      name,
    ]);

  const names = async (): Promise<string[]> => {
    const rows = await database.dataSource.query<{ name: string }[]>(
      'SELECT name FROM organization ORDER BY id',
    );
    return rows.map(({ name }) => name);
  };

  it('that falls victim to a deadlock runs again, so that both of two opposite ones succeed', async () => {
    let runs = 0;
    const hasFirst = new Set<string>();
    const inOrder = (name: string, rows: readonly string[]): Promise<string> =>
      inTransaction(database.dataSource, async (tx) => {
        runs += 1;
        await sign(tx, rows[0], name);
        hasFirst.add(name);
        for (let waited = 0; waited < 400 && hasFirst.size < 2; waited += 1) await pause(5);
        await sign(tx, rows[1], name);
        return name;
      });
    const answers = await Promise.all([inOrder('a', ROWS), inOrder('b', [...ROWS].reverse())]);
    expect(answers).toEqual(['a', 'b']);
    expect(runs).toBe(3);
    const [first, second] = await names();
    expect(['ab', 'ba']).toContain(first);
    expect(second).toBe(first);
  });

  it('that cannot be serialized runs again on what the other one left', async () => {
    let runs = 0;
    await inTransaction(database.dataSource, async (tx) => {
      runs += 1;
      await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      await tx.query('SELECT name FROM organization');
      if (runs === 1) await sign(database.dataSource.manager, ROWS[0], 'other,');
      await sign(tx, ROWS[0], 'mine');
    });
    expect(runs).toBe(2);
    expect((await names())[0]).toBe('other,mine');
  });

  it('is given up after five runs that all failed for the moment', async () => {
    let runs = 0;
    const transaction = inTransaction(database.dataSource, async (tx) => {
      runs += 1;
      await sign(tx, ROWS[0], 'x');
      await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'not now' USING ERRCODE = '40001'; END $$`);
    });
    await expect(transaction).rejects.toMatchObject({ code: '40001' });
    expect(runs).toBe(5);
    expect(await names()).toEqual(['', '']);
  });

  it('that fails for good runs once and leaves nothing', async () => {
    let runs = 0;
    const transaction = inTransaction(database.dataSource, async (tx) => {
      runs += 1;
      await sign(tx, ROWS[0], 'x');
      await tx.query('SELECT 1 / 0');
    });
    await expect(transaction).rejects.toMatchObject({ code: '22012' });
    expect(runs).toBe(1);
    expect(await names()).toEqual(['', '']);
  });

  it('takes only an error of the database for one', () => {
    expect(sqlState(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))).toBeUndefined();
    expect(sqlState(new Error('plain'))).toBeUndefined();
    expect(isTransient(Object.assign(new Error('deadlock'), { code: '40P01' }))).toBe(true);
    expect(isTransient(Object.assign(new Error('unique'), { code: '23505' }))).toBe(false);
  });
});
