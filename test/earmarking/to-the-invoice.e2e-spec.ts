import type { TraceView } from '../../src/earmarking/trace-schemas';
import { DamageScene } from '../damage-fund/damage-scene';

describe('a fen from the defendant to the invoice of the contractor', () => {
  let scene: DamageScene;
  beforeAll(async () => {
    scene = await DamageScene.open();
  });
  afterAll(() => scene.close());

  it('goes through the treasury, the budget and a milestone, each with its lines and the last with its invoice', async () => {
    const litigation = await scene.caseWith('1000.00');
    const { claims } = scene;
    await claims.carryOut(
      await claims.ask('damages_remittance', {
        ...{ case: litigation.id, amount: '1000.00', reason: '上缴' },
        payee: await claims.ofTreasury(),
      }),
    );
    await claims.post();
    await scene.appropriate(litigation, '1000.00');
    const plan = await scene.adopt(litigation, '1000.00');
    const [first] = (await scene.plan(plan)).steps;
    const amount = first?.amount ?? '';
    const content = await scene.paymentOf(litigation, plan, 1, amount, {
      papers: [{ kind: 'contract', document: await scene.paper() }],
    });
    await scene.carryOut('milestone_payment', content);
    const { body } = (await scene.officer.browser
      .get(`/api/v1/cases/${litigation.id}/damage-fund/trace?fen=1`)
      .expect(200)) as { body: TraceView };
    expect(body.totals).toMatchObject({
      ...{ received: '1000.00', remitted: '1000.00', appropriated: '1000.00', paid: amount },
    });
    const { fen } = body;
    const stages = [fen?.received, fen?.remitted, fen?.appropriated, fen?.paid];
    expect(stages.map((portion) => portion?.lines.length)).toEqual([1, 1, 1, 1]);
    expect(fen?.paid?.milestone).toBe('1');
    expect(fen?.paid?.papers.map(({ kind, amount: of }) => [kind, of])).toEqual([
      ['contract', null],
      ['invoice', amount],
    ]);
    expect(body.ways.at(-1)).toMatchObject({ to: '1000.00', paid: null });
  });
});
