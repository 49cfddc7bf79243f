import { PDF } from '../organizations/organization-scene';
import { JudgmentScene } from '../recoveries/judgment-scene';
import { newKey, type Someone } from '../approvals/approval-scene';
import { type Told, TO_FINAL } from '../case-register/case-scene';
import { obstacles, obstaclesByDayAndNight, TestConsole } from '../support/console';

const JUDGMENT = { name: '判决书.pdf', mimeType: 'application/pdf', buffer: PDF };
const RETRIAL: readonly Told[] = [
  [
    'instance_opened',
    '2026-08-01',
    { instance: 'retrial', number: '（2026）吉民再1号', court: '吉林省高级人民法院' },
  ],
  ['judged', '2026-10-01'],
  ['judgment_final', '2026-10-01'],
];

describe('the procedure and the judgments of a case in the console', () => {
  let scene: JudgmentScene;
  let console: TestConsole;
  let reviewer: Someone;
  beforeAll(async () => {
    scene = await JudgmentScene.open();
    await scene.tell(TO_FINAL.slice(0, 2));
    reviewer = await scene.payments.organizations.approvals.someone('reviewer');
    console = await TestConsole.open(scene.payments.organizations.approvals.service);
  }, 300_000);
  afterAll(() => console.close());

  const pathOf = (): string => `/console/cases/${scene.caseId}`;

  it('take a step on a paper, and revoke one that was recorded by mistake', async () => {
    const { page, faults } = await console.windowOf(scene.officer, pathOf());
    await page.getByText('已判决未生效').waitFor();
    const record = async (step: string, day: string): Promise<void> => {
      await page.getByRole('button', { name: '登记进程' }).click();
      const form = page.getByRole('dialog', { name: '登记进程' });
      await form.getByLabel('进程').click();
      await page.getByTitle(step, { exact: true }).click();
      await form.getByLabel('日期').fill(day);
      await form.getByLabel('日期').press('Enter');
      await form.locator('input[type=file]').setInputFiles(JUDGMENT);
      await form.getByText('判决书.pdf').waitFor();
      expect(await obstacles(page, 'case-step')).toEqual([]);
      await form.getByRole('button', { name: '登记进程' }).dblclick();
      await form.waitFor({ state: 'detached' });
    };
    await record('判决生效', '2026-06-18');
    await page.getByRole('button', { name: '撤销 判决生效 2026-06-18' }).click();
    const revoking = page.getByRole('dialog', { name: '撤销登记有误的进程' });
    await revoking.getByLabel('撤销理由').fill('日期有误');
    await revoking.getByRole('button', { name: '撤销', exact: true }).click();
    await page.getByText('已撤销', { exact: true }).waitFor();
    await page.getByText('已判决未生效').waitFor();
    await record('判决生效', '2026-06-17');
    await page.getByRole('link', { name: '判决书.pdf' }).first().waitFor();
    expect(await obstacles(page, 'case-procedure')).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('take a judgment from its form to the case, by way of an approver', async () => {
    const { page, faults } = await console.windowOf(scene.officer, pathOf());
    await page.getByRole('button', { name: '登记判决' }).click();
    const form = page.getByRole('dialog', { name: '判决入账' });
    await form.getByLabel('生效依据').click();
    await page.getByTitle('2026-06-17 判决生效').click();
    await form.getByLabel('文书编号').fill('（2026）吉01民初1号');
    await form.getByLabel('裁判结果').click();
    await page.getByTitle('胜诉', { exact: true }).click();
    await form.getByRole('button', { name: '增加判项' }).click();
    const item = form.getByRole('group', { name: '第 1 项判项' });
    await item.getByRole('textbox', { name: '判项' }).fill('判项1');
    await item.getByRole('combobox', { name: '款项类别' }).click();
    await page.getByTitle('垫付诉讼成本').click();
    await item.getByLabel('金额').fill('900');
    await item.getByRole('combobox', { name: '义务人' }).click();
    await page.getByTitle('某化工公司').click();
    await form.getByRole('button', { name: '增加判项' }).click();
    const works = form.getByRole('group', { name: '第 2 项判项' });
    await works.getByRole('textbox', { name: '判项' }).fill('判项2');
    await works.getByRole('combobox', { name: '款项类别' }).click();
    await page.getByTitle('生态环境修复费用', { exact: true }).last().click();
    await works.getByLabel('金额').fill('36500');
    await works.getByLabel('一般债务利息年利率（%）').fill('100');
    await works.getByText('须为 0 到 100 之间的数，小数最多四位').waitFor();
    await works.getByLabel('一般债务利息年利率（%）').fill('10');
    await works.getByLabel('一般债务利息起算日').fill('2026-06-17');
    await works.getByLabel('一般债务利息起算日').press('Enter');
    await works.getByRole('combobox', { name: '义务人' }).click();
    await page.getByTitle('某化工公司').last().click();
    await form.getByRole('button', { name: '增加修复义务' }).click();
    await form.getByLabel('修复内容').fill('补种林木5亩');
    await form
      .getByRole('region', { name: '修复义务' })
      .getByRole('combobox', { name: '义务人' })
      .click();
    await page.getByTitle('乙公司').last().click();
    await page.keyboard.press('Escape');
    await form.locator('input[type=file]').setInputFiles(JUDGMENT);
    await form.getByText('判决书.pdf').waitFor();
    expect(await obstacles(page, 'judgment-form')).toEqual([]);
    await form.getByRole('button', { name: '提交' }).click();
    await page.waitForURL(/\/console\/approvals\/[0-9a-f-]{36}$/);
    await page.getByRole('heading', { name: /判决入账/ }).waitFor();
    await page.getByText('900.00').first().waitFor();
    await page.getByRole('row', { name: /判项2.*10 2026-06-17.*36,500\.00/ }).waitFor();
    expect(await obstacles(page, 'judgment-request')).toEqual([]);

    const path = new URL(page.url()).pathname;
    const desk = await console.windowOf(scene.payments.approver, path);
    await desk.page.getByRole('button', { name: '同意' }).click();
    await desk.page.getByText('已同意').waitFor();
    await page.goto(pathOf());
    await page.getByRole('cell', { name: '垫付诉讼成本' }).waitFor();
    await page.getByText('补种林木5亩').waitFor();
    expect(await obstacles(page, 'case-judged')).toEqual([]);
    // 60 days at 10.00 of general interest, and 60 × 6.3875 of doubled interest from the day of effect.
    await page.goto(`${pathOf()}/recoveries?on=2026-08-16`);
    await page.getByRole('row', { name: /判项2.*36,500\.00 600\.00 383\.25/ }).waitFor();
    await page.getByRole('button', { name: '判项2：一般债务利息如何计算' }).click();
    await page.getByRole('dialog').getByText('36500.00 × 10.0000 % ÷ 365 × 60 days').waitFor();
    expect(await obstacles(page, 'general-interest')).toEqual([]);
    expect([...faults, ...desk.faults]).toEqual([]);
  });

  it('take a condition that was not kept, a stay of interest and an acceptance, each on a paper', async () => {
    const judged = scene.caseId;
    const other = await scene.inNewCase('(2026)吉01民初2号');
    const [first] = other.defendants;
    const instalments = [
      { dueOn: '2027-08-01', amount: '400.00' },
      { dueOn: '2027-09-01', amount: '600.00' },
    ];
    const judgment = await other.content(await other.tell(), {
      ...{ outcome: 'win', claimed: undefined, refusedCosts: [] },
      items: [
        {
          ...{
            ref: '判项9',
            kind: 'restoration',
            amount: '1000.00',
            conditional: true,
            instalments,
          },
          liability: { mode: 'sole', debtors: [{ defendant: first }] },
        },
      ],
    });
    await other.carryOut('judgment', judgment);
    const { page, faults } = await console.windowOf(scene.officer, pathOf());
    const path = pathOf();
    /** Fills in the form on a paper and submits it; an approver agrees. */
    const ask = async (button: string, fill: Readonly<Record<string, string>>, picture: string) => {
      await page.goto(path);
      await page.getByRole('button', { name: button }).click();
      const form = page.getByRole('dialog');
      for (const [label, value] of Object.entries(fill)) {
        await form.getByLabel(label).fill(value);
        if (/^\d{4}-/.test(value)) await form.getByLabel(label).press('Enter');
      }
      await form.getByRole('button', { name: '提交' }).click();
      // Nothing is asked for without a paper.
      await form.getByText('请填写此项').waitFor();
      await form.locator('input[type=file]').setInputFiles(JUDGMENT);
      await form.getByText('判决书.pdf').waitFor();
      expect(await obstaclesByDayAndNight(page, picture)).toEqual([]);
      await form.getByRole('button', { name: '提交' }).click();
      await page.waitForURL(/\/console\/approvals\/[0-9a-f-]{36}$/);
      const { body } = await scene.approve(new URL(page.url()).pathname.split('/').pop() ?? '');
      expect(body.state).toBe('approved');
      await scene.payments.post();
      await page.goto(path);
    };
    await page.getByRole('cell', { name: /^◷ 附条件，尚未成就/ }).waitFor();
    await ask(
      '登记条件成就 判项9',
      { 履行期限届满日: '2026-08-31', 理由: '到期未修复' },
      'condition-default',
    );
    // Every instalment is due at once.
    await page.getByRole('cell', { name: /^2026-08-31 ! 条件已成就/ }).waitFor();

    await page.getByRole('button', { name: '登记停计期间' }).click();
    const stay = page.getByRole('dialog');
    for (const [label, day] of [
      ['停计起始日', '2026-10-20'],
      ['恢复计息日', '2026-10-10'],
    ] as const) {
      await stay.getByLabel(label).fill(day);
      await stay.getByLabel(label).press('Enter');
    }
    await stay.getByText('恢复计息日须晚于停计起始日').waitFor();
    await ask(
      '登记停计期间',
      { 停计起始日: '2026-10-10', 恢复计息日: '2026-10-20', 理由: '案外人异议，法院暂缓执行' },
      'interest-stay',
    );
    await page.getByText('2026-10-10 起，2026-10-20 恢复计息').waitFor();

    await ask('登记验收', { 验收日期: '2026-11-01', 意见: '补种合格' }, 'in-kind-acceptance');
    await page.getByText(/2026-11-01 验收 补种合格/).waitFor();
    expect(await page.getByRole('button', { name: '登记验收' }).count()).toBe(0);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await obstacles(page, 'case-of-instalments')).toEqual([]);
    scene.payments.caseId = judged;
    expect(faults).toEqual([]);
  });

  it('show what another judgment changes before it is asked for, and what it leaves to be done', async () => {
    const judged = scene.caseId;
    const { former, rival } = await judgedAndSpent();
    const { page, faults } = await console.windowOf(scene.officer, pathOf());
    await page.getByRole('button', { name: '登记判决' }).click();
    const form = page.getByRole('dialog', { name: '判决入账' });
    await form.getByLabel('生效依据').click();
    await page.getByTitle('2026-10-01 判决生效').click();
    await form.getByLabel('文书编号').fill('再审判决');
    await form.getByLabel('裁判结果').click();
    await page.getByTitle('胜诉', { exact: true }).click();
    for (const [number, amount, debtor] of [
      [1, '200', '某化工公司'],
      [2, '400', '乙公司'],
    ] as const) {
      await form.getByRole('button', { name: '增加判项' }).click();
      const item = form.getByRole('group', { name: `第 ${String(number)} 项判项` });
      await item.getByRole('textbox', { name: '判项' }).fill(`再审判项${String(number)}`);
      await item.getByRole('combobox', { name: '款项类别' }).click();
      await page.getByTitle('垫付诉讼成本').last().click();
      await item.getByLabel('金额').fill(amount);
      await item.getByRole('combobox', { name: '义务人' }).click();
      await page.getByTitle(debtor).last().click();
    }
    await form.getByLabel('变更的原判决').click();
    await page.getByTitle(former).last().click();
    const change = form.getByRole('region', { name: '判决变更的处理' });
    await change.getByText('填完各项并附裁判文书后').waitFor();
    await form.getByRole('button', { name: '提交' }).click();
    // Nobody asks for a change without having seen what it does.
    await form.getByText('请先核对变更将产生的处理').waitFor();
    await form.locator('input[type=file]').setInputFiles(JUDGMENT);
    await change.getByRole('row', { name: /已付出，待追回.*已归还专项资金 100\.00/ }).waitFor();
    await form.getByText('请先核对变更将产生的处理').waitFor({ state: 'detached' });
    await form.getByRole('group', { name: '第 1 项判项' }).getByLabel('金额').fill('250');
    const steps = [
      /1 冲销原分配 收001 判项1 本金 300\.00/,
      /2 冲销坏账核销 判项2 600\.00/,
      /3 冲销原判决 .* 900\.00/,
      /4 变更后判决入账 再审判决 650\.00/,
      /5 重新分配 收001 再审判项1 本金 250\.00/,
      /6 多收，待退还付款人 收001 50\.00/,
      /7 已付出，待追回 .* 已归还专项资金 50\.00/,
      /8 仍有欠款的，核销须重新审批 判项2 600\.00/,
    ];
    for (const name of steps) await change.getByRole('row', { name }).waitFor();
    await change.getByRole('row').last().scrollIntoViewIfNeeded();
    expect(await obstaclesByDayAndNight(page, 'judgment-change')).toEqual([]);
    await form.getByRole('button', { name: '提交' }).click();
    await page.waitForURL(/\/console\/approvals\/[0-9a-f-]{36}$/);

    const path = new URL(page.url()).pathname;
    const desk = await console.windowOf(scene.payments.approver, path);
    for (const name of steps) await desk.page.getByRole('row', { name }).waitFor();
    expect(await obstaclesByDayAndNight(desk.page, 'judgment-change-card')).toEqual([]);
    await desk.page.getByRole('button', { name: '同意' }).click();
    await desk.page.getByText('已同意').waitFor();
    await scene.payments.post();

    // Another request for the same change cannot be carried out any more, and says why.
    await desk.page.goto(`/console/approvals/${rival}`);
    await desk.page.getByText(/! 按现在的账目不能办理：[^A-Z]+$/).waitFor();
    expect(await obstaclesByDayAndNight(desk.page, 'judgment-change-refused')).toEqual([]);

    await page.goto('/console/todo');
    await page.getByRole('link', { name: /坏账核销重新审批：.* 再审判项2/ }).click();
    const again = page.getByRole('dialog', { name: '坏账核销 再审判项2' });
    await again.getByText('请决定是否核销').waitFor();
    expect(await again.getByLabel('金额').inputValue()).toBe('400.00');
    expect(await obstaclesByDayAndNight(page, 'write-off-again')).toEqual([]);
    await page.keyboard.press('Escape');
    await again.waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('writeOff');

    const deficits = page.getByRole('region', { name: '判决变更后待追回' });
    await deficits
      .getByRole('row', { name: /再审判决，变更 .* 已归还专项资金 50\.00 0\.00 50\.00 ! 待追回/ })
      .waitFor();
    expect(await obstaclesByDayAndNight(page, 'deficits')).toEqual([]);
    await deficits.getByRole('button', { name: '追回已付款项：已归还专项资金' }).press('Enter');
    const back = page.getByRole('dialog', { name: '追回已付款项 已归还专项资金' });
    expect(await back.getByLabel('金额').inputValue()).toBe('50.00');
    await back.getByLabel('金额').fill('20');
    await back.getByLabel('理由').fill('自专项资金转回');
    expect(await obstaclesByDayAndNight(page, 'deficit-recovery')).toEqual([]);
    await back.getByRole('button', { name: '提交' }).click();
    await page.waitForURL(/\/console\/approvals\/[0-9a-f-]{36}$/);
    await decide(new URL(page.url()).pathname.split('/').pop() ?? '');
    await page.goto(`${pathOf()}/recoveries`);
    await deficits.getByRole('row', { name: / 50\.00 20\.00 30\.00 ! 待追回/ }).waitFor();
    await page.goto('/console/write-offs');
    const register = page.getByRole('row', { name: /\(2026\)吉01民初3号 判项2 0\.00 .* 600\.00/ });
    await register.getByText(/↩ .* 随判决变更冲销/).waitFor();
    expect(await obstaclesByDayAndNight(page, 'write-off-reversed')).toEqual([]);
    scene.payments.caseId = judged;
    expect([...faults, ...desk.faults]).toEqual([]);
  });

  /** Both who decide on money agree, and it is posted. */
  const decide = async (request: string): Promise<void> => {
    await scene.approve(request, reviewer);
    const { body } = await scene.approve(request);
    expect(body.state).toBe('approved');
    await scene.payments.post();
  };

  /** A new case: what one defendant owed is paid and back in the fund, what the other owed is written off; a change is asked for. */
  const judgedAndSpent = async () => {
    const other = await scene.inNewCase('(2026)吉01民初3号');
    const ref = '一审判决';
    const items = (['300.00', '600.00'] as const).map((amount, index) => ({
      ...{ ref: `判项${String(index + 1)}`, kind: 'fund_costs', amount, dueOn: '2026-07-17' },
      liability: { mode: 'sole', debtors: [{ defendant: other.defendants[index] }] },
    }));
    const more = { ref, outcome: 'win', claimed: undefined, inKind: [], refusedCosts: [] };
    await other.carryOut('judgment', await other.content(await other.tell(), { ...more, items }));
    const receipt = { kind: 'voluntary', receivedOn: '2026-07-17', bankReference: newKey() };
    await scene.officer.browser
      .post(`/api/v1/cases/${other.caseId}/enforcement-receipts`, {
        ...{ payer: other.defendants[0], amount: '300.00' },
        ...receipt,
      })
      .set('idempotency-key', newKey())
      .expect(201);
    await scene.payments.post();
    const [judgment] = (await other.read()).judgments;
    const item = judgment?.items[1]?.id ?? '';
    const document = await other.paper();
    for (const [kind, content] of [
      ['fund_replenishment', { case: other.caseId, amount: '300.00', reason: '归还垫付' }],
      ['debt_write_off', { item, amount: '600.00', reason: '无财产可供执行', document }],
    ] as const) {
      const { body } = await other.ask(kind, content);
      await decide(body.id);
    }
    const content = { ...more, items: [], ref: '另一再审判决', replaces: judgment?.id };
    const asked = await other.ask(
      'judgment',
      await other.content(await other.tell(RETRIAL), content),
    );
    return { former: ref, rival: asked.body.id };
  };

  it('are found by state, and read as well in the dark', async () => {
    const { page, faults } = await console.windowOf(scene.officer, '/console/cases?state=final', {
      colorScheme: 'dark',
    });
    await page.getByRole('link', { name: '(2026)吉01民初1号' }).click();
    await page.getByRole('heading', { name: '资金流向' }).waitFor();
    expect(await obstacles(page, 'case-judged-dark')).toEqual([]);
    await page.goto('/console/cases?state=closed');
    await page.waitForLoadState('networkidle');
    expect(await page.getByRole('link', { name: '(2026)吉01民初1号' }).count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('show a plaintiff the steps of its case, and neither papers nor judgments', async () => {
    const { page, faults } = await console.windowOf(scene.payments.member, pathOf());
    await page.getByText('作出判决').waitFor();
    expect(await page.getByRole('link', { name: '判决书.pdf' }).count()).toBe(0);
    expect(await page.getByRole('heading', { name: '资金流向' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: '登记进程' }).count()).toBe(0);
    expect(await obstacles(page, 'case-of-member')).toEqual([]);
    expect(faults).toEqual([]);
  });
});
