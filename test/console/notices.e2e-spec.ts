import { announce } from '../../src/notices';
import { inTransaction } from '../../src/platform/database/transaction';
import { obstacles, TestConsole } from '../support/console';
import { type TestBureau, type TestPerson, TestService } from '../support/test-service';

const REQUEST = '0198a1b2-0000-7000-8000-000000000001';

describe('notices in the console', () => {
  let console: TestConsole;
  let bureau: TestBureau;
  let reviewer: TestPerson;
  let administrator: TestPerson;
  beforeAll(async () => {
    const service = await TestService.open();
    console = await TestConsole.open(service);
    bureau = await service.bureau('changchun');
    reviewer = await service.person(['reviewer'], { bureauId: bureau.id });
    administrator = await service.person(['system_administrator'], { bureauId: bureau.id });
    const { dataSource } = service.database;
    await inTransaction(dataSource, (tx) =>
      announce(tx, {
        kind: 'request_waiting',
        bureauId: bureau.id,
        to: { people: [reviewer.personId] },
        facts: { title: '某事项', request: REQUEST, dueOn: '2026-12-07' },
      }),
    );
    await dataSource.query(
      `UPDATE fund.outgoing_event SET state = 'failed', attempts = 1, last_error = 'SMTP_550'`,
    );
  }, 300_000);
  afterAll(() => console.close());

  it('are read by whom they are for, who say where they go', async () => {
    const { page, faults } = await console.windowOf(reviewer, '/console/notices');
    await page.getByRole('link', { name: '通知记录' }).click();
    await page.getByRole('cell', { name: '待办：某事项' }).click();
    const text = page.getByRole('dialog', { name: '待办：某事项' });
    await text.getByText('办理期限：2026-12-07').waitFor();
    expect(await obstacles(page, 'notice')).toEqual([]);
    await page.keyboard.press('Escape');
    await text.waitFor({ state: 'hidden' });
    expect(await page.getByRole('button', { name: '重新发送' }).count()).toBe(0);
    expect(await obstacles(page, 'notices')).toEqual([]);

    await page.getByRole('link', { name: '我的账号' }).click();
    await page.getByLabel('电子邮箱').fill('not an address');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('请输入一个有效的邮箱地址').waitFor();
    await page.getByLabel('电子邮箱').fill('reviewer@bureau.example');
    await page.getByText('English', { exact: true }).last().click();
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('已保存').waitFor();
    const [stored] = await console.service.database.dataSource.query<object[]>(
      'SELECT email, language FROM fund.person WHERE id = $1',
      [reviewer.personId],
    );
    expect(stored).toEqual({ email: 'reviewer@bureau.example', language: 'en' });
    expect(faults).toEqual([]);
  });

  it('are sent again by the system administrator, who reads none of them', async () => {
    const { page, faults } = await console.windowOf(administrator, '/console/notices');
    await page.getByRole('link', { name: '通知记录' }).click();
    const row = page.getByRole('row', { name: new RegExp(reviewer.name) });
    await row.getByText('SMTP_550').waitFor();
    expect(await page.getByText('某事项').count()).toBe(0);
    expect(await obstacles(page, 'deliveries')).toEqual([]);
    await row.getByRole('button', { name: '重新发送' }).click();
    await row.getByText('待发送').waitFor();
    await page.getByText('发给我的').click();
    await row.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
  });
});
