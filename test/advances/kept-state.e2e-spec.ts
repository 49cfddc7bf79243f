import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

/** What became of a cost, in fen; each part within the one before it. */
interface Cost {
  readonly isCourtFee: boolean;
  readonly approved: number;
  readonly paid: number;
  readonly settled: number;
  readonly demanded: number;
  readonly returned: number;
}

const sum = (costs: readonly Cost[], of: (cost: Cost) => number): number =>
  costs.reduce((total, cost) => total + of(cost), 0);

/** Where an application stands, told once more in other words than the database does. */
function stateOf(costs: readonly Cost[]): string {
  const paid = sum(costs, (cost) => cost.paid);
  const used = sum(costs, (cost) => (cost.isCourtFee ? cost.paid : cost.settled));
  const demanded = sum(costs, (cost) => cost.demanded);
  if (sum(costs, (cost) => cost.returned) < demanded) return 'surplus_due';
  if (paid === 0) return 'to_pay';
  if (paid < sum(costs, (cost) => cost.approved)) return 'partly_paid';
  return used + demanded < paid ? 'to_settle' : 'settled';
}

const upTo = (most: number): fc.Arbitrary<number> =>
  fc.oneof(fc.constantFrom(0, most), fc.integer({ min: 0, max: most }));

const COST: fc.Arbitrary<Cost> = fc
  .record({ isCourtFee: fc.boolean(), approved: fc.constantFrom(0, 1, 100) })
  .chain((cost) => upTo(cost.approved).map((paid) => ({ ...cost, paid })))
  .chain((cost) => upTo(cost.isCourtFee ? 0 : cost.paid).map((settled) => ({ ...cost, settled })))
  .chain((cost) => upTo(cost.paid - cost.settled).map((demanded) => ({ ...cost, demanded })))
  .chain((cost) => upTo(cost.demanded).map((returned) => ({ ...cost, returned })));

const PAID: Cost = {
  ...{ isCourtFee: false, approved: 100, paid: 100 },
  ...{ settled: 0, demanded: 0, returned: 0 },
};
const UNPAID: Cost = { ...PAID, paid: 0 };

const ENTER = `
  WITH book AS (SELECT ledger.open_book($1, 'sandbox', '某局') AS id),
  organization AS (
    INSERT INTO fund.organization (id, book_id, ref, name, kind, uscc, registered_on, annual_report_years, charter_related)
    SELECT gen_random_uuid(), id, 'o1', '某协会', 'social_association', '51220000MJ00010109', '2010-01-01', '{}', true
      FROM book RETURNING id),
  litigation_case AS (
    INSERT INTO fund.litigation_case (id, book_id, number, court, filed_on, damage_route, day_count)
    SELECT gen_random_uuid(), id, '1', '某法院', '2026-01-05', 'treasury', 'end_minus_start' FROM book RETURNING id)
  INSERT INTO fund.advance_application (id, book_id, case_id, organization_id, ref, status, total_fen, applicant, approver, applied_on)
  SELECT $2, book.id, litigation_case.id, organization.id, 'a1', 'approved', 1, 'applicant', 'approver', '2026-01-05'
    FROM book, organization, litigation_case RETURNING case_id`;
const ADD = `
  INSERT INTO fund.advance_item (id, application_id, case_id, ref, ordinal, category, instance, payee, applied_fen,
      approved_fen, paid_fen, settled_fen, surplus_demanded_fen, surplus_returned_fen)
  SELECT x.id, a.id, a.case_id, x.id::text, 0, CASE WHEN x."isCourtFee" THEN 'acceptance_fee' ELSE 'lawyer' END, 1, 'payee',
         greatest(x.approved, 1), x.approved, x.paid, x.settled, x.demanded, x.returned
    FROM fund.advance_application a, jsonb_to_recordset($2::jsonb) AS x(id uuid, "isCourtFee" boolean, approved bigint,
         paid bigint, settled bigint, demanded bigint, returned bigint)
   WHERE a.id = $1`;
