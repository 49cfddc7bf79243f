import { type Bilingual, DomainError, ExplainedError } from '../../errors';
import { traced } from '../../platform/tracing';
import { type CheckpointFolder, SEALING_STOPS } from './checkpoint-folder';
import { consistencyRanges, inclusionRanges, type NodePlace, nodesOf, rootsOf } from './proofs';
import type { Reader } from './read-journals';
import { type SealKey, signCheckpoint } from './seal-key';
import { GrowingTree, isSignedBy, readCheckpoint } from '../../verifier';

/** A log whose tree and checkpoints are in the database: a book, or the audit trail. */
export interface StoredLog {
  readonly origin: string;
  /** What it is called where something is wrong with it. */
  readonly name: Bilingual;
  /** The folder of its published checkpoints. */
  readonly folder: string;
  /** SQL of its nodes (level, position, hash); made by the code, never from what is entered. */
  readonly nodes: string;
  /** SQL of its checkpoints (size, note, sealed_at). */
  readonly checkpoints: string;
}

/** The stored seal does not fit itself or the key, so nothing is added to it. */
export class SealBrokenError extends ExplainedError {
  constructor(en: string, zh: string) {
    super({ en: [en, SEALING_STOPS.en], zh: [zh, SEALING_STOPS.zh] });
  }
}

/** Hashes of stored nodes, in the order of the places. */
export async function loadNodes(
  reader: Reader,
  log: StoredLog,
  places: readonly NodePlace[],
): Promise<Buffer[]> {
  const rows = await reader.query<{ hash: Buffer | null }>(
    `SELECT n.hash FROM unnest($1::smallint[], $2::bigint[]) WITH ORDINALITY AS p(level, position, place)
       LEFT JOIN ${log.nodes} n ON n.level = p.level AND n.position = p.position
      ORDER BY p.place`,
    [places.map(({ level }) => level), places.map(({ position }) => position.toString())],
  );
  return rows.map(({ hash }) => {
    if (hash === null) throw new Error(`the stored tree of ${log.name.en} has a hole`);
    return hash;
  });
}

/** A checkpoint as it is stored. */
interface StoredCheckpoint {
  readonly note: string;
  readonly sealedAt: Date;
}

/** A checkpoint: that of a size, or the last one. */
export async function readSeal(
  reader: Reader,
  log: StoredLog,
  size?: bigint,
): Promise<StoredCheckpoint | undefined> {
  const [row] = await reader.query<StoredCheckpoint>(
    `SELECT c.note, c.sealed_at AS "sealedAt" FROM ${log.checkpoints} c
      WHERE $1::bigint IS NULL OR c.size = $1 ORDER BY c.size DESC LIMIT 1`,
    [size?.toString() ?? null],
  );
  return row;
}

/** The note of a checkpoint: that of a size, or the last one. */
export const readNote = async (
  reader: Reader,
  log: StoredLog,
  size?: bigint,
): Promise<string | undefined> => (await readSeal(reader, log, size))?.note;

/**
 * The tree as it was sealed, if its stored hashes are the ones that were signed.
 *
 * @throws SealBrokenError what is stored differs from what was signed
 */
export async function sealedTree(
  reader: Reader,
  log: StoredLog,
  key: SealKey,
): Promise<{ tree: GrowingTree; note?: string }> {
  const note = await readNote(reader, log);
  if (note === undefined) return { tree: new GrowingTree() };
  const checkpoint = readCheckpoint(note);
  if (checkpoint === undefined || !isSignedBy(note, key.publicKey)) {
    throw new SealBrokenError(
      `The last checkpoint of ${log.name.en} is not signed by our key.`,
      `${log.name.zh}的最后一个检查点不是用我们的密钥签名的。`,
    );
  }
  const places = nodesOf([0n, checkpoint.size]);
  const tree = new GrowingTree(checkpoint.size, await loadNodes(reader, log, places));
  // Without this a changed node would be signed with the next checkpoint.
  if (!tree.root.equals(checkpoint.root)) {
    throw new SealBrokenError(
      `The stored tree of ${log.name.en} is not the one last signed.`,
      `${log.name.zh}所存的哈希树与上次签名的不一致。`,
    );
  }
  return { tree, note };
}

/** Signs the tree as it stands. */
export const signTree = ({ origin }: StoredLog, tree: GrowingTree, key: SealKey): string =>
  signCheckpoint({ origin, size: tree.size, root: tree.root }, key);

/** Publishes a checkpoint, where there is a folder for it. */
export async function publishNote(
  folder: CheckpointFolder | undefined,
  log: StoredLog,
  size: bigint,
  note: string,
): Promise<void> {
  if (folder === undefined) return;
  const attributes = { 'fund.log': log.folder, 'fund.size': size.toString() };
  await traced('ledger.publish_checkpoint', attributes, () => {
    folder.publish(log.folder, size, note);
    return Promise.resolve();
  });
}

/** That a leaf stands in the tree of a checkpoint. */
export interface LeafProof {
  readonly checkpoint: string;
  readonly size: bigint;
  readonly hashes: readonly Buffer[];
}

/**
 * Proves that a leaf is part of a sealed log, against the last checkpoint or that of a size.
 *
 * @param number of the leaf, counted from one; absent: it has none yet
 * @throws DomainError NOT_SEALED there is no such checkpoint, or the leaf came after it
 */
export async function proveLeaf(
  reader: Reader,
  log: StoredLog,
  number: bigint | undefined,
  size?: bigint,
): Promise<LeafProof> {
  const note = await readNote(reader, log, size);
  const sealed = (note === undefined ? undefined : readCheckpoint(note)?.size) ?? 0n;
  if (note === undefined || number === undefined || number > sealed) {
    throw new DomainError('NOT_SEALED', 'not_found', { sealed: sealed.toString() });
  }
  const ranges = inclusionRanges(number - 1n, sealed);
  const hashes = await rootsOf(ranges, (places) => loadNodes(reader, log, places));
  return { checkpoint: note, size: sealed, hashes };
}

/**
 * Proves that the tree of size `from` is the beginning of that of size `to`.
 *
 * @throws DomainError NOT_SEALED the log is not sealed as far as `to`
 */
export async function proveConsistency(
  reader: Reader,
  log: StoredLog,
  from: bigint,
  to: bigint,
): Promise<Buffer[]> {
  const note = await readNote(reader, log);
  const sealed = note === undefined ? 0n : (readCheckpoint(note)?.size ?? 0n);
  if (to > sealed || from > to) {
    throw new DomainError('NOT_SEALED', 'not_found', {
      from: from.toString(),
      to: to.toString(),
      sealed: sealed.toString(),
    });
  }
  return rootsOf(consistencyRanges(from, to), (places) => loadNodes(reader, log, places));
}
