import type { Client } from 'pg';
import { sealWholeTrail, verifyTrail } from '../../src/audit';
import { verifyApprovals } from '../../src/approvals';
import {
  acceptRequests,
  bookLog,
  type PostingRequest,
  type Reader,
  readNote,
  type SealedBook,
  type SealKey,
  sealWholeBook,
  settleBook,
  verifyBook,
} from '../../src/ledger';
import { readSealedJournals } from '../../src/ledger/sealing/read-journals';
import { inTransaction } from '../../src/platform/database/transaction';
import {
  type Difference,
  DifferenceFound,
  journalText,
  leafHash,
  nodeHash,
} from '../../src/verifier';
import { ApprovalScene, newKey } from '../approvals/approval-scene';
import { Dice } from '../support/dice';
import { income, pool, TestLedger, transfer } from '../support/ledger';
import { reportFigures, sized } from '../support/reliability';
import { keyInFolder, readerOver, TABLES } from './support';

const SEED = 20_240_315;
const ROWS = sized(3, 100);
const CLEAN_RUNS = sized(5, 100);
const JOURNALS = sized(1_000, 50_000);
const REQUESTS = sized(4, 20);
const CHECKPOINT_EVERY = sized(100n, 1_000n);
const BATCH = 500;
/** How far from the end a journal is put in: all behind it are moved. */
const LATELY = 200;

jest.setTimeout(sized(300_000, 4 * 3_600_000));

/** What somebody with all rights does, and the difference that must be named for it. */
interface Cheat {
  readonly statements: readonly string[];
  /** What cannot be said in a statement. */
  readonly more?: (reader: Reader) => Promise<void>;
  readonly expected: Partial<Difference>;
  /** Shows only beside a checkpoint that was kept outside. */
  readonly isHidden?: boolean;
}

