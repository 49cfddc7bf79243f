import { newKey, type Someone } from '../approvals/approval-scene';
import type { LiveCase } from '../claims/claims-scene';
import { BODY, CONTRACTOR, DamageScene } from './damage-scene';

const KIND = 'milestone_payment';
const WORKS = 'restoration_plan_and_works';

describe('a milestone of a plan', () => {
  let scene: DamageScene;
  let litigation: LiveCase;
  let plan: string;
  beforeAll(async () => {
    scene = await DamageScene.open();
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    litigation = await scene.caseWith('100000.00');
    plan = await scene.adopt(litigation, '50000.00');
    await scene.appropriate(litigation, '60000.00');
  });

  const pay = async (milestone: number, amount: string, more: object = {}): Promise<string> =>
    scene.carryOut(KIND, await scene.paymentOf(litigation, plan, milestone, amount, more));
  const refusal = async (milestone: number, amount: string, more: object = {}) => {
    const content = await scene.paymentOf(litigation, plan, milestone, amount, more);
    return (await scene.ask(KIND, content)).body;
  };
  const report = (kind: string, more: object = {}, by: Someone = scene.claims.colleague) =>
    scene.report(plan, kind, more, by);

  it('is paid in turn to whoever carries the plan out, on invoices, and at last on both reports', async () => {
    expect(await refusal(2, '20000.00')).toMatchObject({ code: 'MILESTONE_ORDER', next: 1 });
    await pay(1, '15000.00');
    expect(await scene.claims.balances(litigation)).toMatchObject({ '5001.03': '15000.00' });
    expect(await scene.fund(litigation)).toMatchObject({ paid: '15000.00', left: '45000.00' });
    await pay(2, '20000.00');
    await pay(3, '10000.00');
    expect(await refusal(4, '5000.00')).toMatchObject({ code: 'ACCEPTANCE_MISSING' });
    expect((await report('acceptance')).status).toBe(201);
    expect(await refusal(4, '5000.00')).toMatchObject({
      ...{ code: 'ACCEPTANCE_MISSING', accepted: true, effectEvaluated: false },
    });
    expect((await report('effect_evaluation')).status).toBe(201);
    await pay(4, '5000.00');
    expect(await scene.plan(plan)).toMatchObject({
      ...{ paid: '50000.00', milestonesPaid: 4, acceptedOn: '2026-06-20' },
      uses: [{ use: WORKS, amount: '50000.00', paid: '50000.00' }],
      payments: [
        { milestone: 4, amount: '5000.00', purpose: WORKS, holder: CONTRACTOR.name },
        { milestone: 3 },
        { milestone: 2 },
        {
          milestone: 1,
          papers: [{ kind: 'invoice', issuer: CONTRACTOR.name, amount: '15000.00' }],
        },
      ],
      reports: [{ kind: 'effect_evaluation', body: BODY }, { kind: 'acceptance' }],
    });
    expect(await refusal(5, '1.00')).toMatchObject({ code: 'MILESTONE_ORDER', next: null });
  });

  it('is not paid beyond its line, its amount, its invoices or without its papers', async () => {
    const other = await scene.caseWith('100000.00');
    const lines = [
      { use: WORKS, text: '工程', amount: '10000.00' },
      { use: 'monitoring_and_supervision', text: '监测', amount: '2000.00' },
    ];
    const milestones = [
      { name: '首期', amount: '3000.00', papers: ['contract', 'progress_report'] },
      { name: '末期', amount: '9000.00', papers: [] },
    ];
    const of = await scene.adopt(other, '12000.00', { budgetLines: lines, milestones });
    await scene.appropriate(other, '12000.00');
    const refused = async (amount: string, more: object = {}) =>
      (await scene.ask(KIND, await scene.paymentOf(other, of, 1, amount, more))).body;
    const papers = [
      { kind: 'contract', document: await scene.paper() },
      { kind: 'progress_report', document: await scene.paper() },
    ];
    expect(await refused('3000.00', { papers: papers.slice(1) })).toMatchObject({
      ...{ code: 'PAPERS_MISSING', missing: ['contract'] },
    });
    expect(await refused('2999.99', { papers })).toMatchObject({
      ...{ code: 'MILESTONE_AMOUNT_OTHER', milestone: '3000.00' },
    });
    expect(
      await refused('3000.00', { papers, purpose: 'monitoring_and_supervision' }),
    ).toMatchObject({ code: 'PLAN_LINE_EXCEEDED', available: '2000.00' });
    expect(await refused('3000.00', { papers, purpose: 'substitute_restoration' })).toMatchObject({
      code: 'PURPOSE_NOT_PERMITTED',
    });
    const invoices = [await scene.invoice('2999.99')];
    expect(await refused('3000.00', { papers, invoices })).toMatchObject({
      ...{ code: 'INVOICES_TOO_LOW', invoices: '2999.99' },
    });
    expect(await refused('3000.00', { papers, purpose: 'award' })).toMatchObject({
      code: 'BODY_INVALID',
    });
  });

  it('is paid to the account of whoever carries it out alone', async () => {
    const payee = await scene.claims.account('vendor', '另一施工单位');
    expect(await refusal(1, '15000.00', { payee })).toMatchObject({
      ...{ code: 'PAYEE_ACCOUNT_OTHER', payee: CONTRACTOR.name, holder: '另一施工单位' },
    });
    const treasury = await scene.claims.ofTreasury();
    expect(await refusal(1, '15000.00', { payee: treasury })).toMatchObject({
      code: 'PAYEE_ACCOUNT_OTHER',
    });
  });

  it('is not paid with more than was appropriated for its case', async () => {
    const other = await scene.caseWith('100000.00');
    const of = await scene.adopt(other, '50000.00');
    const content = await scene.paymentOf(other, of, 1, '15000.00');
    expect((await scene.ask(KIND, content)).body).toMatchObject({
      ...{ code: 'INSUFFICIENT_FUNDS', available: '0.00' },
    });
    await scene.appropriate(other, '14999.99');
    expect((await scene.ask(KIND, content)).body).toMatchObject({ available: '14999.99' });
    await scene.appropriate(other, '0.01');
    await scene.carryOut(KIND, content);
    expect(await scene.fund(other)).toMatchObject({ paid: '15000.00', left: '0.00' });
  });

  it('is paid out of the trust account on that route', async () => {
    const trust = await scene.caseWith('30000.00', { damageRoute: 'trust_account' });
    const of = await scene.adopt(trust, '30000.00');
    await scene.carryOut(KIND, await scene.paymentOf(trust, of, 1, '9000.00'));
    expect(await scene.claims.balances(trust)).toMatchObject({
      '1002.99': '21000.00',
      '2901.01': '-21000.00',
    });
    expect(await scene.fund(trust)).toMatchObject({ paid: '9000.00', left: '21000.00' });
  });

  it('needs a resolution where its amount does', async () => {
    const large = await scene.caseWith('900000.00');
    const of = await scene.adopt(large, '900000.00');
    await scene.appropriate(large, '900000.00');
    const content = await scene.paymentOf(large, of, 1, '270000.00');
    expect((await scene.ask(KIND, content)).body).toMatchObject({ code: 'RESOLUTION_REQUIRED' });
    const subject = `litigation_case/${large.id}`;
    const resolution = await scene.resolution(KIND, subject, '270000.00');
    await scene.carryOut(KIND, content, resolution);
  });

  it('uses its invoices up for ever, in whatever case', async () => {
    const invoice = await scene.invoice('15000.00');
    await pay(1, '15000.00', { invoices: [invoice] });
    const again = await scene.paymentOf(litigation, plan, 2, '20000.00', {
      invoices: [{ ...invoice, issuer: ` ${invoice.issuer}` }, await scene.invoice('5000.00')],
    });
    const { body } = await scene.ask(KIND, again);
    await scene.claims.approvals.decide(scene.claims.reviewer, body.id, 'approve');
    const last = await scene.claims.approvals.decide(scene.claims.approver, body.id, 'approve');
    expect(last).toMatchObject({ status: 409, body: { code: 'DUPLICATE_INVOICE' } });
    expect(await scene.fund(litigation)).toMatchObject({ paid: '15000.00' });
  });

  it('comes back from the bank, and is paid once more out of what is held for it', async () => {
    const before = await scene.claims.balances(litigation);
    const invoice = await scene.invoice('15000.00');
    await pay(1, '15000.00', { invoices: [invoice] });
    const { payments } = await scene.plan(plan);
    const [{ payOut } = { payOut: '' }] = payments as { payOut: string }[];
    const sendBack = () =>
      scene.cashier.browser.post(`/api/v1/pay-outs/${payOut}/return`, {
        ...{ on: scene.claims.day, reason: '账号有误' },
      });
    expect((await sendBack()).status).toBe(200);
    expect((await sendBack()).status).toBe(200);
    await scene.claims.post();
    expect(await scene.claims.balances(litigation)).toEqual(before);
    expect(await scene.fund(litigation)).toMatchObject({ paid: '0.00', left: '60000.00' });
    expect(await scene.plan(plan)).toMatchObject({
      ...{ paid: '0.00', milestonesPaid: 0, uses: [{ paid: '0.00' }] },
      payments: [{ returnedOn: scene.claims.day }],
    });
    await pay(1, '15000.00', { invoices: [invoice] });
    expect(await scene.fund(litigation)).toMatchObject({ paid: '15000.00', left: '45000.00' });
    const [pool] = await scene.claims.dataSource.query<{ held: string }[]>(
      `SELECT b.held FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
        WHERE a.book_id = $1 AND a.code = '1011' AND a.dimension_1 = 'damage_fund'`,
      [scene.claims.bookId],
    );
    expect(pool?.held).toBe('0');
  });

  it('gives free what was held for it where the plan is changed', async () => {
    await pay(1, '15000.00');
    const { payments } = await scene.plan(plan);
    const [{ payOut } = { payOut: '' }] = payments as { payOut: string }[];
    await scene.cashier.browser
      .post(`/api/v1/pay-outs/${payOut}/return`, { on: scene.claims.day, reason: '账号有误' })
      .expect(200);
    await scene.claims.post();
    await scene.carryOut('restoration_plan_change', {
      ...{ plan, version: 1, reason: '缩减', amount: '20000.00', implementer: CONTRACTOR },
      budgetLines: [{ use: WORKS, text: '工程', amount: '20000.00' }],
      document: await scene.paper(),
      milestones: [
        { name: '首期', amount: '8000.00', papers: [] },
        { name: '末期', amount: '12000.00', papers: [] },
      ],
    });
    await pay(1, '8000.00');
    expect(await scene.fund(litigation)).toMatchObject({ paid: '8000.00', left: '52000.00' });
    const below = {
      ...{ plan, version: 2, reason: '缩减', amount: '7999.99', implementer: CONTRACTOR },
      budgetLines: [{ use: WORKS, text: '工程', amount: '7999.99' }],
      ...{ document: await scene.paper(), milestones: [] },
    };
    expect((await scene.ask('restoration_plan_change', below)).body).toMatchObject({
      ...{ code: 'PLAN_BELOW_PAID', paid: '8000.00' },
    });
    await expect(
      scene.claims.dataSource.query(
        'UPDATE fund.plan_use SET amount_fen = 799999 WHERE plan_id = $1',
        [plan],
      ),
    ).rejects.toThrow('ck_plan_use_paid');
  });

  it('has reports by the body that its plan names, recorded by nobody who had a part in the payment', async () => {
    await pay(1, '15000.00');
    expect((await report('acceptance', { body: '某咨询公司' })).body).toMatchObject({
      ...{ code: 'REPORT_BODY_OTHER', expected: BODY },
    });
    expect(await report('acceptance', {}, scene.officer)).toMatchObject({
      ...{ status: 403, body: { code: 'SAME_PERSON' } },
    });
    expect((await report('acceptance', { reportedOn: '2199-01-04' })).body).toMatchObject({
      code: 'RECEIPT_DAY_WRONG',
    });
    const key = newKey();
    const first = await scene.report(plan, 'acceptance', {}, scene.claims.colleague, key);
    const document = (first.body as { document?: { id: string } }).document;
    expect(document).toBeDefined();
    await expect(
      scene.claims.dataSource.query(
        `INSERT INTO fund.plan_report (id, plan_id, plan_version, kind, body, reported_on, document_id, after_request_id,
           recorded_by_id, act_key, body_hash)
         SELECT gen_random_uuid(), plan_id, plan_version, kind, body, reported_on, document_id, after_request_id, $2, 'x', body_hash
           FROM fund.plan_report WHERE plan_id = $1`,
        [plan, scene.officer.personId],
      ),
    ).rejects.toThrow('SAME_PERSON');
  });

  it('is paid once where two last approvals come at once', async () => {
    const requests: string[] = [];
    while (requests.length < 2) {
      const content = await scene.paymentOf(litigation, plan, 1, '15000.00');
      const { body } = await scene.ask(KIND, content);
      await scene.claims.approvals.decide(scene.claims.reviewer, body.id, 'approve');
      requests.push(body.id);
    }
    const answers = await Promise.all(
      requests.map((id) => scene.claims.approvals.decide(scene.claims.approver, id, 'approve')),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422]);
    expect(await scene.fund(litigation)).toMatchObject({ paid: '15000.00' });
  });

  it('is not recorded without the papers that it requires, whoever writes it', async () => {
    const request = await pay(1, '15000.00');
    await expect(
      scene.claims.dataSource.query(
        `INSERT INTO fund.milestone_payment SELECT $2, plan_id, plan_version, milestone_id, purpose, amount_fen, hold_id, paid_on
           FROM fund.milestone_payment WHERE approval_request_id = $1`,
        [request, (await scene.plan(plan))['approval']],
      ),
    ).rejects.toThrow('a milestone is paid by the request that was made for it');
    await expect(
      scene.claims.dataSource.query(
        `INSERT INTO fund.milestone_paper (id, milestone_id, payment_id, document_id, kind)
         SELECT gen_random_uuid(), milestone_id, payment_id, document_id, 'other' FROM fund.milestone_paper WHERE payment_id = $1`,
        [request],
      ),
    ).rejects.toThrow('what a milestone was paid on stays');
  });
});
