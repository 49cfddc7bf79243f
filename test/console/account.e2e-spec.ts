import { obstacles, TestConsole } from '../support/console';
import { type TestPerson, TestService } from '../support/test-service';

const NEW = 'another sentence that nobody says';

describe('one’s own account in the console', () => {
  let console: TestConsole;
  let officer: TestPerson;
  beforeAll(async () => {
    const service = await TestService.open();
    console = await TestConsole.open(service);
    const { id: bureauId } = await service.bureau('changchun');
    officer = await service.person(['finance_officer'], { bureauId });
  }, 300_000);
  afterAll(() => console.close());

  it('shows where one is signed in, ends a session, and takes another password', async () => {
    const elsewhere = await console.service.signIn(officer);
    const another = await console.service.signIn(officer);
    const { page, faults } = await console.windowOf(officer, '/console/account');
    await page.getByRole('link', { name: '我的账号' }).click();
    const own = page.getByRole('row', { name: '当前登录' });
    await own.waitFor();
    expect(await own.getByRole('button').count()).toBe(0);
    const endings = page.getByRole('button', { name: '退出该登录' });
    expect(await endings.count()).toBe(2);
    expect(await obstacles(page, 'account')).toEqual([]);
    // The newest stands first.
    await endings.first().click();
    await page.getByText('已退出').first().waitFor();
    await another.get('/api/v1/books').expect(401);
    await elsewhere.get('/api/v1/books').expect(200);

    await page.getByRole('button', { name: '修改密码' }).click();
    const form = page.getByRole('dialog', { name: '修改密码' });
    await form.getByLabel('当前密码').fill('not the password');
    await form.getByLabel('新密码').fill(NEW);
    expect(await obstacles(page, 'change-password')).toEqual([]);
    await form.getByRole('button', { name: '确认修改' }).click();
    await form.getByText('当前密码不正确').waitFor();
    await form.getByLabel('当前密码').fill(officer.password);
    await form.getByRole('button', { name: '确认修改' }).click();
    await page.getByText('密码已修改').waitFor();
    await elsewhere.get('/api/v1/books').expect(401);
    await endings.first().waitFor({ state: 'detached' });
    await console.service.signIn({ ...officer, password: NEW });
    expect(faults).toEqual([]);
  });
});
