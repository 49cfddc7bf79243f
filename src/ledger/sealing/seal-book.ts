import type { DataSource } from 'typeorm';
import { ExplainedError } from '../../errors';
import { traced } from '../../platform/tracing';
import { journalText } from './canonical';
import { type CheckpointFolder, SEALING_STOPS } from './checkpoint-folder';
import { nodesOf } from './proofs';
import { JournalReader, type Reader } from './read-journals';
import { type SealKey, signCheckpoint } from './seal-key';
import { loadNodes } from './stored-tree';
import {
  GrowingTree,
  isSignedBy,
  leafHash,
  originOf,
  readCheckpoint,
  type TreeNode,
} from './verifier';

/** The most journals that one checkpoint adds. */
export const SEAL_BATCH = 10_000n;
/** A book as the sealer and the verifier name it. */
export interface SealedBook {
  readonly id: number;
  readonly code: string;
}

/** What one run of the sealer did. */
export interface SealResult {
  readonly from: bigint;
  readonly size: bigint;
  /** The last journal of the book when this run began. */
  readonly last: bigint;
  /** The note of size `size`; absent where another sealer has the book or nothing was ever posted. */
  readonly note?: string;
}

/** The stored seal does not fit itself or the key, so nothing is added to it. */
export class SealBrokenError extends ExplainedError {
  constructor(en: string, zh: string) {
    super({ en: [en, SEALING_STOPS.en], zh: [zh, SEALING_STOPS.zh] });
  }
}

/** The tree as it was sealed, if its stored hashes are the ones that were signed. */
async function sealedTree(
  reader: Reader,
  book: SealedBook,
  key: SealKey,
): Promise<{ tree: GrowingTree; note?: string }> {
  const [last] = await reader.query<{ note: string }>(
    'SELECT note FROM ledger.checkpoint WHERE book_id = $1 ORDER BY size DESC LIMIT 1',
    [book.id],
  );
  if (last === undefined) return { tree: new GrowingTree() };
  const checkpoint = readCheckpoint(last.note);
  if (checkpoint === undefined || !isSignedBy(last.note, key.publicKey)) {
    throw new SealBrokenError(
      `The last checkpoint of book ${book.code} is not signed by our key.`,
      `账套 ${book.code} 的最后一个检查点不是用我们的密钥签名的。`,
    );
  }
  const places = nodesOf([0n, checkpoint.size]);
  const tree = new GrowingTree(checkpoint.size, await loadNodes(reader, book.id, places));
  // Without this a changed node would be signed with the next checkpoint.
  if (!tree.root.equals(checkpoint.root)) {
    throw new SealBrokenError(
      `The stored tree of book ${book.code} is not the one last signed.`,
      `账套 ${book.code} 所存的哈希树与上次签名的不一致。`,
    );
  }
  return { tree, note: last.note };
}

async function addJournals(
  reader: Reader,
  book: SealedBook,
  tree: GrowingTree,
  size: bigint,
): Promise<TreeNode[]> {
  const nodes: TreeNode[] = [];
  const pages = new JournalReader(reader, book).pages(tree.size + 1n, size, false);
  for await (const { to, journals } of pages) {
    for (const journal of journals) {
      if (journal.number !== (tree.size + 1n).toString()) break;
      nodes.push(...tree.add(leafHash(journalText(journal))));
    }
    if (tree.size < to) {
      throw new SealBrokenError(
        `Journal ${tree.size + 1n} of book ${book.code} is missing.`,
        `账套 ${book.code} 缺少第 ${tree.size + 1n} 张凭证。`,
      );
    }
  }
  return nodes;
}

/**
 * Seals what a book has beyond its last checkpoint, at most `SEAL_BATCH` journals, unless another
 * sealer has the book.
 *
 * READ COMMITTED is enough, and no lock on the book is needed: journal numbers are given under the
 * lock of the book's head and committed with it, so whoever reads a head sees, from then on, every
 * journal up to it; and none of them changes any more.
 *
 * The note is published before the commit. Killed in between, the sealer seals the same journals again
 * and finds its note there; killed the other way round, nobody would ever publish it.
 *
 * @param folder where notes are published; absent: nowhere
 * @throws SealBrokenError what is stored differs from what was signed
 * @throws CheckpointConflictError another note of the same size was published before
 */
