import type { Client } from 'pg';
import type { Config } from '../../platform/config';
import { fillApprovals } from './approvals';
import { type BenchDatabase, openBenchDatabase } from './bench-database';
import {
  acceptMany,
  drainRest,
  fillTo,
  FULL_BATCH,
  measureDrain,
  openBook,
  preparedFor,
} from './draining';
import { READS, type ReadSide, readTurns } from './growth-reads';
import { enterPeople } from './people';
import { type Latency, latencyOf, ratio, Samples } from './samples';

/** Entries of the book that reading in the grown one is compared with. */
const SMALL = 10_000;
/** Requests that have been decided: one for so many entries. */
const ENTRIES_A_DECISION = 100;
/** Requests that wait for one person, in a small book as in a grown one. */
const WAITING = 30;
/** Reads of each kind that are not counted: they open connections' caches and compile code. */
const WARM_UP = 5;

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
  /** Entries of the small book. */
  readonly small: number;
  /** Entries a second of full batches, in books that were just opened and in the grown one. */
  readonly drain: { readonly empty: number; readonly grown: number };
  readonly reads: Readonly<Record<string, ReadGrowth>>;
}

/** How much is measured in a round, and in how many of them. */
interface Sizes {
  readonly sliceMs: number;
  readonly rounds: number;
  readonly reads: number;
}

interface Side extends ReadSide {
  readonly name: 'small' | 'grown';
  readonly client: Client;
}

async function openSide(
  name: Side['name'],
  database: BenchDatabase,
  entries: number,
): Promise<Side> {
  const client = await database.connect();
  try {
    const bookId = await openBook(client, name);
    await fillTo(client, bookId, entries);
    const personOf = await enterPeople(database.dataSource);
    const people = { maker: personOf('finance_officer'), approver: personOf('approver') };
    const decided = Math.ceil(entries / ENTRIES_A_DECISION);
    await fillApprovals(database.dataSource, people, { decided, waiting: WAITING });
    await database.analyze();
    return { name, database, client, bookId, ...people };
  } catch (error) {
    await client.end();
    throw error;
  }
}

/** Each read in turn on the one side and on the other, so that both meet the same machine. */
async function measureReads(
  sides: readonly Side[],
  reads: number,
  samples: Samples,
): Promise<void> {
  const turns = await Promise.all(sides.map((side) => readTurns(side, reads + WARM_UP)));
  for (const [read, perform] of Object.entries(READS)) {
    for (let turn = 0; turn < reads + WARM_UP; turn += 1) {
      for (const [index, side] of sides.entries()) {
        const about = turns[index]?.[turn];
        if (about === undefined) throw new Error('there is nothing to read about');
        const started = performance.now();
        await perform(side, about);
        const took = performance.now() - started;
        if (turn >= WARM_UP) samples.add(`${side.name} ${read}`, took);
      }
    }
  }
}

/** Reads while requests wait, then posts them, each in turn on both sides. */
async function round(
  sides: readonly Side[],
  turn: number,
  sizes: Sizes,
  samples: Samples,
): Promise<void> {
  const drains: (() => Promise<void>)[] = [];
  for (const { name, client, bookId: grown } of sides) {
    // Posting is compared with a book that nothing was ever posted to.
    const bookId = name === 'grown' ? grown : await openBook(client, `empty-${String(turn)}`);
    await acceptMany(client, bookId, 'spread', preparedFor(FULL_BATCH, sizes.sliceMs));
    drains.push(async () => {
      const rate = await measureDrain(client, bookId, FULL_BATCH.requests, sizes.sliceMs);
      samples.add(`${name} drain`, rate);
      await drainRest(client, bookId);
    });
  }
  await measureReads(sides, sizes.reads, samples);
  for (const drain of drains) await drain();
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

/** Fills a book and compares it with an empty and a small one, in two throw-away databases. */
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
      say(`Filling a book with ${size} entries …`);
      const database = await openBenchDatabase(config, say);
      databases.push(database);
      sides.push(await openSide(name, database, size));
    }
    for (let turn = 1; turn <= sizes.rounds; turn += 1) {
      say(`Measuring growth, round ${turn} of ${sizes.rounds} …`);
      await round(sides, turn, sizes, samples);
    }
    const reads = Object.keys(READS).map((read) => [read, readGrowth(samples, read)] as const);
    return {
      entries,
      small: SMALL,
      drain: { empty: samples.median('small drain'), grown: samples.median('grown drain') },
      reads: Object.fromEntries(reads),
    };
  } finally {
    for (const { client } of sides) await client.end();
    for (const database of databases) await database.drop();
  }
}
