import { Client } from 'pg';
import type { EntityManager } from 'typeorm';
import {
  acceptRequest,
  acceptReversal,
  type AcceptedRequest,
  type AccountKey,
  type DrainResult,
  openBook,
  placeHold,
  type PostingLine,
  type PostingRequest,
} from '../../src/ledger';
import { inTransaction } from '../../src/platform/database/transaction';
import { type ChangeSession, createTestDatabase, type TestDatabase } from './test-database';

/** An account whose money may not go below zero. */
export const pool = (name: string): AccountKey => ({
  code: '1011',
  dimensions: [name, '', '', ''],
  side: 1,
  section: 'main',
  floor: 0n,
});

export const income: AccountKey = {
  code: '4001.01',
  dimensions: ['', '', '', ''],
  side: -1,
  section: 'main',
  floor: null,
};

export const memo = (code: string, side: 1 | -1 = 1): AccountKey => ({
  code,
  dimensions: ['', '', '', ''],
  side,
  section: 'memo',
  floor: null,
});

/** `amount` fen to the debit of one account and the credit of another. */
export const transfer = (
  debit: AccountKey,
  credit: AccountKey,
  amount: bigint,
): readonly PostingLine[] => [
  { account: debit, amount },
  { account: credit, amount: -amount },
];

type RequestParts = Pick<PostingRequest, 'bookId' | 'lines'> & Partial<PostingRequest>;

/** What a refused statement or act said. */
export interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly detail: string;
  readonly sqlState: string;
}

/** Runs what must be refused and returns the refusal. */
export async function refusalOf(act: Promise<unknown>): Promise<Refusal> {
  try {
    await act;
  } catch (error) {
    const { name, message, detail, code } = error as Error & { detail?: string; code?: string };
    return { name, message, detail: detail ?? '', sqlState: code ?? '' };
  }
  throw new Error('it was not refused');
}

let named = 0;
const newName = (prefix: string): string => {
  named += 1;
  return `${prefix}-${String(named)}`;
};

/** A database with the kernel in it, and the few acts that tests of the kernel are made of. */
export class TestLedger {
  private constructor(readonly database: TestDatabase) {}

  static async create(poolSize = 10, changeSession?: ChangeSession): Promise<TestLedger> {
    return new TestLedger(
      await createTestDatabase({ poolSize, ...(changeSession && { changeSession }) }),
    );
  }

  /** On a database that the test has made itself. */
  static on(database: TestDatabase): TestLedger {
    return new TestLedger(database);
  }

  get dataSource(): TestDatabase['dataSource'] {
    return this.database.dataSource;
  }

  async drop(): Promise<void> {
    await this.database.drop();
  }

  async openBook(): Promise<number> {
    const code = newName('book');
    return openBook(this.dataSource.manager, { code, kind: 'sandbox', title: code });
  }

