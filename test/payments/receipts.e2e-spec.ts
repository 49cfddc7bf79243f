import { newKey, type Someone } from '../approvals/approval-scene';
import { refusalOf } from '../support/ledger';
import { asSuperuser } from '../support/test-database';
import { PaymentScene } from './payment-scene';

interface Line {
  readonly id: string;
  readonly state: string;
  readonly amount: string;
  readonly settled: string;
  readonly invoice: { readonly total: string; readonly used: string; readonly number: string };
}
interface Answer<Body> {
  readonly status: number;
  readonly body: Body & { readonly code?: string };
}

describe('receipts for paid costs', () => {
  let scene: PaymentScene;
  let document: string;
  beforeAll(async () => {
    scene = await PaymentScene.open();
    document = (await scene.organizations.upload(scene.member, '发票.pdf')).id;
  });
  afterAll(() => scene.close());

  /** A cost of an application of its own that was paid, in fen. */
  const paid = async (amount: bigint): Promise<{ application: string; item: string }> => {
    scene.caseId = await scene.openCase(`(2026)吉01民初${newKey()}号`);
    const { id: application, items } = await scene.advance({ amount, category: 'lawyer' });
    const [item = ''] = items;
    await scene.pay(item, `${String(amount / 100n)}.00`);
    await scene.post();
    return { application, item };
  };

  let numbers = 0;
  const newNumber = (): string => {
    numbers += 1;
    return `2632200000${String(numbers).padStart(10, '0')}`;
  };
  const invoice = (number: string, total: string, more: object = {}) => ({
    issuer: '吉林省环境检测有限公司',
    number,
    issuedOn: '2026-04-01',
    total,
    ...more,
  });
  const submit = (
    { application, item }: { application: string; item: string },
    lines: readonly { invoice: object; amount: string; item?: string }[],
    { by = scene.member, key = newKey() }: { by?: Someone; key?: string } = {},
  ): Promise<Answer<{ items: Line[]; remaining: string; cases: string[] }>> =>
    by.browser
      .post(`/api/v1/advances/${application}/receipts`, {
        lines: lines.map((line) => ({ item, document, ...line })),
      })
      .set('idempotency-key', key);
  const submitted = async (
    of: { application: string; item: string },
    amount: string,
    number = newNumber(),
    total = amount,
  ): Promise<Line> => {
    const { status, body } = await submit(of, [{ invoice: invoice(number, total), amount }]);
    if (status !== 201 || body.items[0] === undefined) throw new Error(JSON.stringify(body));
    return body.items[0];
  };
  const decide = (
    line: Line,
    decision: 'accept' | 'reject',
    by: Someone = scene.officer,
  ): Promise<Answer<Line>> =>
    by.browser
      .post(`/api/v1/receipt-lines/${line.id}/decision`, {
        decision,
        ...(decision === 'reject' && { reason: '抬头有误' }),
      })
      .set('idempotency-key', newKey());

  it('are settled line by line by an officer, each once', async () => {
    const of = await paid(100_00n);
    const line = await submitted(of, '60.00');
    expect(line).toMatchObject({ state: 'submitted', amount: '60.00', settled: '0.00' });
    const accepted = await decide(line, 'accept');
    expect(accepted).toMatchObject({ status: 200, body: { state: 'accepted', settled: '60.00' } });
    const again = await decide(line, 'accept');
    expect(again.body).toEqual(accepted.body);
    expect(await scene.item(of.item)).toMatchObject({ settled_fen: '6000' });
  });

  it('that are rejected give their part of the invoice free, with a reason', async () => {
    const of = await paid(100_00n);
    const number = newNumber();
    const line = await submitted(of, '60.00', number);
    expect((await decide(line, 'reject')).body).toMatchObject({
      state: 'rejected',
      reason: '抬头有误',
      invoice: { used: '0.00' },
    });
    expect(await decide(line, 'accept')).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_DECIDED' },
    });
    expect(await submitted(of, '60.00', number)).toMatchObject({ invoice: { used: '60.00' } });
  });

  it('use an invoice in parts, and never more of it than it is made out for', async () => {
    const number = newNumber();
    const one = await paid(100_00n);
    const other = await paid(100_00n);
    await submitted(one, '70.00', number, '100.00');
    const most = await submit(other, [{ invoice: invoice(number, '100.00'), amount: '30.01' }]);
    expect(most).toMatchObject({
      status: 409,
      body: {
        code: 'DUPLICATE_INVOICE',
        number: `2632****${number.slice(-4)}`,
        used: '70.00',
        remaining: '30.00',
        cases: [expect.stringMatching(/吉01民初/) as string],
        elsewhere: false,
      },
    });
    expect(await submitted(other, '30.00', number, '100.00')).toMatchObject({
      invoice: { total: '100.00', used: '100.00' },
    });
  });

  it('are one invoice however its issuer is spelt, and with one total', async () => {
    const of = await paid(100_00n);
    const number = newNumber();
    await submitted(of, '10.00', number, '50.00');
    const spelt = { issuer: ' 吉林省环境检测 有限公司' };
    const other = await submit(of, [{ invoice: invoice(number, '60.00', spelt), amount: '10.00' }]);
    expect(other).toMatchObject({ status: 409, body: { code: 'INVOICE_DIFFERS' } });
    const short = await submit(of, [{ invoice: invoice('00000001', '60.00'), amount: '10.00' }]);
    expect(short).toMatchObject({ status: 400, body: { code: 'BODY_INVALID' } });
  });

  it('settle no more than was paid, counting what waits', async () => {
    const of = await paid(100_00n);
    await submitted(of, '60.00');
    const more = await submit(of, [{ invoice: invoice(newNumber(), '50.00'), amount: '40.01' }]);
    expect(more).toMatchObject({ status: 422, body: { code: 'SETTLEMENT_EXCEEDS_PAYMENT' } });
  });

  it('are submitted all or none, once for a key', async () => {
    const of = await paid(100_00n);
    const number = newNumber();
    const lines = [
      { invoice: invoice(number, '10.00'), amount: '10.00' },
      { invoice: invoice(newNumber(), '95.00'), amount: '95.00' },
    ];
    expect((await submit(of, lines)).status).toBe(422);
    const key = newKey();
    const good = lines.slice(0, 1);
    const first = await submit(of, good, { key });
    const second = await submit(of, good, { key });
    expect(second).toMatchObject({ status: 201, body: first.body });
  });

  it('are decided by another officer than who submitted them', async () => {
    const of = await paid(100_00n);
    const mine = (await scene.organizations.upload(scene.officer)).id;
    const { body } = await submit(
      of,
      [{ invoice: invoice(newNumber(), '5.00'), amount: '5.00', ...{ document: mine } }],
      { by: scene.officer },
    );
    const [line] = body.items;
    if (line === undefined) throw new Error(JSON.stringify(body));
    expect(await decide(line, 'accept')).toMatchObject({
      status: 403,
      body: { code: 'SAME_PERSON' },
    });
    expect((await decide(line, 'accept', scene.colleague)).status).toBe(200);
  });

  it('are the own organization’s: another one finds neither application nor lines', async () => {
    const of = await paid(100_00n);
    await submitted(of, '5.00');
    const stranger = await scene.organizations.approvals.memberOf('51220000MJ00010109');
    const refused = await submit(of, [{ invoice: invoice(newNumber(), '1.00'), amount: '1.00' }], {
      by: stranger,
    });
    expect(refused).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    const list = await stranger.browser.get('/api/v1/receipt-lines').expect(200);
    expect(list.body).toEqual({ items: [], next: null });
    const own = (await scene.member.browser.get('/api/v1/receipt-lines?limit=200').expect(200)) as {
      body: { items: Line[] };
    };
    expect(own.body.items.length).toBeGreaterThan(0);
  });

  it('are settled once where two officers decide at the same time', async () => {
    const of = await paid(100_00n);
    for (let run = 0; run < 5; run += 1) {
      const line = await submitted(of, '10.00');
      const answers = await Promise.all([
        decide(line, 'accept', scene.officer),
        decide(line, 'accept', scene.colleague),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    }
    expect(await scene.item(of.item)).toMatchObject({ settled_fen: '5000' });
  });

  it('use the last part of an invoice once where two submit it at the same time', async () => {
    for (let run = 0; run < 5; run += 1) {
      const number = newNumber();
      const [one, other] = [await paid(10_00n), await paid(10_00n)];
      const lines = [{ invoice: invoice(number, '10.00'), amount: '6.00' }];
      const answers = await Promise.all([
        submit(one, lines),
        submit(other, lines, { by: scene.member }),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    }
  });

  it('are in the book of their application, whatever is entered', async () => {
    const line = await submitted(await paid(100_00n), '60.00');
    const rows = await scene.dataSource.query<{ same: boolean }[]>(
      `SELECT l.book_id = a.book_id AS same
         FROM fund.settlement_line l JOIN fund.advance_item i ON i.id = l.item_id
         JOIN fund.advance_application a ON a.id = i.application_id WHERE l.id = $1`,
      [line.id],
    );
    expect(rows).toEqual([{ same: true }]);
    await expect(
      scene.dataSource.query(
        'UPDATE fund.settlement_line SET book_id = book_id + 1 WHERE id = $1',
        [line.id],
      ),
    ).rejects.toThrow(/stays/);
  });

  it('hold in the database too', async () => {
    const of = await paid(100_00n);
    const line = await submitted(of, '60.00');
    const past = (sql: string) =>
      refusalOf(
        asSuperuser(scene.database, async (client) => {
          await client.query('SET session_replication_role = replica');
          return client.query(sql, [line.id]);
        }),
      ).then(({ message }) => message);
    const again = `
      INSERT INTO fund.settlement_line (id, submission_id, ordinal, item_id, invoice_id, document_id, amount_fen, submitted_by_id)
      SELECT gen_random_uuid(), l.submission_id, 2, l.item_id, l.invoice_id, l.document_id, 1, l.submitted_by_id
        FROM fund.settlement_line l WHERE l.id = $1`;
    expect(await past(again)).toMatch(/ck_invoice_used/);
    const update = (set: string) => `UPDATE fund.settlement_line SET ${set} WHERE id = $1`;
    expect(await past(update('amount_fen = 1'))).toMatch(/stays/);
    const self = `state = 'accepted', decided_by_id = submitted_by_id, decided_on = current_date`;
    expect(await past(update(self))).toMatch(/ck_settlement_line_people/);
    await decide(line, 'accept');
    expect(await past(update(`state = 'rejected', reason = 'x'`))).toMatch(/decided once/);
  });
});
