import { asSuperuser } from '../support/test-database';
import { reportFigures, sized } from '../support/reliability';
import { newKey, type Someone } from '../approvals/approval-scene';
import { LegalScene, OTHER_FIRM, type Outcome } from './legal-scene';

const RUNS = sized(20, 200);

describe('agreements and engagements', () => {
  let scene: LegalScene;
  let firm: string;
  let lawyers: string[];
  let agreement: string;
  let matter: { case: string; organization: string };
  beforeAll(async () => {
    scene = await LegalScene.open();
    firm = await scene.register();
    lawyers = (await scene.read(firm)).lawyers.map(({ id }) => id);
    agreement = await scene.agree(firm, '协议-1');
    matter = await scene.litigation('(2026)吉01民初1号');
  });
  afterAll(() => scene.approvals.service.close());

  const content = (more: object = {}) => ({
    ...{ lawFirm: firm, agreement, ...matter, lawyers: lawyers.slice(0, 1) },
    ...{ instance: 1, fee: '20000.00', engagedOn: '2026-02-10', ...more },
  });
  const engage = (more: object = {}): Promise<Outcome> =>
    scene.carryOut('legal_engagement', content(more));

  it('are agreed by the people whom the limit in all asks for, with terms and instalments', async () => {
    const { body } = (await scene.officer.browser
      .get(`/api/v1/service-agreements/${agreement}`)
      .expect(200)) as { body: object };
    expect(body).toMatchObject({
      number: '协议-1',
      from: '2026-01-01',
      until: '2099-12-31',
      inForce: true,
      perInstance: '30000.00',
      perCase: '50000.00',
      inAll: '90000.00',
      used: '0.00',
      remaining: '90000.00',
      lawFirm: { id: firm },
      instalments: [
        { due: 'signing', percent: '30.00', amount: null },
        { due: 'first_instance_judgment', percent: '70.00', amount: null },
      ],
      endedOn: null,
      engagements: [],
    });
  });

  it.each([
    ['limits_out_of_order', { perCase: '90000.01' }],
    ['limits_out_of_order', { perInstance: '50000.01' }],
    ['instalments_do_not_add_up', { instalments: [{ due: 'closing', percent: '99.99' }] }],
    ['instalments_do_not_add_up', { instalments: [{ due: 'closing', amount: '50000.01' }] }],
    [
      'instalments_mixed',
      {
        instalments: [
          { due: 'signing', percent: '100' },
          { due: 'closing', amount: '50000.00' },
        ],
      },
    ],
  ])('are refused where their terms do not fit together: %s', async (fault, more) => {
    const refused = await scene.send(
      scene.officer,
      'service_agreement',
      scene.terms(firm, '协议-错', more),
    );
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'AGREEMENT_TERMS_INVALID', fault },
    });
  });

  it('have numbers of their own', async () => {
    const terms = scene.terms(firm, '协议-1');
    expect(await scene.send(scene.officer, 'service_agreement', terms)).toMatchObject({
      status: 409,
      body: { code: 'AGREEMENT_NUMBER_TAKEN' },
    });
  });

  it('count a fee against the agreement once it is approved, and explain it', async () => {
    expect((await engage()).status).toBe(200);
    const shown = await scene.read(firm);
    expect(shown.agreements).toMatchObject([{ used: '20000.00', remaining: '70000.00' }]);
    expect(shown.engagements).toMatchObject([
      { fee: '20000.00', instance: 1, lawyers: ['陈某'], evaluation: null },
    ]);
    const [row] = await scene.approvals.dataSource.query<{ rule: string; inputs: object }[]>(
      'SELECT rule, inputs FROM fund.computation WHERE subject = $1',
      [`legal_engagement/${shown.engagements[0]?.id ?? ''}`],
    );
    expect(row).toMatchObject({
      rule: 'legal-service-limits',
      inputs: { fee: '20000.00', used: '0.00', perInstance: '30000.00' },
    });
  });

  it.each([
    [{ fee: '10000.01' }, { limit: 'per_instance', most: '30000.00', amount: '30000.01' }],
    [
      { fee: '30000.01', instance: 2 },
      { limit: 'per_instance', most: '30000.00', amount: '30000.01' },
    ],
  ])('refuse the fee of %j with the limit that it is over', async (more, facts) => {
    expect(await engage(more)).toMatchObject({
      status: 422,
      body: { code: 'ENGAGEMENT_FEE_TOO_HIGH', ...facts },
    });
  });

  it('refuse a fee over the limit of the case, and one over what is left', async () => {
    expect((await engage({ fee: '30000.00', instance: 2 })).status).toBe(200);
    expect(await engage({ fee: '0.01', instance: 3 })).toMatchObject({
      body: { limit: 'per_case', most: '50000.00', amount: '50000.01' },
    });
    const second = await scene.litigation('(2026)吉01民初2号');
    expect((await engage({ ...second, fee: '30000.00' })).status).toBe(200);
    const third = await scene.litigation('(2026)吉01民初3号');
    expect(await engage({ ...third, fee: '10000.01' })).toMatchObject({
      body: { limit: 'remaining', most: '10000.00', amount: '10000.01' },
    });
  });

  it('refuse lawyers of another firm, and a day on which the agreement is not in force', async () => {
    const other = await scene.register(OTHER_FIRM, { name: '另一律师事务所' });
    const stranger = (await scene.read(other)).lawyers[0]?.id ?? '';
    expect(await engage({ fee: '1.00', instance: 3, lawyers: [stranger] })).toMatchObject({
      status: 422,
      body: { code: 'LAWYER_NOT_OF_FIRM', lawyers: [stranger] },
    });
    for (const engagedOn of ['2025-12-31', '2100-01-01']) {
      expect(await engage({ fee: '1.00', engagedOn })).toMatchObject({
        status: 409,
        body: { code: 'AGREEMENT_NOT_IN_FORCE', from: '2026-01-01', until: '2099-12-31' },
      });
    }
    expect(await engage({ lawFirm: other, fee: '1.00', lawyers: [stranger] })).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND' },
    });
  });

  it('refuse a case of another book', async () => {
    const bureau = await scene.approvals.service.bureau('jilin');
    const foreign = await scene.litigation('(2026)吉02民初1号', bureau.bookId);
    for (const one of [{ case: foreign.case }, { organization: foreign.organization }]) {
      expect(await engage({ fee: '1.00', ...one })).toMatchObject({
        status: 404,
        body: { code: 'NOT_FOUND' },
      });
    }
  });

  it('refuse with the last approval what became impossible meanwhile', async () => {
    const third = await scene.litigation('(2026)吉01民初4号');
    const id = await scene.approvals.ask(scene.officer, content({ ...third, fee: '1.00' }), {
      kind: 'legal_engagement',
    });
    const change = (version: number, state: string) =>
      scene.carryOut('law_firm_change', {
        ...{ lawFirm: firm, version, state, reason: '年度考核' },
        facts: scene.facts(),
      });
    expect((await change(1, 'suspended')).status).toBe(200);
    expect(await scene.approveAll(id)).toMatchObject({
      status: 422,
      body: { code: 'LAW_FIRM_NOT_IN_GOOD_STANDING' },
    });
    expect((await change(2, 'registered')).status).toBe(200);
    expect(await scene.approveAll(id)).toMatchObject({ status: 200, body: { state: 'approved' } });
  });

  it('end early by approval, once, and take no engagement after that', async () => {
    const ending = await scene.agree(firm, '协议-终止');
    const end = { agreement: ending, endedOn: '2026-06-30', reason: '双方协商一致' };
    expect((await scene.carryOut('service_agreement_end', end)).status).toBe(200);
    const { body } = (await scene.officer.browser
      .get(`/api/v1/service-agreements/${ending}`)
      .expect(200)) as { body: object };
    expect(body).toMatchObject({
      endedOn: '2026-06-30',
      endReason: '双方协商一致',
      inForce: false,
    });
    expect(await scene.carryOut('service_agreement_end', end)).toMatchObject({
      status: 409,
      body: { code: 'AGREEMENT_NOT_IN_FORCE' },
    });
    const late = { agreement: ending, fee: '1.00', engagedOn: '2026-07-01' };
    expect(await engage(late)).toMatchObject({
      status: 409,
      body: { code: 'AGREEMENT_NOT_IN_FORCE', until: '2026-06-30' },
    });
    expect((await engage({ ...late, engagedOn: '2026-06-30' })).status).toBe(200);
  });

  it(
    'race for the last of an agreement: exactly one of two is engaged',
    async () => {
      const { approvals } = scene;
      const deciders: [Someone, Someone] = [scene.approver, await approvals.someone('approver')];
      const figures = { runs: RUNS, oneEach: 0 };
      for (let run = 0; run < RUNS; run += 1) {
        const last = await scene.agree(firm, `协议-竞争-${newKey()}`, {
          ...{ perInstance: '10000.00', perCase: '10000.00', inAll: '10000.00' },
        });
        const ids: string[] = [];
        for (const name of ['a', 'b']) {
          const other = await scene.litigation(`竞争 ${newKey()} ${name}`);
          const asked = content({ ...other, agreement: last, fee: '6000.00' });
          const id = await approvals.ask(scene.officer, asked, { kind: 'legal_engagement' });
          const { steps } = await approvals.read(scene.officer, id);
          if (steps[0] === 'reviewer') await approvals.decide(scene.reviewer, id, 'approve');
          ids.push(id);
        }
        const seen: string[] = [];
        for (const id of ids) seen.push((await approvals.read(scene.officer, id)).contentHash);
        const answers = await Promise.all(
          deciders.map((person, at) =>
            approvals.decide(person, ids[at] ?? '', 'approve', seen[at]),
          ),
        );
        const outcomes = answers.map(({ body }) => body.code ?? body.state).sort();
        if (outcomes.join() === 'ENGAGEMENT_FEE_TOO_HIGH,approved') figures.oneEach += 1;
      }
      reportFigures('legal-engagements-at-once', figures);
      expect(figures).toEqual({ runs: RUNS, oneEach: RUNS });
    },
    sized(300_000, 3_000_000),
  );

  it('are held by the database, whoever writes', async () => {
    const { name } = scene.approvals.service.database;
    const run = (sql: string, values: unknown[] = []) =>
      asSuperuser(name, (client) => client.query(sql, values));
    const copy = (columns: string) =>
      run(
        `INSERT INTO fund.legal_engagement (id, book_id, agreement_id, case_id, organization_id, instance, fee_fen,
           engaged_on, approval_request_id)
         SELECT gen_random_uuid(), e.book_id, e.agreement_id, e.case_id, e.organization_id, ${columns},
                (SELECT r.id FROM fund.approval_request r WHERE NOT EXISTS (
                   SELECT FROM fund.legal_engagement x WHERE x.approval_request_id = r.id) LIMIT 1)
           FROM fund.legal_engagement e WHERE e.agreement_id = $1 LIMIT 1`,
        [agreement],
      );
    await expect(copy(`1, 3000001, '2026-03-01'`)).rejects.toThrow('within the limits');
    await expect(copy(`1, 1, '2025-01-01'`)).rejects.toThrow('in force');
    await expect(
      run('UPDATE fund.service_agreement SET used_fen = 0 WHERE id = $1', [agreement]),
    ).rejects.toThrow('the sum of its fees');
    await expect(
      run('UPDATE fund.service_agreement SET cap_in_all_fen = cap_in_all_fen + 1'),
    ).rejects.toThrow('what was agreed stays');
    await expect(run('UPDATE fund.legal_engagement SET fee_fen = 1')).rejects.toThrow();
    const [row] = await scene.approvals.dataSource.query<{ n: string }[]>(
      `SELECT count(*) AS n FROM fund.service_agreement a WHERE a.used_fen <>
         (SELECT coalesce(sum(e.fee_fen), 0) FROM fund.legal_engagement e WHERE e.agreement_id = a.id)`,
    );
    expect(row?.n).toBe('0');
  });
});
