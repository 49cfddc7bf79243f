import { ClaimsScene } from '../claims/claims-scene';
import { obstacles, TestConsole } from '../support/console';

describe('where damage money went, in the console', () => {
  let console: TestConsole;
  let scene: ClaimsScene;
  beforeAll(async () => {
    scene = await ClaimsScene.open();
    console = await TestConsole.open(scene.approvals.service);
  }, 300_000);
  afterAll(() => console.close());

  it('leads from the case to the voucher of one fen in four clicks, with a chart and a table', async () => {
    const litigation = await scene.openCase();
    await scene.judge(litigation, [
      { ref: '判项1', amount: '1000.00', dueOn: '2026-02-28', debtors: [{ ref: 'd1' }] },
    ]);
    await scene.receive(litigation, {
      ...{ payer: litigation.defendants['d1'], amount: '300.00', kind: 'voluntary' },
      ...{ receivedOn: '2026-02-20', bankReference: '2026-A' },
    });
    await scene.post();
    const { page, faults } = await console.windowOf(scene.officer, '/console/cases');
    await page.getByRole('link', { name: litigation.number }).click();
    await page.getByRole('link', { name: /专款专用追踪/ }).click();
    const chart = page.getByRole('img', { name: /损害赔偿金流向：收入 300\.00 元/ });
    await chart.locator('svg path').first().waitFor();
    await page.getByRole('table').getByText('未上缴').waitFor();
    await page.getByLabel('累计收入到第几元').fill('299.99');
    await page.getByRole('button', { name: '查询' }).click();
    const way = page.getByRole('list', { name: '查一分钱的去向' });
    await way.getByText(/执行款/).waitFor();
    expect(await obstacles(page, 'earmarking')).toEqual([]);
    await way.getByRole('link').first().click();
    await page.waitForURL(/\/requests\/\d+$/);

    await page.goto('/console/publication?year=2026');
    await page.getByText(litigation.number).waitFor();
    await page.getByRole('link', { name: '下载表格' }).waitFor();
    expect(await obstacles(page, 'publication')).toEqual([]);
    expect(faults).toEqual([]);
  });
});
