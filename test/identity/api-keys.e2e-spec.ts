import request, { type Test } from 'supertest';
import {
  TestBrowser,
  type TestBureau,
  type TestPerson,
  TestService,
} from '../support/test-service';

const KEYS = '/api/v1/api-keys';
const READING = { name: 'nightly report', scopes: ['books:read'], days: 30 };

interface Made {
  readonly id: string;
  readonly key: string;
}
interface List {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | null;
}

describe('keys of programs', () => {
  let service: TestService;
  let bureau: TestBureau;
  let officer: TestPerson;
  let browser: TestBrowser;
  let guardian: TestBrowser;
  let stranger: TestBrowser;
  beforeAll(async () => {
    service = await TestService.open();
    bureau = await service.bureau('changchun');
    const elsewhere = await service.bureau('elsewhere');
    officer = await service.person(['finance_officer'], own());
    browser = await service.signIn(officer);
    guardian = await service.signIn(await service.person(['security_administrator'], own()));
    stranger = await service.signIn(
      await service.person(['security_administrator'], { bureauId: elsewhere.id }),
    );
  });
  afterAll(() => service.close());

  const own = () => ({ bureauId: bureau.id });

  const make = async (by: TestBrowser, key: object = READING): Promise<Made> => {
    const { body } = (await by.post(KEYS, key).expect(201)) as { body: Made };
    return body;
  };
  const list = async (by: TestBrowser, query = ''): Promise<List> =>
    ((await by.get(`${KEYS}${query}`).expect(200)) as { body: List }).body;
  const asProgram = ({ key }: Made, method: 'get' | 'post' = 'get', path = '/api/v1/books'): Test =>
    request(service.app.getHttpServer())[method](path).set('authorization', `Bearer ${key}`);

  it('are shown once, and act as the person within their scopes', async () => {
    const made = await make(browser);
    const { items } = await list(browser);
    expect(items[0]).toMatchObject({
      id: made.id,
      person: { id: officer.personId, name: officer.name },
      name: 'nightly report',
      scopes: ['books:read'],
      revokedAt: null,
    });
    expect(JSON.stringify(items)).not.toContain(made.key);
    const { body } = (await asProgram(made).expect(200)) as { body: List };
    expect(body.items).toEqual([expect.objectContaining({ id: bureau.bookCode })]);
    await asProgram(made, 'get', '/api/v1/inbox')
      .expect(403)
      .expect(/SCOPE_REQUIRED/);
    await asProgram(made, 'post', KEYS)
      .expect(403)
      .expect(/SCOPE_REQUIRED/);
  });

  it('are made only by somebody who has just proved to be there', async () => {
    await service.database.dataSource.query(
      `UPDATE fund.session SET stepped_up_at = now() - interval '6 minutes'
        WHERE account_id = $1`,
      [officer.accountId],
    );
    await browser
      .post(KEYS, READING)
      .expect(403)
      .expect(/STEP_UP_REQUIRED/);
    browser = await service.signIn(officer);
  });

  it.each([
    [{ ...READING, days: 367 }, '/days'],
    [{ ...READING, days: 0 }, '/days'],
    [{ ...READING, days: '30' }, '/days'],
    [{ ...READING, scopes: [] }, '/scopes'],
    [{ ...READING, scopes: ['books:read', 'books:read'] }, '/scopes'],
    [{ ...READING, scopes: ['books:write'] }, '/scopes/0'],
    [{ ...READING, name: ' ' }, '/name'],
    [{ ...READING, personId: 'x' }, '/personId'],
  ])('refuse %j', async (key, pointer) => {
    const { body } = (await browser.post(KEYS, key).expect(400)) as {
      body: { faults: { pointer: string }[] };
    };
    expect(body.faults.map((fault) => fault.pointer)).toEqual([pointer]);
  });

  it('are revoked by their owner, once, and open nothing from then on', async () => {
    const made = await make(browser);
    await asProgram(made).expect(200);
    await browser.post(`${KEYS}/${made.id}/revoke`).expect(204);
    await asProgram(made).expect(401);
    await browser.post(`${KEYS}/${made.id}/revoke`).expect(404);
    expect((await list(browser)).items[0]).toMatchObject({
      id: made.id,
      revokedAt: expect.any(String) as string,
    });
  });

  it('are seen and revoked by the security administrator of the bureau, and nobody else', async () => {
    const made = await make(browser);
    const colleague = await service.signIn(await service.person(['reviewer'], own()));
    for (const other of [colleague, stranger]) {
      expect((await list(other)).items).toEqual([]);
      await other.post(`${KEYS}/${made.id}/revoke`).expect(404);
    }
    expect((await list(guardian)).items.map(({ id }) => id)).toContain(made.id);
    await guardian.post(`${KEYS}/${made.id}/revoke`).expect(204);
    await asProgram(made).expect(401);
  });

  it('are listed page by page, the newest first', async () => {
    const ids = (await list(browser, '?limit=200')).items.map(({ id }) => id);
    const first = await list(browser, '?limit=1');
    const second = await list(browser, `?limit=1&cursor=${first.next ?? ''}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.slice(0, 2));
  });

  it('stop at once when their person loses the role, or the account is disabled', async () => {
    const someone = await service.person(['finance_officer'], own());
    const made = await make(await service.signIn(someone));
    await asProgram(made).expect(200);
    await guardian
      .post(`/api/v1/people/${someone.personId}/roles/finance_officer/revoke`)
      .expect(204);
    await asProgram(made)
      .expect(403)
      .expect(/ROLE_REQUIRED/);

    const another = await service.person(['finance_officer'], own());
    const theirs = await make(await service.signIn(another));
    await asProgram(theirs).expect(200);
    await guardian.post(`/api/v1/accounts/${another.accountId}/disable`).expect(204);
    await asProgram(theirs).expect(401);
  });
});
