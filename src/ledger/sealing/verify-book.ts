import type { KeyObject } from 'node:crypto';
import { type JournalPage, JournalReader, type Reader } from './read-journals';
import type { SealedBook } from './book-log';
import { StoredCheckpoints } from './stored-checkpoints';
import { BookCheck, differ, journalText, type TreeNode } from '../../verifier';

/** What was looked at in a book that is whole. */
export interface BookFinding {
  readonly book: string;
  readonly journals: string;
  readonly entries: number;
  /** How many of the journals a checkpoint covers. */
  readonly sealed: string;
  readonly checkpoints: number;
  /** Whether a key was there to check the signatures with. */
  readonly signatures: 'checked' | 'not_checked';
}

const nameOf = ({ level, position }: Omit<TreeNode, 'hash'>): string => `${level}/${position}`;

async function one<Row>(reader: Reader, sql: string, parameters: unknown[]): Promise<Row> {
  const [row] = await reader.query<Row>(sql, parameters);
  if (row === undefined) throw new Error('a question to the ledger had no answer');
  return row;
}

/** Accounts must stand where their entries have brought them. */
async function checkAccounts(reader: Reader, bookId: number, check: BookCheck): Promise<void> {
  let after = '0';
  for (;;) {
    const rows = await reader.query<{
      id: string;
      code: string;
      dimensions: string[];
      posted: string | null;
      seq: string | null;
    }>(
      `SELECT a.id, a.code, ARRAY[a.dimension_1, a.dimension_2, a.dimension_3, a.dimension_4] AS dimensions,
              b.posted, b.seq
         FROM ledger.account a LEFT JOIN ledger.account_balance b ON b.account_id = a.id
        WHERE a.book_id = $1 AND a.id > $2 ORDER BY a.id LIMIT 1000`,
      [bookId, after],
    );
    for (const { code, dimensions, posted, seq } of rows) {
      const key = JSON.stringify([code, ...dimensions]);
      const { balance, seq: entries } = check.accounts.get(key) ?? { balance: 0n, seq: 0n };
      if (posted !== balance.toString() || seq !== entries.toString()) {
        const stands = `stands at ${posted ?? 'nothing'} fen after ${seq ?? 'no'} entries`;
        differ(
          'balance_differs',
          {},
          `${key} ${stands}; its entries make ${balance} in ${entries}`,
        );
      }
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

/** Numbers must go on where the journals have left off. */
async function checkCounters(reader: Reader, bookId: number, check: BookCheck): Promise<void> {
  const counters = await reader.query<{ series: string; last_number: string }>(
    `SELECT to_char(month, 'YYYY-MM-DD') || ' ' || word AS series, last_number::text
       FROM ledger.voucher_counter WHERE book_id = $1`,
    [bookId],
  );
  const stored = new Map(counters.map(({ series, last_number: last }) => [series, BigInt(last)]));
  for (const series of new Set([...stored.keys(), ...check.vouchers.keys()])) {
    const [counted, made] = [stored.get(series) ?? 0n, check.vouchers.get(series) ?? 0n];
    if (counted !== made) {
      differ('voucher_gap', {}, `${series}: the counter is at ${counted}, the vouchers at ${made}`);
    }
  }
}

/** What lies outside the numbers of the book: written past the posting function. */
async function checkBeyond(reader: Reader, bookId: number, last: string): Promise<void> {
  const { journal } = await one<{ journal: string | null }>(
    reader,
    // Ranges at both ends, so that the index gives them without the journals between.
    `SELECT least((SELECT min(number) FROM ledger.journal WHERE book_id = $1 AND number < 1),
                  (SELECT min(journal_number) FROM ledger.entry WHERE book_id = $1 AND journal_number < 1),
                  (SELECT min(number) FROM ledger.journal WHERE book_id = $1 AND number > $2::bigint),
                  (SELECT min(journal_number) FROM ledger.entry WHERE book_id = $1 AND journal_number > $2::bigint))
              AS journal`,
    [bookId, last],
  );
  if (journal !== null) {
    differ('journal_beyond_head', { journal }, `the last journal of the book is ${last}`);
  }
}

/** Journals must follow one another, and the stored nodes be theirs as far as the book is sealed. */
function checkPage({ journals, nodes }: JournalPage, check: BookCheck, sealed: bigint): void {
  for (const journal of journals) {
    const index = check.tree.size;
    const number = (index + 1n).toString();
    if (journal.number !== number) return;
    const leaf = nodes.get(nameOf({ level: 0, position: index }));
    const completed = check.add(journal, journalText(journal), leaf);
    const altered = completed.find((node) => {
      const stored = nodes.get(nameOf(node));
      return stored === undefined ? index < sealed : !stored.equals(node.hash);
    });
    if (altered !== undefined) {
      const detail = `stored node ${nameOf(altered)} is not that of the journals`;
      differ('tree_altered', { journal: number }, detail);
    }
  }
}

/**
 * Checks a whole book against its entries, its seal and checkpoints kept elsewhere. Reads page by
 * page, so it belongs into a transaction that sees one state of the database.
 *
 * @param publicKey absent: signatures are not looked at
 * @param kept notes of checkpoints from outside
 * @param reach takes how many journals of how many are checked
 * @throws DifferenceFound naming the first journal that differs
 */
export async function verifyBook(
  reader: Reader,
  book: SealedBook,
  publicKey?: KeyObject,
  kept: readonly string[] = [],
  reach?: (done: bigint, total: bigint) => void,
): Promise<BookFinding> {
  const check = new BookCheck(book.code, publicKey);
  const stored = new StoredCheckpoints(check);
  const { last, sealed, leaves } = await one<Record<'last' | 'sealed' | 'leaves', string>>(
    reader,
    `SELECT coalesce((SELECT last_journal FROM ledger.book_head WHERE book_id = $1), 0)::text AS last,
            coalesce((SELECT max(size) FROM ledger.checkpoint WHERE book_id = $1), 0)::text AS sealed,
            coalesce((SELECT max(position) + 1 FROM ledger.tree_node WHERE book_id = $1 AND level = 0), 0)::text
              AS leaves`,
    [book.id],
  );
  const [head, sealedSize] = [BigInt(last), BigInt(sealed)];
  for (const note of kept) check.expect(note);
  const upTo = [head, sealedSize, BigInt(leaves)].reduce((a, b) => (a > b ? a : b));
  for await (const page of new JournalReader(reader, book).pages(1n, upTo, true)) {
    for (const note of page.notes) stored.take(note);
    checkPage(page, check, sealedSize);
    reach?.(check.tree.size, upTo);
    if (check.tree.size < page.to) {
      const missing = (check.tree.size + 1n).toString();
      differ('journal_missing', { journal: missing }, `journal ${missing} of ${upTo} is not there`);
    }
  }
  check.end();
  await checkBeyond(reader, book.id, last);
  if (head !== upTo) {
    differ(
      'journal_beyond_head',
      check.at(head + 1n),
      `the head of the book is at journal ${last}`,
    );
  }
  if (leaves !== sealed) {
    const detail = `${leaves} leaves are stored, the last checkpoint has ${sealed}`;
    differ('tree_altered', check.at(sealedSize + 1n), detail);
  }
  await checkCounters(reader, book.id, check);
  await checkAccounts(reader, book.id, check);
  return {
    book: book.code,
    journals: check.tree.size.toString(),
    entries: check.entries,
    sealed,
    checkpoints: check.checkpoints,
    signatures: publicKey === undefined ? 'not_checked' : 'checked',
  };
}
