import {
  ADJUSTMENT,
  closeMonth,
  openBook,
  putMonthOnHold,
  rebuildCheck,
  reopenMonth,
} from '../../src/ledger';
import { environmentOf, runFund } from '../support/fund-process';
import { income, pool, refusalOf, TestLedger, transfer } from '../support/ledger';

const MARCH = '2024-03-01';

describe('the months of a book', () => {
  let ledger: TestLedger;
  let bookId: number;
  beforeAll(async () => {
    ledger = await TestLedger.create();
  });
  beforeEach(async () => {
    bookId = await ledger.openBook();
  });
  afterAll(() => ledger.drop());

  const close = (month: string, checkOnly = false) =>
    closeMonth(ledger.dataSource.manager, { bookId, month, by: 'closer', checkOnly });
  const reopen = (month: string, people: { by?: string; second?: string; reason?: string } = {}) =>
    reopenMonth(ledger.dataSource.manager, {
      bookId,
      month,
      by: 'one',
      second: 'two',
      reason: 'an invoice was forgotten',
      ...people,
    });
  const accept = (businessOn: string) =>
    ledger.accept({ bookId, lines: transfer(pool('a'), income, 5n), businessOn });

  it('takes nothing any more once it is closed, and says so', async () => {
    await ledger.fund(bookId, pool('a'), 10n);
    expect(await close(MARCH)).toMatchObject({ version: 1, throughJournal: 1n, accounts: 2 });
    await expect(accept('2024-03-31')).rejects.toMatchObject({ code: 'PERIOD_NOT_OPEN' });
    await expect(close(MARCH)).rejects.toMatchObject({ code: 'MONTH_ALREADY_CLOSED' });
    await accept('2024-04-01');
  });

  it('opens no month before a closed one', async () => {
    await close(MARCH);
    await expect(accept('2023-12-31')).rejects.toMatchObject({ code: 'PERIOD_NOT_OPEN' });
  });

  it('is not closed while a request of it waits or has failed', async () => {
    const { requestId } = await accept('2024-03-31');
    await accept('2024-04-01');
    await expect(close(MARCH)).rejects.toMatchObject({ code: 'MONTH_HAS_UNPOSTED' });
    await ledger.rows('SELECT ledger.fail_request($1, $2, $3)', [requestId, 'X', 'y']);
    await expect(close(MARCH)).rejects.toMatchObject({
      code: 'MONTH_HAS_UNPOSTED',
      details: { fault: `1 requests, the first is ${requestId.toString()}` },
    });
    await ledger.rows('SELECT ledger.retry_request($1)', [requestId]);
    await ledger.drain(bookId, 1);
    expect(await close(MARCH)).toMatchObject({ version: 1 });
  });

  it('waits for an intake on its way, and then sees its request', async () => {
    await ledger.fund(bookId, pool('a'), 10n);
    await ledger.session(async (client) => {
      await client.query('BEGIN');
      await client.query('SELECT ledger.require_open_month($1, $2, $3)', [bookId, MARCH, 'tested']);
      const closing = close(MARCH);
      await ledger.untilWaiting(1);
      await client.query('COMMIT');
      expect(await closing).toMatchObject({ version: 1 });
    }, 'fund_owner');
  });

  it('is closed after the earlier and reopened after the later ones', async () => {
    await accept('2024-02-10');
    await accept('2024-03-10');
    await ledger.drain(bookId);
    await expect(close(MARCH)).rejects.toMatchObject({ code: 'MONTH_OUT_OF_ORDER' });
    await close('2024-02-01');
    await close(MARCH);
    await expect(reopen('2024-02-01')).rejects.toMatchObject({ code: 'MONTH_OUT_OF_ORDER' });
    await expect(close('2024-01-01')).rejects.toMatchObject({ code: 'MONTH_OUT_OF_ORDER' });
    await reopen(MARCH);
    await reopen('2024-02-01');
    await expect(reopen('2024-02-01')).rejects.toMatchObject({ code: 'MONTH_NOT_CLOSED' });
  });

  it('is reopened by two people with a reason, and closed again as the next version', async () => {
    await close(MARCH);
    for (const people of [{ second: ' ONE ' }, { by: ' ' }, { second: '' }, { reason: ' ' }]) {
      await expect(reopen(MARCH, people)).rejects.toMatchObject({ code: 'REOPENING_NEEDS_TWO' });
    }
    expect(await reopen(MARCH)).toBe(1);
    await accept('2024-03-20');
    await ledger.drain(bookId);
    expect(await close(MARCH)).toMatchObject({ version: 2, throughJournal: 1n });
    const refused = await refusalOf(
      ledger.asOwner(
        `INSERT INTO ledger.period_reopening (month, version, book_id, through_journal, reopened_by, second_person, reason)
         VALUES ($1, 2, $2, 0, 'a', 'A ', 'r')`,
        [MARCH, bookId],
      ),
    );
    expect(refused.sqlState).toBe('23514');
  });

  it('says with a check what closing would do, and does nothing', async () => {
    await ledger.fund(bookId, pool('a'), 10n);
    expect(await close(MARCH, true)).toMatchObject({ version: 1, throughJournal: 1n });
    await accept('2024-03-20');
    await expect(close(MARCH, true)).rejects.toMatchObject({ code: 'MONTH_HAS_UNPOSTED' });
  });

  describe('on hold', () => {
    const setOnHold = (hold: boolean) =>
      putMonthOnHold(ledger.dataSource.manager, { bookId, month: MARCH, hold, by: 'holder' });
    const adjust = (businessOn = '2024-03-20') =>
      ledger.accept({
        bookId,
        lines: transfer(pool('a'), income, 5n),
        businessOn,
        fact: ADJUSTMENT,
      });
    beforeEach(async () => {
      await accept('2024-03-20');
      await setOnHold(true);
    });

    it('takes adjusting entries and nothing else, and everything again afterwards', async () => {
      await expect(accept('2024-03-20')).rejects.toMatchObject({ code: 'PERIOD_NOT_OPEN' });
      expect((await adjust()).isNew).toBe(true);
      await setOnHold(false);
      await accept('2024-03-20');
      await expect(setOnHold(false)).rejects.toMatchObject({ code: 'MONTH_NOT_ON_HOLD' });
    });

    it('takes the reversal of an adjusting entry, and of no other', async () => {
      const { requestId } = await adjust();
      await ledger.drain(bookId);
      const { journal_number: adjustment } = await ledger.requestState(requestId);
      const on = { businessOn: '2024-03-31' };
      await expect(ledger.reverse(bookId, 1n, on)).rejects.toMatchObject({
        code: 'PERIOD_NOT_OPEN',
      });
      expect(await ledger.reverse(bookId, BigInt(adjustment ?? ''), on)).toMatchObject({
        isNew: true,
      });
    });

    it('takes back a failed adjusting entry, and no other request', async () => {
      const { requestId } = await adjust();
      const [other] = await ledger.rows<{ id: string }>(
        'SELECT min(id) AS id FROM ledger.posting_request WHERE book_id = $1',
        [bookId],
      );
      const fail = (id: bigint | string | undefined) =>
        ledger.rows(`SELECT ledger.fail_request($1, 'X', 'y')`, [id]);
      await fail(requestId);
      await fail(other?.id);
      await ledger.rows('SELECT ledger.retry_request($1)', [requestId]);
      expect((await ledger.requestState(requestId)).status).toBe('ready');
      const refused = await refusalOf(ledger.rows('SELECT ledger.retry_request($1)', [other?.id]));
      expect(refused.message).toBe('PERIOD_NOT_OPEN');
    });

    it('is closed only when its adjusting entries are posted, and then takes none', async () => {
      await adjust();
      await expect(close(MARCH)).rejects.toMatchObject({ code: 'MONTH_HAS_UNPOSTED' });
      await ledger.drain(bookId);
      expect(await close(MARCH)).toMatchObject({ version: 1, throughJournal: 2n });
      await expect(adjust()).rejects.toMatchObject({ code: 'PERIOD_NOT_OPEN' });
      await expect(adjust('2024-02-29')).rejects.toMatchObject({ code: 'PERIOD_NOT_OPEN' });
      expect(await rebuildCheck(ledger.dataSource, bookId)).toBeUndefined();
    });
  });

  it.each(['period_closing', 'period_snapshot', 'period_reopening'])(
    'leaves %s unalterable, for the owner of the tables too',
    async (table) => {
      for (const statement of [
        `UPDATE ledger.${table} SET version = version`,
        `DELETE FROM ledger.${table}`,
        `TRUNCATE ledger.${table} CASCADE`,
      ]) {
        expect((await refusalOf(ledger.asOwner(statement))).message).toBe('APPEND_ONLY');
      }
      const { sqlState } = await refusalOf(ledger.rows(`DELETE FROM ledger.${table}`));
      expect(sqlState).toBe('42501');
    },
  );

  it('is closed, checked and reopened from the command line', async () => {
    await ledger.fund(bookId, pool('a'), 10n);
    const [book] = await ledger.rows<{ code: string }>(
      'SELECT code FROM ledger.book WHERE id = $1',
      [bookId],
    );
    const code = book?.code ?? '';
    const fund = (...args: string[]) => runFund(args, environmentOf(ledger.database));
    const refusedBy = (code: string) => ({ outcome: 'refused', code });
    const checked = await fund('close', '2024-03', '--book', code, '--by', 'a', '--check');
    expect(JSON.parse(checked.stdout)).toEqual({
      book: code,
      month: '2024-03',
      state: 'would_close',
      version: 1,
      throughJournal: '1',
      accounts: 2,
    });
    const closed = await fund('close', '2024-03', '--book', code, '--by', 'a');
    expect(closed).toMatchObject({ status: 0 });
    const alone = ['--by', 'a', '--second', 'A', '--reason', 'r'];
    const refused = await fund('reopen', '2024-03', '--book', code, ...alone);
    expect(refused.status).toBe(2);
    expect(JSON.parse(refused.stderr)).toMatchObject({ code: 'REOPENING_NEEDS_TWO' });
    const rebuilt = await fund('rebuild', '--check', '--book', code);
    expect(rebuilt).toMatchObject({ status: 0, stdout: `✓ ${code}\n` });
    expect((await fund('close', '2024-3', '--book', code, '--by', 'a')).status).toBe(2);
    expect((await fund('close', '2024-03', '--book', code, '--by', 'a')).status).toBe(2);
    expect(
      await ledger.rows(
        `SELECT action, person, outcome, refusal_code AS code, content ->> 'second' AS second
           FROM fund.audit_event WHERE book_id = $1 ORDER BY id`,
        [bookId],
      ),
    ).toEqual([
      { action: 'month.close', person: 'a', outcome: 'accepted', code: null, second: null },
      { action: 'month.reopen', person: 'a', ...refusedBy('REOPENING_NEEDS_TWO'), second: 'A' },
      { action: 'month.close', person: 'a', ...refusedBy('PARAMETER_INVALID'), second: null },
      { action: 'month.close', person: 'a', ...refusedBy('MONTH_ALREADY_CLOSED'), second: null },
    ]);
  });

  it('is put on hold and taken off again from the command line, and then closed by somebody else', async () => {
    await ledger.fund(bookId, pool('a'), 10n);
    const [book] = await ledger.rows<{ code: string }>(
      'SELECT code FROM ledger.book WHERE id = $1',
      [bookId],
    );
    const code = book?.code ?? '';
    const fund = (command: string, ...args: string[]) =>
      runFund([command, '2024-03', '--book', code, ...args], environmentOf(ledger.database));
    const held = await fund('hold', '--by', 'a');
    expect(held).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(held.stdout)).toEqual({ book: code, month: '2024-03', state: 'on_hold' });
    expect((await fund('hold', '--by', 'a', '--off')).status).toBe(0);
    for (const [args, refusal] of [
      [['--by', 'a', '--off'], 'MONTH_NOT_ON_HOLD'],
      [['--by', ' '], 'PARAMETER_INVALID'],
    ] as const) {
      const { status, stderr } = await fund('hold', ...args);
      expect([status, (JSON.parse(stderr) as { code: string }).code]).toEqual([2, refusal]);
    }
    expect((await fund('hold', '--by', 'a')).status).toBe(0);
    const alone = await fund('close', '--by', ' A ');
    expect([alone.status, JSON.parse(alone.stderr)]).toMatchObject([
      2,
      { code: 'CLOSING_NEEDS_ANOTHER' },
    ]);
    expect((await fund('close', '--by', 'b')).status).toBe(0);
    const events = await ledger.rows<{ action: string; code: string | null; changed: boolean }>(
      `SELECT action, refusal_code AS code, before_hash <> after_hash AS changed
         FROM fund.audit_event WHERE book_id = $1 ORDER BY id`,
      [bookId],
    );
    expect(
      events.map(({ action, code: refusal, changed }) => [action, refusal ?? changed]),
    ).toEqual([
      ['month.hold', true],
      ['month.hold_off', true],
      ['month.hold_off', 'MONTH_NOT_ON_HOLD'],
      ['month.hold', 'PARAMETER_INVALID'],
      ['month.hold', true],
      ['month.close', 'CLOSING_NEEDS_ANOTHER'],
      ['month.close', true],
    ]);
  });

  it('of a real book is not reopened from the command line, where names are only typed', async () => {
    const code = 'real-book';
    await openBook(ledger.dataSource.manager, { code, kind: 'real', title: code });
    const people = ['--by', 'a', '--second', 'b', '--reason', 'r'];
    const command = ['reopen', '2024-03', '--book', code, ...people];
    const refused = await runFund(command, environmentOf(ledger.database));
    expect(refused.status).toBe(2);
    expect(JSON.parse(refused.stderr)).toMatchObject({ code: 'REOPENING_NEEDS_APPROVAL' });
  });

  describe('against altered books', () => {
    const damage = async (statement: string): Promise<void> => {
      await ledger.session(async (client) => {
        await client.query('BEGIN');
        await client.query('SET LOCAL ROLE fund_owner');
        for (const table of ['period_snapshot', 'entry']) {
          await client.query(`ALTER TABLE ledger.${table} DISABLE TRIGGER append_only`);
        }
        await client.query(statement);
        for (const table of ['period_snapshot', 'entry']) {
          await client.query(`ALTER TABLE ledger.${table} ENABLE ALWAYS TRIGGER append_only`);
        }
        await client.query('COMMIT');
      });
    };
    const OF_BOOK = (): string =>
      `account_id = (SELECT id FROM ledger.account WHERE book_id = ${String(bookId)} AND code = '4001.01')`;

    it('names the first account whose balance differs, and does not close', async () => {
      await ledger.fund(bookId, pool('a'), 10n);
      await damage(`UPDATE ledger.account_balance SET posted = posted + 1 WHERE ${OF_BOOK()}`);
      expect(await rebuildCheck(ledger.dataSource, bookId)).toMatchObject({
        figure: 'posted',
        code: '4001.01',
        stored: -9n,
        recomputed: -10n,
      });
      await expect(close(MARCH)).rejects.toMatchObject({ code: 'BALANCES_DIFFER' });
      const run = await runFund(['rebuild', '--check'], environmentOf(ledger.database));
      expect(run.status).toBe(2);
      expect(JSON.parse(run.stderr)).toMatchObject({
        code: 'BALANCES_DIFFER',
        account: '4001.01',
        figure: 'posted',
      });
    });

    it('names a snapshot that differs', async () => {
      await ledger.fund(bookId, pool('a'), 10n);
      await close(MARCH);
      expect(await rebuildCheck(ledger.dataSource, bookId)).toBeUndefined();
      await damage(`UPDATE ledger.period_snapshot SET posted = -9 WHERE ${OF_BOOK()}`);
      expect(await rebuildCheck(ledger.dataSource, bookId)).toMatchObject({
        figure: 'snapshot',
        code: '4001.01',
        month: MARCH,
        stored: -9n,
        recomputed: -10n,
      });
    });
  });
});
