import { closeMonth, readOpenRequests, readTotalAt } from '../../src/ledger';
import { auditBook, income, pool, TestLedger, transfer } from '../support/ledger';
import { asSuperuser } from '../support/test-database';

/** PostgreSQL's own clock, under a name that stays when the other one is set. */
const REAL_CLOCK = `CREATE FUNCTION public.real_clock() RETURNS timestamptz
  LANGUAGE internal VOLATILE AS 'clock_timestamp'`;

/** One expression, because only what the planner writes out comes before the built-in function. */
const clockAhead = (by: string): string => `
  CREATE OR REPLACE FUNCTION pg_catalog.clock_timestamp() RETURNS timestamptz
  LANGUAGE sql VOLATILE AS $$ SELECT public.real_clock() + interval '${by}' $$`;

const AHEAD = '1 hour';

describe('a clock that is set back', () => {
  let ledger: TestLedger;
  let bookId: number;
  beforeAll(async () => {
    ledger = await TestLedger.create(1);
    await asSuperuser(ledger.database.name, (client) => client.query(REAL_CLOCK));
  });
  beforeEach(async () => {
    await setClock('0');
    bookId = await ledger.openBook();
  });
  afterAll(() => ledger.drop());

  const setClock = async (ahead: string): Promise<void> => {
    await asSuperuser(ledger.database.name, (client) => client.query(clockAhead(ahead)));
    // The clock was written out in the plans that the only session keeps.
    await ledger.rows('DISCARD PLANS');
    const [row] = await ledger.rows<{ hours: number }>(
      'SELECT round(extract(epoch FROM clock_timestamp() - public.real_clock()) / 3600)::integer AS hours',
    );
    expect(row?.hours).toBe(ahead === AHEAD ? 1 : 0);
  };

  const timeIn = async (shift: string): Promise<string> => {
    const rows = await ledger.rows<{ at: string }>(
      `SELECT to_char(public.real_clock() + $1::interval, 'YYYY-MM-DD"T"HH24:MI:SS.USOF') AS at`,
      [shift],
    );
    return rows[0]?.at ?? '';
  };

  const accept = (amount: bigint): Promise<unknown> =>
    ledger.accept({ bookId, lines: transfer(pool('a'), income, amount) });

  const knownAt = (at: string): Promise<bigint> =>
    readTotalAt(ledger.dataSource, bookId, { knownAt: at }, { code: '1011' });

  const waiting = async (): Promise<string[]> => {
    const times: string[] = [];
    for await (const { runAfter } of readOpenRequests(ledger.dataSource, 'ready')) {
      times.push(runAfter);
    }
    return times;
  };

  it('keeps no request waiting until it shows the time of the acceptance again', async () => {
    await setClock(AHEAD);
    await accept(1n);
    const { requestId } = await ledger.accept({
      bookId,
      lines: transfer(pool('a'), income, 2n),
    });
    await ledger.rows(`SELECT ledger.fail_request($1, 'POSTING_REFUSED', 'a defect')`, [
      String(requestId),
    ]);
    await ledger.rows('SELECT ledger.retry_request($1)', [String(requestId)]);
    await setClock('0');
    const soon = await timeIn('30 minutes');
    expect((await waiting()).map((runAfter) => runAfter > soon)).toEqual([true, true]);
    expect(await ledger.drain(bookId)).toMatchObject({ posted: 2, failed: 0 });
  });

  it('changes neither the order of the journals nor what was known at a time', async () => {
    await ledger.fund(bookId, pool('a'), 1n);
    const before = await timeIn('0');
    await setClock(AHEAD);
    await ledger.fund(bookId, pool('a'), 10n);
    await setClock('0');
    await ledger.fund(bookId, pool('a'), 100n);
    await ledger.fund(bookId, pool('a'), 1_000n);

    expect(await knownAt(before)).toBe(1n);
    // What is booked after the clock was set back counts as booked when it stood furthest.
    expect(await knownAt(await timeIn('0'))).toBe(1n);
    const after = await timeIn(AHEAD);
    expect(await knownAt(after)).toBe(1_111n);
    expect(await auditBook(ledger, bookId)).toEqual([]);

    const { manager } = ledger.dataSource;
    await closeMonth(manager, { bookId, month: '2024-03-01', by: 'closer', checkOnly: false });
    expect(await knownAt(before)).toBe(1n);
    expect(await knownAt(after)).toBe(1_111n);
  });
});
