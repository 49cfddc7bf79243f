import { businessDate } from '../../src/calendar';
import { recordJudgment } from '../../src/recoveries';
import { newKey } from '../approvals/approval-scene';
import type { LiveCase } from '../claims/claims-scene';
import { CONTRACTOR, DamageScene } from './damage-scene';

const SURPLUS = 'damage_surplus';
const CROSS = 'cross_case_cost';
const WORKS = 'restoration_plan_and_works';
const AT_ONCE = [{ name: '一次付清', papers: [] }];

describe('damage money beyond a first plan', () => {
  let scene: DamageScene;
  beforeAll(async () => {
    scene = await DamageScene.open();
  });
  afterAll(() => scene.close());

  /** A plan that is paid at once, with both reports. */
  const restored = async (litigation: LiveCase, amount: string): Promise<string> => {
    const milestones = AT_ONCE.map((one) => ({ ...one, amount }));
    const plan = await scene.adopt(litigation, amount, { milestones });
    await scene.report(plan, 'acceptance');
    await scene.report(plan, 'effect_evaluation');
    await scene.carryOut('milestone_payment', await scene.paymentOf(litigation, plan, 1, amount));
    return plan;
  };
  const subject = (litigation: LiveCase, plan: string) =>
    `restoration_plan/${litigation.id}/${plan}`;
  const toPlan = async (litigation: LiveCase, goesTo: string, amount: string, plan = '续') => ({
    ...{ goesTo, reason: '结余继续修复' },
    plan: await scene.planOf(litigation, amount, { plan }),
  });
  const toTreasury = async (litigation: LiveCase, amount: string) => ({
    ...{ goesTo: 'treasury', case: litigation.id, amount, reason: '连续两年未使用' },
    payee: await scene.claims.ofTreasury(),
  });
  const resolve = (litigation: LiveCase, plan: string, amount: string, kind = SURPLUS) =>
    scene.resolution(kind, subject(litigation, plan), amount);
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

  describe('that plans left', () => {
    it('is no surplus before every plan is paid', async () => {
      const litigation = await scene.caseWith('30000.00', { damageRoute: 'trust_account' });
      await scene.adopt(litigation, '10000.00');
      const asked = await toPlan(litigation, 'same_place', '5000.00');
      expect((await scene.ask(SURPLUS, asked)).body).toMatchObject({
        ...{ code: 'PLANS_NOT_DONE', plans: ['修复〔2026〕1号'] },
      });
    });

    it('goes into a further plan of the same case, or substitute restoration on a resolution of its own', async () => {
      const litigation = await scene.caseWith('30000.00');
      await scene.appropriate(litigation, '20000.00');
      await restored(litigation, '10000.00');
      const more = await toPlan(litigation, 'same_place', '10000.01');
      expect((await scene.ask(SURPLUS, more)).body).toMatchObject({
        ...{ code: 'INSUFFICIENT_FUNDS', available: '10000.00' },
      });
      const same = await toPlan(litigation, 'same_place', '4000.00');
      expect((await scene.ask(SURPLUS, same)).body).toMatchObject({ code: 'RESOLUTION_REQUIRED' });
      const other = await resolve(litigation, '续', '4000.00', 'restoration_plan');
      expect((await scene.ask(SURPLUS, same, other)).body).toMatchObject({
        code: 'RESOLUTION_FOR_OTHER_MATTER',
      });
      await scene.carryOut(SURPLUS, same, await resolve(litigation, '续', '4000.00'));
      const [, further] = await scene.plans(litigation);
      expect(further).toMatchObject({ amount: '4000.00', isSubstitute: false });
      await scene.report(further?.id ?? '', 'acceptance');
      await scene.report(further?.id ?? '', 'effect_evaluation');
      for (const [milestone, amount] of ['1200.00', '1600.00', '800.00', '400.00'].entries()) {
        const of = await scene.paymentOf(litigation, further?.id ?? '', milestone + 1, amount);
        await scene.carryOut('milestone_payment', of);
      }
      const substitute = await toPlan(litigation, 'substitute', '6000.00', '替代');
      await scene.carryOut(SURPLUS, substitute, await resolve(litigation, '替代', '6000.00'));
      expect((await scene.plans(litigation)).at(-1)).toMatchObject({ isSubstitute: true });
      expect(await scene.fund(litigation)).toMatchObject({ planned: '20000.00', paid: '14000.00' });
    });

    it('goes to the treasury once it was unspent for two years, and comes back from the bank', async () => {
      const litigation = await scene.claims.openCase({ damageRoute: 'trust_account' });
      const [item] = [{ ref: '修复', amount: '90000.00', dueOn: '2027-12-31' }];
      const debtors = [{ ref: 'd1' }];
      await scene.claims.judge(litigation, [{ ...item, debtors }], '2024-01-08');
      const year = scene.year;
      await scene.receive(litigation, '10000.00', `${String(year - 2)}-06-10`);
      await scene.receive(litigation, '5000.00', `${String(year - 1)}-06-10`);
      await restored(litigation, '4000.00');
      expect(
        (await scene.ask(SURPLUS, await toTreasury(litigation, '6000.01'))).body,
      ).toMatchObject({ code: 'SURPLUS_NOT_LAPSED', available: '6000.00', year: year - 2 });
      await scene.carryOut(SURPLUS, await toTreasury(litigation, '6000.00'));
      expect(await scene.claims.balances(litigation)).toMatchObject({ '1002.99': '5000.00' });
      expect(await scene.fund(litigation)).toMatchObject({
        ...{ elsewhere: '6000.00', left: '5000.00', unplanned: '5000.00' },
      });
      const { body } = (await scene.officer.browser.get(
        `/api/v1/cases/${litigation.id}/pay-outs`,
      )) as { body: { items: { id: string; kind: string }[] } };
      const [payOut] = body.items.filter(({ kind }) => kind === SURPLUS);
      await scene.cashier.browser
        .post(`/api/v1/pay-outs/${payOut?.id ?? ''}/return`, {
          ...{ on: scene.claims.day, reason: '账号有误' },
        })
        .expect(200);
      await scene.claims.post();
      expect(await scene.fund(litigation)).toMatchObject({ elsewhere: '0.00', left: '11000.00' });
    });

    it('lapses with the budget of its case on the treasury route, and no more of it than is left', async () => {
      const litigation = await scene.caseWith('30000.00');
      await scene.appropriate(litigation, '20000.00');
      await restored(litigation, '10000.00');
      expect((await scene.ask(SURPLUS, await toTreasury(litigation, '1.00'))).body).toMatchObject({
        code: 'SURPLUS_LAPSES_BY_BUDGET',
      });
      const lapse = (amount: string) => ({
        ...scene.appropriation(litigation, amount, { change: 'lapse' }),
        budgetLines: [{ category: 'whole', originYear: scene.year, lower: amount }],
      });
      expect((await scene.ask('budget_change', lapse('10000.01'))).body).toMatchObject({
        ...{ code: 'INSUFFICIENT_FUNDS', available: '10000.00' },
      });
      expect((await scene.ask('budget_change', lapse('10000.00'))).body).toMatchObject({
        ...{ code: 'BUDGET_YEAR_NOT_OPEN', lapsesIn: scene.year + 2 },
      });
    });
  });

  describe('for a losing plaintiff of another case', () => {
    it('is paid by a court’s document, and both cases show it', async () => {
      const from = await scene.caseWith('30000.00');
      await scene.appropriate(from, '5000.00');
      const other = await lost();
      const asked = await cost(from, other, '2000.00');
      await scene.carryOut(CROSS, asked);
      expect(await scene.claims.balances(from)).toMatchObject({ '5001.03': '2000.00' });
      expect(await scene.claims.balances(other)).toMatchObject({ M6: '2000.00' });
      expect(await scene.fund(from)).toMatchObject({
        ...{ elsewhere: '2000.00', left: '3000.00', unplanned: '28000.00' },
      });
      expect((await scene.ask(CROSS, await cost(from, other, '1000.01'))).body).toMatchObject({
        ...{ code: 'COURT_DOCUMENT_EXCEEDED', available: '1000.00' },
      });
      const { body } = (await scene.officer.browser.get(`/api/v1/cases/${from.id}/pay-outs`)) as {
        body: { items: { id: string }[] };
      };
      await scene.cashier.browser
        .post(`/api/v1/pay-outs/${body.items[0]?.id ?? ''}/return`, {
          ...{ on: scene.claims.day, reason: '账号有误' },
        })
        .expect(200);
      await scene.claims.post();
      expect(await scene.claims.balances(other)).toEqual({});
      expect(await scene.fund(from)).toMatchObject({ elsewhere: '0.00', left: '5000.00' });
      await scene.carryOut(CROSS, await cost(from, other, '3000.00'));
    });

    it('is paid for no other case, to nobody else, and not with money that is planned', async () => {
      const from = await scene.caseWith('10000.00', { damageRoute: 'trust_account' });
      const other = await lost();
      const won = await scene.caseWith('1.00');
      const refused = async (of: LiveCase, amount: string, more: object = {}) =>
        (await scene.ask(CROSS, await cost(from, of, amount, more))).body;
      expect(await refused(won, '1.00')).toMatchObject({ code: 'CASE_NOT_LOST', outcome: 'win' });
      expect(await refused(from, '1.00')).toMatchObject({ code: 'NOT_FOUND' });
      expect(await refused(other, '1.00', { category: 'lawyer' })).toMatchObject({
        code: 'BODY_INVALID',
      });
      const contractor = await scene.contractor();
      expect(await refused(other, '1.00', { payee: contractor })).toMatchObject({
        code: 'PAYEE_ACCOUNT_OTHER',
      });
      await scene.adopt(from, '9000.00');
      expect(await refused(other, '1000.01')).toMatchObject({
        ...{ code: 'INSUFFICIENT_FUNDS', available: '1000.00' },
      });
      await scene.carryOut(CROSS, await cost(from, other, '1000.00'));
      expect(await scene.claims.balances(from)).toMatchObject({ '1002.99': '9000.00' });
    });
  });

  it('serves no other case by any other way', async () => {
    const own = await scene.caseWith('20000.00');
    const other = await scene.caseWith('20000.00', { damageRoute: 'trust_account' });
    await scene.appropriate(own, '20000.00');
    const plan = await scene.adopt(own, '10000.00');
    const second = await scene.adopt(other, '10000.00');
    const codeOf = async (kind: string, content: object, resolution?: string) =>
      (await scene.ask(kind, content, resolution)).body.code;

    // The plan of a case for another one, and the other way round.
    const ofOther = { ...(await scene.paymentOf(own, second, 1, '3000.00')) };
    expect(await codeOf('milestone_payment', ofOther)).toBe('NOT_FOUND');
    // Money appropriated for a case does not reach another: the trust route has none, a third case has nothing.
    const third = await scene.caseWith('20000.00');
    const ofThird = await scene.adopt(third, '10000.00');
    const unfunded = await scene.paymentOf(third, ofThird, 1, '3000.00');
    expect(await codeOf('milestone_payment', unfunded)).toBe('INSUFFICIENT_FUNDS');
    // The account of whoever carries out another plan.
    const payee = await scene.claims.account('vendor', '他案施工单位');
    const elsewhere = await scene.paymentOf(own, plan, 1, '3000.00', { payee });
    expect(await codeOf('milestone_payment', elsewhere)).toBe('PAYEE_ACCOUNT_OTHER');
    // The resolution of another case's plan.
    const content = await scene.planOf(own, '1000.00', { plan: '丙' });
    const strange = await scene.resolution('restoration_plan', subject(other, '丙'), '1000.00');
    expect(await codeOf('restoration_plan', content, strange)).toBe('RESOLUTION_FOR_OTHER_MATTER');
    // A change of a plan that brings another case's money into it.
    const raised = {
      ...{ plan, version: 1, reason: '增加', amount: '20000.01', implementer: CONTRACTOR },
      budgetLines: [{ use: WORKS, text: '工程', amount: '20000.01' }],
      ...{ document: await scene.paper(), milestones: [{ ...AT_ONCE[0], ratio: '1' }] },
    };
    const more = await scene.resolution(
      'restoration_plan_change',
      subject(own, '修复〔2026〕1号'),
      '20000.01',
    );
    expect(await codeOf('restoration_plan_change', raised, more)).toBe('PLAN_EXCEEDS_RECEIVED');
    // A receipt that is planned already is not taken back.
    const [receipt] = await scene.claims.receipts(own);
    const reversal = {
      ...{ receipt: receipt?.id, reason: '冲回' },
      document: await scene.paper(),
    };
    expect(await codeOf('receipt_reversal', reversal)).toBe('RECEIPT_PAID_OUT');
    // A voucher by hand on an account that damage money is kept on.
    for (const account of ['2901.01', '1002.99', '5001.03', '2103.01', '1011']) {
      const voucher = {
        ...{ businessOn: scene.claims.day, summary: '转款' },
        lines: [
          { account, dimensions: { case: own.id }, debit: '1.00' },
          { account: '1002.01', credit: '1.00' },
        ],
      };
      expect([account, await codeOf('general_voucher', voucher)]).toEqual([
        account,
        'ACCOUNT_NOT_FOR_VOUCHERS',
      ]);
    }
    // Rows that say so, whoever writes them.
    const { dataSource } = scene.claims;
    const request = await scene.carryOut(
      'milestone_payment',
      await scene.paymentOf(own, plan, 1, '3000.00'),
    );
    await expect(
      dataSource.query(
        `INSERT INTO fund.milestone_payment
         SELECT $1, m.plan_id, 1, m.id, $2, m.amount_fen, NULL, $3 FROM fund.plan_milestone m WHERE m.plan_id = $4 AND m.number = 1`,
        [request, WORKS, scene.claims.day, second],
      ),
    ).rejects.toThrow('a milestone is paid by the request that was made for it');
    await expect(
      dataSource.query('UPDATE fund.restoration_plan SET case_id = $1 WHERE id = $2', [
        other.id,
        plan,
      ]),
    ).rejects.toThrow('a plan changes by a version that was approved');
    await expect(
      dataSource.query(
        `UPDATE fund.litigation_case SET damages_paid_fen = 2000001, damages_planned_fen = 2000001 WHERE id = $1`,
        [own.id],
      ),
    ).rejects.toThrow('ck_litigation_case');
    expect(await scene.fund(other)).toMatchObject({ paid: '0.00' });
  });
});
