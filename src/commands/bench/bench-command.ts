import { cpus } from 'node:os';
import type { Client } from 'pg';
import type { Config } from '../../platform/config';
import { type BenchDatabase, openBenchDatabase } from './bench-database';
import {
  acceptMany,
  drainRest,
  ENTRIES,
  fillTo,
  measureDrain,
  openBook,
  type Shape,
} from './draining';
import { type Growth, measureGrowth, READS_A_ROUND } from './growth';
import { measureHttp } from './http';
import { openOrmWay } from './orm-way';
import { measureLatency, measureSingles } from './singles';
import type { BenchReport } from './report';
import { latencyOf, ratio, Samples } from './samples';
import { openTpcb } from './tpcb';
import { measureVerify } from './verifying';

/** Requests a call, and how many are prepared for one measurement. */
const BATCHES = [
  { requests: 1, prepared: 400 },
  { requests: 5, prepared: 1_500 },
  { requests: 50, prepared: 4_000 },
  { requests: 500, prepared: 6_000 },
] as const;
const FULL = BATCHES[3];
const ROUNDS = 3;
const CLIENTS = 8;
const BOOK = 'bench-one';
/** Four batches in two shapes, two books, ORM, TPC-B, singles, latency, HTTP singly and in bulk. */
const MEASUREMENTS = 15;
/** Entries that are verified at least. */
const VERIFIED = 200_000;

async function describeMachine(client: Client): Promise<Record<string, string>> {
  const { rows } = await client.query<Record<string, string>>(
    `SELECT current_setting('server_version') AS "PostgreSQL", current_setting('shared_buffers') AS shared_buffers,
            current_setting('synchronous_commit') AS synchronous_commit, current_setting('fsync') AS fsync,
            current_setting('full_page_writes') AS full_page_writes`,
  );
  const [first] = cpus();
  return {
    processors: `${cpus().length} × ${first?.model.trim() ?? 'unknown'}`,
    'Node.js': process.versions.node,
    ...rows[0],
  };
}

async function drainRound(
  [one, two]: readonly [Client, Client],
  books: readonly [number, number],
  sliceMs: number,
  samples: Samples,
): Promise<void> {
  for (const { requests, prepared } of BATCHES) {
    for (const shape of ['spread', 'hot'] as const) {
      const started = performance.now();
      await acceptMany(one, books[0], shape, prepared);
      samples.add('intake', (prepared * ENTRIES * 1_000) / (performance.now() - started));
      const rate = await measureDrain(one, books[0], requests, sliceMs);
      samples.add(`${shape} ${String(requests * ENTRIES)}`, rate);
      await drainRest(one, books[0]);
    }
  }
  await acceptMany(one, books[0], 'spread', FULL.prepared);
  await acceptMany(two, books[1], 'spread', FULL.prepared);
  const [first, second] = await Promise.all([
    measureDrain(one, books[0], FULL.requests, sliceMs),
    measureDrain(two, books[1], FULL.requests, sliceMs),
  ]);
  samples.add('two books', first + second);
  await drainRest(one, books[0]);
  await drainRest(two, books[1]);
}

async function measureAll(
  database: BenchDatabase,
  sliceMs: number,
): Promise<Omit<BenchReport, 'growth'>> {
  const one = await database.connect();
  const two = await database.connect();
  const samples = new Samples();
  const tpcb = await openTpcb(database.owner);
  const orm = await openOrmWay(database.owner);
  try {
    const books = [await openBook(one, BOOK), await openBook(one, 'bench-two')] as const;
    for (let round = 0; round < ROUNDS; round += 1) {
      await drainRound([one, two], books, sliceMs, samples);
      samples.add('orm', await orm.measure(CLIENTS, sliceMs));
      if (tpcb) samples.add('tpcb', await tpcb.measure(Math.max(1, Math.round(sliceMs / 1_000))));
      samples.add('singles', await measureSingles(database, books[0], CLIENTS, sliceMs));
      samples.add('latency', ...(await measureLatency(database, books[0], sliceMs)));
      const http = await measureHttp(database, sliceMs);
      samples.add('http single', http.single);
      samples.add('http bulk', http.bulk);
    }
    await fillTo(one, books[0], VERIFIED);
    await measureVerify(database, { id: books[0], code: BOOK }, samples);
    const drainRates = (shape: Shape): Record<string, number> =>
      Object.fromEntries(
        BATCHES.map(({ requests }) => {
          const entries = String(requests * ENTRIES);
          return [entries, samples.median(`${shape} ${entries}`)];
        }),
      );
    const full = String(FULL.requests * ENTRIES);
    const spread = samples.median(`spread ${full}`);
    const twoBooks = samples.median('two books');
    const tpcbRate = samples.has('tpcb') ? samples.median('tpcb') : null;
    return {
      machine: await describeMachine(one),
      ratios: {
        overOrm: ratio(spread, samples.median('orm')),
        twoBooksOverOrm: ratio(twoBooks, samples.median('orm')),
        overTpcb: tpcbRate === null ? null : ratio(spread, tpcbRate),
        twoBooksOverTpcb: tpcbRate === null ? null : ratio(twoBooks, tpcbRate),
        hotOverSpread: ratio(samples.median(`hot ${full}`), spread),
        grownOverEmpty: null,
      },
      rates: {
        drain: { spread: drainRates('spread'), hot: drainRates('hot') },
        twoBooks,
        singles: samples.median('singles'),
        orm: samples.median('orm'),
        tpcb: tpcbRate,
        intake: samples.median('intake'),
        httpSingle: samples.median('http single'),
        httpBulk: samples.median('http bulk'),
        seal: samples.median('seal'),
        verify: samples.median('verify'),
      },
      latency: latencyOf(samples.of('latency')),
    };
  } finally {
    await orm.close();
    await one.end();
    await two.end();
  }
}

function withGrowth(report: Omit<BenchReport, 'growth'>, growth: Growth): BenchReport {
  const grownOverEmpty = ratio(growth.drain.grown, growth.drain.empty);
  return { ...report, ratios: { ...report.ratios, grownOverEmpty }, growth };
}

/**
 * Measures posting, sealing and verifying in databases of its own, which are dropped at the end.
 *
 * @param options `grow`: entries of the book that posting and reading are measured in once more
 */
export async function bench(
  config: Config,
  options: { readonly seconds: number; readonly grow?: number },
  say: (message: string) => void,
): Promise<BenchReport> {
  const sliceMs = (options.seconds * 1_000) / (ROUNDS * MEASUREMENTS);
  const database = await openBenchDatabase(config, say);
  let report: Omit<BenchReport, 'growth'>;
  try {
    report = await measureAll(database, sliceMs);
  } finally {
    await database.drop();
  }
  if (options.grow === undefined) return report;
  return withGrowth(
    report,
    await measureGrowth(config, options.grow, { sliceMs, reads: READS_A_ROUND }, say),
  );
}
