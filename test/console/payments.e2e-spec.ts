import { PaymentScene } from '../payments/payment-scene';
import { obstacles, TestConsole } from '../support/console';

describe('payment orders in the console', () => {
  let scene: PaymentScene;
  let console: TestConsole;
  let refs: readonly string[];
  beforeAll(async () => {
    scene = await PaymentScene.open();
    const account = await scene.account('vendor', '换账户公司');
    const { items } = await scene.advance(
      { amount: 30_000_00n },
      { amount: 12_34n, category: 'travel' },
      { amount: 500_00n, category: 'other' },
      { amount: 1_00n, category: 'other', account },
    );
    refs = await Promise.all(items.map(async (id) => (await scene.item(id))['ref'] ?? ''));
    console = await TestConsole.open(scene.organizations.approvals.service);
  }, 300_000);
  afterAll(() => console.close());

  const count = async (sql: string): Promise<string | undefined> => {
    const [row] = await scene.dataSource.query<{ count: string }[]>(sql);
    return row?.count;
  };

  it('are made of ticked costs: a refusal says which and loses nothing, a double click makes one', async () => {
    const { page, faults } = await console.windowOf(scene.officer, '/console/todo');
    // What waits leads to the page on which it is ordered, with the cost ticked.
    await page.getByRole('link', { name: new RegExp(`^${refs[0] ?? ''} `) }).click();
    const tick = (index: number) => page.getByLabel(`选择 ${refs[index] ?? ''}`);
    const amount = (index: number) => page.getByLabel(`${refs[index] ?? ''} 本次支付金额`);
    expect(await tick(0).isChecked()).toBe(true);
    await page.getByText('叁万元整').waitFor();

    await page.getByRole('navigation').getByRole('link', { name: '付款管理' }).click();
    await page.getByRole('button', { name: '新建付款单' }).click();
    await page.getByRole('dialog').getByLabel('账套').click();
    await page.locator('.ant-select-item-option').first().click();
    await page.getByRole('dialog').getByRole('button', { name: '继续' }).click();
    const make = page.getByRole('button', { name: '生成付款单' });
    await tick(0).waitFor();
    expect(await make.isDisabled()).toBe(true);
    await page.getByLabel('全选').check();
    await amount(0).fill('30,000.01');
    await page.getByText('不超过 30000.00').waitFor();
    expect(await make.isDisabled()).toBe(true);
    await amount(0).fill('20,000');
    await page.getByText('贰万零伍佰壹拾叁元叁角肆分').waitFor();
    expect(await obstacles(page, 'payment-order-new')).toEqual([]);

    await scene.account('vendor', '换账户公司');
    await make.click();
    await page.getByText(`涉及费用：${refs[3] ?? ''}`).waitFor();
    await tick(3).uncheck();
    expect(await amount(0).inputValue()).toBe('20,000.00');
    await make.dblclick();
    await page.waitForURL(/\/console\/payment-orders\/[0-9a-f-]{36}$/);
    await page.getByText('贰万零伍佰壹拾贰元叁角肆分').waitFor();
    expect(await count('SELECT count(*) FROM fund.payment_order')).toBe('1');
    expect(await page.getByRole('button', { name: '已付款' }).count()).toBe(0);

    await page.getByRole('navigation').getByRole('link', { name: '付款管理' }).click();
    await page.waitForURL(/\/console\/payment-orders$/);
    await page.getByLabel('办理情况').click();
    await page.getByTitle('有待登记结果').click();
    await page.waitForURL(/open=true/);
    await page.getByRole('link', { name: /^付\d{4}-0001$/ }).waitFor();
    await page.getByText('◷ 待登记 3', { exact: true }).waitFor();
    expect(await obstacles(page, 'payment-orders')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('are printed and answered for by the cashier, and a double click pays once', async () => {
    const { page, faults } = await console.windowOf(scene.cashier, '/console/payment-orders');
    await page.getByRole('link', { name: /^付\d{4}-0001$/ }).waitFor();
    expect(await page.getByRole('button', { name: '新建付款单' }).count()).toBe(0);
    await page.getByRole('link', { name: '工作台' }).click();
    await page.getByRole('link', { name: /^付\d{4}-0001-1 / }).click();
    const line = (index: number) =>
      page.getByRole('group', { name: refs[index] ?? '', exact: true });
    const dialog = page.getByRole('dialog');

    // Whoever takes out whole account numbers shows that they are there.
    await line(0).waitFor();
    await scene.dataSource.query(
      `UPDATE fund.session SET stepped_up_at = stepped_up_at - interval '1 hour' WHERE account_id = $1`,
      [scene.cashier.accountId],
    );
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载付款单' }).click();
    await console.showCode(page, scene.cashier);
    expect((await saved).suggestedFilename()).toMatch(/^付\d{4}-0001\.pdf$/);
    const batch = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载批量付款文件' }).click();
    expect((await batch).suggestedFilename()).toMatch(/^付\d{4}-0001\.xlsx$/);

    await line(0).getByRole('button', { name: '已付款' }).click();
    await dialog.getByLabel('银行流水号').fill('20260001');
    expect(await obstacles(page, 'payment-result')).toEqual([]);
    await dialog.getByRole('button', { name: '登记已付款' }).dblclick();
    await page.getByText(/已付款（.+登记） · 流水号 20260001/).waitFor();
    await dialog.waitFor({ state: 'hidden' });
    expect(await count('SELECT count(*) FROM fund.advance_payment')).toBe('1');

    await line(1).getByRole('button', { name: '退回' }).click();
    await dialog.getByRole('button', { name: '登记退回' }).click();
    await dialog.getByText('请填写此项').waitFor();
    await dialog.getByLabel('理由').fill('户名不符');
    await dialog.getByRole('button', { name: '登记退回' }).click();
    await page.getByText(/退回（.+登记） · 户名不符/).waitFor();
    await dialog.waitFor({ state: 'hidden' });
    expect(await line(1).getByRole('button').count()).toBe(0);

    await line(2).getByRole('button', { name: '结果不明' }).click();
    await dialog.getByLabel('理由').fill('银行没有答复');
    await dialog.getByRole('button', { name: '登记结果不明' }).click();
    await page.getByText('系统不会自动重发').waitFor();
    await dialog.waitFor({ state: 'hidden' });
    expect(await line(2).getByRole('button', { name: '结果不明' }).count()).toBe(0);
    expect(await obstacles(page, 'payment-order')).toEqual([]);

    await line(2).getByRole('button', { name: '已付款' }).click();
    await dialog.getByLabel('付款日期').fill('2026-01-05');
    await dialog.getByLabel('付款日期').press('Enter');
    await dialog.getByLabel('理由').fill('已取得回单');
    await dialog.getByRole('button', { name: '登记已付款' }).click();
    await dialog.getByText(/可填 \d{4}-\d{2}-\d{2} 至/).waitFor();
    expect(await dialog.getByLabel('理由').inputValue()).toBe('已取得回单');
    expect(faults).toEqual([]);
  });

  it('read as well in the dark', async () => {
    const { page, faults } = await console.windowOf(scene.officer, '/console/payment-orders', {
      colorScheme: 'dark',
    });
    await page.getByRole('link', { name: /^付\d{4}-0001$/ }).click();
    await page.getByText('系统不会自动重发').waitFor();
    expect(await obstacles(page, 'payment-order-dark')).toEqual([]);
    const book = scene.organizations.bookCode;
    await page.goto(`/console/payment-orders/new?book=${book}`);
    await page.getByLabel('全选').check();
    expect(await obstacles(page, 'payment-order-new-dark')).toEqual([]);
    expect(faults).toEqual([]);
  });
});
