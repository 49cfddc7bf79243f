import { openBenchDatabase } from '../src/commands/bench/bench-database';
import { fillTo, openBook } from '../src/commands/bench/draining';
import { measureGrowth } from '../src/commands/bench/growth';
import { Samples } from '../src/commands/bench/samples';
import { measureVerify } from '../src/commands/bench/verifying';
import { readConfig } from '../src/platform/config';
import { environmentOf } from './support/fund-process';
import { reportFigures, sized } from './support/reliability';
import { asSuperuser, createTestDatabase, type TestDatabase } from './support/test-database';

jest.setTimeout(sized(300_000, 3_600_000));

/** Entries of the grown book, and of the one that is verified. */
const GROWN = sized(20_000, 2_000_000);
const VERIFIED = sized(10_000, 1_000_000);
const SLICE_MS = sized(20, 2_000);
const READS = sized(20, 100);

describe('the benchmark', () => {
  let database: TestDatabase;
  const config = () => readConfig(environmentOf(database));
  const quiet = () => undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    const left = await asSuperuser('postgres', (client) =>
      client.query(`SELECT datname FROM pg_database WHERE datname LIKE 'fund_bench_%'`),
    );
    await database.drop();
    expect(left.rows).toEqual([]);
  });

  it('seals and verifies a whole book', async () => {
    const bench = await openBenchDatabase(config(), quiet);
    try {
      const client = await bench.connect();
      const id = await openBook(client, 'whole');
      await fillTo(client, id, VERIFIED);
      await client.end();
      const samples = new Samples();
      await measureVerify(bench, { id, code: 'whole' }, samples);
      const rates = { seal: samples.median('seal'), verify: samples.median('verify') };
      expect(Math.min(...Object.values(rates))).toBeGreaterThan(0);
      reportFigures('bench-verify', { entries: VERIFIED, ...rates, failures: 0 });
    } finally {
      await bench.drop();
    }
  });

  it('compares a grown book with a small one', async () => {
    const growth = await measureGrowth(config(), GROWN, { sliceMs: SLICE_MS, reads: READS }, quiet);
    expect(Math.min(growth.drain.empty, growth.drain.grown)).toBeGreaterThan(0);
    for (const { small, grown } of Object.values(growth.reads)) {
      expect([small.samples, grown.samples]).toEqual([5 * READS, 5 * READS]);
      expect(grown.p99).toBeGreaterThanOrEqual(grown.p50);
    }
    reportFigures('bench-growth', { ...growth, failures: 0 });
  });
});
