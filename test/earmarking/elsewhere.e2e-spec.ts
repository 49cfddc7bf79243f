import { businessDate } from '../../src/calendar';
import type { TraceView } from '../../src/earmarking/trace-schemas';
import { recordJudgment } from '../../src/recoveries';
import { newKey } from '../approvals/approval-scene';
import type { LiveCase } from '../claims/claims-scene';
import { DamageScene } from '../damage-fund/damage-scene';

describe('a fen that went elsewhere than to a plan', () => {
  let scene: DamageScene;
  beforeAll(async () => {
    scene = await DamageScene.open();
  });
  afterAll(() => scene.close());

  const trace = async ({ id }: LiveCase, fen = '1'): Promise<TraceView> => {
    const { body } = (await scene.officer.browser
      .get(`/api/v1/cases/${id}/damage-fund/trace?fen=${fen}`)
      .expect(200)) as { body: TraceView };
    return body;
  };
  /** A case that its plaintiff lost. */
  const lost = async (): Promise<LiveCase> => {
    const litigation = await scene.claims.openCase();
    await scene.claims.act((work) =>
      recordJudgment(work, {
        ...{ caseId: litigation.id, ref: newKey(), outcome: 'loss', claimed: null, items: [] },
        effectiveOn: businessDate('2026-01-05'),
      }),
    );
    return litigation;
  };
  const cost = async (from: LiveCase, other: LiveCase, amount: string, more: object = {}) => ({
    ...{ case: from.id, otherCase: other.id, amount, reason: '法院酌定' },
    ...{ organization: scene.claims.organization, category: 'appraisal' },
    ...{ court: '某市中级人民法院', number: '（2026）吉01民初9号通知', day: '2026-06-01' },
    ...{ allowed: '3000.00', document: await scene.paper() },
    payee: await scene.claims.ofOrganization(),
    ...more,
  });
  const sendBack = async ({ id }: LiveCase, at = 0): Promise<void> => {
    const { body } = (await scene.officer.browser.get(`/api/v1/cases/${id}/pay-outs`)) as {
      body: { items: { id: string }[] };
    };
    await scene.cashier.browser
      .post(`/api/v1/pay-outs/${body.items.at(at)?.id ?? ''}/return`, {
        ...{ on: scene.claims.day, reason: '账号有误' },
      })
      .expect(200);
    await scene.claims.post();
  };
  const toTreasury = async (litigation: LiveCase, amount: string) => ({
    ...{ goesTo: 'treasury', case: litigation.id, amount, reason: '连续两年未使用' },
    payee: await scene.claims.ofTreasury(),
  });

  it.each(['treasury', 'trust_account'] as const)(
    'is followed to the plaintiff, the case and the document of the court (%s)',
    async (damageRoute) => {
      const from = await scene.caseWith('10000.00', { damageRoute });
      if (damageRoute === 'treasury') await scene.appropriate(from, '8000.00');
      const other = await lost();
      const first = await cost(from, other, '1000.00');
      await scene.carryOut('cross_case_cost', first);
      await scene.carryOut(
        'cross_case_cost',
        await cost(from, other, '500.00', { court: '某省高级人民法院' }),
      );
      const by = { goesTo: 'other_case', otherCase: other.number, number: first.number };
      const told = await trace(from, '100001');
      expect(told.totals).toMatchObject({ received: '10000.00', paid: '1500.00', left: '8500.00' });
      expect(told.paid.map(({ amount, elsewhere }) => [amount, elsewhere])).toEqual([
        ['1000.00', { ...by, court: first.court }],
        ['500.00', { ...by, court: '某省高级人民法院' }],
      ]);
      // The last fen of the first payment is before it, the next one is of the second.
      expect(told.fen?.paid?.elsewhere).toMatchObject({ court: '某省高级人民法院' });
      const { fen } = await trace(from, '100000');
      expect(fen?.paid).toMatchObject({
        ...{ payee: '吉林省绿色志愿者协会', plan: null, milestone: null },
        papers: [{ kind: 'court_document', document: first.document.id, number: first.number }],
      });
      expect(fen?.paid?.lines).toHaveLength(1);
      expect(fen?.received?.receipt?.amount).toBe('10000.00');
      expect(fen?.appropriated !== null).toBe(damageRoute === 'treasury');
      expect((await trace(from, '150001')).fen?.paid).toBeNull();

      // The first comes back and is paid again: by now the other one comes before it.
      await sendBack(from, -1);
      expect((await trace(from)).paid.map(({ amount }) => amount)).toEqual(['500.00']);
      await scene.carryOut('cross_case_cost', await cost(from, other, '700.00'));
      const again = await trace(from);
      expect(again.paid.map(({ amount }) => amount)).toEqual(['500.00', '700.00']);
    },
  );

  it('is followed to the treasury out of the trust account, until the bank sends it back', async () => {
    const litigation = await scene.claims.openCase({ damageRoute: 'trust_account' });
    await scene.claims.judge(
      litigation,
      [{ ref: '修复', amount: '90000.00', dueOn: '2027-12-31', debtors: [{ ref: 'd1' }] }],
      '2024-01-08',
    );
    const receipt = await scene.receive(litigation, '10000.00', `${String(scene.year - 2)}-06-10`);
    const milestones = [{ name: '一次付清', amount: '4000.00', papers: [] }];
    const plan = await scene.adopt(litigation, '4000.00', { milestones });
    await scene.report(plan, 'acceptance');
    await scene.report(plan, 'effect_evaluation');
    await scene.carryOut(
      'milestone_payment',
      await scene.paymentOf(litigation, plan, 1, '4000.00'),
    );
    await scene.carryOut('damage_surplus', await toTreasury(litigation, '6000.00'));
    const told = await trace(litigation, '400001');
    expect(told.totals).toMatchObject({ received: '10000.00', paid: '10000.00', left: '0.00' });
    expect(told.fen).toMatchObject({
      received: { receipt: { id: receipt } },
      paid: {
        ...{ amount: '6000.00', from: '4000.00', to: '10000.00', plan: null },
        elsewhere: { goesTo: 'treasury', otherCase: null, court: null, number: null },
      },
    });
    expect(told.fen?.paid?.payee).toBe('某市财政局');
    expect((await trace(litigation, '400000')).fen?.paid).toMatchObject({
      ...{ milestone: '1', elsewhere: null },
    });
    await sendBack(litigation);
    const back = await trace(litigation, '400001');
    expect(back.totals).toMatchObject({ paid: '4000.00', left: '6000.00' });
    expect(back.fen).toMatchObject({ received: { receipt: { id: receipt } }, paid: null });
  });
});
