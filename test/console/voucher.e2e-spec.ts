import type { Page } from 'playwright-core';
import { openBook, settleBook } from '../../src/ledger';
import { obstacles, TestConsole } from '../support/console';
import { TestService } from '../support/test-service';

const BOOK = 'training';
const PAGE = `/console/ledger/${BOOK}/voucher`;

describe('a voucher typed in the console', () => {
  let console: TestConsole;
  let bookId: number;
  beforeAll(async () => {
    const service = await TestService.open();
    const { manager } = service.database.dataSource;
    bookId = await openBook(manager, { code: BOOK, kind: 'sandbox', title: '练习账套' });
    console = await TestConsole.open(service);
  }, 300_000);
  afterAll(() => console.close());

  const query = <T>(sql: string): Promise<T> => console.service.database.dataSource.query<T>(sql);

  async function type(page: Page, summary: string): Promise<void> {
    await page.getByLabel('业务日期').fill('20240315');
    await page.getByLabel('业务日期').press('Enter');
    await page.getByLabel('摘要').fill(summary);
    const [first, second] = [1, 2].map((number) =>
      page.getByRole('group', { name: `第 ${String(number)} 行` }),
    );
    await first?.getByLabel('科目').click();
    await page.getByTitle('1002.01 银行存款—基本户').click();
    await first?.getByLabel('借方').fill('1,234.56');
    await second?.getByLabel('科目').click();
    await page.getByTitle('2307.09 其他应付款—待查款项').last().click();
    await second?.getByLabel('当事人').fill('来源不明');
    await second?.getByLabel('贷方').fill('1234.5');
  }

  /** Posts what was entered, and waits until the page says so. */
  async function post(page: Page): Promise<void> {
    await page.getByText('待记账').waitFor();
    await settleBook(console.service.database.dataSource, bookId);
    await page.getByText('已记账').waitFor();
  }

  it('shows what it lacks, is entered once by a second click too, and turns to posted', async () => {
    const { page, faults } = await console.sandboxWindow('finance_officer', PAGE);
    await type(page, '不明来款');
    await page.getByText('借方多 0.06').waitFor();
    await page.getByRole('button', { name: '记账' }).click();
    await page.getByText('借贷不平，不能提交').waitFor();
    await page.getByLabel('贷方').last().fill('1234.56');
    await page.getByText('壹仟贰佰叁拾肆元伍角陆分').waitFor();
    expect(await obstacles(page, 'voucher')).toEqual([]);
    await page.getByRole('button', { name: '记账' }).dblclick();
    await post(page);
    await page.getByRole('link', { name: '凭证号 记-2024-03-0001' }).waitFor();
    expect(await page.getByLabel('摘要').inputValue()).toBe('');
    expect(await obstacles(page, 'voucher-posted')).toEqual([]);
    const [{ count }] = await query<[{ count: string }]>(
      'SELECT count(*) FROM ledger.posting_request',
    );
    expect(count).toBe('1');
    expect(faults).toEqual([]);
  });

  it('is not lost with the session, nor entered again after a lost answer', async () => {
    const { page } = await console.sandboxWindow('finance_officer', PAGE);
    await type(page, '会话中断');
    await page.getByLabel('贷方').last().fill('1234.56');
    await page.getByText('借贷平衡').waitFor();
    // The service takes it, and its answer never arrives.
    await page.route('**/vouchers', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.getByRole('button', { name: '记账' }).click();
    await page.getByText('无法连接服务').waitFor();
    await page.unroute('**/vouchers');
    await query(`UPDATE fund.session SET expires_at = now(), access_expires_at = now()`);

    await page.reload();
    await page.getByRole('button', { name: '经办会计' }).click();
    await page.waitForURL(new RegExp(`${PAGE}$`));
    await page.getByText('借贷平衡').waitFor();
    expect(await page.getByLabel('摘要').inputValue()).toBe('会话中断');
    await page.getByRole('button', { name: '记账' }).click();
    await post(page);
    const requests = await query<unknown[]>(
      `SELECT 1 FROM ledger.posting_request WHERE summary = '会话中断'`,
    );
    expect(requests).toHaveLength(1);
  });

  it('leaves nothing behind in the tab of somebody who signed out', async () => {
    const { page } = await console.sandboxWindow('finance_officer', PAGE);
    await type(page, '未提交');
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByRole('button', { name: '经办会计' }).waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });

  it.each(['light', 'dark'] as const)('is typed on a phone as well (%s)', async (colorScheme) => {
    const { page } = await console.sandboxWindow('finance_officer', PAGE, {
      viewport: { width: 390, height: 844 },
      colorScheme,
    });
    await type(page, '手机录入');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await obstacles(page, `voucher-phone-${colorScheme}`)).toEqual([]);
  });
});
