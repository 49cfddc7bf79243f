import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invite, prepareSetUp, type Role } from '../../src/identity';
import { PostgresWakeUp } from '../../src/ledger';
import { readConfig } from '../../src/platform/config';
import { serve } from '../../src/service';
import { environmentOf, startService } from '../support/fund-process';
import { refusalOf } from '../support/ledger';
import { codeOf, type TestBureau, type TestPerson, TestService } from '../support/test-service';
import { asSuperuser, connectAsService } from '../support/test-database';
import { UNLIMITED } from '../support/unlimited';

const PEOPLE = '/api/v1/people';

describe('people, accounts and roles', () => {
  let service: TestService;
  let bureau: TestBureau;
  beforeAll(async () => {
    service = await TestService.open();
    bureau = await service.bureau('changchun');
  });
  afterAll(() => service.close());

  const own = () => ({ bureauId: bureau.id });

  it('enters a person, who is of use after activation only', async () => {
    const administrator = await service.signIn(
      await service.person(['system_administrator'], own()),
    );
    const { body } = (await administrator
      .post(PEOPLE, { name: '李某', login: 'li-yi' })
      .expect(201)) as { body: { activation: string } };
    await administrator
      .post(PEOPLE, { name: '李某', login: 'li-er' })
      .expect(409)
      .expect(/NAME_TAKEN/);
    await administrator
      .post(PEOPLE, { name: '李二', login: 'li-yi' })
      .expect(409)
      .expect(/LOGIN_TAKEN/);
    await administrator.post(PEOPLE, { name: '李二', login: 'LI 2', role: 'approver' }).expect(400);
    await service.activate(body.activation);
    await service
      .browser()
      .post('/api/v1/activations', { token: body.activation })
      .expect(404)
      .expect(/LINK_INVALID/);
  });

  it('asks for presence before it changes accounts, and shows the bureau’s people', async () => {
    const person = await service.person(['system_administrator'], own());
    const browser = await service.signIn(person);
    await service.database.dataSource.query(
      `UPDATE fund.session SET stepped_up_at = now() - interval '6 minutes'`,
    );
    await browser
      .post(PEOPLE, { name: '赵某', login: 'zhao' })
      .expect(403)
      .expect(/STEP_UP_REQUIRED/);
    await service.forgetUsedCodes(person.accountId);
    await browser
      .post('/api/v1/sessions/second-factor', { code: codeOf(person.secret) })
      .expect(204);
    await browser.post(PEOPLE, { name: '赵某', login: 'zhao' }).expect(201);
    const { body } = (await browser.get(PEOPLE).expect(200)) as {
      body: { items: { name: string; accounts: unknown[] }[] };
    };
    expect(body.items).toContainEqual(
      expect.objectContaining({
        name: '赵某',
        roles: [],
        accounts: [expect.objectContaining({ login: 'zhao', state: 'invited' })],
      }),
    );
  });

  it('stops a disabled person and one who lost the role with the next request', async () => {
    const administrator = await service.signIn(
      await service.person(['system_administrator'], own()),
    );
    const officer = await service.person(['finance_officer'], own());
    const reviewer = await service.person(['reviewer'], own());
    const [officers, reviewers] = [await service.signIn(officer), await service.signIn(reviewer)];
    await officers.get('/api/v1/books').expect(200);
    await administrator.post(`/api/v1/accounts/${officer.accountId}/disable`).expect(204);
    await officers.get('/api/v1/books').expect(401);
    await officers.post('/api/v1/sessions/refresh').expect(401);
    await service.database.dataSource.query(
      'UPDATE fund.role_grant SET revoked_at = now(), revoked_by = $2 WHERE person_id = $1',
      [reviewer.personId, 'test'],
    );
    await reviewers
      .get('/api/v1/books')
      .expect(403)
      .expect(/ROLE_REQUIRED/);
  });

  it('does not find the accounts of another bureau', async () => {
    const elsewhere = await service.bureau('jilin');
    const stranger = await service.person(['system_administrator'], { bureauId: elsewhere.id });
    const officer = await service.person(['finance_officer'], own());
    const creditCode = '51220000MJ00010109';
    const member = await service.person(['organization_member'], { creditCode }, bureau.id);
    const ownMember = await service.person(['organization_member'], { creditCode }, elsewhere.id);
    const browser = await service.signIn(stranger);
    await browser.post(`/api/v1/accounts/${member.accountId}/disable`).expect(404);
    const foreign = await browser.post(`/api/v1/accounts/${officer.accountId}/disable`).expect(404);
    const absent = await browser
      .post('/api/v1/accounts/00000000-0000-4000-8000-000000000000/disable')
      .expect(404);
    const shapes = [foreign, absent].map(({ body }) => Object.keys(body as object).sort());
    expect(shapes[0]).toEqual(shapes[1]);
    const { body } = (await browser.get(PEOPLE).expect(200)) as {
      body: { items: { id: string }[] };
    };
    const found = body.items.map(({ id }) => id).sort();
    expect(found).toEqual([stranger.personId, ownMember.personId].sort());
    await browser.post(`/api/v1/accounts/${ownMember.accountId}/disable`).expect(204);

    const security = await service.person(['security_administrator'], { bureauId: elsewhere.id });
    const guard = await service.signIn(security);
    const revoke = ({ personId }: TestPerson) =>
      guard.post(`/api/v1/people/${personId}/roles/organization_member/revoke`);
    await revoke(member).expect(404);
    await revoke(ownMember).expect(204);
  });

  const APART: readonly (readonly [Role, Role])[] = [
    ['system_administrator', 'security_administrator'],
    ['security_administrator', 'audit_administrator'],
    ['system_administrator', 'approver'],
    ['auditor', 'reviewer'],
    ['cashier', 'finance_officer'],
    ['organization_member', 'finance_officer'],
  ];

  it.each(APART)('keeps %s and %s apart, also where the code is passed by', async (one, other) => {
    for (const [first, second] of [
      [one, other],
      [other, one],
    ] as const) {
      const person = await service.person([first], own());
      await expect(service.person([first, second], own())).rejects.toMatchObject({
        code: 'ROLES_INCOMPATIBLE',
      });
      const grant = asSuperuser(service.database.name, (client) =>
        client.query(
          `INSERT INTO fund.role_grant (id, person_id, role, valid_from, granted_by)
           VALUES (gen_random_uuid(), $1, $2, '2020-01-01', 'nobody')`,
          [person.personId, second],
        ),
      );
      expect(await refusalOf(grant)).toMatchObject({ message: 'ROLES_INCOMPATIBLE' });
    }
  });

  it('never changes a grant but by taking it back', async () => {
    const { personId } = await service.person(['reviewer'], own());
    const change = asSuperuser(service.database.name, (client) =>
      client.query(`UPDATE fund.role_grant SET role = 'approver' WHERE person_id = $1`, [personId]),
    );
    expect((await refusalOf(change)).message).toMatch(/only ever taken back/);
  });
});

