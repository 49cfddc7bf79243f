import fc from 'fast-check';
import { consistencyRanges, inclusionRanges, rootsOf } from './proofs';
import {
  EMPTY_ROOT,
  GrowingTree,
  leafHash,
  nodeHash,
  provesConsistency,
  provesInclusion,
  rootOf,
} from '../../verifier';

/** MTH of RFC 6962 §2.1, word for word. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (first === undefined) return EMPTY_ROOT;
  if (leaves.length === 1) return first;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

/** PATH of RFC 6962 §2.1.1, word for word. */
function naivePath(m: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 1) return [];
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return m < k
    ? [...naivePath(m, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naivePath(m - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))];
}

/** SUBPROOF of RFC 6962 §2.1.2, word for word. */
function naiveProof(m: number, leaves: readonly Buffer[], whole = true): Buffer[] {
  if (m === leaves.length) return whole ? [] : [naiveRoot(leaves)];
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return m <= k
    ? [...naiveProof(m, leaves.slice(0, k), whole), naiveRoot(leaves.slice(k))]
    : [...naiveProof(m - k, leaves.slice(k), false), naiveRoot(leaves.slice(0, k))];
}

const LARGEST = 64;
const LEAVES = Array.from({ length: LARGEST }, (_, index) => leafHash(`leaf ${String(index)}`));
const NODES = new Map<string, Buffer>();
const ROOTS = [EMPTY_ROOT];
const tree = new GrowingTree();
for (const leaf of LEAVES) {
  for (const { level, position, hash } of tree.add(leaf)) {
    NODES.set(`${String(level)}/${position.toString()}`, hash);
  }
  ROOTS.push(tree.root);
}

const load = (places: readonly { level: number; position: bigint }[]): Promise<Buffer[]> =>
  Promise.resolve(
    places.map(
      ({ level, position }) =>
        NODES.get(`${String(level)}/${position.toString()}`) ?? Buffer.alloc(0),
    ),
  );
const rootAt = (size: number): Buffer => ROOTS[size] ?? Buffer.alloc(0);
const leafAt = (index: number): Buffer => LEAVES[index] ?? Buffer.alloc(0);

const pathOf = (index: number, size: number): Promise<Buffer[]> =>
  rootsOf(inclusionRanges(BigInt(index), BigInt(size)), load);
const proofOf = (first: number, second: number): Promise<Buffer[]> =>
  rootsOf(consistencyRanges(BigInt(first), BigInt(second)), load);

const isIn = (index: number, size: number, path: readonly Buffer[], root = rootAt(size)): boolean =>
  provesInclusion({ index: BigInt(index), size: BigInt(size), leaf: leafAt(index), root }, path);
const isConsistent = (first: number, second: number, proof: readonly Buffer[]): boolean =>
  provesConsistency(
    { size: BigInt(first), root: rootAt(first) },
    { size: BigInt(second), root: rootAt(second) },
    proof,
  );

/** The same proof with one thing wrong. */
function mutationsOf(proof: readonly Buffer[]): Buffer[][] {
  const foreign = leafHash('foreign');
  const changed = proof.flatMap((hash, at) => {
    const flipped = Buffer.from(hash);
    flipped[at % 32] = (flipped[at % 32] ?? 0) ^ 1;
    const shortened = hash.subarray(1);
    return [
      proof.with(at, flipped),
      proof.with(at, shortened),
      proof.toSpliced(at, 1),
      proof.toSpliced(at, 0, hash),
    ];
  });
  const swapped = proof
    .slice(1)
    .map((hash, at) => proof.with(at, hash).with(at + 1, proof[at] ?? foreign));
  return [...changed, ...swapped, [...proof, foreign], [foreign, ...proof]];
}

