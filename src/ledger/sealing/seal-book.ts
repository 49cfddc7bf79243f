import type { DataSource } from 'typeorm';
import { traced } from '../../platform/tracing';
import { bookLog, type SealedBook } from './book-log';
import type { CheckpointFolder } from './checkpoint-folder';
import { JournalReader, type Reader } from './read-journals';
import type { SealKey } from './seal-key';
import { publishNote, SealBrokenError, sealedTree, signTree } from './stored-log';
import { type GrowingTree, journalText, leafHash, type TreeNode } from '../../verifier';

/** The most journals that one checkpoint adds. */
export const SEAL_BATCH = 10_000n;

/** What one run of the sealer did. */
export interface SealResult {
  readonly from: bigint;
  readonly size: bigint;
  /** The last journal of the book when this run began. */
  readonly last: bigint;
  /** The note of size `size`; absent where another sealer has the book or nothing was ever posted. */
  readonly note?: string;
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
    const log = bookLog(book);
    const { tree, note } = await sealedTree(tx, log, key);
    const from = tree.size;
    if (last <= from) {
      if (note === undefined) return { from, size: from, last };
      await publishNote(folder, log, from, note);
      return { from, size: from, last, note };
    }

    const size = last - from > batch ? from + batch : last;
    const nodes = await addJournals(tx, book, tree, size);
    const signed = signTree(log, tree, key);
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
    await publishNote(folder, log, size, signed);
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