describe('the sandbox', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await TestService.open();
  });
  afterAll(() => service.close());

  it('is not there on an installation without it', async () => {
    await service.browser().post('/api/v1/sessions/sandbox', { role: 'auditor' }).expect(404);
  });

  it('has one invented person a role, whose accounts nobody changes', async () => {
    const browser = await service.signInToSandbox('system_administrator');
    expect(await browser.readSession()).toMatchObject({
      sandbox: true,
      roles: ['system_administrator'],
    });
    await browser
      .post(PEOPLE, { name: '某某', login: 'somebody' })
      .expect(403)
      .expect(/NOT_IN_SANDBOX/);
    const { body } = (await browser.get(PEOPLE).expect(200)) as {
      body: { items: { name: string }[] };
    };
    expect(body.items).toHaveLength(9);
    for (const { name } of body.items) expect(name).toMatch(/^演示·/);
  });

  const enter = () => service.browser().post('/api/v1/sessions/sandbox', { role: 'auditor' });
  const isOffered = async () =>
    ((await service.browser().get('/api/v1/installation')).body as { sandbox: boolean }).sandbox;

  it.each([
    [{ FUND_PUBLIC_URL: 'https://fund.example' }, false],
    [{ FUND_SANDBOX: 'off' }, false],
    [{ FUND_SANDBOX: 'on', FUND_PUBLIC_URL: 'https://fund.example' }, true],
  ])('is open on the embedded database as %p says: %p', async (setting, isOpen) => {
    const browser = await service.signInToSandbox('auditor');
    expect(await isOffered()).toBe(true);
    const { serviceAddress, serviceClient } = service.database;
    const dataSource = await connectAsService(serviceAddress, 4);
    const place = await mkdtemp(join(tmpdir(), 'fund-sandbox-'));
    const running = await serve(
      readConfig({ PORT: '0', LOG_LEVEL: 'silent', ...UNLIMITED, ...setting }),
      {
        dataSource,
        embedded: true,
        place,
        wakeUp: new PostgresWakeUp(dataSource, serviceClient),
        close: () => Promise.resolve(),
      },
    );
    await running.stop();
    await rm(place, { recursive: true });
    expect(await isOffered()).toBe(isOpen);
    await enter().expect(isOpen ? 200 : 404);
    await browser.get('/api/v1/books').expect(isOpen ? 200 : 401);
  });

  it.each([{}, { FUND_SANDBOX: 'on' }])(
    'is closed on a database of the user’s own that holds it, with %p',
    async (setting) => {
      const browser = await service.signInToSandbox('auditor');
      const { url, stop } = await startService({ ...environmentOf(service.database), ...setting });
      try {
        const { status } = await fetch(`${url}/api/v1/sessions/sandbox`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ role: 'auditor' }),
        });
        expect({ status, isOffered: await isOffered() }).toEqual({ status: 404, isOffered: false });
        await browser.get('/api/v1/books').expect(401);
      } finally {
        await stop();
      }
    },
  );

  it('opens to no password', async () => {
    for (const password of ['', 'sandbox', 'password']) {
      const { status } = await service
        .browser()
        .post('/api/v1/sessions', { login: 'sandbox-auditor', password });
      expect([400, 401]).toContain(status);
    }
  });
});