describe('the tree of RFC 6962', () => {
  // The eight inputs and roots that the reference implementations of Certificate Transparency share.
  const INPUTS = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  const KNOWN_ROOTS = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];

  it('has the roots that are known', () => {
    const grown = new GrowingTree();
    const roots = [grown.root];
    for (const input of INPUTS) {
      // All of their bytes are ASCII.
      grown.add(leafHash(Buffer.from(input, 'hex').toString('latin1')));
      roots.push(grown.root);
    }
    expect(roots.map((root) => root.toString('hex'))).toEqual(KNOWN_ROOTS);
  });

  it('grows to the root of the definition at every size', () => {
    for (let size = 0; size <= LARGEST; size += 1) {
      expect(rootAt(size)).toEqual(naiveRoot(LEAVES.slice(0, size)));
    }
    expect(rootOf([])).toEqual(EMPTY_ROOT);
  });

  it('proves that every leaf is in every tree, as the definition does', async () => {
    for (let size = 1; size <= LARGEST; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const path = await pathOf(index, size);
        expect(path).toEqual(naivePath(index, LEAVES.slice(0, size)));
        expect(isIn(index, size, path)).toBe(true);
      }
    }
  });

  it('proves that every tree begins every larger one, as the definition does', async () => {
    for (let second = 1; second <= LARGEST; second += 1) {
      for (let first = 1; first <= second; first += 1) {
        const proof = await proofOf(first, second);
        expect(proof).toEqual(naiveProof(first, LEAVES.slice(0, second)));
        expect(isConsistent(first, second, proof)).toBe(true);
      }
    }
    expect(isConsistent(0, 5, [])).toBe(true);
    expect(isConsistent(0, 5, [leafAt(0)])).toBe(false);
    expect(isConsistent(5, 5, [leafAt(0)])).toBe(false);
  });
});

describe('the verifier', () => {
  const sizes = fc.integer({ min: 2, max: LARGEST });

  it('refuses a path for another place, another size, another leaf or another root', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, nth, other) => {
        const index = nth % size;
        const path = await pathOf(index, size);
        const wrong = (index + 1 + (other % (size - 1))) % size;
        const claim = { index: BigInt(index), size: BigInt(size), leaf: leafAt(index) };
        expect(provesInclusion({ ...claim, root: rootAt(size) }, path)).toBe(true);
        expect(provesInclusion({ ...claim, root: rootAt(size - 1) }, path)).toBe(false);
        expect(provesInclusion({ ...claim, leaf: leafAt(wrong), root: rootAt(size) }, path)).toBe(
          false,
        );
        expect(provesInclusion({ ...claim, index: BigInt(wrong), root: rootAt(size) }, path)).toBe(
          false,
        );
        for (const index of [-1n, claim.size, claim.size + 1n]) {
          expect(provesInclusion({ ...claim, index, root: rootAt(size) }, path)).toBe(false);
        }
      }),
    );
  });

  it('refuses every path with a node changed, cut, left out, doubled, swapped or added', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async (size, nth) => {
        const index = nth % size;
        for (const path of mutationsOf(await pathOf(index, size))) {
          expect(isIn(index, size, path)).toBe(false);
        }
      }),
    );
  });

  it('refuses every consistency proof that is changed, or is for other sizes or roots', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async (second, nth) => {
        const first = 1 + (nth % (second - 1));
        const proof = await proofOf(first, second);
        for (const mutation of mutationsOf(proof)) {
          expect(isConsistent(first, second, mutation)).toBe(false);
        }
        expect(isConsistent(second, first, proof)).toBe(false);
        for (let size = 1; size <= LARGEST; size += 1) {
          if (size !== second) expect(isConsistent(first, size, proof)).toBe(false);
          if (size !== first) expect(isConsistent(size, second, proof)).toBe(false);
        }
        const claim = { size: BigInt(first), root: leafHash('another history') };
        const now = { size: BigInt(second), root: rootAt(second) };
        expect(provesConsistency(claim, now, proof)).toBe(false);
        expect(provesConsistency(now, claim, proof)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });
});
