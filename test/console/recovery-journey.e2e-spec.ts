import type { Locator, Page } from 'playwright-core';
import { newKey } from '../approvals/approval-scene';
import { BankScene, OWN_PROFILE } from '../bank-statements/bank-scene';
import { movement, statementFile } from '../bank-statements/files';
import { OF_CHANGCHUN, PDF, PROVINCIAL } from '../organizations/organization-scene';
import { JudgmentScene } from '../recoveries/judgment-scene';
import { obstacles, TestConsole } from '../support/console';
import { Desks } from '../support/desks';

const JUDGMENT = '（2026）吉01民初1号判决';
const DEFENDANT = '某化工公司';
const SERIAL = 'ZH20260701';
const RECEIVED_ON = '2026-07-01';

/** The money of a case from its final judgment to the organization's account, each person at their own desk. */
describe('the way of the money of a defendant', () => {
  let scene: JudgmentScene;
  let console: TestConsole;
  let desks: Desks;
  let officer: Page;
  let organization: Page;

  beforeAll(async () => {
    scene = await JudgmentScene.open();
    await scene.tell();
    const { approvals } = scene.payments.organizations;
    await BankScene.over(approvals, scene.officer);
    await scene.payments.account('bureau', '某环保局代管专户', { ledgerAccount: '1002.02' });
    await scene.payments.account('organization', '吉林省绿色志愿者协会', {
      creditCode: PROVINCIAL,
    });
    console = await TestConsole.open(approvals.service);
    desks = new Desks(console);
    officer = await desks.of(scene.officer, `/console/cases/${scene.caseId}`);
    organization = await desks.of(scene.payments.member, '/console/cases');
  }, 300_000);
  afterAll(async () => {
    await console.close();
    expect(desks.faults).toEqual([]);
  });

  const bankPage = (page: string, more: Record<string, string> = {}): string => {
    const { bookCode: book } = scene.payments.organizations;
    return `/console/bank${page}?${new URLSearchParams({ book, account: '1002.02', ...more }).toString()}`;
  };
  async function choose(field: Locator, title: string): Promise<void> {
    await field.click();
    await officer.getByTitle(title, { exact: true }).last().click();
  }
  async function addItem(
    form: Locator,
    { number, kind, amount }: { number: number; kind: string; amount: string },
  ): Promise<Locator> {
    await form.getByRole('button', { name: '增加判项' }).click();
    const item = form.getByRole('group', { name: `第 ${String(number)} 项判项` });
    await item.getByRole('textbox', { name: '判项' }).fill(`判项${String(number)}`);
    await choose(item.getByRole('combobox', { name: '款项类别' }), kind);
    await item.getByLabel('金额').fill(amount);
    await item.getByLabel('计算迟延利息').uncheck();
    await choose(item.getByRole('combobox', { name: '义务人' }), DEFENDANT);
    return item;
  }
  /** A statement of the custody account is imported, and its line confirmed to be the entry that is suggested. */
  async function importAndMatch(opening: bigint, amount: bigint, on: string): Promise<void> {
    const line = movement(amount, {
      on,
      serial: `${SERIAL}${String(opening)}`,
      remark: '本案款项',
    });
    await officer.goto(bankPage('/import', { profile: OWN_PROFILE }));
    await officer.locator('input[type=file]').setInputFiles({
      ...{ name: '专户.csv', mimeType: 'application/octet-stream' },
      buffer: statementFile(opening, [line]),
    });
    await officer.getByRole('button', { name: '预览' }).click();
    await officer.getByRole('button', { name: '确认导入' }).click();
    await officer.getByText('已导入 1 笔，另有 0 笔此前已导入。').waitFor();
    await scene.payments.post();
    await officer.goto(bankPage('/match'));
    await officer.getByText('金额相同').first().waitFor();
    await officer.getByRole('button', { name: '确认匹配' }).first().click();
    await officer.getByText('没有建议。').waitFor();
  }
  /** What the organization sees of its own costs. */
  async function standsAt(row: string): Promise<void> {
    await organization.reload();
    await organization.getByRole('row', { name: row }).waitFor();
  }

  it('begins with a judgment that the officer proposes and the approver takes into the books', async () => {
    await officer.getByRole('button', { name: '登记判决' }).click();
    const form = officer.getByRole('dialog', { name: '判决入账' });
    await choose(form.getByLabel('生效依据'), '2026-06-17 判决生效');
    await form.getByLabel('文书编号').fill(JUDGMENT);
    await choose(form.getByLabel('裁判结果'), '胜诉');
    await addItem(form, { number: 1, kind: '垫付诉讼成本', amount: '900' });
    const own = await addItem(form, { number: 2, kind: '组织自付成本', amount: '300' });
    await own.getByRole('combobox', { name: '社会组织' }).click();
    await officer.locator('.ant-select-item-option:visible').first().click();
    await form
      .locator('input[type=file]')
      .setInputFiles({ name: '判决书.pdf', mimeType: 'application/pdf', buffer: PDF });
    await form.getByText('判决书.pdf').waitFor();
    await form.getByRole('button', { name: '提交' }).click();
    await officer.waitForURL(/\/console\/approvals\/[0-9a-f-]{36}$/);
    await desks.agree(scene.payments.approver, /^判决入账：/);
    await scene.payments.post();

    await organization.getByRole('link', { name: '(2026)吉01民初1号' }).click();
    await organization.getByRole('link', { name: /追偿与执行款/ }).click();
    await organization.getByText('尚未收回').waitFor();
  });

  it('goes on with a letter that demands what is owed', async () => {
    await officer.goto(`/console/cases/${scene.caseId}`);
    await officer.getByRole('link', { name: /追偿与执行款/ }).click();
    await officer.getByRole('row', { name: /判项2.*300\.00/ }).waitFor();
    await officer.getByRole('button', { name: '制作催告函' }).click();
    const letter = officer.getByRole('dialog');
    await choose(letter.getByLabel('被告'), DEFENDANT);
    await letter.getByLabel('收款账户').click();
    await officer.getByTitle(/某环保局代管专户/).click();
    await letter.getByRole('button', { name: '制作催告函' }).click();
    await officer.getByRole('link', { name: /下载 催\d{4}-0001/ }).waitFor();
  });

  it('comes to the custody account, where the bank and the books say the same', async () => {
    await officer.getByRole('button', { name: '登记到账' }).click();
    const receipt = officer.getByRole('dialog', { name: '登记到账' });
    await choose(receipt.getByLabel('付款人'), DEFENDANT);
    await receipt.getByLabel('金额').fill('1200');
    await receipt.getByLabel('到账日期').fill(RECEIVED_ON);
    await receipt.getByLabel('到账日期').press('Enter');
    await receipt.getByLabel('银行流水号').fill(SERIAL);
    await receipt.getByRole('row', { name: /判项2 本金.*300\.00/ }).waitFor();
    await receipt.getByRole('button', { name: '确认记账' }).click();
    await officer.getByRole('row', { name: /收001.*1,200\.00/ }).waitFor();
    await standsAt('已收 300.00 已支付 0.00 待支付 300.00');
    await scene.payments.post();
    await importAndMatch(0n, 1_200_00n, RECEIVED_ON);
  });

  it('is paid to the organization once two others have agreed, and it sees that', async () => {
    await officer.goto(`/console/cases/${scene.caseId}/recoveries`);
    await officer.getByRole('button', { name: '支付组织自付成本' }).click();
    const payOut = officer.getByRole('dialog');
    await payOut.getByLabel('收款账户').click();
    await officer
      .getByTitle(/吉林省绿色志愿者协会/)
      .last()
      .click();
    await payOut.getByLabel('金额').fill('300');
    await payOut.getByLabel('理由').fill('执行到位，支付组织自付成本');
    await payOut.getByRole('button', { name: '提交' }).click();
    await officer.waitForURL(/\/console\/approvals\/[0-9a-f-]{36}$/);
    await desks.agree(scene.payments.reviewer, /自付成本/);
    await standsAt('已收 300.00 已支付 0.00 待支付 300.00');
    await desks.agree(scene.payments.approver, /自付成本/);
    await standsAt('已收 300.00 已支付 300.00 待支付 0.00');
    expect(await obstacles(organization, 'recovered-costs-paid')).toEqual([]);
    await scene.payments.post();
    await importAndMatch(1_200_00n, -300_00n, scene.payments.day);
  });

  it('ends with a reconciliation that a colleague confirms', async () => {
    const address = bankPage('/reconciliation', { on: scene.payments.day });
    await officer.goto(address);
    await officer.getByText('两边相符').waitFor();
    await officer.getByRole('button', { name: '编制并提交复核' }).click();
    await officer.getByText('待复核').waitFor();
    const colleague = await desks.of(scene.payments.colleague, '/console/workspace');
    await colleague.goto(address);
    await colleague.getByRole('button', { name: '复核确认' }).click();
    await colleague.getByRole('cell', { name: scene.payments.colleague.name }).waitFor();
  });

  it('shows the organization nothing of the cases of others', async () => {
    const { organizations, officer: keeper, reviewer } = scene.payments;
    const theirs = await organizations.register(keeper, reviewer, OF_CHANGCHUN, {
      kind: 'social_service_organization',
    });
    const { body } = (await keeper.browser
      .post('/api/v1/cases', {
        ...{ book: organizations.bookCode, number: '(2026)吉01民初9号', filedOn: '2026-03-02' },
        ...{ court: '长春市中级人民法院', damageRoute: 'treasury', plaintiffs: [theirs] },
        defendants: [{ name: '丙公司', kind: 'enterprise' }],
      })
      .set('idempotency-key', newKey())
      .expect(201)) as { body: { id: string } };
    await organization.goto(`/console/cases/${body.id}/recoveries`);
    await organization.getByRole('alert').waitFor();
    expect(await organization.getByText('已支付').count()).toBe(0);
    await organization.goto('/console/cases');
    await organization.getByRole('link', { name: '(2026)吉01民初1号' }).waitFor();
    expect(await organization.getByText('(2026)吉01民初9号').count()).toBe(0);
  });
});
