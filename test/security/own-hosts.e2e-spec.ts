import { makeApiKey } from '../../src/identity';
import { inTransaction } from '../../src/platform/database/transaction';
import { type TestPerson, TestService } from '../support/test-service';

const PUBLIC = 'https://fund.example';
const EVERYWHERE = [
  '/',
  '/assets/x.js',
  '/metrics',
  '/api/docs',
  '/api/v1/installation',
  '/absent',
];

describe('a service of this machine', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await TestService.open();
  });
  afterAll(() => service.close());

  it('answers to no name that a page of another site could have given it', async () => {
    for (const host of [
      'evil.example',
      'evil.example:3000',
      '10.0.0.1',
      'localhost.evil.example',
    ]) {
      for (const path of EVERYWHERE) {
        const { body } = (await service.browser().get(path).set('host', host).expect(403)) as {
          body: { code: string };
        };
        expect(body.code).toBe('HOST_UNKNOWN');
      }
      await service.browser().get('/healthz').set('host', host).expect(200);
      await service.browser().get('/readyz').set('host', host).expect(200);
    }
    for (const host of ['localhost', 'localhost:3000', '127.0.0.1:80', '[::1]:3000']) {
      await service.browser().get('/api/v1/installation').set('host', host).expect(200);
    }
  });

  it('takes writes from its own page only, under its own port', async () => {
    const write = async (host: string, origin: string): Promise<string> => {
      const sent = service.browser().post('/api/v1/sessions', { login: 'nobody', password: 'x' });
      const { body } = (await sent.set('host', host).set('origin', origin)) as {
        body: { code: string };
      };
      return body.code;
    };
    expect(await write('localhost:3000', 'http://localhost:3000')).toBe('SIGN_IN_FAILED');
    expect(await write('[::1]:3000', 'http://[::1]:3000')).toBe('SIGN_IN_FAILED');
    expect(await write('localhost:3000', 'http://localhost:8000')).toBe('OTHER_SITE');
    expect(await write('localhost:3000', 'http://evil.example')).toBe('OTHER_SITE');
    expect(await write('localhost:3000', 'null')).toBe('OTHER_SITE');
    expect(await write('evil.example', 'http://evil.example')).toBe('HOST_UNKNOWN');
  });

  it('lets no page change its base or hold a plug-in', async () => {
    for (const path of ['/', '/api/docs', '/api/v1/installation', '/api/v1/books', '/absent']) {
      const { headers } = await service.browser().get(path);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain(`base-uri 'none'`);
      expect(policy).toContain(`object-src 'none'`);
    }
  });
});

describe('a service behind a proxy', () => {
  let service: TestService;
  let administrator: TestPerson;
  beforeAll(async () => {
    service = await TestService.open({ FUND_PUBLIC_URL: PUBLIC });
    const bureau = await service.bureau('changchun');
    administrator = await service.person(['system_administrator'], { bureauId: bureau.id });
  });
  afterAll(() => service.close());

  it('goes by its public name, and takes writes from its page', async () => {
    const write = async (host: string, origin: string): Promise<string> => {
      const sent = service.browser().post('/api/v1/sessions', { login: 'nobody', password: 'x' });
      const { body } = (await sent.set('host', host).set('origin', origin)) as {
        body: { code: string };
      };
      return body.code;
    };
    for (const host of ['fund.example', 'fund.example:443', 'FUND.example', '127.0.0.1:3000']) {
      expect(await write(host, PUBLIC)).toBe('SIGN_IN_FAILED');
    }
    expect(await write('fund.example', 'http://fund.example')).toBe('OTHER_SITE');
    expect(await write('127.0.0.1:3000', 'http://127.0.0.1:3000')).toBe('OTHER_SITE');
    expect(await write('evil.example', PUBLIC)).toBe('HOST_UNKNOWN');
  });

  it('gives cookies that hold for this host alone', async () => {
    const { login, password } = administrator;
    const browser = service.browser();
    const { headers } = await browser.post('/api/v1/sessions', { login, password }).expect(200);
    const lines = headers['set-cookie'] as unknown as readonly string[];
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toMatch(
        /^__Host-fund_(access|refresh)=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      );
    }
    await browser.readSession();
    expect(browser.cookie('__Host-fund_csrf')).toBeDefined();
  });

  it('shows its figures to this machine, and to others with a key for them', async () => {
    const ask = (address: string, key?: string) => {
      const sent = service.browser().get('/metrics').set('x-forwarded-for', address);
      return key === undefined ? sent : sent.set('authorization', `Bearer ${key}`);
    };
    await ask('127.0.0.1').expect(200);
    await ask('203.0.113.7').expect(401);
    const { personId, name } = administrator;
    const actor = { personId, name, sessionId: null, bureauId: null, address: 'test' };
    const keyFor = (scope: 'metrics:read' | 'books:read') =>
      inTransaction(service.database.dataSource, async (tx) => {
        return (await makeApiKey(tx, actor, { name: scope, scopes: [scope], days: 1 })).key;
      });
    await ask('203.0.113.7', await keyFor('books:read')).expect(403);
    await ask('203.0.113.7', await keyFor('metrics:read')).expect(200);
  });
});

describe('a proxy', () => {
  /** Where the service says that a failed sign-in came from. */
  async function recordedAddress(settings: Readonly<Record<string, string>>): Promise<unknown> {
    const service = await TestService.open({ FUND_PUBLIC_URL: PUBLIC, ...settings });
    try {
      const sent = service.browser().post('/api/v1/sessions', { login: 'nobody', password: 'x' });
      await sent.set('x-forwarded-for', '203.0.113.7').expect(401);
      const [event] = await service.database.dataSource.query<{ address: string }[]>(
        `SELECT address FROM fund.audit_event WHERE action = 'session.begin'`,
      );
      return event?.address;
    } finally {
      await service.close();
    }
  }

  it('is believed where it is trusted', async () => {
    expect(await recordedAddress({})).toBe('203.0.113.7');
    expect(await recordedAddress({ FUND_TRUSTED_PROXIES: '10.0.0.1,127.0.0.0/8,::1' })).toBe(
      '203.0.113.7',
    );
    expect(await recordedAddress({ FUND_TRUSTED_PROXIES: '10.0.0.0/8' })).toMatch(/127\.0\.0\.1/);
  });
});
