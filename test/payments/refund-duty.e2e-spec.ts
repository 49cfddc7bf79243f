import { newKey } from '../approvals/approval-scene';
import { auditBook, refusalOf } from '../support/ledger';
import { PaymentScene } from './payment-scene';

describe('the duty to give an advance back after false statements', () => {
  let scene: PaymentScene;
  beforeAll(async () => {
    scene = await PaymentScene.open();
  });
  afterAll(() => scene.close());

  /** Debit balances of the book's accounts for advances, in fen, by code. */
  const balances = async (): Promise<Record<string, string>> => {
    const rows = await scene.dataSource.query<{ code: string; sum: string }[]>(
      `SELECT a.code, sum(b.posted) AS sum FROM ledger.account a
         JOIN ledger.account_balance b ON b.account_id = a.id
        WHERE a.book_id = $1 AND a.code LIKE '1218%' GROUP BY a.code`,
      [scene.bookId],
    );
    return Object.fromEntries(rows.map(({ code, sum }) => [code, sum]));
  };

  it('makes all that was paid due back, what is settled included, and suspends the organization', async () => {
    const { approvals } = scene.organizations;
    const { id: application, items } = await scene.advance({ amount: 100_00n }, { amount: 50_00n });
    const [first = '', second = ''] = items;
    await scene.pay(first, '100.00');
    await scene.pay(second, '50.00');
    const document = (await scene.organizations.upload(scene.member)).id;
    const invoice = {
      issuer: '某公司',
      number: '26322000000000000001',
      issuedOn: '2026-04-01',
      total: '60.00',
    };
    const submitted = (await scene.member.browser
      .post(`/api/v1/advances/${application}/receipts`, {
        lines: [{ item: first, document, invoice, amount: '60.00' }],
      })
      .set('idempotency-key', newKey())
      .expect(201)) as { body: { items: { id: string }[] } };
    await scene.officer.browser
      .post(`/api/v1/receipt-lines/${submitted.body.items[0]?.id ?? ''}/decision`, {
        decision: 'accept',
      })
      .set('idempotency-key', newKey())
      .expect(200);

    const request = await approvals.ask(
      scene.officer,
      { application, reason: '检测报告系伪造' },
      { kind: 'advance_refund_duty' },
    );
    await approvals.decide(scene.reviewer, request, 'approve');
    const { body } = await approvals.decide(scene.approver, request, 'approve');
    expect(body.state).toBe('approved');
    await scene.post();

    expect(await scene.item(first)).toMatchObject({
      settled_fen: '0',
      revoked_fen: '6000',
      surplus_demanded_fen: '10000',
    });
    expect(await scene.item(second)).toMatchObject({ surplus_demanded_fen: '5000' });
    expect(await balances()).toMatchObject({
      '1218.01': '0',
      '1218.02': '0',
      '1218.03': '15000',
    });
    const { body: organization } = (await scene.officer.browser
      .get(`/api/v1/organizations/${scene.organization}`)
      .expect(200)) as { body: { state: string } };
    expect(organization.state).toBe('suspended');
    expect((await scene.order([[first, '1.00']])).status).toBe(422);
    const again = await refusalOf(
      approvals.ask(
        scene.officer,
        { application, reason: '再次' },
        { kind: 'advance_refund_duty' },
      ),
    );
    expect(again.message).toMatch(/422/);
    await scene.officer.browser
      .post(`/api/v1/advances/items/${first}/surplus-returned`, {
        amount: '100.00',
        on: scene.day,
        bankReference: '回单1',
      })
      .set('idempotency-key', newKey())
      .expect(200);
    await scene.post();
    expect(await balances()).toMatchObject({ '1218.03': '5000' });
    expect(
      await auditBook({ rows: (sql, values) => scene.dataSource.query(sql, values) }, scene.bookId),
    ).toEqual([]);
  });
});
