import { AuditEvent } from '../../src/audit';
import { ApprovalScene, APPROVALS, BY_AMOUNT, INBOX, newKey, type Someone } from './approval-scene';

describe('approvals', () => {
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
  const held = async (): Promise<bigint> => {
    const [row] = await scene.dataSource.query<{ held: string }[]>(
      'SELECT coalesce(sum(remaining), 0)::text AS held FROM ledger.hold',
    );
    return BigInt(row?.held ?? '0');
  };

  it('goes from its maker over the reviewer to the approver, and is carried out with the last approval', async () => {
    const id = await ask(123n);
    expect(await scene.read(maker, id)).toMatchObject({
      kind: BY_AMOUNT,
      title: '支出 123.00 元',
      amount: '123.00',
      state: 'open',
      steps: ['reviewer', 'approver'],
      step: 0,
      waitingFor: 'reviewer',
      days: 1,
      dueOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
      actions: ['revise', 'withdraw'],
      decisions: [{ decision: 'submitted', person: { name: maker.name } }],
    });
    const before = await held();
    expect((await scene.decide(reviewer, id, 'approve')).body).toMatchObject({
      step: 1,
      waitingFor: 'approver',
    });
    expect(await held()).toBe(before);
    expect((await scene.decide(approver, id, 'approve')).body).toMatchObject({
      state: 'approved',
      waitingFor: null,
      dueOn: null,
      actions: [],
    });
    expect(await held()).toBe(before + 12_300n);
  });

  it('is in the inbox of those who can act, in theirs alone, and nowhere once it is final', async () => {
    const id = await ask();
    const holders = async (): Promise<string[]> => {
      const people = { maker, reviewer, otherReviewer, approver, otherApprover };
      const found: string[] = [];
      for (const [name, person] of Object.entries(people)) {
        if ((await scene.inboxOf(person)).includes(id)) found.push(name);
      }
      return found;
    };
    expect(await holders()).toEqual(['reviewer', 'otherReviewer']);
    await scene.decide(reviewer, id, 'approve');
    expect(await holders()).toEqual(['approver', 'otherApprover']);
    await scene.decide(approver, id, 'return');
    expect(await holders()).toEqual(['maker']);
    await scene.revise(maker, id, scene.spending('special', 100n));
    expect(await holders()).toEqual(['approver']);
    await scene.decide(approver, id, 'reject');
    expect(await holders()).toEqual([]);
  });

  it('pages through an inbox from the oldest on, and through the list from the newest on', async () => {
    const asked = [await ask(1n), await ask(2n), await ask(3n)];
    const walk = async (path: string): Promise<string[]> => {
      const ids: string[] = [];
      let next: string | null = null;
      do {
        const cursor: string = next === null ? '' : `&cursor=${next}`;
        const { body } = (await reviewer.browser.get(`${path}limit=2${cursor}`).expect(200)) as {
          body: { items: { id: string }[]; next: string | null };
        };
        ids.push(...body.items.map(({ id }) => id));
        next = body.next;
      } while (next !== null && ids.length < 200);
      expect(new Set(ids).size).toBe(ids.length);
      return ids.filter((id) => asked.includes(id));
    };
    expect(await walk(`${INBOX}?`)).toEqual(asked);
    expect(await walk(`${APPROVALS}?state=open&`)).toEqual(asked.toReversed());
  });

  it('lists what somebody made and what somebody decided', async () => {
    const id = await ask();
    await scene.decide(otherReviewer, id, 'approve');
    const idsOf = async ({ browser }: Someone, mine: string): Promise<string[]> => {
      const { body } = (await browser.get(`${APPROVALS}?mine=${mine}&limit=200`).expect(200)) as {
        body: { items: { id: string }[] };
      };
      return body.items.map((item) => item.id);
    };
    expect(await idsOf(maker, 'made')).toContain(id);
    expect(await idsOf(maker, 'decided')).not.toContain(id);
    expect(await idsOf(otherReviewer, 'decided')).toContain(id);
    expect(await idsOf(reviewer, 'decided')).not.toContain(id);
  });

  it('is decided by nobody who has another part in it', async () => {
    const everything = await scene.someone('finance_officer', 'reviewer', 'approver');
    const own = await scene.ask(everything, scene.spending('special', 5n));
    const samePerson = { status: 403, body: { code: 'SAME_PERSON' } };
    expect(await scene.decide(everything, own, 'approve')).toMatchObject(samePerson);
    const id = await ask();
    expect((await scene.decide(everything, id, 'approve')).status).toBe(200);
    expect((await scene.read(everything, id)).actions).toEqual([]);
    const second = await scene.decide(everything, id, 'reject');
    expect(second).toMatchObject(samePerson);
    expect(await scene.decide(reviewer, id, 'reject')).toMatchObject({
      status: 403,
      body: { code: 'ROLE_REQUIRED', roles: ['approver'] },
    });
  });

  it('asks why something is returned or rejected, and for presence', async () => {
    const id = await ask();
    const { contentHash } = await scene.read(reviewer, id);
    const path = `${APPROVALS}/${id}/decisions`;
    for (const reason of [undefined, '', '  ']) {
      await reviewer.browser.post(path, { decision: 'return', contentHash, reason }).expect(400);
    }
    await scene.dataSource.query(
      'UPDATE fund.session SET stepped_up_at = NULL WHERE account_id = $1',
      [otherReviewer.accountId],
    );
    await otherReviewer.browser
      .post(path, { decision: 'approve', contentHash })
      .expect(403)
      .expect(/STEP_UP_REQUIRED/);
    await scene.dataSource.query(
      'UPDATE fund.session SET stepped_up_at = expires_at WHERE account_id = $1',
      [otherReviewer.accountId],
    );
  });

  it('is made once for a key, also when it is sent twice at once', async () => {
    const key = newKey();
    const body = {
      kind: BY_AMOUNT,
      content: scene.spending('special', 8n),
      book: scene.bureau.bookCode,
    };
    const send = (given: object) =>
      maker.browser.post(APPROVALS, given).set('idempotency-key', key);
    const answers = await Promise.all([send(body), send(body), send(body)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => (answer.body as { id: string }).id)).size).toBe(1);
    await send({ ...body, content: scene.spending('special', 9n) })
      .expect(422)
      .expect(/IDEMPOTENCY_KEY_REUSED/);
    await maker.browser
      .post(APPROVALS, body)
      .expect(400)
      .expect(/IDEMPOTENCY_KEY_MISSING/);
  });

  it('stays open where carrying it out is refused', async () => {
    await scene.fund(['small'], 10_000n);
    const id = await scene.ask(maker, scene.spending('small', 101n));
    await scene.decide(reviewer, id, 'approve');
    expect(await scene.decide(approver, id, 'approve')).toMatchObject({
      status: 422,
      body: { code: 'INSUFFICIENT_FUNDS' },
    });
    const { state, step, decisions } = await scene.read(approver, id);
    expect({ state, step, decisions: decisions.length }).toEqual({
      state: 'open',
      step: 1,
      decisions: 2,
    });
    await scene.fund(['small'], 100n);
    expect((await scene.decide(approver, id, 'approve')).body.state).toBe('approved');
    const trail = await scene.dataSource.manager.find(AuditEvent, {
      where: { subject: `approval_request/${id}` },
      order: { recordedAt: 'ASC' },
    });
    const done = trail.filter(({ action }) => action !== 'approval.read');
    expect(done.map(({ action, refusalCode, person }) => [action, refusalCode, person])).toEqual([
      ['approval.submitted', null, maker.name],
      ['approval.approved', null, reviewer.name],
      ['approval.decide', 'INSUFFICIENT_FUNDS', approver.name],
      ['approval.approved', null, approver.name],
    ]);
    expect(trail.filter(({ action }) => action === 'approval.read').length).toBeGreaterThan(3);
    expect(trail.every(({ address, personId }) => address !== null && personId !== null)).toBe(
      true,
    );
  });

  it('names what is wrong with what is asked for', async () => {
    const send = (given: object) =>
      maker.browser.post(APPROVALS, given).set('idempotency-key', newKey());
    const good = {
      kind: BY_AMOUNT,
      content: scene.spending('special', 1n),
      book: scene.bureau.bookCode,
    };
    const wrong: [object, number, RegExp][] = [
      [{ ...good, kind: 'nothing' }, 400, /\/kind/],
      [{ ...good, content: { pool: 'special', amount: '-1' } }, 400, /\/content\/amount/],
      [{ ...good, content: { ...good.content, extra: 'x' } }, 400, /\/content/],
      [{ kind: BY_AMOUNT, content: good.content }, 400, /\/book/],
      [{ ...good, book: 'no-such-book' }, 404, /NOT_FOUND/],
      [{ ...good, content: null }, 400, /BODY_INVALID/],
    ];
    for (const [given, status, text] of wrong) await send(given).expect(status).expect(text);
    await reviewer.browser
      .post(APPROVALS, good)
      .set('idempotency-key', newKey())
      .expect(403)
      .expect(/ROLE_REQUIRED/);
  });
});
