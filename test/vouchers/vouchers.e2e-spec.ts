import { closeMonth, putMonthOnHold, settleBook } from '../../src/ledger';
import { brokenRules } from '../support/books';
import { newName, paid, received, VoucherService } from './voucher-service';

describe('general vouchers', () => {
  let service: VoucherService;
  beforeAll(async () => {
    service = await VoucherService.start();
  });
  afterAll(async () => {
    expect(
      (await brokenRules(service.dataSource)).filter(
        (rule) => (rule as { rule: string }).rule !== 'request is not posted',
      ),
    ).toEqual([]);
    await service.stop();
  });

  const balanceOf = async (code: string, account: string): Promise<unknown> => {
    const { body } = await service.get(`/api/v1/books/${code}/accounts?limit=200`);
    const items = body['items'] as { code: string; posted: string; held: string }[];
    const found = items.find((item) => item.code === account);
    return found && { posted: found.posted, held: found.held };
  };

  it('are posted as they were entered, under the name of who enters them', async () => {
    const { code, id } = await service.openBook();
    await service.enter(code, received('1234.56', '某公司'));
    await settleBook(service.dataSource, id);
    const { body } = await service.get(`/api/v1/books/${code}/journals`);
    expect(body['items']).toMatchObject([
      {
        voucher: '记-2024-03-0001',
        fact: 'general_voucher',
        summary: 'Money of an unknown payer',
        madeBy: '演示·经办会计',
        entries: [
          { account: '1002.01', debit: '1234.56', dimensions: {} },
          { account: '2307.09', credit: '1234.56', dimensions: { party: '某公司' } },
        ],
      },
    ]);
    const audit = await service.dataSource.query<object[]>(
      `SELECT person, action, act_key, outcome FROM fund.audit_event
        WHERE book_id = $1 AND action <> 'book.read'`,
      [id],
    );
    expect(audit).toMatchObject([
      { person: '演示·经办会计', action: 'voucher.enter', outcome: 'accepted' },
    ]);
  });

  it('tell how far they have come', async () => {
    const { code, id } = await service.openBook();
    const { body, headers } = await service.enter(code, received('1.00'));
    const place = headers['location'] ?? '';
    expect((await service.get(place)).body).toEqual(body);
    await settleBook(service.dataSource, id);
    expect((await service.get(place)).body).toEqual({
      request: body['request'],
      status: 'posted',
      journal: '1',
      voucher: '记-2024-03-0001',
    });
    const [failing] = (await service.enterBatch(code, [received('1.00')])).body['requests'] as {
      request: string;
    }[];
    await service.dataSource.query(`SELECT ledger.fail_request($1, 'POSTING_REFUSED', 'x')`, [
      failing?.request,
    ]);
    expect(
      (await service.get(`/api/v1/books/${code}/requests/${failing?.request ?? ''}`)).body,
    ).toEqual({ request: failing?.request, status: 'failed', failure: 'POSTING_REFUSED' });
    const other = await service.openBook();
    for (const path of [
      `/api/v1/books/${other.code}/requests/${String(body['request'])}`,
      `/api/v1/books/${code}/requests/x`,
      `/api/v1/books/${code}/requests/999999999999999999`,
    ]) {
      const answer = await service.get(path);
      expect([answer.status, answer.body['code']]).toEqual([404, 'REQUEST_NOT_FOUND']);
    }
  });

  it('are answered as posted where the caller waits and a worker runs', async () => {
    const { code } = await service.openBook();
    const worker = await service.startWorker();
    try {
      const headers = { prefer: 'respond-async, wait=10' };
      const one = await service.enter(code, received('5.00'), headers);
      expect([one.status, one.headers['preference-applied']]).toEqual([201, 'wait=10']);
      expect(one.body).toMatchObject({
        status: 'posted',
        journal: '1',
        voucher: '记-2024-03-0001',
      });
      const batch = await service.enterBatch(code, [paid('1.00'), paid('2.00')], headers);
      expect(batch.status).toBe(201);
      expect(batch.body['requests']).toMatchObject([{ journal: '2' }, { journal: '3' }]);
    } finally {
      await worker.stop();
    }
    const alone = await service.enter(code, received('5.00'), { prefer: 'wait=1' });
    expect([alone.status, alone.body['status']]).toEqual([202, 'ready']);
    const wrong = await service.enter(code, received('5.00'), { prefer: 'wait=11' });
    expect([wrong.status, wrong.headers['preference-applied']]).toEqual([202, undefined]);
  });

  it('hold what they take at once, so that of two only one overdraws', async () => {
    const { code, id } = await service.openBookWith('100.00');
    const answers = await Promise.all([
      service.enter(code, paid('60.00')),
      service.enter(code, paid('60.00')),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 422]);
    expect(answers.find(({ status }) => status === 422)?.body['code']).toBe('INSUFFICIENT_FUNDS');
    expect(await balanceOf(code, '1002.01')).toEqual({ posted: '100.00', held: '60.00' });
    await settleBook(service.dataSource, id);
    expect(await balanceOf(code, '1002.01')).toEqual({ posted: '40.00', held: '0.00' });
  });

  it('cannot take more from an account than it has, however many come at once', async () => {
    const { code, id } = await service.openBookWith('10.00');
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => service.enter(code, paid('1.00'))),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(10);
    await settleBook(service.dataSource, id);
    expect(await balanceOf(code, '1002.01')).toEqual({ posted: '0.00', held: '0.00' });
  });

  it('are adjusting entries only, while their month is on hold, and none once it is closed', async () => {
    const { code, id } = await service.openBookWith('10.00');
    const { manager } = service.dataSource;
    await putMonthOnHold(manager, {
      bookId: id,
      month: '2024-03-01',
      hold: true,
      by: 'b',
    });
    const refused = await service.enter(code, paid('1.00'));
    expect([refused.status, refused.body['code']]).toEqual([422, 'PERIOD_NOT_OPEN']);
    const adjusting = { ...paid('1.00'), adjusting: true };
    expect((await service.enter(code, adjusting)).status).toBe(202);
    await settleBook(service.dataSource, id);
    await closeMonth(manager, { bookId: id, month: '2024-03-01', by: 'a', checkOnly: false });
    for (const voucher of [paid('1.00'), adjusting]) {
      expect((await service.enter(code, voucher)).body['code']).toBe('PERIOD_NOT_OPEN');
    }
    const batch = await service.enterBatch(code, [
      { ...paid('1.00'), businessOn: '2024-04-01' },
      paid('1.00'),
    ]);
    expect(batch.body).toMatchObject({ code: 'PERIOD_NOT_OPEN', pointer: '/vouchers/1' });
    expect(await service.count('posting_request', id)).toBe(2);
  });

  it('of the sandbox never reach a real book, which is not even there for it', async () => {
    const { code, id } = await service.openBook('real');
    for (const answer of [
      await service.enter(code, received('1.00')),
      await service.enterBatch(code, [received('1.00')]),
      await service.enter('absent', received('1.00')),
    ]) {
      expect([answer.status, answer.body['code']]).toEqual([404, 'NOT_FOUND']);
    }
    expect(await service.count('posting_request', id)).toBe(0);
  });

  it('are no way around the workflows', async () => {
    const { code, id } = await service.openBook();
    const line = (account: string, side: 'debit' | 'credit', dimensions = {}) => ({
      account,
      dimensions,
      [side]: '1.00',
    });
    const closed = [
      '1002.02',
      '1002.99',
      '1011',
      '1218.01',
      '1218.02',
      '1218.03',
      '1218.04',
      '1218.05',
      '2103.01',
      '2103.02',
      '2307.01',
      '2307.02',
      '2307.03',
      '2307.04',
      '2901.01',
      '4001.01',
      '4001.02',
      '4001.03',
      '4001.04',
      '4609',
      '5001.01',
      '5001.02',
      '5001.03',
      '5301',
      'M0',
      'M1',
      'M2',
      'M4',
    ];
    for (const account of closed) {
      const lines = [line('1002.01', 'debit'), line(account, 'credit', { case: 'x', party: 'y' })];
      const answer = await service.enter(code, { ...received('1.00'), lines });
      expect(answer.body).toMatchObject({
        status: 422,
        code: 'ACCOUNT_NOT_FOR_VOUCHERS',
        faults: [{ pointer: '/lines/1/account', message: account }],
      });
    }
    const lines = [line('1011', 'debit'), line('M0', 'credit')];
    const batch = await service.enterBatch(code, [
      received('1.00'),
      { ...received('1.00'), lines },
    ]);
    expect(batch.body['faults']).toEqual([
      { pointer: '/vouchers/1/lines/0/account', message: '1011' },
      { pointer: '/vouchers/1/lines/1/account', message: 'M0' },
    ]);
    expect(await service.count('posting_request', id)).toBe(0);
  });

  it('of a batch are entered all or none', async () => {
    const { code, id } = await service.openBookWith('10.00');
    const key = { 'idempotency-key': newName('key') };
    const bad = await service.enterBatch(
      code,
      [paid('1.00'), received('1.00'), paid('10.00')],
      key,
    );
    expect(bad.body).toMatchObject({
      status: 422,
      code: 'INSUFFICIENT_FUNDS',
      pointer: '/vouchers/2',
    });
    expect(await service.count('posting_request', id)).toBe(1);
    expect(await service.count('hold', id)).toBe(0);
    // A refused act has used up no key.
    const good = await service.enterBatch(code, [paid('1.00'), received('1.00')], key);
    expect(good.status).toBe(202);
    await settleBook(service.dataSource, id);
    expect(await service.count('journal', id)).toBe(3);
  });

  it('come by the thousand', async () => {
    const { code, id } = await service.openBook();
    const thousand = Array.from({ length: 1_000 }, (_, n) =>
      received('0.01', `payer ${String(n % 50)}`),
    );
    const answer = await service.enterBatch(code, thousand);
    expect(answer.status).toBe(202);
    expect(answer.body['requests']).toHaveLength(1_000);
    const tooMany = await service.enterBatch(code, [...thousand, received('0.01')]);
    expect(tooMany.body).toMatchObject({
      code: 'BODY_INVALID',
      faults: [{ pointer: '/vouchers' }],
    });
    await settleBook(service.dataSource, id);
    expect(await balanceOf(code, '1002.01')).toEqual({ posted: '10.00', held: '0.00' });
  });
});
