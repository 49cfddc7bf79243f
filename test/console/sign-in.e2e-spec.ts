import { TestConsole, obstacles } from '../support/console';
import { codeOf, type TestBureau, type TestPerson, TestService } from '../support/test-service';

describe('signing in to the console', () => {
  let console: TestConsole;
  let bureau: TestBureau;
  let officer: TestPerson;
  beforeAll(async () => {
    const service = await TestService.open();
    console = await TestConsole.open(service);
    bureau = await service.bureau('changchun');
    officer = await service.person(['finance_officer'], { bureauId: bureau.id });
  }, 300_000);
  afterAll(() => console.close());

  const session = (change: string, { accountId }: TestPerson) =>
    console.service.database.dataSource.query(
      `UPDATE fund.session SET ${change} WHERE account_id = $1`,
      [accountId],
    );

  it('is sent by a strict policy, and its files are kept by browsers', async () => {
    const { page, faults } = await console.window('/');
    const answer = await page.request.get('/sign-in');
    const policy = answer.headers()['content-security-policy'] ?? '';
    expect(policy).toContain(`default-src 'none'; script-src 'self';`);
    expect(policy).toContain(`frame-ancestors 'none'`);
    const [, script] = /src="(\/assets\/[^"]+\.js)"/.exec(await answer.text()) ?? [];
    const file = await page.request.get(script ?? '');
    expect(file.headers()).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': expect.stringMatching(/javascript/) as string,
    });
    for (const path of ['/assets/absent.js', '/api/v1/absent', '/elsewhere']) {
      const absent = await page.request.get(path);
      expect([absent.status(), absent.headers()['content-type']]).toEqual([
        404,
        'application/problem+json; charset=utf-8',
      ]);
    }
    expect(faults).toEqual([]);
  });

  it('takes both factors, goes to the page that was asked for, and ends', async () => {
    const { page, faults } = await console.window('/console/ledger?limit=3');
    await page.waitForURL(/\/sign-in\?next=/);
    await console.signIn(page, officer);
    await page.waitForURL(/\/console\/ledger\?limit=3$/);
    await page.getByText('changchun bureau').waitFor();
    await page.getByText('经办会计').waitFor();
    expect(await page.getByRole('link', { name: '系统管理' }).count()).toBe(0);
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.waitForURL(/\/sign-in/);
    await page.goto('/console/ledger');
    await page.waitForURL(/\/sign-in/);
    expect(faults).toEqual([]);
  });

  it('leaves nothing behind where the service cannot be reached, or nobody signs in again', async () => {
    for (const end of ['unreachable', 'not again'] as const) {
      const { page } = await console.window('/console/ledger');
      await console.signIn(page, officer);
      await page.getByText('changchun-book').first().waitFor();
      await page.evaluate(`sessionStorage.setItem('typed', 'a voucher')`);
      if (end === 'unreachable') {
        await page.route('**/api/v1/sessions/current', (route) => route.abort());
        await page.getByRole('button', { name: '退出登录' }).click();
      } else {
        await session('ended_at = now()', officer);
        await page.getByRole('link', { name: '待办事项' }).click();
        await page.getByRole('dialog').getByLabel('登录名').waitFor();
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
      await page.getByLabel('登录名').waitFor();
      expect(await page.getByText('changchun-book').count()).toBe(0);
      expect(await page.evaluate('sessionStorage.length')).toBe(0);
    }
  });

  it('says the same of a wrong password as the service does, and keeps the login', async () => {
    const { page } = await console.window('/sign-in');
    await page.getByLabel('登录名').fill(officer.login);
    await page.getByLabel('密码').fill('not the password');
    await page.getByRole('button', { name: '登录', exact: true }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('登录失败').waitFor();
    await alert.getByText('请核对登录名和密码').waitFor();
    expect(await page.getByLabel('登录名').inputValue()).toBe(officer.login);
    await page.getByLabel('密码').fill(officer.password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByLabel('验证码').fill('000000');
    await page.getByRole('button', { name: '确认', exact: true }).click();
    await page.getByText('验证码不正确').waitFor();
    await console.showCode(page, officer);
    await page.waitForURL(/\/console\/workspace/);
  });

  it('never leads to another site', async () => {
    const { page } = await console.window('/sign-in?next=//example.org/console');
    await console.signIn(page, officer);
    await page.waitForURL(/\/console\/workspace/);
  });

  it('asks over the page when the session has run out, and nothing typed is lost', async () => {
    const administrator = await console.service.person(['system_administrator'], {
      bureauId: bureau.id,
    });
    const { page, faults } = await console.window('/console/people');
    await console.signIn(page, administrator);
    await page.getByRole('button', { name: '录入人员' }).click();
    const form = page.getByRole('dialog', { name: '录入人员' });
    await form.getByLabel('姓名').fill('周某');
    await form.getByLabel('登录名').fill('zhou-mou');
    await session('ended_at = now()', administrator);
    await form.getByRole('button', { name: '录入', exact: true }).click();

    const dialog = page.getByRole('dialog', { name: '登录已过期，请重新登录' });
    await dialog.getByLabel('登录名').fill(administrator.login);
    await dialog.getByLabel('密码').fill(administrator.password);
    expect(await obstacles(page, 'sign-in-again')).toEqual([]);
    await dialog.getByRole('button', { name: '登录', exact: true }).click();
    await console.showCode(page, administrator);
    await page.getByLabel(/周某 的激活链接/).waitFor();
    await page.getByRole('button', { name: '完成' }).click();
    await page.getByRole('cell', { name: 'zhou-mou' }).waitFor();
    expect(faults).toEqual([]);
  });

  it('does not send what one person typed in the name of another', async () => {
    const [one, other] = [
      await console.service.person(['system_administrator'], { bureauId: bureau.id }),
      await console.service.person(['system_administrator'], { bureauId: bureau.id }),
    ];
    const { page } = await console.window('/console/people');
    await console.signIn(page, one);
    await page.getByRole('button', { name: '录入人员' }).click();
    await page.getByRole('dialog').getByLabel('姓名').fill('吴某');
    await page.getByRole('dialog').getByLabel('登录名').fill('wu-mou');
    await session('ended_at = now()', one);
    await page.getByRole('button', { name: '录入', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: '登录已过期，请重新登录' });
    await dialog.getByLabel('登录名').fill(other.login);
    await dialog.getByLabel('密码').fill(other.password);
    await dialog.getByRole('button', { name: '登录', exact: true }).click();
    await console.showCode(page, other);
    await page.waitForURL(/\/console\/workspace/);
    const found = await console.service.database.dataSource.query<unknown[]>(
      `SELECT FROM fund.account WHERE login = 'wu-mou'`,
    );
    expect(found).toEqual([]);
  });

  it('asks for a code before a grave step, and goes on with it', async () => {
    const administrator = await console.service.person(['system_administrator'], {
      bureauId: bureau.id,
    });
    const { page } = await console.window('/console/people');
    await console.signIn(page, administrator);
    await page.getByRole('button', { name: '录入人员' }).click();
    await session(`stepped_up_at = now() - interval '6 minutes'`, administrator);
    await page.getByRole('dialog').getByLabel('姓名').fill('郑某');
    await page.getByRole('dialog').getByLabel('登录名').fill('zheng-mou');
    await page.getByRole('button', { name: '录入', exact: true }).click();
    await page.getByRole('dialog', { name: '请再次验证身份' }).waitFor();
    await console.showCode(page, administrator);
    await page.getByLabel(/郑某 的激活链接/).waitFor();
  });

  it('renews the session once, however many tabs need it', async () => {
    const { page } = await console.window('/console/ledger');
    await console.signIn(page, officer);
    await page.waitForURL(/\/console\/ledger/);
    const tabs = [page];
    for (let more = 0; more < 3; more += 1) {
      const tab = await page.context().newPage();
      await tab.goto('/console/ledger');
      await tab.getByRole('heading', { name: '资金台账' }).waitFor();
      tabs.push(tab);
    }
    await session(`access_expires_at = now()`, officer);
    await Promise.all(tabs.map((tab) => tab.reload()));
    for (const tab of tabs) await tab.getByRole('heading', { name: '资金台账' }).waitFor();
    const ended = await console.service.database.dataSource.query<unknown[]>(
      `SELECT FROM fund.session WHERE end_reason = 'refresh_reused'`,
    );
    expect(ended).toEqual([]);
  });

  it('shows no sandbox where there is none, and a marked panel where there is one', async () => {
    const { page, faults } = await console.window('/sign-in');
    await page.getByRole('heading', { name: '登录' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.getByText('沙箱演示').count()).toBe(0);
    await console.offerSandbox();
    await page.reload();
    const panel = page.getByRole('region', { name: '沙箱演示 / Sandbox' });
    await panel.waitFor();
    expect(await panel.getByRole('button').count()).toBe(9);
    expect(await obstacles(page, 'sign-in')).toEqual([]);
    await panel.getByRole('button', { name: '审计人员' }).click();
    await page.getByText('演示·审计人员', { exact: true }).waitFor();
    await page.locator('header').getByText('演示数据').waitFor();
    expect(faults).toEqual([]);
  });

  it('speaks both languages and keeps the choice, in the words of the service too', async () => {
    const { page, faults } = await console.window('/sign-in');
    expect(await page.getAttribute('html', 'lang')).toBe('zh-CN');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.reload();
    await page.getByLabel('Login').fill('nobody');
    await page.getByLabel('Password').fill('nothing');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Signing in failed').waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    expect(await page.title()).toBe('Environmental litigation fund ledger');
    expect(faults).toEqual([]);
  });

  it('is dark where the system is, and as it was chosen', async () => {
    const { page } = await console.window('/sign-in', { colorScheme: 'dark' });
    await page.locator('html[data-appearance=dark]').waitFor();
    expect(await obstacles(page, 'sign-in-dark')).toEqual([]);
    await page.getByRole('button', { name: '浅色模式' }).click();
    await page.reload();
    await page.locator('html[data-appearance=light]').waitFor();
  });

  it('counts a code of the app once', async () => {
    const { page } = await console.window('/sign-in');
    await page.getByLabel('登录名').fill(officer.login);
    await page.getByLabel('密码').fill(officer.password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByLabel('验证码').waitFor();
    await console.service.database.dataSource.query(
      'UPDATE fund.account SET totp_step = 2000000000 WHERE id = $1',
      [officer.accountId],
    );
    await page.getByLabel('验证码').fill(codeOf(officer.secret));
    await page.getByRole('button', { name: '确认', exact: true }).click();
    await page.getByText('验证码不正确').waitFor();
  });
});