describe('the first set-up', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await TestService.open();
  });
  afterAll(() => service.close());

  const given = (token: string) => ({
    token,
    bureau: { code: 'jilin', name: '吉林省生态环境厅' },
    book: { code: 'jilin-2026', title: '环境公益诉讼专项资金' },
    administrators: {
      system_administrator: { name: '甲', login: 'jia' },
      security_administrator: { name: '乙', login: 'yi.b' },
      audit_administrator: { name: '丙', login: 'bing' },
    },
  });
  const setUp = (body: object) => service.browser().post('/api/v1/set-up', body);

  it('works once, through the newest link, for three different people', async () => {
    const old = (await prepareSetUp(service.database.dataSource)) ?? '';
    const token = (await prepareSetUp(service.database.dataSource)) ?? '';
    await setUp(given(old))
      .expect(404)
      .expect(/LINK_INVALID/);
    const one = { name: '甲', login: 'jia' };
    const alone = {
      system_administrator: one,
      security_administrator: one,
      audit_administrator: one,
    };
    await setUp({ ...given(token), administrators: alone }).expect(400);
    const { body } = (await setUp(given(token)).expect(200)) as {
      body: { activations: Record<string, string> };
    };
    await setUp(given(token)).expect(404);
    expect(await prepareSetUp(service.database.dataSource)).toBeUndefined();

    const secret = await service.activate(body.activations['system_administrator'] ?? '');
    const browser = service.browser();
    await browser
      .post('/api/v1/sessions', { login: 'jia', password: 'a sentence nobody else says' })
      .expect(200);
    await browser.readSession();
    await service.database.dataSource.query('UPDATE fund.account SET totp_step = 0');
    await browser.post('/api/v1/sessions/second-factor', { code: codeOf(secret) }).expect(204);
    await browser.post(PEOPLE, { name: '丁', login: 'ding' }).expect(201);
  });

  it.each(['short', 'aaaaaaaaaaaaaaaa', 'the login is yi.b, is it'])(
    'takes no weak password: %s',
    async (password) => {
      const dataSource = service.database.dataSource;
      const [{ id }] = await dataSource.query<[{ id: string }]>(
        `SELECT id FROM fund.account WHERE login = 'yi.b'`,
      );
      const token = await invite(dataSource.manager, id);
      const browser = service.browser();
      const { body } = (await browser.post('/api/v1/activations', { token }).expect(200)) as {
        body: { secret: string };
      };
      await browser
        .post('/api/v1/activations/confirm', { token, password, code: codeOf(body.secret) })
        .expect(400)
        .expect(/PASSWORD_WEAK/);
    },
  );
});
