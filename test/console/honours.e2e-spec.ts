import { HonourScene } from '../honours/honour-scene';
import { obstacles, TestConsole } from '../support/console';

describe('honours in the console', () => {
  let console: TestConsole;
  let scene: HonourScene;
  beforeAll(async () => {
    scene = await HonourScene.open();
    console = await TestConsole.open(scene.approvals.service);
  }, 300_000);
  afterAll(() => console.close());

  it('are proposed on their page, and shown in the register with certificate and number', async () => {
    const { page, faults } = await console.windowOf(scene.officer, '/console/honours');
    await page.getByRole('button', { name: '提出表彰' }).click();
    const choice = page.getByRole('dialog', { name: '选择账套' });
    await choice.getByLabel('账套').click();
    await page.locator('.ant-select-item-option').first().click();
    await choice.getByRole('button', { name: '继续' }).click();
    const form = page.getByRole('dialog', { name: '提出表彰' });
    await form.getByLabel('社会组织').click();
    await page.getByTitle('吉林省绿色志愿者协会').click();
    await form.getByLabel('荣誉类型').click();
    await page.getByTitle('先进单位').click();
    await form.getByLabel('事由').fill('在某河流域环境公益诉讼中成效显著');
    expect(await obstacles(page, 'honour-propose')).toEqual([]);
    await form.getByRole('button', { name: '提交' }).click();
    await page.waitForURL(/\/console\/approvals\//);
    const id = page.url().split('/').at(-1) ?? '';
    for (const decider of [scene.reviewer, scene.approver]) {
      await scene.approvals.decide(decider, id, 'approve');
    }
    await page.goto('/console/honours');
    const row = page.getByRole('row', { name: /吉林省绿色志愿者协会/ });
    await row.getByText(/荣〔\d{4}〕1号/).waitFor();
    await row.getByRole('link', { name: '下载证书' }).waitFor();
    await row.getByRole('button', { name: '撤销荣誉' }).waitFor();
    expect(await obstacles(page, 'honours')).toEqual([]);
    expect(faults).toEqual([]);
  });
});
