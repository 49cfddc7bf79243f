import { asCaller } from '../../src/identity';
import { newKey, type Someone } from '../approvals/approval-scene';
import { PROVINCIAL } from '../organizations/organization-scene';
import { ORDERS, PaymentScene } from './payment-scene';

interface Work {
  readonly source: string;
  readonly subject: string | null;
  readonly title: string | null;
  readonly amount: string | null;
  readonly state: string;
  readonly dueOn: string;
  readonly actions: readonly string[];
  readonly stuck: boolean;
  readonly link: string | null;
}

describe('payments wait in inboxes', () => {
  let scene: PaymentScene;
  beforeAll(async () => {
    scene = await PaymentScene.open();
  });
  afterAll(() => scene.close());

  const waitsFor = async ({ browser }: Someone, source: string): Promise<Work[]> => {
    const { body } = (await browser.get('/api/v1/inbox?limit=200').expect(200)) as {
      body: { items: Work[] };
    };
    return body.items.filter((item) => item.source === source);
  };
  const toRecord = async (of: Someone, order: { id: string }): Promise<Work | undefined> =>
    (await waitsFor(of, 'payment_to_record')).find(
      ({ subject }) => subject === `payment_order/${order.id}`,
    );
  const single = async (amount = 10_00n): Promise<{ id: string; item: string }> => {
    scene.caseId = await scene.openCase(`(2026)吉01民初${newKey()}号`);
    const { id, items } = await scene.advance({ amount, category: 'lawyer' });
    return { id, item: items[0] ?? '' };
  };
  const toOrder = async (application: string): Promise<string | null | undefined> =>
    (await waitsFor(scene.officer, 'advance_to_pay')).find(
      ({ subject }) => subject === `advance_application/${application}`,
    )?.amount;

  it('of the cashier until their outcome is known, and lead to the order', async () => {
    const { item } = await single();
    const order = await scene.ordered(item, '10.00');
    expect(await toRecord(scene.cashier, order)).toMatchObject({
      title: `${order.number}-1 吉林省环境检测有限公司`,
      amount: '10.00',
      state: 'waiting',
      actions: ['record'],
      link: `/console/payment-orders/${order.id}`,
    });
    expect(await toRecord(scene.officer, order)).toBeUndefined();
    const { dueOn: first } = (await toRecord(scene.cashier, order)) ?? { dueOn: '' };
    await scene.record(order, 'unknown');
    const unknown = await toRecord(scene.cashier, order);
    expect(unknown).toMatchObject({ state: 'unknown' });
    expect((unknown?.dueOn ?? '') < first).toBe(true);
    await scene.record(order, 'paid', { reason: '银行回单已到' });
    expect(await toRecord(scene.cashier, order)).toBeUndefined();
  });

  it('of the finance officer as far as nothing of them is ordered', async () => {
    const { id, item } = await single();
    expect(await toOrder(id)).toBe('10.00');
    const part = await scene.ordered(item, '4.00');
    expect(await toOrder(id)).toBe('6.00');
    const rest = await scene.ordered(item, '6.00');
    expect(await toOrder(id)).toBeUndefined();
    await scene.record(part, 'unknown');
    expect(await toOrder(id)).toBeUndefined();
    await scene.record(rest, 'bounced');
    expect(await toOrder(id)).toBe('6.00');
  });

  it('of the finance officer only as far as an organization may get it now', async () => {
    const account = await scene.account('organization', '吉林省绿色志愿者协会', {
      creditCode: PROVINCIAL,
    });
    scene.caseId = await scene.openCase('(2026)吉01民初70号');
    const { id, items } = await scene.advance({ amount: 10_01n, category: 'travel', account });
    const [item = ''] = items;
    expect(await toOrder(id)).toBe('7.00');
    const { body } = (await scene.officer.browser.get(`${ORDERS}/payable?limit=200`)) as {
      body: { items: { item: string; payable: string }[] };
    };
    expect(body.items.find((cost) => cost.item === item)?.payable).toBe('7.00');
    await scene.pay(item, '7.00');
    expect(await toOrder(id)).toBeUndefined();
  });

  it('of the own bureau alone, in the database too', async () => {
    const { item } = await single();
    await scene.ordered(item, '10.00');
    const { bureau, dataSource } = scene.organizations.approvals;
    const { id: elsewhere } = await scene.organizations.approvals.service.bureau('yanbian');
    const seenIn = (bureauId: string): Promise<object[]> =>
      asCaller(
        dataSource,
        {
          personId: scene.cashier.personId,
          name: scene.cashier.name,
          accountId: null,
          sessionId: null,
          roles: ['cashier'],
          bureauId,
          creditCode: null,
          sandbox: false,
          scopes: null,
          steppedUp: false,
          address: 'test',
        },
        (tx) => tx.query<object[]>('SELECT FROM fund.open_payment'),
      );
    expect((await seenIn(bureau.id)).length).toBeGreaterThan(0);
    expect(await seenIn(elsewhere)).toEqual([]);
  });

  it('of nobody who had a part in the approval; where nobody else pays, the administrator is told', async () => {
    const { item } = await single();
    const order = await scene.ordered(item, '10.00');
    expect(await toRecord(scene.reviewer, order)).toBeUndefined();
    const administrator = await scene.organizations.approvals.someone('system_administrator');
    const isStuck = async (): Promise<boolean> =>
      (await waitsFor(administrator, 'payment_to_record')).some(({ stuck }) => stuck);
    expect(await isStuck()).toBe(false);
    await scene.dataSource.query(`UPDATE fund.account SET state = 'disabled' WHERE id = $1`, [
      scene.cashier.accountId,
    ]);
    expect(await isStuck()).toBe(true);
    const [told] = await waitsFor(administrator, 'payment_to_record');
    expect(told).toMatchObject({ title: null, subject: null, amount: null, actions: [] });
    await scene.organizations.approvals.someone('cashier');
    expect(await isStuck()).toBe(false);
  });
});
