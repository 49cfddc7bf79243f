import {
  ApprovalScene,
  APPROVALS,
  BY_AMOUNT,
  newKey,
  type Someone,
} from '../approvals/approval-scene';
import { refusalOf } from '../support/ledger';
import { asSuperuser } from '../support/test-database';

const MEETINGS = '/api/v1/meetings';

interface Meeting {
  readonly id: string;
  readonly state: string;
  readonly openResolutions: number;
  readonly resolutions: readonly {
    readonly id: string;
    readonly number: string;
    readonly followUp: string;
    readonly citedBy: string | null;
  }[];
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Meeting & { readonly code?: string; readonly missing?: readonly string[] };
}

describe('joint meetings', () => {
  let scene: ApprovalScene;
  let officer: Someone;
  let approver: Someone;
  let reviewer: Someone;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    await scene.fund(['special'], 1_000_000_000n);
    officer = await scene.someone('finance_officer');
    approver = await scene.someone('approver');
    reviewer = await scene.someone('reviewer');
  });
  afterAll(() => scene.service.close());

  let numbers = 0;
  const resolution = (more: object = {}) => {
    numbers += 1;
    return {
      number: `决${String(numbers)}`,
      text: '同意垫付鉴定费用。',
      kind: BY_AMOUNT,
      subject: 'spending/special',
      amount: '300000.00',
      owner: '王某',
      dueOn: '2026-12-31',
      ...more,
    };
  };
  const draft = (more: object = {}) => {
    numbers += 1;
    return {
      number: `2026-${String(numbers)}`,
      title: '第一次联席会议',
      heldOn: '2026-11-20',
      place: '长春',
      chairedBy: '李某',
      agenda: ['审议垫付申请'],
      attendees: [{ agency: '市财政局', name: '赵某', position: '科长' }],
      minutes: '会议同意。\n各单位落实。',
      resolutions: [resolution()],
      ...more,
    };
  };

  const enter = async (meeting: object, who = officer): Promise<Answer> =>
    who.browser.post(MEETINGS, meeting);
  const read = async (id: string, who = officer): Promise<Answer> =>
    who.browser.get(`${MEETINGS}/${id}`);
  const edit = async (id: string, meeting: object, etag?: string): Promise<Answer> =>
    officer.browser
      .put(`${MEETINGS}/${id}`, meeting)
      .set('if-match', etag ?? (await read(id)).headers['etag'] ?? '');
  const conclude = async (id: string, who = approver): Promise<Answer> =>
    who.browser
      .post(`${MEETINGS}/${id}/conclude`)
      .set('if-match', (await read(id)).headers['etag'] ?? '');

  /** A concluded meeting with one resolution; returns the resolution's id. */
  const resolved = async (more: object = {}): Promise<string> => {
    const { body } = await enter(draft({ resolutions: [resolution(more)] }));
    expect((await conclude(body.id)).status).toBe(200);
    return body.resolutions[0]?.id ?? '';
  };

  const cite = async (id: string, yuan: bigint, pool = 'special'): Promise<Answer> =>
    officer.browser
      .post(APPROVALS, {
        kind: BY_AMOUNT,
        content: scene.spending(pool, yuan),
        book: scene.bureau.bookCode,
        resolution: id,
      })
      .set('idempotency-key', newKey());

  it('are entered, edited, concluded by somebody else, and then fixed', async () => {
    const entered = await enter(draft());
    expect(entered).toMatchObject({ status: 201, body: { state: 'draft', openResolutions: 1 } });
    const { id } = entered.body;
    const changed = draft({
      title: '第二次',
      minutes: undefined,
      resolutions: [resolution(), resolution()],
    });
    const stale = entered.headers['etag'] ?? '';
    expect(await edit(id, changed, stale)).toMatchObject({
      status: 200,
      body: { title: '第二次', minutes: null, openResolutions: 2 },
    });
    expect(await edit(id, changed, stale)).toMatchObject({
      status: 412,
      body: { code: 'PRECONDITION_FAILED' },
    });
    await officer.browser.put(`${MEETINGS}/${id}`, changed).expect(428);
    expect(await conclude(id)).toMatchObject({
      status: 422,
      body: { code: 'MEETING_INCOMPLETE', missing: ['minutes'] },
    });
    const [kept, struck] = changed.resolutions;
    const shorter = await edit(id, { ...changed, resolutions: [kept], minutes: '会议纪要' });
    expect(shorter.body.resolutions.map(({ number }) => number)).toEqual([kept?.number]);
    expect((await enter(draft({ resolutions: [struck] }))).body.code).toBe('NUMBER_TAKEN');
    expect((await conclude(id, officer)).body.code).toBe('ROLE_REQUIRED');
    expect(await conclude(id)).toMatchObject({
      status: 200,
      body: { state: 'concluded', concludedBy: { name: approver.name } },
    });
    expect(await edit(id, changed)).toMatchObject({
      status: 409,
      body: { code: 'MEETING_CONCLUDED' },
    });
    expect((await conclude(id)).body.code).toBe('MEETING_CONCLUDED');
  });

  it('are not concluded by whoever entered them, whatever they may be', async () => {
    const both = await scene.someone('finance_officer', 'approver');
    const { body } = await enter(draft(), both);
    expect(await conclude(body.id, both)).toMatchObject({
      status: 403,
      body: { code: 'SAME_PERSON' },
    });
  });

  it('have numbers of their own, and so have their resolutions', async () => {
    const one = draft();
    await enter(one);
    expect(await enter(draft({ number: one.number }))).toMatchObject({
      status: 409,
      body: { code: 'NUMBER_TAKEN' },
    });
    expect((await enter(draft({ resolutions: one.resolutions }))).body.code).toBe('NUMBER_TAKEN');
    const elsewhere = await scene.service.bureau('siping');
    const other = await scene.someoneOf(elsewhere, 'finance_officer');
    expect((await enter(one, other)).status).toBe(201);
  });

  it('carry a request once, for what they resolved', async () => {
    const id = await resolved();
    expect(await cite(id, 300_000n)).toMatchObject({ status: 201 });
    expect(await cite(id, 300_000n)).toMatchObject({
      status: 409,
      body: { code: 'RESOLUTION_USED' },
    });
    const request = (await cite(await resolved(), 300_000n)).body.id;
    await scene.decide(reviewer, request, 'approve');
    expect((await scene.decide(approver, request, 'approve')).body.state).toBe('approved');
  });

  it('are cited for nothing else', async () => {
    const unfit = { status: 422, body: { code: 'RESOLUTION_FOR_OTHER_MATTER' } };
    expect(await cite(await resolved(), 300_001n)).toMatchObject(unfit);
    expect(await cite(await resolved(), 250_000n, 'other')).toMatchObject(unfit);
    expect(await cite(await resolved({ kind: 'award' }), 250_000n)).toMatchObject(unfit);
    expect(await cite(await resolved({ amount: undefined }), 250_000n)).toMatchObject(unfit);
    expect(await cite('01980000-0000-7000-8000-000000000000', 250_000n)).toMatchObject(unfit);
    const { body } = await enter(draft());
    expect(await cite(body.resolutions[0]?.id ?? '', 250_000n)).toMatchObject(unfit);
    const elsewhere = await scene.service.bureau('liaoyuan');
    const foreign = await enter(draft(), await scene.someoneOf(elsewhere, 'finance_officer'));
    expect(await cite(foreign.body.resolutions[0]?.id ?? '', 250_000n)).toMatchObject(unfit);
  });

  it.each([
    [500_000n, 2],
    [500_001n, 3],
    [1_000_000n, 3],
  ])('of %s yuan need %i people to decide', async (yuan, people) => {
    const id = await resolved({ amount: '1000000.00' });
    const { body } = await cite(id, yuan);
    expect((await scene.read(officer, body.id)).steps).toHaveLength(people);
  });

  it('are free again when the request is withdrawn or rejected, and cited by one of two at once', async () => {
    const id = await resolved();
    const first = (await cite(id, 1n)).body.id;
    await officer.browser.post(`${APPROVALS}/${first}/withdraw`).expect(204);
    const second = (await cite(id, 1n)).body.id;
    await scene.decide(reviewer, second, 'reject');
    const others = await Promise.all(
      [await scene.someone('finance_officer'), officer].map((who) =>
        who.browser
          .post(APPROVALS, {
            kind: BY_AMOUNT,
            content: scene.spending('special', 1n),
            book: scene.bureau.bookCode,
            resolution: id,
          })
          .set('idempotency-key', newKey()),
      ),
    );
    expect(others.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('offer what they resolved to requests that it fits, while nothing rests on it', async () => {
    const kind = 'offered';
    const [maker, chair] = [
      await scene.someone('finance_officer'),
      await scene.someone('approver', 'reviewer'),
    ];
    const offeredTo = async (who: Someone, query: string, from = ''): Promise<string[]> => {
      const { body } = (await who.browser
        .get(`${MEETINGS}/resolutions?limit=1&${query}${from}`)
        .expect(200)) as { body: { items: { id: string }[]; next: string | null } };
      const ids = body.items.map(({ id }) => id);
      if (body.next === null) return ids;
      return [...ids, ...(await offeredTo(who, query, `&cursor=${body.next}`))];
    };
    const plain = await scene.resolution(maker, chair, { kind });
    const large = await scene.resolution(maker, chair, { kind, amount: '300.00' });
    const subject = 'spending/special';
    const special = await scene.resolution(maker, chair, { kind, amount: '200.00', subject });
    await enter(draft({ resolutions: [resolution({ kind, subject: undefined })] }));
    const other = await scene.service.bureau('tonghua');
    const foreigner = await scene.someoneOf(other, 'finance_officer');

    expect((await offeredTo(maker, `kind=${kind}`)).sort()).toEqual([plain, large].sort());
    expect(await offeredTo(maker, `kind=${kind}&amount=300`)).toEqual([large]);
    expect(await offeredTo(maker, `kind=${kind}&amount=300.01`)).toEqual([]);
    expect(await offeredTo(maker, `kind=${kind}&subject=${subject}`)).toEqual([special]);
    expect(await offeredTo(maker, 'kind=another')).toEqual([]);
    expect(await offeredTo(foreigner, `kind=${kind}`)).toEqual([]);

    const spending = `kind=${BY_AMOUNT}&subject=${subject}&amount=250000.00`;
    const id = await resolved();
    expect(await offeredTo(officer, spending)).toContain(id);
    const request = (await cite(id, 250_000n)).body.id;
    expect(await offeredTo(officer, spending)).not.toContain(id);
    expect(await offeredTo(officer, `${spending}&request=${request}`)).toContain(id);
    await officer.browser.post(`${APPROVALS}/${request}/withdraw`).expect(204);
    expect(await offeredTo(officer, spending)).toContain(id);
  });

  it.each([
    '',
    'kind=A',
    'kind=a&amount=0',
    'kind=a&amount=1e3',
    'kind=a&subject=',
    'kind=a&request=1',
  ])('offer nothing to what no request is like: %s', async (query) => {
    const { status, body } = (await officer.browser.get(
      `${MEETINGS}/resolutions?${query}`,
    )) as Answer;
    expect([status, body.code]).toEqual([400, 'PARAMETER_INVALID']);
  });

  it('say what came of their resolutions, also after they are concluded', async () => {
    const { body } = await enter(draft());
    const { headers } = await conclude(body.id);
    const path = `${MEETINGS}/${body.id}/resolutions/${body.resolutions[0]?.id ?? ''}/follow-up`;
    const followUp = async (given: object, etag = '', who = officer): Promise<Answer> =>
      who.browser.post(path, given).set(etag === '' ? {} : { 'if-match': etag });
    const given = { state: 'done', note: '已落实' };
    const seen = headers['etag'] ?? '';
    expect((await followUp({ state: 'done' }, seen)).status).toBe(400);
    expect((await followUp(given, seen, reviewer)).status).toBe(403);
    expect((await followUp(given)).status).toBe(428);
    const done = await followUp(given, seen);
    expect((await followUp({ state: 'open' }, seen)).status).toBe(412);
    expect((await read(body.id)).headers['etag']).toBe(done.headers['etag']);
    expect(done).toMatchObject({
      status: 200,
      body: { openResolutions: 0, resolutions: [{ followUp: 'done', followUpNote: '已落实' }] },
    });
    const events = await scene.dataSource.query<Record<string, unknown>[]>(
      `SELECT action, outcome, before_hash IS DISTINCT FROM after_hash AS changed FROM fund.audit_event
        WHERE subject = $1 AND action <> 'meeting.read' ORDER BY recorded_at`,
      [`joint_meeting/${body.id}`],
    );
    expect(events).toEqual([
      { action: 'meeting.enter', outcome: 'accepted', changed: true },
      { action: 'meeting.conclude', outcome: 'accepted', changed: true },
      ...Array.from({ length: 3 }, () => ({
        action: 'meeting.follow_up',
        outcome: 'refused',
        changed: false,
      })),
      { action: 'meeting.follow_up', outcome: 'accepted', changed: true },
      { action: 'meeting.follow_up', outcome: 'refused', changed: false },
    ]);
  });

  it('list the latest first, page by page', async () => {
    const ids: string[] = [];
    for (const heldOn of ['2030-01-02', '2030-01-02', '2030-01-01']) {
      ids.push((await enter(draft({ heldOn }))).body.id);
    }
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null && seen.length < 500) {
      const { body } = (await reviewer.browser
        .get(`${MEETINGS}?limit=2${next === '' ? '' : `&cursor=${next}`}`)
        .expect(200)) as { body: { items: { id: string }[]; next: string | null } };
      seen.push(...body.items.map(({ id }) => id));
      next = body.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.slice(0, 3)).toEqual([ids[1], ids[0], ids[2]]);
  });

  it('are not there for another bureau', async () => {
    const { body } = await enter(draft());
    const elsewhere = await scene.service.bureau('baishan');
    const { browser } = await scene.someoneOf(elsewhere, 'finance_officer', 'approver');
    const shapes = new Set<string>();
    for (const id of [body.id, '01980000-0000-7000-8000-000000000000']) {
      const path = `${MEETINGS}/${id}`;
      const resolutionId = body.resolutions[0]?.id ?? '';
      const sent = [
        browser.get(path),
        browser.put(path, draft()).set('if-match', '"seen"'),
        browser.post(`${path}/conclude`).set('if-match', '"seen"'),
        browser
          .post(`${path}/resolutions/${resolutionId}/follow-up`, { state: 'open' })
          .set('if-match', '"seen"'),
      ];
      for (const answer of await Promise.all(sent)) {
        expect(answer.status).toBe(404);
        const { instance, requestId, ...problem } = answer.body as Record<string, unknown>;
        expect([typeof instance, typeof requestId]).toEqual(['string', 'string']);
        shapes.add(JSON.stringify(problem));
      }
    }
    expect(shapes.size).toBe(1);
    await browser.get(MEETINGS).expect(200, { items: [], next: null });
  });

  it.each(['service', 'superuser'])(
    'do not change by the %s once they are concluded',
    async (hand) => {
      const { body } = await enter(draft());
      await conclude(body.id);
      const { id } = body;
      const run = (sql: string) =>
        hand === 'service'
          ? scene.dataSource.query(sql, [id])
          : asSuperuser(scene.service.database.name, async (client) => {
              await client.query('SET session_replication_role = replica');
              return client.query(sql, [id]);
            });
      const fixed = /concluded meeting does not change/;
      for (const sql of [
        `UPDATE fund.joint_meeting SET minutes = 'other' WHERE id = $1`,
        `UPDATE fund.joint_meeting SET state = 'draft', concluded_by_id = NULL, concluded_at = NULL WHERE id = $1`,
        `UPDATE fund.meeting_resolution SET amount_fen = 1 WHERE meeting_id = $1`,
        `UPDATE fund.meeting_resolution SET struck_out = true WHERE meeting_id = $1`,
        `INSERT INTO fund.meeting_agenda_item VALUES ($1, 1, 9, 'one more')`,
        `INSERT INTO fund.meeting_attendee VALUES ($1, 1, 9, 'one', 'more')`,
      ]) {
        expect((await refusalOf(run(sql))).message).toMatch(fixed);
      }
      for (const sql of [
        `DELETE FROM fund.joint_meeting WHERE id = $1`,
        `DELETE FROM fund.meeting_resolution WHERE meeting_id = $1`,
        `DELETE FROM fund.meeting_attendee WHERE meeting_id = $1`,
        `UPDATE fund.meeting_agenda_item SET title = 'x' WHERE meeting_id = $1`,
      ]) {
        expect((await refusalOf(run(sql))).message).toMatch(/APPEND_ONLY|permission denied/);
      }
      const empty = await enter(draft({ agenda: [] }));
      const forced = `UPDATE fund.joint_meeting SET state = 'concluded', concluded_at = now(), concluded_by_id =`;
      const conclusion = (by: string) =>
        refusalOf(scene.dataSource.query(`${forced} $2 WHERE id = $1`, [empty.body.id, by]));
      expect((await conclusion(approver.personId)).message).toMatch(
        /agenda, attendees and minutes/,
      );
      await edit(empty.body.id, draft());
      expect((await conclusion(officer.personId)).message).toMatch(/ck_joint_meeting_other/);
    },
  );
});
