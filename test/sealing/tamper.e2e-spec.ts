import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import {
  bookLog,
  booksToSeal,
  booksWithJournals,
  type Reader,
  readNote,
  sealBook,
  type SealedBook,
  type SealKey,
  sealWholeBook,
  verifyBook,
} from '../../src/ledger';
import { signCheckpoint } from '../../src/ledger/sealing/seal-key';
import { readSealedJournals } from '../../src/ledger/sealing/read-journals';
import { EXAMPLES, exampleText } from '../support/examples';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { asCheat, keyInFolder, TamperCount } from './support';
import {
  type Difference,
  DifferenceFound,
  GrowingTree,
  journalText,
  leafHash,
  originOf,
} from '../../src/verifier';

describe('sealed books', () => {
  let database: TestDatabase;
  let key: SealKey;
  let books: readonly SealedBook[];
  let book: SealedBook;
  let last: bigint;
  let id: string;
  const tampered = new TamperCount();

  beforeAll(async () => {
    database = await createTestDatabase();
    ({ key } = keyInFolder());
    for (const name of EXAMPLES) {
      await replayCaseFile(database.dataSource, parseCaseFile(exampleText(name)));
    }
    books = await booksWithJournals(database.dataSource);
    for (const each of books) {
      // Several checkpoints a book, of sizes 5, 10, …
      for (let sealed = 5n; sealed === 5n;) {
        const { from, size } = await sealBook(database.dataSource, each, key, 5n);
        sealed = size - from;
      }
      await sealWholeBook(database.dataSource, each, { key, folder: undefined });
    }
    const named = books.find(({ code }) => code === 'casefile-nanping-2015');
    if (named === undefined) throw new Error('the example is not there');
    book = named;
    id = String(book.id);
    const [head] = await database.dataSource.query<{ last: string }[]>(
      'SELECT last_journal AS last FROM ledger.book_head WHERE book_id = $1',
      [book.id],
    );
    last = BigInt(head?.last ?? '0');
    expect(last).toBeGreaterThan(12n);
  });
  afterAll(async () => {
    tampered.report('books');
    await database.drop();
  });

  async function differenceIn(
    reader: Reader,
    kept: readonly string[] = [],
  ): Promise<Difference | undefined> {
    try {
      await verifyBook(reader, book, key.publicKey, kept);
      return undefined;
    } catch (error) {
      if (error instanceof DifferenceFound) return error.difference;
      throw error;
    }
  }

  const differenceAfter = (
    statements: readonly string[],
    kept: readonly string[] = [],
  ): Promise<Difference | undefined> =>
    asCheat(database, statements, (reader) => differenceIn(reader, kept));

  it('are whole, all of them, with every checkpoint', async () => {
    for (const each of books) {
      const finding = await verifyBook(database.dataSource, each, key.publicKey);
      expect(finding).toMatchObject({ book: each.code, signatures: 'checked' });
      expect(finding.sealed).toBe(finding.journals);
      expect(finding.checkpoints).toBe(Math.ceil(parseInt(finding.journals, 10) / 5));
    }
    expect(await booksToSeal(database.dataSource)).toEqual([]);
  });

  it('are still whole when nothing but the guards was touched', async () => {
    expect(await differenceAfter([])).toBeUndefined();
  });

  const entryOf = (n: number, line = 1): string =>
    `book_id = ${id} AND journal_number = ${String(n)} AND line = ${String(line)}`;
  const journal = (n: number): string => `book_id = ${id} AND number = ${String(n)}`;
  const remove = (n: number | bigint): string[] => [
    `DELETE FROM ledger.entry WHERE book_id = ${id} AND journal_number = ${String(n)}`,
    `DELETE FROM ledger.journal WHERE book_id = ${id} AND number = ${String(n)}`,
  ];
  const renumber = (from: string, to: string): string[] => [
    `UPDATE ledger.entry SET journal_number = ${to} WHERE book_id = ${id} AND journal_number = ${from}`,
    `UPDATE ledger.journal SET number = ${to} WHERE book_id = ${id} AND number = ${from}`,
  ];

  type Cheat = readonly [what: string, statements: () => string[], journal: number, kind?: string];
  const ALTERED: readonly Cheat[] = [
    ['an amount', () => [`UPDATE ledger.entry SET amount = amount + 1 WHERE ${entryOf(3)}`], 3],
    [
      'both amounts of a journal and all balances after them',
      () => [
        `UPDATE ledger.entry SET amount = amount * 2, balance_after = balance_after + amount
          WHERE book_id = ${id} AND journal_number = 4`,
      ],
      4,
    ],
    ['a balance', () => [`UPDATE ledger.entry SET balance_after = 7 WHERE ${entryOf(6, 2)}`], 6],
    [
      'an account',
      () => [
        `UPDATE ledger.entry SET seq = 900, account_id =
           (SELECT min(id) FROM ledger.account WHERE book_id = ${id} AND code = '2307.01') WHERE ${entryOf(2)}`,
      ],
      2,
    ],
    [
      'the name of an account',
      () => [
        `UPDATE ledger.account SET code = '9999' WHERE id = (SELECT account_id FROM ledger.entry WHERE ${entryOf(2)})`,
      ],
      2,
    ],
    [
      'a dimension of an account',
      () => [
        `UPDATE ledger.account SET dimension_1 = 'another' WHERE id =
           (SELECT account_id FROM ledger.entry WHERE ${entryOf(1)})`,
      ],
      1,
    ],
    [
      'a date',
      () => [`UPDATE ledger.journal SET business_on = voucher_month + 27 WHERE ${journal(5)}`],
      5,
    ],
    [
      'a date of an entry',
      () => [`UPDATE ledger.entry SET business_on = '2001-01-01' WHERE ${entryOf(5)}`],
      5,
    ],
    [
      'a booking time by one microsecond',
      () => [
        `UPDATE ledger.journal SET booked_at = booked_at + interval '1 microsecond' WHERE ${journal(1)}`,
      ],
      1,
    ],
    ['the maker', () => [`UPDATE ledger.journal SET made_by = 'nobody' WHERE ${journal(7)}`], 7],
    [
      'the summary',
      () => [`UPDATE ledger.journal SET summary = summary || ' ' WHERE ${journal(8)}`],
      8,
    ],
    ['the fact', () => [`UPDATE ledger.journal SET fact = 'invented' WHERE ${journal(9)}`], 9],
    [
      'the facets',
      () => [`UPDATE ledger.entry SET facets = '{"planted":"yes"}' WHERE ${entryOf(10)}`],
      10,
    ],
    [
      'facets of another shape',
      () => [`UPDATE ledger.entry SET facets = '[1.0]' WHERE ${entryOf(10)}`],
      10,
    ],
    [
      'the voucher number',
      () => [`UPDATE ledger.journal SET voucher_number = 777 WHERE ${journal(11)}`],
      11,
    ],
    ['what it reverses', () => [`UPDATE ledger.journal SET reverses = 1 WHERE ${journal(11)}`], 11],
    [
      'the key of its request',
      () => [
        `UPDATE ledger.posting_request SET idempotency_key = 'other' WHERE book_id = ${id} AND journal_number = 12`,
      ],
      12,
    ],
    [
      'the hash of its request',
      () => [
        `UPDATE ledger.posting_request SET body_hash = sha256('x') WHERE book_id = ${id} AND journal_number = 12`,
      ],
      12,
    ],
    [
      'its request, removed',
      () => [`DELETE FROM ledger.posting_request WHERE book_id = ${id} AND journal_number = 3`],
      3,
    ],
    ['an entry, removed', () => [`DELETE FROM ledger.entry WHERE ${entryOf(4, 2)}`], 4],
    [
      'an entry, added',
      () => [
        `INSERT INTO ledger.entry SELECT account_id, 800, amount, balance_after, journal_number, book_id, 90, business_on, facets
           FROM ledger.entry WHERE ${entryOf(4)}`,
      ],
      4,
    ],
    ['the first journal, removed', () => remove(1), 1, 'journal_missing'],
    ['a journal in the middle, removed', () => remove(6), 6, 'journal_missing'],
    ['the last journal, removed', () => remove(last), -1, 'journal_missing'],
    ['a journal, renumbered', () => renumber('6', '600'), 6, 'journal_missing'],
    [
      'two journals, swapped',
      () => [...renumber('4', '-4'), ...renumber('9', '4'), ...renumber('-4', '9')],
      4,
    ],
    [
      'a journal, inserted, the later ones moved up',
      () => [
        `UPDATE ledger.entry SET journal_number = journal_number + 1000 WHERE book_id = ${id} AND journal_number >= 5`,
        `UPDATE ledger.journal SET number = number + 1000 WHERE book_id = ${id} AND number >= 5`,
        `UPDATE ledger.entry SET journal_number = journal_number - 999 WHERE book_id = ${id} AND journal_number >= 1000`,
        `UPDATE ledger.journal SET number = number - 999 WHERE book_id = ${id} AND number >= 1000`,
        `INSERT INTO ledger.journal SELECT 5, book_id, voucher_month, voucher_word, 500, business_on, booked_at, -5,
           NULL, fact, summary, made_by, entry_count FROM ledger.journal WHERE ${journal(4)}`,
        `INSERT INTO ledger.entry SELECT account_id, 700 + line, amount, balance_after, 5, book_id, line, business_on, facets
           FROM ledger.entry WHERE book_id = ${id} AND journal_number = 4`,
      ],
      5,
    ],
  ];

  it.each(ALTERED.map((cheat) => ({ what: cheat[0], cheat })))(
    'show $what, and in which journal',
    async ({ cheat: [, statements, at, kind] }) => {
      expect(tampered.after(await differenceAfter(statements()))).toMatchObject({
        kind: kind ?? 'journal_altered',
        journal: at === -1 ? last.toString() : String(at),
      });
    },
  );

  it.each<readonly [string, () => string[], object]>([
    [
      'a journal put behind the last one',
      () => [
        `INSERT INTO ledger.journal SELECT 5000, book_id, voucher_month, voucher_word, 500, business_on, booked_at, -5,
           NULL, fact, summary, made_by, entry_count FROM ledger.journal WHERE ${journal(4)}`,
      ],
      { kind: 'journal_beyond_head', journal: '5000' },
    ],
    [
      'entries of no journal',
      () => [
        `INSERT INTO ledger.entry SELECT account_id, 800, amount, balance_after, 4000, book_id, line, business_on, facets
           FROM ledger.entry WHERE ${entryOf(4)}`,
      ],
      { kind: 'journal_beyond_head', journal: '4000' },
    ],
    [
      'a balance row',
      () => [
        `UPDATE ledger.account_balance SET posted = posted + 1 WHERE account_id =
           (SELECT account_id FROM ledger.entry WHERE ${entryOf(1)})`,
      ],
      { kind: 'balance_differs' },
    ],
    [
      'a voucher counter',
      () => [
        `UPDATE ledger.voucher_counter SET last_number = last_number + 1 WHERE book_id = ${id}`,
      ],
      { kind: 'voucher_gap' },
    ],
    [
      'a stored leaf',
      () => [
        `UPDATE ledger.tree_node SET hash = sha256('x') WHERE book_id = ${id} AND level = 0 AND position = 6`,
      ],
      { kind: 'journal_altered', journal: '7' },
    ],
    [
      'a stored node',
      () => [
        `UPDATE ledger.tree_node SET hash = sha256('x') WHERE book_id = ${id} AND level = 1 AND position = 2`,
      ],
      { kind: 'tree_altered', journal: '6' },
    ],
    [
      'a stored leaf that is gone',
      () => [`DELETE FROM ledger.tree_node WHERE book_id = ${id} AND level = 0 AND position = 6`],
      { kind: 'tree_altered', journal: '7' },
    ],
    [
      'a checkpoint whose size was changed',
      () => [
        `UPDATE ledger.checkpoint SET note = replace(note, E'\\n10\\n', E'\\n11\\n') WHERE book_id = ${id} AND size = 10`,
      ],
      { kind: 'checkpoint_malformed' },
    ],
    [
      'a checkpoint whose root was changed',
      () => [
        `UPDATE ledger.checkpoint SET note = replace(note, encode(root, 'base64'), encode(sha256('x'), 'base64'))
          WHERE book_id = ${id} AND size = 10`,
      ],
      { kind: 'checkpoint_signature_wrong' },
    ],
    [
      'a checkpoint in the middle that is gone',
      () => [`DELETE FROM ledger.checkpoint WHERE book_id = ${id} AND size = 10`],
      { kind: 'checkpoint_missing', checkpoint: '2' },
    ],
    [
      'a checkpoint with another root beside its note',
      () => [`UPDATE ledger.checkpoint SET root = sha256('x') WHERE book_id = ${id} AND size = 10`],
      { kind: 'checkpoint_altered', checkpoint: '2' },
    ],
    [
      'checkpoints that are gone',
      () => [`DELETE FROM ledger.checkpoint WHERE book_id = ${id}`],
      { kind: 'tree_altered', journal: '1' },
    ],
  ])('show %s', async (_, statements, expected) => {
    expect(tampered.after(await differenceAfter(statements()))).toMatchObject(expected);
  });

  it('show a journal that was changed together with its stored hashes', async () => {
    const found = await asCheat(
      database,
      [`UPDATE ledger.journal SET summary = 'invented' WHERE ${journal(8)}`],
      async (reader) => {
        await resealed(reader, false);
        return differenceIn(reader);
      },
    );
    // Of the journals between the last good checkpoint and this one.
    expect(found).toMatchObject({ kind: 'checkpoint_root_differs', journal: '6' });
  });

  /** Makes the stored tree, and with the key every checkpoint as well, fit what the books now say. */
  async function resealed(reader: Reader, withKey: boolean): Promise<void> {
    await reader.query('DELETE FROM ledger.tree_node WHERE book_id = $1', [book.id]);
    const tree = new GrowingTree();
    const journals = await readSealedJournals(reader, book, 1n, last);
    for (const each of journals) {
      for (const { level, position, hash } of tree.add(leafHash(journalText(each)))) {
        await reader.query('INSERT INTO ledger.tree_node VALUES ($1, $2, $3, $4)', [
          book.id,
          level,
          position.toString(),
          hash,
        ]);
      }
    }
    if (!withKey) return;
    await reader.query('DELETE FROM ledger.checkpoint WHERE book_id = $1', [book.id]);
    const checkpoint = { origin: originOf(book.code), size: tree.size, root: tree.root };
    await reader.query(
      'INSERT INTO ledger.checkpoint (book_id, size, root, note, number) VALUES ($1, $2, $3, $4, 1)',
      [book.id, tree.size.toString(), tree.root, signCheckpoint(checkpoint, key)],
    );
  }

  it('hide a history rewritten with the key, but not from who kept a checkpoint', async () => {
    const kept = (await readNote(database.dataSource, bookLog(book))) ?? '';
    await asCheat(
      database,
      [`UPDATE ledger.journal SET summary = 'invented' WHERE ${journal(8)}`],
      async (reader) => {
        await resealed(reader, true);
        expect(await differenceIn(reader)).toBeUndefined();
        expect(await differenceIn(reader, [kept])).toMatchObject({
          kind: 'checkpoint_root_differs',
        });
      },
    );
  });

  it('hide a tail cut off with its seal, but not from who kept a checkpoint', async () => {
    const kept = (await readNote(database.dataSource, bookLog(book))) ?? '';
    const tail = `book_id = ${id} AND journal_number > 10`;
    const statements = [
      `UPDATE ledger.account_balance b SET posted = coalesce(e.posted, 0), seq = coalesce(e.seq, 0), floor = NULL, held = 0
         FROM ledger.account a LEFT JOIN LATERAL (
           SELECT sum(amount) AS posted, count(*) AS seq FROM ledger.entry
            WHERE account_id = a.id AND journal_number <= 10) e ON true
        WHERE a.id = b.account_id AND a.book_id = ${id}`,
      `DELETE FROM ledger.entry WHERE ${tail}`,
      `DELETE FROM ledger.journal WHERE book_id = ${id} AND number > 10`,
      `DELETE FROM ledger.posting_request WHERE ${tail}`,
      `UPDATE ledger.book_head SET last_journal = 10 WHERE book_id = ${id}`,
      `DELETE FROM ledger.voucher_counter WHERE book_id = ${id}`,
      `INSERT INTO ledger.voucher_counter SELECT book_id, voucher_month, voucher_word, max(voucher_number)
         FROM ledger.journal WHERE book_id = ${id} GROUP BY 1, 2, 3`,
      `DELETE FROM ledger.checkpoint WHERE book_id = ${id} AND size > 10`,
      `DELETE FROM ledger.tree_node WHERE book_id = ${id} AND ((position + 1) << level) > 10`,
    ];
    await asCheat(database, statements, async (reader) => {
      expect(await differenceIn(reader)).toBeUndefined();
      expect(await differenceIn(reader, [kept])).toMatchObject({
        kind: 'history_cut',
        journal: '11',
      });
    });
  });
});
