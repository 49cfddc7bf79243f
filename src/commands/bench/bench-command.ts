import { cpus } from 'node:os';
import type { Client } from 'pg';
import type { Config } from '../../platform/config';
import { type BenchDatabase, openBenchDatabase } from './bench-database';
import { acceptMany, drainRest, ENTRIES, measureDrain, type Shape } from './draining';
import { measureHttp } from './http';
import { openOrmWay } from './orm-way';
import { measureLatency, measureSingles } from './singles';
import { openTpcb } from './tpcb';

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
/** Four batches in two shapes, two books, ORM, TPC-B, singles, latency, HTTP singly and in bulk. */
const MEASUREMENTS = 15;

/** What a benchmark found; rates in entries a second, TPC-B in transactions, times in milliseconds. */
export interface BenchReport {
  readonly machine: Readonly<Record<string, string>>;
  readonly ratios: {
    /** Entries a second of a full drain over the ORM's. */
    readonly overOrm: number;
    /** The same for two books at once. */
    readonly twoBooksOverOrm: number;
    /** Entries a second over TPC-B transactions a second; null without pgbench. */
    readonly overTpcb: number | null;
    readonly twoBooksOverTpcb: number | null;
    readonly hotOverSpread: number;
  };
  readonly rates: {
    /** By shape and entries a batch. */
    readonly drain: Readonly<Record<Shape, Readonly<Record<string, number>>>>;
    readonly twoBooks: number;
    readonly singles: number;
    readonly orm: number;
    readonly tpcb: number | null;
    /** Entries a second accepted in the server, one call a request. */
    readonly intake: number;
    /** Accepted over HTTP while a worker posts: requests a second singly, entries a second in bulk. */
    readonly http: { readonly single: number; readonly bulk: number };
  };
  readonly latency: { readonly p50: number; readonly p99: number; readonly samples: number };
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

const median = (values: readonly number[]): number => quantile(values, 0.5);
const ratio = (one: number, other: number): number => Math.round((one / other) * 100) / 100;

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

/** Collects the samples of each measurement under its name. */
class Samples {
  private readonly byName = new Map<string, number[]>();

  add(name: string, value: number): void {
    this.byName.set(name, [...(this.byName.get(name) ?? []), value]);
  }

  median(name: string): number {
    return Math.round(median(this.byName.get(name) ?? []));
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }
}

async function openBooks(client: Client): Promise<[number, number]> {
  const { rows } = await client.query<{ one: number; two: number }>(
    `SELECT ledger.open_book('bench-one', 'sandbox', 'bench') AS one, ledger.open_book('bench-two', 'sandbox', 'bench') AS two`,
  );
  const [books] = rows;
  if (books === undefined) throw new Error('no book was opened');
  return [books.one, books.two];
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

async function measureAll(database: BenchDatabase, seconds: number): Promise<BenchReport> {
  const sliceMs = (seconds * 1_000) / (ROUNDS * MEASUREMENTS);
  const one = await database.connect();
  const two = await database.connect();
  const samples = new Samples();
  const times: number[] = [];
  const tpcb = await openTpcb(database.owner);
  const orm = await openOrmWay(database.owner);
  try {
    const books = await openBooks(one);
    for (let round = 0; round < ROUNDS; round += 1) {
      await drainRound([one, two], books, sliceMs, samples);
      samples.add('orm', await orm.measure(CLIENTS, sliceMs));
      if (tpcb) samples.add('tpcb', await tpcb.measure(Math.max(1, Math.round(sliceMs / 1_000))));
      samples.add('singles', await measureSingles(database, books[0], CLIENTS, sliceMs));
      times.push(...(await measureLatency(database, books[0], sliceMs)));
      const http = await measureHttp(database, sliceMs);
      samples.add('http single', http.single);
      samples.add('http bulk', http.bulk);
    }
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
      },
      rates: {
        drain: { spread: drainRates('spread'), hot: drainRates('hot') },
        twoBooks,
        singles: samples.median('singles'),
        orm: samples.median('orm'),
        tpcb: tpcbRate,
        intake: samples.median('intake'),
        http: { single: samples.median('http single'), bulk: samples.median('http bulk') },
      },
      latency: {
        p50: Math.round(quantile(times, 0.5) * 10) / 10,
        p99: Math.round(quantile(times, 0.99) * 10) / 10,
        samples: times.length,
      },
    };
  } finally {
    await orm.close();
    await one.end();
    await two.end();
  }
}

/** Measures posting in a database of its own, which is dropped at the end. */
export async function bench(
  config: Config,
  seconds: number,
  say: (message: string) => void,
): Promise<BenchReport> {
  const database = await openBenchDatabase(config, say);
  try {
    return await measureAll(database, seconds);
  } finally {
    await database.drop();
  }
}

/** The report for people. */
export function describeBench({ machine, ratios, rates, latency }: BenchReport): string {
  const rows: [string, string][] = [
    ...Object.entries(machine),
    ...(['spread', 'hot'] as const).flatMap((shape) =>
      Object.entries(rates.drain[shape]).map(([entries, rate]): [string, string] => [
        `drain, ${shape}, ${entries} entries a batch`,
        `${rate} entries/s`,
      ]),
    ),
    ['drain, two books at once', `${rates.twoBooks} entries/s`],
    ['eight clients, single requests, drained', `${rates.singles} entries/s`],
    ['intake, one call a request', `${rates.intake} entries/s`],
    ['HTTP, eight clients, one voucher a request', `${rates.http.single} requests/s`],
    ['HTTP, two clients, 500 vouchers a request', `${rates.http.bulk} entries/s`],
    ['ORM, a transaction an entry pair', `${rates.orm} entries/s`],
    ['pgbench TPC-B', rates.tpcb === null ? 'pgbench is not on the PATH' : `${rates.tpcb} tps`],
    ['drain / ORM, one and two books', `${ratios.overOrm} × and ${ratios.twoBooksOverOrm} ×`],
    [
      'drain / TPC-B, one and two books',
      `${ratios.overTpcb ?? '—'} × and ${ratios.twoBooksOverTpcb ?? '—'} ×`,
    ],
    ['hot account / spread', `${ratios.hotOverSpread} ×`],
    ['accept to posted, p50 and p99', `${latency.p50} ms and ${latency.p99} ms`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
