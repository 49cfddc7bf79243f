import { APPROVALS, ApprovalScene, newKey, type Someone } from '../approvals/approval-scene';
import type { TestPerson } from '../support/test-service';

const KIND = { kind: 'account_reset', inBook: false } as const;

describe('an account that is set up anew', () => {
  let scene: ApprovalScene;
  let system: Someone;
  let security: Someone;
  let audit: Someone;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    system = await scene.someone('system_administrator');
    security = await scene.someone('security_administrator');
    audit = await scene.someone('audit_administrator');
  });
  afterAll(() => scene.service.close());

  const contentFor = ({ accountId }: TestPerson) => ({ account: accountId, reason: '手机遗失' });
  const ask = (maker: Someone, person: TestPerson) => scene.ask(maker, contentFor(person), KIND);
  const tryToAsk = (maker: Someone, person: TestPerson) =>
    maker.browser
      .post(APPROVALS, { kind: KIND.kind, content: contentFor(person) })
      .set('idempotency-key', newKey());
  const takeLink = ({ browser }: Someone, id: string) =>
    browser.post(`/api/v1/account-resets/${id}/link`);
  const canSignIn = async ({ login, password }: TestPerson): Promise<boolean> =>
    (await scene.service.browser().post('/api/v1/sessions', { login, password })).status === 200;

  it('needs two administrators; the link is given once, to the one who asked', async () => {
    const officer = await scene.someone('finance_officer');
    const id = await ask(system, officer);
    await takeLink(system, id).expect(404);
    expect(await scene.read(security, id)).toMatchObject({
      title: `重置${officer.name}的账户 ${officer.login}`,
      waitingFor: 'security_administrator',
    });
    expect((await scene.decide(system, id, 'approve')).status).toBe(403);
    expect(await canSignIn(officer)).toBe(true);

    expect((await scene.decide(security, id, 'approve')).body.state).toBe('approved');
    await officer.browser.get('/api/v1/books').expect(401);
    expect(await canSignIn(officer)).toBe(false);
    await takeLink(security, id).expect(404);
    await takeLink(audit, id).expect(403);
    const { body } = (await takeLink(system, id).expect(200)) as { body: { activation: string } };
    await takeLink(system, id)
      .expect(409)
      .expect(/RESET_LINK_TAKEN/);

    const secret = await scene.service.activate(body.activation);
    expect(secret).not.toBe(officer.secret);
    await scene.service.signIn({ ...officer, secret });
    const events = await scene.dataSource.query<object[]>(
      `SELECT action, person FROM fund.audit_event
        WHERE subject = $1 AND action LIKE 'account.reset%' ORDER BY recorded_at`,
      [`account/${officer.accountId}`],
    );
    expect(events).toEqual([
      { action: 'account.reset', person: security.name },
      { action: 'account.reset_link', person: system.name },
    ]);
  });

  it('is asked for by nobody for themselves, nor for an account elsewhere or in no hands', async () => {
    const elsewhere = await scene.service.bureau('jilin');
    const stranger = await scene.service.person(['reviewer'], { bureauId: elsewhere.id });
    await tryToAsk(system, system)
      .expect(403)
      .expect(/SAME_PERSON/);
    await tryToAsk(system, stranger).expect(404);
    await tryToAsk(system, { ...stranger, accountId: system.personId }).expect(404);
    await tryToAsk(audit, stranger)
      .expect(403)
      .expect(/ROLE_REQUIRED/);
    const sandbox = await scene.service.signInToSandbox('system_administrator');
    await tryToAsk({ ...system, browser: sandbox }, stranger)
      .expect(403)
      .expect(/NOT_IN_SANDBOX/);
  });

  it('of a security administrator is decided by the audit administrator', async () => {
    const other = await scene.someone('security_administrator');
    const id = await ask(system, other);
    expect(await scene.read(audit, id)).toMatchObject({ steps: ['audit_administrator'] });
    // It is not theirs to see, and so not theirs to decide.
    const { contentHash } = await scene.read(audit, id);
    for (const decider of [other, security]) {
      expect((await scene.decide(decider, id, 'approve', contentHash)).status).toBe(404);
    }
    expect((await scene.decide(audit, id, 'approve')).body.state).toBe('approved');
    await takeLink(system, id).expect(200);
  });

  it('of the system administrator is asked for by the security administrator, who asks for no other', async () => {
    const other = await scene.someone('system_administrator');
    const officer = await scene.someone('finance_officer');
    await tryToAsk(security, officer)
      .expect(403)
      .expect(/ROLE_REQUIRED/);
    const id = await ask(security, other);
    expect((await scene.decide(security, id, 'approve')).status).toBe(403);
    expect((await scene.decide(audit, id, 'approve')).body.state).toBe('approved');
    await takeLink(security, id).expect(200);
  });

  it('leaves no earlier link that opens it, and no later one to an account in use', async () => {
    const { body } = (await system.browser
      .post('/api/v1/people', { name: '郑某', login: 'zheng-mou' })
      .expect(201)) as { body: { accountId: string; activation: string } };
    const newcomer = { ...system, accountId: body.accountId };
    const [first, second] = [await ask(system, newcomer), await ask(system, newcomer)];
    for (const id of [first, second]) await scene.decide(security, id, 'approve');
    await scene.service
      .browser()
      .post('/api/v1/activations', { token: body.activation })
      .expect(404);
    await takeLink(system, first).expect(409);
    await system.browser.post(`/api/v1/accounts/${body.accountId}/disable`).expect(204);
    await takeLink(system, second).expect(409);
  });
});
