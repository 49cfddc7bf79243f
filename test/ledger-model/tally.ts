import type { Outcome } from './kind';
import { ONE_SIDED } from './one-sided';

/** Least share, in percent, of each outcome of a kind that can have either. */
const LEAST_SHARE = 5;

type Row = Record<Outcome, number>;
type Counts = Map<string, number>;
const countIn = (counts: Counts, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1);
};
const textOf = (counts: Counts): object => Object.fromEntries([...counts].sort());

const percentOf = (row: Row, outcome: Outcome): number =>
  Math.round((1_000 * row[outcome]) / Math.max(row.accepted + row.refused, 1)) / 10;
const sharesOf = (row: Row) => ({
  commands: row.accepted + row.refused,
  acceptedPercent: percentOf(row, 'accepted'),
  refusedPercent: percentOf(row, 'refused'),
});

/** How often commands of each kind were accepted and refused, and what became of the requests. */
export class Tally {
  histories = 0;
  /** Commands of the longest history. */
  longest = 0;
  private readonly rows: Map<string, Row>;
  private readonly refusals: Counts = new Map();
  private readonly fates: Counts = new Map();

  constructor(kinds: readonly string[]) {
    this.rows = new Map(kinds.map((name) => [name, { accepted: 0, refused: 0 }]));
  }

  /** Counts a command that was accepted, or refused with a code. */
  count(kind: string, refusal?: string): void {
    const row = this.rows.get(kind);
    if (row !== undefined) row[refusal === undefined ? 'accepted' : 'refused'] += 1;
    if (refusal !== undefined) countIn(this.refusals, refusal);
  }

  /** Counts a history by what became of its requests: a status, or the codes of the failure. */
  countHistory(commands: number, fates: readonly string[]): void {
    this.histories += 1;
    this.longest = Math.max(this.longest, commands);
    for (const fate of fates) countIn(this.fates, fate);
  }

  /** Kinds that were too seldom accepted or too seldom refused, and exceptions that are none. */
  lopsided(): string[] {
    const always = new Map(ONE_SIDED.flatMap((group) => group.kinds.map((k) => [k, group.always])));
    const unknown = [...always.keys()].filter((name) => !this.rows.has(name));
    const wrong = [...this.rows].filter(([name, row]) => {
      const only = always.get(name);
      const { accepted, refused } = row;
      if (only !== undefined) return row[only] === 0 || row[only] !== accepted + refused;
      const least = ((accepted + refused) * LEAST_SHARE) / 100;
      return Math.min(accepted, refused) < Math.max(least, 1);
    });
    return [
      ...unknown.map((name) => `${name}: there is no such kind`),
      ...wrong.map(([name, row]) => `${name}: ${JSON.stringify(row)}`),
    ];
  }

  /** Which of the refusals and fates never came up. */
  missing(names: readonly string[]): string[] {
    return names.filter((name) => !this.refusals.has(name) && !this.fates.has(name));
  }

  figures(): Record<string, number | object> {
    const rows = [...this.rows.entries()];
    return {
      histories: this.histories,
      longestHistory: this.longest,
      commands: rows.reduce((sum, [, { accepted, refused }]) => sum + accepted + refused, 0),
      kinds: Object.fromEntries(rows.map(([name, row]) => [name, sharesOf(row)])),
      oneSided: ONE_SIDED,
      refusals: textOf(this.refusals),
      requests: textOf(this.fates),
    };
  }
}