export async function sealBook(
  dataSource: DataSource,
  book: SealedBook,
  key: SealKey,
  batch = SEAL_BATCH,
  folder?: CheckpointFolder,
): Promise<SealResult> {
  return traced('ledger.seal', { 'fund.book': book.id }, async (span) => {
    const result = await sealOnce(dataSource, book, key, batch, folder);
    span.setAttributes({
      'fund.sealed_before': result.from.toString(),
      'fund.sealed': result.size.toString(),
    });
    return result;
  });
}

async function publish(
  folder: CheckpointFolder | undefined,
  book: SealedBook,
  size: bigint,
  note: string,
): Promise<void> {
  if (folder === undefined) return;
  const attributes = { 'fund.book': book.id, 'fund.size': size.toString() };
  await traced('ledger.publish_checkpoint', attributes, () => {
    folder.publish(book.code, size, note);
    return Promise.resolve();
  });
}

async function sealOnce(
  dataSource: DataSource,
  book: SealedBook,
  key: SealKey,
  batch: bigint,
  folder: CheckpointFolder | undefined,
): Promise<SealResult> {
  return dataSource.transaction('READ COMMITTED', async (tx) => {
    const [lock] = await tx.query<{ taken: boolean }[]>(
      `SELECT pg_try_advisory_xact_lock(hashtext('ledger.seal'), $1) AS taken`,
      [book.id],
    );
    if (lock?.taken !== true) return { from: 0n, size: 0n, last: 0n };
    const [head] = await tx.query<{ last_journal: string }[]>(
      'SELECT last_journal FROM ledger.book_head WHERE book_id = $1',
      [book.id],
    );
    const last = BigInt(head?.last_journal ?? '0');
    const { tree, note } = await sealedTree(tx, book, key);
    const from = tree.size;
    if (last <= from) {
      if (note === undefined) return { from, size: from, last };
      await publish(folder, book, from, note);
      return { from, size: from, last, note };
    }

    const size = last - from > batch ? from + batch : last;
    const nodes = await addJournals(tx, book, tree, size);
    const checkpoint = { origin: originOf(book.code), size, root: tree.root };
    const signed = signCheckpoint(checkpoint, key);
    await tx.query('SELECT ledger.seal($1, $2, $3, $4, $5, $6, $7, $8)', [
      book.id,
      from.toString(),
      size.toString(),
      nodes.map(({ level }) => level),
      nodes.map(({ position }) => position.toString()),
      nodes.map(({ hash }) => hash),
      tree.root,
      signed,
    ]);
    await publish(folder, book, size, signed);
    return { from, size, last, note: signed };
  });
}

/** A book that has journals beyond its last checkpoint. */
export interface BookToSeal extends SealedBook {
  /** How many of its journals are sealed, and how many it has; decimal digits. */
  readonly sealed: string;
  readonly journals: string;
  /** Age of the oldest journal that is not sealed. */
  readonly behindSeconds: number;
}

/** Books that have journals beyond their last checkpoint. */
export async function booksToSeal(reader: Reader): Promise<BookToSeal[]> {
  return reader.query<BookToSeal>(
    `SELECT b.id, b.code, s.sealed::text AS sealed, h.last_journal::text AS journals,
            extract(epoch FROM clock_timestamp() - j.booked_at)::float8 AS "behindSeconds"
       FROM ledger.book b JOIN ledger.book_head h ON h.book_id = b.id
      CROSS JOIN LATERAL (SELECT coalesce(max(c.size), 0) AS sealed
                            FROM ledger.checkpoint c WHERE c.book_id = b.id) s
       JOIN ledger.journal j ON j.book_id = b.id AND j.number = s.sealed + 1
      WHERE h.last_journal > s.sealed ORDER BY b.id`,
  );
}

/** Books in which anything was ever posted. */
export async function booksWithJournals(reader: Reader): Promise<SealedBook[]> {
  return reader.query<SealedBook>(
    `SELECT b.id, b.code FROM ledger.book b JOIN ledger.book_head h ON h.book_id = b.id
      WHERE h.last_journal > 0 ORDER BY b.id`,
  );
}
