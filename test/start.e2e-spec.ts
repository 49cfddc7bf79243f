import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { MIGRATIONS } from '../migrations';
import { environmentOf, runFund, startFund } from './support/fund-process';
import { asSuperuser, createTestDatabase, type TestDatabase } from './support/test-database';

describe('npx fund on a database of the user’s own', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  it('serves it, loads nothing invented, and stops cleanly at Ctrl-C', async () => {
    const run = startFund(['start'], { ...environmentOf(database), PORT: '0' });
    while (run.process.exitCode === null && !run.output().includes('#')) await pause(20);
    const url = /Serving on (\S+)/.exec(run.output())?.[1] ?? '';
    expect(run.output()).toMatch(
      new RegExp(`This link works once, for one day: ${url}/set-up#[\\w-]{43}\n`),
    );
    const { status } = await fetch(`${url}/api/v1/sessions/sandbox`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ role: 'finance_officer' }),
    });
    expect(status).toBe(404);
    const { rows } = await asSuperuser(database.name, (client) =>
      client.query('SELECT FROM ledger.book'),
    );
    expect(rows).toEqual([]);
    run.process.kill('SIGINT');
    expect(await run.done).toMatchObject({ status: 0, stderr: '' });
  });

  it('does not serve without the key of stored secrets, and says how to make one', async () => {
    const settings = { ...environmentOf(database), FUND_SECRET_KEY_FILE: '', PORT: '0' };
    const { status, stderr } = await runFund(['start'], settings);
    expect(status).toBe(1);
    expect(stderr).toMatch(/FUND_SECRET_KEY_FILE: must name a file .*openssl rand -base64 32/);
  });

  it('migrates an empty database, once', async () => {
    const empty = await createTestDatabase({ migrated: false });
    const first = await runFund(['migrate'], environmentOf(empty));
    expect({ status: first.status, ran: first.stdout.trim().split('\n').length }).toEqual({
      status: 0,
      ran: MIGRATIONS.length,
    });
    const second = await runFund(['migrate'], environmentOf(empty));
    expect(second).toEqual({ status: 0, stdout: '', stderr: 'The schema is up to date.\n' });
    await empty.drop();
  });

  it('posts nothing while a guard of the ledger is missing, and says which', async () => {
    await asSuperuser(database.name, (client) =>
      client.query('DROP TRIGGER append_only ON ledger.entry'),
    );
    const { status, stderr } = await runFund(['work'], environmentOf(database));
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^Guards of the ledger are missing on: ledger\.entry \(TRIGGER append_only\)\. Nothing is posted/,
    );
    await asSuperuser(database.name, (client) =>
      client.query('ALTER TABLE fund.audit_event DISABLE TRIGGER append_only'),
    );
    const doctor = await runFund(['doctor'], environmentOf(database));
    expect(doctor.status).toBe(1);
    expect(doctor.stdout).toContain(
      '✗ guards of the tables: missing on fund.audit_event (TRIGGER append_only), ledger.entry (TRIGGER append_only)',
    );
  });

  it('leaves a database of a later version alone', async () => {
    await asSuperuser(database.name, (client) =>
      client.query(
        `INSERT INTO fund.migration (timestamp, name) VALUES (9999999999999, 'Later9999999999999')`,
      ),
    );
    const { status, stderr } = await runFund(['start'], environmentOf(database));
    expect(status).toBe(1);
    expect(stderr).toContain('was made by a later version of this program');
  });

  it('says the same in Chinese to whoever asks for it', async () => {
    const chinese = { ...environmentOf(database), FUND_LANGUAGE: 'zh' };
    const whole = await runFund(['doctor'], chinese);
    expect({ status: whole.status, stderr: whole.stderr }).toEqual({ status: 0, stderr: '' });
    expect(whole.stdout).toContain('✓ 记账: 等待 0 个，失败 0 个');
    expect(whole.stdout).toContain('✓ Redis: 无（未设置 REDIS_URL）：由 PostgreSQL 传递唤醒提示');
    await asSuperuser(database.name, (client) =>
      client.query('DROP TRIGGER append_only ON ledger.entry'),
    );
    const { status, stderr } = await runFund(['work'], chinese);
    expect(status).toBe(1);
    expect(stderr).toBe(
      '账务表缺少防护措施：ledger.entry (TRIGGER append_only)。恢复之前不再记账。\n请将这些表与备份比对，恢复防护措施，然后运行 `npx fund doctor`。\n',
    );
    const broken = await runFund(['doctor'], chinese);
    expect(broken.status).toBe(1);
    expect(broken.stdout).toContain(
      '✗ 账务表的防护措施: 以下各表缺少：ledger.entry (TRIGGER append_only)\n    → 请停止运行',
    );
  });

  it('finds nothing wrong with a database that is whole', async () => {
    const { status, stdout } = await runFund(['doctor'], environmentOf(database));
    expect({ status, faults: stdout.match(/✗/g) }).toEqual({ status: 0, faults: null });
  });
});

describe('npx fund with settings that cannot be used', () => {
  it('names every wrong setting and starts nothing', async () => {
    const { status, stdout, stderr } = await runFund(['start'], {
      PORT: 'eighty',
      HOST: '0.0.0.0',
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('PORT');
    expect(stderr).toContain('HOST: must be a loopback address');
  });

  it('says what to do about a port that is taken', async () => {
    const database = await createTestDatabase();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { status, stderr } = await runFund(['start'], {
      ...environmentOf(database),
      PORT: String(port),
    });
    expect(status).toBe(1);
    expect(stderr).toContain(
      `Port ${String(port)} of 127.0.0.1 is taken. Stop what uses it, or set PORT (metrics of a worker: FUND_METRICS_PORT) to another one.\n`,
    );
    other.close();
    await database.drop();
  });

  it('says what stands in the way in Chinese to whoever asks for it', async () => {
    const failures: [Record<string, string>, string][] = [
      [{ PORT: 'eighty' }, '设置有误。PORT: 须为 0 至 65535 的整数\n'],
      [
        { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/absent' },
        '无法连接数据库（ECONNREFUSED）。请检查 DATABASE_URL；使用内置数据库时请取消该设置。\n',
      ],
      [{ FUND_DATA_DIR: '/dev/null' }, '当前用户不能写入数据目录 /dev/null（'],
    ];
    for (const [environment, words] of failures) {
      const { status, stderr } = await runFund(['doctor'], { ...environment, LANG: 'zh_CN.UTF-8' });
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: expect.stringContaining(words) as string,
      });
    }
  });

  it('says what to do about a database that does not answer', async () => {
    const { status, stderr } = await runFund(['doctor'], {
      DATABASE_URL: 'postgres://nobody@127.0.0.1:9/absent',
    });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        'The database cannot be reached (ECONNREFUSED). Check DATABASE_URL, or unset it to use the embedded one.\n',
    });
  });
});

describe('npx fund schema', () => {
  it('prints the JSON Schema of a case file', async () => {
    const { status, stdout } = await runFund(['schema'], {});
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { format: { const: 'casefile/1' }, events: { type: 'array' } },
      additionalProperties: false,
    });
  });
});
