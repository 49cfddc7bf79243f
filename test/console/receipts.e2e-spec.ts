import type { Page } from 'playwright-core';
import { newKey } from '../approvals/approval-scene';
import { oldInvoice, pdf } from '../documents/files';
import { PROVINCIAL } from '../organizations/organization-scene';
import { type Advance, PaymentScene } from '../payments/payment-scene';
import { obstacles, obstaclesByDayAndNight, TestConsole } from '../support/console';

const LINES = '/api/v1/receipt-lines';

describe('receipts in the console', () => {
  let scene: PaymentScene;
  let console: TestConsole;
  let advance: Advance;
  beforeAll(async () => {
    scene = await PaymentScene.open();
    advance = await scene.advance({ amount: 100_00n, category: 'other' });
    await scene.pay(advance.items[0] ?? '', '100.00');
    await scene.post();
    console = await TestConsole.open(scene.organizations.approvals.service);
  }, 300_000);
  afterAll(() => console.close());

  const upload = async (page: Page, name: string, bytes: string | Buffer): Promise<void> => {
    const form = page.getByRole('region', { name: '报送票据' });
    await form.locator('input[type=file]').setInputFiles({
      name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(bytes),
    });
    await page.getByRole('link', { name }).waitFor();
  };
  /** Types what a receipt that no program reads says. */
  const enter = async (page: Page, at: number, number: string, amount: string): Promise<void> => {
    const line = page.getByRole('group', { name: `第 ${String(at)} 张票据` });
    await line.getByLabel('发票号码').fill(number);
    await line.getByLabel('开票方', { exact: true }).fill('长春某复印社');
    await line.getByLabel('开票日期').fill('2026-04-01');
    await line.getByLabel('开票日期').press('Enter');
    await line.getByLabel('价税合计').fill(amount);
    await line.getByLabel('本次核销金额').fill(amount);
  };

  it('are sent by the organization: e-invoices fill themselves in, and nothing typed is lost', async () => {
    const { page, faults } = await console.windowOf(scene.member, '/console/todo');
    await page.getByRole('main').getByRole('link').first().click();
    await page.waitForURL(`**/console/advances/${advance.id}`);
    await page.getByRole('button', { name: '报送票据' }).click();
    const xml = oldInvoice({ amount: '56.60', tax: '3.40', total: '60.00' })
      .replace('51220000MJ00010109', PROVINCIAL)
      .replace('长春某环保协会', '吉林省绿色志愿者协会');
    await upload(page, '检测发票.xml', xml);
    await page.getByText('已读取电子发票').waitFor();
    const first = page.getByRole('group', { name: '第 1 张票据' });
    expect(await first.getByLabel('发票号码').inputValue()).toBe('12345678');
    expect(await first.getByLabel('本次核销金额').inputValue()).toBe('60.00');
    await first.getByLabel('开票日期').fill('2020-06-10');
    await first.getByLabel('开票日期').press('Enter');
    await upload(page, '复印.pdf', pdf('one'));
    await page.getByText('未能读取电子发票').waitFor();
    await enter(page, 2, '26322000000000000001', '50.00');
    await page.getByText('超出待核销金额').waitFor();
    await page.getByRole('button', { name: '提交核销' }).click();
    const refused = page.getByRole('group', { name: '第 2 张票据' }).getByRole('alert');
    await refused.getByText('已支付 100.00 元').waitFor();
    expect(await obstacles(page, 'receipts-submit')).toEqual([]);

    await page.reload();
    await page.getByRole('button', { name: '报送票据' }).click();
    await enter(page, 2, '26322000000000000001', '30.00');
    await upload(page, '快递.pdf', pdf('two'));
    await enter(page, 3, '26322000000000000002', '10.00');
    await page.getByText('其余 0.00 元').waitFor();
    await page.getByRole('button', { name: '提交核销' }).dblclick();
    const sent = page.getByRole('region', { name: '已报送的票据' });
    await sent.getByRole('cell', { name: '26322000000000000002' }).waitFor();
    expect(await sent.getByText('待核销').count()).toBe(3);
    expect(await obstacles(page, 'receipts-submitted')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('are settled or rejected by an officer, who sees what differs', async () => {
    const { page, faults } = await console.windowOf(scene.officer, '/console/workspace');
    await page.getByRole('navigation').getByRole('link', { name: '票据核销' }).click();
    const review = page.getByRole('region', { name: /核销票据 02200190011212345678/ });
    await review.getByRole('row', { name: /开票日期.*2020-06-10.*2020-06-09.*不一致/ }).waitFor();
    await review.getByText('检测发票.xml').waitFor();
    await review.getByRole('link', { name: '下载原件' }).waitFor();
    expect(await review.getByText('≠ 不一致').count()).toBe(1);
    expect(await obstacles(page, 'receipts')).toEqual([]);
    await page.keyboard.press('a');
    await page.getByRole('region', { name: '核销票据 26322000000000000001' }).waitFor();

    // Somebody else decides the third one meanwhile.
    const { body } = (await scene.colleague.browser
      .get(`${LINES}?state=submitted`)
      .expect(200)) as { body: { items: { id: string; invoice: { number: string } }[] } };
    const third = body.items.find(({ invoice }) => invoice.number === '26322000000000000002');
    await scene.colleague.browser
      .post(`${LINES}/${third?.id ?? ''}/decision`, { decision: 'accept' })
      .set('idempotency-key', newKey())
      .expect(200);
    await page.keyboard.press('j');
    await page.getByRole('region', { name: '核销票据 26322000000000000002' }).waitFor();
    await page.keyboard.press('a');
    await page.getByText('该票据已由其他人办理').waitFor();

    await page.getByRole('region', { name: '核销票据 26322000000000000001' }).waitFor();
    await page.keyboard.press('r');
    await page.getByLabel('退回理由').fill('抬头不是本单位');
    expect(await obstacles(page, 'receipts-reject')).toEqual([]);
    await page.getByRole('button', { name: '退回票据' }).click();
    await page.getByText('没有需要核对的票据').waitFor();
    expect(faults).toEqual([]);
  });

  it('leave a surplus that is demanded, reminded of and returned', async () => {
    const path = `/console/advances/${advance.id}`;
    const officer = await console.windowOf(scene.officer, path);
    const { page } = officer;
    await page.getByText('抬头不是本单位').waitFor();
    await page.getByRole('button', { name: '通知退回余款' }).click();
    await page.getByRole('dialog').getByText('30.00').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: '通知退回余款' }).click();
    await page.getByRole('button', { name: '催退' }).click();
    await page
      .getByRole('row', { name: /催退记录/ })
      .getByText(scene.day)
      .waitFor();
    await page.locator('.ant-btn-loading').waitFor({ state: 'detached' });
    expect(await obstacles(page, 'surplus')).toEqual([]);

    const member = await console.windowOf(scene.member, path, { colorScheme: 'dark' });
    await member.page.getByText(/请于 .* 前退回 30.00 元/).waitFor();
    await member.page.getByText('请退回结余资金').waitFor();
    expect(await obstacles(member.page, 'surplus-dark')).toEqual([]);

    await page.getByRole('button', { name: '登记退回' }).click();
    const dialog = page.getByRole('dialog', { name: '登记退回' });
    await dialog.getByLabel('银行流水号').fill('回单20261130');
    expect(await obstacles(page, 'surplus-return')).toEqual([]);
    await dialog.getByRole('button', { name: '确定' }).dblclick();
    await page.getByText('已登记退回').first().waitFor();
    await member.page.reload();
    await member.page.getByText('✓ 已核销').first().waitFor();
    const finished = member.page.locator('.ant-steps-item-finish');
    await finished.nth(4).waitFor();
    expect(await finished.count()).toBe(5);
    expect([...officer.faults, ...member.faults]).toEqual([]);
  });

  it('of a court come back, and what it keeps is left to the fund once others agree', async () => {
    const account = await scene.account('court', '长春市中级人民法院');
    const { id, items } = await scene.advance({
      ...{ amount: 50_00n, category: 'acceptance_fee', account },
    });
    await scene.pay(items[0] ?? '', '50.00');
    await scene.post();
    const { page, faults } = await console.windowOf(scene.officer, `/console/advances/${id}`);
    const bearers = page.getByRole('region', { name: '法院退费与基金承担' });
    await bearers.getByRole('button', { name: '登记法院退费' }).click();
    const refund = page.getByRole('dialog', { name: '登记法院退费' });
    await refund.getByLabel('退回金额').fill('30');
    await refund.getByLabel('银行流水号').fill('退费回单1');
    await refund.getByRole('button', { name: '确定' }).click();
    await bearers.getByRole('cell', { name: '退费回单1' }).waitFor();
    expect(await obstaclesByDayAndNight(page, 'court-refunds')).toEqual([]);

    await bearers.getByRole('button', { name: '申请由基金承担' }).click();
    const asked = page.getByRole('dialog');
    await asked.getByLabel('金额').fill('20.00');
    await asked.getByLabel('理由').fill('一审善意败诉');
    await asked.locator('input[type=file]').setInputFiles({
      ...{ name: '判决书.pdf', mimeType: 'application/pdf', buffer: Buffer.from(pdf('判决')) },
    });
    await asked.getByText('判决书.pdf').waitFor();
    await asked.getByRole('button', { name: '提交' }).click();
    await page.waitForURL('**/console/approvals/*');
    await page.getByRole('heading', { name: /基金承担成本/ }).waitFor();
    expect(faults).toEqual([]);
  });

  it('read as well in the dark', async () => {
    const { page, faults } = await console.windowOf(
      scene.reviewer,
      '/console/receipts?state=accepted',
      {
        colorScheme: 'dark',
      },
    );
    await page.getByText('≠ 不一致').waitFor();
    expect(await page.getByRole('button', { name: '同意核销' }).count()).toBe(0);
    expect(await obstacles(page, 'receipts-dark')).toEqual([]);
    expect(faults).toEqual([]);
  });
});
