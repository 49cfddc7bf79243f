/** Choices drawn from a seed, so that a case file can be made again from a few numbers. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A whole number from 0 to below `sides`. */
  roll(sides: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  }

  chance(percent: number): boolean {
    return this.roll(100) < percent;
  }

  between(least: number, most: number): number {
    return least + this.roll(most - least + 1);
  }

  /** A whole number of fen from 1 to `most`. */
  fen(most: bigint): bigint {
    const size = BigInt(this.roll(0x40000000)) * 0x40000000n + BigInt(this.roll(0x40000000));
    return 1n + (size % most);
  }

  pick<Choice>(choices: readonly Choice[]): Choice {
    const choice = choices[this.roll(choices.length)];
    if (choice === undefined) throw new Error('nothing to choose from');
    return choice;
  }

  /** One of the choices, the likelier the greater its weight. */
  weighted<Choice>(choices: readonly (readonly [weight: number, choice: Choice])[]): Choice {
    let rest = this.roll(choices.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, choice] of choices) {
      if (rest < weight) return choice;
      rest -= weight;
    }
    throw new Error('nothing to choose from');
  }

  shuffled<Choice>(choices: readonly Choice[]): Choice[] {
    return choices
      .map((choice) => ({ choice, place: this.roll(0x40000000) }))
      .sort((a, b) => a.place - b.place)
      .map(({ choice }) => choice);
  }

  /** Splits an amount into at most `parts` amounts above 0. */
  split(amount: bigint, parts: number): bigint[] {
    const pieces: bigint[] = [];
    let left = amount;
    for (let part = 1; part < parts && left > 1n; part += 1) {
      const piece = this.chance(40) ? left / BigInt(parts - part + 1) : this.fen(left - 1n);
      if (piece === 0n) break;
      pieces.push(piece);
      left -= piece;
    }
    return [...pieces, left];
  }
}
