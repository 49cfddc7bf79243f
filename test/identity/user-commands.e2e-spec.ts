import { environmentOf, type FundRun, runFund } from '../support/fund-process';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

// Every step is a process of its own.
jest.setTimeout(300_000);

const INIT = [
  ...['init', '--bureau', 'changchun', '--bureau-name', '长春市生态环境局'],
  ...['--book', 'changchun-book', '--book-title', '专项资金账套'],
  ...['--system-administrator', 'xitong:王一', '--security-administrator', 'anquan:王二'],
  ...['--audit-administrator', 'shenji:王三'],
];

const NOBODYS = { subject: null, ofBureau: false, reason: null };
const ofLogin = { subject: 'login', reason: '手机丢失' };
const KNOWN = { subject: 'account', ofBureau: true };

describe('npx fund init and npx fund user', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const fund = (...args: string[]): Promise<FundRun> => runFund(args, environmentOf(database));
  const refusal = async (...args: string[]): Promise<unknown> => {
    const { status, stdout, stderr } = await fund(...args);
    expect([status, stdout]).toEqual([2, '']);
    return (JSON.parse(stderr) as { code: string }).code;
  };

  it('sets up once, and then recovers logins on the record', async () => {
    const twice = INIT.map((word) => (word === 'anquan:王二' ? 'anquan:王一' : word));
    expect(await refusal(...twice)).toBe('PARAMETER_INVALID');
    const done = await fund(...INIT);
    expect(done.status).toBe(0);
    expect(
      done.stdout.match(/^\w+_administrator http:\/\/127\.0\.0\.1:3000\/activate#[\w-]{43}$/gm),
    ).toHaveLength(3);
    expect(await refusal(...INIT)).toBe('ALREADY_SET_UP');

    expect((await fund('user', 'disable', 'xitong')).status).toBe(1);
    const why = ['--reason', '手机丢失'];
    expect(await refusal('user', 'disable', 'nobody', ...why)).toBe('NOT_FOUND');
    expect(await refusal('user', 'enable', 'xitong', ...why)).toBe('NOT_FOUND');
    expect((await fund('user', 'disable', 'xitong', ...why)).status).toBe(0);
    expect((await fund('user', 'enable', 'xitong', ...why)).status).toBe(0);
    const reset = await fund('user', 'reset-second-factor', 'xitong', ...why);
    expect(reset.stdout).toMatch(/\/activate#[\w-]{43}\n$/);
    expect(await refusal('user', 'revoke-role', 'shenji', 'cashier', ...why)).toBe('NOT_FOUND');
    expect(
      (await fund('user', 'revoke-role', 'shenji', 'audit_administrator', ...why)).status,
    ).toBe(0);
    const added = await fund('user', 'add', 'xinren', '新人', 'changchun', ...why);
    expect(added.stdout).toMatch(/\/activate#[\w-]{43}\n$/);

    const { stdout } = await fund('user', 'list');
    const users = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(users).toMatchObject([
      { login: 'anquan', state: 'invited', roles: ['security_administrator'] },
      { login: 'shenji', roles: [] },
      { login: 'xinren', name: '新人', bureau: 'changchun', roles: [] },
      { login: 'xitong', state: 'invited', roles: ['system_administrator'] },
    ]);
    const events = await database.dataSource.query<{ action: string; reason: string }[]>(
      `SELECT action, content ->> 'reason' AS reason FROM fund.audit_event
        WHERE person = 'machine' AND outcome = 'accepted' AND bureau_id IS NOT NULL ORDER BY id`,
    );
    expect(events.map(({ action }) => action)).toEqual([
      'account.disable',
      'account.enable',
      'account.reset',
      'role.revoke',
      'person.enter',
    ]);
    expect(new Set(events.map(({ reason }) => reason))).toEqual(new Set(['手机丢失']));

    expect(await refusal('user', 'add', 'weiyi', '未一', 'nowhere', ...why)).toBe('NOT_FOUND');
    expect(
      await database.dataSource.query(
        `SELECT action, refusal_code AS code, split_part(subject, '/', 1) AS subject,
                bureau_id IS NOT NULL AS "ofBureau", content ->> 'reason' AS reason
           FROM fund.audit_event WHERE outcome = 'refused' AND address = 'localhost' ORDER BY id`,
      ),
    ).toEqual([
      { action: 'installation.set_up', code: 'PARAMETER_INVALID', ...NOBODYS },
      { action: 'installation.set_up', code: 'ALREADY_SET_UP', ...NOBODYS },
      { action: 'account.disable', code: 'NOT_FOUND', ...NOBODYS, ...ofLogin },
      { action: 'account.enable', code: 'NOT_FOUND', ...ofLogin, ...KNOWN },
      { action: 'role.revoke', code: 'NOT_FOUND', ...ofLogin, ...KNOWN },
      { action: 'person.enter', code: 'NOT_FOUND', ...NOBODYS, ...ofLogin },
    ]);
  });
});
