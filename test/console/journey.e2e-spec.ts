import type { Page } from 'playwright-core';
import { AdvanceScene } from '../advances/advance-scene';
import type { Someone } from '../approvals/approval-scene';
import { PDF } from '../organizations/organization-scene';
import { obstacles, TestConsole } from '../support/console';
import { Desks } from '../support/desks';

/** An organization that nobody knows yet. */
const CREDIT_CODE = '51220000MJ00010109';
const NAME = '吉林省江河守望者协会';
const FIRM = '吉林某律师事务所';

/** One case from the registration of the organization to the last receipt, each person at their own desk. */
describe('the way of an advance', () => {
  let scene: AdvanceScene;
  let console: TestConsole;
  let desks: Desks;
  let page: Page;
  let cashier: Someone;

  beforeAll(async () => {
    scene = await AdvanceScene.open();
    await scene.budget({ lawyer: '100000.00' });
    await scene.payee('law_firm', FIRM);
    cashier = await scene.approvals.someone('cashier');
    console = await TestConsole.open(scene.approvals.service);
    desks = new Desks(console);
    page = await desks.of(await scene.approvals.memberOf(CREDIT_CODE), '/console/workspace');
  }, 300_000);
  afterAll(async () => {
    await console.close();
    expect(desks.faults).toEqual([]);
  });

  it('begins with an organization that registers itself, and is found to qualify', async () => {
    await page.getByRole('link', { name: '我的单位' }).click();
    await page.getByRole('button', { name: '登记组织' }).click();
    await page.getByRole('textbox', { name: '账套' }).fill(scene.organizations.bookCode);
    await page.getByRole('button', { name: '继续' }).click();
    await page.getByText('代码有效').waitFor();
    await page.getByLabel('名称', { exact: true }).fill(NAME);
    await page.getByLabel('组织类别').click();
    await page.getByTitle('社会团体').click();
    for (const [label, day] of [
      ['登记日期', '2010-06-18'],
      ['无违法记录声明日期', '2026-02-01'],
    ] as const) {
      await page.getByLabel(label).fill(day);
      await page.getByLabel(label).press('Enter');
    }
    await page.getByLabel('已有年度报告年份').click();
    for (const year of ['2021', '2022', '2023', '2024', '2025']) {
      await page.locator(`.ant-select-item-option[title="${year}"]`).click();
    }
    await page.keyboard.press('Escape');
    await page.getByLabel('章程宗旨和主要业务与所诉公共利益相关').check();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '登记证书.pdf', mimeType: 'application/pdf', buffer: PDF });
    await page.getByLabel('材料类别').click();
    await page.getByTitle('登记证书').click();
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByRole('heading', { name: `社会组织登记：${NAME}` }).waitFor();

    await desks.agree(scene.reviewer, `社会组织登记：${NAME}`);
    await page.goto('/console/organizations');
    await page.getByText('已登记').waitFor();
    await page.getByText(NAME).first().click();
    await page
      .getByText(/^[✓ ]*符合条件$/)
      .first()
      .waitFor();
  });

  it('goes on with its application, which says whom it waits for', async () => {
    const { body } = (await scene.officer.browser
      .get(`/api/v1/organizations?q=${CREDIT_CODE}`)
      .expect(200)) as { body: { items: { id: string }[] } };
    await scene.openCase([body.items[0]?.id ?? '']);

    await page.getByRole('navigation').getByRole('link', { name: '费用垫付' }).click();
    await page.getByRole('button', { name: '申请垫付' }).click();
    await page.getByRole('dialog').getByLabel('账套').fill(scene.organizations.bookCode);
    await page.getByRole('dialog').getByRole('button', { name: '继续' }).click();
    await page.getByLabel('案件', { exact: true }).click();
    await page.locator('.ant-select-item-option').first().click();
    await page.getByLabel('理由').fill('一审代理');
    const first = page.getByRole('group', { name: '第 1 项', exact: true });
    await first.getByLabel('费用类别').click();
    await page.getByTitle('律师费').click();
    await first.getByLabel('金额').fill('30,000');
    await first.getByLabel('用途').fill('一审律师代理费');
    await first.getByLabel('收款方').click();
    await page.getByTitle(new RegExp(FIRM)).click();
    await page.getByText('叁万元整').first().waitFor();
    await page.getByRole('button', { name: '提交' }).click();
    await page.waitForURL(/\/console\/advances\/[0-9a-f-]{36}$/);
    await page.getByText(/正在等待：初审人/).waitFor();

    await desks.agree(scene.reviewer, new RegExp(`^垫付申请：${NAME}`));
    await page.reload();
    await page.getByText(/正在等待：审批人/).waitFor();
    await desks.agree(scene.approver, new RegExp(`^垫付申请：${NAME}`));
    await page.reload();
    await page.getByText('待支付').first().waitFor();
  });

  it('is ordered by the officer and paid by the cashier', async () => {
    const officer = await desks.of(scene.officer, '/console/todo');
    await officer.getByRole('link', { name: /^垫\d{4}-0001-1 / }).click();
    await officer.getByText('叁万元整').waitFor();
    await officer.getByRole('button', { name: '生成付款单' }).click();
    await officer.waitForURL(/\/console\/payment-orders\/[0-9a-f-]{36}$/);

    const paying = await desks.of(cashier, '/console/todo');
    await paying.getByRole('link', { name: /^付\d{4}-0001-1 / }).click();
    await paying.getByRole('button', { name: '已付款' }).click();
    const dialog = paying.getByRole('dialog');
    await dialog.getByLabel('银行流水号').fill('20260001');
    await dialog.getByRole('button', { name: '登记已付款' }).click();
    await paying.getByText(/流水号 20260001/).waitFor();
  });

  it('ends with receipts that the officer settles, and a way without an open step', async () => {
    await page.reload();
    await page.getByRole('button', { name: '报送票据' }).click();
    await page
      .getByRole('region', { name: '报送票据' })
      .locator('input[type=file]')
      .setInputFiles({ name: '代理费.pdf', mimeType: 'application/pdf', buffer: PDF });
    const receipt = page.getByRole('group', { name: '第 1 张票据' });
    await receipt.getByLabel('发票号码').fill('26322000000000000001');
    await receipt.getByLabel('开票方', { exact: true }).fill(FIRM);
    await receipt.getByLabel('开票日期').fill('2026-04-01');
    await receipt.getByLabel('开票日期').press('Enter');
    await receipt.getByLabel('价税合计').fill('30,000');
    await receipt.getByLabel('本次核销金额').fill('30,000');
    await page.getByRole('button', { name: '提交核销' }).click();
    await page
      .getByRole('region', { name: '已报送的票据' })
      .getByRole('cell', { name: '26322000000000000001' })
      .waitFor();

    const officer = await desks.of(scene.officer, '/console/receipts');
    await officer.getByRole('region', { name: /核销票据/ }).waitFor();
    await officer.keyboard.press('a');
    await officer.getByText('没有需要核对的票据').waitFor();

    await page.reload();
    await page.getByText('✓ 已核销').first().waitFor();
    const finished = page.locator('.ant-steps-item-finish');
    await finished.nth(4).waitFor();
    expect(await finished.count()).toBe(5);
    await page.getByRole('navigation').getByRole('link', { name: '我的单位' }).click();
    await page.getByText(NAME).first().click();
    const advances = page.getByRole('region', { name: '费用垫付' });
    await advances.getByRole('link', { name: /^垫\d{4}-0001$/ }).waitFor();
    await advances.getByText('30,000.00').waitFor();
    await page.getByRole('region', { name: '收款账户' }).getByText('尚无收款账户').waitFor();
    expect(await obstacles(page, 'organization-with-advances')).toEqual([]);
  });
});
