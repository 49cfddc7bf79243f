import { ApprovalScene } from '../approvals/approval-scene';
import { FIRM, LegalScene } from '../legal-services/legal-scene';
import { obstacles, TestConsole } from '../support/console';

const DARK = { colorScheme: 'dark' } as const;

describe('legal services in the console', () => {
  let console: TestConsole;
  let scene: LegalScene;
  beforeAll(async () => {
    const approvals = await ApprovalScene.open();
    console = await TestConsole.open(approvals.service);
    scene = await LegalScene.over(approvals);
  }, 300_000);
  afterAll(() => console.close());

  const idIn = (url: string): string => url.split('/').at(-1) ?? '';
  const firmId = async (): Promise<string> => {
    const { body } = (await scene.officer.browser
      .get(`/api/v1/law-firms?q=${FIRM}`)
      .expect(200)) as { body: { items: { id: string }[] } };
    return body.items[0]?.id ?? '';
  };

  it('registers a law firm from a tender with its lawyers and its papers', async () => {
    const { page, faults } = await console.windowOf(scene.officer, '/console/workspace');
    await page.getByRole('link', { name: '律师团队' }).click();
    await page.locator('.ant-empty-description').waitFor();
    expect(await obstacles(page, 'legal-empty')).toEqual([]);
    await page.getByRole('button', { name: '登记律师事务所' }).click();
    const choice = page.getByRole('dialog', { name: '选择账套' });
    await choice.getByLabel('账套').click();
    await page.locator('.ant-select-item-option').first().click();
    await choice.getByRole('button', { name: '继续' }).click();

    const form = page.getByRole('dialog', { name: '登记律师事务所' });
    await form.getByLabel('统一社会信用代码').fill('31220000MD0000016X');
    await form.getByLabel('名称').fill('吉林某律师事务所');
    await form.getByLabel('执业许可证号').fill('31220000123456789');
    await form.getByLabel('执业地区').fill('220100');
    await form.getByLabel('来源类型').click();
    await page.getByTitle('政府采购').click();
    await form.getByLabel('采购编号').fill('JLCG-2026-018');
    await form.getByLabel('发布或成交日期').fill('2026-01-20');
    await form.getByLabel('发布或成交日期').press('Enter');
    await form.getByLabel('采购方式').click();
    await page.getByTitle('竞争性磋商').click();
    await form.getByLabel('供应商数量').fill('5');
    await form.getByLabel('成交金额').fill('300,000');
    const lawyer = form.getByRole('group', { name: '第 1 名律师' });
    await lawyer.getByLabel('姓名').fill('陈某');
    await lawyer.getByLabel('律师执业证号').fill('12201201010000001');
    await lawyer.getByLabel('专业领域').fill('环境公益诉讼');
    await form.locator('input[type=file]').setInputFiles({
      name: '成交通知书.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from(
        '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
      ),
    });
    await form.getByText('成交通知书.pdf').waitFor();
    expect(await obstacles(page, 'legal-register')).toEqual([]);
    await form.getByRole('button', { name: '提交' }).click();
    // The check character is wrong, and the field says so.
    await form.locator('.ant-form-item-explain-error').first().waitFor();
    await form.getByLabel('统一社会信用代码').fill(FIRM);
    await form.getByRole('button', { name: '提交' }).dblclick();
    await page.waitForURL(/\/console\/approvals\//);
    await page.getByText('300,000.00').waitFor();
    await page.getByRole('link', { name: '成交通知书.pdf' }).waitFor();
    expect(await obstacles(page, 'legal-register-approval')).toEqual([]);
    expect((await scene.approveAll(idIn(page.url()))).body.state).toBe('approved');
    expect(faults).toEqual([]);
  });

  it('makes an agreement with instalments, and says where its amounts do not fit together', async () => {
    const { page, faults } = await console.windowOf(
      scene.officer,
      `/console/legal-teams/${await firmId()}`,
    );
    await page.getByText('尚未签订协议').waitFor();
    await page.getByRole('button', { name: '签订协议' }).click();
    const form = page.getByRole('dialog', { name: '法律服务协议' });
    await form.getByLabel('协议编号').fill('吉环法服〔2026〕1号');
    for (const [label, day] of [
      ['有效期起', '2026-01-01'],
      ['有效期止', '2099-12-31'],
    ] as const) {
      await form.getByLabel(label).fill(day);
      await form.getByLabel(label).press('Enter');
    }
    await form.getByLabel('服务范围').fill('环境公益诉讼一审、二审代理。');
    await form.getByLabel('单审限额').fill('30000');
    await form.getByLabel('单案限额').fill('50000');
    await form.getByLabel('总限额').fill('90000');
    const first = form.getByRole('group', { name: '第 1 期' });
    await first.getByLabel('付款节点').click();
    await page.getByTitle('签订时').click();
    await first.getByLabel('比例（%）').fill('30');
    await form.getByRole('button', { name: '增加一期' }).click();
    const second = form.getByRole('group', { name: '第 2 期' });
    await second.getByLabel('付款节点').click();
    await page.getByTitle('结案时').last().click();
    await second.getByLabel('比例（%）').fill('60');
    await form.getByRole('button', { name: '提交' }).click();
    await form.getByText('协议约定的金额不相符').waitFor();
    expect(await obstacles(page, 'legal-agreement-refused')).toEqual([]);
    await second.getByLabel('比例（%）').fill('70');
    await form.getByRole('button', { name: '提交' }).click();
    await page.waitForURL(/\/console\/approvals\//);
    expect((await scene.approveAll(idIn(page.url()))).body.state).toBe('approved');
    expect(faults).toEqual([]);
  });

  it('engages the firm on a case, and shows what is used of the agreement', async () => {
    await scene.litigation('(2026)吉01民初1号');
    const address = `/console/legal-teams/${await firmId()}`;
    const { page, faults } = await console.windowOf(scene.officer, address);
    await page.getByRole('button', { name: '委托代理' }).click();
    const form = page.getByRole('dialog', { name: '委托代理' });
    const choose = async (label: string, title: RegExp): Promise<void> => {
      await form.getByLabel(label).click();
      await page.locator('.ant-select-item-option').filter({ hasText: title }).last().click();
    };
    await choose('协议编号', /余额 90,000\.00 元/);
    await choose('案件', /吉01民初1号/);
    await choose('被代理组织', /绿色志愿者协会/);
    await choose('承办律师', /陈某/);
    await page.keyboard.press('Escape');
    await form.getByLabel('代理费').fill('30000.01');
    await form.getByRole('button', { name: '提交' }).click();
    await form.getByText('代理费超过协议限额').waitFor();
    expect(await obstacles(page, 'legal-engagement-refused')).toEqual([]);
    await form.getByLabel('代理费').fill('20000');
    await form.getByRole('button', { name: '提交' }).click();
    await page.waitForURL(/\/console\/approvals\//);
    await page.getByRole('main').getByText('吉林省绿色志愿者协会').waitFor();
    expect((await scene.approveAll(idIn(page.url()))).body.state).toBe('approved');
    await page.goto(address);
    await page.getByRole('row', { name: /吉环法服.*90,000\.00.*20,000\.00.*70,000\.00/ }).waitFor();
    await page.getByRole('row', { name: /吉01民初1号.*一审.*陈某.*20,000\.00.*未评价/ }).waitFor();
    expect(await obstacles(page, 'legal-team')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('takes the evaluation of a reviewer once, in the dark', async () => {
    const address = `/console/legal-teams/${await firmId()}`;
    const { page, faults } = await console.windowOf(scene.reviewer, address, DARK);
    await page.getByRole('button', { name: '评价', exact: true }).click();
    const form = page.getByRole('dialog', { name: '评价：(2026)吉01民初1号' });
    await form.getByRole('button', { name: '保存' }).click();
    await form.getByText('请填写此项').first().waitFor();
    for (const [label, score] of [
      ['尽职程度', '5'],
      ['服务质量', '4'],
      ['办理时效', '3'],
    ] as const) {
      await form.getByRole('radiogroup', { name: label }).getByText(score).click();
    }
    await form.getByLabel('评价意见').fill('庭前准备充分。');
    expect(await obstacles(page, 'legal-evaluate-dark')).toEqual([]);
    await form.getByRole('button', { name: '保存' }).dblclick();
    await page.getByText('尽职 5，质量 4，时效 3').waitFor();
    await page.getByRole('button', { name: '评价', exact: true }).waitFor({ state: 'detached' });
    expect(await obstacles(page, 'legal-team-dark')).toEqual([]);
    await page.getByRole('link', { name: '吉环法服〔2026〕1号' }).click();
    await page.getByText('环境公益诉讼一审、二审代理。').waitFor();
    expect(await obstacles(page, 'legal-agreement-dark')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('keeps a record of training, and shows it to everybody who reads books', async () => {
    const { page, faults } = await console.windowOf(scene.reviewer, '/console/legal-teams');
    await page.getByRole('button', { name: '登记培训或指导' }).click();
    const choice = page.getByRole('dialog', { name: '选择账套' });
    await choice.getByLabel('账套').click();
    await page.locator('.ant-select-item-option').first().click();
    await choice.getByRole('button', { name: '继续' }).click();
    const form = page.getByRole('dialog', { name: '登记培训或指导' });
    await form.getByLabel('主题').fill('环境公益诉讼证据规则');
    await form.getByLabel('主讲或指导单位').fill('吉林省生态环境厅');
    await form.getByLabel('参加的组织和律师').fill('吉林省绿色志愿者协会、陈某律师、');
    expect(await obstacles(page, 'legal-training-ask')).toEqual([]);
    await form.getByRole('button', { name: '保存' }).click();
    await form.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);

    const auditor = await scene.approvals.someone('auditor');
    const phone = { viewport: { width: 390, height: 844 }, ...DARK };
    const reading = await console.windowOf(auditor, '/console/training', phone);
    await reading.page.getByText('吉林省绿色志愿者协会、陈某律师').waitFor();
    expect(await obstacles(reading.page, 'legal-training-phone-dark')).toEqual([]);
    expect(await reading.page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await reading.page.goto('/console/legal-teams');
    await reading.page.getByRole('link', { name: '吉林某律师事务所' }).waitFor();
    expect(await reading.page.getByRole('button', { name: '登记律师事务所' }).count()).toBe(0);
    expect(await obstacles(reading.page, 'legal-phone-dark')).toEqual([]);
    expect(reading.faults).toEqual([]);
  });
});
