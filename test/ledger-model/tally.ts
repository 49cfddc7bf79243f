import type { Kind } from './kind';

/** Least share, in percent, of each outcome of a kind that can have either. */
const LEAST_SHARE = 5;

type Counts = Map<string, number>;
const countIn = (counts: Counts, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1);
};
const textOf = (counts: Counts): object => Object.fromEntries([...counts].sort());

/** How often commands of each kind were accepted and refused, and what became of the requests. */
export class Tally {
  private histories = 0;
  private readonly rows: Map<string, { accepted: number; refused: number }>;
  private readonly refusals: Counts = new Map();
  private readonly fates: Counts = new Map();

  constructor(private readonly kinds: Readonly<Record<string, Kind>>) {
    this.rows = new Map(Object.keys(kinds).map((name) => [name, { accepted: 0, refused: 0 }]));
  }

  /** Counts a command that was accepted, or refused with a code. */
  count(kind: string, refusal?: string): void {
    const row = this.rows.get(kind);
    if (row !== undefined) row[refusal === undefined ? 'accepted' : 'refused'] += 1;
    if (refusal !== undefined) countIn(this.refusals, refusal);
  }

  /** Counts a history by what became of its requests: a status, or the codes of the failure. */
  countHistory(fates: readonly string[]): void {
    this.histories += 1;
    for (const fate of fates) countIn(this.fates, fate);
  }

  /** Kinds that were too seldom accepted or too seldom refused for what they are. */
  lopsided(): string[] {
    return [...this.rows].flatMap(([name, { accepted, refused }]) => {
      const nature = this.kinds[name]?.nature;
      const least = ((accepted + refused) * LEAST_SHARE) / 100;
      const isRight =
        nature === 'either'
          ? accepted > 0 && refused > 0 && accepted >= least && refused >= least
          : nature === 'never refused'
            ? accepted > 0 && refused === 0
            : accepted === 0 && refused > 0;
      return isRight ? [] : [`${name}: ${String(accepted)} accepted, ${String(refused)} refused`];
    });
  }

  /** Which of the refusals and fates never came up. */
  missing(names: readonly string[]): string[] {
    return names.filter((name) => !this.refusals.has(name) && !this.fates.has(name));
  }

  figures(): Record<string, number | object> {
    const rows = [...this.rows.entries()];
    return {
      histories: this.histories,
      commands: rows.reduce((sum, [, { accepted, refused }]) => sum + accepted + refused, 0),
      acceptedAndRefused: Object.fromEntries(
        rows.map(([name, { accepted, refused }]) => [name, [accepted, refused]]),
      ),
      refusals: textOf(this.refusals),
      requests: textOf(this.fates),
    };
  }
}
