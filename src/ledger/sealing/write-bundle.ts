import type { KeyObject } from 'node:crypto';
import { BUNDLE_FORMAT } from './bundle';
import { journalText } from './canonical';
import { readSealedJournals, type Reader } from './read-journals';
import { JOURNALS_A_PAGE, type SealedBook } from './seal-book';
import { leafHash } from './verifier';

/**
 * The lines of a book's bundle: what is sealed of it, and its checkpoints, each after its last
 * journal. The leaves are the stored ones, so that a changed journal is named and not only its range.
 */
export async function* bundleLines(
  reader: Reader,
  book: SealedBook,
  publicKey: KeyObject,
): AsyncGenerator<string> {
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  yield JSON.stringify({ format: BUNDLE_FORMAT, book: book.code, publicKey: pem });
  const [last] = await reader.query<{ size: string | null }>(
    'SELECT max(size) AS size FROM ledger.checkpoint WHERE book_id = $1',
    [book.id],
  );
  const size = BigInt(last?.size ?? '0');
  for (let from = 1n; from <= size; from += JOURNALS_A_PAGE) {
    const to = from + JOURNALS_A_PAGE - 1n < size ? from + JOURNALS_A_PAGE - 1n : size;
    const range = [book.id, from.toString(), to.toString()];
    const notes = await reader.query<{ size: string; note: string }>(
      'SELECT size, note FROM ledger.checkpoint WHERE book_id = $1 AND size BETWEEN $2 AND $3',
      range,
    );
    const leaves = await reader.query<{ number: string; hash: Buffer }>(
      `SELECT position + 1 AS number, hash FROM ledger.tree_node
        WHERE book_id = $1 AND level = 0 AND position BETWEEN $2::bigint - 1 AND $3::bigint - 1`,
      range,
    );
    const noteAt = new Map(notes.map((row) => [row.size, row.note]));
    const leafAt = new Map(leaves.map((row) => [row.number, row.hash]));
    for (const journal of await readSealedJournals(reader, book, from, to)) {
      const text = journalText(journal);
      const leaf = leafAt.get(journal.number) ?? leafHash(text);
      yield JSON.stringify({ leaf: leaf.toString('base64'), journal: text });
      const note = noteAt.get(journal.number);
      if (note !== undefined) yield JSON.stringify({ checkpoint: note });
    }
  }
}
