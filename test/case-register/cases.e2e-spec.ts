import { newKey, type Someone } from '../approvals/approval-scene';
import { OF_CHANGCHUN, OrganizationScene, PROVINCIAL } from '../organizations/organization-scene';

interface Case {
  readonly id: string;
  readonly number: string;
  readonly qualification: { readonly status: string } | null;
  readonly plaintiffs: readonly { readonly uscc: string; readonly status: string }[];
  readonly defendants: readonly { readonly name: string }[];
  readonly advances: object | null;
}

describe('cases', () => {
  let scene: OrganizationScene;
  let member: Someone;
  let officer: Someone;
  let ours: string;
  let theirs: string;
  beforeAll(async () => {
    scene = await OrganizationScene.open();
    member = await scene.approvals.memberOf(PROVINCIAL);
    officer = await scene.approvals.someone('finance_officer');
    const reviewer = await scene.approvals.someone('reviewer');
    ours = await scene.register(member, reviewer, PROVINCIAL);
    theirs = await scene.register(officer, reviewer, OF_CHANGCHUN, {
      kind: 'social_service_organization',
      annualReports: [],
    });
  });
  afterAll(() => scene.approvals.service.close());

  const given = (number: string, plaintiffs: readonly string[]) => ({
    book: scene.bookCode,
    number,
    court: '长春市中级人民法院',
    filedOn: '2026-03-02',
    damageRoute: 'treasury',
    plaintiffs,
    defendants: [{ name: '某化工有限公司', kind: 'enterprise' }],
  });
  const send = (by: Someone, body: object, key = newKey()) =>
    by.browser.post('/api/v1/cases', body).set('idempotency-key', key);
  const open = async (number: string, plaintiffs: readonly string[]): Promise<string> => {
    const { body } = (await send(officer, given(number, plaintiffs)).expect(201)) as {
      body: { id: string };
    };
    return body.id;
  };
  const read = async ({ browser }: Someone, id: string): Promise<Case> => {
    const { body } = (await browser.get(`/api/v1/cases/${id}`).expect(200)) as { body: Case };
    return body;
  };

  it('are opened with each plaintiff judged as of the day of filing, on the record', async () => {
    const id = await open('（2026）吉01民初1号', [ours, theirs]);
    expect(await read(officer, id)).toMatchObject({
      number: '（2026）吉01民初1号',
      qualification: null,
      plaintiffs: [
        { uscc: PROVINCIAL, status: 'eligible' },
        { uscc: OF_CHANGCHUN, status: 'ineligible' },
      ],
      defendants: [{ name: '某化工有限公司' }],
      advances: { applications: 0, approved: '0.00', paid: '0.00', settled: '0.00' },
    });
    const [row] = await scene.approvals.dataSource.query<{ rules: string; reads: string }[]>(
      `SELECT (SELECT count(*) FROM fund.computation WHERE subject = $1) AS rules,
              (SELECT count(*) FROM fund.audit_event WHERE action = 'case.read' AND subject = $2) AS reads`,
      [`qualification of ${PROVINCIAL}`, `litigation_case/${id}`],
    );
    expect(row).toEqual({ rules: '1', reads: '1' });
  });

  it('tell a plaintiff its own verdict and nothing of the others', async () => {
    const id = await open('（2026）吉01民初2号', [ours, theirs]);
    expect(await read(member, id)).toMatchObject({
      qualification: { status: 'eligible' },
      plaintiffs: [{ uscc: PROVINCIAL }],
      defendants: [],
      advances: null,
      damageRoute: null,
    });
    const without = await open('（2026）吉01民初3号', [theirs]);
    await member.browser.get(`/api/v1/cases/${without}`).expect(404);
    const { body } = (await member.browser.get('/api/v1/cases').expect(200)) as {
      body: { items: Case[] };
    };
    expect(body.items.map((item) => item.id)).toContain(id);
    expect(body.items.map((item) => item.id)).not.toContain(without);
  });

  it('are found by a part of the number, within the own bureau', async () => {
    await open('（2026）吉01民初77号', [ours]);
    const stranger = await scene.approvals.someoneOf(
      await scene.approvals.service.bureau('jilin'),
      'finance_officer',
    );
    const found = async ({ browser }: Someone): Promise<number> => {
      const { body } = (await browser
        .get(`/api/v1/cases?q=${encodeURIComponent('初77号')}`)
        .expect(200)) as { body: { items: Case[] } };
      return body.items.length;
    };
    expect([await found(officer), await found(member), await found(stranger)]).toEqual([1, 1, 0]);
  });

  it('are opened once, however often the request is sent', async () => {
    const body = given('（2026）吉01民初5号', [ours]);
    const key = newKey();
    const answers = (await Promise.all([1, 2, 3].map(() => send(officer, body, key)))) as {
      status: number;
      body: { id: string };
    }[];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    const other = await send(officer, given('（2026）吉01民初6号', [ours]), key);
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it('have each number once in a book, and plaintiffs of the register only', async () => {
    await open('（2026）吉01民初8号', [ours]);
    const again = await send(officer, given('（2026）吉01民初8号', [ours]));
    expect(again).toMatchObject({ status: 409, body: { code: 'CASE_NUMBER_TAKEN' } });
    const nobody = await send(
      officer,
      given('（2026）吉01民初9号', ['00000000-0000-4000-8000-000000000000']),
    );
    expect(nobody).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    await send(member, given('（2026）吉01民初10号', [ours])).expect(403);
  });
});