const CHANGE = `
  UPDATE fund.advance_item SET approved_fen = $2::bigint, applied_fen = greatest($2::bigint, 1), paid_fen = $3, settled_fen = $4,
         surplus_demanded_fen = $5, surplus_returned_fen = $6
   WHERE id = $1`;
const valuesOf = ({ approved, paid, settled, demanded, returned }: Cost): number[] => [
  ...[approved, paid, settled, demanded, returned],
];

describe('the state that is kept of an application', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const kept = async (application: string): Promise<string | undefined> => {
    const [row] = await database.dataSource.query<{ state: string }[]>(
      'SELECT state FROM fund.advance_application WHERE id = $1',
      [application],
    );
    return row?.state;
  };
  let books = 0;
  const enter = async (costs: readonly Cost[]): Promise<{ id: string; items: string[] }> => {
    books += 1;
    const id = uuidv7();
    await database.dataSource.query(ENTER, [`book-${String(books)}`, id]);
    const items = costs.map((cost) => ({ id: uuidv7(), ...cost }));
    await database.dataSource.query(ADD, [id, JSON.stringify(items)]);
    return { id, items: items.map((item) => item.id) };
  };

  it('is what its costs say, whatever becomes of them and in whatever order', async () => {
    const seen = new Set<string>();
    const costs = fc.array(fc.tuple(COST, COST), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(costs, async (pairs) => {
        const now = pairs.map(([before]) => before);
        const { id, items } = await enter(now);
        expect(await kept(id)).toBe(stateOf(now));
        for (const [place, [before, after]] of pairs.entries()) {
          const isCourtFee = before.isCourtFee;
          const next = { ...after, isCourtFee, settled: isCourtFee ? 0 : after.settled };
          await database.dataSource.query(CHANGE, [items[place], ...valuesOf(next)]);
          now[place] = next;
          expect(await kept(id)).toBe(stateOf(now));
          seen.add(stateOf(now));
        }
      }),
      { numRuns: 150 },
    );
    expect([...seen].toSorted()).toEqual(
      ['partly_paid', 'settled', 'surplus_due', 'to_pay', 'to_settle'].toSorted(),
    );
  });

  it('is nothing that anybody writes', async () => {
    const { id } = await enter([PAID]);
    await database.dataSource.query(
      `UPDATE fund.advance_application SET state = 'settled' WHERE id = $1`,
      [id],
    );
    expect(await kept(id)).toBe('to_settle');
  });

  it('follows a cost that is put to another application, on both sides', async () => {
    const from = await enter([PAID, UNPAID]);
    const to = await enter([PAID]);
    await database.dataSource.query(
      'UPDATE fund.advance_item SET application_id = $2 WHERE id = $1',
      [from.items[1], to.id],
    );
    expect([await kept(from.id), await kept(to.id)]).toEqual(['to_settle', 'partly_paid']);
  });

  it('misses neither of two costs that are paid at once', async () => {
    const { id, items } = await enter([PAID, UNPAID, UNPAID]);
    const pay = (item: string | undefined): unknown[] => [item, ...valuesOf(PAID)];
    const { dataSource } = database;
    const first = dataSource.createQueryRunner();
    await first.startTransaction();
    await first.query(CHANGE, pay(items[1]));
    let isDone = false;
    const second = dataSource.query(CHANGE, pay(items[2])).then(() => {
      isDone = true;
    });
    await waitUntilBlocked(database);
    expect(isDone).toBe(false);
    await first.commitTransaction();
    await first.release();
    await second;
    expect(await kept(id)).toBe('to_settle');
  });
});

/** Until somebody waits for somebody else's lock. */
async function waitUntilBlocked({ dataSource }: TestDatabase): Promise<void> {
  for (;;) {
    const [row] = await dataSource.query<{ waiting: boolean }[]>(
      `SELECT EXISTS (SELECT FROM pg_stat_activity a
                       WHERE a.datname = current_database() AND cardinality(pg_blocking_pids(a.pid)) > 0) AS waiting`,
    );
    if (row?.waiting === true) return;
  }
}
