import type { DataSource } from 'typeorm';
import { journalText } from './canonical';
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
  /** The note of size `size`; absent where another sealer has the book or nothing was ever posted. */
  readonly note?: string;
}

/** The stored seal does not fit itself or the key, so nothing is added to it. */
export class SealBrokenError extends Error {}

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
    throw new SealBrokenError(`The last checkpoint of book ${book.code} is not signed by our key.`);
  }
  const places = nodesOf([0n, checkpoint.size]);
  const tree = new GrowingTree(checkpoint.size, await loadNodes(reader, book.id, places));
  // Without this a changed node would be signed with the next checkpoint.
  if (!tree.root.equals(checkpoint.root)) {
    throw new SealBrokenError(`The stored tree of book ${book.code} is not the one last signed.`);
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
      throw new SealBrokenError(`Journal ${tree.size + 1n} of book ${book.code} is missing.`);
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
 * @throws SealBrokenError what is stored differs from what was signed
 */
export async function sealBook(
  dataSource: DataSource,
  book: SealedBook,
  key: SealKey,
  batch = SEAL_BATCH,
): Promise<SealResult> {
  return dataSource.transaction('READ COMMITTED', async (tx) => {
    const [lock] = await tx.query<{ taken: boolean }[]>(
      `SELECT pg_try_advisory_xact_lock(hashtext('ledger.seal'), $1) AS taken`,
      [book.id],
    );
    if (lock?.taken !== true) return { from: 0n, size: 0n };
    const [head] = await tx.query<{ last_journal: string }[]>(
      'SELECT last_journal FROM ledger.book_head WHERE book_id = $1',
      [book.id],
    );
    const last = BigInt(head?.last_journal ?? '0');
    const { tree, note } = await sealedTree(tx, book, key);
    const from = tree.size;
    if (last <= from) return { from, size: from, ...(note !== undefined && { note }) };

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
    return { from, size, note: signed };
  });
}

/** Books that have journals beyond their last checkpoint, or all that have any. */
export async function booksToSeal(reader: Reader, all = false): Promise<SealedBook[]> {
  return reader.query<SealedBook>(
    `SELECT b.id, b.code FROM ledger.book b JOIN ledger.book_head h ON h.book_id = b.id
      WHERE h.last_journal > CASE WHEN $1::boolean THEN 0 ELSE coalesce(
              (SELECT max(c.size) FROM ledger.checkpoint c WHERE c.book_id = b.id), 0) END
      ORDER BY b.id`,
    [all],
  );
}
