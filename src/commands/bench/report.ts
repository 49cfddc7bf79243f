import type { Shape } from './draining';
import type { Growth } from './growth';
import type { BankLists } from './bank';
import type { Lists } from './lists';
import type { Latency } from './samples';
import type { Verification } from './verifying';

/** What a benchmark found; rates in entries a second, TPC-B in transactions, times in milliseconds. */
export interface BenchReport {
  readonly machine: Readonly<Record<string, string>>;
  readonly settings: {
    /** Null where the project is no clone. */
    readonly commit: string | null;
    readonly seconds: number;
    readonly rounds: number;
    readonly clients: number;
  };
  readonly ratios: {
    /** Entries a second of a full drain over the ORM's. */
    readonly overOrm: number;
    /** The same for two books at once. */
    readonly twoBooksOverOrm: number;
    /** Entries a second over TPC-B transactions a second; null without pgbench. */
    readonly overTpcb: number | null;
    readonly twoBooksOverTpcb: number | null;
    readonly hotOverSpread: number;
    /** Entries a second of a full drain in a grown book over empty ones; null without `--grow`. */
    readonly grownOverEmpty: number | null;
  };
  readonly rates: {
    /** One book, full batches, a thousand accounts. */
    readonly drain: number;
    readonly twoBooks: number;
    readonly singles: number;
    readonly orm: number;
    readonly tpcb: number | null;
    /** Entries a second accepted in the server, one call a request. */
    readonly intake: number;
    /** Accepted over HTTP while a worker posts: requests a second singly, entries a second in bulk. */
    readonly httpSingle: number;
    readonly httpBulk: number;
    readonly seal: number;
    /** Checked in full: balances, leaves, tree and checkpoints. */
    readonly verify: number;
  };
  /** Entries a second by shape and entries a batch. */
  readonly drainBy: Readonly<Record<Shape, Readonly<Record<string, number>>>>;
  /** From accepting to posted, under light load. */
  readonly latency: {
    readonly posted: Latency;
    /** Redis should carry the hints and is gone: the sweeper finds what waits. */
    readonly withoutRedis: Latency;
  };
  readonly verification: Verification;
  /** Absent without `--grow`. */
  readonly growth?: Growth;
  /** Absent without `--advances`. */
  readonly lists?: Lists;
  /** Absent without `--bank-lines`. */
  readonly bank?: BankLists;
}

const both = ({ p50, p99 }: { p50: number; p99: number }, unit: string): string =>
  `${p50} and ${p99} ${unit}`;

type Row = readonly [name: string, value: string];

const millis = ({ p50, p99 }: Latency): string => `${p50} ms and ${p99} ms`;

function rowsOfGrowth({ entries, small, drain, reads }: Growth, over: number | null): Row[] {
  return [
    [`drain, empty book and one of ${entries}`, `${drain.empty} and ${drain.grown} entries/s`],
    ['grown book / empty one', `${over ?? '—'} ×`],
    ...Object.entries(reads).map(([read, sizes]): Row => [
      `${read}, ${small} → ${entries} entries, p50 and p99`,
      `${both(sizes.small, 'ms')} → ${both(sizes.grown, 'ms')}: ${both(sizes.ratio, '×')}`,
    ]),
  ];
}

function rowsOfLists({ advances, reads }: Lists): Row[] {
  return Object.entries(reads).map(([read, { p50, p95, p99, rows }]) => [
    `${read}, of ${advances} advances, p50, p95 and p99`,
    `${p50}, ${p95} and ${p99} ms, ${rows} rows`,
  ]);
}

function rowsOfBank({ lines, reads }: BankLists): Row[] {
  return Object.entries(reads).map(([read, { p50, p95, p99, rows }]) => [
    `${read}, of ${lines} bank lines, p50, p95 and p99`,
    `${p50}, ${p95} and ${p99} ms, ${rows} rows`,
  ]);
}

function rowsOfRates({ rates, drainBy }: BenchReport): Row[] {
  return [
    ...(['spread', 'hot'] as const).flatMap((shape) =>
      Object.entries(drainBy[shape]).map(([entries, rate]): Row => [
        `drain, ${shape}, ${entries} entries a batch`,
        `${rate} entries/s`,
      ]),
    ),
    ['drain, two books at once', `${rates.twoBooks} entries/s`],
    ['eight clients, single requests, drained', `${rates.singles} entries/s`],
    ['intake, one call a request', `${rates.intake} entries/s`],
    ['HTTP, eight clients, one voucher a request', `${rates.httpSingle} requests/s`],
    ['HTTP, two clients, 500 vouchers a request', `${rates.httpBulk} entries/s`],
    ['ORM, a transaction an entry pair', `${rates.orm} entries/s`],
    ['pgbench TPC-B', rates.tpcb === null ? 'pgbench is not on the PATH' : `${rates.tpcb} tps`],
  ];
}

function rowsOfVerifying({ rates, verification }: BenchReport): Row[] {
  const { entries, seconds, rssMiB } = verification;
  return [
    ['sealing', `${rates.seal} entries/s`],
    ['verifying a whole book', `${rates.verify} entries/s`],
    [`verifying ${entries} entries`, `${seconds} s`],
    [
      'memory of verifying at a tenth, at the end, at most',
      `${rssMiB.atTenth}, ${rssMiB.atEnd} and ${rssMiB.peak} MiB`,
    ],
  ];
}

/** The report for people. */
export function describeBench(report: BenchReport): string {
  const { machine, settings, ratios, latency, growth, lists, bank } = report;
  const { commit, seconds, rounds, clients } = settings;
  const rows: Row[] = [
    ...Object.entries(machine),
    ['commit', commit ?? 'unknown'],
    ['measured', `${rounds} rounds in about ${seconds} s, ${clients} clients; medians`],
    ...rowsOfRates(report),
    ...rowsOfVerifying(report),
    ['drain / ORM, one and two books', `${ratios.overOrm} × and ${ratios.twoBooksOverOrm} ×`],
    [
      'drain / TPC-B, one and two books',
      `${ratios.overTpcb ?? '—'} × and ${ratios.twoBooksOverTpcb ?? '—'} ×`,
    ],
    ['hot account / spread', `${ratios.hotOverSpread} ×`],
    ['accept to posted, p50 and p99', millis(latency.posted)],
    ['accept to posted without Redis, p50 and p99', millis(latency.withoutRedis)],
    ...(growth === undefined ? [] : rowsOfGrowth(growth, ratios.grownOverEmpty)),
    ...(lists === undefined ? [] : rowsOfLists(lists)),
    ...(bank === undefined ? [] : rowsOfBank(bank)),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
