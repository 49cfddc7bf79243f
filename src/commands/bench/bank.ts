import { asCaller, type Caller } from '../../identity';
import type { Config } from '../../platform/config';
import { fillBank } from './bank-fill';
import { BANK_READS, type BankTurn } from './bank-reads';
import { type BenchDatabase, openBenchDatabase } from './bench-database';
import type { ListLatency } from './lists';
import { enterPeople } from './people';
import { latencyOf, quantile, Samples } from './samples';

/** Reads that are not counted: they open connections' caches and compile code. */
const WARM_UP = 3;

/** How long reads of a bank account take that has very many lines. */
export interface BankLists {
  readonly lines: number;
  /** How long filling them in took, in seconds. */
  readonly filledIn: number;
  readonly reads: Readonly<Record<string, ListLatency>>;
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;

const TURN = `
  SELECT l.booked_on::text AS on, l.id FROM fund.bank_line l
   WHERE l.position = (SELECT 1 + floor(random() * $1::integer)::integer)`;

async function measureRound(
  { dataSource }: BenchDatabase,
  officer: Caller,
  { lines, reads }: { readonly lines: number; readonly reads: number },
  samples: Samples,
): Promise<void> {
  for (const [name, read] of Object.entries(BANK_READS)) {
    for (let turn = 0; turn < reads + WARM_UP; turn += 1) {
      const [place] = await dataSource.query<BankTurn[]>(TURN, [lines]);
      if (place === undefined) throw new Error('there is no line');
      const started = performance.now();
      const rows = await asCaller(dataSource, officer, (tx) => read(tx, officer, place));
      const took = performance.now() - started;
      if (turn < WARM_UP) continue;
      samples.add(name, took);
      samples.add(`${name}, rows`, rows);
    }
  }
}

const latency = (samples: Samples, name: string): ListLatency => ({
  ...latencyOf(samples.of(name)),
  p95: hundredths(quantile(samples.of(name), 0.95)),
  rows: samples.median(`${name}, rows`),
});

/** Fills an account at a bank with so many lines and entries and reads it, in a throw-away database. */
export async function measureBank(
  config: Config,
  lines: number,
  { rounds, reads }: { readonly rounds: number; readonly reads: number },
  say: (message: string) => void,
): Promise<BankLists> {
  say(`Filling in ${lines} bank lines …`);
  const database = await openBenchDatabase(config, say);
  try {
    const started = performance.now();
    const officer = (await enterPeople(database.dataSource))('finance_officer');
    const client = await database.connect();
    await fillBank(client, lines, officer.personId).finally(() => client.end());
    await database.vacuum();
    const filledIn = Math.round((performance.now() - started) / 1_000);
    const samples = new Samples();
    for (let round = 1; round <= rounds; round += 1) {
      say(`Reading bank lines, round ${round} of ${rounds} …`);
      await measureRound(database, officer, { lines, reads }, samples);
    }
    const measured = Object.keys(BANK_READS).map((name) => [name, latency(samples, name)] as const);
    return { lines, filledIn, reads: Object.fromEntries(measured) };
  } finally {
    await database.drop();
  }
}
