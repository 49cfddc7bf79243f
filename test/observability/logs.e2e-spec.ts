import { request as httpRequest } from 'node:http';
import { environmentOf, runFund, startService } from '../support/fund-process';
import { asSuperuser, createTestDatabase, type TestDatabase } from '../support/test-database';

/** Invented, but of the kind that must never be in a log. */
const NAME = '张三丰';
const ID_NUMBER = '110101199003078515';
const ACCOUNT = '6222020200112233445';
const TOKEN = 'c2VjcmV0LXRva2Vu';
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
}

/** A bare request, so that every header goes out as it is given. */
function send(url: string, method: string, headers: object, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(url, { method, headers: { ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        const { statusCode: status = 0, headers: answered } = response;
        resolve({ status, requestId: answered['x-request-id'], body: text });
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
    await runFund(['schema'], {});
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
