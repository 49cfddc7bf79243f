import { newKey, type Someone } from '../approvals/approval-scene';
import { PaymentScene } from './payment-scene';

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

describe('a surplus of an advance', () => {
  let scene: PaymentScene;
  beforeAll(async () => {
    scene = await PaymentScene.open();
  });
  afterAll(() => scene.close());

  const paid = async (yuan: string, amount: bigint): Promise<string> => {
    const { items } = await scene.advance({ amount, category: 'other' });
    await scene.pay(items[0] ?? '', yuan);
    await scene.post();
    return items[0] ?? '';
  };
  const act = (item: string, what: string, body?: object, key = newKey()): Promise<Answer> =>
    scene.officer.browser
      .post(`/api/v1/advances/items/${item}/${what}`, body)
      .set('idempotency-key', key);
  const read = ({ browser }: Someone, item: string): Promise<Answer> =>
    browser.get(`/api/v1/advances/items/${item}/surplus`);

  it('is demanded once, within 15 working days', async () => {
    const item = await paid('10.00', 10_00n);
    const [due] = await scene.dataSource.query<{ day: string }[]>(
      'SELECT fund.add_working_days($1::date, 15)::text AS day',
      [scene.day],
    );
    const demanded = await act(item, 'surplus');
    expect(demanded).toMatchObject({
      status: 200,
      body: { demanded: '10.00', returned: '0.00', outstanding: '10.00', dueOn: due?.day },
    });
    const again = await act(item, 'surplus');
    expect(again).toMatchObject({ status: 422, body: { code: 'NO_SURPLUS' } });
    expect((await read(scene.member, item)).body).toEqual(demanded.body);
    const stranger = await scene.organizations.approvals.memberOf('51220000MJ00010109');
    expect((await read(stranger, item)).status).toBe(404);
  });

  it('is reminded of at most once a day, while it is owed', async () => {
    const item = await paid('10.00', 10_00n);
    expect(await act(item, 'remind')).toMatchObject({ status: 422, body: { code: 'NO_SURPLUS' } });
    await act(item, 'surplus');
    const answers = await Promise.all([act(item, 'remind'), act(item, 'remind')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await read(scene.officer, item)).body).toMatchObject({ reminders: [scene.day] });
  });

  it('comes back in parts, each recorded once, and never more than was demanded', async () => {
    const item = await paid('10.00', 10_00n);
    await act(item, 'surplus');
    const part = { amount: '4.00', on: scene.day, bankReference: '回单1' };
    const key = newKey();
    const answers = await Promise.all([
      act(item, 'surplus-returned', part, key),
      act(item, 'surplus-returned', part, key),
    ]);
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 200, body: { returned: '4.00' } });
    }
    const other = await act(item, 'surplus-returned', { ...part, amount: '5.00' }, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    const more = await act(item, 'surplus-returned', { ...part, amount: '6.01' });
    expect(more).toMatchObject({ status: 422, body: { code: 'RETURN_EXCEEDS_SURPLUS' } });
    const early = await act(item, 'surplus-returned', { ...part, on: '2026-01-05' });
    expect(early).toMatchObject({ status: 422, body: { code: 'PAYMENT_DAY_WRONG' } });
    const rest = await act(item, 'surplus-returned', { ...part, amount: '6.00' });
    expect(rest).toMatchObject({ status: 200, body: { outstanding: '0.00' } });
  });

  it('is not demanded while receipts wait to be decided', async () => {
    const { id: application, items } = await scene.advance({ amount: 10_00n, category: 'other' });
    const [item = ''] = items;
    await scene.pay(item, '10.00');
    const document = (await scene.organizations.upload(scene.member)).id;
    const invoice = {
      issuer: '某公司',
      number: '26322000000000009999',
      issuedOn: '2026-04-01',
      total: '4.00',
    };
    await scene.member.browser
      .post(`/api/v1/advances/${application}/receipts`, {
        lines: [{ item, document, invoice, amount: '4.00' }],
      })
      .set('idempotency-key', newKey())
      .expect(201);
    const refused = await act(item, 'surplus');
    expect(refused).toMatchObject({ status: 422, body: { code: 'RECEIPTS_WAITING' } });
  });
});
