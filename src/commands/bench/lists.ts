import type { Config } from '../../platform/config';
import { openBenchDatabase } from './bench-database';
import { LIST_READS, type ListSide, listTurn, readList } from './list-reads';
import { fillAdvances } from './lists-fill';
import { openPlaces } from './lists-places';
import { type Latency, latencyOf, quantile, Samples } from './samples';

/** Reads of each list that are not counted: they open connections' caches and compile code. */
const WARM_UP = 5;

/** How long a page of a list takes, and how many rows it had. */
export interface ListLatency extends Latency {
  readonly p95: number;
  readonly rows: number;
}

/** How long lists take once there are many advances. */
export interface Lists {
  readonly advances: number;
  /** How long filling them in took, in seconds. */
  readonly filledIn: number;
  readonly reads: Readonly<Record<string, ListLatency>>;
}

/** How often each list is read in a round, and in how many of them. */
interface Sizes {
  readonly rounds: number;
  readonly reads: number;
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;

async function measureRound(
  side: ListSide,
  advances: number,
  reads: number,
  samples: Samples,
): Promise<void> {
  for (const [name, list] of Object.entries(LIST_READS)) {
    for (let turn = 0; turn < reads + WARM_UP; turn += 1) {
      const about = await listTurn(side, advances);
      const started = performance.now();
      const rows = await readList(side, list, about);
      const took = performance.now() - started;
      if (turn < WARM_UP) continue;
      samples.add(name, took);
      samples.add(`${name}, rows`, rows.length);
    }
  }
}

const listLatency = (samples: Samples, name: string): ListLatency => ({
  ...latencyOf(samples.of(name)),
  p95: hundredths(quantile(samples.of(name), 0.95)),
  rows: samples.median(`${name}, rows`),
});

/** Fills in so many advances in all states and reads every list of them, in a throw-away database. */
export async function measureLists(
  config: Config,
  advances: number,
  sizes: Sizes,
  say: (message: string) => void,
): Promise<Lists> {
  say(`Filling in ${advances} advances …`);
  const database = await openBenchDatabase(config, say);
  try {
    const started = performance.now();
    const client = await database.connect();
    const people = await openPlaces(database, client)
      .then(async (found) => {
        await fillAdvances(client, found.member, advances);
        return found;
      })
      .finally(() => client.end());
    await database.vacuum();
    const filledIn = Math.round((performance.now() - started) / 1_000);
    const samples = new Samples();
    for (let round = 1; round <= sizes.rounds; round += 1) {
      say(`Reading lists, round ${round} of ${sizes.rounds} …`);
      await measureRound({ database, ...people }, advances, sizes.reads, samples);
    }
    const reads = Object.keys(LIST_READS).map(
      (name) => [name, listLatency(samples, name)] as const,
    );
    return { advances, filledIn, reads: Object.fromEntries(reads) };
  } finally {
    await database.drop();
  }
}
