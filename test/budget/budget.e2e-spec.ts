import { facts, post } from '../../src/accounting';
import { holdMoney, spendHeld } from '../../src/budget';
import { readTrialBalance, settleBook } from '../../src/ledger';
import { fen } from '../../src/money';
import { refusalOf } from '../support/ledger';
import { asSuperuser } from '../support/test-database';
import { BudgetScene } from './budget-scene';

describe('a budget', () => {
  let scene: BudgetScene;
  let bookId: number;
  beforeAll(async () => {
    scene = await BudgetScene.open();
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    bookId = await scene.openBook();
  });

  const appropriate = (on: string, year: number, raise: string): Promise<void> =>
    scene.change(bookId, on, {
      change: 'appropriation',
      year,
      budgetLines: [{ category: 'lawyer', raise }],
    });
  const carryOver = (on: string, year: number, lower: string): Promise<void> =>
    scene.change(bookId, on, {
      change: 'carry_over',
      year,
      budgetLines: [{ category: 'lawyer', lower }],
    });

  it('is what was appropriated, and the pool has as much', async () => {
    await scene.change(bookId, '2024-01-10', {
      change: 'appropriation',
      year: 2024,
      budgetLines: [
        { category: 'lawyer', raise: '100.00' },
        { category: 'appraisal', raise: '50.00' },
      ],
    });
    expect(await scene.lines(bookId, 2024)).toEqual([
      'appraisal 2024 50.00 0.00 0.00',
      'lawyer 2024 100.00 0.00 0.00',
    ]);
    expect(await scene.poolInLedger(bookId)).toMatchObject({ in: 150_00n, available: 150_00n });
  });

  it('takes gifts and interest as income: 1011 / 4603 and 1011 / 4604', async () => {
    const lines = [{ category: 'lawyer' as const, raise: '30.00' }];
    await scene.change(bookId, '2024-02-01', {
      change: 'donation',
      year: 2024,
      budgetLines: lines,
      donor: '某环保公司',
    });
    await scene.change(bookId, '2024-02-02', {
      change: 'interest',
      year: 2024,
      budgetLines: lines,
    });
    expect(await readTrialBalance(scene.dataSource, bookId)).toEqual(
      new Map([
        ['1011', 60_00n],
        ['4603', -30_00n],
        ['4604', -30_00n],
      ]),
    );
    expect(await scene.lines(bookId, 2024)).toEqual(['lawyer 2024 60.00 0.00 0.00']);
  });

  it('is held and spent with the money of the pool, and not past what it has', async () => {
    await appropriate('2024-01-10', 2024, '100.00');
    const hold = await scene.hold(bookId, '2024-03-01', 60_00n);
    expect(await refusalOf(scene.hold(bookId, '2024-03-02', 40_01n))).toMatchObject({
      message: 'INSUFFICIENT_FUNDS',
    });
    await scene.change(bookId, '2024-03-02', {
      change: 'appropriation',
      year: 2024,
      budgetLines: [{ category: 'appraisal', raise: '500.00' }],
    });
    expect(await refusalOf(scene.hold(bookId, '2024-03-03', 40_01n))).toMatchObject({
      message: 'BUDGET_EXCEEDED',
    });
    await scene.spend(bookId, '2024-03-04', hold, 45_00n);
    await scene.takeBack(bookId, '2024-03-05', hold, 5_00n);
    await scene.release(bookId, '2024-03-06', hold, 20_00n);
    expect(await scene.lines(bookId, 2024)).toEqual([
      'appraisal 2024 500.00 0.00 0.00',
      'lawyer 2024 100.00 0.00 40.00',
    ]);
    expect(await scene.poolInLedger(bookId)).toEqual({
      in: 600_00n,
      reserved: 0n,
      spent: 40_00n,
      available: 560_00n,
    });
  });

  it('stands at any day as it stood then', async () => {
    await appropriate('2024-01-10', 2024, '100.00');
    const hold = await scene.hold(bookId, '2024-03-01', 60_00n);
    await scene.spend(bookId, '2024-03-04', hold, 45_00n);
    const at = (asOf: string) => scene.lines(bookId, 2024, { asOf });
    expect(await at('2024-01-09')).toEqual([]);
    expect(await at('2024-02-29')).toEqual(['lawyer 2024 100.00 0.00 0.00']);
    expect(await at('2024-03-01')).toEqual(['lawyer 2024 100.00 60.00 0.00']);
    expect(await at('2024-03-04')).toEqual(['lawyer 2024 100.00 15.00 45.00']);
  });

  it('of a year is spent in that year; what is left goes on into the next, and is spent there first', async () => {
    await appropriate('2024-01-10', 2024, '100.00');
    expect(await refusalOf(scene.hold(bookId, '2025-01-05', 1n))).toMatchObject({
      message: 'BUDGET_EXCEEDED',
    });
    await carryOver('2025-01-06', 2024, '80.00');
    await appropriate('2025-01-10', 2025, '50.00');
    const hold = await scene.hold(bookId, '2025-02-01', 100_00n);
    expect(await scene.lines(bookId, 2025)).toEqual([
      'lawyer 2024 80.00 80.00 0.00',
      'lawyer 2025 50.00 20.00 0.00',
    ]);
    await scene.spend(bookId, '2025-02-02', hold, 90_00n);
    await scene.takeBack(bookId, '2025-02-03', hold, 15_00n);
    expect(await scene.lines(bookId, 2025)).toEqual([
      'lawyer 2024 80.00 5.00 75.00',
      'lawyer 2025 50.00 20.00 0.00',
    ]);
  });

  it('unspent for two years lapses: it leaves the lines and the pool, 3001 / 1011', async () => {
    await appropriate('2024-01-10', 2024, '100.00');
    await carryOver('2025-01-06', 2024, '80.00');
    const lapse = (on: string, lower: string) =>
      scene.change(bookId, on, {
        change: 'lapse',
        year: 2025,
        budgetLines: [{ category: 'lawyer', originYear: 2024, lower }],
      });
    expect(await refusalOf(lapse('2025-12-31', '80.00'))).toMatchObject({
      message: 'BUDGET_YEAR_NOT_OPEN',
    });
    await lapse('2026-01-04', '80.00');
    expect(await scene.lines(bookId, 2025)).toEqual(['lawyer 2024 0.00 0.00 0.00']);
    expect(await scene.lines(bookId, 2025, { asOf: '2025-12-31' })).toEqual([
      'lawyer 2024 80.00 0.00 0.00',
    ]);
    expect(await readTrialBalance(scene.dataSource, bookId)).toEqual(
      new Map([
        ['1011', 20_00n],
        ['3001', 80_00n],
        ['4001.01', -100_00n],
      ]),
    );
    expect(await scene.poolInLedger(bookId)).toMatchObject({ in: 20_00n, available: 20_00n });
  });

  it('takes in what came back to the pool by an adjustment, and not more', async () => {
    await appropriate('2024-01-10', 2024, '100.00');
    await scene.act(bookId, '2024-04-01', (work) => post(work, facts.advancePaid(ITEM, 10_00n)));
    await settleBook(scene.dataSource, bookId);
    await scene.act(bookId, '2024-05-01', (work) =>
      post(work, facts.courtFeeRefunded(ITEM, 7_00n)),
    );
    await settleBook(scene.dataSource, bookId);
    // Paid past the budget, as only the ledger's own functions can: nothing is outside the lines.
    const adjust = (raise: string) =>
      scene.change(bookId, '2024-06-01', {
        change: 'adjustment',
        year: 2024,
        budgetLines: [{ category: 'travel', raise }],
      });
    expect(await refusalOf(adjust('0.01'))).toMatchObject({ message: 'BUDGET_CHANGE_UNEVEN' });
    await scene.act(bookId, '2024-06-01', (work) =>
      post(work, facts.appropriated('special_fund', 5_00n)),
    );
    await settleBook(scene.dataSource, bookId);
    expect(await refusalOf(adjust('2.01'))).toMatchObject({ message: 'BUDGET_CHANGE_UNEVEN' });
    await adjust('2.00');
    expect(await scene.lines(bookId, 2024)).toContain('travel 2024 2.00 0.00 0.00');
  });

  it('of another pool is one line, which pays awards', async () => {
    await scene.change(bookId, '2024-01-10', {
      change: 'appropriation',
      pool: 'award_fund',
      year: 2024,
      budgetLines: [{ category: 'whole', raise: '9.00' }],
    });
    const holdAward = (amount: bigint) =>
      scene.act(bookId, '2024-02-01', (work) =>
        holdMoney(work, 'award_fund', fen(amount), 'an award'),
      );
    const hold = await holdAward(8_00n);
    const parts = [{ pool: 'award_fund' as const, party: 'an organization', amount: 8_00n }];
    await scene.act(bookId, '2024-02-02', (work) =>
      post(work, facts.awardAccrued('a case', 'an award', parts)),
    );
    await scene.act(bookId, '2024-02-03', async (work) =>
      post(work, facts.awardPaid('a case', 'an award', parts), [
        await spendHeld(work, hold, fen(8_00n)),
      ]),
    );
    await settleBook(scene.dataSource, bookId);
    expect(await scene.lines(bookId, 2024, { pool: 'award_fund' })).toEqual([
      'whole 2024 9.00 0.00 8.00',
    ]);
    await scene.act(bookId, '2024-02-04', (work) =>
      post(work, facts.appropriated('award_fund', 5_00n)),
    );
    await settleBook(scene.dataSource, bookId);
    expect(await refusalOf(holdAward(1_01n))).toMatchObject({ message: 'BUDGET_EXCEEDED' });
  });

  it('is asked for in real books always, and in a sandbox where it has one', async () => {
    await scene.act(bookId, '2024-01-01', (work) =>
      post(work, facts.appropriated('special_fund', 10_00n)),
    );
    await settleBook(scene.dataSource, bookId);
    expect(await refusalOf(scene.hold(bookId, '2024-01-02', 1n))).toMatchObject({
      message: 'BUDGET_EXCEEDED',
    });
    const sandbox = await scene.openBook('sandbox');
    const holdThere = () =>
      scene.act(
        sandbox,
        '2024-01-02',
        (work) => holdMoney(work, 'special_fund', fen(3_00n), 'a test', 'lawyer'),
        'sandbox',
      );
    await scene.act(sandbox, '2024-01-01', (work) =>
      post(work, facts.appropriated('special_fund', 10_00n)),
    );
    await settleBook(scene.dataSource, sandbox);
    const unbudgeted = await holdThere();
    await scene.spend(sandbox, '2024-01-03', unbudgeted, 3_00n);
    expect(await scene.lines(sandbox, 2024)).toEqual([]);
    await scene.change(sandbox, '2024-01-04', {
      change: 'appropriation',
      year: 2024,
      budgetLines: [{ category: 'lawyer', raise: '5.00' }],
    });
    await holdThere();
    expect(await refusalOf(holdThere())).toMatchObject({ message: 'BUDGET_EXCEEDED' });
  });

  describe('in the database', () => {
    const inDatabase = (sql: string, values: unknown[] = []): Promise<unknown> =>
      asSuperuser(scene.approvals.service.database.name, (client) => client.query(sql, values));
    beforeEach(async () => {
      await appropriate('2024-01-10', 2024, '100.00');
    });

    it.each([
      ['spent past what is budgeted', 'spent_fen = 100', 'FL044'],
      ['raised by hand', 'budgeted_fen = budgeted_fen + 1', 'FL044'],
      ['made another line', `category = 'travel'`, 'FL044'],
    ])('is not %s', async (_, change, sqlState) => {
      const act = inDatabase(`UPDATE fund.budget_line SET ${change} WHERE book_id = $1`, [bookId]);
      expect(await refusalOf(act)).toMatchObject({ sqlState });
    });

    it('holds no more than it has, whatever asks', async () => {
      const hold = await scene.hold(bookId, '2024-03-01', 100_00n);
      const act = inDatabase(
        `INSERT INTO fund.budget_movement (id, line_id, kind, held_fen, hold_id, business_on, made_by)
         SELECT gen_random_uuid(), l.id, 'hold', 1, $2, '2024-03-01', 'nobody'
           FROM fund.budget_line l WHERE l.book_id = $1`,
        [bookId, hold.toString()],
      );
      expect((await refusalOf(act)).message).toContain('ck_budget_line_within');
    });

    it('moves with a hold or a change of its own pool only', async () => {
      const other = await scene.openBook();
      await scene.change(other, '2024-01-10', {
        change: 'appropriation',
        year: 2024,
        budgetLines: [{ category: 'lawyer', raise: '100.00' }],
      });
      const hold = await scene.hold(other, '2024-03-01', 1_00n);
      const act = inDatabase(
        `INSERT INTO fund.budget_movement (id, line_id, kind, held_fen, hold_id, business_on, made_by)
         SELECT gen_random_uuid(), l.id, 'hold', 1, $2, '2024-03-01', 'nobody'
           FROM fund.budget_line l WHERE l.book_id = $1`,
        [bookId, hold.toString()],
      );
      expect(await refusalOf(act)).toMatchObject({ sqlState: 'FL044' });
    });

    it('begins with nothing, and is not carried over twice', async () => {
      const insert = (columns: string, values: string): Promise<unknown> =>
        inDatabase(
          `INSERT INTO fund.budget_line (id, book_id, pool, category, year, origin_year ${columns})
           VALUES (gen_random_uuid(), $1, 'special_fund', 'travel', ${values})`,
          [bookId],
        );
      expect(await refusalOf(insert(', budgeted_fen', '2024, 2024, 1'))).toMatchObject({
        sqlState: 'FL044',
      });
      const twice = await refusalOf(insert('', '2026, 2024'));
      expect(twice.message).toContain('ck_budget_line_origin');
    });
  });
});

const ITEM = { caseId: 'a case', item: 'an item', category: 'acceptance_fee', payee: 'a firm' };
