import type { Client } from 'pg';
import type { SealedBook, SealKey } from '../../ledger';
import type { BenchDatabase } from './bench-database';
import {
  acceptMany,
  BATCHES,
  drainRest,
  ENTRIES,
  FULL_BATCH,
  measureDrain,
  preparedFor,
} from './draining';
import { measureHttp } from './http';
import { measureLatency, measureLatencyWithoutRedis } from './latency';
import type { OrmWay } from './orm-way';
import type { Samples } from './samples';
import { measureSingles } from './singles';
import type { Tpcb } from './tpcb';
import { measureSeal } from './verifying';

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
  await acceptMany(one, first, 'spread', preparedFor(FULL_BATCH, sliceMs));
  await acceptMany(two, second, 'spread', preparedFor(FULL_BATCH, sliceMs));
  const rates = await Promise.all([
    measureDrain(one, first, FULL_BATCH.requests, sliceMs),
    measureDrain(two, second, FULL_BATCH.requests, sliceMs),
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
