import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { enterSandboxPeople } from '../../src/identity';
import { openBook } from '../../src/ledger';
import { buildOnce, environmentOf, startFund, startService } from '../support/fund-process';
import { income, pool, TestLedger, transfer } from '../support/ledger';
import { poison } from '../support/poison';
import { TestService } from '../support/test-service';
import { asSuperuser, createTestDatabase, type TestDatabase } from '../support/test-database';

/** Invented, but of the kind that must never be in a log. */
const NAME = '张三丰';
const ID_NUMBER = '110101199003078515';
const ACCOUNT = '6222020200112233445';
const TOKEN = 'c2VjcmV0LXRva2Vu';
const AMOUNT = '73519.28';
const DELICATE = [NAME, encodeURIComponent(NAME), '%E5%BC%A0', ID_NUMBER, ACCOUNT, TOKEN];

const HEADERS = {
  authorization: `Bearer ${TOKEN}`,
  cookie: `session=${TOKEN}`,
  'user-agent': `browser of ${ID_NUMBER}`,
  referer: `http://localhost/${ACCOUNT}`,
  'x-forwarded-for': ID_NUMBER,
  'x-request-id': ID_NUMBER,
  'accept-language': `en, ${ID_NUMBER}`,
};

interface Answer {
  readonly status: number;
  readonly requestId: unknown;
  readonly body: string;
  readonly cookies: readonly string[];
}

