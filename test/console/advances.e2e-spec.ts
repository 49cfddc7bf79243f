import { AdvanceScene } from '../advances/advance-scene';
import { obstacles, TestConsole } from '../support/console';

describe('cases and advances in the console', () => {
  let scene: AdvanceScene;
  let console: TestConsole;
  beforeAll(async () => {
    scene = await AdvanceScene.open();
    await scene.budget({ lawyer: '100000.00' });
    await scene.payee('law_firm', '吉林某律师事务所');
    console = await TestConsole.open(scene.approvals.service);
  }, 300_000);
  afterAll(() => console.close());

  it('open a case and judge its plaintiff at once', async () => {
    const { page, faults } = await console.windowOf(scene.officer, '/console/cases');
    await page.getByRole('button', { name: '登记案件' }).click();
    const choice = page.getByRole('dialog').filter({ hasText: '账套' });
    await choice.getByLabel('账套').click();
    await page.locator('.ant-select-item-option').first().click();
    await choice.getByRole('button', { name: '继续' }).click();
    const form = page.getByRole('dialog', { name: '登记案件' });
    await form.getByLabel('案号').fill('（2026）吉01民初900号');
    await form.getByLabel('受理法院').fill('长春市中级人民法院');
    await form.getByLabel('立案日期').fill('2026-03-02');
    await form.getByLabel('立案日期').press('Enter');
    await form.getByLabel('原告').click();
    await page.getByTitle('吉林省绿色志愿者协会').click();
    await form.getByLabel('名称').fill('某化工有限公司');
    expect(await obstacles(page, 'case-open')).toEqual([]);
    await form.getByRole('button', { name: '登记案件' }).dblclick();
    await page.waitForURL(/\/console\/cases\/[0-9a-f-]+$/);
    await page.getByText('符合条件').waitFor();
    await page.getByText('尚无垫付').waitFor();
    expect(await obstacles(page, 'case')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('let the organization apply, lose nothing it typed, and follow where it is', async () => {
    const { page, faults } = await console.windowOf(scene.member, '/console/workspace');
    await page.getByRole('link', { name: '费用垫付' }).click();
    await page.getByRole('button', { name: '申请垫付' }).click();
    await page.getByRole('dialog').getByLabel('账套').fill(scene.organizations.bookCode);
    await page.getByRole('dialog').getByRole('button', { name: '继续' }).click();
    await page.getByLabel('案件', { exact: true }).click();
    await page.getByTitle('（2026）吉01民初900号').click();
    await page.getByLabel('理由').fill('一审代理');
    const first = page.getByRole('group', { name: '第 1 项', exact: true });
    await first.getByLabel('费用类别').click();
    await page.getByTitle('律师费').click();
    await first.getByLabel('金额').fill('30,000');
    await first.getByLabel('用途').fill('一审律师代理费');
    await first.getByLabel('收款方').click();
    await page.getByTitle(/吉林某律师事务所/).click();
    await page.waitForURL(/draft=/);
    expect(await obstacles(page, 'advance-new')).toEqual([]);

    // What was typed last is kept as well, and is there after a reload.
    const saved = page.waitForResponse(
      (response) => response.request().method() === 'PUT' && response.ok(),
    );
    await page.getByLabel('理由').fill('一审代理及鉴定');
    await saved;
    await page.reload();
    await page.getByText('一审代理及鉴定').waitFor();
    await page.getByText('叁万元整').first().waitFor();
    await page.getByRole('button', { name: '提交' }).dblclick();
    await page.waitForURL(/\/console\/advances\/[0-9a-f-]{36}$/);
    await page.getByText(/正在等待：初审人/).waitFor();
    expect(await obstacles(page, 'advance')).toEqual([]);
    const id = page.url().split('/').at(-1) ?? '';

    const reviewer = await console.windowOf(scene.reviewer, `/console/approvals/${id}`);
    await reviewer.page.getByText('一审律师代理费').first().waitFor();
    await reviewer.page.getByText('批准后可用').first().waitFor();
    expect(await obstacles(reviewer.page, 'advance-approval')).toEqual([]);
    expect(await scene.approve(id)).toMatchObject({ status: 200 });

    await page.reload();
    await page.getByText('待支付').first().waitFor();
    await page.getByRole('navigation').getByRole('link', { name: '费用垫付' }).click();
    await page.getByRole('link', { name: /垫\d{4}-0001/ }).waitFor();
    expect(await page.getByText('未提交的草稿').count()).toBe(0);
    expect(await obstacles(page, 'advances')).toEqual([]);
    expect([...faults, ...reviewer.faults]).toEqual([]);
  });

  it('read as well in the dark', async () => {
    const caseId = await scene.openCase();
    const { page, faults } = await console.windowOf(scene.officer, `/console/cases/${caseId}`, {
      colorScheme: 'dark',
    });
    await page.getByText('符合条件').waitFor();
    expect(await obstacles(page, 'case-dark')).toEqual([]);
    await page.goto('/console/advances');
    await page.getByText('待支付').first().waitFor();
    expect(await obstacles(page, 'advances-dark')).toEqual([]);
    expect(faults).toEqual([]);
  });
});
