import { Client } from 'pg';
import { ACCEPT_ONE, openBook } from '../src/commands/bench/draining';
import type { BenchReport } from '../src/commands/bench/report';
import { environmentOf, type FundRun, runFund } from './support/fund-process';
import { reportFigures, sized } from './support/reliability';
import { firstOnPath, run } from './support/system-packages';
import { asSuperuser, createTestDatabase, type TestDatabase } from './support/test-database';

jest.setTimeout(sized(300_000, 10_800_000));

const ROUNDS = sized(1, 5);
const VERIFIED = sized(4_000, 1_000_000);
const GROWN = sized(20_000, 2_000_000);
const ADVANCES = sized(400, 100_000);
const BANK_LINES = sized(1_000, 200_000);
const READS_A_ROUND = sized(10, 100);
const SIZES = {
  seconds: sized(1, 60),
  rounds: ROUNDS,
  verify: VERIFIED,
  grow: GROWN,
  advances: ADVANCES,
  'bank-lines': BANK_LINES,
  reads: READS_A_ROUND,
};
/** Without the build; generous, because the machine is shared with other tests. */
const AT_MOST_MS = sized(240_000, 7_200_000);

const hasPgbench =
  firstOnPath('pgbench', (path) => (run(path, ['--version']).isWell ? path : undefined)) !==
  undefined;

