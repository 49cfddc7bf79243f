import {
  type TestBrowser,
  type TestBureau,
  type TestPerson,
  TestService,
} from '../support/test-service';

const PASSWORD = '/api/v1/accounts/current/password';
const SESSIONS = '/api/v1/sessions';
const NEW = 'another sentence that nobody says';

interface OpenSession {
  readonly id: string;
  readonly startedAt: string;
  readonly lastSeenAt: string;
  readonly address: string;
  readonly current: boolean;
}

describe('one’s own account', () => {
  let service: TestService;
  let bureau: TestBureau;
  beforeAll(async () => {
    service = await TestService.open();
    bureau = await service.bureau('changchun');
  });
  afterAll(() => service.close());

  const someone = () => service.person(['reviewer'], { bureauId: bureau.id });
  const sessionsOf = async (browser: TestBrowser, query = ''): Promise<OpenSession[]> => {
    const { body } = (await browser.get(`${SESSIONS}${query}`).expect(200)) as {
      body: { items: OpenSession[] };
    };
    return body.items;
  };
  const eventsOf = ({ personId }: TestPerson): Promise<{ action: string; code: string | null }[]> =>
    service.database.dataSource.query(
      `SELECT action, refusal_code AS code FROM fund.audit_event
        WHERE person_id = $1 AND action IN ('account.password', 'session.end') ORDER BY id`,
      [personId],
    );

  it('gets another password: the old one and all other sessions are worth nothing from then on', async () => {
    const person = await someone();
    const elsewhere = await service.signIn(person);
    const browser = await service.signIn(person);
    const stolen = service.browser();
    stolen.setCookie('fund_access', browser.cookie('fund_access') ?? '');
    await browser.post(PASSWORD, { current: person.password, password: NEW }).expect(204);
    await browser.get('/api/v1/books').expect(200);
    await elsewhere.get('/api/v1/books').expect(401);
    await elsewhere.post(`${SESSIONS}/refresh`).expect(401);
    await stolen.get('/api/v1/books').expect(401);
    const { login } = person;
    await service.browser().post(SESSIONS, { login, password: person.password }).expect(401);
    await service.signIn({ ...person, password: NEW });
    expect(await eventsOf(person)).toEqual([{ action: 'account.password', code: null }]);
  });

  it('keeps its password without the current one, and lets nobody try for long', async () => {
    const person = await someone();
    const browser = await service.signIn(person);
    for (let tried = 1; tried <= 5; tried += 1) {
      await browser
        .post(PASSWORD, { current: 'not the password', password: NEW })
        .expect(400)
        .expect(/PASSWORD_WRONG/);
    }
    await browser
      .post(PASSWORD, { current: person.password, password: NEW })
      .expect(400)
      .expect(/PASSWORD_WRONG/);
    expect(await eventsOf(person)).toEqual(
      Array(6).fill({ action: 'account.password', code: 'PASSWORD_WRONG' }),
    );
    await service.database.dataSource.query(
      `UPDATE fund.sign_in_failure SET locked_until = now() - interval '1 second'`,
    );
    await service.signIn(person);
  });

  it.each(['short', 'password1234', 'changchun bureau 4711', 'aaaaaaaaaaaaaaaa'])(
    'refuses %s, by the rules of the activation',
    async (password) => {
      const person = await someone();
      const browser = await service.signIn(person);
      await browser
        .post(PASSWORD, { current: person.password, password })
        .expect(400)
        .expect(/PASSWORD_WEAK/);
      await service.signIn(person);
    },
  );

  it('asks for a fresh code first, for a password and for ending a session', async () => {
    const person = await someone();
    const browser = await service.signIn(person);
    const [own] = await sessionsOf(browser);
    await service.database.dataSource.query(
      `UPDATE fund.session SET stepped_up_at = now() - interval '6 minutes' WHERE account_id = $1`,
      [person.accountId],
    );
    const given = { current: person.password, password: NEW };
    for (const sent of [
      browser.post(PASSWORD, given),
      browser.post(`${SESSIONS}/${own?.id ?? ''}/end`),
    ]) {
      await sent.expect(403).expect(/STEP_UP_REQUIRED/);
    }
  });

  it('shows where it is signed in, since when, and ends one of these at a time', async () => {
    const person = await someone();
    const elsewhere = await service.signIn(person);
    const browser = await service.signIn(person);
    const ended = await service.signIn(person);
    await ended.delete(`${SESSIONS}/current`).expect(204);
    // Waits for its second factor, and opens nothing.
    const { login, password } = person;
    await service.browser().post(SESSIONS, { login, password }).expect(200);

    const found = await sessionsOf(browser);
    expect(found.map(({ current }) => current)).toEqual([true, false]);
    for (const { startedAt, lastSeenAt, address } of found) {
      const age = Date.now() - Date.parse(lastSeenAt);
      expect(age).toBeGreaterThanOrEqual(0);
      expect(age).toBeLessThan(60_000);
      expect(Date.parse(startedAt)).toBeLessThanOrEqual(Date.parse(lastSeenAt));
      expect(address).toMatch(/127\.0\.0\.1|::1/);
    }
    expect(await sessionsOf(browser, '?limit=1')).toEqual(found.slice(0, 1));

    const other = `${SESSIONS}/${found[1]?.id ?? ''}/end`;
    const stranger = await service.signIn(await someone());
    await stranger.post(other).expect(404);
    await elsewhere.get('/api/v1/books').expect(200);
    await browser.post(other).expect(204);
    await elsewhere.get('/api/v1/books').expect(401);
    await browser.post(other).expect(404);
    expect(await sessionsOf(browser)).toHaveLength(1);
    expect(await eventsOf(person)).toEqual([
      { action: 'session.end', code: null },
      { action: 'session.end', code: null },
      { action: 'session.end', code: 'NOT_FOUND' },
    ]);
    await browser.post(`${SESSIONS}/${found[0]?.id ?? ''}/end`).expect(204);
    await browser.get('/api/v1/books').expect(401);
    expect(browser.cookie('fund_access')).toBeUndefined();
  });

  it('is not there in the sandbox, whose accounts all visitors share', async () => {
    const visitor = await service.signInToSandbox('reviewer');
    const other = await service.signInToSandbox('reviewer');
    const [own, ...more] = await sessionsOf(visitor);
    expect([own?.current, more]).toEqual([true, []]);
    const [others] = await sessionsOf(other);
    await visitor
      .post(`${SESSIONS}/${others?.id ?? ''}/end`)
      .expect(403)
      .expect(/NOT_IN_SANDBOX/);
    await visitor
      .post(PASSWORD, { current: 'x', password: NEW })
      .expect(403)
      .expect(/NOT_IN_SANDBOX/);
    await other.get('/api/v1/books').expect(200);
  });
});
