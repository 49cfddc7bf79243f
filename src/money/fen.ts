/**
 * Exact money of China in fen (1 yuan = 100 fen); may be negative. A bigint has no upper limit;
 * what comes in from outside is limited by {@link parseYuan} to 9,999,999,999,999.99 yuan.
 */
export type Fen = bigint & { readonly __unit: 'fen' };

/** Nothing, in fen. */
export const ZERO_FEN = 0n as Fen;

/** Marks a whole number of fen as money. */
export function fen(value: bigint): Fen {
  return value as Fen;
}

/** Sum of the amounts given, in fen; nothing given is {@link ZERO_FEN}. */
export function addFen(...amounts: readonly Fen[]): Fen {
  return sumFen(amounts);
}

/** `a − b` in fen; negative when `b` is the larger. */
export function subtractFen(a: Fen, b: Fen): Fen {
  return fen(a - b);
}

/** The smaller of two amounts, in fen. */
export function minFen(a: Fen, b: Fen): Fen {
  return a < b ? a : b;
}

/** The same amount with the other sign. */
export function negateFen(amount: Fen): Fen {
  return fen(-(amount as bigint));
}

/** Sum of a series of amounts, in fen; an empty series is {@link ZERO_FEN}. */
export function sumFen(amounts: Iterable<Fen>): Fen {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return fen(total);
}
