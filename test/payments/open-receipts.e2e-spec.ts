import { INBOX, newKey, type Someone } from '../approvals/approval-scene';
import { OF_CHANGCHUN } from '../organizations/organization-scene';
import { InboxSources } from '../../src/inbox';
import { remindOverdue } from '../../src/notices';
import { inTransaction } from '../../src/platform/database/transaction';
import { PaymentScene } from './payment-scene';

interface Open {
  readonly source: string;
  readonly id: string;
  readonly amount: string;
  readonly waitingFor: string;
  readonly dueOn: string;
  readonly actions: readonly string[];
  readonly link: string;
}
const SOURCES = ['receipt_line', 'receipts_to_submit', 'surplus_to_return'];

describe('receipts and surpluses that somebody waits for', () => {
  let scene: PaymentScene;
  beforeAll(async () => {
    scene = await PaymentScene.open();
  });
  afterAll(() => scene.close());

  const inboxOf = async ({ browser }: Someone): Promise<readonly Open[]> => {
    const { body } = (await browser.get(`${INBOX}?limit=200`).expect(200)) as {
      body: { items: Open[] };
    };
    return body.items.filter(({ source }) => SOURCES.includes(source));
  };
  const workingDay = async (days: number): Promise<string> => {
    const [row] = await scene.dataSource.query<{ day: string }[]>(
      'SELECT fund.add_working_days($1::date, $2)::text AS day',
      [scene.day, days],
    );
    return row?.day ?? '';
  };
  const paid = async (): Promise<{ application: string; item: string }> => {
    const { id: application, items } = await scene.advance({ amount: 100_00n, category: 'other' });
    const [item = ''] = items;
    await scene.pay(item, '100.00');
    await scene.post();
    return { application, item };
  };
  let numbers = 0;
  const submit = async (
    { application, item }: { application: string; item: string },
    amount: string,
    by: Someone,
  ): Promise<string> => {
    numbers += 1;
    const document = (await scene.organizations.upload(by)).id;
    const number = `2632200000${String(numbers).padStart(10, '0')}`;
    const invoice = { issuer: '某公司', number, issuedOn: '2026-04-01', total: amount };
    const { body } = (await by.browser
      .post(`/api/v1/advances/${application}/receipts`, {
        lines: [{ item, document, invoice, amount }],
      })
      .set('idempotency-key', newKey())
      .expect(201)) as { body: { items: { id: string }[] } };
    return body.items[0]?.id ?? '';
  };
  const act = (item: string, what: string, body?: object) =>
    scene.officer.browser
      .post(`/api/v1/advances/items/${item}/${what}`, body)
      .set('idempotency-key', newKey())
      .expect(200);

  it('go from the organization to the officers and back, and end', async () => {
    const of = await paid();
    const reader = { ...scene.reviewer };
    expect(await inboxOf(scene.member)).toMatchObject([
      {
        source: 'receipts_to_submit',
        id: of.item,
        amount: '100.00',
        waitingFor: 'organization_member',
        dueOn: await workingDay(30),
        actions: ['submit'],
        link: `/console/advances/${of.application}`,
      },
    ]);
    expect(await inboxOf(scene.officer)).toEqual([]);

    const line = await submit(of, '60.00', scene.member);
    expect(await inboxOf(scene.member)).toMatchObject([{ id: of.item, amount: '40.00' }]);
    expect(await inboxOf(scene.officer)).toMatchObject([
      {
        source: 'receipt_line',
        id: line,
        amount: '60.00',
        dueOn: await workingDay(5),
        actions: ['accept', 'reject'],
        link: `/console/receipts?application=${of.application}`,
      },
    ]);
    expect(await inboxOf(reader)).toEqual([]);
    await scene.officer.browser
      .post(`/api/v1/receipt-lines/${line}/decision`, { decision: 'accept' })
      .set('idempotency-key', newKey())
      .expect(200);
    expect(await inboxOf(scene.officer)).toEqual([]);

    await act(of.item, 'surplus');
    expect(await inboxOf(scene.member)).toMatchObject([
      {
        source: 'surplus_to_return',
        id: of.item,
        amount: '40.00',
        dueOn: await workingDay(15),
        actions: ['return'],
      },
    ]);
    const returned = { amount: '40.00', on: scene.day, bankReference: '回单1' };
    await act(of.item, 'surplus-returned', returned);
    expect(await inboxOf(scene.member)).toEqual([]);
  });

  it('stand in the timeline with whom they wait for, and until when', async () => {
    const of = await paid();
    const timeline = async (): Promise<object> => {
      const path = `/api/v1/advances/${of.application}/timeline`;
      return ((await scene.member.browser.get(path).expect(200)) as { body: object }).body;
    };
    const decide = (line: string, decision: object) =>
      scene.officer.browser
        .post(`/api/v1/receipt-lines/${line}/decision`, decision)
        .set('idempotency-key', newKey())
        .expect(200);
    const receipts = { waitingFor: 'organization_member', dueOn: await workingDay(30) };
    expect(await timeline()).toMatchObject({ ...receipts, needed: 'settle' });
    const first = await submit(of, '60.00', scene.member);
    expect(await timeline()).toMatchObject({ ...receipts, needed: 'settle' });
    const second = await submit(of, '40.00', scene.member);
    expect(await timeline()).toMatchObject({
      waitingFor: 'finance_officer',
      since: scene.day,
      dueOn: await workingDay(5),
      needed: null,
    });
    await decide(first, { decision: 'accept' });
    await decide(second, { decision: 'reject', reason: '抬头有误' });
    expect(await timeline()).toMatchObject({ ...receipts, needed: 'settle' });
    await act(of.item, 'surplus');
    expect(await timeline()).toMatchObject({
      state: 'surplus_due',
      waitingFor: 'organization_member',
      dueOn: await workingDay(15),
      needed: 'return_surplus',
    });
    const returned = { amount: '40.00', on: scene.day, bankReference: '回单2' };
    await act(of.item, 'surplus-returned', returned);
    expect(await timeline()).toMatchObject({
      state: 'settled',
      waitingFor: null,
      steps: expect.arrayContaining([
        expect.objectContaining({ step: 'settlement', state: 'done', on: scene.day }),
      ]) as unknown,
    });
  });

  it('are no work of who submitted them, nor of another organization', async () => {
    const of = await paid();
    const line = await submit(of, '100.00', scene.officer);
    const linesOf = async (by: Someone) =>
      (await inboxOf(by)).filter(({ source }) => source === 'receipt_line');
    expect(await linesOf(scene.officer)).toEqual([]);
    expect(await linesOf(scene.colleague)).toMatchObject([{ id: line }]);
    const stranger = await scene.organizations.approvals.memberOf(OF_CHANGCHUN);
    expect(await inboxOf(stranger)).toEqual([]);
    await scene.colleague.browser
      .post(`/api/v1/receipt-lines/${line}/decision`, { decision: 'accept' })
      .set('idempotency-key', newKey())
      .expect(200);
  });

  it('are reminded of once they are overdue, whoever of the organization can act', async () => {
    await paid();
    const sources = scene.organizations.approvals.service.app.get(InboxSources).all;
    const remindedOn = async (day: string): Promise<number> => {
      await inTransaction(scene.dataSource, (tx) => remindOverdue(tx, sources, day));
      const [row] = await scene.dataSource.query<{ count: number }[]>(
        `SELECT count(*)::int AS count FROM fund.outgoing_event WHERE kind = 'work_overdue' AND person_id = $1`,
        [scene.member.personId],
      );
      return row?.count ?? -1;
    };
    expect(await remindedOn(await workingDay(30))).toBe(0);
    expect(await remindedOn(await workingDay(31))).toBe(1);
  });

  it('wait for the finance officers where nobody of the organization can sign in', async () => {
    const { item } = await paid();
    await scene.dataSource.query(`UPDATE fund.account SET state = 'disabled' WHERE id = $1`, [
      scene.member.accountId,
    ]);
    expect(await inboxOf(scene.officer)).toContainEqual(
      expect.objectContaining({ id: item, waitingFor: 'finance_officer', actions: ['submit'] }),
    );
  });
});
