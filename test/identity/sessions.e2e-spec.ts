import { AuditEvent } from '../../src/audit';
import { codeOf, type TestBureau, type TestPerson, TestService } from '../support/test-service';

const SESSIONS = '/api/v1/sessions';
const PEOPLE = '/api/v1/people';

interface Answer {
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

describe('signing in', () => {
  let service: TestService;
  let bureau: TestBureau;
  let officer: TestPerson;
  beforeAll(async () => {
    service = await TestService.open();
    bureau = await service.bureau('changchun');
    officer = await service.person(['finance_officer'], { bureauId: bureau.id });
  });
  afterAll(() => service.close());

  const account = async (person: TestPerson, change: string): Promise<void> => {
    await service.database.dataSource.query(`UPDATE fund.account SET ${change} WHERE id = $1`, [
      person.accountId,
    ]);
  };
  const session = async (change: string): Promise<void> => {
    await service.database.dataSource.query(`UPDATE fund.session SET ${change}`);
  };

  it('asks for the second factor before anything opens', async () => {
    const browser = service.browser();
    const { login, password, secret } = officer;
    await browser.post(SESSIONS, { login, password }).expect(200, { next: 'second_factor' });
    await browser
      .get('/api/v1/books')
      .expect(401)
      .expect(/SECOND_FACTOR_REQUIRED/);
    expect(await browser.readSession()).toMatchObject({ awaitsSecondFactor: true });
    await service.forgetUsedCodes(officer.accountId);
    await browser.post(`${SESSIONS}/second-factor`, { code: codeOf(secret) }).expect(204);
    await browser.get('/api/v1/books').expect(200);
    expect(await browser.readSession()).toMatchObject({
      person: { name: officer.name },
      bureau: { code: 'changchun' },
      roles: ['finance_officer'],
      awaitsSecondFactor: false,
      steppedUp: true,
    });
  });

  it('gives one answer for a wrong password, an unknown login, a disabled and a resting account', async () => {
    const disabled = await service.person(['reviewer'], { bureauId: bureau.id });
    await account(disabled, `state = 'disabled'`);
    const resting = await service.person(['reviewer'], { bureauId: bureau.id });
    await account(resting, `locked_until = now() + interval '1 hour'`);
    const tries = [
      { login: officer.login, password: 'not the password' },
      { login: 'nobody-here', password: 'not the password' },
      { login: disabled.login, password: disabled.password },
      { login: resting.login, password: resting.password },
    ];
    const answers = [];
    for (const tried of tries) {
      const { body, headers } = (await service
        .browser()
        .post(SESSIONS, tried)
        .expect(401)) as Answer;
      const { requestId, ...problem } = body;
      expect(requestId).toBeDefined();
      expect(headers['set-cookie']).toBeUndefined();
      answers.push(problem);
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: 'SIGN_IN_FAILED' });
  });

  it('lets an account rest after five failures in a row, wrong codes among them', async () => {
    const person = await service.person(['reviewer'], { bureauId: bureau.id });
    const { login, password, secret, accountId } = person;
    const browser = service.browser();
    await browser.post(SESSIONS, { login, password }).expect(200);
    await browser.readSession();
    for (let tried = 1; tried <= 5; tried += 1) {
      await browser.post(`${SESSIONS}/second-factor`, { code: '000000' }).expect(400);
    }
    await service.forgetUsedCodes(accountId);
    await browser.post(`${SESSIONS}/second-factor`, { code: codeOf(secret) }).expect(400);
    await service.browser().post(SESSIONS, { login, password }).expect(401);
    await account(person, `locked_until = now() - interval '1 second'`);
    await service.signIn(person);
  });

  it('gives other tokens once a code is shown, and takes the ones from before no more', async () => {
    const { login, password, secret, accountId } = officer;
    const browser = service.browser();
    await browser.post(SESSIONS, { login, password }).expect(200);
    await browser.readSession();
    for (const names of [['fund_access', 'fund_refresh'], ['fund_access']]) {
      const before = names.map((name) => [name, browser.cookie(name) ?? ''] as const);
      await service.forgetUsedCodes(accountId);
      await browser.post(`${SESSIONS}/second-factor`, { code: codeOf(secret) }).expect(204);
      const planter = service.browser();
      for (const [name, value] of before) {
        expect(browser.cookie(name)).not.toBe(value);
        planter.setCookie(name, value);
      }
      await planter.get('/api/v1/books').expect(401);
      await planter.post(`${SESSIONS}/refresh`).expect(401);
      await browser.get('/api/v1/books').expect(200);
    }
    await browser.post(`${SESSIONS}/refresh`).expect(204);
  });

  it('ends the session that a browser held before, and no other', async () => {
    const elsewhere = await service.signIn(officer);
    const browser = await service.signIn(officer);
    const before = service.browser();
    before.setCookie('fund_access', browser.cookie('fund_access') ?? '');
    const { login, password } = officer;
    await browser.post(SESSIONS, { login, password: 'not the password' }).expect(401);
    await before.get('/api/v1/books').expect(200);
    await browser.post(SESSIONS, { login, password }).expect(200);
    await before.get('/api/v1/books').expect(401);
    await elsewhere.get('/api/v1/books').expect(200);
  });

  it('counts a code once, also when it is shown twice at the same time', async () => {
    const person = await service.person(['reviewer'], { bureauId: bureau.id });
    const { login, password, secret, accountId } = person;
    await service.forgetUsedCodes(accountId);
    const browsers = [service.browser(), service.browser()];
    for (const browser of browsers) {
      await browser.post(SESSIONS, { login, password }).expect(200);
      await browser.readSession();
    }
    const code = codeOf(secret);
    const statuses = await Promise.all(
      browsers.map(
        async (browser) => (await browser.post(`${SESSIONS}/second-factor`, { code })).status,
      ),
    );
    expect(statuses.sort()).toEqual([204, 400]);
  });

  it('exchanges a refresh token once; one that is shown again ends the session', async () => {
    const browser = await service.signIn(officer);
    const stolen = browser.cookie('fund_refresh') ?? '';
    const before = browser.cookie('fund_access');
    await browser.post(`${SESSIONS}/refresh`).expect(204);
    expect(browser.cookie('fund_access')).not.toBe(before);
    await browser.get('/api/v1/books').expect(200);

    const thief = service.browser();
    thief.setCookie('fund_refresh', stolen);
    await thief.post(`${SESSIONS}/refresh`).expect(401);
    await browser.get('/api/v1/books').expect(401);
    await browser.post(`${SESSIONS}/refresh`).expect(401);
  });

  it.each([
    ['the access token has run out', `access_expires_at = now()`, 401, 204],
    [
      'nothing was done for half an hour',
      `access_expires_at = now(), idle_expires_at = now()`,
      401,
      401,
    ],
    ['twelve hours are over', `expires_at = now()`, 401, 401],
  ])('stops when %s', async (_, change, reading, refreshing) => {
    const browser = await service.signIn(officer);
    await session(change);
    await browser.get('/api/v1/books').expect(reading);
    await browser.post(`${SESSIONS}/refresh`).expect(refreshing);
  });

  it('signs out', async () => {
    const browser = await service.signIn(officer);
    const access = browser.cookie('fund_access') ?? '';
    await browser.delete(`${SESSIONS}/current`).expect(204);
    browser.setCookie('fund_access', access);
    await browser.get('/api/v1/books').expect(401);
  });

  it('keeps its cookies from scripts and from other sites', async () => {
    const { login, password } = officer;
    const { headers } = (await service
      .browser()
      .post(SESSIONS, { login, password })
      .expect(200)) as Answer;
    const lines = (headers['set-cookie'] ?? []) as readonly string[];
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/HttpOnly; SameSite=Strict/);
    expect(lines.find((line) => line.startsWith('fund_refresh'))).toMatch(
      /Path=\/api\/v1\/sessions/,
    );
  });

