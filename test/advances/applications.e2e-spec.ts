import { newKey } from '../approvals/approval-scene';
import { OF_CHANGCHUN, PROVINCIAL } from '../organizations/organization-scene';
import { AdvanceScene, type Payee } from './advance-scene';

describe('applications for advances', () => {
  let scene: AdvanceScene;
  let firm: Payee;
  let vendor: Payee;
  let court: Payee;
  beforeAll(async () => {
    scene = await AdvanceScene.open();
    await scene.budget({
      lawyer: '400000.00',
      testing: '500000.00',
      acceptance_fee: '150000.00',
      appraisal: '900000.00',
      travel: '1000.00',
    });
    firm = await scene.payee('law_firm', '吉林某律师事务所');
    vendor = await scene.payee('vendor', '某检测有限公司');
    court = await scene.payee('court', '长春市中级人民法院');
  });
  afterAll(() => scene.close());

  const lawyer = (amount: string) => ({ category: 'lawyer', amount, payee: firm }) as const;
  const testing = (amount: string, documents: object[] = []) =>
    ({ category: 'testing', amount, payee: vendor, more: { documents } }) as const;

  it('are told of to the organization once, by its own request or by what an officer asked for it', async () => {
    const caseId = await scene.openCase();
    const told = async (): Promise<string[]> => {
      const { body } = (await scene.member.browser
        .get('/api/v1/notices?mine=true&limit=200')
        .expect(200)) as { body: { items: { kind: string; content: { link: string } }[] } };
      return body.items
        .filter(({ kind }) => kind.endsWith('_approved'))
        .map(({ kind, content }) => `${kind} ${content.link}`);
    };
    const before = await told();
    const own = await scene.ask(scene.member, caseId, [lawyer('100.00')]);
    await scene.approve(own.body.id);
    const byOfficer = await scene.ask(scene.officer, caseId, [testing('100.00')]);
    await scene.approve(byOfficer.body.id);
    expect(await told()).toEqual([
      `advance_approved /console/advances/${byOfficer.body.id}`,
      `request_approved /console/approvals/${own.body.id}`,
      ...before,
    ]);
  });

  it('are made by the organization, decided by two others, numbered, and their money is held', async () => {
    const caseId = await scene.openCase();
    const quotation = await scene.paper(scene.member, 'quotation');
    const asked = await scene.ask(scene.member, caseId, [
      lawyer('30000.00'),
      testing('20000.00', [quotation]),
    ]);
    expect(asked.status).toBe(201);
    const { id } = asked.body;
    expect(await scene.approvals.read(scene.member, id)).toMatchObject({
      state: 'open',
      steps: ['reviewer', 'approver'],
    });
    expect(await scene.approve(id)).toMatchObject({ status: 200, body: { state: 'approved' } });
    const rows = await scene.dataSource.query<object[]>(
      `SELECT i.ref, i.category, i.payee, i.purpose, i.approved_fen, i.bank_account_id AS account,
              encode(i.account_fingerprint, 'hex') AS fingerprint, i.hold_id IS NOT NULL AS held,
              a.applicant, a.reviewer, a.approver, a.approval_request_id AS request,
              (SELECT count(*) FROM fund.advance_item_document d WHERE d.item_id = i.id) AS papers
         FROM fund.advance_application a JOIN fund.advance_item i ON i.application_id = a.id
        WHERE a.id = $1 ORDER BY i.ordinal`,
      [id],
    );
    const people = {
      applicant: scene.member.name,
      reviewer: scene.reviewer.name,
      approver: scene.approver.name,
      request: id,
      held: true,
    };
    expect(rows).toMatchObject([
      {
        category: 'lawyer',
        approved_fen: '3000000',
        account: firm.account,
        papers: '0',
        ...people,
      },
      {
        category: 'testing',
        payee: vendor.name,
        purpose: '现场采样检测',
        fingerprint: vendor.fingerprint,
        papers: '1',
        ...people,
      },
    ]);
    const refs = rows.map((row) => (row as { ref: string }).ref);
    expect(refs.map((ref) => ref.replace(/^垫\d{4}-\d{4}/, ''))).toEqual(['-1', '-2']);
  });

  it('have numbers without gaps, whatever is refused between', async () => {
    const caseId = await scene.openCase();
    const [one, two, three] = [
      await scene.ask(scene.officer, caseId, [lawyer('1.00')]),
      await scene.ask(scene.officer, caseId, [lawyer('2.00')]),
      await scene.ask(scene.officer, caseId, [lawyer('3.00')]),
    ];
    await scene.approve(one.body.id);
    await scene.approvals.decide(scene.reviewer, two.body.id, 'reject');
    await scene.approve(three.body.id);
    const numbers = await scene.dataSource.query<{ number: number }[]>(
      `SELECT substr(ref, 7)::integer AS number FROM fund.advance_application
        WHERE approval_request_id IS NOT NULL ORDER BY 1`,
    );
    expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, index) => index + 1));
  });

  it('show whoever decides the costs, the budget before and after, and what the payee was paid', async () => {
    const caseId = await scene.openCase();
    const notice = await scene.paper(scene.officer, 'court_notice');
    const fee = {
      category: 'acceptance_fee',
      amount: '13800.00',
      payee: court,
      more: { documents: [notice], courtNotice: { claim: '1000000.00', fee: '13900.00' } },
    } as const;
    const { body } = await scene.ask(scene.officer, caseId, [fee]);
    const { summary } = (await scene.approvals.read(scene.approver, body.id)) as unknown as {
      summary: { field: string; value: string; cells?: Record<string, string> }[];
    };
    const of = (field: string) => summary.filter((row) => row.field === field);
    expect(of('cost')).toMatchObject([{ cells: { payee: court.name, amount: '13800.00' } }]);
    expect(of('warning')[0]?.value).toContain('13800.00');
    expect(of('budgetEffect')[0]?.cells).toMatchObject({
      availableBefore: '150000.00',
      amount: '13800.00',
      availableAfter: '136200.00',
    });
  });

  it.each([
    ['NOT_FOUND', 404, 'in a case that is not there', () => ({ caseId: NOWHERE })],
    [
      'PAYEE_ACCOUNT_CHANGED',
      409,
      'with another fingerprint',
      () => ({ costs: [{ ...lawyer('1.00'), payee: { ...firm, fingerprint: '0'.repeat(64) } }] }),
    ],
    [
      'PAYEE_NOT_FIT',
      422,
      'for a court fee paid to a vendor',
      () => ({ costs: [{ ...testing('1.00'), category: 'acceptance_fee' as const }] }),
    ],
    [
      'QUOTATION_REQUIRED',
      422,
      'above 10,000 to a vendor',
      () => ({ costs: [testing('10000.01')] }),
    ],
    [
      'COURT_NOTICE_REQUIRED',
      422,
      'for a court fee without the notice',
      () => ({ costs: [{ category: 'acceptance_fee' as const, amount: '1.00', payee: court }] }),
    ],
    ['CAP_EXCEEDED', 422, 'above the cap of an instance', () => ({ costs: [lawyer('80000.01')] })],
    [
      'BUDGET_EXCEEDED',
      422,
      'above the line of the budget',
      () => ({ costs: [{ ...testing('1000.01'), category: 'travel' as const }] }),
    ],
    [
      'BODY_INVALID',
      400,
      'with a notice for something else',
      () => ({
        costs: [{ ...lawyer('1.00'), more: { courtNotice: { claim: '1.00', fee: '1.00' } } }],
      }),
    ],
  ] as const)('are refused with %s (%i) %s', async (code, status, _, given) => {
    const { caseId = await scene.openCase(), costs = [lawyer('1.00')] } = given() as {
      caseId?: string;
      costs?: Parameters<AdvanceScene['ask']>[2];
    };
    expect(await scene.ask(scene.officer, caseId, costs)).toMatchObject({ status, body: { code } });
  });

  it('do not ask for more than the court’s notice says', async () => {
    const notice = await scene.paper(scene.officer, 'court_notice');
    const more = { documents: [notice], courtNotice: { claim: '1000000.00', fee: '13800.00' } };
    const asked = await scene.ask(scene.officer, await scene.openCase(), [
      { category: 'acceptance_fee', amount: '13800.01', payee: court, more },
    ]);
    expect(asked).toMatchObject({
      status: 422,
      body: { code: 'COURT_FEE_ABOVE_NOTICE', notice: '13800.00' },
    });
  });

  it('count against the caps while they are only asked for, but not against themselves', async () => {
    const caseId = await scene.openCase();
    const first = await scene.ask(scene.officer, caseId, [lawyer('60000.00')]);
    expect(await scene.ask(scene.officer, caseId, [lawyer('20000.01')])).toMatchObject({
      status: 422,
      body: { code: 'CAP_EXCEEDED', cap: 'lawyer_instance_1', amount: '80000.01' },
    });
    const changed = await scene.approvals.revise(
      scene.officer,
      first.body.id,
      scene.content(caseId, [lawyer('80000.00')]) as never,
    );
    expect(changed.status).toBe(200);
    await scene.officer.browser.post(`/api/v1/approvals/${first.body.id}/withdraw`).expect(204);
    expect((await scene.ask(scene.officer, caseId, [lawyer('80000.00')])).status).toBe(201);
  });

  it('rest on a resolution above 200,000', async () => {
    const contract = await scene.paper(scene.officer, 'contract');
    const costs = [
      {
        category: 'appraisal',
        amount: '200000.01',
        payee: vendor,
        more: { documents: [contract] },
      },
    ] as const;
    const caseId = await scene.openCase();
    expect(await scene.ask(scene.officer, caseId, costs)).toMatchObject({
      status: 422,
      body: { code: 'RESOLUTION_REQUIRED' },
    });
    const resolution = await scene.approvals.resolution(scene.officer, scene.approver, {
      kind: 'advance_application',
      amount: '200000.01',
      subject: `litigation_case/${caseId}`,
    });
    const asked = await scene.ask(scene.officer, caseId, costs, { resolution });
    expect(asked.status).toBe(201);
    expect(await scene.approve(asked.body.id)).toMatchObject({ status: 200 });
    const [row] = await scene.dataSource.query<{ minutes: string | null }[]>(
      'SELECT minutes_number AS minutes FROM fund.advance_application WHERE id = $1',
      [asked.body.id],
    );
    expect(row?.minutes).not.toBeNull();
  });

  it('fall with the approval where the payee’s account has changed since', async () => {
    const before = await scene.payee('law_firm', '另一律师事务所');
    const { body } = await scene.ask(scene.officer, await scene.openCase(), [
      { category: 'lawyer', amount: '10.00', payee: before },
    ]);
    await scene.payee('law_firm', '另一律师事务所');
    expect(await scene.approve(body.id)).toMatchObject({
      status: 409,
      body: { code: 'PAYEE_ACCOUNT_CHANGED' },
    });
    expect(await scene.approvals.read(scene.officer, body.id)).toMatchObject({ state: 'open' });
  });

  it('are for plaintiffs that may sue, and for nobody of another organization', async () => {
    const theirs = await scene.organizations.register(scene.officer, scene.reviewer, OF_CHANGCHUN, {
      kind: 'social_service_organization',
      annualReports: [],
    });
    const caseId = await scene.openCase([theirs]);
    const costs = [lawyer('1.00')];
    expect(await scene.ask(scene.officer, caseId, costs, { organization: theirs })).toMatchObject({
      status: 422,
      body: { code: 'ORG_NOT_QUALIFIED', qualification: 'ineligible' },
    });
    for (const organization of [theirs, scene.ours]) {
      expect(await scene.ask(scene.member, caseId, costs, { organization })).toMatchObject({
        status: 404,
      });
    }
  });

  it('are paid to the own account of the organization alone', async () => {
    const own = await scene.payee('organization', '吉林省绿色志愿者协会', PROVINCIAL);
    const other = await scene.payee('organization', '长春环保中心', OF_CHANGCHUN);
    const caseId = await scene.openCase();
    const travel = (payee: Payee) => [{ category: 'travel', amount: '1.00', payee }] as const;
    expect(await scene.ask(scene.member, caseId, travel(own))).toMatchObject({ status: 201 });
    expect(await scene.ask(scene.member, caseId, travel(other))).toMatchObject({
      status: 422,
      body: { code: 'PAYEE_NOT_FIT' },
    });
  });

  it('are lost with the standing of the organization, between asking and deciding', async () => {
    const caseId = await scene.openCase();
    const { body } = await scene.ask(scene.member, caseId, [lawyer('5.00')]);
    const standing = (action: string) =>
      scene.approvals.ask(
        scene.officer,
        { organization: scene.ours, action, effectiveOn: '2026-11-01', reason: '年检未通过' },
        { kind: 'organization_standing' },
      );
    await scene.approvals.decide(scene.approver, await standing('suspend'), 'approve');
    expect(await scene.approve(body.id)).toMatchObject({
      status: 422,
      body: { code: 'ORG_NOT_QUALIFIED', qualification: 'suspended' },
    });
    await scene.approvals.decide(scene.approver, await standing('resume'), 'approve');
    expect(await scene.approvals.decide(scene.approver, body.id, 'approve')).toMatchObject({
      status: 200,
    });
  });

  it('are made once, however often they are sent', async () => {
    const caseId = await scene.openCase();
    const key = newKey();
    const send = () =>
      scene.member.browser
        .post('/api/v1/approvals', {
          kind: 'advance_application',
          book: scene.organizations.bookCode,
          content: scene.content(caseId, [lawyer('7.00')]),
        })
        .set('idempotency-key', key);
    const answers = (await Promise.all([send(), send(), send()])) as {
      status: number;
      body: { id: string };
    }[];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });
});

const NOWHERE = '00000000-0000-4000-8000-000000000000';
