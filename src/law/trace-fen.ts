/** Something that brings or takes money of one purpose, in whole fen. */
export interface Portion {
  readonly id: string;
  /** Above zero. */
  readonly amount: bigint;
}

/** Where a portion lies among the fen of its stage: from is inside, to is outside. */
export interface Placed {
  readonly id: string;
  readonly from: bigint;
  readonly to: bigint;
}

/** Fen that have one way: of each stage the portion that they went through, null where they have not come so far. */
export interface Way<Stage extends string> {
  readonly from: bigint;
  readonly to: bigint;
  readonly through: Readonly<Record<Stage, string | null>>;
}

/**
 * Where portions lie when the first that came in is the first that goes out: one after the other, without a gap.
 *
 * @throws RangeError when an amount is not above zero
 */
export function placed(portions: readonly Portion[]): Placed[] {
  let from = 0n;
  return portions.map(({ id, amount }) => {
    if (amount <= 0n) throw new RangeError('a portion has an amount above zero');
    const place = { id, from, to: from + amount };
    from = place.to;
    return place;
  });
}

/**
 * The ways of all fen through the stages, first in, first out: the n-th fen of each stage is the n-th of the stage
 * before. Ways tile the longest stage exactly; each fen has one portion of a stage at most.
 * Source: default; money of one case is fungible (种类物), and a rule has to say which fen is spent first.
 *
 * @param stages in the order in which money goes through them
 * @throws RangeError when an amount is not above zero
 */
export function traceFen<Stage extends string>(
  stages: Readonly<Record<Stage, readonly Portion[]>>,
): Way<Stage>[] {
  const names = Object.keys(stages) as Stage[];
  const places = new Map(names.map((name) => [name, placed(stages[name])] as const));
  const ends = [...places.values()].flatMap((all) => all.map(({ to }) => to));
  const cuts = [...new Set(ends)].sort((a, b) => (a < b ? -1 : 1));
  return cuts.map((to, index) => {
    const from = cuts[index - 1] ?? 0n;
    const through = Object.fromEntries(
      names.map((name) => [name, portionAt(places.get(name) ?? [], from)?.id ?? null]),
    ) as Record<Stage, string | null>;
    return { from, to, through };
  });
}

/** The portion that has the fen of this number, counted from 0. */
export const portionAt = (places: readonly Placed[], fen: bigint): Placed | undefined =>
  places.find(({ from, to }) => from <= fen && fen < to);

/** The way of the fen of this number, counted from 0. */
export const wayOf = <Stage extends string>(
  ways: readonly Way<Stage>[],
  fen: bigint,
): Way<Stage> | undefined => ways.find(({ from, to }) => from <= fen && fen < to);
