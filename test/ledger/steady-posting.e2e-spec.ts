import { Client } from 'pg';
import { acceptMany, drainRest, openBook } from '../../src/commands/bench/draining';
import { asSuperuser, createTestDatabase, type TestDatabase } from '../support/test-database';

const BOOKS = 4;
const POSTED_IN_EACH = 400;
const WAITING = 2_000;
const MANY_AT_ONCE = 500;
const AT_ONCE = 5;
/** After so many calls a session keeps to the plans it has. */
const CALLS = 10;
const LOOKS = 100;
/** Of one index, to post five requests with two lines each. */
const READ_AT_MOST = 100;

describe('posting few requests among many', () => {
  let database: TestDatabase;
  let session: Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    session = new Client(database.serviceClient);
    await session.connect();
  });
  afterAll(async () => {
    await session.end();
    await database.drop();
  });

  /** What has been read of each index of the kernel so far. */
  const readOfIndexes = async (): Promise<Map<string, number>> => {
    await session.query('SELECT pg_stat_force_next_flush()');
    return asSuperuser(database.name, async (client) => {
      const { rows } = await client.query<{ name: string; read: number }>(
        `SELECT indexrelname AS name, idx_tup_read::integer AS read FROM pg_stat_user_indexes
          WHERE schemaname = 'ledger'`,
      );
      return new Map(rows.map(({ name, read }) => [name, read]));
    });
  };

  it('reads no more than they need, whatever else waits, is posted or is kept', async () => {
    const books: number[] = [];
    for (let number = 0; number < BOOKS; number += 1) {
      const book = await openBook(session, `steady-${number}`);
      await acceptMany(session, book, 'spread', POSTED_IN_EACH);
      await drainRest(session, book);
      books.push(book);
    }
    // What a planner goes by is of a quiet hour, when nothing waited.
    await asSuperuser(database.name, (client) => client.query('ANALYZE'));
    const [book = 0] = books;
    await acceptMany(session, book, 'spread', WAITING);
    const drain = (requests = AT_ONCE) =>
      session.query('SELECT posted FROM ledger.drain($1, $2)', [book, requests]);
    // Plans of triggers are made for as many rows as there are the first time.
    await drain(MANY_AT_ONCE);
    for (let call = 0; call < CALLS; call += 1) await drain();

    /** The indexes of which too much is read to post few. */
    const tooMuchRead = async (): Promise<[string, number][]> => {
      const before = await readOfIndexes();
      const { rows } = await drain();
      const after = await readOfIndexes();
      expect(rows).toEqual([{ posted: AT_ONCE }]);
      const read = [...after].map(([name, number]): [string, number] => [
        name,
        number - (before.get(name) ?? 0),
      ]);
      expect(new Map(read).get('pk_posting_request')).toBeGreaterThanOrEqual(AT_ONCE);
      return read.filter(([, number]) => number > READ_AT_MOST);
    };
    // As long as PostgreSQL itself looks at the table, what has left the queue is still passed over.
    let found = await tooMuchRead();
    for (let look = 1; look < LOOKS && found.length > 0; look += 1) found = await tooMuchRead();
    expect(found).toEqual([]);
  });
});
