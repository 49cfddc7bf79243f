import { newKey, type Someone } from '../approvals/approval-scene';
import { PROVINCIAL } from '../organizations/organization-scene';
import { refusalOf } from '../support/ledger';
import { asSuperuser } from '../support/test-database';
import { ORDERS, PaymentScene } from './payment-scene';

describe('payment orders', () => {
  let scene: PaymentScene;
  beforeAll(async () => {
    scene = await PaymentScene.open();
  });
  afterAll(() => scene.close());

  const single = async (amount = 100_000_00n): Promise<string> => {
    scene.caseId = await scene.openCase(`(2026)吉01民初${newKey()}号`);
    return (await scene.advance({ amount, category: 'lawyer' })).items[0] ?? '';
  };
  it('name approved costs, their payees and the total in words, and post nothing', async () => {
    const { items } = await scene.advance(
      { amount: 30_000_00n },
      { amount: 12_34n, category: 'travel' },
    );
    const [testing = '', travel = ''] = items;
    const { status, body } = await scene.order([
      [testing, '20000.00'],
      [travel, '12.34'],
    ]);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      number: `付${scene.day.slice(0, 4)}-0001`,
      total: '20012.34',
      totalInWords: '贰万零壹拾贰元叁角肆分',
      lines: [
        { item: testing, state: 'waiting', payee: { masked: '**** 0001' } },
        { item: travel, state: 'waiting', amount: '12.34' },
      ],
    });
    expect(await scene.item(testing)).toMatchObject({ paid_fen: '0' });
    const payable = await scene.officer.browser.get(`${ORDERS}/payable`).expect(200);
    expect(payable.body).toMatchObject({
      items: [{ item: testing, approved: '30000.00', underway: '20000.00', payable: '10000.00' }],
    });
  });

  it('are paid by a cashier: the payment is posted, and the same result again is the same answer', async () => {
    const item = await single(50_000_00n);
    const order = await scene.ordered(item, '50000.00');
    const paid = { bankReference: '20260001' };
    const first = await scene.record(order, 'paid', paid);
    expect(first.status).toBe(200);
    expect(first.body.lines[0]).toMatchObject({
      state: 'paid',
      results: [{ result: 'paid', on: scene.day, bankReference: '20260001' }],
    });
    const again = await scene.record(order, 'paid', paid);
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(await scene.item(item)).toMatchObject({ paid_fen: '5000000' });
    const otherwise = await scene.record(order, 'paid', { bankReference: '20260002' });
    expect(otherwise).toMatchObject({ status: 409, body: { code: 'PAYMENT_RECORDED_OTHERWISE' } });
    const other = await scene.record(order, 'unknown');
    expect(other).toMatchObject({ status: 409, body: { code: 'ALREADY_PAID' } });
    expect(await scene.item(item)).toMatchObject({ paid_fen: '5000000' });
  });

  it('that came back before the money left close the line and free what was approved', async () => {
    const item = await single(10_00n);
    const order = await scene.ordered(item, '10.00');
    expect((await scene.record(order, 'bounced')).body.lines[0]).toMatchObject({
      state: 'bounced',
    });
    expect(await scene.item(item)).toMatchObject({ paid_fen: '0' });
    const closed = await scene.record(order, 'paid');
    expect(closed).toMatchObject({ status: 409, body: { code: 'PAYMENT_CLOSED' } });
    await scene.pay(item, '10.00');
    expect(await scene.item(item)).toMatchObject({ paid_fen: '1000' });
  });

  it('that came back after they were paid are posted back', async () => {
    const item = await single(10_00n);
    const order = await scene.pay(item, '10.00');
    await scene.post();
    const { body } = await scene.record(order, 'bounced', { reason: '户名不符，退汇' });
    expect(body.lines[0]).toMatchObject({ state: 'bounced', results: [{}, { result: 'bounced' }] });
    expect(await scene.item(item)).toMatchObject({ paid_fen: '0' });
    await scene.pay(item, '10.00');
  });

  it('of unknown outcome are never sent again until somebody found out', async () => {
    const item = await single(10_00n);
    const order = await scene.ordered(item, '10.00');
    expect((await scene.record(order, 'unknown')).body.lines[0]).toMatchObject({
      state: 'unknown',
    });
    const resent = await scene.order([[item, '10.00']]);
    expect(resent).toMatchObject({ status: 422, body: { code: 'PAYMENT_UNRESOLVED' } });
    const silent = await scene.record(order, 'paid');
    expect(silent).toMatchObject({ status: 422, body: { code: 'PAYMENT_REASON_REQUIRED' } });
    const found = await scene.record(order, 'paid', { reason: '银行回单已到' });
    expect(found.body.lines[0]).toMatchObject({ state: 'paid' });
    expect(await scene.item(item)).toMatchObject({ paid_fen: '1000' });
  });

  it('are made once for a key, and refused for another order under it', async () => {
    const item = await single(10_00n);
    const key = newKey();
    const first = await scene.order([[item, '4.00']], { key });
    const second = await scene.order([[item, '4.00']], { key });
    expect(second.body.id).toBe(first.body.id);
    const other = await scene.order([[item, '5.00']], { key });
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it('keep within what was approved, whatever is on its way', async () => {
    const item = await single(10_00n);
    await scene.ordered(item, '6.00');
    const more = await scene.order([[item, '4.01']]);
    expect(more).toMatchObject({ status: 422, body: { code: 'PAYMENT_EXCEEDS_APPROVAL' } });
    await scene.ordered(item, '4.00');
  });

  it('pay only to the account that was approved: a changed one wants another approval', async () => {
    const account = await scene.account('vendor', '换账户公司');
    const { items } = await scene.advance({ amount: 1_00n, category: 'other', account });
    const order = await scene.ordered(items[0] ?? '', '0.40');
    await scene.account('vendor', '换账户公司');
    const refused = await scene.order([[items[0] ?? '', '0.40']]);
    expect(refused).toMatchObject({
      status: 422,
      body: {
        code: 'PAYEE_ACCOUNT_CHANGED',
        payee: '换账户公司',
        item: expect.stringMatching(/^垫/) as string,
      },
    });
    // What was sent before can still be said.
    expect((await scene.record(order, 'paid')).status).toBe(200);
  });

  it('are printed with the whole account number for those who pay, and for nobody else', async () => {
    const account = await scene.account('vendor', '打印公司');
    const { items } = await scene.advance({ amount: 1_00n, category: 'other', account });
    const order = await scene.ordered(items[0] ?? '', '1.00');
    const path = `${ORDERS}/${order.id}/order.pdf`;
    const printed = await scene.cashier.browser.get(path).expect(200);
    expect(printed.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="payment-order.pdf"',
    });
    expect((printed.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
    const [seen] = await scene.dataSource.query<{ count: string }[]>(
      `SELECT count(*) FROM fund.audit_event WHERE action = 'bank_account.reveal' AND subject = $1`,
      [`bank_account/${account.id}`],
    );
    expect(seen?.count).toBe('1');
    await scene.approver.browser.get(path).expect(403);
    await scene.account('vendor', '打印公司');
    const changed = await scene.cashier.browser.get(path).expect(422);
    const { code } = JSON.parse(
      Buffer.isBuffer(changed.body) ? changed.body.toString() : JSON.stringify(changed.body),
    ) as { code: string };
    expect(code).toBe('PAYEE_ACCOUNT_CHANGED');
  });

  it('are written for the batch transfer of the bank while a payment waits', async () => {
    const { items } = await scene.advance({ amount: 1_00n, category: 'other' });
    const order = await scene.ordered(items[0] ?? '', '1.00');
    const path = `${ORDERS}/${order.id}/batch.xlsx`;
    const written = await scene.cashier.browser.download(path).expect(200);
    expect(written.headers['content-disposition']).toBe(
      'attachment; filename="payment-batch.xlsx"',
    );
    expect((written.body as Buffer).subarray(0, 2).toString()).toBe('PK');
    await scene.approver.browser.get(path).expect(403);
    await scene.record(order, 'unknown');
    const answer = await scene.cashier.browser.get(path);
    expect(answer).toMatchObject({ status: 422, body: { code: 'NO_PAYMENT_WAITS' } });
  });

  it('are for organizations that still stand as they did', async () => {
    const item = await single(10_00n);
    const setState = (state: string) =>
      scene.dataSource.query('UPDATE fund.organization SET state = $2 WHERE id = $1', [
        scene.organization,
        state,
      ]);
    await setState('suspended');
    const refused = await scene.order([[item, '1.00']]);
    await setState('registered');
    expect(refused).toMatchObject({ status: 422, body: { code: 'ORG_NOT_QUALIFIED' } });
    await scene.ordered(item, '1.00');
  });

  it('give an organization 70 % at first', async () => {
    const account = await scene.account('organization', '吉林省绿色志愿者协会', {
      creditCode: PROVINCIAL,
    });
    scene.caseId = await scene.openCase('(2026)吉01民初70号');
    const { items } = await scene.advance({ amount: 10_01n, category: 'travel', account });
    const [item = ''] = items;
    const refused = await scene.order([[item, '7.01']]);
    expect(refused).toMatchObject({
      status: 422,
      body: {
        code: 'TRANCHE_EXCEEDED',
        payable: '7.00',
        item: expect.stringMatching(/^垫/) as string,
      },
    });
    await scene.pay(item, '7.00');
    const rest = await scene.order([[item, '3.01']]);
    expect(rest).toMatchObject({ status: 422, body: { code: 'TRANCHE_EXCEEDED' } });
  });

  it('refuse days before the order and after today', async () => {
    const order = await scene.ordered(await single(10_00n), '1.00');
    for (const on of ['2026-01-05', '2100-01-05']) {
      const refused = await scene.record(order, 'paid', { on });
      expect(refused).toMatchObject({ status: 422, body: { code: 'PAYMENT_DAY_WRONG' } });
    }
  });

  describe('keep whoever pays apart', () => {
    it('from those who asked for it or decided on it, and from whoever made the order', async () => {
      const item = await single(10_00n);
      const order = await scene.ordered(item, '1.00');
      const insert = (person: Someone) => `
        INSERT INTO fund.payment_result (id, line_id, ordinal, result, result_on, approval_request_id, recorded_by_id)
        SELECT gen_random_uuid(), l.id, 1, 'paid', current_date, l.approval_request_id, '${person.personId}'
          FROM fund.payment_order_line l WHERE l.order_id = '${order.id}'`;
      for (const party of [scene.officer, scene.reviewer, scene.approver]) {
        const refused = await refusalOf(
          asSuperuser(scene.database, async (client) => {
            await client.query('SET session_replication_role = replica');
            return client.query(insert(party));
          }),
        );
        expect(refused.message).toMatch(/SAME_PERSON/);
      }
      const { status, body } = await scene.record(order, 'paid', { by: scene.reviewer });
      expect([status, body.code]).toEqual([403, 'SAME_PERSON']);
    });

    it('from whoever made the order, who is nobody of the request', async () => {
      const item = await single(10_00n);
      const { body: order } = await scene.order([[item, '1.00']], { by: scene.colleague });
      await asSuperuser(scene.database, async (client) => {
        await client.query('SET session_replication_role = replica');
        const refused = await refusalOf(
          client.query(`
            INSERT INTO fund.payment_result (id, line_id, ordinal, result, result_on, approval_request_id, recorded_by_id)
            SELECT gen_random_uuid(), l.id, 1, 'paid', current_date, l.approval_request_id, '${scene.colleague.personId}'
              FROM fund.payment_order_line l WHERE l.order_id = '${order.id}'`),
        );
        expect(refused.message).toMatch(/SAME_PERSON/);
      });
    });
  });

  it('hold in the database too: nothing above the approval, and no state without its result', async () => {
    const item = await single(10_00n);
    const order = await scene.ordered(item, '6.00');
    const past = (sql: string) =>
      refusalOf(
        asSuperuser(scene.database, async (client) => {
          await client.query('SET session_replication_role = replica');
          return client.query(sql, [order.id]);
        }),
      ).then(({ message }) => message);
    const more = `
      INSERT INTO fund.payment_order_line (id, order_id, ordinal, item_id, approval_request_id, bank_account_id, account_fingerprint, amount_fen)
      SELECT gen_random_uuid(), l.order_id, 2, l.item_id, l.approval_request_id, l.bank_account_id, l.account_fingerprint, 401
        FROM fund.payment_order_line l WHERE l.order_id = $1`;
    expect(await past(more)).toMatch(/PAYMENT_EXCEEDS_APPROVAL/);
    expect(await past(more.replace('l.account_fingerprint, 401', `'\\x00', 1`))).toMatch(
      /account that was approved/,
    );
    const update = (set: string) => `UPDATE fund.payment_order_line SET ${set} WHERE order_id = $1`;
    expect(await past(update(`state = 'paid'`))).toMatch(/its last result/);
    expect(await past(update('amount_fen = 1'))).toMatch(/stays/);
    expect(await past('UPDATE fund.payment_order SET ordinal = 9 WHERE id = $1')).toMatch(
      /APPEND_ONLY/,
    );
  });
});
