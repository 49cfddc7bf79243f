import type { Page } from 'playwright-core';
import { BankScene, OWN_PROFILE } from '../bank-statements/bank-scene';
import { movement, statementFile } from '../bank-statements/files';
import type { Someone } from '../approvals/approval-scene';
import { obstacles, TestConsole, type Window } from '../support/console';
import type { TestPerson } from '../support/test-service';

const FILE = statementFile(0n, [
  movement(500_00n, { on: '2026-03-02', counterparty: '某某公司', remark: '利息' }),
  movement(-4_00n, { on: '2026-03-05', counterparty: null, remark: '手续费' }),
]);

describe('bank reconciliation in the console', () => {
  let scene: BankScene;
  let colleague: Someone;
  let console: TestConsole;
  beforeAll(async () => {
    scene = await BankScene.open();
    colleague = await scene.approvals.someone('finance_officer');
    await scene.enter({ amount: 500_00n, on: '2026-03-02', summary: '收 某某公司 利息' });
    console = await TestConsole.open(scene.approvals.service);
  }, 300_000);
  afterAll(() => console.close());

  const query = (more: Record<string, string> = {}): string =>
    new URLSearchParams({ book: scene.book, account: '1002.01', ...more }).toString();
  async function windowOf(person: TestPerson, path: string, options?: object): Promise<Window> {
    const window = await console.window(path, options);
    await console.signIn(window.page, person);
    return window;
  }
  const choose = (page: Page, buffer: Buffer): Promise<void> =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name: '三月.csv', mimeType: 'application/octet-stream', buffer });

  it('shows what is wrong with a file, what a good one would add, and imports it', async () => {
    const address = `/console/bank/import?${query({ profile: OWN_PROFILE })}`;
    const { page, faults } = await windowOf(scene.officer, address);
    await choose(page, Buffer.from(FILE.toString().replace('2026-03-02', '2026-02-30')));
    await page.getByRole('button', { name: '预览' }).click();
    const wrong = page.getByRole('region', { name: '文件中的问题' });
    await wrong.getByText('日期不符合模板格式').waitFor();
    await wrong.getByText('日期', { exact: true }).waitFor();
    expect(await obstacles(page, 'bank-import-faults')).toEqual([]);
    await choose(page, FILE);
    await page.getByRole('button', { name: '预览' }).click();
    const preview = page.getByRole('region', { name: '预览结果' });
    await preview.getByText('某某公司').waitFor();
    expect(await obstacles(page, 'bank-import')).toEqual([]);
    await page.getByRole('button', { name: '确认导入' }).click();
    await page.getByText('已导入 2 笔，另有 0 笔此前已导入。').waitFor();
    await choose(page, FILE);
    await page.getByRole('button', { name: '预览' }).click();
    await page.getByText('全部流水已导入过，无需再导入。').waitFor();
    expect(await page.getByRole('button', { name: '确认导入' }).count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('matches what is suggested, once the officer says so', async () => {
    const { page, faults } = await windowOf(scene.officer, `/console/bank/match?${query()}`);
    const line = page.getByRole('region', { name: '2026-03-02 · 500.00 · 某某公司' }).first();
    await line.getByText('对方户名相符').waitFor();
    expect(await obstacles(page, 'bank-match')).toEqual([]);
    await line.getByRole('button', { name: '确认匹配' }).click();
    await page.getByText('没有建议。').waitFor();
    await page.goto(`/console/bank?${query({ state: 'matched' })}`);
    await page.getByRole('region', { name: '银行流水' }).getByText('✓ 已匹配').first().waitFor();
    expect(await obstacles(page, 'bank-lines')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('tells an officer what has been open for long, and how long', async () => {
    const { page, faults } = await windowOf(scene.officer, '/console/todo');
    await page.getByRole('link', { name: '银行流水未匹配：1002.01，1 笔' }).click();
    const ageing = page.getByRole('region', { name: '未匹配流水账龄' });
    await ageing.getByRole('row', { name: /1002\.01.*4\.00/ }).waitFor();
    expect(await obstacles(page, 'bank-line-ageing')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('asks for the voucher of a fee, which a second person decides', async () => {
    const { page, faults } = await windowOf(
      scene.officer,
      `/console/bank?${query({ state: 'unmatched' })}`,
    );
    await page.getByRole('button', { name: '登记手续费' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('登记手续费').first().waitFor();
    expect(await obstacles(page, 'bank-fee')).toEqual([]);
    await dialog.getByRole('button', { name: '提交' }).click();
    await page.waitForURL('**/console/approvals/*');
    await page.getByText('银行手续费').first().waitFor();
    expect(faults).toEqual([]);
  });

  it('makes the reconciliation statement, which a colleague confirms', async () => {
    const address = `/console/bank/reconciliation?${query({ on: '2026-03-31' })}`;
    const { page, faults } = await windowOf(scene.officer, address, { colorScheme: 'dark' });
    await page.getByText('两边相符').waitFor();
    await page.getByText('减：银行已付、单位未付').first().waitFor();
    await page
      .getByRole('group', { name: '未达账项账龄' })
      .getByRole('row', { name: /减：银行已付、单位未付.*4\.00/ })
      .waitFor();
    await page.getByRole('button', { name: '编制并提交复核' }).click();
    const made = page.getByRole('region', { name: '已编制的调节表' }).first();
    await made.getByText('待复核').waitFor();
    expect(await made.getByRole('button', { name: '复核确认' }).count()).toBe(0);
    // A button that is at work is faint, and one under the mouse has a colour of its own.
    await page.locator('.ant-btn-loading').waitFor({ state: 'detached' });
    await page.mouse.move(0, 0);
    expect(await obstacles(page, 'bank-reconciliation')).toEqual([]);
    const other = await windowOf(colleague, address);
    await other.page.getByRole('button', { name: '复核确认' }).click();
    await other.page
      .getByRole('region', { name: '已编制的调节表' })
      .first()
      .getByText(colleague.name)
      .waitFor();
    expect([...faults, ...other.faults]).toEqual([]);
  });
});
