import type { KeyObject } from 'node:crypto';
import { type Checkpoint, isSignedBy, readCheckpoint } from './checkpoint';
import { GrowingTree, leafHash, type TreeNode } from './tree';

/** How books and the audit trail can differ from what they must be. */
export type DifferenceKind =
  | 'journal_altered'
  | 'journal_missing'
  | 'journal_unbalanced'
  | 'entry_chain_broken'
  | 'voucher_gap'
  | 'text_not_canonical'
  | 'journal_beyond_head'
  | 'balance_differs'
  | 'tree_altered'
  | 'checkpoint_malformed'
  | 'checkpoint_signature_wrong'
  | 'checkpoint_root_differs'
  | 'history_cut'
  | 'event_altered'
  | 'event_missing'
  | 'event_unsealed'
  | 'checkpoint_missing'
  | 'checkpoint_altered'
  | 'approval_altered'
  | 'decision_altered'
  | 'proof_wrong';

/** The first thing that is not as it must be. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** The first journal that differs; for a root the first that can differ. */
  readonly journal?: string;
  /** The same in the audit trail: the number of the event. */
  readonly event?: string;
  /** The number of the checkpoint, where it is one that differs. */
  readonly checkpoint?: string;
  /** The id of the approval request that differs. */
  readonly approval?: string;
  readonly detail: string;
}

/** Thrown by the checks of a log at the first difference. */
export class DifferenceFound extends Error {
  constructor(readonly difference: Difference) {
    super(`${difference.kind}: ${difference.detail}`);
  }
}

/** @throws DifferenceFound always */
export function differ(
  kind: DifferenceKind,
  place: Omit<Difference, 'kind' | 'detail'>,
  detail: string,
): never {
  throw new DifferenceFound({ kind, ...place, detail });
}

/** What is wrong with a leaf that may be as it was sealed all the same. */
export interface Fault {
  readonly kind: DifferenceKind;
  readonly detail: string;
}

/** Checks a log that only grows, in its order. It keeps the growing tree and no leaf. */
export class LogCheck {
  readonly tree = new GrowingTree();
  checkpoints = 0;
  private lastGood = 0n;
  private readonly awaited = new Map<bigint, Checkpoint[]>();

  /** @param publicKey absent: signatures are not looked at */
  constructor(
    private readonly origin: string,
    private readonly unit: 'journal' | 'event',
    private readonly publicKey?: KeyObject,
  ) {}

  /** Takes the next leaf. @param sealedLeaf the hash that was stored for it, if one was */
  protected addLeaf(text: string, fault?: Fault, sealedLeaf?: Buffer): TreeNode[] {
    const next = this.tree.size + 1n;
    const leaf = leafHash(text);
    if (sealedLeaf !== undefined && !sealedLeaf.equals(leaf)) {
      const also = fault === undefined ? '' : `; ${fault.detail}`;
      const detail = `the ${this.unit} is not the one that was sealed${also}`;
      differ(`${this.unit}_altered`, this.at(next), detail);
    }
    if (fault !== undefined) differ(fault.kind, this.at(next), fault.detail);
    const completed = this.tree.add(leaf);
    for (const checkpoint of this.awaited.get(next) ?? []) this.compare(checkpoint);
    this.awaited.delete(next);
    return completed;
  }

  /**
   * A checkpoint of this log: compared now, or as soon as its size is reached.
   *
   * @param stored the size under which it was found, where it was stored
   */
  expect(note: string, stored?: bigint): void {
    const checkpoint = readCheckpoint(note);
    const isOurs = checkpoint?.origin === this.origin;
    if (!isOurs || checkpoint.size !== (stored ?? checkpoint.size)) {
      return differ('checkpoint_malformed', {}, `not a checkpoint of ${this.origin}`);
    }
    if (this.publicKey !== undefined && !isSignedBy(note, this.publicKey)) {
      differ('checkpoint_signature_wrong', {}, `checkpoint of size ${checkpoint.size}`);
    }
    const { size } = checkpoint;
    if (size <= this.tree.size) this.compare(checkpoint);
    else this.awaited.set(size, [...(this.awaited.get(size) ?? []), checkpoint]);
  }

  /** After the last leaf: every checkpoint must have been reached. */
  end(): void {
    for (const size of this.awaited.keys()) {
      const detail = `a checkpoint has ${size} ${this.unit}s, here are ${this.tree.size}`;
      differ('history_cut', this.at(this.tree.size + 1n), detail);
    }
  }

  /** Where a difference is. */
  at(number: bigint): Pick<Difference, 'journal' | 'event'> {
    return { [this.unit]: number.toString() };
  }

  private compare({ size, root }: Checkpoint): void {
    if (size !== this.tree.size || !root.equals(this.tree.root)) {
      const from = this.lastGood + 1n;
      const range = `of the ${this.unit}s ${from} to ${size} at least one is not the one that was sealed`;
      differ('checkpoint_root_differs', this.at(from), `checkpoint of size ${size}: ${range}`);
    }
    this.lastGood = size;
    this.checkpoints += 1;
  }
}
