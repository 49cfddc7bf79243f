import { closeMonth } from '../../src/ledger';
import { inTransaction } from '../../src/platform/database/transaction';
import { newKey, APPROVALS, ApprovalScene, BY_AMOUNT, type Someone } from './approval-scene';

describe('what needs approval by itself', () => {
  let scene: ApprovalScene;
  let officer: Someone;
  let reviewer: Someone;
  let approver: Someone;
  let system: Someone;
  let security: Someone;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    officer = await scene.someone('finance_officer');
    reviewer = await scene.someone('reviewer');
    approver = await scene.someone('approver');
    system = await scene.someone('system_administrator');
    security = await scene.someone('security_administrator');
  });
  afterAll(() => scene.service.close());

  const grant = (personId: string, role: string, more = {}) => ({
    person: personId,
    role,
    validFrom: '2020-01-01',
    ...more,
  });
  const askGrant = (personId: string, role: string) =>
    scene.ask(system, grant(personId, role), { kind: 'role_grant', inBook: false });

  it('a role: the system administrator proposes, the security administrator grants, and takes it back at once', async () => {
    const newcomer = await scene.service.person([], { bureauId: scene.bureau.id });
    const id = await askGrant(newcomer.personId, 'reviewer');
    expect(await scene.read(security, id)).toMatchObject({
      title: `授予${newcomer.name}“初审人”角色`,
      waitingFor: 'security_administrator',
    });
    expect((await scene.decide(system, id, 'approve')).status).toBe(403);
    expect((await scene.decide(security, id, 'approve')).body.state).toBe('approved');
    const browser = await scene.service.signIn(newcomer);
    await browser.get('/api/v1/books').expect(200);
    const revoke = `/api/v1/people/${newcomer.personId}/roles/reviewer/revoke`;
    await system.browser.post(revoke).expect(403);
    await security.browser.post(revoke).expect(204);
    await browser.get('/api/v1/books').expect(403);
    await security.browser.post(revoke).expect(404);
    const events = await scene.dataSource.query<{ action: string }[]>(
      `SELECT action, refusal_code AS code, person FROM fund.audit_event
        WHERE subject = $1 AND action LIKE 'role.%' ORDER BY recorded_at`,
      [`person/${newcomer.personId}`],
    );
    expect(events).toEqual([
      { action: 'role.grant', code: null, person: security.name },
      { action: 'role.revoke', code: 'ROLE_REQUIRED', person: system.name },
      { action: 'role.revoke', code: null, person: security.name },
      { action: 'role.revoke', code: 'NOT_FOUND', person: security.name },
    ]);
  });

  it('a role that is kept apart from another is refused with the approval, and the proposal stays open', async () => {
    const id = await askGrant(reviewer.personId, 'auditor');
    expect(await scene.decide(security, id, 'approve')).toMatchObject({
      status: 422,
      body: { code: 'ROLES_INCOMPATIBLE' },
    });
    expect((await scene.read(security, id)).state).toBe('open');
    expect((await scene.decide(security, id, 'reject')).body.state).toBe('rejected');
  });

  it('a role goes to people of the bureau, and to members of organizations as such', async () => {
    const elsewhere = await scene.service.bureau('jilin');
    const stranger = await scene.service.person([], { bureauId: elsewhere.id });
    const creditCode = '51220000MJ00010109';
    const member = await scene.service.person([], { creditCode }, scene.bureau.id);
    const foreign = await scene.service.person([], { creditCode }, elsewhere.id);
    const send = (personId: string, role: string, more = {}) =>
      system.browser
        .post(APPROVALS, { kind: 'role_grant', content: grant(personId, role, more) })
        .set('idempotency-key', newKey());
    await send(stranger.personId, 'reviewer').expect(404);
    await send(member.personId, 'reviewer').expect(422);
    await send(reviewer.personId, 'organization_member').expect(422);
    await send(member.personId, 'organization_member').expect(201);
    await send(foreign.personId, 'organization_member').expect(404);
    await send(reviewer.personId, 'approver', { validUntil: '2019-12-31' }).expect(400);
    await security.browser
      .post(`/api/v1/people/${stranger.personId}/roles/reviewer/revoke`)
      .expect(404);
  });

  it('a closed month: the officer asks, the approver opens it, and both stand in the books', async () => {
    const { bookId, bookCode } = scene.bureau;
    await scene.fund(['special'], 100n);
    const ask = () =>
      scene.ask(officer, { month: '2024-03', reason: '补记一笔' }, { kind: 'month_reopen' });
    const early = await ask();
    expect(await scene.decide(approver, early, 'approve')).toMatchObject({
      status: 409,
      body: { code: 'MONTH_NOT_CLOSED' },
    });
    await inTransaction(scene.dataSource, (tx) =>
      closeMonth(tx, { bookId, month: '2024-03-01', by: officer.name, checkOnly: false }),
    );
    expect((await scene.decide(approver, early, 'approve')).body).toMatchObject({
      state: 'approved',
      title: `账套 ${bookCode}：2024-03 反结账`,
    });
    expect(
      await scene.dataSource.query(
        'SELECT reopened_by, second_person, reason FROM ledger.period_reopening',
      ),
    ).toEqual([{ reopened_by: officer.name, second_person: approver.name, reason: '补记一笔' }]);
    await officer.browser
      .post(APPROVALS, {
        kind: 'month_reopen',
        content: { month: '2024-13', reason: 'x' },
        book: bookCode,
      })
      .set('idempotency-key', newKey())
      .expect(400);
  });

  const tier = async (amount: string, resolution?: string): Promise<unknown> => {
    const { status, body } = (await officer.browser
      .post(APPROVALS, {
        kind: BY_AMOUNT,
        content: { pool: 'special', amount },
        book: scene.bureau.bookCode,
        ...(resolution !== undefined && { resolution }),
      })
      .set('idempotency-key', newKey())) as {
      status: number;
      body: { id: string; code?: string };
    };
    return status === 201 ? (await scene.read(officer, body.id)).steps.join() : body.code;
  };

  it.each([
    ['0.01', 'reviewer,approver'],
    ['50000.00', 'reviewer,approver'],
    ['50000.01', 'reviewer,approver'],
    ['200000.00', 'reviewer,approver'],
    ['200000.01', 'RESOLUTION_REQUIRED'],
    ['500000.00', 'RESOLUTION_REQUIRED'],
    ['500000.01', 'RESOLUTION_REQUIRED'],
    ['1000000.00', 'RESOLUTION_REQUIRED'],
    ['1000000.01', 'AMOUNT_ABOVE_TIERS'],
    ['9999999999999.99', 'AMOUNT_ABOVE_TIERS'],
  ])('an amount of %s without a resolution: %s', async (amount, expected) => {
    expect(await tier(amount)).toBe(expected);
  });

  it('the tiers themselves, from a day on', async () => {
    const value = [
      { upTo: '100.00', steps: ['approver'], resolution: false },
      { upTo: '300.00', steps: ['reviewer', 'approver', 'approver'], resolution: false },
    ];
    const change = async (effectiveOn: string): Promise<void> => {
      const content = { name: 'approval_tiers', value, effectiveOn };
      const id = await scene.ask(officer, content, { kind: 'policy_change', inBook: false });
      await scene.decide(reviewer, id, 'approve');
      expect((await scene.decide(approver, id, 'approve')).body.state).toBe('approved');
    };
    type Policies = Record<'inForce' | 'toCome', { approval: string; version: number }[]>;
    const policies = async ({ browser } = reviewer): Promise<Policies> => {
      const { body } = (await browser.get('/api/v1/policies').expect(200)) as {
        body: Policies;
      };
      return body;
    };
    expect(await policies()).toMatchObject({
      inForce: [
        { name: 'approval_tiers', version: 0, effectiveOn: null, approval: null },
        { name: 'award_policy', version: 0, effectiveOn: null, approval: null },
      ],
      toCome: [],
    });
    await change('2199-01-01');
    const decidedBy = [reviewer, approver].map(({ personId: id, name }) => ({ id, name }));
    expect(await policies()).toMatchObject({
      inForce: [{ version: 0 }, { name: 'award_policy' }],
      toCome: [{ version: 1, value, effectiveOn: '2199-01-01', decidedBy }],
    });
    expect(await tier('100.00')).toBe('reviewer,approver');
    await change('2020-01-01');
    expect(await tier('100.00')).toBe('approver');
    expect(await tier('100.01')).toBe('reviewer,approver,approver');
    expect(await tier('300.01')).toBe('AMOUNT_ABOVE_TIERS');
    await change('2199-01-01');
    const { inForce, toCome } = await policies();
    expect([inForce, toCome]).toMatchObject([
      [{ version: 2, value, effectiveOn: '2020-01-01', decidedBy }, { version: 0 }],
      [{ version: 3, effectiveOn: '2199-01-01' }],
    ]);
    const { approval } = inForce[0] ?? {};
    expect(await scene.read(reviewer, approval ?? '')).toMatchObject({ state: 'approved' });
    const elsewhere = await scene.service.bureau('tonghua');
    const stranger = await scene.someoneOf(elsewhere, 'auditor');
    expect(await policies(stranger)).toMatchObject({
      inForce: [{ version: 0 }, { version: 0 }],
      toCome: [],
    });
    expect(
      await scene.dataSource.query(
        'SELECT version, effective_on FROM fund.policy_version ORDER BY version',
      ),
    ).toEqual([
      { version: 1, effective_on: '2199-01-01' },
      { version: 2, effective_on: '2020-01-01' },
      { version: 3, effective_on: '2199-01-01' },
    ]);
    const falling = {
      name: 'approval_tiers',
      value: value.toReversed(),
      effectiveOn: '2020-01-01',
    };
    await officer.browser
      .post(APPROVALS, { kind: 'policy_change', content: falling })
      .set('idempotency-key', newKey())
      .expect(400);
  });

  it('two second approvers are two people', async () => {
    const id = await scene.ask(officer, { pool: 'two', amount: '200.00' });
    await scene.fund(['two'], 100_000n);
    await scene.decide(reviewer, id, 'approve');
    await scene.decide(approver, id, 'approve');
    expect(await scene.read(approver, id)).toMatchObject({ step: 2, actions: [] });
    expect(await scene.inboxOf(approver)).not.toContain(id);
    expect(await scene.inboxOf(system)).toContain(id);
    const other = await scene.someone('approver');
    expect((await scene.decide(other, id, 'approve')).body.state).toBe('approved');
  });
});
