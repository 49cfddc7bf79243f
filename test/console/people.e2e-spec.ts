import type { Page } from 'playwright-core';
import { prepareSetUp } from '../../src/identity';
import { obstacles, TestConsole } from '../support/console';
import { codeOf, type TestPerson, TestService } from '../support/test-service';

const PASSWORD = 'four horses cross the river';

describe('the people of an installation', () => {
  let console: TestConsole;
  let activationLinks: string[];
  beforeAll(async () => {
    console = await TestConsole.open(await TestService.open());
  }, 300_000);
  afterAll(() => console.close());

  /** Follows an activation link as its person would; the answer is the secret on the page. */
  async function activate(page: Page): Promise<string> {
    const secret = await page.locator('.secret').innerText();
    await page.getByLabel('2. 设置密码').fill(PASSWORD);
    await page.getByLabel('3. 输入应用显示的六位数字').fill(codeOf(secret, -1));
    await page.getByRole('button', { name: '激活账户' }).click();
    await page.getByText('账户已激活').waitFor();
    return secret;
  }

  it('are told at sign-in that nothing is set up, and at a broken link what is missing', async () => {
    const { page } = await console.window('/sign-in');
    await page.getByText('本系统尚未进行初始设置').waitFor();
    await page.goto('/set-up');
    await page.getByText('链接不完整').waitFor();
    await page.goto(`/activate#${'a'.repeat(43)}`);
    await page.getByText('链接无效或已过期').waitFor();
  });

  it('begin with the first set-up: three administrators, three links, no token in any request', async () => {
    const token = await prepareSetUp(console.service.database.dataSource);
    const { page, faults } = await console.window(`/set-up#${token ?? ''}`);
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.url()));
    await page.getByLabel('单位名称').fill('长春市生态环境局');
    await page.getByLabel('单位代码').fill('changchun');
    await page.getByLabel('账套名称').fill('环境公益诉讼专项资金');
    await page.getByLabel('账套代码').fill('special-fund');
    const administrators = [
      ['钱某', 'qian'],
      ['钱某', 'sun'],
      ['李某', 'li-mou'],
    ] as const;
    for (const [index, [name, login]] of administrators.entries()) {
      await page.getByLabel('姓名').nth(index).fill(name);
      await page.getByLabel('登录名').nth(index).fill(login);
    }
    await page.getByRole('button', { name: '完成设置' }).click();
    await page.getByText('三位管理员须为三个不同的人').waitFor();
    await page.getByLabel('姓名').nth(1).fill('孙某');
    expect(await obstacles(page, 'set-up')).toEqual([]);
    await page.getByRole('button', { name: '完成设置' }).click();
    await page.getByText('设置完成').waitFor();
    const links = await page.getByLabel(/的激活链接/).all();
    activationLinks = await Promise.all(links.map((link) => link.inputValue()));
    expect(activationLinks).toHaveLength(3);
    expect(await obstacles(page, 'set-up-done')).toEqual([]);
    expect(sent.filter((url) => url.includes(token ?? 'a token'))).toEqual([]);
    expect(faults).toEqual([]);
    await page.reload();
    await page.getByRole('button', { name: '完成设置' }).waitFor();
  });

  it('go on with an activation: a picture for the app, a password, a code, and one sign-in', async () => {
    const [link = ''] = activationLinks;
    const { page, faults } = await console.window(link);
    await page.getByText('qian', { exact: true }).waitFor();
    await page.getByRole('img', { name: '身份验证器二维码' }).waitFor();
    expect(await obstacles(page, 'activate')).toEqual([]);
    await page.getByLabel('2. 设置密码').fill('short');
    await page
      .getByLabel('3. 输入应用显示的六位数字')
      .fill(codeOf(await page.locator('.secret').innerText(), -1));
    await page.getByRole('button', { name: '激活账户' }).click();
    await page.getByText('密码强度不足').waitFor();
    const secret = await activate(page);
    await page.getByRole('link', { name: '去登录' }).click();
    const accounts = await console.service.database.dataSource.query<{ id: string }[]>(
      `SELECT id FROM fund.account WHERE login = 'qian'`,
    );
    const accountId = accounts[0]?.id ?? '';
    const person = { login: 'qian', password: PASSWORD, secret, accountId } as TestPerson;
    await console.signIn(page, person);
    await page.getByText('钱某，您好').waitFor();
    await page.getByText('长春市生态环境局').waitFor();
    expect(faults).toEqual([]);
  });

  it('are entered, refused under a name that is taken, and disabled by the administrator', async () => {
    const bureau = await console.service.bureau('siping');
    const administrator = await console.service.person(['system_administrator'], {
      bureauId: bureau.id,
    });
    const officer = await console.service.person(['finance_officer'], { bureauId: bureau.id });
    const { page, faults } = await console.windowOf(administrator, '/console/people');
    await page.getByRole('cell', { name: officer.login, exact: true }).waitFor();

    await page.getByRole('button', { name: '录入人员' }).click();
    const form = page.getByRole('dialog', { name: '录入人员' });
    await form.getByLabel('姓名').fill(officer.name);
    await form.getByLabel('登录名').fill('Not A Login');
    await form.getByRole('button', { name: '录入', exact: true }).click();
    await form.getByText('须为 3 至 40 个').waitFor();
    await form.getByLabel('登录名').fill('feng-mou');
    await form.getByRole('button', { name: '录入', exact: true }).click();
    await form.getByText('本单位已有同名人员').waitFor();
    expect(await obstacles(page, 'enter-person')).toEqual([]);
    await form.getByLabel('姓名').fill('冯某');
    await form.getByRole('button', { name: '录入', exact: true }).click();
    const link = await page.getByLabel(/冯某 的激活链接/).inputValue();
    expect(link).toMatch(/\/activate#[\w-]{43}$/);
    await page.getByRole('button', { name: '完成' }).click();
    expect(await obstacles(page, 'people')).toEqual([]);

    const row = page.getByRole('row', { name: officer.login });
    await row.getByRole('button', { name: '停用账户' }).click();
    await page.getByRole('button', { name: '确定' }).click();
    await row.getByText('已停用').waitFor();
    const { login, password } = officer;
    await console.service.browser().post('/api/v1/sessions', { login, password }).expect(401);

    await row.getByRole('button', { name: '申请重置' }).click();
    const asking = page.getByRole('dialog', { name: `申请重置 ${officer.login}` });
    await asking.getByLabel('理由').fill('手机遗失');
    await asking.getByRole('button', { name: '提交' }).click();
    await page.waitForURL(/\/console\/approvals\//);
    const approval = page.url().replace(/^.*\/console/, '/api/v1');
    const security = await console.service.signIn(
      await console.service.person(['security_administrator'], { bureauId: bureau.id }),
    );
    const { body } = (await security.get(approval).expect(200)) as {
      body: { contentHash: string };
    };
    await security
      .post(`${approval}/decisions`, { decision: 'approve', contentHash: body.contentHash })
      .expect(200);
    await page.reload();
    await page.getByRole('button', { name: '领取新链接' }).click();
    const newLink = await page.getByLabel(`${officer.name} 的激活链接`).inputValue();
    expect(newLink).toMatch(/\/activate#[\w-]{43}$/);
    expect(await obstacles(page, 'reset-link')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('are shown to every administrator, with what that one may do', async () => {
    const { page } = await console.sandboxWindow('security_administrator', '/console/people');
    await page.getByRole('cell', { name: '演示·出纳' }).waitFor();
    expect(await page.getByRole('button', { name: '录入人员' }).count()).toBe(0);
    const row = page.getByRole('row', { name: '演示·出纳' });
    await row.getByRole('button', { name: '停用账户' }).click();
    await page.getByRole('button', { name: '确定' }).click();
    await page.getByText('演示身份不能进行此操作').waitFor();
    expect(await obstacles(page, 'people-sandbox')).toEqual([]);
  });
});