  /** One act of a feature: a transaction of the service. */
  async act<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return inTransaction(this.dataSource, work);
  }

  /** A request with everything that the test does not care about filled in. */
  request(parts: RequestParts): PostingRequest {
    return {
      idempotencyKey: newName('key'),
      fact: 'tested',
      summary: 'A test',
      businessOn: '2024-03-15',
      madeBy: 'tester',
      ...parts,
    };
  }

  async accept(parts: RequestParts): Promise<AcceptedRequest> {
    const request = this.request(parts);
    return this.act((tx) => acceptRequest(tx, request));
  }

  async reverse(
    bookId: number,
    journalNumber: bigint,
    parts: { businessOn?: string; idempotencyKey?: string } = {},
  ): Promise<AcceptedRequest> {
    const idempotencyKey = parts.idempotencyKey ?? newName('reversal');
    const businessOn = parts.businessOn ?? '2024-04-02';
    return this.act((tx) =>
      acceptReversal(tx, {
        bookId,
        journalNumber,
        idempotencyKey,
        businessOn,
        summary: 'A reversal',
        madeBy: 'tester',
      }),
    );
  }

  async hold(bookId: number, account: AccountKey, amount: bigint): Promise<bigint> {
    return this.act((tx) =>
      placeHold(tx, { bookId, account, amount, purpose: 'a test', placedBy: 'tester' }),
    );
  }

  /** One call of the posting function. */
  async drain(bookId: number, limit = 500): Promise<DrainResult> {
    const [result] = await this.rows<DrainResult>('SELECT * FROM ledger.drain($1, $2)', [
      bookId,
      limit,
    ]);
    if (result === undefined) throw new Error('the posting function gave no answer');
    return result;
  }

  /** Puts money into a pool and posts it. */
  async fund(bookId: number, account: AccountKey, amount: bigint): Promise<void> {
    await this.accept({ bookId, lines: transfer(account, income, amount) });
    await this.drain(bookId);
  }

  /** Reads as the service. */
  async rows<T extends object>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return this.dataSource.query<T[]>(sql, parameters);
  }

  async requestState(
    requestId: bigint,
  ): Promise<{ status: string; failure_code: string | null; journal_number: string | null }> {
    const [row] = await this.rows<{
      status: string;
      failure_code: string | null;
      journal_number: string | null;
    }>('SELECT status, failure_code, journal_number FROM ledger.posting_request WHERE id = $1', [
      requestId.toString(),
    ]);
    if (row === undefined) throw new Error('no such request');
    return row;
  }

  /** Waits until nothing of the book is ready any more; somebody else has to post it. */
  async untilDrained(bookId: number, withinMs: number): Promise<void> {
    await this.until(async () => {
      const ready = await this.rows(
        `SELECT FROM ledger.posting_request WHERE book_id = $1 AND status = 'ready' LIMIT 1`,
        [bookId],
      );
      return ready.length === 0;
    }, withinMs);
  }

  /** Works in a session of its own: the superuser's, or that of a role it puts on. */
  async session<T>(work: (client: Client) => Promise<T>, role?: string): Promise<T> {
    const client = new Client(this.database.superuserClient);
    await client.connect();
    try {
      if (role !== undefined) await client.query(`SET ROLE ${role}`);
      return await work(client);
    } finally {
      await client.end();
    }
  }

  /** What only the owner of the kernel's tables could do. */
  async asOwner<T extends object>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return this.session(async (client) => {
      const { rows } = await client.query<T>(sql, parameters);
      return rows;
    }, 'fund_owner');
  }

  async setPeriod(bookId: number, month: string, state: string): Promise<void> {
    await this.asOwner(
      `INSERT INTO ledger.period (book_id, month, state, held_by)
       VALUES ($1, $2, $3, CASE WHEN $3 = 'on_hold' THEN 'somebody' END)
       ON CONFLICT (month, book_id) DO UPDATE SET state = excluded.state, held_by = excluded.held_by`,
      [bookId, month, state],
    );
  }

  /** Waits until as many sessions as expected queue for a lock in this database. */
  async untilWaiting(sessions: number): Promise<void> {
    await this.until(async () => {
      const [row] = await this.session(async (client) => {
        const result = await client.query<{ waiting: number }>(
          `SELECT count(*)::integer AS waiting FROM pg_stat_activity
            WHERE datname = $1 AND wait_event_type = 'Lock'`,
          [this.database.name],
        );
        return result.rows;
      });
      return row?.waiting === sessions;
    });
  }

  /** Looks every few milliseconds until it is so; fails when that takes too long. */
  async until(isSo: () => Promise<boolean>, withinMs = 5_000): Promise<void> {
    const started = performance.now();
    while (!(await isSo())) {
      if (performance.now() - started > withinMs) {
        throw new Error(`it did not come to that in ${String(withinMs)} ms`);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** An auditor's reading of a whole book: every rule that must hold whatever was posted. */
export async function auditBook(
  ledger: Pick<TestLedger, 'rows'>,
  bookId: number,
): Promise<string[]> {
  const findings = await ledger.rows<{ finding: string }>(
    `SELECT 'journal numbers have a gap' AS finding FROM ledger.journal WHERE book_id = $1
      HAVING count(*) <> coalesce(max(number), 0) OR coalesce(min(number), 1) <> 1
     UNION ALL
     SELECT 'the head is not at the last journal' FROM ledger.book_head h
      WHERE h.book_id = $1
        AND h.last_journal <> (SELECT coalesce(max(number), 0) FROM ledger.journal WHERE book_id = $1)
     UNION ALL
     SELECT format('voucher numbers of %s %s have a gap', voucher_word, voucher_month)
       FROM ledger.journal WHERE book_id = $1 GROUP BY voucher_word, voucher_month
     HAVING count(*) <> max(voucher_number) OR min(voucher_number) <> 1
     UNION ALL
     SELECT format('journal %s does not balance in %s', e.journal_number, a.section)
       FROM ledger.entry e JOIN ledger.account a ON a.id = e.account_id
      WHERE e.book_id = $1 GROUP BY e.journal_number, a.section HAVING sum(e.amount) <> 0
     UNION ALL
     SELECT format('entry %s of account %s does not continue the one before', seq, account_id)
       FROM (SELECT e.*, lag(balance_after, 1, 0::bigint) OVER w AS before,
                    lag(seq, 1, 0::bigint) OVER w AS seq_before,
                    lag(journal_number, 1, 0::bigint) OVER w AS journal_before
               FROM ledger.entry e WHERE e.book_id = $1
             WINDOW w AS (PARTITION BY account_id ORDER BY seq)) chain
      WHERE balance_after <> before + amount OR seq <> seq_before + 1 OR journal_number < journal_before
     UNION ALL
     SELECT format('the balance of account %s is not the sum of its entries', a.id)
       FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
       LEFT JOIN ledger.entry e ON e.account_id = a.id
      WHERE a.book_id = $1 GROUP BY a.id, b.posted, b.seq
     HAVING b.posted <> coalesce(sum(e.amount), 0) OR b.seq <> count(e.seq)
     UNION ALL
     SELECT format('account %s holds another amount than its holds', a.id)
       FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
       LEFT JOIN ledger.hold h ON h.account_id = a.id
      WHERE a.book_id = $1 GROUP BY a.id, b.held HAVING b.held <> coalesce(sum(h.remaining), 0)
     UNION ALL
     SELECT format('journal %s and its request do not name each other', r.journal_number)
       FROM ledger.posting_request r LEFT JOIN ledger.journal j ON j.request_id = r.id
      WHERE r.book_id = $1 AND r.journal_number IS DISTINCT FROM j.number
     UNION ALL
     SELECT format('journal %s was booked before the one before it', number)
       FROM (SELECT number, booked_at, lag(booked_at) OVER (ORDER BY number) AS before
               FROM ledger.journal WHERE book_id = $1) times
      WHERE booked_at < before`,
    [bookId],
  );
  return findings.map(({ finding }) => finding);
}
