import { facts, type Pool, post } from '../../src/accounting';
import {
  type BudgetChangeContent,
  changeBudget,
  holdMoney,
  readBudget,
  readPools,
  releaseMoney,
  spendHeld,
  takeBackSpent,
} from '../../src/budget';
import type { CostCategory } from '../../src/law';
import { openBook, settleBook } from '../../src/ledger';
import { fen, formatYuan } from '../../src/money';
import { inTransaction } from '../../src/platform/database/transaction';
import type { Work } from '../../src/platform/work';
import { ApprovalScene, newKey, type Someone } from '../approvals/approval-scene';

type Change = Pick<BudgetChangeContent, 'change' | 'year' | 'budgetLines'> &
  Partial<BudgetChangeContent>;

/** A real book with a budget, and the acts that move it, on any day. */
export class BudgetScene {
  private books = 0;

  private constructor(
    readonly approvals: ApprovalScene,
    readonly officer: Someone,
  ) {}

  static async open(): Promise<BudgetScene> {
    const approvals = await ApprovalScene.open();
    return new BudgetScene(approvals, await approvals.someone('finance_officer'));
  }

  get dataSource(): ApprovalScene['dataSource'] {
    return this.approvals.dataSource;
  }

  close(): Promise<void> {
    return this.approvals.service.close();
  }

  async openBook(kind: 'real' | 'sandbox' = 'real'): Promise<number> {
    this.books += 1;
    const code = `budget-${String(this.books)}`;
    return openBook(this.dataSource.manager, { code, kind, title: code });
  }

  /** One act on a day. */
  act<T>(
    bookId: number,
    on: string,
    act: (work: Work) => Promise<T>,
    bookKind: Work['bookKind'] = 'real',
  ): Promise<T> {
    return inTransaction(this.dataSource, (tx) =>
      act({ tx, bookId, bookKind, on, by: 'approver', key: newKey() }),
    );
  }

  /** Changes the budget on a day, and posts what that brings. */
  async change(bookId: number, on: string, content: Change): Promise<void> {
    const { officer, approvals } = this;
    // Whatever it asks for: a change names a request that there is.
    const id = await approvals.ask(officer, approvals.spending('special', 1n));
    await this.act(bookId, on, (work) =>
      changeBudget(
        work,
        { pool: 'special_fund', document: '财预〔2024〕1号', reason: '年度安排', ...content },
        { id, maker: officer.name },
      ),
    );
    await settleBook(this.dataSource, bookId);
  }

  hold(bookId: number, on: string, amount: bigint, category: CostCategory = 'lawyer') {
    return this.act(bookId, on, (work) =>
      holdMoney(work, 'special_fund', fen(amount), 'a test', category),
    );
  }

  release(bookId: number, on: string, hold: bigint, amount: bigint): Promise<void> {
    return this.act(bookId, on, (work) => releaseMoney(work, hold, fen(amount)));
  }

  /** Pays what is held, and posts it. */
  async spend(bookId: number, on: string, hold: bigint, amount: bigint): Promise<void> {
    await this.act(bookId, on, async (work) =>
      post(work, facts.advancePaid({ ...ITEM, payee: 'a firm' }, amount), [
        await spendHeld(work, hold, fen(amount)),
      ]),
    );
    await settleBook(this.dataSource, bookId);
  }

  /** The bank sends back what was paid. */
  async takeBack(bookId: number, on: string, hold: bigint, amount: bigint): Promise<void> {
    await this.act(bookId, on, async (work) =>
      post(work, facts.advancePaymentReturned(ITEM, amount), [
        await takeBackSpent(work, hold, fen(amount)),
      ]),
    );
    await settleBook(this.dataSource, bookId);
  }

  /** The lines of a year: category, origin, budgeted, held, spent, in yuan. */
  async lines(
    bookId: number,
    year: number,
    { asOf, pool = 'special_fund' }: { asOf?: string; pool?: Pool } = {},
  ): Promise<string[]> {
    const pools = await readBudget(this.dataSource.manager, bookId, year, asOf);
    return (pools.find((one) => one.pool === pool)?.lines ?? []).map(
      ({ category, originYear, budgeted, held, spent }) =>
        [category, originYear, ...[budgeted, held, spent].map(formatYuan)].join(' '),
    );
  }

  /** What the ledger says of the special fund. */
  async poolInLedger(bookId: number) {
    return (await readPools(this.dataSource.manager, bookId)).special_fund;
  }
}

const ITEM = { caseId: 'a case', item: 'an item', category: 'lawyer' };
