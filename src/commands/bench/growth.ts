import type { Client } from 'pg';
import {
  readAccounts,
  readAccountStatement,
  readJournals,
  readOpenRequests,
  readTrialBalance,
} from '../../ledger';
import type { Config } from '../../platform/config';
import { type BenchDatabase, openBenchDatabase } from './bench-database';
import { acceptMany, drainRest, fillTo, measureDrain, openBook } from './draining';
import { type Latency, latencyOf, ratio, Samples } from './samples';

/** Entries of the book that the grown one is compared with. */
const SMALL = 10_000;
const ROUNDS = 5;
const PREPARED = 3_000;
/** How often each read is measured in a round of the benchmark. */
export const READS_A_ROUND = 100;
const PAGE = 50;

/** How a read takes at both sizes. */
export interface ReadGrowth {
  readonly small: Latency;
  readonly grown: Latency;
  /** The grown book over the small one. */
  readonly ratio: { readonly p50: number; readonly p99: number };
}

/** What becomes of posting and reading when a book has grown. */
export interface Growth {
  readonly entries: number;
  /** Entries a second of full batches. */
  readonly drain: { readonly empty: number; readonly grown: number };
  readonly reads: Readonly<Record<string, ReadGrowth>>;
}

/** How much is measured in a round. */
interface Sizes {
  readonly sliceMs: number;
  readonly reads: number;
}

interface Side {
  readonly name: 'small' | 'grown';
  readonly database: BenchDatabase;
  readonly client: Client;
  readonly bookId: number;
}

/** The reads that people wait for, by name. */
const READS: Readonly<Record<string, (side: Side, account: bigint) => Promise<unknown>>> = {
  'account statement': ({ database }, account) =>
    readAccountStatement(database.dataSource, account, { limit: PAGE }),
  'accounts page': ({ database, bookId }) =>
    readAccounts(database.dataSource, bookId, { limit: PAGE }),
  'trial balance': ({ database, bookId }) => readTrialBalance(database.dataSource, bookId),
  'journals page': ({ database, bookId }) =>
    readJournals(database.dataSource, bookId, { after: 1_000n, limit: PAGE }),
  'open requests': async ({ database }) => {
    for await (const request of readOpenRequests(database.dataSource, 'ready')) return request;
    throw new Error('no request waits');
  },
};

async function openSide(
  name: Side['name'],
  database: BenchDatabase,
  entries: number,
): Promise<Side> {
  const client = await database.connect();
  try {
    const bookId = await openBook(client, name);
    await fillTo(client, bookId, entries);
    return { name, database, client, bookId };
  } catch (error) {
    await client.end();
    throw error;
  }
}

/** One round on one side; reads and drains take turns with the other side's. */
async function round(side: Side, { sliceMs, reads }: Sizes, samples: Samples): Promise<void> {
  const accounts = await readAccounts(side.database.dataSource, side.bookId, { limit: PAGE });
  await acceptMany(side.client, side.bookId, 'spread', PREPARED);
  for (const [read, perform] of Object.entries(READS)) {
    for (let turn = 0; turn < reads; turn += 1) {
      const account = accounts[turn % accounts.length]?.id ?? 0n;
      const started = performance.now();
      await perform(side, account);
      samples.add(`${side.name} ${read}`, performance.now() - started);
    }
  }
  samples.add(side.name, await measureDrain(side.client, side.bookId, 500, sliceMs));
  await drainRest(side.client, side.bookId);
}

const readGrowth = (samples: Samples, read: string): ReadGrowth => {
  const small = latencyOf(samples.of(`small ${read}`));
  const grown = latencyOf(samples.of(`grown ${read}`));
  return {
    small,
    grown,
    ratio: { p50: ratio(grown.p50, small.p50), p99: ratio(grown.p99, small.p99) },
  };
};

/** Fills a book and compares it with a small one, each in a throw-away database of its own. */
export async function measureGrowth(
  config: Config,
  entries: number,
  sizes: Sizes,
  say: (message: string) => void,
): Promise<Growth> {
  const samples = new Samples();
  const sides: Side[] = [];
  const databases: BenchDatabase[] = [];
  try {
    for (const [name, size] of [
      ['small', SMALL],
      ['grown', entries],
    ] as const) {
      const database = await openBenchDatabase(config, say);
      databases.push(database);
      sides.push(await openSide(name, database, size));
    }
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      for (const side of sides) await round(side, sizes, samples);
    }
    const reads = Object.keys(READS).map((read) => [read, readGrowth(samples, read)] as const);
    return {
      entries,
      drain: { empty: samples.median('small'), grown: samples.median('grown') },
      reads: Object.fromEntries(reads),
    };
  } finally {
    for (const { client } of sides) await client.end();
    for (const database of databases) await database.drop();
  }
}
