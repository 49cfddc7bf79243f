import { newKey } from '../approvals/approval-scene';
import type { LiveCase } from '../claims/claims-scene';
import { BODY, CONTRACTOR, DamageScene } from './damage-scene';

const line = (use: string, amount: string) => ({ use, text: '费用', amount });
const WORKS = 'restoration_plan_and_works';

describe('a restoration plan', () => {
  let scene: DamageScene;
  let litigation: LiveCase;
  beforeAll(async () => {
    scene = await DamageScene.open();
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    litigation = await scene.caseWith('100000.00');
  });

  const subject = (plan = '修复〔2026〕1号', of = litigation) =>
    `restoration_plan/${of.id}/${plan}`;
  const resolve = (amount: string, about = subject(), kind = 'restoration_plan') =>
    scene.resolution(kind, about, amount);

  it('is adopted with its lines, milestones and opinions, by a resolution and two others', async () => {
    const content = await scene.planOf(litigation, '90000.00', {
      budgetLines: [line(WORKS, '80000.00'), line('monitoring_and_supervision', '10000.00')],
      opinions: [
        {
          agency: 'court',
          opinion: await scene.opinion(litigation, 'court', {
            stance: 'with_conditions',
            conditions: '接受法院监督',
          }),
        },
        {
          agency: 'finance',
          opinion: await scene.opinion(litigation, 'finance', { stance: 'against' }),
        },
        { agency: 'audit', notAsked: '尚未设立审计联系机制' },
      ],
    });
    const resolution = await resolve('95000.00');
    await scene.carryOut('restoration_plan', content, resolution);
    expect(await scene.fund(litigation)).toMatchObject({
      planned: '90000.00',
      unplanned: '10000.00',
    });
    const [{ id } = { id: '' }] = await scene.plans(litigation);
    expect(await scene.plan(id)).toMatchObject({
      ...{ number: '修复〔2026〕1号', title: '受污染河段修复', version: 1, isSubstitute: false },
      ...{ amount: '90000.00', paid: '0.00', implementer: CONTRACTOR, acceptanceBody: BODY },
      uses: [
        { use: 'monitoring_and_supervision', amount: '10000.00', paid: '0.00' },
        { use: WORKS, amount: '80000.00', paid: '0.00' },
      ],
      steps: ['27000.00', '36000.00', '18000.00', '9000.00'].map((amount, index) => ({
        ...{ number: index + 1, name: `第${String(index + 1)}期`, amount, isNext: index === 0 },
      })),
      versions: [{ version: 1, amount: '90000.00', reason: null }],
      opinions: [
        { of: 'audit', stance: null, notAsked: '尚未设立审计联系机制' },
        { of: 'court', stance: 'with_conditions', conditions: '接受法院监督' },
        { of: 'finance', stance: 'against' },
      ],
    });
  });

  it('is not asked for without a resolution that names it and its amount', async () => {
    const content = await scene.planOf(litigation, '90000.00');
    const other = await scene.caseWith('100000.00');
    const ask = (resolution?: string) => scene.ask('restoration_plan', content, resolution);
    expect(await ask()).toMatchObject({ status: 422, body: { code: 'RESOLUTION_REQUIRED' } });
    for (const resolution of [
      await resolve('89999.99'),
      await resolve('90000.00', subject('修复〔2026〕2号')),
      await resolve('90000.00', subject('修复〔2026〕1号', other)),
      await resolve('90000.00', subject(), 'restoration_plan_change'),
    ]) {
      expect((await ask(resolution)).body).toMatchObject({ code: 'RESOLUTION_FOR_OTHER_MATTER' });
    }
    const good = await resolve('90000.00');
    expect((await ask(good)).status).toBe(201);
    expect((await ask(good)).body).toMatchObject({ code: 'RESOLUTION_USED' });
  });

  it('is not asked for where something of it is missing or does not add up', async () => {
    const resolution = await resolve('90000.00');
    const refused = async (more: Readonly<Record<string, unknown>>, amount = '90000.00') =>
      (
        await scene.ask(
          'restoration_plan',
          await scene.planOf(litigation, amount, more),
          resolution,
        )
      ).body;
    const other = await scene.caseWith('1.00');
    const strange = await scene.opinion(other, 'court');
    const given = [
      { agency: 'court', notAsked: '无' },
      { agency: 'finance', notAsked: '无' },
    ];
    expect(await refused({ opinions: given })).toMatchObject({
      code: 'OPINION_MISSING',
      missing: ['audit'],
    });
    const others = [...given.slice(1), { agency: 'audit', notAsked: '无' }];
    expect(
      await refused({ opinions: [{ agency: 'court', opinion: strange }, ...others] }),
    ).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused({ budgetLines: [line(WORKS, '89999.99')] })).toMatchObject({
      code: 'BODY_INVALID',
      faults: [{ pointer: '/content/budgetLines', message: 'must add up to the amount' }],
    });
    expect(await refused({ budgetLines: [line('award', '90000.00')] })).toMatchObject({
      code: 'BODY_INVALID',
    });
    const milestones = [{ name: '一次', amount: '89999.99', papers: [] }];
    expect(await refused({ milestones })).toMatchObject({ code: 'MILESTONES_UNEVEN' });
    expect(await refused({}, '100000.01')).toMatchObject({ code: 'PLAN_EXCEEDS_RECEIVED' });
  });

  it('hears an agency once under a key, and before today', async () => {
    const key = newKey();
    const document = await scene.paper();
    const send = (more: object = {}) =>
      scene.tellOpinion(litigation, 'court', { document, ...more }, '甲', { key });
    const { body } = await send();
    expect((await send()).body.id).toBe(body.id);
    expect((await send({ agency: '另一法院' })).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    const late = await scene.tellOpinion(litigation, 'court', { givenOn: '2199-01-04' });
    expect(late.body.code).toBe('RECEIPT_DAY_WRONG');
    const list = await scene.officer.browser.get(`/api/v1/cases/${litigation.id}/plan-opinions`);
    expect(list.body).toMatchObject({ items: [{ id: body.id, plan: '甲', of: 'court' }] });
  });

  it('is one of all plans of the case, which stay within what was received however many are approved at once', async () => {
    const plans = ['甲', '乙'];
    const requests: string[] = [];
    for (const plan of plans) {
      const content = await scene.planOf(litigation, '60000.00', { plan });
      const { body } = await scene.ask(
        'restoration_plan',
        content,
        await resolve('60000.00', subject(plan)),
      );
      await scene.claims.approvals.decide(scene.claims.reviewer, body.id, 'approve');
      requests.push(body.id);
    }
    const answers = await Promise.all(
      requests.map((id) => scene.claims.approvals.decide(scene.claims.approver, id, 'approve')),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422]);
    const lost = answers.find(({ status }) => status === 422);
    expect(lost?.body.code).toBe('PLAN_EXCEEDS_RECEIVED');
    expect(await scene.fund(litigation)).toMatchObject({ planned: '60000.00' });
  });

  describe('that is changed', () => {
    const change = async (plan: string, amount: string, more: object = {}) => ({
      ...{ plan, version: 1, reason: '工程量调整', amount },
      budgetLines: [line(WORKS, amount)],
      implementer: CONTRACTOR,
      document: await scene.paper(),
      milestones: [
        { name: '首期', ratio: '0.5', papers: ['contract'] },
        { name: '末期', ratio: '0.5', papers: [] },
      ],
      ...more,
    });
    const CHANGE = 'restoration_plan_change';

    it('has another version, and every one stays', async () => {
      const plan = await scene.adopt(litigation, '40000.00');
      const raised = await change(plan, '60000.00');
      expect((await scene.ask(CHANGE, raised)).body).toMatchObject({ code: 'RESOLUTION_REQUIRED' });
      await scene.carryOut(CHANGE, raised, await resolve('60000.00', subject(), CHANGE));
      expect(await scene.fund(litigation)).toMatchObject({ planned: '60000.00' });
      const lowered = await change(plan, '50000.00', {
        version: 2,
        milestones: [{ name: '一次付清', amount: '50000.00', papers: [] }],
        implementer: { ...CONTRACTOR, name: '另一修复公司' },
      });
      await scene.carryOut(CHANGE, lowered);
      expect(await scene.fund(litigation)).toMatchObject({ planned: '50000.00' });
      expect(await scene.plan(plan)).toMatchObject({
        ...{ version: 3, amount: '50000.00', implementer: { name: '另一修复公司' } },
        steps: [{ number: 1, name: '一次付清', amount: '50000.00' }],
        versions: [
          { version: 3, amount: '50000.00', reason: '工程量调整', implementer: '另一修复公司' },
          {
            ...{ version: 2, amount: '60000.00' },
            milestones: [
              { number: 1, name: '首期', amount: '30000.00' },
              { number: 2, name: '末期', amount: '30000.00' },
            ],
          },
          { version: 1, amount: '40000.00' },
        ],
      });
      const again = await change(plan, '50000.00', {
        version: 3,
        milestones: ['20000.00', '20000.00', '4000.00', '3000.00', '3000.00'].map((amount) => ({
          ...{ name: '分期', amount, papers: [] },
        })),
      });
      await scene.carryOut(CHANGE, again);
      expect((await scene.plan(plan)).steps.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    });

    it('is not raised beyond what was received, nor changed as it was before', async () => {
      const plan = await scene.adopt(litigation, '40000.00');
      const much = await change(plan, '100000.01');
      const resolution = await resolve('100000.01', subject(), CHANGE);
      expect((await scene.ask(CHANGE, much, resolution)).body).toMatchObject({
        code: 'PLAN_EXCEEDS_RECEIVED',
      });
      const old = await change(plan, '30000.00', { version: 2 });
      expect(await scene.ask(CHANGE, old)).toMatchObject({
        status: 409,
        body: { code: 'PLAN_VERSION_OLD', version: 1 },
      });
    });

    it('changes by a version that was approved alone', async () => {
      const plan = await scene.adopt(litigation, '40000.00');
      const { dataSource } = scene.claims;
      const set = (what: string) =>
        dataSource.query(`UPDATE fund.restoration_plan SET ${what} WHERE id = $1`, [plan]);
      for (const what of ['amount_fen = 1', 'version = 2', `implementer_name = '某人'`]) {
        await expect(set(what)).rejects.toThrow('a plan changes by a version that was approved');
      }
      const copy = (version: number, amount: string) =>
        dataSource.query(
          `INSERT INTO fund.plan_version
             (id, plan_id, version, amount_fen, title, place, implementer_name, implementer_code, acceptance_body,
              document_id, reason, decided_on, approval_request_id)
           SELECT gen_random_uuid(), plan_id, $2, $3, title, place, implementer_name, implementer_code, acceptance_body,
                  document_id, '无', decided_on, approval_request_id FROM fund.plan_version WHERE plan_id = $1`,
          [plan, version, amount],
        );
      await expect(copy(2, '4000000')).rejects.toThrow('a plan is what was resolved and approved');
      await expect(
        dataSource.query('DELETE FROM fund.restoration_plan WHERE id = $1', [plan]),
      ).rejects.toThrow();
    });
  });
});
