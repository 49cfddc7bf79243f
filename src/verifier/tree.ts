import { hash as hashOf } from 'node:crypto';

/** The hashes of RFC 6962 §2.1, and the tree over them. */

// By way of the hexadecimal text, because that is twice as fast as asking for the bytes.
export const sha256 = (data: string | Buffer): Buffer =>
  Buffer.from(hashOf('sha256', data, 'hex'), 'hex');

const NODE = Buffer.of(1);

export const EMPTY_ROOT = sha256('');
// The first byte tells leaves from nodes, so that no node can be passed off as a leaf (§2.1.1).
export const leafHash = (text: string): Buffer => sha256(`\0${text}`);
export const nodeHash = (left: Buffer, right: Buffer): Buffer =>
  sha256(Buffer.concat([NODE, left, right]));

/** The root of a tree, from the roots of its complete subtrees, the widest first (§2.1). */
export const rootOf = (subtrees: readonly Buffer[]): Buffer =>
  subtrees.length === 0 ? EMPTY_ROOT : subtrees.reduceRight((right, left) => nodeHash(left, right));

/** A complete subtree: `position` counts those of its level from the left; level 0 are the leaves. */
export interface TreeNode {
  readonly level: number;
  readonly position: bigint;
  readonly hash: Buffer;
}

/** A tree that grows at its right end; it keeps one hash for each bit of its size. */
export class GrowingTree {
  constructor(
    private count = 0n,
    private readonly subtrees: Buffer[] = [],
  ) {}

  get size(): bigint {
    return this.count;
  }

  get root(): Buffer {
    return rootOf(this.subtrees);
  }

  /** Adds a leaf. @returns the subtrees that it completed, the leaf first */
  add(leaf: Buffer): TreeNode[] {
    let node: TreeNode = { level: 0, position: this.count, hash: leaf };
    const completed = [node];
    for (let bits = this.count; (bits & 1n) === 1n; bits >>= 1n) {
      const left = this.subtrees.pop();
      if (left === undefined) throw new Error('a tree lacks a subtree');
      const hash = nodeHash(left, node.hash);
      node = { level: node.level + 1, position: node.position >> 1n, hash };
      completed.push(node);
    }
    this.subtrees.push(node.hash);
    this.count += 1n;
    return completed;
  }
}
