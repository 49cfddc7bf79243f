import { rootOf } from '../../verifier';

/** Leaves `from` up to but without `to`. */
export type LeafRange = readonly [from: bigint, to: bigint];

/** Which node of the stored tree: see `TreeNode`. */
export interface NodePlace {
  readonly level: number;
  readonly position: bigint;
}

/** The largest power of two below `size`, for sizes above one (RFC 6962 §2.1). */
function splitOf(size: bigint): bigint {
  let split = 1n;
  while (split * 2n < size) split *= 2n;
  return split;
}

/** The subtrees whose roots are the audit path of a leaf, in the order of RFC 6962 §2.1.1. */
export function inclusionRanges(index: bigint, size: bigint): LeafRange[] {
  const ranges: LeafRange[] = [];
  let [from, to] = [0n, size];
  while (to - from > 1n) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      ranges.unshift([middle, to]);
      to = middle;
    } else {
      ranges.unshift([from, middle]);
      from = middle;
    }
  }
  return ranges;
}

/** The subtrees whose roots are the consistency proof, in the order of RFC 6962 §2.1.2. */
export function consistencyRanges(first: bigint, second: bigint): LeafRange[] {
  if (first === 0n || first === second) return [];
  const ranges: LeafRange[] = [];
  let [from, to] = [0n, second];
  while (to !== first) {
    const middle = from + splitOf(to - from);
    if (first <= middle) {
      ranges.unshift([middle, to]);
      to = middle;
    } else {
      ranges.unshift([from, middle]);
      from = middle;
    }
  }
  // The verifier knows the first root: a subtree that is the whole first tree is left out.
  if (from > 0n) ranges.unshift([from, to]);
  return ranges;
}

/** The complete subtrees that make up a range, the widest first; `from` begins a subtree so wide. */
export function nodesOf([from, to]: LeafRange): NodePlace[] {
  const places: NodePlace[] = [];
  let start = from;
  for (let level = (to - from).toString(2).length - 1; level >= 0; level -= 1) {
    const width = 1n << BigInt(level);
    if (to - start < width) continue;
    places.push({ level, position: start / width });
    start += width;
  }
  return places;
}

/** Gives the hashes of stored nodes, in the order of the places. */
export type LoadNodes = (places: readonly NodePlace[]) => Promise<Buffer[]>;

/** The roots of ranges, read from the stored tree at once. */
export async function rootsOf(ranges: readonly LeafRange[], load: LoadNodes): Promise<Buffer[]> {
  const places = ranges.map(nodesOf);
  const hashes = await load(places.flat());
  return places.map((ofRange) => rootOf(hashes.splice(0, ofRange.length)));
}
