import type { Shape } from './draining';
import type { Growth } from './growth';
import type { Latency } from './samples';

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
    /** Entries a second of a full drain in a grown book over a small one; null without `--grow`. */
    readonly grownOverEmpty: number | null;
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
    readonly httpSingle: number;
    readonly httpBulk: number;
    readonly seal: number;
    /** Checked in full: balances, leaves, tree and checkpoints. */
    readonly verify: number;
  };
  /** From accepting to posted. */
  readonly latency: Latency;
  /** Absent without `--grow`. */
  readonly growth?: Growth;
}

const both = ({ p50, p99 }: { p50: number; p99: number }, unit: string): string =>
  `${p50} and ${p99} ${unit}`;

function rowsOfGrowth({ entries, drain, reads }: Growth, over: number | null): [string, string][] {
  return [
    [`drain, small book and one of ${entries}`, `${drain.empty} and ${drain.grown} entries/s`],
    ['grown book / small one', `${over ?? '—'} ×`],
    ...Object.entries(reads).map(([read, { small, grown, ratio }]): [string, string] => [
      `${read}, p50 and p99`,
      `${both(small, 'ms')} → ${both(grown, 'ms')}: ${both(ratio, '×')}`,
    ]),
  ];
}

/** The report for people. */
export function describeBench({ machine, ratios, rates, latency, growth }: BenchReport): string {
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
    ['sealing', `${rates.seal} entries/s`],
    ['HTTP, eight clients, one voucher a request', `${rates.httpSingle} requests/s`],
    ['HTTP, two clients, 500 vouchers a request', `${rates.httpBulk} entries/s`],
    ['verifying a whole book', `${rates.verify} entries/s`],
    ['ORM, a transaction an entry pair', `${rates.orm} entries/s`],
    ['pgbench TPC-B', rates.tpcb === null ? 'pgbench is not on the PATH' : `${rates.tpcb} tps`],
    ['drain / ORM, one and two books', `${ratios.overOrm} × and ${ratios.twoBooksOverOrm} ×`],
    [
      'drain / TPC-B, one and two books',
      `${ratios.overTpcb ?? '—'} × and ${ratios.twoBooksOverTpcb ?? '—'} ×`,
    ],
    ['hot account / spread', `${ratios.hotOverSpread} ×`],
    ['accept to posted, p50 and p99', `${latency.p50} ms and ${latency.p99} ms`],
    ...(growth === undefined ? [] : rowsOfGrowth(growth, ratios.grownOverEmpty)),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