/** A bare request, so that every header goes out as it is given. */
function send(url: string, method: string, headers: object, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(url, { method, headers: { ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        const { statusCode: status = 0, headers: answered } = response;
        resolve({
          status,
          requestId: answered['x-request-id'],
          body: text,
          cookies: answered['set-cookie'] ?? [],
        });
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

describe('the log', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    // Builds when the sources have changed, which can take longer than a test may.
    await buildOnce();
    database = await createTestDatabase();
  }, 180_000);
  afterAll(() => database.drop());

  it('holds nothing of what people send, not even at its most talkative or when a request breaks', async () => {
    const service = await startService({ ...environmentOf(database), LOG_LEVEL: 'trace' });
    const name = encodeURIComponent(NAME);
    const paths = [
      `/api/v1/books/${ID_NUMBER}/accounts?limit=2&cursor=${ACCOUNT}`,
      `/api/v1/books/${ID_NUMBER.toLowerCase()}/checkpoint`,
      `/api/v1/case-files/${ID_NUMBER}/statement`,
      `/api/v1/books/${name}/journals`,
      `/api/v1/problems/${name}`,
      `/${name}?name=${name}&account=${ACCOUNT}`,
      `/api/v1/books/%E5%BC%A0%E4/accounts`,
      `/healthz?token=${TOKEN}`,
    ];
    const statuses = new Set<number>();
    const visit = async (path: string): Promise<void> => {
      for (const method of ['GET', 'POST']) {
        const body = method === 'POST' ? JSON.stringify({ NAME, ID_NUMBER, ACCOUNT }) : '';
        statuses.add((await send(`${service.url}${path}`, method, HEADERS, body)).status);
      }
    };
    for (const path of paths) await visit(path);
    // Now the database refuses, and quotes what it was asked.
    await asSuperuser(database.name, (client) =>
      client.query('ALTER TABLE fund.case_file RENAME TO case_file_away'),
    );
    await asSuperuser(database.name, (client) =>
      client.query('ALTER TABLE ledger.book RENAME TO book_away'),
    );
    for (const path of paths) await visit(path);
    const { stderr } = await service.stop();
    expect([...statuses].sort()).toEqual([200, 400, 401, 404, 500]);
    expect(stderr).toContain('"code":"42P01"');
    const lines = stderr.split('\n').filter((line) => line.includes('"responseTime"'));
    // All but the address that is too broken to be read.
    expect(lines).toHaveLength((paths.length - 1) * 4);
    expect(DELICATE.filter((text) => stderr.includes(text))).toEqual([]);
  });

  it('holds nothing of what people sign in with and enter in vouchers', async () => {
    const own = await createTestDatabase();
    const people = await TestService.open({}, own);
    const bureau = await people.bureau('changchun');
    const { login, password } = await people.person(['finance_officer'], { bureauId: bureau.id });
    await openBook(own.dataSource.manager, { code: 'shown', kind: 'sandbox', title: NAME });
    await enterSandboxPeople(own.dataSource, '51220000MJ00010109', '2024-01-01');
    await people.app.close();
    const service = await startService({ ...environmentOf(own), LOG_LEVEL: 'trace' });
    // A start closes the sandbox of a database that is not embedded; only there is a voucher entered at once.
    await asSuperuser(own.name, (client) =>
      client.query(
        `UPDATE fund.account a SET state = 'active' FROM fund.person p WHERE p.id = a.person_id AND p.sandbox`,
      ),
    );
    const cookies = new Map<string, string>();
    const statuses: number[] = [];
    const ask = async (
      method: string,
      path: string,
      body = '',
      headers: object = {},
    ): Promise<Answer> => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const type = body === '' ? {} : { 'content-type': 'application/json' };
      const sent = { cookie, ...type, ...headers };
      const answer = await send(`${service.url}${path}`, method, sent, body);
      for (const line of answer.cookies) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      statuses.push(answer.status);
      return answer;
    };
    const post = (path: string, body: unknown, headers: object = {}): Promise<Answer> =>
      ask('POST', path, JSON.stringify(body), headers);
    await post('/api/v1/sessions', { login, password });
    await post('/api/v1/sessions', { login, password: `${password}!` });
    await post('/api/v1/sessions', { login: NAME, password: ID_NUMBER });
    cookies.clear();
    await post('/api/v1/sessions/sandbox', { role: 'finance_officer' });
    const { body } = await ask('GET', '/api/v1/sessions/current');
    const { csrfToken } = JSON.parse(body) as { csrfToken: string };
    const voucher = {
      businessOn: '2024-03-15',
      summary: `${NAME} ${ID_NUMBER}`,
      lines: [
        { account: '1002.01', debit: AMOUNT },
        { account: '2307.09', dimensions: { party: ACCOUNT }, credit: AMOUNT },
      ],
    };
    const enter = (path: string, entered: unknown, key: string): Promise<Answer> =>
      post(`/api/v1/books/shown/${path}`, entered, {
        'x-csrf-token': csrfToken,
        'idempotency-key': key,
      });
    await enter('vouchers', voucher, `key-${ID_NUMBER}`);
    await enter('voucher-batches', { vouchers: [voucher, voucher] }, 'batch');
    await enter('vouchers', { ...voucher, lines: [voucher.lines[0], voucher.lines[0]] }, 'off');
    await enter('vouchers', { ...voucher, [NAME]: AMOUNT }, 'more');
    // Now the database refuses, and quotes what it was asked.
    await asSuperuser(own.name, (client) =>
      client.query(
        'ALTER TABLE ledger.posting_request ADD CONSTRAINT never CHECK (id < 0) NOT VALID',
      ),
    );
    await enter('vouchers', voucher, 'refused');
    const { stderr } = await service.stop();
    expect(statuses).toEqual([200, 401, 401, 200, 200, 202, 202, 400, 400, 500]);
    expect(stderr).toContain('"code":"23514"');
    const delicate = [
      ...DELICATE,
      AMOUNT,
      AMOUNT.replace('.', ''),
      login,
      password,
      csrfToken,
      ...cookies.values(),
    ];
    expect(delicate.filter((text) => stderr.includes(text))).toEqual([]);
    expect(stderr.match(/"responseTime"/g)).toHaveLength(statuses.length);
    await own.drop();
  });

  it('names the book, the request and the trace of what went wrong in a worker', async () => {
    const own = await createTestDatabase();
    const ledger = TestLedger.on(own);
    const bookId = await ledger.openBook();
    const { requestId } = await ledger.accept({
      bookId,
      lines: transfer(pool(ACCOUNT), income, 4_217_319n),
      summary: NAME,
    });
    await poison(ledger, requestId, 'none');
    // What makes the posting fail cannot be put aside either.
    await asSuperuser(own.name, (client) =>
      client.query('REVOKE EXECUTE ON FUNCTION ledger.fail_request FROM fund_app'),
    );
    const collector = createServer((request, response) =>
      request.resume().on('end', () => response.end('{}')),
    );
    await once(collector.listen(0, '127.0.0.1'), 'listening');
    const { port } = collector.address() as AddressInfo;
    const run = startFund(['work'], {
      ...environmentOf(own),
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${String(port)}`,
    });
    try {
      const deadline = Date.now() + 120_000;
      while (!run.errors().includes('posting fault') && run.process.exitCode === null) {
        if (Date.now() > deadline) throw new Error('no fault was reported');
        await pause(20);
      }
      run.process.kill('SIGTERM');
      await run.done;
      const [line = ''] = run
        .errors()
        .split('\n')
        .filter((text) => text.includes('posting fault'));
      expect(JSON.parse(line)).toMatchObject({
        bookId,
        request: String(requestId),
        traceId: expect.stringMatching(/^[\da-f]{32}$/) as string,
        err: { code: '42501' },
        msg: 'posting fault',
      });
      expect([NAME, ACCOUNT, '4217319'].filter((text) => run.errors().includes(text))).toEqual([]);
    } finally {
      run.process.kill('SIGKILL');
      await run.done;
      collector.close();
      collector.closeAllConnections();
      await own.drop();
    }
  });

  it('can be matched with an answer by the id of the request, that a proxy may give', async () => {
    const own = await createTestDatabase();
    const service = await startService({ ...environmentOf(own), LOG_LEVEL: 'info' });
    const given = '0b7c0f0e-6a3d-4b52-9d0f-2f4f8f5c1a77';
    const url = `${service.url}/api/v1/books/absent/accounts`;
    const kept = await send(url, 'GET', { 'x-request-id': given });
    expect(kept.requestId).toBe(given);
    expect(JSON.parse(kept.body)).toMatchObject({ requestId: given });
    const replaced = await send(url, 'GET', { 'x-request-id': ID_NUMBER });
    expect(replaced.requestId).toMatch(/^[\da-f-]{36}$/);
    const { stderr } = await service.stop();
    const lines = stderr.split('\n').filter((line) => line.includes('"responseTime"'));
    const route = '/api/v1/books/:id/accounts';
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { req: { id: given, method: 'GET' }, res: { statusCode: 401 }, route },
      { req: { id: replaced.requestId }, route },
    ]);
    await own.drop();
  });
});
