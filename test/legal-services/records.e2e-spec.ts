import { asSuperuser } from '../support/test-database';
import { EVALUATION, LegalScene, trainingIn } from './legal-scene';

describe('what is put on record of legal services', () => {
  let scene: LegalScene;
  let firm: string;
  let engagement: string;
  beforeAll(async () => {
    scene = await LegalScene.open();
    firm = await scene.register();
    const agreement = await scene.agree(firm, '协议-1');
    engagement = await scene.engage(firm, agreement, '(2026)吉01民初1号');
  });
  afterAll(() => scene.approvals.service.close());

  const path = (): string => `/api/v1/legal-engagements/${engagement}/evaluation`;
  const training = (more: object = {}) => trainingIn(scene.bureau.bookCode, more);

  it('is an evaluation by a reviewer, after the case, once and for good', async () => {
    const { browser } = scene.reviewer;
    await scene.officer.browser.post(path(), EVALUATION).expect(403);
    for (const closedOn of ['2026-02-09', '2199-01-01']) {
      const early = await browser.post(path(), { ...EVALUATION, closedOn });
      expect(early).toMatchObject({ status: 422, body: { code: 'EVALUATION_TOO_EARLY' } });
    }
    const wrong = await browser.post(path(), { ...EVALUATION, quality: 6 });
    expect(wrong).toMatchObject({ status: 400, body: { faults: [{ pointer: '/quality' }] } });
    const both = await Promise.all([
      browser.post(path(), EVALUATION),
      browser.post(path(), { ...EVALUATION, quality: 1 }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
    const { engagements } = await scene.read(firm);
    expect(engagements[0]?.evaluation).toMatchObject({
      closedOn: '2026-06-01',
      diligence: 5,
      timeliness: 3,
      evaluatedBy: scene.reviewer.name,
    });
    await expect(
      asSuperuser(scene.approvals.service.database.name, (client) =>
        client.query('UPDATE fund.legal_evaluation SET quality = 5'),
      ),
    ).rejects.toThrow();
  });

  it('is training and guidance, with who was there and its papers, the latest first', async () => {
    const { id, sha256 } = await scene.upload('签到表.pdf');
    await scene.officer.browser
      .post('/api/v1/training-records', training({ documents: [{ id, sha256 }] }))
      .expect(201);
    await scene.reviewer.browser
      .post(
        '/api/v1/training-records',
        training({ kind: 'guidance', heldOn: '2026-05-25', topic: '起诉材料指导' }),
      )
      .expect(201);
    const { body } = (await scene.approver.browser
      .get(`/api/v1/training-records?book=${scene.bureau.bookCode}`)
      .expect(200)) as { body: { items: object[] } };
    expect(body.items).toMatchObject([
      { kind: 'guidance', topic: '起诉材料指导', recordedBy: scene.reviewer.name, documents: [] },
      {
        kind: 'training',
        attended: ['吉林省绿色志愿者协会', '陈某律师'],
        recordedBy: scene.officer.name,
        documents: [{ id, name: '签到表.pdf' }],
      },
    ]);
    const first = (await scene.approver.browser.get('/api/v1/training-records?limit=1')) as {
      body: { items: object[]; next: string };
    };
    const { body: rest } = (await scene.approver.browser
      .get(`/api/v1/training-records?limit=1&cursor=${first.body.next}`)
      .expect(200)) as { body: { items: object[] } };
    expect(rest.items).toEqual(body.items.slice(1));
  });

  it('is nobody’s of another bureau, not to be read and not to be written', async () => {
    const { approvals } = scene;
    const jilin = await approvals.service.bureau('jilin');
    const stranger = await approvals.someoneOf(jilin, 'reviewer', 'finance_officer');
    await stranger.browser.post(path(), EVALUATION).expect(404);
    await stranger.browser.post('/api/v1/training-records', training()).expect(404);
    const { body } = (await stranger.browser.get('/api/v1/training-records').expect(200)) as {
      body: { items: object[] };
    };
    expect(body.items).toEqual([]);
  });

  it('is written by a bureau that may only read the book not at all', async () => {
    const { approvals } = scene;
    const above = await approvals.service.bureau('province');
    await approvals.dataSource.query(
      'INSERT INTO fund.bureau_reading (reader_id, bureau_id) VALUES ($1, $2)',
      [above.id, scene.bureau.id],
    );
    const reader = await approvals.someoneOf(above, 'reviewer');
    await reader.browser.get(`/api/v1/law-firms/${firm}`).expect(200);
    await reader.browser.post(path(), EVALUATION).expect(404);
    await reader.browser.post('/api/v1/training-records', training()).expect(404);
  });

  it('stands in the trail, with who did it', async () => {
    const events = await approvalsEvents();
    expect(events).toEqual([
      { action: 'legal_engagement.evaluate', outcome: 'accepted', person: scene.reviewer.name },
      { action: 'training.record', outcome: 'accepted', person: scene.officer.name },
      { action: 'training.record', outcome: 'accepted', person: scene.reviewer.name },
    ]);
  });

  const approvalsEvents = (): Promise<object[]> =>
    scene.approvals.dataSource.query(
      `SELECT action, outcome, person FROM fund.audit_event
        WHERE action IN ('legal_engagement.evaluate', 'training.record') AND outcome = 'accepted'
        ORDER BY action, recorded_at`,
    );
});