describe('any row that somebody with all rights changes', () => {
  const dice = new Dice(SEED);
  let scene: ApprovalScene;
  let key: SealKey;
  let book: SealedBook;
  let kept: string;
  let checkpoints: number;
  let events: number;
  let requests: readonly { readonly id: string; readonly decision: string }[];

  const seal = async (): Promise<void> => {
    const sealing = { key, folder: undefined, batch: CHECKPOINT_EVERY };
    await sealWholeBook(scene.dataSource, book, sealing);
    await sealWholeTrail(scene.dataSource, { ...sealing, batch: 10n });
  };

  const post = async (journals: number): Promise<void> => {
    const ledger = TestLedger.on(scene.service.database);
    for (let made = 0; made < journals; made += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, journals - made) }, (): PostingRequest => {
        const lines = transfer(pool(`p${String(dice.roll(20))}`), income, dice.fen(1_000_000n));
        const businessOn = `2024-03-${String(dice.between(10, 28))}`;
        return ledger.request({ bookId: book.id, idempotencyKey: newKey(), lines, businessOn });
      });
      await inTransaction(scene.dataSource, (tx) => acceptRequests(tx, book.id, batch));
    }
    await settleBook(scene.dataSource, book.id);
  };

  /** Requests that were approved, returned and sent again, rejected, and not yet decided. */
  const askAndDecide = async (): Promise<void> => {
    const officer = await scene.someone('finance_officer');
    const [reviewer, approver] = [await scene.someone('reviewer'), await scene.someone('approver')];
    await scene.fund(['special'], 100_000_000n);
    for (let made = 0; made < REQUESTS; made += 1) {
      const id = await scene.ask(officer, scene.spending('special', BigInt(made + 1)));
      const [first] = (await scene.read(officer, id)).steps;
      const decider = first === 'reviewer' ? reviewer : approver;
      if (made % 4 === 1) {
        await scene.decide(decider, id, 'return');
        await scene.revise(officer, id, scene.spending('special', BigInt(made + 2)));
      }
      if (made % 4 !== 3) {
        const { status } = await scene.decide(decider, id, made % 4 === 2 ? 'reject' : 'approve');
        expect(status).toBe(200);
      }
    }
  };

  const count = async (sql: string, parameters: unknown[] = []): Promise<number> => {
    const [row] = await scene.dataSource.query<{ n: number }[]>(sql, parameters);
    return row?.n ?? 0;
  };

  beforeAll(async () => {
    scene = await ApprovalScene.open();
    ({ key } = keyInFolder());
    const { bookId: id, bookCode: code } = scene.bureau;
    book = { id, code };
    await askAndDecide();
    await post(JOURNALS);
    await seal();
    kept = (await readNote(scene.dataSource, bookLog(book))) ?? '';
    checkpoints = await count(
      'SELECT count(*)::integer AS n FROM ledger.checkpoint WHERE book_id = $1',
      [id],
    );
    events = await count('SELECT max(number)::integer AS n FROM fund.audit_leaf');
    requests = await scene.dataSource.query(
      'SELECT request_id AS id, id AS decision FROM fund.approval_decision',
    );
    last = await count(
      'SELECT last_journal::integer AS n FROM ledger.book_head WHERE book_id = $1',
      [id],
    );
    expect(last).toBeGreaterThan(JOURNALS);
  });
  afterAll(() => scene.service.close());

  let last = 0;

  async function differenceIn(
    reader: Reader,
    outside: readonly string[] = [],
  ): Promise<Difference | undefined> {
    try {
      await verifyBook(reader, book, key.publicKey, outside);
      await verifyTrail(reader, key.publicKey);
      await verifyApprovals(reader);
      return undefined;
    } catch (error) {
      if (error instanceof DifferenceFound) return error.difference;
      throw error;
    }
  }

  const anyJournal = (): number => dice.between(2, last - 1);
  const ofBook = (condition: string): string => `book_id = ${String(book.id)} AND ${condition}`;
  const journal = (n: number): string => ofBook(`number = ${String(n)}`);
  const entry = (n: number): string =>
    ofBook(`journal_number = ${String(n)} AND line = ${String(dice.between(1, 2))}`);
  const altered = (n: number, ...statements: string[]): Cheat => ({
    statements,
    expected: { kind: 'journal_altered', journal: String(n) },
  });
  const missing = (n: number, ...statements: string[]): Cheat => ({
    statements,
    expected: { kind: 'journal_missing', journal: String(n) },
  });
  const removed = (n: number): Cheat =>
    missing(
      n,
      `DELETE FROM ledger.entry WHERE ${ofBook(`journal_number = ${String(n)}`)}`,
      `DELETE FROM ledger.journal WHERE ${journal(n)}`,
    );
  const moved = (from: string, to: string): string[] => [
    `UPDATE ledger.entry SET journal_number = ${to} WHERE ${ofBook(`journal_number = ${from}`)}`,
    `UPDATE ledger.journal SET number = ${to} WHERE ${ofBook(`number = ${from}`)}`,
  ];
  const event = (n: number): string =>
    `id = (SELECT event_id FROM fund.audit_leaf WHERE number = ${String(n)})`;

  /** Makes every stored hash above a journal fit what the journal says now. */
  async function rehash(reader: Reader, n: number): Promise<void> {
    const number = BigInt(n);
    const [text] = (await readSealedJournals(reader, book, number, number)).map(journalText);
    let hash = leafHash(text ?? '');
    let position = number - 1n;
    for (let level = 0; ; level += 1) {
      const place = [book.id, level, position.toString()];
      const rows = await reader.query(
        `UPDATE ledger.tree_node SET hash = $4 WHERE book_id = $1 AND level = $2 AND position = $3 RETURNING 1`,
        [...place, hash],
      );
      if (rows.length === 0) return;
      const [sibling] = await reader.query<{ hash: Buffer }>(
        'SELECT hash FROM ledger.tree_node WHERE book_id = $1 AND level = $2 AND position = $3',
        [book.id, level, (position ^ 1n).toString()],
      );
      if (sibling === undefined) return;
      hash = position % 2n === 0n ? nodeHash(hash, sibling.hash) : nodeHash(sibling.hash, hash);
      position /= 2n;
    }
  }

  const KINDS: Readonly<Record<string, () => Cheat>> = {
    amount: () => {
      const n = anyJournal();
      return altered(n, `UPDATE ledger.entry SET amount = amount + 1 WHERE ${entry(n)}`);
    },
    account: () => {
      const n = anyJournal();
      return altered(
        n,
        `UPDATE ledger.entry SET seq = 90000000, account_id =
           (SELECT a.id FROM ledger.account a WHERE a.book_id = ${String(book.id)} AND a.id <> account_id
             ORDER BY a.id LIMIT 1) WHERE ${entry(n)}`,
      );
    },
    date: () => {
      const n = anyJournal();
      const other = 'business_on + CASE WHEN business_on = voucher_month THEN 1 ELSE -1 END';
      return altered(n, `UPDATE ledger.journal SET business_on = ${other} WHERE ${journal(n)}`);
    },
    operator: () => {
      const n = anyJournal();
      return altered(n, `UPDATE ledger.journal SET made_by = made_by || '.' WHERE ${journal(n)}`);
    },
    memo: () => {
      const n = anyJournal();
      return altered(n, `UPDATE ledger.journal SET summary = 'invented' WHERE ${journal(n)}`);
    },
    evidence: () => {
      const n = anyJournal();
      const claimed = JSON.stringify({ documents: ['ab'.repeat(32)] });
      const request = ofBook(`journal_number = ${String(n)}`);
      return altered(
        n,
        `UPDATE ledger.posting_request SET evidence = '${claimed}' WHERE ${request}`,
      );
    },
    'first deleted': () => removed(1),
    'middle deleted': () => removed(anyJournal()),
    'last deleted': () => removed(last),
    'entry inserted': () => {
      const n = anyJournal();
      return altered(
        n,
        `INSERT INTO ledger.entry SELECT account_id, 90000000, amount, balance_after, journal_number, book_id, 90, business_on,
           facets FROM ledger.entry WHERE ${entry(n)}`,
      );
    },
    inserted: () => {
      const n = dice.between(last - LATELY, last - 1);
      return altered(
        n,
        `UPDATE ledger.entry SET journal_number = -journal_number - 1 WHERE ${ofBook(`journal_number >= ${String(n)}`)}`,
        `UPDATE ledger.journal SET number = -number - 1 WHERE ${ofBook(`number >= ${String(n)}`)}`,
        `UPDATE ledger.entry SET journal_number = -journal_number WHERE ${ofBook('journal_number < 0')}`,
        `UPDATE ledger.journal SET number = -number WHERE ${ofBook('number < 0')}`,
        `INSERT INTO ledger.journal SELECT ${String(n)}, book_id, voucher_month, voucher_word, 90000000, business_on, booked_at,
           -5, NULL, fact, summary, made_by, entry_count FROM ledger.journal WHERE ${journal(n - 1)}`,
        `INSERT INTO ledger.entry SELECT account_id, 90000000 + line, amount, balance_after, ${String(n)}, book_id, line,
           business_on, facets FROM ledger.entry WHERE ${ofBook(`journal_number = ${String(n - 1)}`)}`,
      );
    },
    swapped: () => {
      const [a, b] = [
        dice.between(2, Math.floor(last / 2)),
        dice.between(Math.ceil(last / 2) + 1, last - 1),
      ];
      const [one, other] = [String(a), String(b)];
      return altered(a, ...moved(one, '-4'), ...moved(other, one), ...moved('-4', other));
    },
    renumbered: () => {
      const n = anyJournal();
      return missing(n, ...moved(String(n), '90000000'));
    },
    'tail truncated with its seal': () => {
      const size = Number(CHECKPOINT_EVERY) * dice.between(1, checkpoints - 1);
      const tail = ofBook(`journal_number > ${String(size)}`);
      return {
        isHidden: true,
        expected: { kind: 'history_cut', journal: String(size + 1) },
        statements: [
          `UPDATE ledger.account_balance b SET posted = coalesce(e.posted, 0), seq = coalesce(e.seq, 0), floor = NULL, held = 0
             FROM ledger.account a LEFT JOIN (
               SELECT account_id, sum(amount) AS posted, count(*) AS seq FROM ledger.entry
                WHERE journal_number <= ${String(size)} GROUP BY 1) e ON e.account_id = a.id
            WHERE a.id = b.account_id AND ${ofBook('true')}`,
          `DELETE FROM ledger.entry WHERE ${tail}`,
          `DELETE FROM ledger.journal WHERE ${ofBook(`number > ${String(size)}`)}`,
          `DELETE FROM ledger.posting_request WHERE ${tail}`,
          `UPDATE ledger.book_head SET last_journal = ${String(size)} WHERE ${ofBook('true')}`,
          `DELETE FROM ledger.voucher_counter WHERE ${ofBook('true')}`,
          `INSERT INTO ledger.voucher_counter SELECT book_id, voucher_month, voucher_word, max(voucher_number)
             FROM ledger.journal WHERE ${ofBook('true')} GROUP BY 1, 2, 3`,
          `DELETE FROM ledger.checkpoint WHERE ${ofBook(`size > ${String(size)}`)}`,
          `DELETE FROM ledger.tree_node WHERE ${ofBook(`((position + 1) << level) > ${String(size)}`)}`,
        ],
      };
    },
    'rewritten with all hashes': () => {
      const n = anyJournal();
      const every = Number(CHECKPOINT_EVERY);
      return {
        statements: [`UPDATE ledger.journal SET summary = 'invented' WHERE ${journal(n)}`],
        more: (reader) => rehash(reader, n),
        // The first that no good checkpoint covers.
        expected: {
          kind: 'checkpoint_root_differs',
          journal: String(Math.floor((n - 1) / every) * every + 1),
        },
      };
    },
    'checkpoint deleted': () => {
      const place = String(dice.between(1, checkpoints - 1));
      return {
        statements: [`DELETE FROM ledger.checkpoint WHERE ${ofBook(`number = ${place}`)}`],
        expected: { kind: 'checkpoint_missing', checkpoint: place },
      };
    },
    'checkpoint root': () => {
      const place = String(dice.between(1, checkpoints));
      const row = ofBook(`number = ${place}`);
      return {
        statements: [`UPDATE ledger.checkpoint SET root = sha256('x') WHERE ${row}`],
        expected: { kind: 'checkpoint_altered', checkpoint: place },
      };
    },
    'checkpoint note': () => {
      const row = ofBook(`number = ${String(dice.between(1, checkpoints))}`);
      return {
        statements: [
          `UPDATE ledger.checkpoint SET note = replace(note, encode(root, 'base64'), encode(sha256('x'), 'base64')) WHERE ${row}`,
        ],
        expected: { kind: 'checkpoint_signature_wrong' },
      };
    },
    'event altered': () => {
      const n = dice.between(1, events);
      return {
        statements: [
          `UPDATE fund.audit_event SET content = content || '{"planted": "yes"}' WHERE ${event(n)}`,
        ],
        expected: { kind: 'event_altered', event: String(n) },
      };
    },
    'event deleted': () => {
      const n = dice.between(1, events);
      return {
        statements: [`DELETE FROM fund.audit_event WHERE ${event(n)}`],
        expected: { kind: 'event_missing', event: String(n) },
      };
    },
    'approval altered': () => {
      const { id } = dice.pick(requests);
      return {
        statements: [
          `UPDATE fund.approval_version SET document = jsonb_set(document, '{content,amount}', '"9.99"')
            WHERE request_id = '${id}'`,
        ],
        expected: { kind: 'approval_altered', approval: id },
      };
    },
    'approval hash altered': () => {
      const { id } = dice.pick(requests);
      return {
        statements: [
          `UPDATE fund.approval_version SET content_hash = sha256('x') WHERE request_id = '${id}'`,
        ],
        expected: { kind: 'approval_altered', approval: id },
      };
    },
    'request altered': () => {
      const { id } = dice.pick(requests);
      return {
        statements: [
          `UPDATE fund.approval_request SET amount_fen = amount_fen + 1 WHERE id = '${id}'`,
        ],
        expected: { kind: 'approval_altered', approval: id },
      };
    },
    'decision hash altered': () => {
      const { id, decision } = dice.pick(requests);
      return {
        statements: [
          `UPDATE fund.approval_decision SET content_hash = sha256('x') WHERE id = '${decision}'`,
        ],
        expected: { kind: 'decision_altered', approval: id },
      };
    },
    'decision altered': () => {
      const { id, decision } = dice.pick(requests);
      return {
        statements: [
          `UPDATE fund.approval_decision SET reason = coalesce(reason, '') || 'invented' WHERE id = '${decision}'`,
        ],
        expected: { kind: 'decision_altered', approval: id },
      };
    },
    'decision deleted': () => {
      const { id, decision } = dice.pick(requests);
      return {
        statements: [`DELETE FROM fund.approval_decision WHERE id = '${decision}'`],
        expected: { kind: 'decision_altered', approval: id },
      };
    },
  };

  async function cheated(client: Client, cheat: Cheat): Promise<Difference | undefined> {
    const reader = readerOver(client);
    await client.query('SAVEPOINT cheat');
    try {
      for (const statement of cheat.statements) {
        const { rowCount } = await client.query(statement);
        if (rowCount === 0) throw new Error(`it changed nothing: ${statement}`);
      }
      await cheat.more?.(reader);
      if (cheat.isHidden === true) expect(await differenceIn(reader)).toBeUndefined();
      return await differenceIn(reader, cheat.isHidden === true ? [kept] : []);
    } finally {
      await client.query('ROLLBACK TO SAVEPOINT cheat');
    }
  }

  const named = new Map<string, number>();

  it.each(Object.keys(KINDS))('is named exactly: %s', async (kind) => {
    const ledger = TestLedger.on(scene.service.database);
    await ledger.session(async (client) => {
      await client.query('BEGIN');
      for (const table of TABLES) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
      for (let row = 0; row < ROWS; row += 1) {
        const cheat = KINDS[kind]?.() ?? { statements: [], expected: {} };
        expect(await cheated(client, cheat)).toMatchObject(cheat.expected);
        named.set(kind, row + 1);
      }
      await client.query('ROLLBACK');
    });
  });

  it('is never named where nobody changed anything', async () => {
    for (let run = 0; run < CLEAN_RUNS; run += 1) {
      await post(dice.between(1, 20));
      if (dice.chance(50)) await seal();
      expect(await differenceIn(scene.dataSource, [kept])).toBeUndefined();
    }
    const detected = [...named.values()].reduce((sum, rows) => sum + rows, 0);
    reportFigures('tamper-random', {
      seed: SEED,
      entries: last * 2,
      kinds: named.size,
      changed: Object.keys(KINDS).length * ROWS,
      named: detected,
      cleanRuns: CLEAN_RUNS,
      falseAlarms: 0,
    });
    expect(detected).toBe(Object.keys(KINDS).length * ROWS);
  });
});
