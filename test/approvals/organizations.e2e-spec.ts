import { asSuperuser } from '../support/test-database';
import { ApprovalScene, APPROVALS, BY_ORGANIZATION, newKey, type Someone } from './approval-scene';

const OURS = '51220000MJ0000018T';
const THEIRS = '52220100MJ0000026P';

describe('a request of an organization', () => {
  let scene: ApprovalScene;
  let member: Someone;
  let stranger: Someone;
  let reviewer: Someone;
  let approver: Someone;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    await scene.fund(['special'], 1_000_000_000n);
    member = await scene.memberOf(OURS);
    stranger = await scene.memberOf(THEIRS);
    reviewer = await scene.someone('reviewer');
    approver = await scene.someone('approver');
  });
  afterAll(() => scene.service.close());

  const ask = (maker = member) =>
    scene.ask(maker, scene.spending('special', 100n), { kind: BY_ORGANIZATION });

  it('is decided by the bureau that it turned to, and tells it who asks', async () => {
    const id = await ask();
    expect(await scene.inboxOf(reviewer)).toContain(id);
    expect(await scene.read(reviewer, id)).toMatchObject({
      maker: { id: member.personId, name: member.name },
      waitingFor: 'reviewer',
    });
    await scene.decide(reviewer, id, 'approve');
    expect((await scene.decide(approver, id, 'approve')).body.state).toBe('approved');
  });

  it('tells the organization which role it waits for, and of nobody in the bureau', async () => {
    const id = await ask();
    await scene.decide(reviewer, id, 'approve');
    const { text, body } = (await member.browser.get(`${APPROVALS}/${id}`).expect(200)) as {
      text: string;
      body: { waitingFor: string; book: string; decisions: { role: string; person: unknown }[] };
    };
    expect(body).toMatchObject({ waitingFor: 'approver', book: scene.bureau.bookCode });
    expect(body.decisions.map(({ role, person }) => [role, person !== null])).toEqual([
      ['organization_member', true],
      ['reviewer', false],
    ]);
    for (const { name, personId } of [reviewer, approver]) {
      expect(text).not.toContain(personId);
      expect(text).not.toContain(`"${name}"`);
    }
  });

  it('comes back to its maker, and goes on to whoever returned it', async () => {
    const id = await ask();
    await scene.decide(reviewer, id, 'return');
    expect(await scene.inboxOf(member)).toEqual([id]);
    const administrator = await scene.someone('system_administrator');
    expect(await scene.inboxOf(administrator)).not.toContain(id);
    const { body } = await scene.revise(member, id, scene.spending('special', 90n));
    expect(body).toMatchObject({ state: 'open', version: 2 });
    expect(await scene.inboxOf(member)).toEqual([]);
    expect(await scene.inboxOf(reviewer)).toContain(id);
  });

  it('is before the system administrator where its maker can act no more', async () => {
    const leaving = await scene.memberOf(OURS);
    const id = await ask(leaving);
    await scene.decide(reviewer, id, 'return');
    await scene.dataSource.query(`UPDATE fund.account SET state = 'disabled' WHERE id = $1`, [
      leaving.accountId,
    ]);
    const administrator = await scene.someone('system_administrator');
    expect(await scene.inboxOf(administrator)).toContain(id);
  });

  it('is seen by colleagues, and is not there for another organization or another bureau', async () => {
    const id = await ask();
    const colleague = await scene.memberOf(OURS);
    expect((await scene.read(colleague, id)).actions).toEqual([]);
    const elsewhere = await scene.someoneOf(await scene.service.bureau('jilin'), 'reviewer');
    for (const { browser } of [stranger, elsewhere]) {
      await browser.get(`${APPROVALS}/${id}`).expect(404);
      const { body } = (await browser.get(`${APPROVALS}?limit=200`).expect(200)) as {
        body: { items: unknown[] };
      };
      expect(body.items).toEqual([]);
    }
  });

  it('is refused in a book that is not there, and stays with the bureau it was made at', async () => {
    const body = { kind: BY_ORGANIZATION, content: scene.spending('special', 1n), book: 'nowhere' };
    const refused = await member.browser.post(APPROVALS, body).set('idempotency-key', newKey());
    expect(refused.status).toBe(404);
    const other = await scene.service.bureau('siping');
    const id = await ask();
    const { headers } = await member.browser.get(`${APPROVALS}/${id}`).expect(200);
    const moved = await member.browser
      .put(`${APPROVALS}/${id}`, { content: scene.spending('special', 2n), book: other.bookCode })
      .set('if-match', String(headers['etag']));
    expect(moved.status).toBe(404);
  });

  it('cannot be made for another organization, past every check of the program', async () => {
    const id = await ask();
    await expect(
      asSuperuser(scene.service.database.name, (client) =>
        client.query(
          `INSERT INTO fund.approval_request (id, bureau_id, credit_code, book_id, kind, title, version, content_hash,
                  steps, step, state, responsible_role, due_on, maker_id, maker_role, idempotency_key, body_hash)
           SELECT gen_random_uuid(), bureau_id, $2, book_id, kind, title, 1, content_hash,
                  steps, 0, 'open', steps[1], current_date, maker_id, maker_role, 'forged', body_hash
             FROM fund.approval_request WHERE id = $1`,
          [id, THEIRS],
        ),
      ),
    ).rejects.toThrow('of one bureau');
  });
});
