import type { Client } from 'pg';
import type { SealedBook, SealKey } from '../../ledger';
import type { BenchDatabase } from './bench-database';
import { acceptMany, drainRest, ENTRIES, measureDrain } from './draining';
import { measureHttp } from './http';
import { measureLatency, measureLatencyWithoutRedis } from './latency';
import type { OrmWay } from './orm-way';
import type { Samples } from './samples';
import { measureSingles } from './singles';
import type { Tpcb } from './tpcb';
import { measureSeal } from './verifying';

/** Requests a call, and how many wait for each second that is measured. */
export const BATCHES = [
  { requests: 1, aSecond: 800 },
  { requests: 5, aSecond: 3_000 },
  { requests: 50, aSecond: 8_000 },
  { requests: 500, aSecond: 12_000 },
] as const;
const FULL = BATCHES[3];
/** The most that one measurement has waiting. */
const MOST_PREPARED = 60_000;

/** Entries of one call that are drained at full speed. */
export const FULL_ENTRIES = FULL.requests * ENTRIES;
/** Who sends single requests at once, by SQL, through the ORM and over HTTP. */
export const CLIENTS = 8;
/** Slices of a round: batches in two shapes, two books, ORM, TPC-B, singles, two latencies, HTTP four times. */
export const SLICES = 18;

/** What all rounds are measured with. */
export interface Bench {
  readonly database: BenchDatabase;
  readonly clients: readonly [Client, Client];
  readonly books: readonly [SealedBook, SealedBook];
  readonly orm: OrmWay;
  /** Absent where pgbench is not there. */
  readonly tpcb: Tpcb | undefined;
  readonly key: SealKey;
  readonly sliceMs: number;
  readonly samples: Samples;
}

const preparedFor = ({ requests, aSecond }: (typeof BATCHES)[number], sliceMs: number): number =>
  Math.min(MOST_PREPARED, Math.max(2 * requests, Math.round((aSecond * sliceMs) / 1_000)));

async function drainAll({ clients, books, sliceMs, samples }: Bench): Promise<void> {
  const [one, two] = clients;
  const [{ id: first }, { id: second }] = books;
  for (const batch of BATCHES) {
    for (const shape of ['spread', 'hot'] as const) {
      const prepared = preparedFor(batch, sliceMs);
      const started = performance.now();
      await acceptMany(one, first, shape, prepared);
      samples.add('intake', (prepared * ENTRIES * 1_000) / (performance.now() - started));
      const rate = await measureDrain(one, first, batch.requests, sliceMs);
      samples.add(`${shape} ${String(batch.requests * ENTRIES)}`, rate);
      await drainRest(one, first);
    }
  }
  await acceptMany(one, first, 'spread', preparedFor(FULL, sliceMs));
  await acceptMany(two, second, 'spread', preparedFor(FULL, sliceMs));
  const rates = await Promise.all([
    measureDrain(one, first, FULL.requests, sliceMs),
    measureDrain(two, second, FULL.requests, sliceMs),
  ]);
  samples.add('two books', rates[0] + rates[1]);
  await drainRest(one, first);
  await drainRest(two, second);
}

/** Measures everything once, in turn. */
export async function measureRound(bench: Bench): Promise<void> {
  const { database, books, orm, tpcb, key, sliceMs, samples } = bench;
  const [{ id: book }] = books;
  await drainAll(bench);
  samples.add('orm', await orm.measure(CLIENTS, sliceMs));
  if (tpcb) samples.add('tpcb', await tpcb.measure(Math.max(1, Math.round(sliceMs / 1_000))));
  samples.add('singles', await measureSingles(database, book, CLIENTS, sliceMs));
  samples.add('latency', ...(await measureLatency(database, book, sliceMs)));
  samples.add('without Redis', ...(await measureLatencyWithoutRedis(database, book, sliceMs)));
  const http = await measureHttp(database, CLIENTS, sliceMs);
  samples.add('http single', http.single);
  samples.add('http bulk', http.bulk);
  await measureSeal(database, books[0], key, samples);
}
