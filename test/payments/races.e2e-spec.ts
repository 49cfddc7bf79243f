import { newKey } from '../approvals/approval-scene';
import { PaymentScene } from './payment-scene';

describe('payments at the same time', () => {
  let scene: PaymentScene;
  beforeAll(async () => {
    scene = await PaymentScene.open();
  });
  afterAll(() => scene.close());

  const single = async (amount: bigint): Promise<string> =>
    (await scene.advance({ amount, category: 'other' })).items[0] ?? '';
  const statuses = (answers: readonly { status: number }[]) =>
    answers.map(({ status }) => status).toSorted((one, other) => one - other);

  it('order the same money once, and number without a gap', async () => {
    for (let run = 0; run < 10; run += 1) {
      const item = await single(1_00n);
      const answers = await Promise.all([
        scene.order([[item, '1.00']]),
        scene.order([[item, '1.00']], { by: scene.colleague }),
      ]);
      expect(statuses(answers)).toEqual([201, 422]);
    }
    const ordinals = await scene.dataSource.query<{ ordinal: number }[]>(
      'SELECT ordinal FROM fund.payment_order ORDER BY ordinal',
    );
    expect(ordinals.map(({ ordinal }) => ordinal)).toEqual(ordinals.map((_, index) => index + 1));
  });

  it('pay once, however often the button is pressed', async () => {
    const item = await single(5_00n);
    const order = await scene.ordered(item, '5.00');
    const key = newKey();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        scene.record(order, 'paid', { key: index < 3 ? key : newKey() }),
      ),
    );
    expect(statuses(answers)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(await scene.item(item)).toMatchObject({ paid_fen: '500' });
    const payments = await scene.dataSource.query<unknown[]>(
      'SELECT FROM fund.advance_payment WHERE item_id = $1',
      [item],
    );
    expect(payments).toHaveLength(1);
  });

  it('record one of two results, and tell the other that it came too late', async () => {
    const item = await single(5_00n);
    const order = await scene.ordered(item, '5.00');
    const answers = await Promise.all([
      scene.record(order, 'paid'),
      scene.record(order, 'unknown'),
    ]);
    // Unknown first, paid without a reason is refused; paid first, it is paid already.
    expect(statuses(answers)[0]).toBe(200);
    expect([409, 422]).toContain(statuses(answers)[1]);
  });
});
