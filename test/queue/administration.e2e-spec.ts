import { drainBatch, findRequest, retryRequest } from '../../src/ledger';
import { inTransaction } from '../../src/platform/database/transaction';
import { income, pool, refusalOf, transfer } from '../support/ledger';
import { APPROVALS, ApprovalScene, newKey, type Someone } from '../approvals/approval-scene';
import { asCaller, type Caller } from '../../src/identity';

const REQUESTS = '/api/v1/queue/requests';

interface Item {
  readonly id: string;
  readonly status: string;
}

describe('the queue over HTTP', () => {
  let scene: ApprovalScene;
  let system: Someone;
  let approver: Someone;
  let officer: Someone;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    system = await scene.someone('system_administrator');
    approver = await scene.someone('approver');
    officer = await scene.someone('finance_officer');
    await scene.fund(['special'], 100_000n);
  });
  afterAll(() => scene.service.close());

  const accept: ApprovalScene['acceptRequest'] = (bookId, lines) =>
    scene.acceptRequest(bookId, lines);
  const failed = (): Promise<string> => scene.failedRequest();

  const list = async (query = '', { browser } = system): Promise<Item[]> => {
    const { body } = (await browser.get(`${REQUESTS}${query}`).expect(200)) as {
      body: { items: Item[] };
    };
    return body.items;
  };

  const held = async (): Promise<string> => {
    const [row] = await scene.dataSource.query<[{ held: string }]>(
      `SELECT b.held FROM ledger.account_balance b JOIN ledger.account a ON a.id = b.account_id
        WHERE a.dimension_1 = 'special'`,
    );
    return row.held;
  };

  const askDiscard = (content: object) =>
    system.browser
      .post(APPROVALS, { kind: 'request_discard', content })
      .set('idempotency-key', newKey());

  const contentOf = (request: string) => ({
    book: scene.bureau.bookCode,
    request,
    reason: '重复录入',
  });

  const statusOf = async (request: string): Promise<string> =>
    (await findRequest(scene.dataSource, request)).status;

  it('shows what failed and what waits, and nothing of what it is about', async () => {
    const [broken, ready] = [await failed(), await accept()];
    const item = {
      id: broken,
      book: scene.bureau.bookCode,
      fact: 'tested',
      status: 'failed',
      failureCode: 'POSTING_REFUSED',
      tries: 1,
      acceptedAt: expect.stringMatching(/Z$/) as string,
      nextTryAt: null,
    };
    expect(await list()).toEqual([item]);
    expect(await list('?status=ready')).toEqual([
      {
        ...item,
        id: ready,
        status: 'ready',
        failureCode: null,
        tries: 0,
        nextTryAt: expect.stringMatching(/Z$/) as string,
      },
    ]);
    expect(await list('?book=elsewhere')).toEqual([]);
    await system.browser.get(`${REQUESTS}?status=posted`).expect(400);
    await officer.browser.get(REQUESTS).expect(403);
    await drainBatch(scene.dataSource, scene.bureau.bookId);
    expect(await list('?status=ready')).toEqual([]);
    expect(await statusOf(ready)).toBe('posted');
  });

  it('pages in the order of acceptance', async () => {
    for (let made = 0; made < 3; made += 1) await failed();
    const all = await list();
    const { body } = (await system.browser.get(`${REQUESTS}?limit=2`).expect(200)) as {
      body: { items: Item[]; next: string };
    };
    const rest = await list(`?limit=200&cursor=${body.next}`);
    expect([...body.items, ...rest]).toEqual(all);
  });

  it('is the own bureau’s, also in the database, and only for its system administrator', async () => {
    const jilin = await scene.service.bureau('jilin');
    const foreign = await accept(jilin.bookId, transfer(pool('special'), income, 100n));
    const theirs = await scene.someoneOf(jilin, 'system_administrator');
    expect(await list('?status=ready', theirs)).toMatchObject([{ id: foreign }]);
    expect(await list('?status=ready')).toEqual([]);
    await system.browser.post(`${REQUESTS}/${foreign}/retry`).expect(404);
    await askDiscard({ book: jilin.bookCode, request: foreign, reason: 'x' }).expect(404);
    const seenBy = (someone: Someone): Promise<unknown[]> =>
      asCaller(
        scene.dataSource,
        { personId: someone.personId, bureauId: scene.bureau.id } as Caller,
        (tx) => tx.query('SELECT id FROM fund.queued_request'),
      );
    expect(await seenBy(officer)).toEqual([]);
    expect(await seenBy(theirs)).toEqual([]);
    expect((await seenBy(system)).length).toBeGreaterThan(0);
  });

  it('puts a failed request back, which is then posted, and says in the trail who did it', async () => {
    const request = await failed();
    await officer.browser.post(`${REQUESTS}/${request}/retry`).expect(403);
    const present = (at: string) =>
      scene.dataSource.query(
        `UPDATE fund.session SET stepped_up_at = ${at} WHERE account_id = $1`,
        [system.accountId],
      );
    await present('NULL');
    await system.browser
      .post(`${REQUESTS}/${request}/retry`)
      .expect(403)
      .expect(/STEP_UP_REQUIRED/);
    await present('expires_at');
    const { body } = (await system.browser.post(`${REQUESTS}/${request}/retry`).expect(200)) as {
      body: object;
    };
    expect(body).toEqual({ id: request, book: scene.bureau.bookCode, status: 'ready' });
    await system.browser.post(`${REQUESTS}/${request}/retry`).expect(409);
    await drainBatch(scene.dataSource, scene.bureau.bookId);
    expect(await statusOf(request)).toBe('posted');
    await system.browser.post(`${REQUESTS}/${request}/retry`).expect(404);
    expect(
      await scene.dataSource.query(
        `SELECT person_id, outcome, refusal_code FROM fund.audit_event
          WHERE action = 'posting.retry' AND content ->> 'request' = $1 ORDER BY recorded_at`,
        [request],
      ),
    ).toEqual([
      { person_id: system.personId, outcome: 'accepted', refusal_code: null },
      { person_id: system.personId, outcome: 'refused', refusal_code: 'REQUEST_NOT_FAILED' },
    ]);
  });

  it('discards by two people, once however often that is clicked, and frees what it held', async () => {
    const before = await held();
    const request = await failed();
    expect(await held()).not.toBe(before);
    const id = await scene.ask(system, contentOf(request), {
      kind: 'request_discard',
      inBook: false,
    });
    expect((await scene.decide(system, id, 'approve')).status).toBe(403);
    expect(await scene.read(approver, id)).toMatchObject({
      title: `账套 ${scene.bureau.bookCode}：作废记账请求 ${request}`,
      summary: Object.entries(contentOf(request)).map(([field, value]) => ({ field, value })),
    });
    const { contentHash } = await scene.read(approver, id);
    const clicks = await Promise.all(
      [1, 2, 3].map(() => scene.decide(approver, id, 'approve', contentHash)),
    );
    expect(clicks.map(({ body }) => body.state)).toEqual(['approved', 'approved', 'approved']);
    expect([await statusOf(request), await held()]).toEqual(['withdrawn', before]);
    await system.browser.post(`${REQUESTS}/${request}/retry`).expect(404);
    expect(
      await scene.dataSource.query(
        `SELECT discarded_by, second_person, reason FROM ledger.request_discard WHERE request_id = $1`,
        [request],
      ),
    ).toEqual([{ discarded_by: system.name, second_person: approver.name, reason: '重复录入' }]);
    const [trail] = await scene.dataSource.query<object[]>(
      `SELECT book_id, person_id FROM fund.audit_event
        WHERE action = 'posting.discard' AND content ->> 'request' = $1`,
      [request],
    );
    expect(trail).toEqual({ book_id: scene.bureau.bookId, person_id: approver.personId });
  });

  it('discards only what has failed, when it is asked for and when it is decided', async () => {
    await askDiscard(contentOf(await accept())).expect(409);
    await askDiscard(contentOf('999999999')).expect(404);
    await askDiscard({ ...contentOf(await failed()), book: 'elsewhere' }).expect(404);
    await askDiscard({ ...contentOf('1'), reason: ' ' }).expect(400);
    const request = await failed();
    const id = await scene.ask(system, contentOf(request), {
      kind: 'request_discard',
      inBook: false,
    });
    const { contentHash } = await scene.read(approver, id);
    const putBack = inTransaction(scene.dataSource, async (tx) =>
      retryRequest(tx, await findRequest(tx, request)),
    ).then(() => drainBatch(scene.dataSource, scene.bureau.bookId));
    const [decided, posted] = await Promise.allSettled([
      scene.decide(approver, id, 'approve', contentHash),
      putBack,
    ]);
    const isDiscarded = decided.status === 'fulfilled' && decided.value.status === 200;
    expect(posted.status).toBe(isDiscarded ? 'rejected' : 'fulfilled');
    expect(await statusOf(request)).toBe(isDiscarded ? 'withdrawn' : 'posted');
    expect((await scene.read(approver, id)).state).toBe(isDiscarded ? 'approved' : 'open');
  });

  it('keeps what was discarded for ever', async () => {
    const change = scene.dataSource.query(`UPDATE ledger.request_discard SET reason = 'x'`);
    expect((await refusalOf(change)).sqlState).toBe('42501');
  });
});
