import { setTimeout as pause } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { DomainError } from '../../src/errors';
import {
  type AccountBalance,
  acceptRequest,
  placeHold,
  PostgresWakeUp,
  PostingWorker,
  readAccounts,
} from '../../src/ledger';
import { inTransaction, isTransient } from '../../src/platform/database/transaction';
import { Dice } from '../support/dice';
import { income, pool, type TestLedger, transfer } from '../support/ledger';

const BUDGETS = Array.from({ length: 50 }, (_, index) => pool(`budget-${String(index)}`));
const OPENING = 1_000n;
const LARGEST_TRANSFER = 400n;
const TOTAL = OPENING * BigInt(BUDGETS.length);
const DRAINED_WITHIN_MS = 120_000;
/** The n-th budget is drawn with weight 1/n (Zipf), so that the first ones are hot. */
const HEAT = BUDGETS.map((_, index) => [Math.floor(10_000 / (index + 1)), index] as const);

/** Connections that transfer and read at the same time. */
export const CONNECTIONS = 16;
/** Two workers, the listener's announcements and the test itself need some more. */
export const POOL_SIZE = CONNECTIONS + 4;

/** Money that goes from one or two budgets to another. */
export interface Transfer {
  readonly parts: readonly { readonly from: number; readonly amount: bigint }[];
  readonly to: number;
}

/** What the clients saw. */
export interface History {
  readonly acknowledged: Map<string, Transfer>;
  /** Transfers refused for lack of money. */
  refused: number;
  /** Transfers given up after five deadlocks or serialization failures. */
  gaveUp: number;
  /** Tries that a deadlock or serialization failure made necessary. */
  retries: number;
  reads: number;
  /** Reads that saw another total, or a budget below its floor. */
  readonly seenWrong: string[];
  /** What the posting workers reported; they try again. */
  readonly faults: unknown[];
}

/** How the balances of all budgets are read: at one moment, or page by page as time goes on. */
export type Reading = 'at one moment' | 'page by page';

/** Fifty budgets, transfers between them as the workflows make them, and snapshot reads meanwhile. */
export class Bank {
  private constructor(
    private readonly ledger: TestLedger,
    readonly bookId: number,
  ) {}

  static async open(ledger: TestLedger): Promise<Bank> {
    const bookId = await ledger.openBook();
    for (const budget of BUDGETS) {
      await ledger.accept({ bookId, lines: transfer(budget, income, OPENING) });
    }
    await ledger.drain(bookId);
    return new Bank(ledger, bookId);
  }

