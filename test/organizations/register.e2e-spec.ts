import { APPROVALS, newKey, type Someone } from '../approvals/approval-scene';
import { asSuperuser } from '../support/test-database';
import { OF_CHANGCHUN, OrganizationScene, PROVINCIAL } from './organization-scene';

interface Organization {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly qualification: { readonly status: string; readonly reasons: readonly string[] };
  readonly history: readonly { readonly version: number; readonly changed: readonly string[] }[];
  readonly evidence: readonly { readonly kind: string; readonly document: string }[];
  readonly standing: readonly { readonly action: string }[];
  readonly opinions: readonly { readonly favourable: boolean; readonly givenBy: string | null }[];
}

describe('the register of organizations', () => {
  let scene: OrganizationScene;
  let member: Someone;
  let officer: Someone;
  let reviewer: Someone;
  let approver: Someone;
  let ours: string;
  beforeAll(async () => {
    scene = await OrganizationScene.open();
    member = await scene.approvals.memberOf(PROVINCIAL);
    officer = await scene.approvals.someone('finance_officer');
    reviewer = await scene.approvals.someone('reviewer');
    approver = await scene.approvals.someone('approver');
    ours = await scene.register(member, reviewer, PROVINCIAL);
  });
  afterAll(() => scene.approvals.service.close());

  const read = async ({ browser }: Someone, id = ours): Promise<Organization> => {
    const { body } = (await browser.get(`/api/v1/organizations/${id}`).expect(200)) as {
      body: Organization;
    };
    return body;
  };
  const send = (maker: Someone, kind: string, content: object) =>
    maker.browser
      .post(APPROVALS, { kind, content, book: scene.bookCode })
      .set('idempotency-key', newKey());
  const carryOut = async (maker: Someone, kind: string, content: object, ...by: Someone[]) => {
    const { body } = (await send(maker, kind, content).expect(201)) as { body: { id: string } };
    for (const person of by) {
      const decided = await scene.approvals.decide(person, body.id, 'approve');
      if (decided.status !== 200) return decided;
    }
    return { status: 200, body: { state: 'approved' } };
  };

  it('is entered by the organization itself, with its evidence, once reviewed', async () => {
    const file = await read(officer);
    expect(file).toMatchObject({
      uscc: PROVINCIAL,
      state: 'registered',
      version: 1,
      qualification: { status: 'eligible', reasons: [] },
      evidence: [{ kind: 'registration_certificate' }],
      history: [{ version: 1, changed: [] }],
    });
    expect(await read(member)).toMatchObject({ id: file.id, state: 'registered' });
  });

  it('is entered by staff as well, and by nobody for another organization', async () => {
    const id = await scene.register(officer, reviewer, OF_CHANGCHUN, {
      kind: 'social_service_organization',
    });
    expect(await read(officer, id)).toMatchObject({ uscc: OF_CHANGCHUN });
    const content = { uscc: '53220000MJ0000034A', facts: scene.facts() };
    const refused = await send(member, 'organization_registration', content);
    expect(refused).toMatchObject({ status: 403, body: { code: 'NOT_OWN_ORGANIZATION' } });
    await member.browser.get(`/api/v1/organizations/${id}`).expect(404);
    const { body } = (await member.browser.get('/api/v1/organizations').expect(200)) as {
      body: { items: { id: string }[] };
    };
    expect(body.items.map((item) => item.id)).toEqual([ours]);
  });

  it('has one file for each organization, and refuses a wrong credit code by name', async () => {
    const again = await send(officer, 'organization_registration', {
      uscc: PROVINCIAL,
      facts: scene.facts(),
    });
    expect(again).toMatchObject({ status: 409, body: { code: 'ORGANIZATION_REGISTERED' } });
    const wrong = await send(officer, 'organization_registration', {
      uscc: '51220000MJ0000018X',
      facts: scene.facts(),
    });
    expect(wrong).toMatchObject({
      status: 400,
      body: { code: 'BODY_INVALID', faults: [{ pointer: '/content/uscc' }] },
    });
  });

  it('does not rest on a document of somebody else, or with another hash', async () => {
    const document = await scene.upload(officer);
    const stranger = await scene.approvals.memberOf('53220000MJ0000034A');
    for (const [maker, named] of [
      [stranger, document],
      [officer, { ...document, sha256: '0'.repeat(64) }],
    ] as const) {
      const refused = await send(maker, 'organization_registration', {
        uscc: '53220000MJ0000034A',
        facts: scene.facts([named], { kind: 'foundation' }),
      });
      expect(refused).toMatchObject({ status: 404, body: { code: 'DOCUMENT_NOT_FOUND' } });
    }
  });

  it('keeps every version, and takes a change only of what it says now', async () => {
    const facts = scene.facts([await scene.upload(member)], { email: 'office@example.org' });
    const change = { organization: ours, version: 1, facts, reason: '增加联系邮箱' };
    expect(await carryOut(member, 'organization_change', change, reviewer)).toMatchObject({
      status: 200,
    });
    const file = await read(officer);
    expect(file.version).toBe(2);
    expect(file.history[1]?.changed).toContain('/email');
    const stale = await send(member, 'organization_change', change);
    expect(stale).toMatchObject({
      status: 409,
      body: { code: 'ORGANIZATION_CHANGED', version: 2 },
    });
  });

  it('judges an organization as of any day, with every reason and its article', async () => {
    const { body } = (await officer.browser
      .get(`/api/v1/organizations/${ours}/qualification?asOf=2014-06-01`)
      .expect(200)) as { body: { status: string; ruleVersion: string; articles: string[] } };
    expect(body).toMatchObject({ status: 'eligible', ruleVersion: 'pre2015' });
    const { body: before } = (await officer.browser
      .get(`/api/v1/organizations/${ours}/qualification?asOf=2016-06-01`)
      .expect(200)) as { body: { status: string; reasons: string[]; steps: unknown[] } };
    expect(before).toMatchObject({
      status: 'ineligible',
      reasons: ['annual_reports_incomplete', 'clean_record_statement_missing'],
    });
    expect(before.steps.length).toBeGreaterThan(5);
  });

  it('counts a penalty from its approval on, and none before', async () => {
    const penalty = {
      organization: ours,
      action: 'penalty',
      effectiveOn: '2026-05-01',
      cause: 'business',
      reason: '民政部门行政处罚',
    };
    expect((await read(officer)).qualification.status).toBe('eligible');
    await carryOut(officer, 'organization_standing', penalty, approver);
    const file = await read(officer);
    expect(file.qualification).toEqual({
      status: 'ineligible',
      reasons: ['penalized_within_five_years'],
    });
    expect(file.standing).toMatchObject([{ action: 'penalty' }]);
  });

  it('is suspended and resumed by two people, and deregistered for good', async () => {
    const id = await scene.register(officer, reviewer, '53220000MJ0000034A', {
      kind: 'foundation',
    });
    const act = (action: string) =>
      carryOut(
        officer,
        'organization_standing',
        { organization: id, action, effectiveOn: '2026-06-01', reason: '检查中' },
        approver,
      );
    expect((await act('suspend')).status).toBe(200);
    expect((await read(officer, id)).state).toBe('suspended');
    const content = {
      organization: id,
      action: 'suspend',
      effectiveOn: '2026-06-02',
      reason: '又',
    };
    const twice = await send(officer, 'organization_standing', content);
    expect(twice).toMatchObject({ status: 409, body: { code: 'STANDING_NOT_POSSIBLE' } });
    expect((await act('resume')).status).toBe(200);
    expect((await act('deregister')).status).toBe(200);
    await expect(
      asSuperuser(scene.approvals.service.database.name, (client) =>
        client.query(`UPDATE fund.organization SET state = 'registered' WHERE id = $1`, [id]),
      ),
    ).rejects.toThrow('stays so');
  });

  it('keeps the opinion of a reviewer, which lets soft reasons pass', async () => {
    const young = {
      kind: 'social_association',
      registeredOn: '2023-06-18',
      activeSince: '2010-01-01',
    };
    const uscc = '51220000MJ00010109';
    const id = await scene.register(officer, reviewer, uscc, young);
    expect((await read(officer, id)).qualification.status).toBe('manual_review');
    const opinion = {
      organization: id,
      asOf: '2026-11-30',
      favourable: true,
      opinion: '登记前已连续从事环保公益活动，证据充分。',
    };
    await carryOut(reviewer, 'organization_review', opinion, approver);
    const file = await read(officer, id);
    expect(file.qualification).toEqual({
      status: 'eligible',
      reasons: ['earlier_activity_needs_review'],
    });
    expect(file.opinions).toMatchObject([{ favourable: true, givenBy: reviewer.name }]);
    const own = await scene.approvals.memberOf(uscc);
    expect((await read(own, id)).opinions).toMatchObject([{ favourable: true, givenBy: null }]);
  });

  it('says of a credit code what is wrong with it while it is typed', async () => {
    const check = async (code: string): Promise<object> => {
      const { body } = (await officer.browser
        .get(`/api/v1/credit-codes/check?code=${code}`)
        .expect(200)) as {
        body: object;
      };
      return body;
    };
    expect(await check('51220000mj0000018t')).toMatchObject({
      code: PROVINCIAL,
      valid: true,
      kind: 'social_association',
      region: '220000',
      registeredHighEnough: true,
    });
    expect(await check('51220000MJ0000018X')).toMatchObject({
      valid: false,
      fault: 'check_character',
    });
    expect(await check('5122')).toMatchObject({ valid: false, fault: 'length' });
  });

  it('records who read which file', async () => {
    await read(reviewer);
    const [event] = await scene.approvals.dataSource.query<{ person_id: string }[]>(
      `SELECT person_id FROM fund.audit_event WHERE action = 'organization.read' AND subject = $1
        ORDER BY recorded_at DESC LIMIT 1`,
      [`organization/${ours}`],
    );
    expect(event?.person_id).toBe(reviewer.personId);
  });
});
