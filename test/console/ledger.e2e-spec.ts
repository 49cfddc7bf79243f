import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import { facts } from '../../src/accounting';
import { acceptRequest, openBook, settleBook } from '../../src/ledger';
import { obstacles, obstaclesByDayAndNight, TestConsole, type Window } from '../support/console';
import { exampleText } from '../support/examples';
import { TestService } from '../support/test-service';

const BOOK = '/console/ledger/casefile-tutorial';

describe('the ledger in the console', () => {
  let console: TestConsole;
  beforeAll(async () => {
    const service = await TestService.open();
    await replayCaseFile(service.database.dataSource, parseCaseFile(exampleText('01-tutorial')));
    console = await TestConsole.open(service);
  }, 300_000);
  afterAll(() => console.close());

  const auditor = (path: string): Promise<Window> => console.sandboxWindow('auditor', path);

  it('leads from the workspace to the books, accounts and journals', async () => {
    const { page, faults } = await auditor('/console');
    await page.getByText('演示·审计人员，您好').waitFor();
    await page.getByRole('link', { name: '资金台账' }).click();
    await page.getByRole('cell', { name: 'casefile-tutorial' }).click();
    await page.waitForURL(/\/accounts$/);
    const account = page.getByRole('row', { name: '零余额账户用款额度' });
    await account.getByText('481,008.00').waitFor();
    await page.getByRole('link', { name: '记账凭证' }).click();
    await page.getByRole('cell', { name: '记-2023-01-0001' }).click();
    const voucher = page.getByRole('dialog', { name: '凭证 记-2023-01-0001' });
    await voucher.getByText('500,000.00').first().waitFor();
    expect(await voucher.getByText('500,000.00').count()).toBeGreaterThanOrEqual(4);
    await page.reload();
    await voucher.waitFor();
    expect(faults).toEqual([]);
  });

  it('keeps a filter in the address: after a reload, and going back', async () => {
    const { page } = await auditor(`${BOOK}/accounts`);
    const row = page.getByRole('row', { name: '零余额账户用款额度' });
    await row.getByText('481,008.00').waitFor();
    await page.getByLabel('截至日期').fill('2023-01-31');
    await page.getByLabel('截至日期').press('Enter');
    await row.getByText('500,000.00').waitFor();
    expect(page.url()).toMatch(/\/accounts\?asOf=2023-01-31$/);
    await page.reload();
    await row.getByText('500,000.00').waitFor();
    expect(await page.getByLabel('截至日期').inputValue()).toBe('2023-01-31');
    await page.goBack();
    await row.getByText('481,008.00').waitFor();
    await page.goto(`${BOOK}/accounts?asOf=2023-02-29`);
    await page.getByRole('alert').getByText('请求参数不正确').waitFor();
  });

  it('shows the accounts of a code and a pool with their total, and keeps both in the address', async () => {
    const { page, faults } = await auditor(`${BOOK}/accounts`);
    const rows = page.getByRole('row');
    await rows.filter({ hasText: '零余额账户用款额度' }).first().waitFor();
    await page.getByLabel('科目代码').fill('1011');
    await page.getByLabel('科目代码').press('Enter');
    await page.waitForURL(/\?code=1011$/);
    await page.getByLabel('资金池').fill('special_fund');
    await page.getByLabel('资金池').press('Enter');
    await page.waitForURL(/code=1011&pool=special_fund$/);
    const total = page.getByText('合计（借方为正）');
    await total.getByText('481,008.00').waitFor();
    await page.reload();
    await total.getByText('481,008.00').waitFor();
    expect(await rows.count()).toBe(2);
    expect(faults).toEqual([]);
  });

  it('keeps a filter that was set a moment before another one', async () => {
    const { page } = await auditor(`${BOOK}/accounts`);
    await page.getByLabel('科目代码').fill('1011');
    const pool = await page.getByLabel('资金池').getAttribute('id');
    // In one go, before the page can be drawn with the first of them.
    await page.evaluate(`{
      const pool = document.getElementById(${JSON.stringify(pool)});
      pool.focus();
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(pool, 'special_fund');
      pool.dispatchEvent(new Event('input', { bubbles: true }));
      pool.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    }`);
    await page.waitForURL(/[?&]pool=special_fund/);
    expect(new URL(page.url()).search).toBe('?code=1011&pool=special_fund');
  });

  it('has a month put on hold by one person and closed by another, once everything is posted', async () => {
    const periods = `${BOOK}/periods`;
    const officer = await console.sandboxWindow('finance_officer', periods);
    const month = officer.page.getByRole('row', { name: '2023-01' });
    expect(await officer.page.getByRole('button', { name: '结账', exact: true }).count()).toBe(0);
    await month.getByRole('button', { name: '设为待结账' }).click();
    // While the pointer rests on it the message stays: the state changes without waiting for its end.
    await officer.page.getByText('2023-01 已设为待结账').hover();
    await month.getByText('待结账').first().waitFor();
    await month.getByRole('button', { name: '取消待结账' }).click();
    await month.getByText('开放').waitFor();
    await month.getByRole('button', { name: '设为待结账' }).click();
    await month.getByRole('button', { name: '取消待结账' }).waitFor();
    const { page, faults } = await console.sandboxWindow('approver', periods);
    const held = page.getByRole('row', { name: '2023-01' });
    await held.getByRole('button', { name: '结账', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: '确认对 2023-01 结账？' });
    await dialog.getByText('该月凭证已全部记账').waitFor();
    await dialog.getByRole('button', { name: '结账', exact: true }).click();
    await held.getByText('已结账').waitFor();
    expect(faults).toEqual([]);
  });

  it('is walked through by keyboard', async () => {
    const { page } = await auditor(`${BOOK}/journals`);
    await page.getByRole('cell', { name: '记-2023-01-0001' }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: '凭证 记-2023-01-0001' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    const list = page.getByRole('dialog', { name: '键盘快捷键' });
    await list.getByText('下一行').waitFor();
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('cell', { name: '记-2023-01-0001' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
  });

  it('says why a figure is what it is', async () => {
    const { page, faults } = await auditor(`${BOOK}/computations`);
    await page.getByRole('button', { name: '为什么？' }).first().click();
    const drawer = page.getByRole('dialog', { name: '为什么是这个结果？' });
    await drawer.getByText('计算步骤').waitFor();
    await drawer.getByText('依据').waitFor();
    expect(await drawer.locator('li').count()).toBeGreaterThan(0);
    expect(await obstacles(page, 'why')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('pages through a long list and back', async () => {
    const { dataSource } = console.service.database;
    for (let made = 1; made <= 60; made += 1) {
      const code = `many-${String(made).padStart(2, '0')}`;
      await openBook(dataSource.manager, { code, kind: 'sandbox', title: code });
    }
    const { page } = await auditor('/console/ledger');
    await page.getByRole('cell', { name: 'many-01' }).first().waitFor();
    await page.getByRole('button', { name: '下一页' }).click();
    await page.getByRole('cell', { name: 'many-60' }).first().waitFor();
    expect(page.url()).toContain('cursor=');
    await page.reload();
    await page.getByRole('cell', { name: 'many-60' }).first().waitFor();
    await page.getByRole('button', { name: '上一页' }).click();
    await page.getByRole('cell', { name: 'many-01' }).first().waitFor();
  });

  async function requestThatWaits(code: string) {
    const { dataSource } = console.service.database;
    const book = { code, kind: 'sandbox', title: code } as const;
    const bookId = await openBook(dataSource.manager, book);
    const { requestId } = await acceptRequest(dataSource.manager, {
      bookId,
      idempotencyKey: 'waits',
      businessOn: '2024-01-02',
      madeBy: 'officer',
      ...facts.appropriated('special_fund', 100n),
    });
    return { bookId, path: `/console/ledger/${code}/requests/${String(requestId)}` };
  }

  it('shows an entry turn from queued to posted', async () => {
    const { bookId, path } = await requestThatWaits('live');
    const { page, faults } = await auditor(path);
    await page.getByText('待记账').waitFor();
    await settleBook(console.service.database.dataSource, bookId);
    await page.getByText('已记账').waitFor();
    await page.getByRole('link', { name: '凭证号 记-2024-01-0001' }).waitFor();
    expect(faults).toEqual([]);
  });

  it('shows an entry that could not be posted, with the reason', async () => {
    const { bookId, path } = await requestThatWaits('fails');
    const { page } = await auditor(path);
    await page.getByText('待记账').waitFor();
    await console.service.database.dataSource.query(
      'SELECT ledger.fail_request(id, $2, $3) FROM ledger.posting_request WHERE book_id = $1',
      [bookId, 'INTERNAL_ERROR', 'for the test'],
    );
    await page.getByText('记账失败').waitFor();
    await page.getByText('INTERNAL_ERROR').waitFor();
    expect(await obstacles(page, 'posting-failed')).toEqual([]);
  });

  it('answers for an entry that is not there as everywhere, and lets nobody else look', async () => {
    const events = '/api/v1/books/casefile-tutorial/requests/999999/events';
    const { page } = await auditor('/console');
    expect((await page.request.get(events)).status()).toBe(404);
    await console.service.browser().get(events).expect(401);
    const administrator = await console.sandboxWindow('system_administrator', '/console');
    expect((await administrator.page.request.get(events)).status()).toBe(403);
  });

  it('says what it has not', async () => {
    const { page } = await auditor('/console/nothing');
    await page.getByText('没有这个页面').waitFor();
    await page.goto('/console/ledger/absent/journals');
    await page.getByRole('alert').waitFor();
  });

  it('keeps nobody out: no obstacles on its pages, in the light and in the dark', async () => {
    const { page, faults } = await auditor('/console');
    const found: string[] = [];
    for (const [name, path] of [
      ['workspace', '/console/workspace'],
      ['books', '/console/ledger'],
      ['accounts', `${BOOK}/accounts`],
      ['journals', `${BOOK}/journals`],
      ['journal', `${BOOK}/journals?journal=3`],
      ['computations', `${BOOK}/computations`],
      ['periods', `${BOOK}/periods`],
      ['posting-state', `${BOOK}/requests/1`],
      ['audit-trail', '/console/audit'],
      ['not-found', '/console/nothing'],
    ] as const) {
      await page.goto(path);
      await page.getByRole('heading').first().waitFor();
      found.push(...(await obstaclesByDayAndNight(page, name)));
    }
    expect(found).toEqual([]);
    expect(faults).toEqual([]);
  });
});
