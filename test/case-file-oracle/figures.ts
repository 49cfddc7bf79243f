/** Amounts as whole fen, and the three roundings of the format. */

const AMOUNT = /^(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?$/;

/** Fen of a written amount above 0; undefined for anything else. */
export function fenOf(text: string): bigint | undefined {
  if (!AMOUNT.test(text)) return undefined;
  const point = text.indexOf('.');
  const whole = point < 0 ? text : text.slice(0, point);
  const cents = point < 0 ? '' : text.slice(point + 1);
  const fen = BigInt(whole) * 100n + BigInt((cents + '00').slice(0, 2));
  return fen > 0n ? fen : undefined;
}

/** An amount as the statement shows it: two decimals. */
export function shown(fen: bigint): string {
  const size = fen < 0n ? -fen : fen;
  const cents = size % 100n;
  const sign = fen < 0n ? '-' : '';
  return `${sign}${String(size / 100n)}.${cents < 10n ? '0' : ''}${String(cents)}`;
}

export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

export function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

/** A fraction of whole numbers, rounded half up. */
export function halfUp(numerator: bigint, denominator: bigint): bigint {
  const floor = numerator / denominator;
  return (numerator % denominator) * 2n >= denominator ? floor + 1n : floor;
}

/** Pro rata by largest remainder in whole fen; ties go to the one that stands earlier. */
export function proRata(amount: bigint, weights: readonly bigint[]): bigint[] {
  const sum = total(weights);
  const parts = weights.map((weight) => (amount * weight) / sum);
  const remainders = weights.map((weight) => (amount * weight) % sum);
  let left = amount - total(parts);
  while (left > 0n) {
    let best = 0;
    for (const [index, remainder] of remainders.entries()) {
      if (remainder > (remainders[best] ?? 0n)) best = index;
    }
    parts[best] = (parts[best] ?? 0n) + 1n;
    remainders[best] = -1n;
    left -= 1n;
  }
  return parts;
}

/** Ratios written as decimals, as whole numbers on one scale. */
export function weightsOf(ratios: readonly string[]): bigint[] {
  const digits = 12;
  return ratios.map((ratio) => {
    const [whole = '0', decimals = ''] = ratio.split('.');
    return BigInt(whole) * 10n ** BigInt(digits) + BigInt(decimals.padEnd(digits, '0'));
  });
}
