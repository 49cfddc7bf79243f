import { DomainError } from '../../errors';
import { journalText } from './canonical';
import { consistencyRanges, inclusionRanges, type NodePlace, rootsOf } from './proofs';
import { readSealedJournals, type Reader } from './read-journals';
import { readCheckpoint } from './verifier';

/** Hashes of stored nodes, in the order of the places. */
export async function loadNodes(
  reader: Reader,
  bookId: number,
  places: readonly NodePlace[],
): Promise<Buffer[]> {
  const rows = await reader.query<{ hash: Buffer | null }>(
    `SELECT n.hash FROM unnest($2::smallint[], $3::bigint[]) WITH ORDINALITY AS p(level, position, place)
       LEFT JOIN ledger.tree_node n ON n.book_id = $1 AND n.level = p.level AND n.position = p.position
      ORDER BY p.place`,
    [bookId, places.map(({ level }) => level), places.map(({ position }) => position.toString())],
  );
  return rows.map(({ hash }) => {
    if (hash === null) throw new Error(`the stored tree of book ${bookId} has a hole`);
    return hash;
  });
}

/** The note of a book's checkpoint: that of a size, or the last one. */
export async function readNote(
  reader: Reader,
  bookId: number,
  size?: bigint,
): Promise<string | undefined> {
  const [row] = await reader.query<{ note: string }>(
    `SELECT note FROM ledger.checkpoint WHERE book_id = $1 AND ($2::bigint IS NULL OR size = $2)
      ORDER BY size DESC LIMIT 1`,
    [bookId, size?.toString() ?? null],
  );
  return row?.note;
}

/** That a journal stands in the tree of a checkpoint. */
export interface InclusionProof {
  readonly checkpoint: string;
  readonly size: bigint;
  /** The canonical text whose leaf hash is proved. */
  readonly text: string;
  readonly hashes: readonly Buffer[];
}

/**
 * Proves that a journal is part of a sealed book, against the last checkpoint or that of a size.
 *
 * @throws DomainError NOT_SEALED there is no such checkpoint, or the journal came after it
 */
export async function proveInclusion(
  reader: Reader,
  book: { readonly id: number; readonly code: string },
  number: bigint,
  size?: bigint,
): Promise<InclusionProof> {
  const note = await readNote(reader, book.id, size);
  const checkpoint = note === undefined ? undefined : readCheckpoint(note);
  const [journal] = await readSealedJournals(reader, book, number, number);
  if (note === undefined || !checkpoint || !journal || number > checkpoint.size) {
    throw new DomainError('NOT_SEALED', 'not_found', {
      journal: number.toString(),
      sealed: checkpoint?.size.toString() ?? '0',
    });
  }
  const hashes = await rootsOf(inclusionRanges(number - 1n, checkpoint.size), (places) =>
    loadNodes(reader, book.id, places),
  );
  return { checkpoint: note, size: checkpoint.size, text: journalText(journal), hashes };
}

/**
 * Proves that the tree of size `from` is the beginning of that of size `to`.
 *
 * @throws DomainError NOT_SEALED the book is not sealed as far as `to`
 */
export async function proveConsistency(
  reader: Reader,
  bookId: number,
  from: bigint,
  to: bigint,
): Promise<Buffer[]> {
  const note = await readNote(reader, bookId);
  const sealed = note === undefined ? 0n : (readCheckpoint(note)?.size ?? 0n);
  if (to > sealed || from > to) {
    throw new DomainError('NOT_SEALED', 'not_found', {
      from: from.toString(),
      to: to.toString(),
      sealed: sealed.toString(),
    });
  }
  return rootsOf(consistencyRanges(from, to), (places) => loadNodes(reader, bookId, places));
}
