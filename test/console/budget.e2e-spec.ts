import { settleBook } from '../../src/ledger';
import { obstacles, TestConsole } from '../support/console';
import {
  type TestBrowser,
  type TestBureau,
  type TestPerson,
  TestService,
} from '../support/test-service';

describe('budgets and the calendar in the console', () => {
  let console: TestConsole;
  let bureau: TestBureau;
  let officer: TestPerson;
  let auditor: TestPerson;
  let deciders: TestBrowser[];
  beforeAll(async () => {
    const service = await TestService.open();
    console = await TestConsole.open(service);
    bureau = await service.bureau('changchun');
    const belongsTo = { bureauId: bureau.id };
    officer = await service.person(['finance_officer'], belongsTo);
    auditor = await service.person(['auditor'], belongsTo);
    deciders = [
      await service.signIn(await service.person(['reviewer'], belongsTo)),
      await service.signIn(await service.person(['approver'], belongsTo)),
    ];
  }, 300_000);
  afterAll(() => console.close());

  const idIn = (url: string): string => url.split('/').at(-1) ?? '';

  /** Lets those whose turn it is approve what the page of a request shows. */
  async function approve(id: string, by: readonly TestBrowser[]): Promise<void> {
    for (const browser of by) {
      const { body } = (await browser.get(`/api/v1/approvals/${id}`).expect(200)) as {
        body: { contentHash: string };
      };
      const { contentHash } = body;
      await browser
        .post(`/api/v1/approvals/${id}/decisions`, { decision: 'approve', contentHash })
        .expect(200);
    }
    await settleBook(console.service.database.dataSource, bureau.bookId);
  }

  it('asks for a budget line by line, and shows it with its history once it is approved', async () => {
    const { page, faults } = await console.windowOf(officer, '/console/workspace');
    await page.getByRole('link', { name: '预算管理' }).click();
    await page.getByText('该年度尚未下达预算。').first().waitFor();
    expect(await obstacles(page, 'budget-empty')).toEqual([]);
    await page.getByRole('button', { name: '申请预算变动' }).click();
    const form = page.getByRole('dialog', { name: '申请预算变动' });
    const first = form.getByRole('group', { name: '第 1 项' });
    await first.getByLabel('费用类别').click();
    await page.getByTitle('鉴定费').click();
    await first.getByLabel('调增').fill('30,000');
    await form.getByRole('button', { name: '增加一项' }).click();
    const second = form.getByRole('group', { name: '第 2 项' });
    await second.getByLabel('费用类别').click();
    await page.getByTitle('律师费').last().click();
    await second.getByLabel('调增').fill('12345.67');
    await form.getByText('壹万贰仟叁佰肆拾伍元陆角柒分').waitFor();
    await form.getByRole('button', { name: '提交' }).click();
    await form.getByText('请填写此项').first().waitFor();
    await form.getByLabel('依据文号').fill('财预〔2026〕12号');
    await form.getByLabel('理由').fill('年度预算');
    expect(await obstacles(page, 'budget-ask')).toEqual([]);
    await form.getByRole('button', { name: '提交' }).dblclick();
    await page.waitForURL(/\/console\/approvals\//);
    await page.getByText('下达预算').first().waitFor();
    expect(await obstacles(page, 'budget-approval')).toEqual([]);
    await approve(idIn(page.url()), deciders);

    await page.goto('/console/budget');
    const panel = page.getByRole('region', { name: '专项资金预算明细', exact: true }).first();
    await panel.getByRole('row', { name: /律师费.*12,345\.67/ }).waitFor();
    await panel.getByRole('row', { name: /合计.*42,345\.67/ }).waitFor();
    expect(await obstacles(page, 'budget')).toEqual([]);
    await page.getByRole('row', { name: /财预〔2026〕12号/ }).waitFor();
    await page.getByRole('link', { name: '查看审批' }).click();
    await page.waitForURL(/\/console\/approvals\//);
    expect(faults).toEqual([]);
  });

  it('takes another kind of change with other fields, and says where the budget has too little', async () => {
    const { page } = await console.windowOf(officer, '/console/budget');
    await page.getByRole('button', { name: '申请预算变动' }).click();
    const form = page.getByRole('dialog', { name: '申请预算变动' });
    await form.getByLabel('变动类型').click();
    await page.getByTitle('捐赠收入').click();
    await form.getByLabel('捐赠人').fill('某环保公司');
    await form.getByLabel('变动类型').click();
    await page.getByTitle('科目间调剂').click();
    await form.getByLabel('捐赠人').waitFor({ state: 'detached' });
    const first = form.getByRole('group', { name: '第 1 项' });
    await first.getByLabel('费用类别').click();
    await page.getByTitle('律师费').last().click();
    await first.getByLabel('调减').fill('20000');
    const second = form.getByRole('group', { name: '第 2 项' });
    await second.getByLabel('费用类别').click();
    await page.getByTitle('差旅费').last().click();
    await second.getByLabel('调增').fill('20000');
    await form.getByLabel('依据文号').fill('内部请示 3 号');
    await form.getByLabel('理由').fill('调剂');
    await form.getByRole('button', { name: '提交' }).click();
    await form.getByText('调减金额超过该项预算的可用数').waitFor();
    expect(await obstacles(page, 'budget-too-low')).toEqual([]);
    await first.getByLabel('调减').fill('2000');
    await second.getByLabel('调增').fill('2000');
    await form.getByRole('button', { name: '提交' }).click();
    await page.waitForURL(/\/console\/approvals\//);
  });

  it('shows an auditor the budget as of a day, in the dark and on a phone, and lets nobody else ask', async () => {
    const { page } = await console.windowOf(auditor, '/console/budget?asOf=2020-01-01', {
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
    });
    await page.getByText('该年度尚未下达预算。').first().waitFor();
    await page.getByRole('button', { name: '申请预算变动' }).waitFor({ state: 'detached' });
    await page.goto('/console/budget');
    await page.getByRole('row', { name: /律师费/ }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await obstacles(page, 'budget-phone-dark')).toEqual([]);
  });

  it('asks for a day off, and counts by it once it is approved', async () => {
    const { page, faults } = await console.windowOf(officer, '/console/calendar');
    await page.getByText('该年度没有登记放假或调休。').waitFor();
    await page.getByRole('button', { name: '申请修改日历' }).click();
    const form = page.getByRole('dialog', { name: '申请修改日历' });
    const [today] = await console.service.database.dataSource.query<{ year: string }[]>(
      `SELECT to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY') AS year`,
    );
    const day = `${today?.year ?? ''}-05-04`;
    await form.getByLabel('日期', { exact: true }).fill(day);
    await form.getByLabel('日期', { exact: true }).press('Enter');
    await form.getByLabel('说明').fill('调休');
    await form.getByLabel('理由').fill('国务院办公厅通知');
    expect(await obstacles(page, 'calendar-ask')).toEqual([]);
    await form.getByRole('button', { name: '提交' }).click();
    await page.waitForURL(/\/console\/approvals\//);
    await approve(idIn(page.url()), deciders.slice(1));
    await page.goto('/console/calendar');
    await page.getByRole('row', { name: `${day} ○ 休息 调休` }).waitFor();
    expect(await obstacles(page, 'calendar')).toEqual([]);
    expect(faults).toEqual([]);
  });
});