  /** Lets all connections work at once, half transfers, half reads, and waits until all is posted. */
  async run(operations: number, reading: Reading = 'at one moment', seed = 1): Promise<History> {
    const history: History = {
      acknowledged: new Map(),
      refused: 0,
      gaveUp: 0,
      retries: 0,
      reads: 0,
      seenWrong: [],
      faults: [],
    };
    const { dataSource, database } = this.ledger;
    const wakeUp = new PostgresWakeUp(dataSource, database.serviceClient);
    const workers = [0, 1].map(
      () => new PostingWorker(dataSource, wakeUp, (_book, error) => history.faults.push(error)),
    );
    await Promise.all(workers.map((worker) => worker.start()));
    try {
      let left = operations;
      const client = async (_: unknown, number: number): Promise<void> => {
        const dice = new Dice(seed * 1_000 + number);
        while (left > 0) {
          const key = `${String(seed)}-${String(number)}-${String(left)}`;
          left -= 1;
          if (dice.chance(50)) await this.transfer(key, drawTransfer(dice), history, wakeUp);
          else await this.read(dice.chance(50) ? 'at one moment' : reading, dice, history);
        }
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, client));
      await this.ledger.untilDrained(this.bookId, DRAINED_WITHIN_MS);
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
    }
    return history;
  }

  /** What the books should say after a history and do not; empty when they agree with it. */
  async compare({ acknowledged }: History): Promise<string[]> {
    const booked = new Map<string, string[]>();
    const rows = await this.ledger.rows<{ key: string; budget: string; amount: string }>(
      `SELECT r.idempotency_key AS key, a.dimension_1 AS budget, e.amount
         FROM ledger.posting_request r
         LEFT JOIN ledger.journal j ON j.request_id = r.id
         LEFT JOIN ledger.entry e ON e.journal_number = j.number AND e.book_id = j.book_id
         LEFT JOIN ledger.account a ON a.id = e.account_id
        WHERE r.book_id = $1 AND r.fact = 'budget_moved'`,
      [this.bookId],
    );
    for (const { key, budget, amount } of rows) {
      booked.set(key, [...(booked.get(key) ?? []), `${budget} ${amount}`]);
    }
    const findings: string[] = [];
    for (const [key, move] of acknowledged) {
      const found = (booked.get(key) ?? ['nothing']).sort().join(', ');
      const wanted = linesOf(move)
        .map(({ account, amount }) => `${account.dimensions[0]} ${String(amount)}`)
        .sort()
        .join(', ');
      if (found !== wanted) findings.push(`${key} is booked as ${found}, not as ${wanted}`);
      booked.delete(key);
    }
    for (const key of booked.keys()) findings.push(`${key} is there but was not acknowledged`);
    return [...findings, ...(await this.compareHolds(acknowledged))];
  }

  private async compareHolds(acknowledged: ReadonlyMap<string, Transfer>): Promise<string[]> {
    let placed = 0;
    for (const { parts } of acknowledged.values()) placed += parts.length;
    const rows = await this.ledger.rows<{ holds: number; left: string }>(
      `SELECT count(*)::integer AS holds, coalesce(sum(h.remaining), 0) AS left
         FROM ledger.hold h JOIN ledger.account a ON a.id = h.account_id WHERE a.book_id = $1`,
      [this.bookId],
    );
    const found = rows[0] ?? { holds: -1, left: '' };
    return found.holds === placed && found.left === '0'
      ? []
      : [`${String(found.holds)} holds with ${found.left} fen, not ${String(placed)} with none`];
  }

  /** One act of a workflow: the money is held and the request accepted, or neither. */
  private async transfer(
    key: string,
    move: Transfer,
    history: History,
    wakeUp: PostgresWakeUp,
  ): Promise<void> {
    let tries = 0;
    try {
      await inTransaction(this.ledger.dataSource, async (tx) => {
        tries += 1;
        await this.request(tx, key, move);
      });
    } catch (error) {
      if (error instanceof DomainError && error.code === 'INSUFFICIENT_FUNDS') history.refused += 1;
      else if (isTransient(error)) history.gaveUp += 1;
      else throw error;
      return;
    } finally {
      history.retries += tries - 1;
    }
    history.acknowledged.set(key, move);
    await wakeUp.announce(this.bookId);
  }

  private async request(tx: EntityManager, key: string, move: Transfer): Promise<void> {
    const { bookId } = this;
    const holdChanges = [];
    for (const { from, amount } of move.parts) {
      const account = budgetAt(from);
      const hold = await placeHold(tx, {
        bookId,
        account,
        amount,
        purpose: key,
        placedBy: 'tester',
      });
      holdChanges.push({ hold, amount: -amount });
    }
    const request = this.ledger.request({
      bookId,
      idempotencyKey: key,
      fact: 'budget_moved',
      lines: linesOf(move),
      holdChanges,
    });
    await acceptRequest(tx, request);
  }

  private async read(reading: Reading, dice: Dice, history: History): Promise<void> {
    const { dataSource } = this.ledger;
    const isOneStatement = reading === 'at one moment' && dice.chance(50);
    const isolation = reading === 'at one moment' ? 'REPEATABLE READ' : 'READ COMMITTED';
    // Where the server's default is SERIALIZABLE, a read alone may have to be tried again as well.
    const accounts = isOneStatement
      ? await inTransaction(dataSource, (tx) => readAccounts(tx, this.bookId, { limit: 200 }))
      : await dataSource.transaction(isolation, (tx) => this.readInPages(tx));
    history.reads += 1;
    let total = 0n;
    for (const { code, dimensions, posted, held } of accounts) {
      if (code !== '1011') continue;
      total += posted;
      if (posted < 0n || posted - held < 0n) {
        history.seenWrong.push(`${String(dimensions[0])} is below its floor`);
      }
    }
    if (total !== TOTAL) history.seenWrong.push(`the total is ${String(total)}`);
  }

  private async readInPages(tx: EntityManager): Promise<AccountBalance[]> {
    const first = await readAccounts(tx, this.bookId, { limit: BUDGETS.length / 2 });
    await pause(1);
    const after = first.at(-1);
    if (after === undefined) throw new Error('the book has no accounts');
    return [...first, ...(await readAccounts(tx, this.bookId, { after, limit: 200 }))];
  }
}

function budgetAt(index: number): (typeof BUDGETS)[number] {
  const budget = BUDGETS[index];
  if (budget === undefined) throw new Error('no such budget');
  return budget;
}

/** Now and then from two budgets, whose holds two transfers may want in opposite order. */
function drawTransfer(dice: Dice): Transfer {
  const budgets = new Set<number>();
  const wanted = dice.chance(3) ? 3 : 2;
  while (budgets.size < wanted) budgets.add(dice.weighted(HEAT));
  const [to = 0, ...sources] = budgets;
  return { to, parts: sources.map((from) => ({ from, amount: dice.fen(LARGEST_TRANSFER) })) };
}

function linesOf({ parts, to }: Transfer): ReturnType<typeof transfer> {
  const total = parts.reduce((sum, { amount }) => sum + amount, 0n);
  return [
    { account: budgetAt(to), amount: total },
    ...parts.map(({ from, amount }) => ({ account: budgetAt(from), amount: -amount })),
  ];
}
