import { facts } from '../../src/accounting';
import { acceptRequest, closeMonth, settleBook } from '../../src/ledger';
import { inTransaction } from '../../src/platform/database/transaction';
import { obstacles, TestConsole } from '../support/console';
import {
  type TestBrowser,
  type TestBureau,
  type TestPerson,
  TestService,
} from '../support/test-service';

describe('asking for something in the console', () => {
  let console: TestConsole;
  let bureau: TestBureau;
  let officer: TestPerson;
  let approver: TestPerson;
  let administrator: TestPerson;
  let guardian: TestPerson;
  let approvers: TestBrowser;
  let guardians: TestBrowser;
  beforeAll(async () => {
    const service = await TestService.open();
    console = await TestConsole.open(service);
    bureau = await service.bureau('changchun');
    const belongsTo = { bureauId: bureau.id };
    officer = await service.person(['finance_officer'], belongsTo);
    approver = await service.person(['approver', 'reviewer'], belongsTo);
    administrator = await service.person(['system_administrator'], belongsTo);
    guardian = await service.person(['security_administrator'], belongsTo);
    approvers = await service.signIn(approver);
    guardians = await service.signIn(guardian);
  }, 300_000);
  afterAll(() => console.close());

  /** Sends back what the page of a request shows. */
  async function sendBack(browser: TestBrowser, id: string): Promise<void> {
    const { body } = (await browser.get(`/api/v1/approvals/${id}`).expect(200)) as {
      body: { contentHash: string };
    };
    const { contentHash } = body;
    await browser
      .post(`/api/v1/approvals/${id}/decisions`, {
        decision: 'return',
        contentHash,
        reason: '请补充理由。',
      })
      .expect(200);
  }

  const idIn = (url: string): string => url.split('/').at(-1) ?? '';

  it('proposes a role for a person, and revises it after it came back', async () => {
    const { name, personId } = await console.service.person([], { bureauId: bureau.id });
    const { page, faults } = await console.windowOf(administrator, '/console/people');
    const row = page.getByRole('row', { name });
    await row.getByRole('button', { name: '申请角色' }).click();
    const form = page.getByRole('dialog', { name: `为 ${name} 申请角色` });
    await form.getByRole('button', { name: '提交' }).click();
    await form.getByText('请填写此项').waitFor();
    await form.getByLabel('角色').click();
    await page.getByTitle('审批人').click();
    expect(await obstacles(page, 'ask-for-role')).toEqual([]);
    await form.getByRole('button', { name: '提交' }).click();
    await page.waitForURL(/\/console\/approvals\//);
    await page.getByText(/安全管理员（自 .*第 1 天）/).waitFor();

    const id = idIn(page.url());
    await sendBack(guardians, id);
    await page.reload();
    await page.getByText('请补充理由。').waitFor();
    await page.getByRole('button', { name: '修改后重新提交' }).click();
    await page.getByLabel('截止日期').fill('20991231');
    await page.getByLabel('截止日期').press('Enter');
    expect(await obstacles(page, 'revise')).toEqual([]);
    await page.getByRole('button', { name: '重新提交', exact: true }).click();
    await page.waitForURL(/\/console\/todo$/);
    await page.goto(`/console/approvals/${id}`);
    await page.getByText('与上一版不同：截止日期').waitFor();

    await sendBack(guardians, id);
    await page.reload();
    await page.getByRole('button', { name: '原样重新提交' }).click();
    await page.waitForURL(/\/console\/todo$/);
    const { body } = (await guardians.get(`/api/v1/approvals/${id}`).expect(200)) as {
      body: object;
    };
    expect(body).toMatchObject({
      state: 'open',
      version: 2,
      content: { person: personId, role: 'approver', validUntil: '2099-12-31' },
    });
    expect(faults).toEqual([]);
  });

  it('takes a role back as the security administrator', async () => {
    const { name } = await console.service.person(['cashier'], { bureauId: bureau.id });
    const { page } = await console.windowOf(guardian, '/console/people');
    const row = page.getByRole('row', { name });
    await row.getByRole('button', { name: '收回' }).click();
    await page.getByText(`收回 ${name} 的“出纳”角色？`).last().waitFor();
    await page.getByRole('button', { name: '确定' }).click();
    await row.getByText('尚未授权').waitFor();
  });

  it('asks for a closed month to be reopened, and shows the card on a phone', async () => {
    const { dataSource } = console.service.database;
    const { bookId } = bureau;
    await acceptRequest(dataSource.manager, {
      bookId,
      idempotencyKey: 'march',
      businessOn: '2024-03-04',
      madeBy: 'test',
      ...facts.appropriated('special_fund', 100n),
    });
    await settleBook(dataSource, bookId);
    await inTransaction(dataSource, (tx) =>
      closeMonth(tx, { bookId, month: '2024-03-01', by: 'test', checkOnly: false }),
    );
    const { page } = await console.windowOf(officer, `/console/ledger/${bureau.bookCode}/periods`);
    await page.getByText('已结账').waitFor();
    expect(await obstacles(page, 'periods')).toEqual([]);
    await page.getByRole('button', { name: '申请反结账' }).click();
    const form = page.getByRole('dialog', { name: '申请 2024-03 反结账' });
    await form.getByLabel('理由').fill('漏记一笔银行手续费。');
    await form.getByRole('button', { name: '提交' }).dblclick();
    await page.waitForURL(/\/console\/approvals\//);
    const { body } = (await approvers.get('/api/v1/inbox').expect(200)) as {
      body: { items: { kind: string }[] };
    };
    expect(body.items.filter(({ kind }) => kind === 'month_reopen')).toHaveLength(1);

    const phone = await console.window(`/console/approvals/${idIn(page.url())}`, {
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
    });
    await console.signIn(phone.page, approver);
    await phone.page.getByText('漏记一笔银行手续费。').waitFor();
    // Nothing of the card is beyond the edge.
    expect(await phone.page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await obstacles(phone.page, 'approval-phone-dark')).toEqual([]);
    await phone.page.getByRole('button', { name: '同意' }).click();
    await phone.page.waitForURL(/\/console\/todo$/);
    await page.goto(`/console/ledger/${bureau.bookCode}/periods`);
    await page.getByText('开放').waitFor();
  });

  it('has a colleague stand in for some days, and ends that', async () => {
    const { page, faults } = await console.windowOf(approver, '/console/delegations');
    await page.getByRole('button', { name: '新建委托' }).click();
    const form = page.getByRole('dialog', { name: '新建委托' });
    await form.getByLabel('受托人').click();
    await page.getByTitle(officer.name, { exact: true }).click();
    await form.getByLabel('截止日期').fill('20991231');
    await form.getByLabel('截止日期').press('Enter');
    await form.getByLabel('理由').fill('外出培训');
    expect(await obstacles(page, 'delegate')).toEqual([]);
    await form.getByRole('button', { name: '提交' }).click();
    const row = page.getByRole('row', { name: '外出培训' });
    await row.getByText('生效中').waitFor();
    expect(await obstacles(page, 'delegations')).toEqual([]);
    await row.getByRole('button', { name: '撤销' }).click();
    await row.getByText('已撤销').waitFor();
    expect(faults).toEqual([]);
  });

  it('sends a voucher of a real book to those who decide, and shows it to them line by line', async () => {
    const path = `/console/ledger/${bureau.bookCode}/voucher`;
    const { page, faults } = await console.windowOf(officer, path);
    await page.getByLabel('摘要').fill('银行手续费');
    const [first, second] = [1, 2].map((number) =>
      page.getByRole('group', { name: `第 ${String(number)} 行` }),
    );
    await first?.getByLabel('科目').click();
    await page.getByTitle('4604 利息收入').click();
    await first?.getByLabel('借方').fill('12');
    await second?.getByLabel('科目').click();
    await page.getByTitle('5901 其他费用').last().click();
    await second?.getByLabel('贷方').fill('12');
    await page.getByRole('button', { name: '提交审批' }).dblclick();
    await page.waitForURL(/\/console\/approvals\//);
    await page.getByRole('cell', { name: '利息收入', exact: true }).waitFor();
    const { body } = (await approvers.get('/api/v1/inbox').expect(200)) as {
      body: { items: { kind: string }[] };
    };
    expect(body.items.filter(({ kind }) => kind === 'general_voucher')).toHaveLength(1);

    const phone = await console.window(`/console/approvals/${idIn(page.url())}`, {
      viewport: { width: 390, height: 844 },
    });
    await console.signIn(phone.page, approver);
    await phone.page.getByText('壹拾贰元整').waitFor();
    expect(await phone.page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await obstacles(phone.page, 'approval-voucher-phone')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('rests a large voucher on a resolution that fits it, also when it is revised', async () => {
    const officers = await console.service.signIn(officer);
    const resolutionOf = async (number: string, amount: string): Promise<string> => {
      const { body, headers } = (await officers
        .post('/api/v1/meetings', {
          number,
          title: `会议${number}`,
          heldOn: '2024-03-01',
          place: '长春',
          chairedBy: '李某',
          agenda: ['审议资金使用'],
          attendees: [{ agency: '市财政局', name: '赵某' }],
          minutes: '会议同意。',
          resolutions: [
            {
              number: `决${number}`,
              text: '同意。',
              kind: 'general_voucher',
              amount,
              owner: '王某',
              dueOn: '2099-12-31',
            },
          ],
        })
        .expect(201)) as {
        body: { id: string; resolutions: { id: string }[] };
        headers: Record<string, string>;
      };
      await approvers
        .post(`/api/v1/meetings/${body.id}/conclude`)
        .set('if-match', headers['etag'] ?? '')
        .expect(200);
      return body.resolutions[0]?.id ?? '';
    };
    const small = await resolutionOf('一', '300000.00');
    const large = await resolutionOf('二', '400000.00');

    const path = `/console/ledger/${bureau.bookCode}/voucher`;
    const { page, faults } = await console.windowOf(officer, path);
    await page.getByLabel('摘要').fill('捐赠收入');
    const [first, second] = [1, 2].map((number) =>
      page.getByRole('group', { name: `第 ${String(number)} 行` }),
    );
    await first?.getByLabel('科目').click();
    await page.getByTitle('4604 利息收入').click();
    await second?.getByLabel('科目').click();
    await page.getByTitle('5901 其他费用').last().click();
    const amount = async (yuan: string): Promise<void> => {
      await first?.getByLabel('借方').fill(yuan);
      await second?.getByLabel('贷方').fill(yuan);
    };
    const chosen = page.getByLabel('联席会议决议');
    await amount('1000000.01');
    await page.getByText('超过审批权限的最高档').waitFor();
    await amount('400000.01');
    await page.getByText('目前没有可引用的决议').waitFor();
    await amount('300000');
    await page.getByText('请选择所依据的决议').waitFor();
    await page.getByRole('button', { name: '提交审批' }).click();
    await page.getByText('请填写此项').waitFor();
    await chosen.click();
    expect(await obstacles(page, 'voucher-resolution')).toEqual([]);
    await page.getByTitle(/^决一/).click();
    await page.getByRole('button', { name: '提交审批' }).click();
    await page.waitForURL(/\/console\/approvals\//);
    const id = idIn(page.url());
    const read = async (): Promise<object> =>
      ((await officers.get(`/api/v1/approvals/${id}`).expect(200)) as { body: object }).body;
    expect(await read()).toMatchObject({ amount: '300000.00', resolution: small });

    await sendBack(approvers, id);
    await page.reload();
    await page.getByRole('button', { name: '修改后重新提交' }).click();
    await page.getByText('决一').waitFor();
    // What the first resolution does not carry takes it back.
    await amount('350000');
    await page.getByText('决一').waitFor({ state: 'detached' });
    await chosen.click();
    await page.getByTitle(/^决二/).click();
    expect(await obstacles(page, 'revise-resolution')).toEqual([]);
    await page.getByRole('button', { name: '重新提交', exact: true }).click();
    await page.waitForURL(/\/console\/todo$/);
    expect(await read()).toMatchObject({
      state: 'open',
      amount: '350000.00',
      version: 2,
      resolution: large,
    });
    expect(faults).toEqual([]);
  });

  it('asks for other tiers of approval, beginning with those in force', async () => {
    const { page, faults } = await console.windowOf(officer, '/console/policies');
    await page.getByText('系统默认设置').first().waitFor();
    expect(await obstacles(page, 'policies')).toEqual([]);
    await page.getByRole('button', { name: '申请修改审批权限' }).click();
    const form = page.getByRole('dialog', { name: '申请修改审批权限' });
    const first = form.getByRole('group', { name: '第 1 档' });
    expect(await first.getByLabel('金额上限').inputValue()).toBe('50,000.00');
    await form.getByRole('button', { name: '删除第 4 档' }).click();
    await first.getByLabel('金额上限').fill('900000');
    expect(await obstacles(page, 'ask-for-policy')).toEqual([]);
    await form.getByRole('button', { name: '提交' }).click();
    await form.getByText('必须逐档递增').or(form.getByText('must rise')).waitFor();
    await first.getByLabel('金额上限').fill('30000');
    await form.getByRole('button', { name: '提交' }).click();
    await page.waitForURL(/\/console\/approvals\//);
    await page.getByRole('cell', { name: '30,000.00', exact: true }).waitFor();
    await page.getByText(/初审人（自 .*第 1 天）/).waitFor();
    expect(faults).toEqual([]);
  });

  it('keeps nobody out in the dark, on a wide screen and on a phone', async () => {
    const { page, faults } = await console.windowOf(officer, '/console/delegations', {
      colorScheme: 'dark',
    });
    const found: string[] = [];
    for (const [name, path] of [
      ['delegations', '/console/delegations'],
      ['meetings', '/console/meetings'],
      ['meeting-new', '/console/meetings/new'],
      ['policies', '/console/policies'],
      ['periods', `/console/ledger/${bureau.bookCode}/periods`],
      ['voucher', `/console/ledger/${bureau.bookCode}/voucher`],
    ] as const) {
      await page.goto(path);
      await page.getByRole('heading').first().waitFor();
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 844 });
        found.push(...(await obstacles(page, `${name}-dark-${String(width)}`)));
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      }
    }
    expect(found).toEqual([]);
    expect(faults).toEqual([]);
  });
});
