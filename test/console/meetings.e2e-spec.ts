import { obstacles, TestConsole } from '../support/console';
import { type TestBrowser, type TestPerson, TestService } from '../support/test-service';

describe('joint meetings in the console', () => {
  let console: TestConsole;
  let officer: TestPerson;
  let approver: TestPerson;
  let officers: TestBrowser;
  beforeAll(async () => {
    const service = await TestService.open();
    console = await TestConsole.open(service);
    const { id: bureauId } = await service.bureau('changchun');
    officer = await service.person(['finance_officer'], { bureauId });
    approver = await service.person(['approver'], { bureauId });
    officers = await service.signIn(officer);
  }, 300_000);
  afterAll(() => console.close());

  it('are entered, changed as they were read, concluded by another person and followed up', async () => {
    const { page, faults } = await console.windowOf(officer, '/console/meetings');
    await page.getByRole('button', { name: '登记会议' }).click();
    await page.getByLabel('会议名称').fill('第三次联席会议');
    await page.getByLabel('会议编号').fill('吉环联〔2026〕3号');
    await page.getByLabel('召开日期').fill('20261102');
    await page.getByLabel('召开日期').press('Enter');
    await page.getByLabel('地点').fill('省生态环境厅三楼会议室');
    await page.getByLabel('主持人').fill('王某');
    await page.getByRole('textbox', { name: '议题' }).fill('审议垫付申请');
    await page.getByLabel('单位').fill('吉林省高级人民法院');
    await page.getByLabel('姓名').fill('李某');
    await page.getByRole('button', { name: '增加决议' }).click();
    await page.getByLabel('决议编号').fill('3-1');
    await page.getByLabel('适用事项').click();
    await page.getByTitle('手工凭证').click();
    await page.getByLabel('金额上限').fill('250000');
    await page.getByLabel('落实责任人').fill('赵某');
    await page.getByLabel('落实期限').fill('20261231');
    await page.getByLabel('落实期限').press('Enter');
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.getByText('请填写此项').waitFor();
    await page.getByLabel('决议内容').fill('同意垫付贰拾伍万元。');
    expect(await obstacles(page, 'meeting-form')).toEqual([]);
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.getByRole('heading', { name: '第三次联席会议' }).waitFor();
    await page.getByText('贰拾伍万元整').waitFor();
    expect(await obstacles(page, 'meeting')).toEqual([]);
    const address = page.url();
    const path = address.replace(/^.*\/console/, '/api/v1');

    await page.getByRole('button', { name: '修改会议草稿' }).click();
    await page.getByLabel('会议纪要').fill('会议一致同意。');
    const { body, headers } = (await officers.get(path).expect(200)) as {
      body: Record<string, unknown>;
      headers: Record<string, unknown>;
    };
    const { number, heldOn, place, chairedBy } = body;
    const others = { number, heldOn, place, chairedBy, title: '第三次联席会议（改）' };
    await officers
      .put(path, { ...others, agenda: ['议题'], attendees: [], resolutions: [] })
      .set('if-match', String(headers['etag']))
      .expect(200);
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.getByText('内容已被他人更改').waitFor();
    expect(await page.getByLabel('会议纪要').inputValue()).toBe('会议一致同意。');
    await page.getByRole('button', { name: '载入最新内容' }).click();
    await page.getByRole('link', { name: '第三次联席会议（改）' }).waitFor();
    await page.getByLabel('会议纪要').fill('会议一致同意。');
    await page.getByRole('button', { name: '增加人员' }).click();
    await page.getByLabel('单位').fill('财政局');
    await page.getByLabel('姓名').fill('周某');
    await page.getByRole('button', { name: '增加决议' }).click();
    await page.getByLabel('决议编号').fill('3-2');
    await page.getByLabel('适用事项').click();
    await page.getByTitle('手工凭证').click();
    await page.getByLabel('落实责任人').fill('赵某');
    await page.getByLabel('落实期限').fill('20261231');
    await page.getByLabel('落实期限').press('Enter');
    await page.getByLabel('决议内容').fill('每季度通报一次。');
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.getByText('会议一致同意。').waitFor();
    expect(await page.getByRole('button', { name: '办结会议' }).count()).toBe(0);

    const other = await console.windowOf(approver, address);
    await other.page.getByRole('button', { name: '办结会议' }).click();
    await other.page.getByRole('button', { name: '确定' }).click();
    await other.page.getByText('已办结', { exact: false }).first().waitFor();
    await other.page.getByRole('button', { name: '登记落实情况' }).click();
    const form = other.page.getByRole('dialog', { name: '决议 3-2 的落实情况' });
    await form.getByRole('button', { name: '提交' }).click();
    await form.getByText('请填写此项').waitFor();
    await form.getByLabel('落实情况').last().fill('已通报。');
    await form.getByRole('button', { name: '提交' }).click();
    await form.waitFor({ state: 'detached' });
    await other.page.getByText('已通报。').waitFor();
    expect(await obstacles(other.page, 'meeting-concluded')).toEqual([]);
    await other.page.goto('/console/meetings');
    await other.page.getByRole('row', { name: '第三次联席会议（改）' }).waitFor();
    expect(await obstacles(other.page, 'meetings')).toEqual([]);
    expect([...faults, ...other.faults]).toEqual([]);
  });
});
