import type { Locator, Page } from 'playwright-core';
import type { LiveCase } from '../claims/claims-scene';
import { BODY, CONTRACTOR, DamageScene } from '../damage-fund/damage-scene';
import { pdf } from '../documents/files';
import { obstacles, obstaclesByDayAndNight, TestConsole } from '../support/console';
import { Desks } from '../support/desks';

const PLAN = '修复〔2026〕1号';
const paper = (name: string) => ({ name, mimeType: 'application/pdf', buffer: pdf(name) });

/** Damage money from what was received to what the bank sent back, each person at their own desk. */
describe('the damage money of a case in the console', () => {
  let scene: DamageScene;
  let console: TestConsole;
  let desks: Desks;
  let officer: Page;
  let litigation: LiveCase;

  beforeAll(async () => {
    scene = await DamageScene.open();
    litigation = await scene.caseWith('30000.00');
    await scene.appropriate(litigation, '20000.00');
    await scene.resolution(
      'restoration_plan',
      `restoration_plan/${litigation.id}/${PLAN}`,
      '20000.00',
    );
    await scene.contractor();
    console = await TestConsole.open(scene.claims.approvals.service);
    desks = new Desks(console);
    officer = await desks.of(scene.officer, '/console/damage-fund');
  }, 300_000);
  afterAll(async () => {
    await console.close();
    expect(desks.faults).toEqual([]);
  });

  async function choose(field: Locator, title: string | RegExp): Promise<void> {
    await field.click();
    await officer.getByTitle(title).last().click();
  }
  const upload = async (within: Locator, name: string): Promise<void> => {
    await within.locator('input[type=file]').setInputFiles(paper(name));
    await within.getByText(name).waitFor();
  };

  it('is listed, and told by item with what is to be remitted by which day', async () => {
    await officer.getByRole('row', { name: /30,000\.00.*20,000\.00/ }).waitFor();
    await officer.getByRole('link', { name: litigation.number }).click();
    const received = officer.getByRole('region', { name: '损害赔偿金到账' });
    await received.getByRole('row', { name: /修复.*30,000\.00/ }).waitFor();
    await officer.getByRole('row', { name: /2026-06-08.*30,000\.00.*2026-06-29/ }).waitFor();
    expect(await obstaclesByDayAndNight(officer, 'damage-case')).toEqual([]);
  });

  it('is planned by the officer with an opinion, and adopted by two others', async () => {
    await officer.getByRole('button', { name: '登记意见' }).click();
    const opinion = officer.getByRole('dialog', { name: '登记意见' });
    await opinion.getByLabel('方案编号').fill(PLAN);
    await choose(opinion.getByLabel('征求对象'), '人民法院');
    await opinion.getByLabel('单位名称').fill('某市中级人民法院');
    await upload(opinion, '复函.pdf');
    await opinion.getByRole('button', { name: '登记意见' }).click();
    await officer.getByRole('row', { name: /某市中级人民法院.*同意/ }).waitFor();

    await officer.getByRole('button', { name: '修复方案', exact: true }).click();
    const form = officer.getByRole('dialog', { name: '修复方案' });
    await form.getByLabel('方案编号').fill(PLAN);
    await form.getByLabel('方案名称').fill('受污染河段修复');
    await form.getByLabel('地点').fill('某市某县');
    await form.getByLabel('金额').first().fill('20000');
    await form.getByLabel('实施单位').fill(CONTRACTOR.name);
    await form.getByLabel('统一社会信用代码').fill(CONTRACTOR.creditCode);
    await form.getByLabel('验收与评估单位').fill(BODY);
    const line = form.getByRole('group', { name: '预算明细 1' });
    await choose(line.getByLabel('用途'), '修复方案编制与修复工程');
    await line.getByLabel('内容').fill('修复工程');
    await line.getByLabel('金额').fill('20000');
    await choose(form.getByLabel('人民法院意见'), /某市中级人民法院/);
    await form.getByLabel('未征求财政部门的理由').fill('本级财政无此职责');
    await form.getByLabel('未征求审计机关的理由').fill('尚未设立联系机制');
    await upload(form, '方案.pdf');
    await choose(form.getByLabel('联席会议决议'), /20,000\.00/);
    expect(await obstacles(officer, 'plan-request')).toEqual([]);
    await form.getByRole('button', { name: '提交' }).click();
    await officer.waitForURL(/\/console\/approvals\/[0-9a-f-]{36}$/);
    await officer.getByText('受污染河段修复').first().waitFor();
    await officer.getByRole('row', { name: /修复方案编制与修复工程.*20,000\.00/ }).waitFor();
    await desks.agree(scene.claims.reviewer, /^修复方案：/);
    await desks.agree(scene.claims.approver, /^修复方案：/);
    await officer.goto(`/console/damage-fund/${litigation.id}`);
    await officer.getByRole('link', { name: PLAN }).click();
    await officer.getByRole('row', { name: /第1期.*6,000\.00.*待付/ }).waitFor();
    expect(await obstaclesByDayAndNight(officer, 'restoration-plan')).toEqual([]);
  });

  it('is paid for a milestone, and a cashier records that the bank sent it back', async () => {
    await officer.getByRole('button', { name: '支付第 1 期' }).click();
    const form = officer.getByRole('dialog', { name: '修复付款' });
    await choose(form.getByLabel('用途'), '修复方案编制与修复工程');
    await choose(form.getByLabel('收款账户'), new RegExp(CONTRACTOR.name));
    await form.getByLabel('理由').fill('第一期工程款');
    const invoice = form.getByRole('group', { name: '发票 1' });
    await invoice.getByLabel('发票号码').fill('26220000000000009901');
    await invoice.getByLabel('金额').fill('6000');
    await upload(invoice, '发票.pdf');
    expect(await obstacles(officer, 'milestone-request')).toEqual([]);
    await form.getByRole('button', { name: '提交' }).click();
    await officer.waitForURL(/\/console\/approvals\/[0-9a-f-]{36}$/);
    await desks.agree(scene.claims.reviewer, /^修复付款：/);
    await desks.agree(scene.claims.approver, /^修复付款：/);
    await scene.claims.post();

    const cashier = await desks.of(scene.cashier, `/console/damage-fund/${litigation.id}`);
    const paidOut = cashier.getByRole('region', { name: '已付出款项' });
    await paidOut.getByRole('button', { name: '登记退汇' }).click();
    const bounce = cashier.getByRole('dialog');
    await bounce.getByLabel('理由').fill('账号有误');
    await bounce.getByRole('button', { name: '登记退汇' }).click();
    await cashier.getByText(/账号有误/).waitFor();
    await officer.goto(`/console/damage-fund/${litigation.id}`);
    await officer.getByRole('link', { name: PLAN }).click();
    await officer.getByRole('row', { name: /第 1 期.*26220000000000009901/ }).waitFor();
  });

  it('has its reports recorded by somebody else, and its plan changed', async () => {
    const colleague = await desks.of(scene.claims.colleague, new URL(officer.url()).pathname);
    await colleague.getByRole('button', { name: '登记报告' }).click();
    const report = colleague.getByRole('dialog', { name: '登记报告' });
    await report.locator('input[type=file]').setInputFiles(paper('验收.pdf'));
    await report.getByText('验收.pdf').waitFor();
    await report.getByRole('button', { name: '登记报告' }).click();
    await colleague.getByRole('row', { name: new RegExp(`验收报告.*${BODY}`) }).waitFor();

    await officer.getByRole('button', { name: '修复方案变更' }).click();
    const form = officer.getByRole('dialog', { name: '修复方案变更' });
    await form.getByLabel('理由').fill('工程量减少');
    await form.getByLabel('金额').first().fill('19999');
    await upload(form, '变更.pdf');
    await form.getByRole('button', { name: '提交' }).click();
    await form.getByText(/must add up to the amount/).waitFor();
    expect(await obstacles(officer, 'plan-change')).toEqual([]);
  });

  it('has what its plans left go into substitute restoration, on a resolution made for that', async () => {
    const restored = await scene.caseWith('9000.00', { damageRoute: 'trust_account' });
    const milestones = [{ name: '一次付清', amount: '4000.00', papers: [] }];
    const plan = await scene.adopt(restored, '4000.00', { milestones });
    await scene.report(plan, 'acceptance');
    await scene.report(plan, 'effect_evaluation');
    await scene.carryOut('milestone_payment', await scene.paymentOf(restored, plan, 1, '4000.00'));
    const number = '替代〔2026〕1号';
    await scene.resolution(
      'damage_surplus',
      `restoration_plan/${restored.id}/${number}`,
      '5000.00',
    );

    await officer.goto(`/console/damage-fund/${restored.id}`);
    await officer.getByRole('button', { name: '损害赔偿金结余处理' }).click();
    const form = officer.getByRole('dialog', { name: '损害赔偿金结余处理' });
    await form.getByLabel('方案编号').waitFor();
    await choose(form.getByLabel('结余去向'), '上缴国库');
    await form.getByLabel('收款账户').waitFor();
    expect(await form.getByLabel('方案编号').count()).toBe(0);
    await choose(form.getByLabel('结余去向'), '替代性修复方案');
    await form.getByLabel('理由', { exact: true }).fill('原地已修复，余款用于同流域');
    await form.getByLabel('方案编号').fill(number);
    await form.getByLabel('方案名称').fill('同流域增殖放流');
    await form.getByLabel('地点').fill('某市某县');
    await form.getByLabel('金额').first().fill('5000');
    await form.getByLabel('实施单位').fill(CONTRACTOR.name);
    await form.getByLabel('统一社会信用代码').fill(CONTRACTOR.creditCode);
    await form.getByLabel('验收与评估单位').fill(BODY);
    const line = form.getByRole('group', { name: '预算明细 1' });
    await choose(line.getByLabel('用途'), '替代性修复');
    await line.getByLabel('内容').fill('增殖放流');
    await line.getByLabel('金额').fill('5000');
    await form.getByLabel('未征求人民法院的理由').fill('已在判决中载明');
    await form.getByLabel('未征求财政部门的理由').fill('本级财政无此职责');
    await form.getByLabel('未征求审计机关的理由').fill('尚未设立联系机制');
    await upload(form, '替代方案.pdf');
    await choose(form.getByLabel('联席会议决议'), /5,000\.00/);
    expect(await obstacles(officer, 'surplus-request')).toEqual([]);
    await form.getByRole('button', { name: '提交' }).click();
    await officer.waitForURL(/\/console\/approvals\/[0-9a-f-]{36}$/);
    await officer.getByText('同流域增殖放流').first().waitFor();
    const id = new URL(officer.url()).pathname.split('/').at(-1) ?? '';
    const { approvals, reviewer, approver } = scene.claims;
    for (const person of [reviewer, approver]) await approvals.decide(person, id, 'approve');
    expect((await scene.plans(restored)).at(-1)).toMatchObject({
      ...{ number, amount: '5000.00', isSubstitute: true },
    });
  });
});
