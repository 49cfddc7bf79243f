import type { Dice } from '../support/dice';
import type { CaseFile, EventEntry } from './format';
import { amountUpTo } from './random-amounts';
import { shifted } from './random-head';
import type { State } from './state';

/** What the next event of a random case file is made from. */
export interface Scene {
  readonly dice: Dice;
  readonly file: CaseFile;
  readonly state: State;
  readonly today: string;
  /** A number that no other event of the file has. */
  readonly serial: number;
  /** References that were introduced so far, by events that were refused as well. */
  readonly introduced: Readonly<Record<'advance' | 'item' | 'judgmentItem' | 'plan', string[]>>;
}

type Body<Type> = Type extends EventEntry ? Omit<Type, 'on'> : never;

/** An event without its day, or nothing where none of its type makes sense yet. */
export type Made = Body<EventEntry> | undefined;

/** How likely an event is now, and how to make it. */
export type Likely = readonly [weight: number, make: (scene: Scene) => Made];

/** A reference to something that is there, and at times to something that was refused. */
export function refTo(
  { dice, introduced }: Scene,
  what: keyof Scene['introduced'],
  likely: readonly string[],
): string | undefined {
  const all = introduced[what];
  if (all.length === 0) return undefined;
  return likely.length === 0 || dice.chance(4) ? dice.pick(all) : dice.pick(likely);
}

const ODD: readonly string[] = [' ', '|', '"', "'", '\\', '/', '%', '项', '𠮷', '__proto__', '}'];

/** A new reference, at times an odd one, and at times one that something else has already. */
export function newRef({ dice, serial }: Scene, prefix: string, taken: Iterable<string>): string {
  const others = [...taken];
  if (others.length > 0 && dice.chance(4)) return dice.pick(others);
  return `${prefix}${String(serial)}${dice.chance(8) ? dice.pick(ODD) : ''}`;
}

export const upTo = ({ dice }: Scene, limit: bigint): string => amountUpTo(dice, limit);

/** A day near today. */
export const near = ({ dice, today }: Scene, most: number): string =>
  shifted(today, dice.between(-most, most));