describe('fund bench', () => {
  let database: TestDatabase;
  let help: FundRun;
  let ended: FundRun;
  let report: BenchReport;
  let took: number;
  beforeAll(async () => {
    database = await createTestDatabase();
    const environment = environmentOf(database);
    // Builds what has changed, so that the build does not count.
    help = await runFund(['bench', '--help'], environment);
    const started = performance.now();
    const sizes = Object.entries(SIZES).flatMap(([name, size]) => [`--${name}`, String(size)]);
    ended = await runFund(['bench', '--json', ...sizes], environment);
    took = performance.now() - started;
    if (ended.status !== 0) throw new Error(ended.stderr);
    report = JSON.parse(ended.stdout) as BenchReport;
    reportFigures('bench', { ...report, failures: 0 });
  });
  afterAll(() => database.drop());

  it('is done within a bounded time and leaves no database behind', async () => {
    expect(took).toBeLessThan(AT_MOST_MS);
    const { rows } = await asSuperuser('postgres', (client) =>
      client.query(`SELECT datname FROM pg_database WHERE datname LIKE 'fund_bench_%'`),
    );
    expect(rows).toEqual([]);
  });

  it.each(['drain', 'singles', 'httpSingle', 'httpBulk', 'verify', 'seal', 'orm'] as const)(
    'gives the rate %s',
    (name) => {
      expect(report.rates[name]).toBeGreaterThan(0);
      expect(report.rates[name]).toBeLessThan(Infinity);
    },
  );

  it.each(['overOrm', 'hotOverSpread', 'grownOverEmpty'] as const)('gives the ratio %s', (name) => {
    expect(report.ratios[name]).toBeGreaterThan(0);
    expect(report.ratios[name]).toBeLessThan(Infinity);
  });

  it('compares itself with TPC-B where pgbench is there', () => {
    if (hasPgbench) {
      expect(report.ratios.overTpcb).toBeGreaterThan(0);
      expect(report.rates.tpcb).toBeGreaterThan(0);
    } else {
      expect([report.ratios.overTpcb, report.rates.tpcb]).toEqual([null, null]);
    }
  });

  it('drains 1, 5, 50 and 500 requests of two lines a batch, spread and to one hot account', () => {
    const { drainBy, rates } = report;
    for (const rateBy of [drainBy.spread, drainBy.hot]) {
      expect(Object.keys(rateBy)).toEqual(['2', '10', '100', '1000']);
      expect(Math.min(...Object.values(rateBy))).toBeGreaterThan(0);
    }
    expect(rates.drain).toBe(drainBy.spread['1000']);
  });

  it('waits for the sweeper where Redis is gone', () => {
    const { posted, withoutRedis } = report.latency;
    for (const { p50, p99, samples } of [posted, withoutRedis]) {
      expect(samples).toBeGreaterThan(0);
      expect(p50).toBeGreaterThan(0);
      expect(p99).toBeGreaterThanOrEqual(p50);
    }
    expect(withoutRedis.p99).toBeGreaterThan(posted.p50);
  });

  it('verifies as many entries as it was told to, and says what memory that took', () => {
    const { entries, seconds, rssMiB } = report.verification;
    expect(entries).toBeGreaterThanOrEqual(VERIFIED);
    expect(seconds).toBeGreaterThan(0);
    expect(rssMiB.atTenth).toBeGreaterThan(0);
    expect(rssMiB.peak).toBeGreaterThanOrEqual(rssMiB.atTenth);
    expect(rssMiB.peak).toBeGreaterThanOrEqual(rssMiB.atEnd);
  });

  it('compares the reads of a grown book with those of a small one', () => {
    expect(report.growth).toMatchObject({ entries: GROWN, small: 10_000 });
    const reads = report.growth?.reads ?? {};
    expect(Object.keys(reads)).toEqual(
      expect.arrayContaining(['account statement', 'inbox', 'status page']),
    );
    for (const { small, grown, ratio } of Object.values(reads)) {
      expect([small.samples, grown.samples]).toEqual(Array(2).fill(ROUNDS * READS_A_ROUND));
      expect(Math.min(ratio.p50, ratio.p99)).toBeGreaterThan(0);
    }
  });

  it('reads a bank account with the lines that it filled in, half of them open', () => {
    const { lines, reads } = report.bank ?? { lines: 0, reads: {} };
    expect(lines).toBe(BANK_LINES);
    expect(reads).toMatchObject({
      'lines, first page': { rows: 50 },
      'lines, unmatched': { rows: 50 },
      'lines, matched': { rows: 50 },
      'lines, words in one': { rows: expect.any(Number) as unknown },
      suggestions: { rows: 100 },
      'open entries': { rows: Math.min(500, BANK_LINES / 2) },
      'reconciliation statement': { rows: BANK_LINES },
      'what waits in the inbox': { rows: 1 },
    });
  });

  it('reads every list of the advances that it filled in, with rows where there are some', () => {
    expect(report.lists?.advances).toBe(ADVANCES);
    const reads = report.lists?.reads ?? {};
    expect(Object.keys(reads)).toEqual(
      expect.arrayContaining([
        'advances, first page',
        'own advances, first page',
        'payable costs, first page',
        'payment orders, first page',
        'receipts, submitted',
        'cases, first page',
        'organizations, first page',
      ]),
    );
    for (const { p50, p95, p99, samples } of Object.values(reads)) {
      expect(samples).toBe(ROUNDS * READS_A_ROUND);
      expect([p50, p95, p99]).toEqual([p50, p95, p99].toSorted((one, other) => one - other));
      expect(p50).toBeGreaterThan(0);
    }
    const empty = Object.keys(reads).filter((name) => reads[name]?.rows === 0);
    expect(empty).toEqual([
      'advances, a state that none has',
      'advances, words in none',
      'advances, book of another bureau',
      'own advances, words in none',
      'cases, words in none',
      'organizations, words in none',
    ]);
  });

  it('says on what, how and with which settings it measured', () => {
    const { seconds, rounds } = SIZES;
    expect(report.settings).toMatchObject({ seconds, rounds, clients: 8 });
    expect(report.settings.commit ?? 'none').toMatch(/^([0-9a-f]{40}|none)$/);
    expect(report.machine).toMatchObject({
      memory: expect.stringMatching(/^\d+\.\d GiB$/) as string,
      fsync: 'on',
      synchronous_commit: 'on',
    });
  });

  it('prints the table for people as well', () => {
    const { rates, verification } = report;
    const table = ended.stderr.split('\n');
    for (const [name, value] of [
      ['drain, spread, 1000 entries a batch', `${rates.drain} entries/s`],
      ['eight clients, single requests, drained', `${rates.singles} entries/s`],
      ['verifying a whole book', `${rates.verify} entries/s`],
      [`verifying ${verification.entries} entries`, `${verification.seconds} s`],
      ['grown book / empty one', `${report.ratios.grownOverEmpty ?? '—'} ×`],
    ]) {
      const line = table.find((each) => each.startsWith(`${name ?? ''}  `));
      expect(line?.slice(name?.length).trim()).toBe(value);
    }
  });

  it('accepts requests up to the last number of the largest book', async () => {
    const client = new Client(database.serviceClient);
    await client.connect();
    try {
      const book = await openBook(client, 'largest');
      expect((await client.query(ACCEPT_ONE, [book, 2 ** 31 - 1])).rowCount).toBe(1);
    } finally {
      await client.end();
    }
  });

  it('tells in its help what the sizes are, and refuses others', async () => {
    for (const name of Object.keys(SIZES)) expect(help.stdout).toContain(`--${name} <n>`);
    expect(help.stdout).toContain('--verify 1000000');
    const refused = await runFund(['bench', '--verify', '1'], environmentOf(database));
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toContain('From 1000 to 100000000.');
  });
});
