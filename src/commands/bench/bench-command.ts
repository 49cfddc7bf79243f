import { generateKeyPairSync } from 'node:crypto';
import type { Client } from 'pg';
import type { SealedBook } from '../../ledger';
import type { Config } from '../../platform/config';
import { measureBank } from './bank';
import { type BenchDatabase, openBenchDatabase } from './bench-database';
import { BATCHES, ENTRIES, fillTo, FULL_BATCH, openBook, type Shape } from './draining';
import { type Growth, measureGrowth } from './growth';
import { describeMachine, readCommit } from './machine';
import { measureLists } from './lists';
import type { BenchOptions } from './options';
import { openOrmWay } from './orm-way';
import type { BenchReport } from './report';
import { type Bench, CLIENTS, measureRound, SLICES } from './rounds';
import { latencyOf, ratio, Samples } from './samples';
import { openTpcb } from './tpcb';
import { measureSeal, measureVerify, type Verification } from './verifying';

type Say = (message: string) => void;
const FULL_ENTRIES = FULL_BATCH.requests * ENTRIES;

type Measured = Pick<BenchReport, 'ratios' | 'rates' | 'drainBy' | 'latency'>;

const ratesOf = (samples: Samples): BenchReport['rates'] => ({
  drain: samples.median(`spread ${String(FULL_ENTRIES)}`),
  twoBooks: samples.median('two books'),
  singles: samples.median('singles'),
  orm: samples.median('orm'),
  tpcb: samples.has('tpcb') ? samples.median('tpcb') : null,
  intake: samples.median('intake'),
  httpSingle: samples.median('http single'),
  httpBulk: samples.median('http bulk'),
  seal: samples.median('seal'),
  verify: samples.median('verify'),
});

function measuredOf(samples: Samples): Measured {
  const rates = ratesOf(samples);
  const { drain, twoBooks, orm, tpcb } = rates;
  const drainBy = (shape: Shape): Record<string, number> =>
    Object.fromEntries(
      BATCHES.map(({ requests }) => {
        const entries = String(requests * ENTRIES);
        return [entries, samples.median(`${shape} ${entries}`)];
      }),
    );
  return {
    ratios: {
      overOrm: ratio(drain, orm),
      twoBooksOverOrm: ratio(twoBooks, orm),
      overTpcb: tpcb === null ? null : ratio(drain, tpcb),
      twoBooksOverTpcb: tpcb === null ? null : ratio(twoBooks, tpcb),
      hotOverSpread: ratio(samples.median(`hot ${String(FULL_ENTRIES)}`), drain),
      grownOverEmpty: null,
    },
    rates,
    drainBy: { spread: drainBy('spread'), hot: drainBy('hot') },
    latency: {
      posted: latencyOf(samples.of('latency')),
      withoutRedis: latencyOf(samples.of('without Redis')),
    },
  };
}

async function openBooks(client: Client): Promise<readonly [SealedBook, SealedBook]> {
  const open = async (code: string): Promise<SealedBook> => ({
    id: await openBook(client, code),
    code,
  });
  return [await open('bench-one'), await open('bench-two')];
}

async function measureAll(
  database: BenchDatabase,
  { rounds, verify }: BenchOptions,
  sliceMs: number,
  say: Say,
): Promise<Measured & { machine: Record<string, string>; verification: Verification }> {
  const clients = [await database.connect(), await database.connect()] as const;
  const samples = new Samples();
  const tpcb = await openTpcb(database.owner);
  const orm = await openOrmWay(database.owner);
  try {
    const books = await openBooks(clients[0]);
    const key = generateKeyPairSync('ed25519');
    const bench: Bench = { database, clients, books, orm, tpcb, key, sliceMs, samples };
    for (let round = 1; round <= rounds; round += 1) {
      say(`Measuring, round ${round} of ${rounds} …`);
      await measureRound(bench);
    }
    say(`Verifying a book of ${verify} entries or more …`);
    await fillTo(clients[0], books[0].id, verify);
    await measureSeal(database, books[0], key, samples);
    const verification = await measureVerify(database, books[0], key, samples);
    return { ...measuredOf(samples), machine: await describeMachine(clients[0]), verification };
  } finally {
    await orm.close();
    for (const client of clients) await client.end();
  }
}

function withGrowth(report: BenchReport, growth: Growth): BenchReport {
  const grownOverEmpty = ratio(growth.drain.grown, growth.drain.empty);
  return { ...report, ratios: { ...report.ratios, grownOverEmpty }, growth };
}

/** Measures posting, sealing and verifying in databases of its own, which are dropped at the end. */
export async function bench(config: Config, options: BenchOptions, say: Say): Promise<BenchReport> {
  const { seconds, rounds, grow, reads, advances, bankLines } = options;
  const sliceMs = (seconds * 1_000) / (rounds * SLICES);
  const database = await openBenchDatabase(config, say);
  let report: BenchReport;
  try {
    const settings = { commit: await readCommit(), seconds, rounds, clients: CLIENTS };
    report = { settings, ...(await measureAll(database, options, sliceMs, say)) };
  } finally {
    await database.drop();
  }
  if (grow !== undefined) {
    const growth = await measureGrowth(config, grow, { sliceMs, rounds, reads }, say);
    report = withGrowth(report, growth);
  }
  if (advances !== undefined) {
    const lists = await measureLists(config, advances, { rounds, reads }, say);
    report = { ...report, lists };
  }
  if (bankLines === undefined) return report;
  return { ...report, bank: await measureBank(config, bankLines, { rounds, reads }, say) };
}
