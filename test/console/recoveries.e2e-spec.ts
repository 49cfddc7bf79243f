import { addDays, businessDate } from '../../src/calendar';
import { BankScene } from '../bank-statements/bank-scene';
import { movement, statementFile } from '../bank-statements/files';
import { ClaimsScene, type LiveCase } from '../claims/claims-scene';
import { pdf } from '../documents/files';
import { obstacles, obstaclesByDayAndNight, TestConsole } from '../support/console';

const paper = (name: string) => ({ name, mimeType: 'application/pdf', buffer: pdf(name) });

describe('claims and receipts in the console', () => {
  let scene: ClaimsScene;
  let console: TestConsole;
  let litigation: LiveCase;
  beforeAll(async () => {
    scene = await ClaimsScene.open();
    litigation = await scene.openCase({ defendants: 2 });
    await scene.judge(litigation, [
      {
        ref: '判项1',
        kind: 'organization_costs',
        amount: '500.00',
        dueOn: '2026-02-28',
        debtors: [{ ref: 'd1' }],
      },
      { ref: '判项2', amount: '1270000.00', dueOn: '2026-02-28', debtors: [{ ref: 'd1' }] },
    ]);
    console = await TestConsole.open(scene.approvals.service);
  }, 300_000);
  afterAll(() => console.close());

  const recoveries = (): string => `/console/cases/${litigation.id}/recoveries`;

  it('show what is owed and how interest was reckoned, and try a payment that is not recorded', async () => {
    const { page, faults } = await console.windowOf(scene.officer, `${recoveries()}?on=2026-06-08`);
    const claims = page.getByRole('region', { name: '判项债权' });
    await claims.getByRole('row', { name: /判项2/ }).getByText('22,225.00').waitFor();
    await page.getByRole('button', { name: '判项2：如何计算' }).click();
    await page.getByRole('dialog').getByText('法释〔2014〕8号 art 1').first().waitFor();
    expect(await obstacles(page, 'claims-why')).toEqual([]);
    await page.keyboard.press('Escape');

    await page.getByLabel('付款人').click();
    await page.getByTitle('某化工公司1').click();
    await page.getByLabel('金额').fill('1000');
    await page.getByLabel('付款日期').fill('2026-06-08');
    await page.getByLabel('付款日期').press('Enter');
    await page.getByRole('button', { name: '试算', exact: true }).click();
    const allocation = page.getByRole('group', { name: '分配' });
    await allocation.getByRole('row', { name: /判项1 本金.*500\.00/ }).waitFor();
    await page.getByText('尚无到账').waitFor();
    expect(await obstacles(page, 'claims')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('take a receipt once its allocation was seen, and the organization sees what came for it', async () => {
    const own = await console.windowOf(scene.member, recoveries(), { colorScheme: 'dark' });
    await own.page.getByText('尚未收回').waitFor();
    await own.page.getByRole('row', { name: /判决金额 500\.00 已收 0\.00/ }).waitFor();
    expect(await obstacles(own.page, 'costs-ordered')).toEqual([]);
    const { page, faults } = await console.windowOf(scene.officer, recoveries());
    await page.getByRole('button', { name: '登记到账' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('付款人').click();
    await page.getByTitle('某化工公司1').last().click();
    await dialog.getByLabel('金额').fill('600.00');
    await dialog.getByLabel('到账日期').fill('2026-06-08');
    await dialog.getByLabel('到账日期').press('Enter');
    await dialog.getByLabel('银行流水号').fill('ZH-2026-0608');
    await dialog.getByRole('row', { name: /判项2 本金.*100\.00/ }).waitFor();
    await dialog.getByLabel('指定清偿').click();
    await page.getByTitle('判项2 生态环境修复费用').last().click();
    await dialog.getByRole('row', { name: /判项2 本金.*600\.00/ }).waitFor();
    await dialog.getByLabel('指定清偿').press('Backspace');
    await dialog.getByRole('row', { name: /判项1 本金.*500\.00/ }).waitFor();
    expect(await obstacles(page, 'receipt-record')).toEqual([]);
    await dialog.getByRole('button', { name: '确认记账' }).dblclick();
    const receipts = page.getByRole('region', { name: '执行款' });
    await receipts.getByRole('row', { name: /收001.*600\.00/ }).waitFor();
    expect(await scene.receipts(litigation)).toHaveLength(1);
    expect(faults).toEqual([]);

    await own.page.reload();
    await own.page.getByText('为本单位收回的自付成本').waitFor();
    await own.page.getByRole('row', { name: /已收 500\.00 .*待支付 500\.00/ }).waitFor();
    expect(await obstacles(own.page, 'recovered-costs')).toEqual([]);
    expect(own.faults).toEqual([]);
  });

  it('ask for what goes out of it, and for a receipt to be taken back, with a document', async () => {
    await scene.post();
    await scene.ofTreasury();
    const { page, faults } = await console.windowOf(scene.officer, recoveries());
    await page.getByRole('button', { name: '损害赔偿金上缴国库' }).click();
    const payOut = page.getByRole('dialog');
    await payOut.getByLabel('收款账户').click();
    await page.getByTitle(/某市财政局/).click();
    await payOut.getByLabel('金额').fill('100.01');
    await payOut.getByLabel('理由').fill('按月上缴');
    await payOut.getByRole('button', { name: '提交' }).click();
    await payOut.getByText('上缴金额超过已收到的金额').waitFor();
    await payOut.getByLabel('金额').fill('100.00');
    await payOut.getByRole('button', { name: '提交' }).click();
    await page.waitForURL('**/console/approvals/*');
    await page.getByText('某化工').or(page.getByText('损害赔偿金上缴国库')).first().waitFor();

    await page.goto(recoveries());
    await page.getByRole('button', { name: '执行回转 收001' }).click();
    const reversal = page.getByRole('dialog');
    await reversal.getByLabel('理由').fill('执行依据被撤销');
    await reversal.locator('input[type=file]').setInputFiles(paper('裁定书.pdf'));
    await reversal.getByText('裁定书.pdf').waitFor();
    expect(await obstacles(page, 'receipt-reversal')).toEqual([]);
    await reversal.getByRole('button', { name: '提交' }).click();
    await page.waitForURL('**/console/approvals/*');
    expect(faults).toEqual([]);
  });

  it('go other than the rule says once two others agreed, and keep what defendants did themselves', async () => {
    const { page, faults } = await console.windowOf(scene.officer, recoveries());
    await page.getByRole('button', { name: '登记自行履行' }).click();
    const inKind = page.getByRole('dialog');
    await inKind.getByLabel('判项').click();
    await page.getByTitle('判项2 生态环境修复费用').last().click();
    await inKind.getByLabel('被告').click();
    await page.getByTitle('某化工公司1').last().click();
    await inKind.getByLabel('履行情况').fill('自行清运污泥20吨');
    await inKind.locator('input[type=file]').setInputFiles(paper('验收单.pdf'));
    await inKind.getByText('验收单.pdf').waitFor();
    expect(await obstaclesByDayAndNight(page, 'in-kind')).toEqual([]);
    await inKind.getByRole('button', { name: '登记自行履行' }).click();
    await page.getByRole('row', { name: /判项2 某化工公司1 自行清运污泥20吨/ }).waitFor();

    await page.getByRole('button', { name: '登记到账' }).click();
    const receipt = page.getByRole('dialog', { name: '登记到账' });
    await receipt.getByLabel('付款人', { exact: true }).click();
    await page.getByTitle('某化工公司1').last().click();
    await receipt.getByLabel('金额').fill('300');
    await receipt.getByLabel('银行流水号').fill('ZH-2026-0609');
    await receipt.getByRole('button', { name: '不按规则分配' }).click();
    const asked = page.getByRole('dialog', { name: '执行款另行分配' });
    await asked.getByRole('button', { name: '填入按规则的分配' }).click();
    const share = asked.getByRole('group', { name: '第 1 项分配' });
    await share.getByText('判项2 生态环境修复费用').waitFor();
    await share.getByLabel('分配金额').fill('300.01');
    await asked.getByText('超出到账金额').waitFor();
    await share.getByLabel('分配金额').fill('200');
    await asked.getByText('多收').waitFor();
    await asked.getByLabel('理由').fill('执行和解：本期只还200元，余款退回');
    await asked.locator('input[type=file]').setInputFiles(paper('和解协议.pdf'));
    await asked.getByText('和解协议.pdf').waitFor();
    expect(await obstaclesByDayAndNight(page, 'receipt-departure')).toEqual([]);
    await asked.getByRole('button', { name: '提交' }).click();
    await page.waitForURL('**/console/approvals/*');

    const { pathname } = new URL(page.url());
    const reviewer = await console.windowOf(scene.reviewer, pathname, { colorScheme: 'dark' });
    await reviewer.page.getByText('申请的分配').waitFor();
    await reviewer.page.getByText('按规则的分配').waitFor();
    // Nobody decides on a paper that cannot be read.
    const download = reviewer.page.waitForEvent('download');
    await reviewer.page.getByRole('link', { name: '和解协议.pdf' }).click();
    expect((await download).suggestedFilename()).toBe('和解协议.pdf');
    expect(await obstacles(reviewer.page, 'receipt-departure-card')).toEqual([]);
    await reviewer.page.getByRole('button', { name: '同意' }).click();
    await reviewer.page.getByText('已同意').waitFor();
    await scene.approvals.decide(scene.approver, pathname.split('/').pop() ?? '', 'approve');
    await page.goto(recoveries());
    const row = page.getByRole('row', { name: /收002.*ZH-2026-0609/ });
    await row.getByText(/判项2 本金 200\.00/).waitFor();
    await row.getByText(/多收 100\.00/).waitFor();
    await row.getByRole('link', { name: '另行分配' }).waitFor();
    expect(await obstaclesByDayAndNight(page, 'recoveries-departed')).toEqual([]);
    expect([...faults, ...reviewer.faults]).toEqual([]);
  });

  it('are recorded from a line of the bank’s, which is matched with them', async () => {
    const bank = await BankScene.over(scene.approvals, scene.officer);
    const paid = movement(250_00n, { counterparty: '某化工公司1', remark: litigation.number });
    await bank.import(statementFile(0n, [paid]), { account: '1002.02' });
    const asked = new URLSearchParams({ book: bank.book, account: '1002.02' }).toString();
    const { page, faults } = await console.windowOf(scene.officer, `/console/bank?${asked}`);
    await page.getByRole('button', { name: '登记执行款' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('某化工公司1', { exact: true }).waitFor();
    await dialog.getByRole('row', { name: /判项2 本金.*250\.00/ }).waitFor();
    expect(await obstacles(page, 'receipt-of-line')).toEqual([]);
    await dialog.getByRole('button', { name: '确认记账' }).dblclick();
    await page.getByRole('region', { name: '银行流水' }).getByText('✓ 已匹配').waitFor();
    expect(await page.getByRole('button', { name: '登记执行款' }).count()).toBe(0);
    expect(await scene.receipts(litigation)).toHaveLength(3);
    expect(faults).toEqual([]);
  });

  it('go out to an account, and a cashier records that the bank sent them back', async () => {
    const content = { case: litigation.id, amount: '1.00', reason: '按月上缴' };
    const payee = await scene.ofTreasury();
    await scene.carryOut(await scene.ask('damages_remittance', { ...content, payee }));
    await scene.post();
    const cashier = await scene.approvals.someone('cashier');
    const { page, faults } = await console.windowOf(cashier, recoveries());
    const paidOut = page.getByRole('region', { name: '已付出款项' });
    await paidOut.getByRole('row', { name: /某市财政局.*1\.00/ }).waitFor();
    await paidOut.getByRole('button', { name: '登记退汇' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('理由').fill('账号有误');
    expect(await obstacles(page, 'pay-out-return')).toEqual([]);
    await dialog.getByRole('button', { name: '登记退汇' }).click();
    await paidOut.getByText(/↩ .*账号有误/).waitFor();
    expect(await obstacles(page, 'paid-out')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('write letters of demand, until enforcement is deferred on security', async () => {
    await scene.custody();
    const { page, faults } = await console.windowOf(scene.officer, recoveries());
    await page.getByRole('button', { name: '制作催告函' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('被告').click();
    await page.getByTitle('某化工公司1').last().click();
    await dialog.getByLabel('收款账户').click();
    await page.getByTitle(/某环保局代管专户/).click();
    expect(await obstacles(page, 'demand-letter')).toEqual([]);
    await dialog.getByRole('button', { name: '制作催告函' }).click();
    await page.getByRole('link', { name: /下载 催\d{4}-0001/ }).waitFor();

    const day = (offset: number): string => addDays(businessDate(scene.day), offset);
    const document = await scene.organizations.upload(scene.officer);
    for (const [from, until] of [
      [day(-60), day(-1)],
      [scene.day, day(30)],
    ] as const) {
      const id = await scene.ask('enforcement_deferral', {
        ...{ case: litigation.id, defendant: litigation.defendants['d1'], from, until },
        ...{ security: 'guarantor', securedBy: '某集团公司', reason: '经申请执行人同意', document },
      });
      const { body } = await scene.approvals.decide(scene.approver, id, 'approve');
      expect(body.state).toBe('approved');
    }
    await page.reload();
    const deferrals = page.getByRole('region', { name: '暂缓执行' });
    for (const [days, state] of [
      [`${day(-60)} 至 ${day(-1)}`, '✓ 已届满'],
      [`${scene.day} 至 ${day(30)}`, '◷ 暂缓中'],
    ] as const) {
      const name = `某化工公司1 ${days} 保证人 某集团公司 ${state}`;
      await deferrals.getByRole('row', { name }).waitFor();
    }
    await deferrals.scrollIntoViewIfNeeded();
    expect(await obstaclesByDayAndNight(page, 'deferrals')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('add up by age with the books', async () => {
    await scene.post();
    const { page, faults } = await console.windowOf(
      scene.reviewer,
      `/console/ageing?book=${scene.bookCode}`,
      { colorScheme: 'dark' },
    );
    await page.getByRole('row', { name: /某化工公司1/ }).waitFor();
    await page.getByText('与账面一致').waitFor();
    expect(await obstacles(page, 'ageing')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('stay in the register when they are written off, with what came later, on screen and paper', async () => {
    const poor = await scene.openCase({ settled: '800.00' });
    const { 判项1: item = '' } = await scene.judge(poor, [
      { ref: '判项1', kind: 'fund_costs', amount: '800.00', debtors: [{ ref: 'd1' }] },
    ]);
    const document = await scene.organizations.upload(scene.officer);
    const given = { item, amount: '800.00', reason: '被告破产终结', document };
    await scene.carryOut(await scene.ask('debt_write_off', given));
    const money = { kind: 'court_transfer', receivedOn: scene.day, bankReference: 'ZH-后收' };
    const { status } = await scene.receive(poor, {
      ...{ payer: poor.defendants['d1'], amount: '300.00' },
      ...money,
    });
    expect(status).toBe(201);

    const { page, faults } = await console.windowOf(scene.reviewer, '/console/workspace');
    const menu = page.getByRole('navigation', { name: '主导航' });
    await menu.getByRole('link', { name: '我的账号' }).scrollIntoViewIfNeeded();
    // However many pages there are, the last of them can be reached without leaving the top of this one.
    expect(await page.evaluate('scrollY')).toBe(0);
    await menu.getByRole('link', { name: '坏账备查簿' }).click();
    const row = page.getByRole('row', { name: new RegExp(`${poor.number} 判项1 800\\.00`) });
    await row
      .getByText(new RegExp(`${scene.officer.name}申请，${scene.approver.name}批准`))
      .waitFor();
    await row.getByText(/收001 300\.00/).waitFor();
    await row.getByText('500.00', { exact: true }).waitFor();
    expect(await obstacles(page, 'write-offs')).toEqual([]);
    await page.getByLabel('状态').click();
    await page.getByTitle('已全部收回').click();
    await page.getByText('没有符合条件的数据').waitFor();
    await page.getByRole('button', { name: '清除筛选' }).click();
    await page.getByLabel('案号或判项').fill(poor.number);
    await page.getByLabel('案号或判项').press('Enter');
    await row.waitFor();
    await page.emulateMedia({ media: 'print', colorScheme: 'light' });
    await menu.waitFor({ state: 'hidden' });
    await page.getByText(/^账套：全部。打印日期：/).waitFor();
    await row.getByRole('link', { name: '审批单' }).waitFor({ state: 'hidden' });
    expect(await obstacles(page, 'write-offs-printed')).toEqual([]);
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    await row.getByRole('link', { name: '审批单' }).waitFor();
    expect(await obstacles(page, 'write-offs-dark')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('wait on accounts that must return to zero, which add up with the books', async () => {
    const { page, faults } = await console.windowOf(
      scene.reviewer,
      `/console/clearing?book=${scene.bookCode}`,
      { colorScheme: 'dark' },
    );
    await page.getByText('与账面一致').waitFor();
    const waiting = page.getByRole('region', { name: '2307.02 其他应付款—应付组织自付成本' });
    await waiting.getByText('如何清理：支付组织自付成本').waitFor();
    await waiting.getByRole('link', { name: new RegExp(litigation.number) }).waitFor();
    expect(await obstacles(page, 'clearing')).toEqual([]);
    expect(faults).toEqual([]);
  });
});
