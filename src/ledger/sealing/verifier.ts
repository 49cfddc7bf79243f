import { hash as hashOf, type KeyObject, verify as verifySignature } from 'node:crypto';
import { journalText, type SealedJournal } from './canonical';

/**
 * The verifier: all that an auditor has to trust, and to read. It needs no database. Hashes are
 * those of RFC 6962 §2.1, checkpoints those of C2SP tlog-checkpoint.
 */

// By way of the hexadecimal text, because that is twice as fast as asking for the bytes.
const sha256 = (data: string | Buffer): Buffer => Buffer.from(hashOf('sha256', data, 'hex'), 'hex');

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

/** Names the book and how it is hashed: the first line of a checkpoint. */
export const originOf = (book: string): string => `fund-ledger/${book}/rfc6962-sha256`;

/** What a checkpoint says: the log had `size` journals or events, and their tree this root. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Buffer;
}

/** What is signed: everything before the blank line, with its last line feed (C2SP signed-note). */
export const checkpointBody = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${root.toString('base64')}\n`;

/** The four bytes by which a signature names its key (C2SP signed-note, type 1 = Ed25519). */
export function keyHash(name: string, publicKey: KeyObject): Buffer {
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return sha256(Buffer.concat([Buffer.from(`${name}\n\x01`), raw])).subarray(0, 4);
}

const NOTE =
  /^((?:\S+)\n(?:0|[1-9]\d{0,17})\n[A-Za-z0-9+/]{43}=\n)\n((?:— \S+ [A-Za-z0-9+/]+={0,2}\n)+)$/;

/** Reads a checkpoint without looking at its signatures; undefined where it is none. */
export function readCheckpoint(note: string): Checkpoint | undefined {
  const [origin = '', size = '', root = ''] = NOTE.exec(note)?.[1]?.split('\n') ?? [];
  return origin === ''
    ? undefined
    : { origin, size: BigInt(size), root: Buffer.from(root, 'base64') };
}

/** Whether one of the signatures of a checkpoint is the key's, under the name of the origin. */
export function isSignedBy(note: string, publicKey: KeyObject): boolean {
  const [, body = '', lines = ''] = NOTE.exec(note) ?? [];
  const name = body.slice(0, body.indexOf('\n'));
  const hash = keyHash(name, publicKey);
  return lines.split('\n').some((line) => {
    const [, signer, encoded = ''] = line.split(' ');
    const bytes = Buffer.from(encoded, 'base64');
    // The last letter has two bits that say nothing: another spelling of the same bytes is no signature.
    if (signer !== name || bytes.toString('base64') !== encoded) return false;
    if (bytes.length !== 68 || !bytes.subarray(0, 4).equals(hash)) return false;
    return verifySignature(null, Buffer.from(body), publicKey, bytes.subarray(4));
  });
}

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
  | 'event_unsealed';

/** The first thing that is not as it must be. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** The first journal that differs; for a root the first that can differ. */
  readonly journal?: string;
  /** The same in the audit trail: the number of the event. */
  readonly event?: string;
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
  place: Pick<Difference, 'journal' | 'event'>,
  detail: string,
): never {
  throw new DifferenceFound({ kind, ...place, detail });
}

interface Fault {
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

/**
 * Checks the journals of one book in their order. It keeps a balance for each account, a number for
 * each voucher word and month, and the growing tree: nothing that grows with the journals.
 */
export class BookCheck extends LogCheck {
  /** Last entry of every account, by its key. */
  readonly accounts = new Map<string, { seq: bigint; balance: bigint }>();
  readonly vouchers = new Map<string, bigint>();
  entries = 0;

  /** @param publicKey absent: signatures are not looked at */
  constructor(
    private readonly book: string,
    publicKey?: KeyObject,
  ) {
    super(originOf(book), 'journal', publicKey);
  }

  /** Checks the next journal. @param sealedLeaf the hash that was stored for it, if one was */
  add(journal: SealedJournal, text: string, sealedLeaf?: Buffer): TreeNode[] {
    const fault = this.faultOf(journal, this.tree.size + 1n);
    const completed = this.addLeaf(text, fault, sealedLeaf);
    this.entries += journal.entries.length;
    return completed;
  }

  /** The first rule of bookkeeping that a journal breaks; carries the balances on. */
  private faultOf(journal: SealedJournal, next: bigint): Fault | undefined {
    const { number, voucher, entries } = journal;
    if (journal.book !== this.book || number !== next.toString()) {
      return {
        kind: 'journal_missing',
        detail: `number ${number} of ${journal.book} in place of ${next}`,
      };
    }
    const faults: Fault[] = [];
    const fault = (kind: DifferenceKind, detail: string) => faults.push({ kind, detail });
    const sums = new Map<string, bigint>();
    for (const entry of entries) {
      const { section, seq } = entry;
      const amount = BigInt(entry.amount);
      sums.set(section, (sums.get(section) ?? 0n) + amount);
      const key = JSON.stringify([entry.account, ...entry.dimensions]);
      const before = this.accounts.get(key) ?? { seq: 0n, balance: 0n };
      const after = { seq: before.seq + 1n, balance: before.balance + amount };
      if (BigInt(seq) !== after.seq || BigInt(entry.balanceAfter) !== after.balance) {
        fault('entry_chain_broken', `line ${entry.line} does not continue account ${key}`);
      }
      this.accounts.set(key, after);
    }
    for (const [section, sum] of sums) {
      if (sum !== 0n) fault('journal_unbalanced', `section ${section} is off by ${sum} fen`);
    }
    if (entries.length < 2 || journal.entryCount !== entries.length.toString()) {
      fault('journal_unbalanced', `${entries.length} entries of ${journal.entryCount}`);
    }
    const series = `${voucher.month} ${voucher.word}`;
    const expected = (this.vouchers.get(series) ?? 0n) + 1n;
    if (BigInt(voucher.number) !== expected) {
      fault('voucher_gap', `voucher ${series} ${voucher.number} in place of ${expected}`);
    }
    this.vouchers.set(series, expected);
    return faults[0];
  }
}

const isNumber = (text: string): boolean => /^(0|-?[1-9]\d{0,18})$/.test(text);
const numbersOf = ({ voucher, entries }: SealedJournal): string[] => [
  voucher.number,
  ...entries.flatMap(({ amount, balanceAfter, seq }) => [amount, balanceAfter, seq]),
];

/** Reads a canonical text back; refuses what is spelled in any other way. */
export function readJournalText(text: string, number: bigint): SealedJournal {
  try {
    const journal = JSON.parse(text) as SealedJournal;
    if (journalText(journal) === text && numbersOf(journal).every(isNumber)) return journal;
  } catch {
    // Told below, like any other spelling.
  }
  return differ(
    'text_not_canonical',
    { journal: number.toString() },
    'the text is not in canonical form',
  );
}
