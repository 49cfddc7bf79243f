import { newKey, type Someone } from '../approvals/approval-scene';
import { PaymentScene } from './payment-scene';

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

describe('what courts give back, and what the fund bears', () => {
  let scene: PaymentScene;
  let fee: string;
  let cost: string;
  let court: { id: string; fingerprint: string };
  beforeAll(async () => {
    scene = await PaymentScene.open();
    court = await scene.account('court', '长春市中级人民法院');
  });
  afterAll(() => scene.close());

  const balance = async (code: string): Promise<string> => {
    await scene.post();
    const [row] = await scene.dataSource.query<{ sum: string | null }[]>(
      `SELECT sum(b.posted)::text AS sum FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
        WHERE a.book_id = $1 AND a.code = $2`,
      [scene.bookId, code],
    );
    return row?.sum ?? '0';
  };
  const refund = (body: object, { by = scene.officer, item = fee, key = newKey() } = {}) =>
    by.browser
      .post(`/api/v1/advances/items/${item}/court-refunds`, body)
      .set('idempotency-key', key) as Promise<Answer>;
  const read = ({ browser }: Someone, item = fee): Promise<Answer> =>
    browser.get(`/api/v1/advances/items/${item}/court-refunds`);
  const part = (amount: string) => ({ amount, on: scene.day, bankReference: '退费回单' });

  async function absorb(item: string, amount: string): Promise<{ state: unknown; id: string }> {
    const { approvals } = scene.organizations;
    const { id: document, sha256 } = await scene.organizations.upload(scene.officer);
    const content = { item, amount, reason: '善意败诉', document: { id: document, sha256 } };
    const id = await approvals.ask(scene.officer, content, { kind: 'cost_absorption' });
    await approvals.decide(scene.reviewer, id, 'approve');
    const { body } = await approvals.decide(scene.approver, id, 'approve');
    return { state: body.state, id };
  }

  it('is recorded in parts, once for a key, and never more than the court has', async () => {
    const { items } = await scene.advance(
      { amount: 100_00n, category: 'acceptance_fee', account: court },
      { amount: 80_00n },
    );
    [fee = '', cost = ''] = items;
    await scene.pay(fee, '100.00');
    await scene.pay(cost, '80.00');
    expect(await balance('1218.05')).toBe('10000');
    const key = newKey();
    const first = await refund(part('30.00'), { key });
    expect(first).toMatchObject({
      status: 200,
      body: { paid: '100.00', refunded: '30.00', absorbed: '0.00', outstanding: '70.00' },
    });
    expect((await refund(part('30.00'), { key })).body).toEqual(first.body);
    expect(await refund(part('31.00'), { key })).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    expect(await refund(part('70.01'))).toMatchObject({
      status: 422,
      body: { code: 'REFUND_EXCEEDS_PAYMENT', refundable: '70.00' },
    });
    expect(await refund({ ...part('1.00'), on: '2020-01-06' })).toMatchObject({
      status: 422,
      body: { code: 'PAYMENT_DAY_WRONG' },
    });
    expect(await refund(part('1.00'), { item: cost })).toMatchObject({
      body: { code: 'REFUND_EXCEEDS_PAYMENT' },
    });
    expect(await balance('1218.05')).toBe('7000');
  });

  it('is recorded once where two officers record the last of it at the same time', async () => {
    const answers = await Promise.all([
      refund(part('40.00')),
      refund(part('40.00'), { by: scene.colleague }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    expect(await balance('1218.05')).toBe('3000');
  });

  it('is seen by the organization without names, and by no other', async () => {
    const { body } = await read(scene.member);
    expect(body).toMatchObject({
      refunded: '70.00',
      refunds: [{ recordedBy: null }, { recordedBy: null }],
    });
    expect((await read(scene.officer)).body).toMatchObject({
      refunds: [{ recordedBy: scene.officer.name }, {}],
    });
    const stranger = await scene.organizations.approvals.memberOf('51220000MJ00010109');
    expect((await read(stranger)).status).toBe(404);
    expect((await refund(part('1.00'), { by: scene.member })).status).toBe(403);
  });

  it('leaves to the fund what the court keeps, once two others agree', async () => {
    const { approvals } = scene.organizations;
    const content = { item: fee, amount: '30.01', reason: '败诉', document: await paper() };
    await expect(
      approvals.ask(scene.officer, content, { kind: 'cost_absorption' }),
    ).rejects.toThrow('422');
    expect((await absorb(fee, '30.00')).state).toBe('approved');
    expect(await balance('1218.05')).toBe('0');
    expect(await balance('5001.01')).toBe('3000');
    expect((await read(scene.officer)).body).toMatchObject({
      absorbed: '30.00',
      outstanding: '0.00',
    });
  });

  it('bears of a cost at most what was settled and no court grants', async () => {
    const { approvals } = scene.organizations;
    const nothingSettled = { item: cost, amount: '1.00', reason: '败诉', document: await paper() };
    await expect(
      approvals.ask(scene.officer, nothingSettled, { kind: 'cost_absorption' }),
    ).rejects.toThrow('422');
    const [{ application }] = await scene.dataSource.query<[{ application: string }]>(
      'SELECT application_id AS application FROM fund.advance_item WHERE id = $1',
      [cost],
    );
    await settle(application, '80.00');
    const { state, id } = await absorb(cost, '80.00');
    expect(state).toBe('approved');
    expect(await balance('1218.02')).toBe('0');
    expect(await balance('5001.01')).toBe('11000');
    const rows = await scene.dataSource.query<object[]>(
      'SELECT requested_by, approved_by FROM fund.cost_absorption WHERE approval_request_id = $1',
      [id],
    );
    expect(rows).toEqual([{ requested_by: scene.officer.name, approved_by: scene.approver.name }]);
    await expect(
      scene.dataSource.query(
        `UPDATE fund.cost_absorption SET amount_fen = 1 WHERE approval_request_id = $1`,
        [id],
      ),
    ).rejects.toThrow();
  });

  async function paper(): Promise<{ id: string; sha256: string }> {
    const { id, sha256 } = await scene.organizations.upload(scene.officer);
    return { id, sha256 };
  }

  async function settle(application: string, amount: string): Promise<void> {
    const document = (await scene.organizations.upload(scene.member)).id;
    const number = '26322000000000000009';
    const invoice = { issuer: '某公司', number, issuedOn: '2026-04-01', total: amount };
    const { body } = (await scene.member.browser
      .post(`/api/v1/advances/${application}/receipts`, {
        lines: [{ item: cost, document, invoice, amount }],
      })
      .set('idempotency-key', newKey())
      .expect(201)) as { body: { items: { id: string }[] } };
    await scene.officer.browser
      .post(`/api/v1/receipt-lines/${body.items[0]?.id ?? ''}/decision`, { decision: 'accept' })
      .set('idempotency-key', newKey())
      .expect(200);
    await scene.post();
  }
});
