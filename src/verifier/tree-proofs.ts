import { EMPTY_ROOT, nodeHash } from './tree';

const isOdd = (value: bigint): boolean => (value & 1n) === 1n;

/** RFC 9162 §2.1.3.2: does the proof show that the leaf stands at `index` of the tree? */
export function provesInclusion(
  claim: {
    readonly index: bigint;
    readonly size: bigint;
    readonly leaf: Buffer;
    readonly root: Buffer;
  },
  proof: readonly Buffer[],
): boolean {
  if (claim.index < 0n || claim.index >= claim.size) return false;
  let [fn, sn, hash] = [claim.index, claim.size - 1n, claim.leaf];
  for (const sibling of proof) {
    if (sn === 0n || sibling.length !== 32) return false;
    if (isOdd(fn) || fn === sn) {
      hash = nodeHash(sibling, hash);
      for (; !isOdd(fn) && fn !== 0n; fn >>= 1n) sn >>= 1n;
    } else {
      hash = nodeHash(hash, sibling);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && hash.equals(claim.root);
}

/** RFC 9162 §2.1.4.2: does the proof show that the first tree is the beginning of the second? */
export function provesConsistency(
  first: { readonly size: bigint; readonly root: Buffer },
  second: { readonly size: bigint; readonly root: Buffer },
  proof: readonly Buffer[],
): boolean {
  if (first.size < 0n || first.size > second.size) return false;
  // The RFC leaves these two out: nothing is to be proved, so nothing may be in the proof.
  if (first.size === second.size) return proof.length === 0 && first.root.equals(second.root);
  if (first.size === 0n) return proof.length === 0 && first.root.equals(EMPTY_ROOT);
  const isPowerOfTwo = (first.size & (first.size - 1n)) === 0n;
  const [start, ...rest] = isPowerOfTwo ? [first.root, ...proof] : proof;
  if (start?.length !== 32 || proof.length === 0) return false;
  let [fn, sn, fr, sr] = [first.size - 1n, second.size - 1n, start, start];
  for (; isOdd(fn); fn >>= 1n) sn >>= 1n;
  for (const sibling of rest) {
    if (sn === 0n || sibling.length !== 32) return false;
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(sibling, fr);
      sr = nodeHash(sibling, sr);
      for (; !isOdd(fn) && fn !== 0n; fn >>= 1n) sn >>= 1n;
    } else {
      sr = nodeHash(sr, sibling);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && fr.equals(first.root) && sr.equals(second.root);
}
