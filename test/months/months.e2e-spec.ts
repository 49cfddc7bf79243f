import { settleBook } from '../../src/ledger';
import { ApprovalScene, type Someone } from '../approvals/approval-scene';
import { refusalOf } from '../support/ledger';
import { asSuperuser } from '../support/test-database';

interface Recorded {
  readonly action: string;
  readonly person: string;
  readonly refusal: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

interface Answer {
  readonly status: number;
  readonly body: { readonly code?: string };
}

describe('the months of a book over HTTP', () => {
  let scene: ApprovalScene;
  let officer: Someone;
  let approver: Someone;
  beforeEach(async () => {
    scene = await ApprovalScene.open();
    officer = await scene.someone('finance_officer');
    approver = await scene.someone('approver');
    await scene.fund(['special'], 10_000n);
  });
  afterEach(() => scene.service.close());

  const MONTH = '2024-03';
  const pathOf = (act: string, month = MONTH): string =>
    `/api/v1/books/${scene.bureau.bookCode}/months/${month}/${act}`;
  const does = async ({ browser }: Someone, act: string, month?: string) => {
    const { status, body } = (await browser.post(pathOf(act, month))) as Answer;
    return { status, ...body };
  };
  const check = async ({ browser }: Someone) => {
    const { status, body } = (await browser.get(pathOf('closing'))) as Answer;
    return { status, ...body };
  };
  const trail = (): Promise<Recorded[]> =>
    scene.dataSource.query<Recorded[]>(
      `SELECT action, person, refusal_code AS refusal, encode(before_hash, 'hex') AS before,
              encode(after_hash, 'hex') AS after
         FROM fund.audit_event WHERE action LIKE 'month.%' ORDER BY id`,
    );
  const states = (): Promise<object[]> =>
    scene.dataSource.query(
      `SELECT to_char(month, 'YYYY-MM') AS month, state, held_by FROM ledger.period
        WHERE book_id = $1`,
      [scene.bureau.bookId],
    );

  it('are put on hold by one person and closed by another, on the record', async () => {
    expect(await does(officer, 'hold')).toEqual({ status: 200, month: MONTH, state: 'on_hold' });
    expect(await states()).toEqual([{ month: MONTH, state: 'on_hold', held_by: officer.name }]);
    const closing = { month: MONTH, version: 1, throughJournal: '1', accounts: 2 };
    expect(await check(approver)).toEqual({ status: 200, ...closing });
    expect(await does(approver, 'close')).toEqual({ status: 200, ...closing });
    expect(await states()).toEqual([{ month: MONTH, state: 'closed', held_by: null }]);
    expect(
      await scene.dataSource.query('SELECT held_by, closed_by FROM ledger.period_closing'),
    ).toEqual([{ held_by: officer.name, closed_by: approver.name }]);
    const [held, closed, ...more] = await trail();
    expect(more).toEqual([]);
    expect(held).toMatchObject({ action: 'month.hold', person: officer.name, refusal: null });
    expect(closed).toMatchObject({ action: 'month.close', person: approver.name, refusal: null });
    expect(held?.before).toMatch(/^[\da-f]{64}$/);
    expect(held?.after).not.toBe(held?.before);
    expect(closed?.before).toBe(held?.after);
    expect([held?.before, held?.after]).not.toContain(closed?.after);
  });

  it('are taken off hold again, and only then take everything', async () => {
    expect(await does(officer, 'release')).toMatchObject({ code: 'MONTH_NOT_ON_HOLD' });
    await does(officer, 'hold');
    expect(await does(officer, 'hold')).toMatchObject({ status: 422, code: 'PERIOD_NOT_OPEN' });
    await expect(scene.acceptRequest()).rejects.toMatchObject({ code: 'PERIOD_NOT_OPEN' });
    expect(await does(officer, 'release')).toEqual({ status: 200, month: MONTH, state: 'open' });
    await scene.acceptRequest();
    expect((await trail()).map(({ action, refusal }) => [action, refusal])).toEqual([
      ['month.hold_off', 'MONTH_NOT_ON_HOLD'],
      ['month.hold', null],
      ['month.hold', 'PERIOD_NOT_OPEN'],
      ['month.hold_off', null],
    ]);
  });

  it('are closed only on hold, and only when everything is posted; a check says so first', async () => {
    const notOnHold = { status: 422, code: 'MONTH_NOT_ON_HOLD' };
    expect(await check(approver)).toMatchObject(notOnHold);
    expect(await does(approver, 'close')).toMatchObject(notOnHold);
    await scene.acceptRequest();
    await does(officer, 'hold');
    const unposted = { status: 422, code: 'MONTH_HAS_UNPOSTED' };
    expect(await check(approver)).toMatchObject(unposted);
    expect(await does(approver, 'close')).toMatchObject(unposted);
    expect(await states()).toMatchObject([{ state: 'on_hold' }]);
    await settleBook(scene.dataSource, scene.bureau.bookId);
    expect((await check(approver)).status).toBe(200);
    expect((await does(approver, 'close')).status).toBe(200);
    expect(await does(approver, 'close')).toMatchObject({
      status: 409,
      code: 'MONTH_ALREADY_CLOSED',
    });
  });

  it('are not closed by whoever put them on hold, nor past the code', async () => {
    const both = await scene.someone('finance_officer', 'approver');
    await does(both, 'hold');
    const alone = { status: 422, code: 'CLOSING_NEEDS_ANOTHER' };
    expect(await check(both)).toMatchObject(alone);
    expect(await does(both, 'close')).toMatchObject(alone);
    const { name, sqlState } = await asSuperuser(scene.service.database.name, async (client) => {
      await client.query('SET ROLE fund_owner');
      return refusalOf(
        client.query(
          `INSERT INTO ledger.period_closing (month, version, book_id, through_journal, accounts, closed_by, held_by)
           VALUES ('2024-03-01', 1, $1, 1, 2, 'A', ' a ')`,
          [scene.bureau.bookId],
        ),
      );
    });
    expect([name, sqlState]).toEqual(['error', '23514']);
    expect((await does(approver, 'close')).status).toBe(200);
  });

  it('are closed only by somebody who has just shown a code', async () => {
    await does(officer, 'hold');
    await scene.dataSource.query('UPDATE fund.session SET stepped_up_at = NULL');
    expect(await does(approver, 'close')).toMatchObject({ code: 'STEP_UP_REQUIRED' });
    expect(await states()).toMatchObject([{ state: 'on_hold' }]);
  });

  it('of another bureau are not there, even where its books may be read', async () => {
    const neighbour = await scene.service.bureau('jilin');
    await asSuperuser(scene.service.database.name, (client) =>
      client.query('INSERT INTO fund.bureau_reading (bureau_id, reader_id) VALUES ($1, $2)', [
        scene.bureau.id,
        neighbour.id,
      ]),
    );
    const reader = await scene.someoneOf(neighbour, 'finance_officer', 'approver');
    await reader.browser.get(`/api/v1/books/${scene.bureau.bookCode}`).expect(200);
    for (const act of ['hold', 'release', 'close']) {
      expect(await does(reader, act)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    }
    expect(await check(reader)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(await states()).toMatchObject([{ state: 'open' }]);
  });

  it('must be months', async () => {
    for (const month of ['2024-13', '2024-3', 'march']) {
      expect(await does(officer, 'hold', month)).toMatchObject({ code: 'PARAMETER_INVALID' });
    }
  });
});
