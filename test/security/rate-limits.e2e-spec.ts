import { setTimeout as pause } from 'node:timers/promises';
import request, { type Response } from 'supertest';
import { openBook } from '../../src/ledger';
import { RedisWatch } from '../../src/platform/redis';
import { environmentOf, startService } from '../support/fund-process';
import { TestRedis } from '../support/redis';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { type TestBrowser, TestService } from '../support/test-service';

const SESSIONS = '/api/v1/sessions';
const NOWHERE = '00000000-0000-4000-8000-000000000000';
const BACK_WITHIN_MS = 30_000;
const WRONG = { login: 'nobody', password: 'whatever it may be' };
const VOUCHER = {
  businessOn: '2024-03-15',
  summary: 'Money of an unknown payer',
  lines: [
    { account: '1002.01', debit: '1.00' },
    { account: '2307.09', dimensions: { party: 'somebody' }, credit: '1.00' },
  ],
};

let keys = 0;
const enterVoucher = (browser: TestBrowser) => {
  keys += 1;
  return browser.post('/api/v1/books/limits/vouchers', VOUCHER).set('idempotency-key', `k${keys}`);
};

const openSandboxBook = ({ dataSource }: TestDatabase) =>
  openBook(dataSource.manager, { code: 'limits', kind: 'sandbox', title: 'limits' });

/** What a refusal for going too fast says. */
function expectTooMany({ body, headers }: Response, rate: string, size: number): void {
  expect(body).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
  const { retryAfterSeconds } = body as { retryAfterSeconds: number };
  expect(retryAfterSeconds).toBeGreaterThan(0);
  expect(retryAfterSeconds).toBeLessThanOrEqual(60);
  expect(headers).toMatchObject({
    'content-type': 'application/problem+json; charset=utf-8',
    'retry-after': String(retryAfterSeconds),
    'ratelimit-policy': `"${rate}";q=${String(size)};w=60`,
    ratelimit: `"${rate}";r=0;t=${String(retryAfterSeconds)}`,
  });
}

describe('limits of one process', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await TestService.open({
      FUND_LOGIN_TRIES: '2',
      FUND_ACTS_A_MINUTE: '3',
      FUND_REQUESTS_A_MINUTE: '4',
    });
    await openSandboxBook(service.database);
  });
  afterAll(() => service.close());

  it('count tries at one login, however it is written', async () => {
    const tryOnce = (login: string) => service.browser().post(SESSIONS, { ...WRONG, login });
    await tryOnce('somebody').expect(401);
    await tryOnce('SomeBody').expect(401);
    const refused = await tryOnce('somebody').expect(429);
    expect(refused.body).toMatchObject({ code: 'RATE_LIMITED' });
    await tryOnce('somebody-else').expect(401);
  });

  it('count acts and other requests of each caller for themselves', async () => {
    const officer = await service.signInToSandbox('finance_officer');
    for (const left of [2, 1, 0]) {
      const { headers } = await enterVoucher(officer).expect(202);
      expect(headers['ratelimit']).toMatch(new RegExp(`^"act";r=${String(left)};t=\\d+$`));
    }
    expectTooMany(await enterVoucher(officer).expect(429), 'act', 3);

    // Signing in read the session once.
    for (let read = 1; read < 4; read += 1) await officer.get('/api/v1/books').expect(200);
    expectTooMany(await officer.get('/api/v1/books').expect(429), 'request', 4);
    const auditor = await service.signInToSandbox('auditor');
    await auditor.get('/api/v1/books').expect(200);
    for (let asked = 0; asked < 10; asked += 1) await officer.get('/healthz').expect(200);
  });
});

describe('limits of many processes', () => {
  let redis: TestRedis;
  let database: TestDatabase;
  beforeAll(async () => {
    redis = await TestRedis.start();
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database.drop();
    await redis.remove();
  });

  it('are counted together', async () => {
    const environment = {
      ...environmentOf(database),
      REDIS_URL: redis.url,
      FUND_SIGN_IN_TRIES: '3',
    };
    const services = [await startService(environment), await startService(environment)];
    try {
      const tryAt = async (index: number): Promise<Response> =>
        request(services[index]?.url ?? '')
          .post(SESSIONS)
          .send(WRONG);
      for (const index of [0, 0, 1]) expect((await tryAt(index)).status).toBe(401);
      for (const index of [0, 1]) expectTooMany(await tryAt(index), 'sign_in', 3);
    } finally {
      await Promise.all(services.map(({ stop }) => stop()));
    }
    const kept = (await redis.command('KEYS', 'fund:rate:*')) as string[];
    expect(kept).toHaveLength(3);
    expect(kept.join()).not.toMatch(/127\.0\.0\.1|nobody/);
  });
});

describe('limits while Redis is away', () => {
  let redis: TestRedis;
  let watch: RedisWatch;
  let service: TestService;
  let officer: TestBrowser;
  beforeAll(async () => {
    redis = await TestRedis.start();
    watch = await RedisWatch.open(redis.url, () => undefined);
    service = await TestService.open({}, undefined, { redis: watch });
    await openSandboxBook(service.database);
    officer = await service.signInToSandbox('finance_officer');
  });
  afterAll(async () => {
    await service.close();
    watch.close();
    await redis.remove();
  });

  async function expectClosed(): Promise<void> {
    const revision = officer.put(`/api/v1/approvals/${NOWHERE}`, { content: {}, book: 'limits' });
    const acts = [service.browser().post(SESSIONS, WRONG), enterVoucher(officer), revision];
    for (const closed of acts) {
      const refused = await closed.expect(503);
      expect(refused.body).toMatchObject({ code: 'RATE_LIMIT_UNAVAILABLE', retryAfterSeconds: 5 });
      expect(refused.headers['retry-after']).toBe('5');
    }
    await officer.get('/api/v1/books').expect(200);
  }

  async function expectOpenAgain(): Promise<void> {
    const deadline = Date.now() + BACK_WITHIN_MS;
    while ((await service.browser().post(SESSIONS, WRONG)).status !== 401) {
      if (Date.now() > deadline) throw new Error('the limits did not come back');
      await pause(50);
    }
    await enterVoucher(officer).expect(202);
  }

  it('refuse signing in and money, let people read, and come back by themselves', async () => {
    await enterVoucher(officer).expect(202);
    await redis.kill();
    await expectClosed();
    await redis.restart();
    await expectOpenAgain();
  });

  it('do the same where Redis hangs, or has no room to count', async () => {
    redis.freeze();
    try {
      await expectClosed();
    } finally {
      redis.thaw();
    }
    await expectOpenAgain();
    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    await expectClosed();
    await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    await expectOpenAgain();
  });

  it('leave signing out and taking rights away as they were', async () => {
    await redis.kill();
    await officer.delete('/api/v1/sessions/current').expect(204);
  });
});
