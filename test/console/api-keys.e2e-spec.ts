import request from 'supertest';
import { obstacles, TestConsole } from '../support/console';
import { type TestBureau, type TestPerson, TestService } from '../support/test-service';

describe('keys of programs in the console', () => {
  let console: TestConsole;
  let bureau: TestBureau;
  let officer: TestPerson;
  let guardian: TestPerson;
  beforeAll(async () => {
    const service = await TestService.open();
    console = await TestConsole.open(service);
    bureau = await service.bureau('changchun');
    officer = await service.person(['finance_officer'], { bureauId: bureau.id });
    guardian = await service.person(['security_administrator'], { bureauId: bureau.id });
  }, 300_000);
  afterAll(() => console.close());

  const booksWith = (key: string) =>
    request(console.service.app.getHttpServer())
      .get('/api/v1/books')
      .set('authorization', `Bearer ${key}`);

  it('are made after a fresh code, shown once, and good for what was chosen', async () => {
    const { page, faults } = await console.windowOf(officer, '/console/api-keys', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.getByRole('button', { name: '新建密钥' }).click();
    const form = page.getByRole('dialog', { name: '新建密钥' });
    await form.getByRole('button', { name: '新建密钥' }).click();
    await form.getByText('请填写此项').first().waitFor();
    await form.getByLabel('名称').fill('每晚报表');
    await form.getByLabel('读取账套').check();
    await form.getByLabel('有效天数').fill('30');
    expect(await obstacles(page, 'make-api-key')).toEqual([]);
    await console.service.database.dataSource.query(
      `UPDATE fund.session SET stepped_up_at = now() - interval '6 minutes'`,
    );
    await form.getByRole('button', { name: '新建密钥' }).click();
    await console.showCode(page, officer);

    const made = page.getByRole('dialog', { name: '密钥已建立' });
    const key = await made.getByLabel('每晚报表 的密钥').inputValue();
    await made.getByText('密钥只显示这一次').waitFor();
    expect(await made.getByRole('button').count()).toBe(2);
    await made.getByRole('button', { name: '复制密钥' }).click();
    await made.getByRole('button', { name: '已复制' }).waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(key);
    expect(await obstacles(page, 'api-key-made')).toEqual([]);
    await booksWith(key).expect(200);

    await made.getByRole('button', { name: '已妥善保存' }).click();
    await page.getByRole('row', { name: '每晚报表' }).getByText('读取账套').waitFor();
    await made.waitFor({ state: 'hidden' });
    expect(await page.content()).not.toContain(key);
    expect(await obstacles(page, 'api-keys')).toEqual([]);
    expect(faults).toEqual([]);

    const other = await console.windowOf(guardian, '/console/api-keys');
    const row = other.page.getByRole('row', { name: '每晚报表' });
    await row.getByText(officer.name).waitFor();
    await row.getByRole('button', { name: '吊销' }).click();
    await other.page.getByRole('button', { name: '确定' }).click();
    await row.getByText('已吊销').waitFor();
    expect(await row.getByRole('button', { name: '吊销' }).count()).toBe(0);
    await booksWith(key).expect(401);
    expect(other.faults).toEqual([]);
  });

  it('are in English on a small dark screen as well, and no business of an organization', async () => {
    const { page } = await console.windowOf(officer, '/console/api-keys', {
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
    });
    await page.getByRole('heading', { name: '接口密钥' }).waitFor();
    await page.evaluate(`localStorage.setItem('fund.language', 'en')`);
    await page.reload();
    await page.getByRole('heading', { name: 'API keys' }).waitFor();
    await page.getByRole('row', { name: 'Revoked' }).waitFor();
    expect(await obstacles(page, 'api-keys-en-dark-390')).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);

    const member = await console.sandboxWindow('organization_member', '/console/workspace');
    await member.page.getByRole('link', { name: '工作台' }).waitFor();
    expect(await member.page.getByRole('link', { name: '接口密钥' }).count()).toBe(0);
  });
});
