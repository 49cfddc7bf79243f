import { BullWakeUp } from '../../src/ledger';
import { TestConsole } from '../support/console';
import { TestRedis } from '../support/redis';
import { type TestBrowser, TestService } from '../support/test-service';

const BOARD = '/admin/queues';

/** How long a browser may take to load it. */
const LOADS_WITHIN_MS = 180_000;

describe('the board of the queues', () => {
  let redis: TestRedis;
  let service: TestService;
  let administrator: TestBrowser;
  let bureauId: string;
  beforeAll(async () => {
    redis = await TestRedis.start();
    service = await TestService.open({ REDIS_URL: redis.url });
    bureauId = (await service.bureau('changchun')).id;
    administrator = await signIn('system_administrator');
  });
  afterAll(async () => {
    await service.close();
    await redis.remove();
  });

  const signIn = async (role: 'system_administrator' | 'finance_officer'): Promise<TestBrowser> =>
    service.signIn(await service.person([role], { bureauId }));

  it('is for the system administrator, and nobody else', async () => {
    const others = [
      [service.browser(), 401],
      [await signIn('finance_officer'), 403],
      [await service.signInToSandbox('system_administrator'), 403],
    ] as const;
    for (const [browser, status] of others) {
      for (const page of ['', '/', '/queue/ledger', '/api/queues', '/static/favicon.ico']) {
        await browser.get(`${BOARD}${page}`).expect(status);
      }
    }
  });

  it('shows the queues with what waits in them', async () => {
    const wakeUp = await BullWakeUp.open(redis.url);
    await wakeUp.announce(7);
    await wakeUp.close();
    const { body } = (await administrator.get(`${BOARD}/api/queues`).expect(200)) as {
      body: { queues: { name: string; readOnlyMode: boolean; counts: { waiting: number } }[] };
    };
    expect(body.queues).toMatchObject([
      { name: 'ledger', readOnlyMode: true, counts: { waiting: 1 } },
      { name: 'sealing', readOnlyMode: true, counts: { waiting: 0 } },
    ]);
  });

  it('is a page with scripts of its own only, and leaves the console’s policy as it is', async () => {
    const page = await administrator.get(BOARD).expect(200);
    expect(page.text).toContain(`<base href="${BOARD}/"`);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain(`script-src 'self';`);
    expect(policy).toContain(`default-src 'none'`);
    for (const [, file] of page.text.matchAll(/(?:src|href)="(static\/[^"]+\.(?:js|css))"/g)) {
      await administrator.get(`${BOARD}/${String(file)}`).expect(200);
    }
    const console = await administrator.get('/console');
    expect(console.headers['content-security-policy']).not.toEqual(policy);
  });

  it(
    'works in a browser, which asks nobody else for anything',
    async () => {
      const console_ = await TestConsole.open(service);
      const { page } = await console_.window('/sign-in');
      const value = encodeURIComponent(administrator.cookie('fund_access') ?? '');
      await page.context().addCookies([{ name: 'fund_access', value, url: console_.url }]);
      const elsewhere: string[] = [];
      page.on('requestfinished', (sent) => {
        if (!sent.url().startsWith(console_.url)) elsewhere.push(sent.url());
      });
      await page.goto(`${console_.url}${BOARD}/queue/ledger`);
      await page.getByText('drain:7').first().waitFor();
      expect(elsewhere).toEqual([]);
      await console_.leave();
    },
    LOADS_WITHIN_MS,
  );

  it('has no route that writes', async () => {
    const writes = [
      administrator.put(`${BOARD}/api/queues/pause`),
      administrator.put(`${BOARD}/api/queues/ledger/empty`),
      administrator.put(`${BOARD}/api/queues/ledger/drain:7/clean`),
      administrator.post(`${BOARD}/api/queues/ledger/add`, { name: 'x', data: {} }),
      administrator.delete(`${BOARD}/api/queues/ledger`),
    ];
    for (const write of writes) await write.expect(404);
    const { body } = (await administrator.get(`${BOARD}/api/queues`).expect(200)) as {
      body: { queues: { isPaused: boolean; counts: { waiting: number } }[] };
    };
    expect(body.queues[0]).toMatchObject({ isPaused: false, counts: { waiting: 1 } });
  });

  it('stands in no description of the interface', async () => {
    const { text } = await administrator.get('/api/openapi.json').expect(200);
    expect(text).not.toContain(BOARD);
  });

  it('answers with a fault while Redis is away, and comes back with it', async () => {
    await redis.kill();
    await administrator.get(`${BOARD}/api/queues`).expect(500);
    await administrator.get('/healthz').expect(200);
    await redis.restart();
    let status = 500;
    for (let tried = 0; tried < 200 && status !== 200; tried += 1) {
      ({ status } = await administrator.get(`${BOARD}/api/queues`));
    }
    expect(status).toBe(200);
  });
});

describe('without Redis', () => {
  it('there is no board', async () => {
    const service = await TestService.open();
    await service.browser().get(BOARD).expect(404);
    await service.close();
  });
});
