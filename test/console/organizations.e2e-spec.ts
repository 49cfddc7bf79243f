import { ApprovalScene, type Someone } from '../approvals/approval-scene';
import { PDF, PROVINCIAL } from '../organizations/organization-scene';
import { obstacles, TestConsole } from '../support/console';

describe('the register of organizations in the console', () => {
  let scene: ApprovalScene;
  let console: TestConsole;
  let member: Someone;
  let reviewer: Someone;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    console = await TestConsole.open(scene.service);
    member = await scene.memberOf(PROVINCIAL);
    reviewer = await scene.someone('reviewer');
  }, 300_000);
  afterAll(() => console.close());

  it('takes an organization from the form to its page, by way of a reviewer', async () => {
    const { page, faults } = await console.windowOf(member, '/console/organizations');
    await page.getByRole('heading', { name: '我的单位' }).waitFor();
    await page.getByRole('button', { name: '登记组织' }).click();
    await page.getByRole('textbox', { name: '账套' }).fill(scene.bureau.bookCode);
    await page.getByRole('button', { name: '继续' }).click();
    await page.getByText('代码有效').waitFor();
    await page.getByLabel('名称', { exact: true }).fill('吉林省绿色志愿者协会');
    await page.getByLabel('组织类别').click();
    await page.getByTitle('社会团体').click();
    await page.getByLabel('登记日期').fill('2010-06-18');
    await page.getByLabel('登记日期').press('Enter');
    await page.locator('input[type=file]').setInputFiles({
      name: '登记证书.pdf',
      mimeType: 'application/pdf',
      buffer: PDF,
    });
    await page.getByLabel('材料类别').click();
    await page.getByTitle('登记证书').click();
    expect(await obstacles(page, 'organization-form')).toEqual([]);
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByRole('heading', { name: '社会组织登记：吉林省绿色志愿者协会' }).waitFor();
    expect(await obstacles(page, 'organization-request')).toEqual([]);

    const desk = await console.windowOf(reviewer, '/console/todo');
    await desk.page.getByText('社会组织登记：吉林省绿色志愿者协会').click();
    await desk.page.getByRole('button', { name: '同意' }).click();
    await desk.page.getByText('已同意').waitFor();
    await desk.page.goto('/console/organizations');
    await desk.page.getByText('吉林省绿色志愿者协会').click();
    await desk.page.getByText('不符合条件').waitFor();
    await desk.page.getByText('年度报告不足连续五年').waitFor();
    expect(await obstacles(desk.page, 'organization')).toEqual([]);

    await page.goto('/console/organizations');
    await page.getByText('已登记').waitFor();
    expect([...faults, ...desk.faults]).toEqual([]);
  });
});
