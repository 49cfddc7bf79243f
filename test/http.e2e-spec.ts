import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { parseCaseFile, replayCaseFile } from '../src/casefile';
import { facts } from '../src/accounting';
import { acceptRequest, openBook, settleBook } from '../src/ledger';
import { describeInterface } from '../src/describe-interface';
import { environmentOf, runFund } from './support/fund-process';
import { exampleText, expectedStatement } from './support/examples';
import { TestBrowser, TestService } from './support/test-service';
import { asSuperuser, createTestDatabase, type TestDatabase } from './support/test-database';

const INTERFACE = join(__dirname, '..', 'docs', 'api', 'openapi.json');
const BOOK = '/api/v1/books/casefile-tutorial';

interface List {
  readonly items: readonly Record<string, unknown>[];
  readonly next: string | null;
}

describe('the read-only HTTP interface', () => {
  let database: TestDatabase;
  let service: TestService;
  let app: NestExpressApplication;
  let officer: TestBrowser;
  beforeAll(async () => {
    database = await createTestDatabase();
    await replayCaseFile(database.dataSource, parseCaseFile(exampleText('01-tutorial')));
    service = await TestService.open({}, database);
    app = service.app;
    officer = await service.signInToSandbox('finance_officer');
  });
  afterAll(async () => {
    await service.close();
  });

  const get = (path: string, language = 'en') => officer.get(path).set('accept-language', language);

  async function pages(path: string, limit: number): Promise<Record<string, unknown>[]> {
    const items: Record<string, unknown>[] = [];
    let next: string | null = null;
    do {
      const cursor: string = next === null ? '' : `&cursor=${next}`;
      const { body } = (await get(`${path}?limit=${String(limit)}${cursor}`).expect(200)) as {
        body: List;
      };
      items.push(...body.items);
      next = body.next;
    } while (next !== null && items.length < 1_000);
    return items;
  }

  it('says that it lives and that it is ready', async () => {
    await get('/healthz').expect(200, { status: 'ok' });
    const { body } = (await get('/readyz').expect(200)) as { body: unknown };
    expect(body).toMatchObject({ status: 'ok', info: { database: { status: 'up' } } });
  });

  it('shows one book, with its months and what can be entered in it by hand', async () => {
    const { body } = (await get(BOOK).expect(200)) as {
      body: { kind: string; months: unknown[]; voucherAccounts: { code: string }[] };
    };
    expect(body).toMatchObject({ id: 'casefile-tutorial', kind: 'sandbox' });
    expect(body.months.at(-1)).toEqual({ month: '2023-01', state: 'open' });
    expect(body.voucherAccounts).toContainEqual({
      code: '2307.09',
      name: { zh: '其他应付款—待查款项', en: 'Suspense: money to be identified' },
      needs: ['party'],
    });
    expect(body.voucherAccounts.map(({ code }) => code)).not.toContain('1218.01');
  });

  it('leaves nothing of what it answers in a cache', async () => {
    const { headers } = await get(BOOK).expect(200);
    expect(headers['cache-control']).toBe('no-store');
  });

  it('lists the books', async () => {
    const { body } = (await get('/api/v1/books').expect(200)) as { body: List };
    expect(body).toMatchObject({
      items: [{ id: 'casefile-tutorial', kind: 'sandbox' }],
      next: null,
    });
  });

  it('lists the accounts page by page, in whole, with balances as strings of yuan', async () => {
    const accounts = await pages(`${BOOK}/accounts`, 3);
    const codes = accounts.map(({ code }) => code);
    expect(codes).toEqual([...codes].sort());
    expect(accounts).toContainEqual({
      code: '1011',
      name: { zh: '零余额账户用款额度', en: 'Budget quota' },
      dimensions: { pool: 'special_fund' },
      section: 'main',
      posted: '481008.00',
      held: '0.00',
    });
    expect(accounts).toEqual(await pages(`${BOOK}/accounts`, 200));
  });

  it('names the case of an account by its number at the court', async () => {
    const accounts = await pages(`${BOOK}/accounts`, 200);
    expect(accounts.find(({ code }) => code === '1002.02')).toMatchObject({
      dimensions: { case: '(2023)示例民初1号' },
    });
  });

  it('lists the accounts as they were on a day, and as they were known at a time', async () => {
    const at = async (query: string): Promise<List['items']> =>
      ((await get(`${BOOK}/accounts?limit=200&${query}`).expect(200)) as { body: List }).body.items;
    const fund = { code: '1011', dimensions: { pool: 'special_fund' } };
    expect(await at('asOf=2023-01-31')).toContainEqual(
      expect.objectContaining({ ...fund, posted: '500000.00', held: null }),
    );
    expect(await at('asOf=2199-12-31&knownAt=2199-12-31T00:00:00Z')).toContainEqual(
      expect.objectContaining({ ...fund, posted: '481008.00', held: null }),
    );
    expect(await at(`knownAt=${encodeURIComponent('2020-01-01T08:00:00+08:00')}`)).toContainEqual(
      expect.objectContaining({ ...fund, posted: '0.00', held: null }),
    );
  });

  interface Entry {
    readonly account: string;
    readonly dimensions: Readonly<Record<string, string>>;
    readonly debit: string | null;
    readonly credit: string | null;
    readonly businessOn: string;
    readonly bookedAt: string;
  }
  type Filter = Readonly<Record<string, string>>;

  const entries = async (): Promise<Entry[]> => {
    const journals = (await pages(`${BOOK}/journals`, 200)) as unknown as {
      businessOn: string;
      bookedAt: string;
      entries: Entry[];
    }[];
    return journals.flatMap(({ businessOn, bookedAt, entries: of }) =>
      of.map((entry) => ({ ...entry, businessOn, bookedAt })),
    );
  };
  const fenOf = (yuan: string | null): bigint => BigInt((yuan ?? '0.00').replace('.', ''));
  const isOf = (filter: Filter) => (row: { account: string; dimensions: Filter }) =>
    Object.entries(filter).every(([name, value]) =>
      name === 'code' ? row.account === value : row.dimensions[name] === value,
    );
  const sumOf = (all: readonly Entry[], filter: Filter, asOf = '9', knownAt = '9'): bigint =>
    all
      .filter(isOf(filter))
      .filter(({ businessOn, bookedAt }) => businessOn <= asOf && bookedAt <= knownAt)
      .reduce((sum, { debit, credit }) => sum + fenOf(debit) - fenOf(credit), 0n);
  const accountsBy = async (filter: Filter) =>
    (await get(
      `${BOOK}/accounts?${new URLSearchParams({ limit: '200', ...filter }).toString()}`,
    ).expect(200)) as { body: List & { total: string | null } };

  it('sums the accounts of a code and of dimensions, now, on a day and as known at a time', async () => {
    const all = await entries();
    const accounts = await pages(`${BOOK}/accounts`, 200);
    const filters = new Map<string, Filter>();
    for (const { account: code, dimensions } of all) {
      const wanted = { code, ...dimensions };
      for (const [name, value] of Object.entries(wanted)) {
        filters.set(`${name}=${value}`, { [name]: value });
        filters.set(`${code},${name}=${value}`, { code, [name]: value });
      }
      filters.set(JSON.stringify(wanted), wanted);
    }
    expect(filters.size).toBeGreaterThan(30);
    const knownAt = all[Math.floor(all.length / 2)]?.bookedAt ?? '';
    const seen = new Set<string>();
    for (const filter of filters.values()) {
      const moments: readonly (readonly [string?, string?])[] = [
        [],
        ['2023-01-31'],
        ['2023-06-30', knownAt],
      ];
      for (const [asOf, at] of moments) {
        const asked = { ...filter, ...(asOf && { asOf }), ...(at && { knownAt: at }) };
        const { body } = await accountsBy(asked);
        const total = sumOf(all, filter, asOf, at);
        expect([asked, fenOf(body.total)]).toEqual([asked, total]);
        const matching = accounts.filter((row) =>
          isOf(filter)({ account: String(row['code']), dimensions: row['dimensions'] as Filter }),
        );
        expect(body.items).toHaveLength(matching.length);
        seen.add(String(total));
      }
    }
    expect(seen.size).toBeGreaterThan(20);
  });

  it('tells the total of all pages on each, none where nothing is left out, and nothing of what is not there', async () => {
    const whole = await accountsBy({ pool: 'special_fund' });
    const first = await accountsBy({ pool: 'special_fund', limit: '1' });
    expect(first.body.items).toHaveLength(1);
    expect(first.body.total).toBe(whole.body.total);
    expect((await accountsBy({})).body.total).toBeNull();
    expect((await accountsBy({ party: 'nobody' })).body).toEqual({
      items: [],
      next: null,
      total: '0.00',
    });
    expect((await accountsBy({ pool: '%' })).body.items).toEqual([]);
  });

  it('prints the same from the command line, one account a line', async () => {
    const options = { pool: 'special_fund', asOf: '2023-02-28' };
    const { body } = await accountsBy(options);
    const words = ['--pool', options.pool, '--as-of', options.asOf];
    const book = ['balances', '--book', 'casefile-tutorial'];
    const run = await runFund([...book, ...words], environmentOf(database));
    expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: '' });
    const lines = run.stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      ...body.items,
      { total: body.total },
    ]);
    const wrong = await runFund([...book, '--known-at', 'yesterday'], environmentOf(database));
    expect([wrong.status, JSON.parse(wrong.stderr)]).toMatchObject([
      2,
      { code: 'PARAMETER_INVALID', faults: [{ pointer: '/knownAt' }] },
    ]);
  });

  it('lists the journals page by page, each balanced, with voucher numbers', async () => {
    const journals = await pages(`${BOOK}/journals`, 4);
    expect(journals.map(({ number }) => number)).toEqual(
      journals.map((_, index) => String(index + 1)),
    );
    expect(journals[0]).toMatchObject({
      voucher: '记-2023-01-0001',
      fact: 'appropriated',
      entries: [
        { account: '1011', debit: '500000.00', credit: null },
        { account: '4001.01', debit: null, credit: '500000.00' },
      ],
    });
  });

  it('gives the statement of a case file', async () => {
    await get('/api/v1/case-files/tutorial/statement').expect(
      200,
      expectedStatement('01-tutorial') as object,
    );
  });

  it.each([
    ['/api/v1/case-files/absent/statement', 404, 'NOT_FOUND'],
    ['/api/v1/books/absent/accounts', 404, 'NOT_FOUND'],
    ['/api/v1/absent', 404, 'ROUTE_NOT_FOUND'],
    [`${BOOK}/accounts?asOf=2023-02-29`, 400, 'PARAMETER_INVALID'],
    [`${BOOK}/accounts?pool=`, 400, 'PARAMETER_INVALID'],
    [`${BOOK}/accounts?party=%00`, 400, 'PARAMETER_INVALID'],
    [`${BOOK}/accounts?code=a&code=b`, 400, 'PARAMETER_INVALID'],
    [`${BOOK}/accounts?knownAt=yesterday`, 400, 'PARAMETER_INVALID'],
    ['/api/v1/books?limit=0', 400, 'PARAMETER_INVALID'],
    ['/api/v1/books?limit=1e2', 400, 'PARAMETER_INVALID'],
    ['/api/v1/books?colour=red', 400, 'PARAMETER_INVALID'],
    ['/api/v1/books?__proto__=red', 400, 'PARAMETER_INVALID'],
    [`${BOOK}/journals?cursor=%00`, 400, 'PARAMETER_INVALID'],
    [`${BOOK}/journals?cursor=WyJ4Il0`, 400, 'PARAMETER_INVALID'],
    [`${BOOK}/accounts?cursor=WyIxMDExIiwieCJd`, 400, 'PARAMETER_INVALID'],
    ['/api/v1/books?cursor=WyI5OTk5OTk5OTk5OTk5OTk5OTk5OTkiXQ', 400, 'PARAMETER_INVALID'],
    ['/api/v1/books/a%00b/accounts', 400, 'PARAMETER_INVALID'],
    ['/api/v1/case-files/a%00b/statement', 400, 'PARAMETER_INVALID'],
    ['/api/v1/books?cursor=WyI5OTk5OTk5OTk5OTk5OTk5OTkiXQ', 400, 'PARAMETER_INVALID'],
    [`${BOOK}/accounts?cursor=WyJcdTAwMDAiLCIxIl0`, 400, 'PARAMETER_INVALID'],
    ['/api/v1/books/%E0%A4%A/accounts', 400, 'REQUEST_MALFORMED'],
  ])('answers %s with a problem document, status %i and code %s', async (path, status, code) => {
    const { body } = (await get(path)
      .expect(status)
      .expect('content-type', 'application/problem+json; charset=utf-8')) as {
      body: Record<string, unknown>;
    };
    expect(body).toMatchObject({ status, code, type: `/api/v1/problems/${code}` });
    expect(body['requestId']).toMatch(/./);
  });

  it('speaks the language of the reader, Chinese first', async () => {
    const titleIn = async (language: string): Promise<unknown> =>
      ((await get('/api/v1/absent', language)) as { body: { title: string } }).body.title;
    expect(await titleIn('en-GB,zh;q=0.5')).toBe('There is no such address or operation');
    expect(await titleIn('zh-CN')).toBe('没有这个地址或操作');
    expect(await titleIn('fr')).toBe('没有这个地址或操作');
  });

  it('accepts no writing, whatever is sent', async () => {
    for (const method of ['post', 'put', 'patch', 'delete'] as const) {
      const bodies = [{ id: 'x' }, { id: 'x'.repeat(200_000) }];
      for (const body of bodies) {
        await request(app.getHttpServer())[method]('/api/v1/books').send(body).expect(404);
      }
    }
    await request(app.getHttpServer())
      .post('/api/v1/books')
      .set('content-type', 'application/json; charset=foo')
      .set('content-encoding', 'snappy')
      .send('{')
      .expect(404);
  });

  it('gives Prometheus the state of posting and of the connections', async () => {
    const { dataSource } = database;
    const bookId = await openBook(dataSource.manager, {
      code: 'waiting',
      kind: 'sandbox',
      title: 'waiting',
    });
    await acceptRequest(dataSource.manager, {
      bookId,
      idempotencyKey: 'waits',
      businessOn: '2024-01-02',
      madeBy: 'officer',
      ...facts.appropriated('special_fund', 100n),
    });
    const { text } = await get('/metrics')
      .expect(200)
      .expect('content-type', /^text\/plain/);
    expect(text).toMatch(/^fund_posting_ready 1$/m);
    expect(text).toMatch(/^fund_posting_oldest_ready_seconds 0\.\d+$/m);
    expect(text).toMatch(/^fund_posting_journals [1-9]\d*$/m);
    expect(text).toMatch(/^fund_database_connections\{state="waiting"\} 0$/m);
    expect(text).toMatch(/^process_cpu_seconds_total /m);
    await settleBook(dataSource, bookId);
    expect((await get('/metrics')).text).toMatch(/^fund_posting_ready 0$/m);
  });

  it('explains every code it uses', async () => {
    const { body } = (await get('/api/v1/problems/CAP_EXCEEDED').expect(200)) as { body: unknown };
    expect(body).toMatchObject({ code: 'CAP_EXCEEDED', title: { zh: '超过垫付限额' } });
  });

  it('describes itself as the file in docs/api does', async () => {
    const described: unknown = JSON.parse(JSON.stringify(describeInterface(app)));
    const { body } = (await get('/api/openapi.json').expect(200)) as { body: unknown };
    expect(body).toEqual(described);
    if (process.env['UPDATE_GENERATED'] === '1') {
      writeFileSync(INTERFACE, `${JSON.stringify(described, null, 2)}\n`);
    }
    expect(described).toEqual(JSON.parse(readFileSync(INTERFACE, 'utf8')));
  });

  it('shows a page to read the interface', async () => {
    await get('/api/docs')
      .expect(200)
      .expect('content-type', /text\/html/);
  });
});

describe('the service without its database', () => {
  it('is not ready, and says so to every reader', async () => {
    const database = await createTestDatabase();
    const service = await TestService.open({}, database);
    const officer = await service.signInToSandbox('finance_officer');
    await asSuperuser('postgres', async (client) => {
      await client.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1',
        [database.name],
      );
      await client.query(`ALTER DATABASE ${database.name} RENAME TO ${database.name}_away`);
    });
    for (const path of ['/readyz', '/api/v1/books']) {
      const { body } = (await officer.get(path).expect(503)) as {
        body: unknown;
      };
      expect(body).toMatchObject({ code: 'NOT_READY', status: 503 });
    }
    await officer.get('/healthz').expect(200);
    await service.app.close();
    await asSuperuser('postgres', (client) =>
      client.query(`ALTER DATABASE ${database.name}_away RENAME TO ${database.name}`),
    );
    await database.drop();
  });
});
