import type { Page } from 'playwright-core';
import { BankScene, OWN_PROFILE } from '../bank-statements/bank-scene';
import { inGb18030, movement, statementFile, statementText } from '../bank-statements/files';
import { ClaimsScene } from '../claims/claims-scene';
import type { Someone } from '../approvals/approval-scene';
import { obstacles, obstaclesByDayAndNight, TestConsole } from '../support/console';

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
  const choose = (page: Page, buffer: Buffer): Promise<void> =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name: '三月.csv', mimeType: 'application/octet-stream', buffer });

  it('makes a profile beside a sample, tried before it is kept as a new version', async () => {
    const sample = inGb18030(
      statementText(0n, [
        movement(500_00n, { counterparty: '某某公司' }),
        movement(-4_00n, { on: '2026-03-05', counterparty: null, remark: '手续费' }),
      ])
        .replaceAll('摘要', '交易说明')
        .replaceAll('2026-03-0', '2026/03/0'),
    );
    const { page, faults } = await console.windowOf(
      scene.officer,
      `/console/bank/import?${query()}`,
    );
    await page.getByRole('button', { name: '导入模板' }).click();
    await page.getByRole('region', { name: '导入模板' }).getByText(OWN_PROFILE).waitFor();
    await choose(page, sample);
    const layout = page.getByRole('region', { name: '表头与各列' });
    await layout.getByRole('radio', { name: '第 3 行' }).waitFor();
    expect(await layout.getByRole('radio', { name: '第 3 行' }).isChecked()).toBe(true);
    await layout.getByRole('combobox', { name: '交易说明' }).click();
    await page.getByTitle('摘要', { exact: true }).last().click();
    await layout.getByLabel('日期格式').fill('YYYY-MM-DD');
    await page.getByRole('button', { name: '试读样本' }).click();
    const trial = page.getByRole('region', { name: '试读' });
    await trial.getByText('日期不符合模板格式').first().waitFor();
    expect(await obstacles(page, 'bank-profile-faults')).toEqual([]);
    await layout.getByLabel('日期格式').fill('YYYY/MM/DD');
    await trial.getByText('试读之后又有改动，请再试读。').waitFor();
    await page.getByRole('button', { name: '试读样本' }).click();
    await trial.getByText(/样本可以完整读取，共 2 笔/).waitFor();
    await trial.getByRole('row', { name: /2026-03-05 手续费 -4\.00 496\.00/ }).waitFor();
    await trial.getByLabel('模板名称').fill('松花江银行');
    expect(await obstaclesByDayAndNight(page, 'bank-profile')).toEqual([]);
    await page.getByRole('button', { name: '保存为新版本' }).click();
    await page.getByText('已保存 松花江银行 第 1 版').waitFor();
    await page.getByRole('link', { name: '用“松花江银行”导入' }).click();
    await page.getByRole('heading', { name: '导入银行对账单' }).waitFor();
    await choose(page, sample);
    await page.getByRole('button', { name: '预览' }).click();
    await page.getByRole('region', { name: '预览结果' }).getByText('某某公司').waitFor();
    expect(faults).toEqual([]);
  });

  it('shows what is wrong with a file, what a good one would add, and imports it', async () => {
    const address = `/console/bank/import?${query({ profile: OWN_PROFILE })}`;
    const { page, faults } = await console.windowOf(scene.officer, address);
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
    const { page, faults } = await console.windowOf(
      scene.officer,
      `/console/bank/match?${query()}`,
    );
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
    const { page, faults } = await console.windowOf(scene.officer, '/console/todo');
    await page.getByRole('link', { name: '银行流水未匹配：1002.01，1 笔' }).click();
    const ageing = page.getByRole('region', { name: '未匹配流水账龄' });
    await ageing.getByRole('row', { name: /1002\.01.*4\.00/ }).waitFor();
    expect(await obstacles(page, 'bank-line-ageing')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('asks for the voucher of a fee, which a second person decides', async () => {
    const { page, faults } = await console.windowOf(
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

  it('asks whose money bore the interest of custody, and for the voucher of that case', async () => {
    const claims = await ClaimsScene.over(scene.approvals);
    const { number } = await claims.openCase();
    const file = statementFile(0n, [movement(7_00n, { on: '2026-03-05', remark: '结息' })]);
    expect((await scene.import(file, { account: '1002.02' })).status).toBe(201);
    const { page, faults } = await console.windowOf(
      scene.officer,
      `/console/bank?${query({ account: '1002.02', state: 'unmatched' })}`,
    );
    await page.getByRole('button', { name: '登记利息' }).click();
    const owner = page.getByRole('dialog');
    await owner.getByRole('button', { name: '下一步' }).click();
    await owner.getByText('请填写此项').waitFor();
    await owner.getByRole('combobox', { name: '案件' }).click();
    await page.getByTitle(number, { exact: true }).click();
    expect(await obstacles(page, 'bank-charge-owner')).toEqual([]);
    await owner.getByRole('button', { name: '下一步' }).click();
    const submit = page.getByRole('button', { name: '提交' });
    await submit.waitFor();
    expect(await obstacles(page, 'bank-interest')).toEqual([]);
    await submit.click();
    await page.waitForURL('**/console/approvals/*');
    await page
      .getByText(new RegExp(`银行存款利息.*${number}`))
      .first()
      .waitFor();
    await page.getByText('2103.01').first().waitFor();
    expect(faults).toEqual([]);
  });

  it('matches several lines with an entry, and takes a match and an ignored line back', async () => {
    await scene.enter({ amount: 50_00n, on: '2026-03-10', summary: '收 某某公司 两笔' });
    const two = [30_00n, 20_00n].map((amount) =>
      movement(amount, { on: '2026-03-10', counterparty: '某某公司', remark: '货款' }),
    );
    expect((await scene.import(statementFile(496_00n, two))).status).toBe(201);
    const { page, faults } = await console.windowOf(
      scene.officer,
      `/console/bank/match?${query()}`,
    );
    await page.getByRole('button', { name: '多笔匹配' }).click();
    const [lines, entries] = ['未匹配的银行流水', '未匹配的账簿分录'].map((name) =>
      page.getByRole('region', { name }),
    );
    await lines?.getByRole('checkbox', { name: /选择 2026-03-10 30\.00/ }).check();
    await lines?.getByRole('checkbox', { name: /选择 2026-03-10 20\.00/ }).check();
    await entries?.getByText('对方户名相符').waitFor();
    await entries?.getByRole('checkbox', { name: /选择 2026-03-10 50\.00/ }).check();
    const match = page.getByRole('button', { name: '确认匹配' });
    const taken = lines?.getByRole('row', { name: /20\.00 某某公司/ }).getByRole('textbox');
    await taken?.fill('10');
    await page.getByText('两边合计不等').waitFor();
    expect(await match.isDisabled()).toBe(true);
    expect(await obstaclesByDayAndNight(page, 'bank-match-several')).toEqual([]);
    await taken?.fill('20');
    await page.getByLabel('说明').fill('两笔合并入账');
    await match.click();
    await page.getByText('已匹配流水 2 笔、账簿 1 笔').waitFor();

    await page.goto(`/console/bank?${query({ state: 'matched' })}`);
    await page.getByRole('button', { name: '经过 2026-03-10 · 30.00 · 某某公司' }).click();
    const drawer = page.getByRole('dialog', { name: /^经过/ });
    await drawer.getByText('说明：两笔合并入账').waitFor();
    expect(await obstaclesByDayAndNight(page, 'bank-history')).toEqual([]);
    await drawer.getByRole('button', { name: '撤销匹配' }).click();
    const why = page.getByRole('dialog', { name: '撤销匹配' });
    await why.getByLabel('理由').fill('入账有误');
    await why.getByRole('button', { name: '撤销匹配' }).click();
    await drawer.getByText('↩ 已撤销').waitFor();

    await page.goto(`/console/bank?${query({ state: 'unmatched' })}`);
    await page.getByRole('button', { name: '忽略 2026-03-10 20.00' }).click();
    await page.getByRole('dialog').getByLabel('理由').fill('内部划转');
    await page.getByRole('dialog').getByRole('button', { name: '忽略' }).click();
    await page
      .getByRole('button', { name: '忽略 2026-03-10 20.00' })
      .waitFor({ state: 'detached' });
    await page.goto(`/console/bank?${query({ state: 'ignored' })}`);
    await page.getByRole('button', { name: '经过 2026-03-10 · 20.00 · 某某公司' }).click();
    await drawer.getByText('理由：内部划转').waitFor();
    await drawer.getByRole('button', { name: '取消忽略' }).click();
    await page.getByRole('dialog', { name: '取消忽略' }).getByLabel('理由').fill('确有入账');
    await page
      .getByRole('dialog', { name: '取消忽略' })
      .getByRole('button', { name: '取消忽略' })
      .click();
    await drawer.getByText('↩ 已取消忽略').waitFor();
    expect(faults).toEqual([]);
  });

  it('makes the reconciliation statement, which a colleague confirms', async () => {
    const address = `/console/bank/reconciliation?${query({ on: '2026-03-31' })}`;
    const { page, faults } = await console.windowOf(scene.officer, address, {
      colorScheme: 'dark',
    });
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
    const other = await console.windowOf(colleague, address);
    await other.page.getByRole('button', { name: '复核确认' }).click();
    await other.page
      .getByRole('region', { name: '已编制的调节表' })
      .first()
      .getByText(colleague.name)
      .waitFor();
    await page.goto(`/console/bank?${query({ state: 'matched' })}`);
    await page.getByRole('button', { name: '经过 2026-03-02 · 500.00 · 某某公司' }).click();
    await page.getByText('已由确认的余额调节表冻结，不能撤销').waitFor();
    expect(await page.getByRole('button', { name: '撤销匹配' }).count()).toBe(0);
    expect(await obstacles(page, 'bank-history-frozen')).toEqual([]);
    expect([...faults, ...other.faults]).toEqual([]);
  });
});
