import { newKey, type Someone } from '../approvals/approval-scene';
import { CaseScene, type Told, TO_FINAL } from './case-scene';

describe('the procedure of a case', () => {
  let scene: CaseScene;
  beforeAll(async () => {
    scene = await CaseScene.open();
  });
  afterAll(() => scene.close());

  it('is told step by step on papers, and shows where the case stands and what may follow', async () => {
    const id = await scene.openCase();
    const { id: paper } = (await scene.organizations.upload(scene.officer, '公告.pdf')) as {
      id: string;
    };
    await scene.lead(id, [['court_notice', '2026-03-06', { documents: [paper] }], ...TO_FINAL]);
    const shown = await scene.read(id);
    expect(shown).toMatchObject({ state: 'final', isStayed: false, joinUntil: '2026-04-06' });
    expect(shown.steps.map(({ kind }) => kind)).toEqual([
      'court_notice',
      'instance_opened',
      'judged',
      'judgment_final',
    ]);
    expect(shown.steps[0]).toMatchObject({
      documents: [{ id: paper }],
      recordedBy: scene.officer.name,
    });
    expect(shown.next).toEqual(['instance_opened', 'enforcement_moved', 'closed']);
    const { body } = (await scene.officer.browser.get('/api/v1/cases?state=final').expect(200)) as {
      body: { items: { id: string; state: string }[] };
    };
    expect(body.items).toContainEqual(expect.objectContaining({ id, state: 'final' }));
    expect(new Set(body.items.map(({ state }) => state))).toEqual(new Set(['final']));
  });

  it.each<[string, readonly Told[], Told]>([
    ['CASE_STEP_OUT_OF_TURN', TO_FINAL.slice(0, 1), ['judgment_final', '2026-06-17']],
    ['CASE_STEP_IN_FUTURE', [], ['court_notice', '2199-01-01']],
    [
      'WITHDRAWAL_BARRED',
      [...TO_FINAL.slice(0, 1), ['debate_closed', '2026-05-01']],
      ['withdrawn', '2026-05-02', { claimsRealized: false }],
    ],
    [
      'PUBLICATION_NOT_OVER',
      [...TO_FINAL.slice(0, 1), ['mediation_published', '2026-05-06']],
      ['mediation_final', '2026-05-20'],
    ],
    [
      'CASE_STAYED',
      [...TO_FINAL.slice(0, 1), ['stayed', '2026-04-01', { otherCase: '（2026）吉01民初99号' }]],
      ['judged', '2026-06-01'],
    ],
  ])('refuses %s and keeps nothing of it', async (code, before, step) => {
    const id = await scene.openCase();
    await scene.lead(id, before);
    const { state, steps } = await scene.read(id);
    const { status, body } = await scene.tell(id, step);
    expect({ status, code: body.code }).toEqual({ status: 422, code });
    expect(await scene.read(id)).toMatchObject({ state, steps });
  });

  it('lets another organization join within thirty days, judged as of the filing', async () => {
    const id = await scene.openCase();
    const joining = (on: string): Told => ['plaintiff_joined', on, { organization: scene.theirs }];
    await scene.lead(id, [['court_notice', '2026-03-06']]);
    expect((await scene.tell(id, joining('2026-04-07'))).body.code).toBe('JOIN_PERIOD_OVER');
    const [step = ''] = await scene.lead(id, [joining('2026-04-06')]);
    const plaintiffs = async (): Promise<number> => {
      const { body } = (await scene.officer.browser.get(`/api/v1/cases/${id}`).expect(200)) as {
        body: { plaintiffs: object[] };
      };
      return body.plaintiffs.length;
    };
    expect(await plaintiffs()).toBe(2);
    const again = await scene.tell(id, joining('2026-04-06'));
    expect(again).toMatchObject({ status: 409, body: { code: 'PARTY_ALREADY_IN_CASE' } });
    expect((await scene.revoke(id, step)).status).toBe(201);
    expect(await plaintiffs()).toBe(1);
    await scene.lead(id, [joining('2026-04-05')]);
    expect(await plaintiffs()).toBe(2);
  });

  it('adds defendants later, and takes one back that was added by mistake', async () => {
    const id = await scene.openCase();
    const added: Told = [
      'defendant_added',
      '2026-03-10',
      { name: '乙公司', defendantKind: 'enterprise' },
    ];
    const [step = ''] = await scene.lead(id, [added]);
    const names = async (): Promise<string[]> => {
      const { body } = (await scene.officer.browser.get(`/api/v1/cases/${id}`).expect(200)) as {
        body: { defendants: { name: string }[] };
      };
      return body.defendants.map(({ name }) => name);
    };
    expect(await names()).toEqual(['某化工有限公司', '乙公司']);
    await scene.revoke(id, step);
    expect(await names()).toEqual(['某化工有限公司']);
  });

  it('revokes what was told by mistake by a later step, unless the rest could not be without it', async () => {
    const id = await scene.openCase();
    const [, judged = '', final = ''] = await scene.lead(id, TO_FINAL);
    expect((await scene.revoke(id, judged)).body.code).toBe('CASE_STEP_OUT_OF_TURN');
    expect((await scene.revoke(id, final)).body.state).toBe('judged');
    expect((await scene.revoke(id, final)).status).toBe(404);
    const { steps } = await scene.read(id);
    expect(steps.filter(({ isRevoked }) => isRevoked).map((step) => step.id)).toEqual([final]);
    expect(steps).toContainEqual(
      expect.objectContaining({ kind: 'revoked', facts: { reason: '登记有误' } }),
    );
  });

  it('opens a case for a procuratorate alone, once its notice is over', async () => {
    const sued = (noticedOn: string) => ({
      plaintiffs: [],
      procuratorate: { name: '长春市人民检察院', noticedOn },
    });
    const id = await scene.openCase(sued('2026-01-28'));
    expect((await scene.read(id)).steps).toMatchObject([
      { kind: 'procuratorate_sued', facts: { name: '长春市人民检察院' } },
    ]);
    const post = (more: object) =>
      scene.officer.browser
        .post('/api/v1/cases', {
          ...{ book: scene.organizations.bookCode, number: newKey(), court: '法院' },
          ...{ filedOn: '2026-03-02', damageRoute: 'treasury', defendants: [], ...more },
        })
        .set('idempotency-key', newKey());
    expect(await post(sued('2026-02-15'))).toMatchObject({
      status: 422,
      body: { code: 'PROCURATORATE_NOTICE_NOT_OVER' },
    });
    expect(await post({ plaintiffs: [] })).toMatchObject({ body: { code: 'BODY_INVALID' } });
  });

  it('closes a case only with a reason where money is outstanding', async () => {
    const id = await scene.openCase();
    await scene.lead(id, TO_FINAL);
    await scene.approvals.dataSource.query(
      'UPDATE fund.litigation_case SET costs_settled_fen = 100 WHERE id = $1',
      [id],
    );
    const refused = await scene.tell(id, ['closed', '2026-07-01']);
    expect(refused.body).toMatchObject({
      code: 'CLOSING_REASON_REQUIRED',
      claims: '0.00',
      advances: '1.00',
    });
    const closed = await scene.tell(id, ['closed', '2026-07-01', { reason: '被执行人破产' }]);
    expect(closed.body.state).toBe('closed');
  });

  it('keeps a step once, however often it is sent, and one of two that exclude each other', async () => {
    const id = await scene.openCase();
    const key = newKey();
    const [opened = ['judged', '']] = TO_FINAL;
    const same = await Promise.all([1, 2, 3].map(() => scene.tell(id, opened, { key })));
    expect(same.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(same.map(({ body }) => body.id)).size).toBe(1);
    const other = await scene.tell(id, ['judged', '2026-06-01'], { key });
    expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    const both = await Promise.all([
      scene.tell(id, ['judged', '2026-06-01']),
      scene.tell(id, ['dismissed', '2026-06-01', { ground: 'procedure' }]),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 422]);
  });

  it('shows a plaintiff the steps of its own case without people and papers, and nobody else', async () => {
    const id = await scene.openCase();
    const paper = (await scene.organizations.upload(scene.officer, '判决书.pdf')) as { id: string };
    await scene.lead(id, [
      ...TO_FINAL.slice(0, 1),
      ['judged', '2026-06-01', { documents: [paper.id] }],
    ]);
    const shown = await scene.read(id, scene.member);
    expect(shown).toMatchObject({
      state: 'judged',
      steps: [{}, { documents: [], recordedBy: null }],
    });
    const strangers: Someone[] = [
      await scene.approvals.someoneOf(await scene.approvals.service.bureau('jilin'), 'auditor'),
      await scene.approvals.memberOf('53220000MJ0000034A'),
    ];
    for (const { browser } of strangers) {
      await browser.get(`/api/v1/cases/${id}/procedure`).expect(404);
    }
    expect(
      (await scene.tell(id, ['judgment_final', '2026-06-17'], { by: scene.member })).status,
    ).toBe(403);
  });

  it('never loses a step from the database, and takes none out of turn', async () => {
    const id = await scene.openCase();
    await scene.lead(id, TO_FINAL.slice(0, 1));
    const { dataSource } = scene.approvals;
    for (const change of [
      'DELETE FROM fund.case_step',
      `UPDATE fund.case_step SET kind = 'judged'`,
    ]) {
      await expect(dataSource.query(change)).rejects.toThrow();
    }
    const gap = `INSERT INTO fund.case_step (id, case_id, ordinal, kind, happened_on, facts, recorded_by_id, act_key, body_hash)
      SELECT gen_random_uuid(), case_id, 7, kind, happened_on, facts, recorded_by_id, 'x', body_hash FROM fund.case_step WHERE case_id = $1`;
    await expect(dataSource.query(gap, [id])).rejects.toThrow('steps of a case follow each other');
  });
});