  it('takes no write from another site, and none without the token of the page', async () => {
    const administrator = await service.person(['system_administrator'], { bureauId: bureau.id });
    const browser = await service.signIn(administrator);
    const person = { name: '王某', login: 'wang' };
    await browser
      .post(PEOPLE, person)
      .set('origin', 'https://elsewhere.example')
      .expect(403)
      .expect(/OTHER_SITE/);
    await browser
      .post(PEOPLE, person)
      .set('sec-fetch-site', 'cross-site')
      .expect(403)
      .expect(/OTHER_SITE/);
    browser.forgetCsrfToken();
    await browser
      .post(PEOPLE, person)
      .expect(403)
      .expect(/CSRF_TOKEN_INVALID/);
    await browser.readSession();
    await browser.post(PEOPLE, person).expect(201);
  });

  it('knows nobody without a session', async () => {
    await service
      .browser()
      .get('/api/v1/books')
      .expect(401)
      .expect(/SIGN_IN_REQUIRED/);
  });

  it('records who signed in, who failed and from where', async () => {
    const events = await service.database.dataSource.manager.findBy(AuditEvent, {
      action: 'session.begin',
      personId: officer.personId,
    });
    expect(events.map(({ outcome }) => outcome)).toEqual(
      expect.arrayContaining(['accepted', 'refused']),
    );
    expect(events.every(({ address }) => address !== null)).toBe(true);
  });
});

describe('too many tries from one address', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await TestService.open({ FUND_SIGN_IN_TRIES: '3' });
  });
  afterAll(() => service.close());

  it('are refused for a while, whatever the login', async () => {
    const tryOnce = (login: string) =>
      service.browser().post(SESSIONS, { login, password: 'whatever it may be' });
    for (const login of ['one', 'two', 'three']) await tryOnce(login).expect(401);
    const { body } = (await tryOnce('four').expect(429)) as Answer;
    expect(body).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterSeconds: expect.any(Number) as number,
    });
  });
});
