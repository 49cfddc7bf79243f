import type { KeyObject } from 'node:crypto';
import { JournalReader, type Reader } from './read-journals';
import type { SealedBook } from './book-log';
import { BUNDLE_FORMAT, journalText, leafHash } from '../../verifier';

/**
 * The lines of a book's bundle: what is sealed of it, and its checkpoints, each after its last
 * journal. The leaves are the stored ones, so that a changed journal is named and not only its range.
 *
 * @param reach takes how many journals of how many are written
 */
export async function* bundleLines(
  reader: Reader,
  book: SealedBook,
  publicKey: KeyObject,
  reach?: (done: bigint, total: bigint) => void,
): AsyncGenerator<string> {
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  yield JSON.stringify({ format: BUNDLE_FORMAT, book: book.code, publicKey: pem });
  const [last] = await reader.query<{ size: string | null }>(
    'SELECT max(size) AS size FROM ledger.checkpoint WHERE book_id = $1',
    [book.id],
  );
  const size = BigInt(last?.size ?? '0');
  const pages = new JournalReader(reader, book).pages(1n, size, true);
  for await (const { to, journals, nodes, notes } of pages) {
    const noteAt = new Map(notes.map(({ size, note }) => [size.toString(), note]));
    for (const journal of journals) {
      const text = journalText(journal);
      const leaf = nodes.get(`0/${BigInt(journal.number) - 1n}`) ?? leafHash(text);
      yield JSON.stringify({ leaf: leaf.toString('base64'), journal: text });
      const note = noteAt.get(journal.number);
      if (note !== undefined) yield JSON.stringify({ checkpoint: note });
    }
    reach?.(to, size);
  }
}
