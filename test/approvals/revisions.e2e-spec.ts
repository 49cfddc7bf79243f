import { ApprovalScene, APPROVALS, type Someone } from './approval-scene';

describe('a request that is changed or returned', () => {
  let scene: ApprovalScene;
  let maker: Someone;
  let reviewer: Someone;
  let otherReviewer: Someone;
  let approver: Someone;
  let otherApprover: Someone;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    await scene.fund(['special'], 1_000_000_000n);
    maker = await scene.someone('finance_officer');
    reviewer = await scene.someone('reviewer');
    otherReviewer = await scene.someone('reviewer');
    approver = await scene.someone('approver');
    otherApprover = await scene.someone('approver');
  });
  afterAll(() => scene.service.close());

  const ask = (yuan = 100n) => scene.ask(maker, scene.spending('special', yuan));

  it('refuses a decision on what has changed since, and names the fields', async () => {
    const id = await ask(100n);
    const { contentHash } = await scene.read(reviewer, id);
    expect((await scene.decide(reviewer, id, 'approve')).status).toBe(200);
    await scene.revise(maker, id, scene.spending('special', 120n, '含税'));
    const stale = await scene.decide(approver, id, 'approve', contentHash);
    expect(stale).toMatchObject({
      status: 409,
      body: {
        code: 'APPROVAL_STALE',
        changed: ['/amount', '/content/amount', '/content/note'],
      },
    });
    expect(await scene.read(approver, id)).toMatchObject({
      state: 'open',
      version: 2,
      step: 0,
      waitingFor: 'reviewer',
      waitingForPerson: { id: reviewer.personId },
      versions: [{ changed: [] }, { changed: ['/amount', '/content/amount', '/content/note'] }],
    });
  });

  it('refuses a decision on what has changed since, and decides nothing', async () => {
    const id = await ask(100n);
    const { contentHash } = await scene.read(reviewer, id);
    await scene.revise(maker, id, scene.spending('special', 120n));
    expect(await scene.decide(reviewer, id, 'approve', contentHash)).toMatchObject({
      status: 409,
      body: { code: 'APPROVAL_STALE' },
    });
    expect(await scene.read(reviewer, id)).toMatchObject({ version: 2, step: 0 });
  });

  it('goes back to whoever returned it when nothing changed, without the steps before', async () => {
    const id = await ask();
    await scene.decide(reviewer, id, 'approve');
    await scene.decide(approver, id, 'return');
    const { body } = await scene.revise(maker, id, scene.spending('special', 100n));
    expect(body).toMatchObject({
      version: 1,
      step: 1,
      waitingFor: 'approver',
      waitingForPerson: { id: approver.personId },
    });
    expect(await scene.decide(otherApprover, id, 'approve')).toMatchObject({
      status: 403,
      body: { code: 'APPROVAL_WAITS_FOR_ANOTHER', waitsFor: approver.name },
    });
    expect((await scene.decide(approver, id, 'approve')).body.state).toBe('approved');
  });

  it('goes the whole way again when it changed, to those who know it', async () => {
    const id = await ask();
    await scene.decide(otherReviewer, id, 'approve');
    await scene.decide(otherApprover, id, 'return');
    const { body } = await scene.revise(maker, id, scene.spending('special', 90n));
    expect(body).toMatchObject({
      version: 2,
      step: 0,
      waitingForPerson: { id: otherReviewer.personId },
    });
    expect((await scene.decide(reviewer, id, 'approve')).status).toBe(403);
    expect((await scene.decide(otherReviewer, id, 'approve')).body).toMatchObject({
      step: 1,
      waitingForPerson: { id: otherApprover.personId },
    });
    expect((await scene.decide(otherApprover, id, 'approve')).body.state).toBe('approved');
  });

  it('does not wait for somebody who lost the role or whose account is disabled', async () => {
    const [leaving, gone] = [await scene.someone('reviewer'), await scene.someone('approver')];
    const id = await ask();
    await scene.decide(leaving, id, 'approve');
    await scene.decide(gone, id, 'return');
    await scene.dataSource.query(`UPDATE fund.account SET state = 'disabled' WHERE id = $1`, [
      gone.accountId,
    ]);
    await scene.revise(maker, id, scene.spending('special', 100n));
    expect(await scene.inboxOf(approver)).toContain(id);
    await scene.revise(maker, id, scene.spending('special', 110n));
    expect((await scene.read(maker, id)).waitingForPerson).toEqual({
      id: leaving.personId,
      name: leaving.name,
    });
    const security = await scene.someone('security_administrator');
    await security.browser
      .post(`/api/v1/people/${leaving.personId}/roles/reviewer/revoke`)
      .expect(204);
    await leaving.browser.get(`${APPROVALS}/${id}`).expect(403);
    expect(await scene.inboxOf(reviewer)).toContain(id);
    expect((await scene.decide(reviewer, id, 'approve')).status).toBe(200);
    expect((await scene.decide(approver, id, 'approve')).body.state).toBe('approved');
  });

  it('is changed on what it says now only, and by its maker only', async () => {
    const id = await ask();
    const path = `${APPROVALS}/${id}`;
    const change = { content: scene.spending('special', 7n), book: scene.bureau.bookCode };
    const { headers } = await maker.browser.get(path).expect(200);
    const etag = String(headers['etag']);
    await maker.browser
      .put(path, change)
      .expect(428)
      .expect(/PRECONDITION_REQUIRED/);
    await reviewer.browser
      .put(path, change)
      .set('if-match', etag)
      .expect(403)
      .expect(/NOT_THE_MAKER/);
    await scene.decide(reviewer, id, 'approve');
    await maker.browser
      .put(path, change)
      .set('if-match', etag)
      .expect(412)
      .expect(/PRECONDITION_FAILED/);
    await reviewer.browser.post(`${path}/withdraw`).expect(403);
    await maker.browser.post(`${path}/withdraw`).expect(204);
    await maker.browser.post(`${path}/withdraw`).expect(204);
    expect(await scene.revise(maker, id, scene.spending('special', 7n))).toMatchObject({
      status: 409,
      body: { code: 'APPROVAL_NOT_OPEN' },
    });
    expect(await scene.decide(approver, id, 'approve')).toMatchObject({ status: 409 });
  });
});
