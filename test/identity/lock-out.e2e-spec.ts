import { type TestPerson, TestService } from '../support/test-service';

const SESSIONS = '/api/v1/sessions';

/** Behind a proxy of this machine, so that a test can come from anywhere. */
const openService = (settings: Readonly<Record<string, string>> = {}): Promise<TestService> =>
  TestService.open({ FUND_PUBLIC_URL: 'https://fund.example', ...settings });

const personOf = async (service: TestService): Promise<TestPerson> => {
  const bureau = await service.bureau('changchun');
  return service.person(['reviewer'], { bureauId: bureau.id });
};

const trying =
  (service: TestService) =>
  async (address: string, login: string, password = 'a wrong one'): Promise<number> => {
    const sent = service.browser().post(SESSIONS, { login, password });
    return (await sent.set('x-forwarded-for', address)).status;
  };

describe('whoever guesses the password of somebody else', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await openService();
  });
  afterAll(() => service.close());

  it('keeps out nobody but the own network, and learns nothing', async () => {
    const { login, password } = await personOf(service);
    const tryFrom = trying(service);
    for (const end of ['1', '2', '3', '4:5', '6:7:8']) {
      expect(await tryFrom(`2001:db8:0:1::${end}`, login)).toBe(401);
    }
    expect(await tryFrom('2001:db8:0:1::9', login, password)).toBe(401);
    expect(await tryFrom('2001:db8:0:2::9', login, password)).toBe(200);
    expect(await tryFrom('203.0.113.7', login, password)).toBe(200);
    await service.database.dataSource.query(
      `UPDATE fund.sign_in_failure SET locked_until = now() - interval '1 second'`,
    );
    expect(await tryFrom('2001:db8:0:1::9', login, password)).toBe(200);
  });

  it('begins anew to count after a right one', async () => {
    const { login, password } = await service.person(['approver'], {
      bureauId: (await service.bureau('jilin')).id,
    });
    const tryFrom = trying(service);
    for (let round = 0; round < 2; round += 1) {
      for (let tried = 0; tried < 4; tried += 1) await tryFrom('203.0.113.8', login);
      expect(await tryFrom('203.0.113.8', login, password)).toBe(200);
    }
  });
});

describe('tries at one login', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await openService({ FUND_LOGIN_TRIES: '2', FUND_LOGIN_TRIES_A_DAY: '3' });
  });
  afterAll(() => service.close());

  it('use up those of their own network, and slow the others when there are many', async () => {
    const { login, password } = await personOf(service);
    const tryFrom = trying(service);
    for (const status of [401, 401, 429, 429]) {
      expect(await tryFrom('203.0.113.7', login)).toBe(status);
    }
    expect(await tryFrom('203.0.113.8', login)).toBe(401);
    const before = performance.now();
    expect(await tryFrom('203.0.113.9', login, password)).toBe(200);
    expect(await tryFrom('203.0.113.10', 'nobody-here')).toBe(401);
    // It is slow because it waited, however fast the machine is.
    expect(performance.now() - before).toBeGreaterThan(4_900);
  });
});

describe('requests of nobody known', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await openService({ FUND_REQUESTS_A_MINUTE: '2' });
  });
  afterAll(() => service.close());

  it('count for the network they come from', async () => {
    const guess = async (address: string): Promise<number> => {
      const sent = service.browser().get('/api/v1/books').set('x-forwarded-for', address);
      return (await sent.set('authorization', `Bearer fund_${'x'.repeat(43)}`)).status;
    };
    const statuses = [];
    for (const end of [1, 2, 3]) statuses.push(await guess(`2001:db8::${String(end)}`));
    expect(statuses).toEqual([401, 401, 429]);
    expect(await guess('2001:db8:1::1')).toBe(401);
  });
});
