/** The value below which a part of the values lies; 0 where there is none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

export const ratio = (one: number, other: number): number => Math.round((one / other) * 100) / 100;

/** How long something took, in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly samples: number;
}

const ofHundredths = (value: number): number => Math.round(value * 100) / 100;

export const latencyOf = (times: readonly number[]): Latency => ({
  p50: ofHundredths(quantile(times, 0.5)),
  p99: ofHundredths(quantile(times, 0.99)),
  samples: times.length,
});

/** Collects the samples of each measurement under its name. */
export class Samples {
  private readonly byName = new Map<string, number[]>();

  add(name: string, ...values: readonly number[]): void {
    this.byName.set(name, [...this.of(name), ...values]);
  }

  of(name: string): readonly number[] {
    return this.byName.get(name) ?? [];
  }

  median(name: string): number {
    return Math.round(quantile(this.of(name), 0.5));
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }
}
