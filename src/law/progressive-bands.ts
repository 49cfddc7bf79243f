import { fen, type Fen, formatYuan, minFen, subtractFen, ZERO_FEN } from '../money';
import type { ExplanationStep } from './explanation';

/** One band of a progressive tariff; `perMille` is its rate in thousandths. */
export interface Band {
  readonly over: Fen;
  readonly upTo: Fen | null;
  readonly perMille: bigint;
}

/** Thousandths of a fen, exact, and how they came about. */
export interface BandedAmount {
  readonly milliFen: bigint;
  readonly steps: readonly ExplanationStep[];
}

/** Whole yuan as fen, for the bounds of a tariff. */
export function yuan(whole: bigint): Fen {
  return fen(whole * 100n);
}

/** Bands from the first lower bound and pairs of upper bound (whole yuan) and rate in thousandths. */
export function bandsFrom(
  first: bigint,
  rows: readonly (readonly [upTo: bigint | null, perMille: bigint])[],
): readonly Band[] {
  let over = yuan(first);
  return rows.map(([bound, perMille]) => {
    const upTo = bound === null ? null : yuan(bound);
    const band = { over, upTo, perMille };
    over = upTo ?? over;
    return band;
  });
}

/** What a progressive tariff takes of an amount: each band's rate on the part inside it, unrounded. */
export function takeByBands(amount: Fen, bands: readonly Band[]): BandedAmount {
  let milliFen = 0n;
  const steps: ExplanationStep[] = [];
  for (const { over, upTo, perMille } of bands) {
    const top = upTo === null ? amount : minFen(amount, upTo);
    if (top <= over) break;
    const inside = subtractFen(top, over);
    milliFen += inside * perMille;
    steps.push({
      what: `${formatYuan(inside)} over ${formatYuan(over)} × ${perMille.toString()} ‰`,
      gives: formatMilliFen(inside * perMille),
    });
  }
  return { milliFen, steps };
}

/** Thousandths of a fen as yuan with five decimals. */
export function formatMilliFen(milliFen: bigint): string {
  const digits = milliFen.toString().padStart(6, '0');
  return `${digits.slice(0, -5)}.${digits.slice(-5)}`;
}

/** Refuses an amount below zero, which no tariff knows. */
export function assertNotNegative(name: string, amount: Fen): void {
  if (amount < ZERO_FEN) throw new RangeError(`${name} must not be negative`);
}
